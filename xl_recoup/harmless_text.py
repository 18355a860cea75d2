"""Text that nothing can be tricked by: no spreadsheet, no screen, no printer.

A cell may hold the first half of an emoji, as `=LEFT(A1)` leaves it, or the control characters
with which a terminal is told to colour, to erase or to type. They are cleaned once, where text is
read, and stand as signs that can be seen: `␛` for Escape, `�` for a half. What begins like a
formula is made harmless where it goes into a CSV file.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal

from xl_recoup.tables import Formula, OutCell

TRIGGERS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""Beginnings that a spreadsheet may take for a formula; the wide ones in some languages."""
_ON_ONE_LINE = dict.fromkeys([*range(32), *range(127, 160), 0x2028, 0x2029], " ")
UNREADABLE = "\ufffd"
# All but tab and line ends of the control characters; the marks that turn the reading direction;
# halves of characters, and what Unicode says is none.
_NOT_TEXT = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
_SIGNS = re.compile("[\u2400-\u2421\ufffd]")


def cleaned(text: str) -> str:
    """Return text with a sign that can be seen for each character that is none."""
    if text.isprintable() or not _NOT_TEXT.search(text):
        return text
    # Two halves that belong together are one character.
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return _NOT_TEXT.sub(_sign, whole)


def on_screen(text: str) -> str:
    """Return text as a terminal may be given it: cleaned, and no line written over another."""
    return cleaned(text).replace("\r\n", "\n").replace("\r", "\u240d")


def is_clean(text: str) -> bool:
    """Say whether a text holds nothing that `cleaned` would change."""
    return (text.isascii() and text.isprintable()) or not _NOT_TEXT.search(text)


def was_cleaned(text: str) -> bool:
    """Say whether a text holds a sign that `cleaned` leaves, by whomever it was written."""
    return not text.isascii() and _SIGNS.search(text) is not None


def _sign(found: re.Match[str]) -> str:
    number = ord(found[0])
    if number < 0x20:
        return chr(0x2400 + number)
    return "\u2421" if number == 0x7F else UNREADABLE


def csv_bytes(headings: Sequence[str], rows: Iterable[Sequence[OutCell]]) -> bytes:
    """Return a table as the bytes of a CSV file."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([harmless(h) for h in headings])
    writer.writerows([cell_text(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def begin_alike(one: bytes, other: bytes) -> bool:
    """Say whether two CSV files have the same headings: then the program wrote both."""
    return one.splitlines()[:1] == other.splitlines()[:1]


def cell_text(cell: OutCell) -> str:
    """Return a cell as it stands in a CSV file; only text is ever made harmless."""
    if isinstance(cell, Formula):
        cell = cell.value
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, Decimal):
        return _number(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ", timespec="seconds")
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell) if isinstance(cell, int) else harmless(cell)


def harmless(text: str) -> str:
    """Return a text that a spreadsheet shows and does not calculate, on one line."""
    risky = text.startswith(TRIGGERS) or text.lstrip().startswith(TRIGGERS)
    line = text if text.isprintable() else text.translate(_ON_ONE_LINE)
    return f"'{line}" if risky else line


def _number(number: Decimal) -> str:
    """Write a number with two decimals, or with as many as it has."""
    digits = max(2, -int(number.normalize().as_tuple().exponent)) if number else 2
    return f"{number + 0:.{digits}f}"
