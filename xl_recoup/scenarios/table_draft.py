"""A table being changed: its cells by row and heading, cut where only some days are concerned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

from xl_recoup.contract import normal
from xl_recoup.contract.cell_values import is_blank, read_date, text_of
from xl_recoup.contract.table_row import TableRow
from xl_recoup.intake.row_reading import Row, read_rows
from xl_recoup.intake.row_records import Fault, record_of
from xl_recoup.scenarios.reached_tables import Target
from xl_recoup.tables import Cell, Table

Days = tuple[date, date]
OPEN: Days = (date.min, date.max)
_DAY = timedelta(days=1)


class Understood(NamedTuple):
    """A row as a run understands it: its record, or what is wrong with it."""

    row: Row | None
    record: TableRow | None
    faults: list[Fault]


class TableDraft:
    """A copy of a table whose cells may be changed; rows are counted from 0."""

    def __init__(self, table: Table, target: Target, date_1904: bool) -> None:
        """Take the table, and what it is for."""
        self._table, self.target, self._date_1904 = table, target, date_1904
        self._headings = list(table.headings)
        self._rows: list[list[Cell]] = [list(row) for row in table.rows]

    def place_of(self, row: int) -> tuple[str, int]:
        """Return the sheet and, as Excel counts, the row of a row."""
        return self._table.sheet, self._table.first_row + row

    @property
    def numbers(self) -> list[int]:
        """The rows that hold anything."""
        first = self._table.first_row
        return [
            i
            for i, row in enumerate(self._rows)
            if first + i not in self._table.skipped and not all(map(is_blank, row))
        ]

    def text(self, row: int, heading: str) -> str:
        """Return the text of a cell; "" where the table has no such column."""
        return text_of(self.cell(row, heading))

    def cell(self, row: int, heading: str) -> Cell:
        """Return a cell; None where the table has no such column."""
        at = self._at(heading)
        return self._rows[row][at] if at is not None and at < len(self._rows[row]) else None

    def put(self, row: int, heading: str, value: Cell) -> None:
        """Put a value into a cell; a column that the table lacks is added."""
        at = self._at(heading)
        if at is None:
            at = len(self._headings)
            self._headings.append(heading)
        cells = self._rows[row]
        cells += [None] * (at + 1 - len(cells))
        cells[at] = value

    def add(self, cells: dict[str, Cell]) -> int:
        """Add a row of these cells and return its number."""
        self._rows.append([None] * len(self._headings))
        row = len(self._rows) - 1
        for heading, value in cells.items():
            self.put(row, heading, value)
        return row

    def days(self, row: int) -> Days:
        """Return the first and the last day of a row; open where blank or unreadable."""
        if self.target.days is None:
            return OPEN
        first, last = (
            None if is_blank(cell) else read_date(cell, self._date_1904)[0]
            for cell in (self.cell(row, heading) for heading in self.target.days)
        )
        return first or date.min, last or date.max

    def covered(self, rows: Sequence[int], days: Days) -> list[tuple[int, Days]]:
        """Return those of some rows that are for any of these days, with those that they share."""
        found = []
        for row in rows:
            first, last = self.days(row)
            common = max(first, days[0]), min(last, days[1])
            if common[0] <= common[1]:
                found.append((row, common))
        return found

    def cut(self, row: int, days: Days) -> list[int]:
        """Let a row be for some of its days alone; return the rows added for the others."""
        if self.target.days is None:
            return []
        first, last = self.days(row)
        pieces = [
            (first, days[0] - _DAY) if first < days[0] else None,
            (days[1] + _DAY, last) if days[1] < last else None,
        ]
        added = []
        for piece in pieces:
            if piece is not None:
                self._rows.append(list(self._rows[row]))
                added.append(len(self._rows) - 1)
                self._put_days(added[-1], piece, self.target.days, (first, last))
        self._put_days(row, days, self.target.days, (first, last))
        return added

    def _put_days(self, row: int, days: Days, headings: tuple[str, str], before: Days) -> None:
        for heading, day, old in zip(headings, days, before, strict=True):
            if day != old:
                self.put(row, heading, day)

    def understood(self, row: int) -> Understood:
        """Return a row as a run would understand it."""
        assert self.target.model is not None
        number = self._table.first_row + row
        alone = replace(self._done([self._rows[row]]), first_row=number)
        reading = read_rows(alone, self.target.spec, self._date_1904)
        if not reading.rows:
            return Understood(None, None, [])
        faults: list[Fault] = []
        found = reading.rows[0]
        record = record_of(found, self.target.model, faults)
        return Understood(found, record, faults)

    def done(self) -> Table:
        """Return the table as it is now."""
        return self._done(self._rows)

    def _done(self, rows: Sequence[Sequence[Cell]]) -> Table:
        width, numbers = len(self._headings), self._table.column_numbers
        if numbers:
            more = width - len(numbers)
            numbers = (*numbers, *range(max(numbers) + 1, max(numbers) + 1 + more))
        filled = [(*row, *[None] * (width - len(row))) for row in rows]
        return replace(
            self._table, headings=tuple(self._headings), rows=filled, column_numbers=numbers
        )

    def _at(self, heading: str) -> int | None:
        wanted = normal(heading)
        return next((i for i, h in enumerate(self._headings) if normal(h) == wanted), None)
