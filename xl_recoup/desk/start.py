"""Start the window, and keep it until it is closed."""

from __future__ import annotations

import ctypes
import sys
from contextlib import suppress

from xl_recoup.errors import Refused
from xl_recoup.excel.open_books import running_apps

NO_WINDOWS = (
    "This Python has no tkinter, so it can show no window. Install Python from python.org with the"
    " option “tcl/tk and IDLE”, or use the ribbon, the page or the command line."
)
NO_SCREEN = "There is no screen to show a window on. Use the command line: it does the same."


BROKEN = (
    "The window could not be shown: {error}. Install xl_recoup again; if that does not help, send"
    " this sentence to whoever looks after it, with what Start > Recoupment doctor shows."
)


def start() -> None:
    """Show the window until it is closed; Refused where there is no Excel, screen or tkinter.

    Started from the Start menu there is no console in which an error could be read: it is told in
    a box.
    """
    try:
        _show()
    except Exception as error:
        if sys.__stderr__ is None:
            _tell(words_for(error))
        raise


def words_for(error: Exception) -> str:
    """Return what is told of an error before there is a window."""
    if isinstance(error, Refused):
        return str(error)
    return BROKEN.format(error=f"{type(error).__name__}, {error}")


def _tell(words: str) -> None:
    if sys.platform == "win32":
        warning = 0x30
        ctypes.windll.user32.MessageBoxW(None, words, "Recoupment", warning)


def _show() -> None:
    running_apps()
    try:
        import tkinter as tk
    except ImportError as error:
        raise Refused(NO_WINDOWS) from error
    from xl_recoup.desk.window import Window

    _sharp()
    try:
        root = tk.Tk()
    except tk.TclError as error:
        raise Refused(NO_SCREEN) from error
    window = Window(root)
    root.after(50, window.look)
    root.mainloop()


def _sharp() -> None:
    """Ask Windows to leave the drawing to us: what it enlarges by itself is blurred."""
    if sys.platform == "win32":
        with suppress(AttributeError, OSError):
            ctypes.windll.shcore.SetProcessDpiAwareness(1)
