"""Cells as a CSV file holds them: what begins like a formula is harmless, numbers are plain."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal

from xl_recoup.tables import Formula, OutCell

TRIGGERS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""Beginnings that a spreadsheet may take for a formula; the wide ones in some languages."""
_ON_ONE_LINE = dict.fromkeys([*range(32), *range(127, 160), 0x2028, 0x2029], " ")


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
