"""The monthly list of the AP team, from a file or a sheet, beside a workbook's placements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from xl_recoup.adopt.mapped_tables import mapped_tables
from xl_recoup.adopt.mapping_rows import MappingRow
from xl_recoup.adopt.monthly_list import Proposed, compared
from xl_recoup.adopt.names import names_of
from xl_recoup.adopt.proposal import propose
from xl_recoup.book.package.package import open_package
from xl_recoup.book.reading.whole_sheets import read_views
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
from xl_recoup.files.other_forms import as_workbook
from xl_recoup.files.read_book import is_needed, read_book
from xl_recoup.files.supplied_lists import LISTS
from xl_recoup.intake.placement_rows import read_placements
from xl_recoup.tables import SheetView, WorkbookTables

_NOT_SAID = "(not on the list)"


def monthly_file(book: Path, sent: Path, *, sheet: str = "") -> list[Proposed]:
    """Return what a list says otherwise than the placements of a workbook; writes nothing.

    `sent` may be any form that `adopt` takes, or the workbook itself with the sheet on which the
    list was pasted. Raises Refused where no list of pupils is found.
    """
    tables = read_book(book, wanted=is_needed)
    with as_workbook(sent) as (readable, _):
        package = open_package(readable)
        views = read_views(package, [sheet] if sheet else None)
        if not views:
            raise Refused(f"{sent.name} has no sheet named {sheet}. Check the name.")
        theirs, told = _listed(views, tables, package.date_1904)
    if not any(is_placements_table(name) for name in theirs.tables):
        raise Refused(
            f"{sent.name} holds no list of pupils that is known: four headings such as UPN, Name,"
            " Start date, End date and Provider are needed, in its first 40 rows."
        )
    return compared(read_placements(tables).rows, read_placements(theirs).rows, told)


def _listed(
    views: Sequence[SheetView], book: WorkbookTables, date_1904: bool
) -> tuple[WorkbookTables, set[str]]:
    """Return a list's rows as placements, and the fields that it has columns for."""
    reference = {name: table for name, table in book.tables.items() if name in LISTS}
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
    fields = {c.heading: c.field for c in PLACEMENTS.columns}
    told = {fields[r.heading] for r in columns if r.heading in fields}
    return WorkbookTables(mapped.tables, tuple(v.name for v in plain), date_1904), told


def _used(row: MappingRow) -> MappingRow:
    """Return a row as if it was confirmed: a list only proposes, and a person decides on each."""
    return replace(row, status=CONFIRMED) if row.status in (PROPOSED, SUGGESTED) else row
