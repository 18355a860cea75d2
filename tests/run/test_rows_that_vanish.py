"""A row deleted from any input table: the charges stay, or what moved is told, by placement.

Rows come and go as a matter of course, so one that is gone is no error of its own.
"""

from __future__ import annotations

from datetime import date
from functools import cache, partial
from typing import Any

import pytest

from tests.run.test_movements import adds_up, typed
from tests.support.books import AGREEMENTS, AS_AT, MAINTAINED, PROVIDERS, RATES, TODAY
from tests.support.runs import AT, Months
from xl_recoup.outputs.all_tables import writes_with_log
from xl_recoup.posting.entries import PostingOrder, additions, appended, documents_of, new_entries
from xl_recoup.run.calculate import calculate
from xl_recoup.run.result import Result
from xl_recoup.tables import Cell, WorkbookTables

OWN_RATE = RATES[0] | {"School": MAINTAINED, "Amount": 4100.0}
MORE: dict[str, Any] = {
    "Codes": [{"Use": "income maintained", "Cost centre": "C", "Subjective": "S"}],
    "Periods": [{"Period": "Autumn", "From": date(2025, 9, 1), "To": AS_AT}],
    "PlacementChanges": [
        {
            "Placement ref": "P005",
            "From": date(2025, 12, 1),
            "What changes": "Days per week",
            "New value": "3",
        },
        {
            "Placement ref": "P005",
            "From": date(2026, 1, 12),
            "What changes": "Days per week",
            "New value": "4",
        },
    ],
    "Agreements": [*AGREEMENTS, AGREEMENTS[0] | {"Party": MAINTAINED}],
    "Providers": [*PROVIDERS, {"Code": "AP2", "Provider": "Second Provider"}],
}
MOVES = {
    "Schools": 2, "Agreements": 1, "Providers": 1, "Schemes": 1, "Rates": 6, "Calendar": 3,
    "Placements": 5, "PlacementChanges": 2, "Codes": 0, "Periods": 0,
}  # fmt: skip
"""How many rows of each table of the workbook move a charge when they are deleted."""


@cache
def run_twice(posted: bool) -> tuple[WorkbookTables, Result]:
    """Return a workbook as two runs, or a posting, left it, and what it gives."""
    made = typed(**MORE)
    months = Months(made)
    months.add("Rates", [OWN_RATE])
    months.set("Placements", 4, {"Start date": date(2025, 10, 13)})
    months.run()
    result = months.run()
    if posted:
        order = PostingOrder("Autumn", "B. Head", prepared_by="tester", at=AT)
        entries, _ = new_entries(result, order)
        added = additions(result, entries, documents_of(result, entries, made_on=AT.date()))
        after = calculate(appended(months.tables, added), as_at=AS_AT, today=TODAY, what="posted")
        log = writes_with_log(after, at=AT, who="tester", version="1", posting="Autumn")
        months.book.write([*added, *log])
    return months.tables, calculate(months.tables, as_at=AS_AT, today=TODAY)


def _without(at: int, rows: list[dict[str, Cell]]) -> None:
    rows.pop(at)


def _owed(result: Result) -> dict[str, object]:
    return {line.ref: (line.amount, line.status) for line in result.lines if line.amount}


@pytest.mark.parametrize("posted", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("name", MOVES)
def test_no_row_goes_in_silence(name: str, posted: bool) -> None:
    """Each row deleted in turn: what it moves is among the movements, which add up."""
    tables, before = run_twice(posted)
    assert not before.movements
    moved = 0
    for at in range(len(tables.tables[name].rows)):
        months = Months(tables)
        months.edit(name, partial(_without, at))
        result = calculate(months.tables, as_at=AS_AT, today=TODAY)
        adds_up(before, result)
        assert bool(result.movements) == (_owed(result) != _owed(before))
        moved += bool(result.movements)
    assert moved == MOVES[name]
