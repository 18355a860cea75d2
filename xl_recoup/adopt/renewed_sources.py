"""Adopting again: what a sheet says that was turned, or read as rates, is taken over anew.

Only where nothing was typed over since; else a person enters what is right, and says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from xl_recoup.addresses import Address
from xl_recoup.adopt.followed_sources import (
    Source,
    remarks_on_sources,
    seen_now,
    sources_of,
    turned_table,
)
from xl_recoup.adopt.known_headings import known_heading
from xl_recoup.adopt.mapping_rows import MappingRow
from xl_recoup.adopt.rate_matrix import DRAFT, Matrix, rate_matrix, rate_row
from xl_recoup.adopt.source_marks import (
    Seen,
    across_mark,
    matrix_mark,
    rate_key,
    rate_rows,
)
from xl_recoup.adopt.table_areas import PLACEMENTS
from xl_recoup.adopt.turned_lists import list_across, turned_rows
from xl_recoup.contract import RATES, normal
from xl_recoup.contract.mapping_table import SHEET
from xl_recoup.tables import CellWrites, OutCell, SheetView, Table, TableWrite, WorkbookTables
from xl_recoup.words import some

NOT_FOLLOWED = "not followed any more"
"""What stands under Means of a sheet that is gone on purpose, or holds something else by now."""


@dataclass(slots=True)
class Renewed:
    """The Mapping's rows with what was noted, the writing of what is taken over, what is said."""

    rows: list[MappingRow]
    writes: list[TableWrite | CellWrites] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    views: list[SheetView] = field(default_factory=list)
    """The sheets, turned lists as they will be."""


def renewed(
    rows: Sequence[MappingRow],
    book: WorkbookTables,
    views: Sequence[SheetView],
    confirm: bool,
) -> Renewed:
    """Return what adopting again makes of the sheets that were turned or read as rates."""
    made = Renewed([*rows], views=[*views])
    by_name = {normal(v.name): v for v in views}
    for source in sources_of(rows, book):
        view = by_name.get(normal(source.row.sheet))
        seen = seen_now(source, view, book) if view is not None else None
        if view is None:
            known = {normal(r.sheet) for r in rows if r.kind == SHEET}
            new = next(
                (v for v in views if normal(v.name) not in known and _is(source, v, book)), None
            )
            if new is not None:
                made.said.append(f"{source.row.sheet} is named {new.name} by now: it was noted.")
                _note(made, source, replace(source.row, sheet=new.name))
                continue
        if seen is not None and seen.mark == source.mark:
            continue
        if seen is not None and (not seen.otherwise or _taken(made, source, seen, book)):
            _note(made, source, replace(source.row, means=source.means(seen.mark)))
        elif confirm:
            means = source.means(seen.mark) if seen is not None else NOT_FOLLOWED
            _note(made, source, replace(source.row, means=means))
        else:
            remarks = remarks_on_sources([source.row], book, views)
            made.said += [f"{r.sheet} {r.cell}: {r.words}" for r in remarks]
    return made


def _note(made: Renewed, source: Source, row: MappingRow) -> None:
    made.rows[made.rows.index(source.row)] = row


def _is(source: Source, view: SheetView, book: WorkbookTables) -> bool:
    """Say whether a sheet says what a source said that is not there under its name."""
    if not source.mark:
        return False
    if source.turned_on:
        across = list_across(view)
        return across is not None and across_mark(across) == source.mark
    rates = book.find(RATES.name)
    matrix = rate_matrix(view, rates) if rates is not None else None
    return matrix is not None and matrix_mark(matrix) == source.mark


def is_source(view: SheetView, rows: Iterable[MappingRow]) -> bool:
    """Say whether a sheet stands in the Mapping already, so that it is not turned once more."""
    return any(r.kind == SHEET and normal(r.sheet) == normal(view.name) for r in rows)


def _taken(made: Renewed, source: Source, seen: Seen, book: WorkbookTables) -> bool:
    """Take over what a source says now, where nothing was typed over; say whether it was done."""
    table = turned_table(book, source.turned_on) if source.turned_on else book.find(RATES.name)
    if table is None or not seen.safe(source.mark):
        return False
    if seen.across is not None:
        at = {normal(h): h for h in table.headings}
        headings = tuple(at[normal(h)] for h in seen.across.headings)
        rows = turned_rows(seen.across)
        keys = tuple(
            (h,) for h in headings if known_heading(PLACEMENTS, [h]) in ("Placement ref", "UPN")
        )
        made.writes.append(TableWrite(table.name, headings, rows, keys=keys))
        made.views = [_rewritten(v, table, headings, seen) for v in made.views]
    elif seen.matrix is None or not _rates_taken(made, seen.matrix, table):
        return False
    other = seen.otherwise
    cells = [ours for ours, _ in other.pairs] + other.new
    draft = " Changed and new rates are drafts: set Status to approved." if seen.matrix else ""
    made.said.append(
        f"{source.row.sheet} has changed since it was taken over on {table.sheet}, where nothing"
        f" was typed over: {some(cells)} {'is' if len(cells) == 1 else 'are'} taken over.{draft}"
    )
    return True


def _rewritten(view: SheetView, table: Table, headings: Sequence[str], seen: Seen) -> SheetView:
    """Return the sheet of a turned list as it will be, so that new words on it are seen at once."""
    alike = tuple(table.headings) == tuple(headings) and table.first_column == 1
    if view.name != table.sheet or not alike or seen.across is None:
        return view
    rows = [*view.rows[: table.first_row - 1], *seen.across.pupils.values()]
    frames = tuple(
        f._replace(last_row=len(rows)) if f.name == table.name else f for f in view.frames
    )
    return replace(view, rows=rows, frames=frames)


def _rates_taken(made: Renewed, matrix: Matrix, table: Table) -> bool:
    """Write what a matrix says into its rows of Rates, as drafts, and new ones below."""
    at = {normal(h): i for i, h in enumerate(table.headings)}
    needed = [at.get(normal(h)) for h in ("Amount", "Status")]
    there = rate_rows(table)
    cells: dict[tuple[int, int], OutCell] = {}
    new: list[list[OutCell]] = []
    for rate in matrix.rates:
        row = there.get(rate_key(rate))
        values = dict(zip(RATES.headings, rate_row(rate, matrix.sheet), strict=True))
        if row is None:
            new.append([values[h] for h in RATES.headings if normal(h) in at])
            continue
        if row.matches(rate.amount):
            continue
        for i, value in zip(needed, (rate.amount, DRAFT), strict=True):
            place = Address.parse(table.address(row.position, i)) if i is not None else None
            if place is None or str(place) in table.formulas:
                return False
            cells[place.row, place.column] = value
    if cells:
        made.writes.append(CellWrites(table.sheet, cells))
    if new:
        headings = tuple(h for h in RATES.headings if normal(h) in at)
        own = tuple(table.headings[at[normal(h)]] for h in headings)
        made.writes.append(TableWrite(table.name, own, new, append=True))
    return True
