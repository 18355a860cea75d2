"""Whether the rows that the last run read are there still: else nothing of theirs was cleared.

A column whose cells are gone with their rows was not emptied, and a workbook whose placements are
other ones is being filled anew. Rows are known by their first column, placements by reference.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from xl_recoup.contract import PLACEMENTS, TableSpec, is_placements_table, normal
from xl_recoup.contract.cell_values import text_of
from xl_recoup.intake.last_run_record import PLACEMENT, ROW, WAS, LastRunRecord
from xl_recoup.tables import Table


def filled_anew(tables: Mapping[str, Table], before: LastRunRecord) -> bool:
    """Say whether the placements are others: most are new, and most of the last run's are gone.

    Without references in the workbook, or in the record, it is not known and False.
    """
    known = {_called(name) for name in before.of(PLACEMENT)}
    placements = (t for t in tables.values() if is_placements_table(t.name))
    now = {ref for table in placements for ref in _firsts(table, PLACEMENTS.columns[0].heading)}
    same = 2 * len(now & known)
    return bool(now and known) and same < len(now) and same < len(known)


def rows_went(table: Table, spec: TableSpec, heading: str, before: LastRunRecord) -> bool:
    """Say whether all rows that had something below a heading are gone from a table.

    False where the run noted no rows of the table, or none that had something there.
    """
    kinds = (f"{ROW}{spec.name}", f"{WAS} {spec.name}")
    noted = next((list(held.values()) for kind in kinds if (held := before.of(kind))), [])
    first = spec.columns[0].heading
    had = {_called(row.get(first)) for row in map(json.loads, noted) if row.get(heading)}
    there = set(_firsts(table, first))
    return bool(had) and bool(there) and not had & there


def _firsts(table: Table, heading: str) -> Iterator[str]:
    at = next((i for i, h in enumerate(table.headings) if normal(h) == normal(heading)), None)
    if at is not None:
        called = (_called(row[at]) for row in table.rows if at < len(row))
        yield from filter(None, called)


def _called(cell: object) -> str:
    """Return what a row is called; a LAESTAB in one form, as 305/2000 is 3052000."""
    said = text_of(cell) if isinstance(cell, str | int | float) else ""
    return normal(said.replace("/", ""))
