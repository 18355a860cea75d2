"""Reading one cell: its value, and what was repaired or can't be read.

Each reader takes a cell that is not blank and returns `(value, issue)`; an issue that is a fault
comes with no value. What can be two days is read with the day first, and said; the cells beside it
in its column may say otherwise (`intake/day_orders.py`).
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta

from xl_recoup.contract.cell_issues import Issue, IssueKind, Reading
from xl_recoup.contract.cell_words import holds, is_blank, quoted, text_of
from xl_recoup.contract.columns import Column, Kind, normal
from xl_recoup.contract.number_cells import read_number, read_percentage
from xl_recoup.contract.typed_days import parse_day, read_typed_day
from xl_recoup.contract.upn import SEVERAL, checked_upn
from xl_recoup.harmless_text import was_cleaned
from xl_recoup.tables import Cell, CellError
from xl_recoup.words import long_date

__all__ = [
    "Issue",
    "IssueKind",
    "is_blank",
    "parse_day",
    "quoted",
    "read_as",
    "read_cell",
    "read_date",
    "read_laestab",
    "read_year_group",
    "text_of",
]

_SERIAL_DAYS = range(20_000, 80_000)  # October 1954 to January 2119
_EPOCH = date(1899, 12, 30)
_EPOCH_1904 = date(1904, 1, 1)
NO_UPN = ("UN1", "UN2", "UN3", "UN4", "UN5")


def read_text(cell: Cell) -> Reading:
    """Read any text."""
    return text_of(cell), None


_DAYS_IN_FIGURES = range(19000101, 21000101)


def read_date(cell: Cell, date_1904: bool = False) -> Reading:
    """Read a day: a date, a serial number, or text in a British or ISO form."""
    if isinstance(cell, datetime):
        return cell.date(), None
    if isinstance(cell, date):
        return cell, None
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        if math.isfinite(cell) and int(cell) in _SERIAL_DAYS:
            epoch = _EPOCH_1904 if date_1904 else _EPOCH
            return epoch + timedelta(days=int(cell)), None
        if cell in _DAYS_IN_FIGURES:  # 20251006, as registers export a day
            return read_typed_day(str(int(cell)))
        return None, Issue(IssueKind.DATE, "is not a date")
    return read_typed_day(cell) if isinstance(cell, str) else read_typed_day(text_of(cell))


def read_flag(cell: Cell) -> Reading:
    """Read Y or N; Yes, No, TRUE, FALSE, 1, 0 and a tick are understood too."""
    if isinstance(cell, bool):
        return cell, None
    word = text_of(cell).casefold()
    if word in ("y", "yes", "true", "✓", "✔", "1"):
        return True, None
    if word in ("n", "no", "false", "✗", "✘", "0"):
        return False, None
    return None, Issue(IssueKind.FLAG, f"{holds(cell)}is neither Y nor N")


def read_choice(cell: Cell, words: Sequence[str]) -> Reading:
    """Read one of several words, whatever its capitals and hyphens."""
    word = normal(text_of(cell)).replace("-", " ")
    for allowed in words:
        if normal(allowed).replace("-", " ") == word:
            return allowed, None
    choices = f"none of {', '.join(words[:-1])} or {words[-1]}"
    if len(words) == 2:
        choices = "neither {} nor {}".format(*words)
    return None, Issue(IssueKind.CHOICE, f"{holds(cell)}is {choices}")


def read_laestab(cell: Cell) -> Reading:
    """Read a LAESTAB, `3052000`, `305/2000` or a number, as seven digits."""
    text = text_of(cell).replace(" ", "")
    digits = re.sub(r"(?<=^\d{3})[/-](?=\d{4}$)", "", text)
    if re.fullmatch(r"\d{7}", digits):
        return digits, None
    return None, Issue(IssueKind.LAESTAB, f"{holds(cell)}is not a LAESTAB of seven digits")


def read_year_group(cell: Cell) -> Reading:
    """Read a year group: R is 0, nursery -1, otherwise 1 to 13."""
    word = re.sub(r"^(year|yr|y|ncy)\s*", "", text_of(cell).casefold())
    if word in ("r", "reception"):
        return 0, None
    if word in ("n", "n1", "n2", "nursery"):
        return -1, None
    if re.fullmatch(r"\d{1,2}", word) and 1 <= int(word) <= 13:
        return int(word), None
    return None, Issue(IssueKind.YEAR_GROUP, f"{holds(cell)}is not a year group (R or 1 to 13)")


def read_la_number(cell: Cell) -> Reading:
    """Read a local authority's three digits."""
    text = text_of(cell)
    if re.fullmatch(r"\d{3}", text):
        return text, None
    return None, Issue(
        IssueKind.LA_NUMBER, f"{holds(cell)}is not an authority's three-digit number"
    )


def read_upn(cell: Cell) -> Reading:
    """Read a UPN, whose check letter must be right; UN1 to UN5 stand for "no UPN"."""
    text, fault = checked_upn(text_of(cell))
    if text in NO_UPN:
        return "", None
    kind = IssueKind.SEVERAL_UPNS if fault == SEVERAL else IssueKind.UPN
    return (None, Issue(kind, fault)) if fault else (text, None)


_NOT_TEXT = Issue(IssueKind.NOT_TEXT, f"holds {IssueKind.NOT_TEXT.value}")
_TEXTS = (Kind.TEXT, Kind.NOTE)
_READERS: dict[Kind, Callable[[Cell], Reading]] = {
    Kind.TEXT: read_text,
    Kind.NOTE: read_text,
    Kind.FLAG: read_flag,
    Kind.NUMBER: read_number,
    Kind.PERCENTAGE: read_percentage,
    Kind.LAESTAB: read_laestab,
    Kind.UPN: read_upn,
    Kind.YEAR_GROUP: read_year_group,
    Kind.LA_NUMBER: read_la_number,
}


def read_as(kind: Kind, cell: Cell, date_1904: bool = False, words: Sequence[str] = ()) -> Reading:
    """Read a cell as a kind, or as one of some words; a blank gives `(None, None)`."""
    if type(cell) is str and kind in _TEXTS:
        text = text_of(cell)
        return text or None, _NOT_TEXT if was_cleaned(text) else None
    if is_blank(cell):
        return None, None
    if isinstance(cell, CellError):
        return None, Issue(IssueKind.ERROR_CELL, f"holds the error {cell.code}")
    if kind is Kind.CHOICE:
        return read_choice(cell, words)
    if kind is not Kind.DATE:
        return _READERS[kind](cell)
    day, issue = read_date(cell, date_1904)
    if issue and issue.fault:
        issue = Issue(issue.kind, f"{holds(cell)}{issue.words}")
    elif issue and issue.kind is IssueKind.READ_DAY_FIRST:
        issue = Issue(issue.kind, f"{quoted(cell)} as {long_date(day)}")
    return day, issue


def read_cell(cell: Cell, column: Column, date_1904: bool = False) -> Reading:
    """Read a cell as its column's kind; what is said of a private one never quotes it."""
    value, issue = read_as(column.kind, cell, date_1904, column.allowed)
    if issue and column.private:
        told = issue.kind is not IssueKind.READ_DAY_FIRST
        issue = Issue(issue.kind, issue.words.removeprefix(holds(cell)) if told else "")
    return value, issue
