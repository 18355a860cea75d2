"""Workbooks of the old year, as files."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path
from typing import Any

from tests.support.books import pex
from xl_recoup.tables import Cell, Table, WorkbookTables

END, START = date(2026, 3, 31), date(2026, 4, 1)
LOCAL: dict[str, Cell] = {"Scheme": "LOCAL", "Exclusion date": None, "Decision date": None}


def open_(n: int, /, **cells: Any) -> dict[str, Cell]:
    """Return a placement that is open."""
    return pex(n, **(LOCAL | {"Start date": date(2025, 10, 6)} | cells))


def ended(n: int, /, **cells: Any) -> dict[str, Cell]:
    """Return a placement that ended in the old year."""
    return open_(n, **({"End date": date(2026, 2, 13)} | cells))


MARCH = pex(4, **{"Exclusion date": date(2026, 3, 24), "Decision date": None})
PLACEMENTS = [
    ended(1),
    open_(2),
    pex(3),
    MARCH,
    ended(5),
    open_(6),
]
CHANGES: list[dict[str, Cell]] = [
    {"Placement ref": f"P00{n}", "From": date(2025, 12, 1), "What changes": "days per week",
     "New value": "3", "Note": f"note {n}"} for n in (1, 2)
]  # fmt: skip
QUERIES: list[dict[str, Cell]] = [
    {"Query ref": "Q1", "Charge ref": "P003/BS", "Closed": date(2026, 1, 5), "Reason": "weeks"},
    {"Query ref": "Q2", "Charge ref": "P003/BS", "Reason": "rate"},
]


def column(tables: WorkbookTables, name: str, heading: str) -> list[Cell]:
    """Return the filled cells of a column."""
    table = tables.find(name)
    assert table is not None
    at = table.headings.index(heading)
    return [row[at] for row in table.rows if row[at] is not None]


def digest(path: Path) -> str:
    """Return a file's digest."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _fields(table: Table) -> dict[str, Any]:
    return {name: getattr(table, name) for name in Table.__dataclass_fields__}
