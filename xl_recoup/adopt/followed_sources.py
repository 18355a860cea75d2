"""Sheets that were turned, or read as a matrix of rates: do they still say what was taken over?

What was taken over has a mark on the Mapping, under Means: a digest of what the sheet said then.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from xl_recoup.adopt.mapping_rows import MappingRow
from xl_recoup.adopt.rate_matrix import was_read
from xl_recoup.adopt.source_marks import Seen, seen_pupils, seen_rates
from xl_recoup.adopt.turned_lists import TABLE, is_turned_of
from xl_recoup.contract import RATES, normal
from xl_recoup.contract.mapping_table import SHEET
from xl_recoup.tables import Remark, SheetView, Table, WorkbookTables
from xl_recoup.words import some

CODE = "S50"
_TURNED = re.compile(r"turned on (?P<onto>.+), seen as (?P<mark>[0-9a-f]{12})")
_RATES = re.compile(r"read as rates, seen as (?P<mark>[0-9a-f]{12})")


class Source(NamedTuple):
    """A sheet whose cells were taken over elsewhere: on which sheet, and as what it was seen."""

    row: MappingRow
    turned_on: str
    """The sheet of its turned list; "" where it was read as rates."""
    mark: str
    """What it said when it was taken over; "" where nobody noted it."""

    def means(self, mark: str) -> str:
        """Return what stands under Means once it was seen as something else."""
        return turned_means(self.turned_on, mark) if self.turned_on else rates_means(mark)


def turned_means(sheet: str, mark: str) -> str:
    """Return what the Mapping notes of a list that was turned on a sheet."""
    return f"turned on {sheet}, seen as {mark}"


def rates_means(mark: str) -> str:
    """Return what the Mapping notes of a matrix that was read as rates."""
    return f"read as rates, seen as {mark}"


def sources_of(rows: Sequence[MappingRow], book: WorkbookTables) -> list[Source]:
    """Return the sheets that were turned or read as rates, by the Mapping's rows.

    A workbook that was adopted when nothing was noted is told by the names of its sheets, and by
    the sources of its rates.
    """
    found = []
    for row in rows:
        if row.kind != SHEET or row.used:
            continue
        turned, rates = _TURNED.fullmatch(row.means), _RATES.fullmatch(row.means)
        named = next((s for s in book.sheets if is_turned_of(s, row.sheet)), "")
        if turned is not None:
            found.append(Source(row, turned["onto"], turned["mark"]))
        elif rates is not None:
            found.append(Source(row, "", rates["mark"]))
        elif row.means:
            continue  # a person said so
        elif named and _made_here(turned_table(book, named)):
            found.append(Source(row, named, ""))
        elif was_read(row.sheet, book.find(RATES.name)):
            found.append(Source(row, "", ""))
    return found


def turned_table(book: WorkbookTables, sheet: str) -> Table | None:
    """Return the table of a turned list, whatever it is named by now."""
    return next((t for t in book.tables.values() if normal(t.sheet) == normal(sheet)), None)


def _made_here(table: Table | None) -> bool:
    return table is not None and table.name.startswith(TABLE)


def remarks_on_sources(
    rows: Sequence[MappingRow], book: WorkbookTables, views: Iterable[SheetView]
) -> list[Remark]:
    """Return what to say of sources that have changed since they were taken over, or are gone."""
    by_name = {normal(v.name): v for v in views}
    found = []
    for source in sources_of(rows, book):
        view = by_name.get(normal(source.row.sheet))
        remark = _gone(source, book) if view is None else _changed(source, view, book)
        found += [remark] if remark else []
    return found


def counts_on(source: Source, book: WorkbookTables) -> str:
    """Return the sheet on which what was taken over counts."""
    rates = book.find(RATES.name)
    return source.turned_on or (rates.sheet if rates else RATES.sheet)


def _gone(source: Source, book: WorkbookTables) -> Remark | None:
    place = source.row.place
    if place is None:
        return None
    words = (
        f"the sheet {source.row.sheet} is not in the workbook any more."
        f" {counts_on(source, book)} holds what was taken over from it, and counts; nobody can tell"
        " what changed. Use adopt again where it was renamed; where it was deleted on purpose,"
        " adopt with --confirm notes that."
    )
    return Remark(CODE, place.sheet, place.cell, words)


def _changed(source: Source, view: SheetView, book: WorkbookTables) -> Remark | None:
    seen = seen_now(source, view, book)
    counts = counts_on(source, book)
    if seen is None:
        words = (
            f"{counts} holds what was taken over from this sheet, which"
            f" {'has no list with a pupil in each column' if source.turned_on else 'is no matrix'}"
            f" any more: nobody can tell what changed. {counts} counts. Enter there what is right;"
            " adopt with --confirm then notes that."
        )
        return Remark(CODE, view.name, "A1", words)
    if seen.mark == source.mark or not seen.otherwise:
        return None
    other = seen.otherwise
    said = [f"{ours} (there {theirs})" for ours, theirs in other.pairs]
    parts = [f"it says otherwise in {some(said)}"] if said else []
    parts += [f"{some(other.new)} is not there"] if other.new else []
    parts += [f"{some(other.gone)} there is here no more"] if other.gone else []
    if seen.safe(source.mark):
        advice = f"Use adopt again: it takes this over, for nothing was typed over on {counts}."
    else:
        advice = (
            f"Enter on {counts} what is right; adopt with --confirm then notes that the rest"
            " stays as it is."
        )
    words = (
        f"this sheet was taken over on {counts}, which counts, and"
        f" {'has changed since' if source.mark else 'differs from it'}: {'; '.join(parts)}."
        f" {advice}"
    )
    first = [o for o, _ in other.pairs] + other.new + ["A1"]
    return Remark(CODE, view.name, first[0].partition(",")[0], words)


def seen_now(source: Source, view: SheetView, book: WorkbookTables) -> Seen | None:
    """Return a source as it is now, beside what was taken over; None where it can't be read."""
    sheet = source.turned_on
    table = turned_table(book, sheet) if sheet else book.find(RATES.name)
    if table is None:
        return None
    return seen_pupils(view, table) if sheet else seen_rates(view, table)
