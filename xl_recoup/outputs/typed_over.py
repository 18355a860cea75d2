"""Which cells of the results were typed over since the last run, by what that run noted of them.

A row that is not as it was written is told exactly: with the right cells of this run put in, it has
the number again that was noted, whatever else this run changes. Where a cell was typed over that
this run gives anew as well, that can't be: then the cells are named among which it is, by columns.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import chain, combinations
from typing import NamedTuple

from xl_recoup.contract import normal
from xl_recoup.outputs.as_it_stands import AsItStands, as_it_stands
from xl_recoup.outputs.as_written import AsWritten, as_day, row_number, texts_of
from xl_recoup.tables import Cell, OutCell, TableWrite, WorkbookTables

_MOST_TRIES = 400_000
"""How many ways to put rows right are tried in a table, at a few hundred thousand a second."""
_MANY = 12
"""Of a row with more cells than this that differ, one cell or all of them are tried."""


class TypedCell(NamedTuple):
    """A cell of a table: what stands there now, and what this run writes in its place."""

    address: str
    heading: str
    held: Cell
    written: OutCell


class TypedRow(NamedTuple):
    """A row that is not as it was written; `sure` says that all of these cells were typed over."""

    key: str
    """Its key, as a person reads it."""
    cells: Sequence[TypedCell]
    sure: bool = True


class TypedTable(NamedTuple):
    """A table of results with rows that are not as the last run wrote them."""

    table: str
    sheet: str
    rows: Sequence[TypedRow]
    added: Sequence[TypedRow]
    """Rows that somebody has put in between or below those of the run."""
    gone: int
    """How many rows of the run somebody has deleted."""


def typed_over(
    book: WorkbookTables, noted: Mapping[str, AsWritten], writes: Iterable[TableWrite]
) -> list[TypedTable]:
    """Return the tables in which these writes replace what somebody typed.

    `noted` is what the last run noted. A table that it did not note, or that lost a column since,
    is not doubted.
    """
    found = []
    for write in writes:
        was, table = noted.get(normal(write.table)), book.find(write.table)
        if was is None or table is None or write.append:
            continue
        standing = as_it_stands(table, was, date_1904=book.date_1904)
        if standing is not None and (standing.odd or standing.missing):
            found.append(_Replaced(standing, write, date_1904=book.date_1904).told())
    return [each for each in found if each.rows or each.added or each.gone]


class _Replaced:
    """A table as it stands, beside what this run writes in its place."""

    def __init__(self, standing: AsItStands, write: TableWrite, *, date_1904: bool) -> None:
        self._standing, self._write, self._date_1904 = standing, write, date_1904
        self._missing = standing.missing
        self._new = texts_of(write, date_1904)
        ours = {normal(h): i for i, h in enumerate(write.headings)}
        headings = [normal(h) for h in standing.noted.headings]
        self._at = [ours.get(h, -1) for h in headings]
        """Where each noted column is in what is written; -1 where it is written no more."""
        self._keys = [
            [headings.index(normal(h)) for h in key]
            for key in write.keys
            if all(normal(h) in headings and normal(h) in ours for h in key)
        ]
        self._waiting = [self._waiting_for(key) for key in self._keys]
        self._taken: set[int] = set()
        self._changed = standing.changed_columns(write.keys)
        self._tries = _MOST_TRIES
        self._unsure = 0

    def _waiting_for(self, key: Sequence[int]) -> Mapping[tuple[str, ...], deque[int]]:
        """Return the rows that are written, by a key; without those that stand as they were."""
        waiting: dict[tuple[str, ...], deque[int]] = defaultdict(deque)
        for new in range(len(self._write.rows)):
            waiting[tuple(self._new[self._at[c]][new] for c in key)].append(new)
        odd = set(self._standing.odd)
        for row in self._standing.there:
            there = waiting.get(self._said(row, key))
            if there and row not in odd:
                there.popleft()
        return waiting

    def _said(self, row: int, key: Sequence[int]) -> tuple[str, ...]:
        return tuple(self._standing.columns[c][row] for c in key)

    def told(self) -> TypedTable:
        """Return what was typed."""
        rows, left = [], []
        for row in self._standing.odd:
            new = self._by_key(row)
            if new is None:
                left.append(row)
            else:
                rows.append(self._told_apart(row, new))
        again = self._written_again() if left else {}
        unknown = []
        for row in left:
            new = self._by_likeness(row, again)
            if new is not None:
                rows.append(self._row(row, new, self._differing(row, new)))
            elif not self._keys and row < len(self._write.rows):
                rows.append(self._told_apart(row, row))
            else:
                unknown.append(row)
        open_ones = max(self._missing.total() - self._unsure, 0)
        rows += [self._gone(row) for row in unknown[:open_ones]]
        table = self._standing.table
        return TypedTable(
            table.name,
            table.sheet,
            [row for row in rows if row.cells],
            [self._row(row, None, range(len(self._at))) for row in unknown[open_ones:]],
            max(open_ones - len(unknown), 0),
        )

    def _by_key(self, row: int) -> int | None:
        """Return which row that is written is this one, by its keys."""
        for key, waiting in zip(self._keys, self._waiting, strict=True):
            there = waiting.get(self._said(row, key))
            while there:
                new = there.popleft()
                if new not in self._taken:
                    self._taken.add(new)
                    return new
        return None

    def _told_apart(self, row: int, new: int) -> TypedRow:
        differing = self._differing(row, new)
        typed = self._typed(row, new, differing)
        if typed is not None:
            return self._row(row, new, typed)
        self._unsure += 1
        some = [c for c in differing if c in self._changed]
        return self._row(row, new, some, sure=len(self._changed) == 1)

    def _differing(self, row: int, new: int) -> list[int]:
        return [
            c
            for c, at in enumerate(self._at)
            if at >= 0 and self._standing.columns[c][row] != self._new[at][new]
        ]

    def _typed(self, row: int, new: int, differing: Sequence[int]) -> Sequence[int] | None:
        """Return the cells with whose replacing the row is as it was; None where it never is."""
        texts = self._standing.row(row)
        for some in _choices(differing):
            self._tries -= 1
            if self._tries < 0:
                return None
            put = list(texts)
            for c in some:
                put[c] = self._new[self._at[c]][new]
            if self._take(row_number(put)):
                return some
        return None

    def _take(self, number: int) -> bool:
        """Take one of the missing rows as found."""
        if not self._missing.get(number):
            return False
        self._missing[number] -= 1
        return True

    def _written_again(self) -> Mapping[int, int]:
        """Return the rows that this run and the last wrote alike and that are missing."""
        if -1 in self._at:
            return {}
        rows = zip(*(self._new[at] for at in self._at), strict=True)
        made = {row_number(texts): i for i, texts in enumerate(rows)}
        return {number: made[number] for number in self._missing if number in made}

    def _by_likeness(self, row: int, again: Mapping[int, int]) -> int | None:
        """Return a row that is missing and must be this one: it is in its place, or much like it.

        So a key that was typed over is found, and a cell of a table without keys.
        """
        best, most = None, 0
        for number, new in again.items():
            alike = len(self._at) - len(self._differing(row, new))
            near = 2 * alike + (new == row)
            if self._missing[number] and near > max(most, len(self._at)):
                best, most = number, near
            elif self._missing[number] and new == row and best is None:
                best = number
        if best is None:
            return None
        self._take(best)
        return again[best]

    def _gone(self, row: int) -> TypedRow:
        """Return a row that was typed over and is not written again: its cells, as far as known."""
        changed = self._changed
        some = sorted(changed) if len(changed) < len(self._at) else range(len(self._at))
        return self._row(row, None, some, sure=len(changed) == 1)

    def _row(
        self, row: int, new: int | None, some: Iterable[int], *, sure: bool = True
    ) -> TypedRow:
        table, standing, write = self._standing.table, self._standing, self._write
        key = self._said(row, self._keys[0] if self._keys else ())
        if new is not None and self._keys:
            key = tuple(self._new[self._at[c]][new] for c in self._keys[0])
        cells = []
        for c in some:
            if new is None and not standing.columns[c][row]:
                continue
            place, heading = standing.places[c], standing.noted.headings[c]
            held = table.rows[row][place]
            written = None if new is None else write.rows[new][self._at[c]]
            if isinstance(written, date):
                held = as_day(held, self._date_1904)
            cells.append(TypedCell(table.address(row, place), heading, held, written))
        return TypedRow(", ".join(filter(None, key)), cells, sure)


def _choices(differing: Sequence[int]) -> Iterator[Sequence[int]]:
    """Give the sets of cells that may have been typed, the likeliest first."""
    yield differing
    sizes = range(1, len(differing)) if len(differing) <= _MANY else (1,)
    yield from chain.from_iterable(combinations(differing, size) for size in sizes)
