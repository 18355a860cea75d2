"""The workbooks that a user has open in Excel: the one in front first, hidden ones left out."""

from __future__ import annotations

from contextlib import suppress

import xlwings as xw
from xlwings import XlwingsError

from xl_recoup.errors import Refused

NOT_HERE = (
    "Excel can't be reached from here: this works on Windows and macOS, with Excel open. Without"
    " Excel, use python -m xl_recoup recalculate BOOK."
)
NONE_OPEN = "No workbook is open in Excel. Open the one with the placements and run it again."
AUTOSAVED = (
    "AutoSave is on: Excel saves it by itself, and whoever shares the workbook sees it. To go back:"
    " File > Info > Version History."
)
PROTECTED_VIEW = (
    "The workbook in Excel is in Protected View, where nothing can be done with it. Press Enable"
    " Editing at its top, and try again."
)


def running_apps() -> list[xw.App]:
    """Return every running Excel, none too; Refused where Excel can't be reached from here."""
    try:
        return list(xw.apps)
    except XlwingsError as error:
        raise Refused(NOT_HERE) from error


def open_books() -> list[xw.Book]:
    """Return the workbooks that are open in every running Excel, the one in front first.

    Hidden ones, such as the personal macro workbook, are nobody's to choose. Raises Refused where
    there is none.
    """
    apps = running_apps()
    books = [book for app in apps for book in app.books if is_shown(book)]
    if not books:
        raise Refused(PROTECTED_VIEW if any(map(_shows_protected, apps)) else NONE_OPEN)
    front = book_in_front()
    return sorted(books, key=lambda book: book != front)  # which keeps the order of the others


def book_in_front() -> xw.Book | None:
    """Return the workbook that is in front in Excel; None where Excel does not say."""
    with suppress(Exception):  # whatever it is, the user can choose
        active = xw.books.active
        return active if is_shown(active) else None
    return None


def is_shown(book: xw.Book) -> bool:
    """Return whether a workbook has a window that is not hidden; where Excel can't say, it has."""
    try:
        return any(window.Visible for window in book.api.Windows)
    except (AttributeError, TypeError):  # Excel for Mac is asked in another way
        return True


def saves_itself(book: xw.Book) -> bool:
    """Return whether Excel saves this workbook by itself as it changes: AutoSave, on OneDrive."""
    with suppress(Exception):  # Excel 2016 knows no AutoSave, and fails in its own way
        return bool(book.api.AutoSaveOn)
    return False


def how_to_keep(book: xw.Book) -> str:
    """Return the end of a sentence on what was written: how it is kept, or that it is kept."""
    return f". {AUTOSAVED}" if saves_itself(book) else "; save the workbook to keep them."


def if_saved(book: xw.Book) -> str:
    """Return a further sentence where Excel has saved by itself what was written, else nothing."""
    return f" {AUTOSAVED}" if saves_itself(book) else ""


def _shows_protected(app: xw.App) -> bool:
    with suppress(Exception):  # asked only to say more
        return bool(app.api.ProtectedViewWindows.Count)
    return False
