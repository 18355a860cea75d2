"""Places that a text names, such as “Placements C88”, and the way to them in Excel."""

from __future__ import annotations

import re

import xlwings as xw


def place_pattern(book: xw.Book) -> re.Pattern[str]:
    """Return what finds a sheet of this workbook followed by a cell; the longest name wins."""
    names = sorted((sheet.name for sheet in book.sheets), key=len, reverse=True)
    sheets = "|".join(map(re.escape, names))
    return re.compile(rf"(?<!\w)(?P<sheet>{sheets}) (?P<cell>[A-Z]{{1,3}}[1-9]\d{{0,6}})(?!\w)")


def show_place(book: xw.Book, sheet: str, cell: str) -> str:
    """Bring a cell to the front in Excel; return what to say where that can't be done."""
    found = next((each for each in book.sheets if each.name == sheet), None)
    if found is None:
        return f"The workbook has no sheet {sheet} any more."
    if not found.visible:
        return f"The sheet {sheet} is hidden. Show it in Excel (right-click a tab > Unhide)."
    book.activate(steal_focus=True)
    found.activate()
    found.range(cell).select()
    return f"{sheet} {cell} is selected in Excel."
