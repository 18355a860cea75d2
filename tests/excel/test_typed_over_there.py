"""Results typed over in an open workbook: told and kept as in a file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import xlwings as xw

from tests.support.excel import Book
from xl_recoup.excel.excel_frames import ExcelFrame, all_frames
from xl_recoup.excel.open_runs import recalculate_book

AS_AT = date(2026, 1, 31)


def frame(book: xw.Book, table: str) -> ExcelFrame:
    """Return a table of the book."""
    return next(f for f in all_frames(book) if f.name == table)


def type_in(book: xw.Book, table: str, heading: str, value: object) -> str:
    """Type a value into the first row of a table; return the cell's address."""
    there = frame(book, table)
    at = there.headings.index(heading)
    cell = there.block(there.first_row, there.first_row, at, 1)
    cell.put([(value,)])
    return str(cell.place.start)


def test_an_amount_typed_over_is_told_and_kept(opened: Callable[..., Book]) -> None:
    """The run tells it and keeps it, and the next run tells nothing any more."""
    book = xw.Book(impl=opened())
    recalculate_book(book, as_at=AS_AT)
    cell = type_in(book, "Charges", "Amount", 300.0)
    now: list[str] = []
    recalculate_book(book, as_at=AS_AT, tell=now.append)
    assert [f"{cell}, Amount of P001/BS: £300.00, now £" in said for said in now] == [True]
    kept = frame(book, "KeptNotes")
    rows: Any = kept.block(kept.first_row, kept.last_row, 0, 5).values()
    assert [tuple(row) for row in rows] == [("Charges", "P001/BS", "typed over", "Amount", 300)]
    again: list[str] = []
    recalculate_book(book, as_at=AS_AT, tell=again.append)
    assert again == []
