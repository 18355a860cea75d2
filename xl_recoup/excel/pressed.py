"""A button of the ribbon was pressed: what Excel starts, once for each press.

    pythonw -I -m xl_recoup.excel.pressed ACTION WINDOW NAME

ACTION is the name of a button's function, WINDOW the number of Excel's window, NAME the workbook's
name as UTF-16 in hexadecimal digits, so that no sign in it can be misread. Everything is said in a
box on the screen; the exit code is 0 wherever something was said, so that the macro is silent.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from xl_recoup.errors import Refused
from xl_recoup.excel.failures import log, not_reached

if TYPE_CHECKING:
    import xlwings as xw

TITLE = "Recoupment"
NOT_UNDERSTOOD = 2
IN_FRONT = 0x30 | 0x10000 | 0x40000  # Windows' MB_ICONWARNING, MB_SETFOREGROUND and MB_TOPMOST


def main(arguments: Sequence[str]) -> int:
    """Do what a press of a button asks; return 0 where its user was told how it went."""
    try:
        action, window, digits = arguments
        number, name = int(window), bytes.fromhex(digits).decode("utf-16-be", "surrogatepass")
    except ValueError:
        return NOT_UNDERSTOOD
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "1")  # none is ours, and to look takes time
    gc.disable()  # one click makes many records and no cycles, and then its process ends
    try:
        return _press(action, number, name)
    except SystemExit as ended:
        return show(str(ended))
    except BaseException as error:
        log(action, error)
        return show(not_reached(error))
    finally:
        gc.enable()


def _press(action: str, window: int, name: str) -> int:
    from xl_recoup.excel.lean import load_xlwings

    load_xlwings()  # which may be blocked, or broken

    from xl_recoup.excel.button_list import press
    from xl_recoup.excel.macros import BUTTONS

    entry = next((button for button in BUTTONS if button.macro == action), None)
    if entry is None:
        return show(
            "This program has no such button: the macros are of another version of xl_recoup."
            " Install it again, and take the new recoupment.xlsm where you use one."
        )
    press(entry, partial(book_in, window, name))
    return 0


def book_in(window: int, name: str) -> xw.Book:
    """Return the open workbook of this name in the Excel that has this window.

    Raises Refused where it is not open there any more.
    """
    import xlwings as xw

    try:
        books = list(_excel(window).books)
    except (OSError, StopIteration):  # Excel's window has gone, or is not as xlwings knows it
        books = [book for app in xw.apps for book in app.books]
        if not books:
            raise
    named = [book for book in books if book.name == name]
    if len(named) != 1:
        raise Refused(
            f"{name} is not open in Excel any more, so nothing was done. Open it and press the"
            " button again."
        )
    return named[0]


def _excel(window: int) -> xw.App:
    import xlwings as xw

    if sys.platform == "win32":
        from xlwings import _xlwindows

        return xw.App(impl=_xlwindows.App(xl=window))
    return next(app for app in xw.apps if app.hwnd == window)


def show(words: str) -> int:
    """Show words in a box of Windows' own, for where Excel can't be asked to; return 0 if shown."""
    if sys.platform == "win32":
        import ctypes

        with suppress(OSError):
            return 0 if ctypes.windll.user32.MessageBoxW(None, words, TITLE, IN_FRONT) else 1
    print(words, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
