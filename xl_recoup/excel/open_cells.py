"""Cell values between Excel and the program: what `Value2` gives, and what a range takes.

Excel gives every number as a float, an error as a whole number, a day as its serial number. It
takes a text as if somebody typed it: `001` would become 1 and `2025-26` perhaps a date, so any text
that Excel could take for something else goes in behind an apostrophe, which it does not show.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from xl_recoup.book.package.number_formats import look_of, shown
from xl_recoup.book.package.serial_days import day_of, is_day_format, serial_of
from xl_recoup.harmless_text import cleaned
from xl_recoup.tables import Cell, CellError, Formula, OutCell

_ERROR_BASE = -2146828288  # 0x800A0000: errors come as VT_ERROR, which pywin32 makes an int
_ERRORS = {
    2000: "#NULL!",
    2007: "#DIV/0!",
    2015: "#VALUE!",
    2023: "#REF!",
    2029: "#NAME?",
    2036: "#NUM!",
    2042: "#N/A",
    2043: "#GETTING_DATA",
}
_LARGEST_WHOLE = 1e15
_DIGIT = re.compile("[0-9]")
Rows = Sequence[Sequence[Any]]


def rows_of(values: Any, height: int, width: int) -> Rows:
    """Return a range's values as rows: Excel gives a single cell without any around it."""
    if height == width == 1 and not isinstance(values, list | tuple):
        return [[values]]
    if values and not isinstance(values[0], list | tuple):
        return [values] if height == 1 else [[value] for value in values]
    return list(values)


def cell_of(value: Any) -> Cell:
    """Return a value of `Value2` as a cell; a day is a number still."""
    match value:
        case None | "":
            return None
        case str():
            return cleaned(value)
        case bool():
            return value
        case int():  # an error; those younger than these are #VALUE! in a file too
            return CellError(_ERRORS.get(value - _ERROR_BASE, "#VALUE!"))
    number = float(value)
    whole = number.is_integer() and abs(number) < _LARGEST_WHOLE
    return int(number) if whole else number


def as_day(cell: Cell, date_1904: bool) -> Cell:
    """Return a number that is shown as a day as that day, where it is one."""
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        return cell
    day = day_of(float(cell), date_1904)
    return cell if day is None else day


def as_shown(cell: Cell, code: str, date_1904: bool) -> Cell:
    """Return a number as what a format shows it: as itself, as a day, or as something else."""
    if type(cell) not in (int, float):
        return cell
    assert isinstance(cell, int | float)
    if is_day_format(code):
        return as_day(cell, date_1904)
    look = look_of(code)
    return cell if look is None else shown(cell, look)


def value_for(cell: OutCell | float, date_1904: bool = False) -> str | float | bool:
    """Return what a range is given so that the cell holds exactly this."""
    match cell:
        case None:
            return ""
        case Formula():
            return f"={cell.text}"
        case str():
            return text_for(cell)
        case bool():
            return cell
        case date():
            return float(serial_of(cell, date_1904))
        case _:
            return float(cell)


def text_for(text: str) -> str:
    """Return a text as it is typed so that Excel takes it for nothing else."""
    plain = text[:1].isalpha() and not _has_digit(text)
    return text if plain and text.casefold() not in ("true", "false") else f"'{text}"


def _has_digit(text: str) -> bool:
    return bool(_DIGIT.search(text)) if text.isascii() else any(c.isdigit() for c in text)


def again(value: Any, formula: Any = None) -> str | float | bool:
    """Return what is typed to get back a content, by its `Value2` and its formula."""
    if isinstance(formula, str) and formula.startswith("=") and formula != value:
        return formula
    cell = cell_of(value)
    return cell.code if isinstance(cell, CellError) else value_for(cell)
