"""A table of the test workbook written anew, and read back with another library."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from tests.book.makers import HEADINGS, check_well_formed
from xl_recoup.book import read_workbook, write_tables
from xl_recoup.tables import TableWrite


def new_rows(count: int) -> list[tuple[Any, ...]]:
    """Return rows for the usual four headings."""
    return [(f"N{i}", Decimal(i) / 4, date(2026, 1, 1 + i % 28), None) for i in range(count)]


def put(path: Path, rows: Any, headings: Any = HEADINGS, **more: Any) -> Path:
    """Write rows into the table Charges, in place, and check that the file is sound."""
    write_tables(path, path, [TableWrite("Charges", tuple(headings), rows, **more)])
    check_well_formed(path)
    return path


def values(path: Path, table: str = "Charges") -> list[tuple[Any, ...]]:
    """Return what a table holds."""
    return [tuple(row) for row in read_workbook(path).tables[table].rows]
