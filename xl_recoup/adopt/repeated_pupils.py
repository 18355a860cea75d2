"""The same pupil with the same event again on another sheet: told by who and by a day close by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from xl_recoup.adopt.compared_words import name_key
from xl_recoup.adopt.made_references import DATED_BY
from xl_recoup.adopt.mapping_rows import MappingRow
from xl_recoup.adopt.row_marks import AGAIN
from xl_recoup.closed_lists import STATUTORY_SCHEMES
from xl_recoup.contract import is_placements_table, normal
from xl_recoup.contract.cell_values import is_blank, read_date, text_of
from xl_recoup.contract.mapping_table import IGNORED, READ, ROWS
from xl_recoup.tables import Cell, CellError, Table

CLOSE = 14
"""Days that lie no further apart are one event: about ten school days."""


class Seen(NamedTuple):
    """One placement: the sheet's row, who it is, when, and under which scheme and provider."""

    number: int
    who: str
    day: date
    scheme: str
    provider: str

    def again(self, other: Seen) -> bool:
        """Say whether this is the other's event once more."""
        if abs((self.day - other.day).days) > CLOSE:
            return False
        if self.scheme and other.scheme and self.scheme != other.scheme:
            return False
        statutory = self.scheme in map(normal, STATUTORY_SCHEMES)
        return (
            statutory or not (self.provider and other.provider) or self.provider == other.provider
        )


def seen_rows(
    columns: Mapping[str, Sequence[Cell]], numbers: Sequence[int], date_1904: bool
) -> list[Seen]:
    """Return the placements that can be recognised, by their columns' cells under our headings."""

    def text(heading: str, index: int) -> str:
        cells = columns.get(heading)
        cell = cells[index] if cells is not None else None
        return "" if is_blank(cell) or isinstance(cell, CellError) else text_of(cell)

    found = []
    for index, number in enumerate(numbers):
        who = text("UPN", index).upper()
        if not who and text("Pupil", index):
            who = f"{name_key(text('Pupil', index))}, {name_key(text('Home school', index))}"
        day = next((d for h in DATED_BY if (d := _day(columns.get(h), index, date_1904))), None)
        if who and day is not None:
            scheme, provider = text("Scheme", index), text("Provider", index)
            found.append(Seen(number, who, day, normal(scheme), normal(provider)))
    return found


def _day(cells: Sequence[Cell] | None, index: int, date_1904: bool) -> date | None:
    cell = cells[index] if cells is not None else None
    if is_blank(cell) or isinstance(cell, CellError):
        return None
    day = read_date(cell, date_1904)[0]
    return day if isinstance(day, date) else None


def again_on(here: Iterable[Seen], there: Iterable[Seen]) -> list[int]:
    """Return the rows of one sheet whose placement stands on another sheet as well."""
    by_pupil: dict[str, list[Seen]] = defaultdict(list)
    for seen in there:
        by_pupil[seen.who].append(seen)
    return [s.number for s in here if any(s.again(o) for o in by_pupil.get(s.who, ()))]


def without_repeats(
    tables: Mapping[str, Table], rows: Sequence[MappingRow], date_1904: bool
) -> tuple[dict[str, Table], list[tuple[str, str, list[int]]]]:
    """Return the tables without rows that stand on another sheet as well, as the Mapping has it.

    Besides, sheet, mark and rows of what was left out. Only sheets that the Mapping names are
    looked at: what comes in twice later is for the checks across rows.
    """
    changed, said = dict(tables), []
    by_sheet = {normal(t.sheet): n for n, t in tables.items() if is_placements_table(n)}
    for row in rows:
        mark = row.words
        if row.kind != ROWS or not mark.startswith(AGAIN):
            continue
        here, there = by_sheet.get(normal(row.sheet)), by_sheet.get(normal(mark[len(AGAIN) :]))
        kept = row.status == IGNORED or (row.used and normal(row.means) == READ)
        if here is None or there is None or kept:
            continue
        numbers = again_on(_seen(changed[here], date_1904), _seen(changed[there], date_1904))
        if numbers:
            table = changed[here]
            changed[here] = _without(table, numbers)
            said.append((table.sheet, mark, numbers))
    return changed, said


def _seen(table: Table, date_1904: bool) -> list[Seen]:
    columns = dict(zip(table.headings, zip(*table.rows, strict=True), strict=False))
    numbers = [table.first_row + n for n in range(len(table.rows))]
    kept = [n for n in numbers if n not in table.skipped]
    return [s for s in seen_rows(columns, numbers, date_1904) if s.number in set(kept)]


def _without(table: Table, numbers: Sequence[int]) -> Table:
    out = {n - table.first_row for n in numbers}
    blank = (None,) * len(table.headings)
    rows = [blank if n in out else row for n, row in enumerate(table.rows)]
    return replace(table, rows=rows, skipped=table.skipped | frozenset(numbers))
