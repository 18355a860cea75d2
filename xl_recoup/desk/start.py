"""Start the window, and keep it until it is closed."""

from __future__ import annotations

import ctypes
import sys
from contextlib import suppress

from xl_recoup.errors import Refused

NO_WINDOWS = (
    "This Python has no tkinter, so it can show no window. Install Python from python.org with the"
    " option “tcl/tk and IDLE”, or use the ribbon, the page or the command line."
)
NO_SCREEN = "There is no screen to show a window on. Use the command line: it does the same."


def start() -> None:
    """Show the window until it is closed; Refused where there is no screen or no tkinter."""
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
