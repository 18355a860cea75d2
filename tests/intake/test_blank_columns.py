"""A column of any input table that is one thing in all rows: findings or refusal, no traceback."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache

import pytest

from tests.run.test_rows_that_vanish import run_twice
from tests.support.books import AS_AT, TODAY
from tests.support.runs import AT
from xl_recoup.errors import Refused
from xl_recoup.outputs.all_tables import writes_with_log
from xl_recoup.run.calculate import calculate
from xl_recoup.tables import Cell, Table, WorkbookTables

RECORDS = ("Ledger", "Documents", "Settlements", "Letters", "RunLog", "LastRun")
INPUTS = (
    "Settings", "Schools", "Agreements", "Providers", "Schemes", "Rates", "Calendar", "Placements",
    "PlacementChanges", "Periods", "Codes", "Queries",
)  # fmt: skip
FILLINGS: dict[str, Cell] = {
    "blank": None, "a word": "soon", "a number": -1.5, "the first day": date(1900, 1, 1),
    "the last day": date(9999, 12, 31),
}  # fmt: skip


@cache
def _unrecorded() -> WorkbookTables:
    tables, _ = run_twice(False)
    kept = {n: t for n, t in tables.tables.items() if n not in RECORDS}
    return replace(tables, tables=kept)


def _filled(table: Table, at: int, cell: Cell) -> Table:
    return replace(table, rows=[(*row[:at], cell, *row[at + 1 :]) for row in table.rows])


@pytest.mark.parametrize("filling", FILLINGS)
@pytest.mark.parametrize("name", INPUTS)
def test_a_column_of_nothing_is_told(name: str, filling: str) -> None:
    """No run has seen the workbook, so nothing has vanished: each column is judged alone."""
    tables = _unrecorded()
    table = tables.tables[name]
    for at in range(len(table.headings)):
        changed = {**tables.tables, name: _filled(table, at, FILLINGS[filling])}
        try:
            result = calculate(replace(tables, tables=changed), as_at=AS_AT, today=TODAY)
        except Refused:
            continue
        assert writes_with_log(result, at=AT, who="tester", version="1")
