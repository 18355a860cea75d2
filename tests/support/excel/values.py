"""What Excel makes of a cell: what was typed, `Value2`, `Value`, and the text of its formula."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from openpyxl.cell import Cell
from openpyxl.utils.datetime import from_excel, to_excel
from openpyxl.worksheet.formula import ArrayFormula

from xl_recoup.book.package.serial_days import is_day_format

ERRORS = {
    "#NULL!": -2146826288, "#DIV/0!": -2146826281, "#VALUE!": -2146826273, "#REF!": -2146826265,
    "#NAME?": -2146826259, "#NUM!": -2146826252, "#N/A": -2146826246,
}  # fmt: skip
PROTECTED, CALL_REJECTED = -2146827284, -2147418111
_LINK = re.compile(r'=HYPERLINK\("(?:[^"]|"")*","((?:[^"]|"")*)"\)')
_LIKE_A_DATE = re.compile(r"\d{1,4}[-/ .](\d{1,2}|[A-Za-z]{3,9})([-/ .]\d{2,4})?")


class ComError(Exception):
    """What pywin32 raises, by the number that tells why."""

    def __init__(self, hresult: int, words: str = "Exception occurred.") -> None:
        super().__init__(hresult, words)
        self.hresult = hresult


def formula_of(cell: Cell) -> str | None:
    """Return a cell's formula with its =, or None."""
    if cell.data_type != "f":
        return None
    return str(cell.value.text if isinstance(cell.value, ArrayFormula) else cell.value)


def value2(content: Any, epoch: datetime) -> Any:
    """Return what `Value2` gives for a content of openpyxl that is no formula."""
    if content is None or isinstance(content, bool | str):
        return content
    if isinstance(content, datetime | date | time | timedelta):
        serial: Callable[[Any, datetime], float] = to_excel
        return float(serial(content, epoch))
    return float(content) if isinstance(content, int | float) else content


def value(shown: Any, number_format: str, epoch: datetime) -> Any:
    """Return what `Value` gives: days as days, and pounds as currency of four decimals."""
    if not isinstance(shown, float):
        return shown
    if is_day_format(number_format):
        return from_excel(shown, epoch)
    if "£" in number_format:
        return Decimal(shown).quantize(Decimal("0.0001"))
    return shown


def typed(text: str) -> Any:
    """Return what Excel makes of a typed text that is no formula."""
    if text.startswith("'"):
        return text[1:]
    if text.casefold() in ("true", "false"):
        return text.casefold() == "true"
    bare = text.strip().replace(",", "").removeprefix("£").removesuffix("%")
    try:
        return float(bare)
    except ValueError:
        pass
    return 45678.0 if _LIKE_A_DATE.fullmatch(text.strip()) else text


def calculated(formula: str) -> Any:
    """Return the value of a formula that was just entered: a link's words, a check's nought."""
    link = _LINK.fullmatch(formula)
    return link[1].replace('""', '"') if link else 0.0


def stored(cell: Any, epoch: Any) -> Any:
    """Return what `Value2` gives for a cell that is no formula, an error as its number."""
    return ERRORS[cell.value] if cell.data_type == "e" else value2(cell.value, epoch)
