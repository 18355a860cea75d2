"""A Ledger that is not what was written: what rests on it is held, and nothing is charged on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from tests.run.test_rows_that_vanish import run_twice
from tests.support.books import AS_AT, TODAY
from xl_recoup.contract import LEDGER, Kind
from xl_recoup.contract.entry_digests import covered
from xl_recoup.errors import Refused
from xl_recoup.records import ChargeLine
from xl_recoup.run.calculate import calculate
from xl_recoup.run.result import Result
from xl_recoup.tables import Cell, WorkbookTables

Rows = list[list[Cell]]
OTHER: dict[str, Cell] = {
    "LAESTAB": "3052002", "Placement ref": "P001", "Charge": "P001/BS", "Charge ref": "P001/BS",
    "Route": "budget adjustment", "Service year": "2024-25", "Period": "Spring 2026",
}  # fmt: skip
"""What is typed over a cell of the entry of P003, where any word will not do."""


def _with(change: Callable[[Rows], Any]) -> Result:
    tables, _ = run_twice(True)
    rows: Rows = [list(row) for row in tables.tables["Ledger"].rows]
    change(rows)
    ledger = replace(tables.tables["Ledger"], rows=rows)
    changed = WorkbookTables({**tables.tables, "Ledger": ledger}, tables.sheets)
    return calculate(changed, as_at=AS_AT, today=TODAY)


def _open(result: Result) -> set[tuple[str, str, object]]:
    """Return what a person could post or ask for."""
    lines = [x for x in result.lines if x.status in ("billable", "asked")]
    return {(x.ref, x.laestab, x.amount) for x in lines}


def _of(result: Result, ref: str) -> list[ChargeLine]:
    return [x for x in result.lines if x.ref.startswith(f"{ref}/")]


def _at(rows: Rows, ref: str) -> int:
    at = LEDGER.headings.index("Placement ref")
    return next(i for i, row in enumerate(rows) if row[at] == ref)


@pytest.mark.parametrize("heading", [c.heading for c in covered(LEDGER)])
def test_what_rests_on_an_overtyped_entry_is_held(heading: str) -> None:
    """Each column in turn: its placement is held, the others stay, nothing new is to be had."""
    _, before = run_twice(True)
    column = next(c for c in LEDGER.columns if c.heading == heading)
    other = OTHER.get(heading, 7 if column.kind in (Kind.NUMBER, Kind.DATE) else "Y")

    def overtype(rows: Rows) -> None:
        rows[_at(rows, "P003")][LEDGER.headings.index(heading)] = other

    try:
        result = _with(overtype)
    except Refused:
        return
    assert _open(result) <= _open(before)
    (found,) = [f for f in result.findings if f.code == "A85"]
    assert f"{heading} of entry" in found.message
    assert "A85" in {x.reason for x in _of(result, "P003")}
    assert _of(result, "P005") == _of(before, "P005")


def _copied(rows: Rows) -> None:
    rows.append(list(rows[0]))


def _typed(rows: Rows) -> None:
    row = list(rows[0])
    row[0], row[LEDGER.headings.index("Entry digest")] = len(rows) + 1, None
    rows.append(row)


def _digest_overtyped(rows: Rows) -> None:
    at = LEDGER.headings.index("Entry digest")
    rows[1][at] = rows[0][at]


DAMAGE: dict[str, Callable[[Rows], Any]] = {
    "first deleted": lambda rows: rows.pop(0),
    "second deleted": lambda rows: rows.pop(1),
    "last deleted": lambda rows: rows.pop(),
    "all but one deleted": lambda rows: rows.__delitem__(slice(1, None)),
    "copied": _copied,
    "typed": _typed,
    "digest overtyped": _digest_overtyped,
}


@pytest.mark.parametrize("how", DAMAGE)
def test_where_it_can_not_be_told_whose_entries_all_are_held(how: str) -> None:
    """Rows deleted, copied or typed: no placement is charged until the Ledger is back."""
    result = _with(DAMAGE[how])
    assert _open(result) == set()
    assert any(f.code == "A85" and "held" in f.message for f in result.findings)
