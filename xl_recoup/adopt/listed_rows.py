"""A list of pupils as the AP team sends it, read as placements."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from xl_recoup.adopt.mapped_tables import mapped_tables
from xl_recoup.adopt.mapping_rows import MappingRow
from xl_recoup.adopt.monthly_list import Proposed, compared
from xl_recoup.adopt.names import names_of
from xl_recoup.adopt.proposal import propose
from xl_recoup.adopt.taking_over import likely_sheet
from xl_recoup.contract import PLACEMENTS, is_placements_table
from xl_recoup.contract.mapping_table import (
    COLUMN,
    CONFIRMED,
    CONSTANT,
    PROPOSED,
    SHEET,
    SUGGESTED,
)
from xl_recoup.errors import Refused
from xl_recoup.intake.placement_rows import read_placements
from xl_recoup.records import Placement
from xl_recoup.tables import SheetView, WorkbookTables

_NOT_SAID = "(not on the list)"


@dataclass(frozen=True, slots=True)
class Sent:
    """A list: its rows as placements, and the fields that it has columns for."""

    rows: list[Placement]
    told: frozenset[str]

    def compared(self, book: WorkbookTables) -> list[Proposed]:
        """Return what the list says otherwise than a workbook's placements."""
        placements = read_placements(book).rows
        found = compared(placements, self.rows, self.told)
        return [replace(p, into=likely_sheet(book, placements, p)) for p in found]


def listed_rows(
    views: Sequence[SheetView],
    book: WorkbookTables,
    known: Collection[str],
    name: str,
    date_1904: bool = False,
) -> Sent:
    """Return the rows of a list named `name`; Refused where it is no list of pupils.

    Schools, providers and schemes are known by the tables of the workbook that `known` names.
    """
    reference = {n: t for n, t in book.tables.items() if n in known}
    reference |= {n: t for n, t in book.tables.items() if n in ("Providers", "Schools", "Schemes")}
    plain = [replace(v, frames=()) for v in views]
    rows = [_used(r) for r in propose(plain, {}, reference, date_1904).rows]
    names = names_of(reference, date_1904)
    placed = [r for r in rows if r.kind == SHEET and is_placements_table(r.table) and r.used]
    here = {r.sheet for r in placed}
    rows = [r for r in rows if r.kind != SHEET or r in placed]
    columns = [r for r in rows if r.kind == COLUMN and r.sheet in here and r.heading and r.used]
    have = {(r.sheet, r.heading) for r in columns}
    needed = [
        MappingRow(
            CONSTANT, s, "", table="Placements", heading=h, means=_NOT_SAID, status=CONFIRMED
        )
        for s in here
        for h in PLACEMENTS.required
        if (s, h) not in have
    ]
    rows = [r for r in rows if r.kind != CONSTANT]
    mapped = mapped_tables([*rows, *needed], plain, names, date_1904)
    if not any(is_placements_table(n) for n in mapped.tables):
        raise Refused(
            f"{name} holds no list of pupils that is known: four headings such as UPN, Name,"
            " Start date, End date and Provider are needed, in its first 40 rows."
        )
    fields = {c.heading: c.field for c in PLACEMENTS.columns}
    told = frozenset(fields[r.heading] for r in columns if r.heading in fields)
    tables = WorkbookTables(mapped.tables, tuple(v.name for v in plain), date_1904)
    unsaid: dict[str, Any] = {
        f: "" for f in (fields[h] for h in PLACEMENTS.required) if f not in told
    }
    rows_read = read_placements(tables).rows
    return Sent([replace(row, **unsaid) for row in rows_read] if unsaid else rows_read, told)


def _used(row: MappingRow) -> MappingRow:
    """Return a row as if it was confirmed: a list only proposes, and a person decides on each."""
    return replace(row, status=CONFIRMED) if row.status in (PROPOSED, SUGGESTED) else row
