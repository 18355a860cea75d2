"""Rows about a cause known again: what the team has beside one goes with the cause, not the cell.

Exceptions and To do today have a row for each cause, which shows the first of its findings. Once
the placements are sorted another one is the first; so the run notes where each cause stood, and of
which findings, and the next one says which row of the old sheet is which of its own.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from xl_recoup.checks.causes import Cause, by_cause, what_it_says
from xl_recoup.checks.standing import identity_of
from xl_recoup.contract import EXCEPTIONS, TO_DO, normal
from xl_recoup.intake.last_run_record import Remembered
from xl_recoup.intake.named_cells import short_digest
from xl_recoup.intake.sheet_names import first_name
from xl_recoup.records import Severity, State
from xl_recoup.run.result import Result
from xl_recoup.tables import Formula, OutCell, TableWrite

STOOD = "stood"
"""Kinds of the record, with a table's name behind it: the key of a cause's row, its findings."""
_MOST = 200
"""How many of a cause's findings are noted."""


def with_known_causes(result: Result, write: TableWrite) -> TableWrite:
    """Return a table with what its rows about causes were known by at the last run.

    A cause is the same one where it has a finding of then: no other of its kind takes its place.
    """
    noted = result.before.of(f"{STOOD} {write.table}")
    known: dict[int, tuple[OutCell, ...]] = {}
    for row, cause in enumerate(_causes(result, write.table) if noted else ()):
        value = noted.get(_name(result, cause))
        key, then = json.loads(value) if value else ([], [])
        if len(key) == len(write.keys[0]) and not {*then}.isdisjoint(_findings(result, cause)):
            known[row] = tuple(key)
    return replace(write, known_as=known) if known else write


def noted_causes(result: Result, writes: Iterable[TableWrite]) -> Iterator[Remembered]:
    """Yield where each cause stands in these tables, and of which findings it is."""
    for write in writes:
        causes = _causes(result, write.table)
        at = {normal(h): i for i, h in enumerate(write.headings)}
        for cause, row in zip(causes, write.rows, strict=False):
            key = [_plain(row[at[normal(h)]]) for h in write.keys[0]]
            said = json.dumps([key, _findings(result, cause)], ensure_ascii=False)
            yield Remembered(f"{STOOD} {write.table}", _name(result, cause), said)


def _causes(result: Result, table: str) -> Sequence[Cause]:
    """Return the causes of which the first rows of a table are, in their order."""
    if normal(table) == normal(EXCEPTIONS.name):
        return by_cause(result.findings)
    if normal(table) == normal(TO_DO.name):
        return by_cause(f for f in result.findings if f.severity is Severity.ERROR)
    return ()


def _name(result: Result, cause: Cause) -> str:
    """Return by what no other row about a cause is told."""
    first, signed = cause.first, cause.state is State.SIGNED_OFF
    sheet = first_name(first.place.sheet, result.sheet_names)
    return short_digest(str(signed), first.severity.value, first.code, sheet, what_it_says(first))


def _findings(result: Result, cause: Cause) -> list[str]:
    found = {identity_of(f, result.sheet_names)[:8] for f in cause.findings}
    return sorted(found)[:_MOST]


def _plain(cell: OutCell) -> str:
    if isinstance(cell, Formula):
        cell = cell.value
    return "" if cell is None else str(cell)
