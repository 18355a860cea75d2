"""Reading a table's rows as fields: values by field name, and a fault for each unreadable cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from xl_recoup.contract import Column, TableSpec, normal
from xl_recoup.intake.values import Issue, is_blank, read_cell
from xl_recoup.records import Place, RowKey
from xl_recoup.tables import Cell, Table, column_letters


@dataclass(frozen=True, slots=True)
class CellIssue:
    """A cell with something the matter: where, in which column, and what."""

    place: Place
    column: Column
    issue: Issue
    row: RowKey


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table that is not blank: its place and its readable values by field."""

    key: RowKey
    values: Mapping[str, Any]
    unreadable: frozenset[str]
    columns: Mapping[str, str]

    def place(self, field_name: str) -> Place:
        """Return the cell of a field, or the row's first cell where its column is missing."""
        letters = self.columns.get(field_name) or next(iter(self.columns.values()), "A")
        return Place(self.key.sheet, f"{letters}{self.key.row}")

    def get(self, field_name: str, default: Any = None) -> Any:
        """Return a field's value, or the default where it is blank or unreadable."""
        value = self.values.get(field_name)
        return default if value is None else value


@dataclass(slots=True)
class TableReading:
    """What reading one table gave."""

    table: Table
    spec: TableSpec
    columns: dict[str, str]
    """Field to column letters, for the contract's columns that the table has."""
    rows: list[Row] = field(default_factory=list)
    issues: list[CellIssue] = field(default_factory=list)
    blank_rows: list[int] = field(default_factory=list)
    """Sheet rows that are blank with filled rows below them."""


def column_positions(table: Table, spec: TableSpec) -> dict[str, tuple[int, Column]]:
    """Return field → (position, column) for the contract's columns that a table has."""
    positions = {normal(h): i for i, h in reversed(list(enumerate(table.headings)))}
    return {
        c.field: (positions[normal(c.heading)], c)
        for c in spec.columns
        if normal(c.heading) in positions
    }


def read_rows(table: Table, spec: TableSpec, date_1904: bool = False) -> TableReading:
    """Read every row of a table that is not blank.

    The same cell content in the same column is read once: a sheet of ten thousand rows repeats
    itself.
    """
    positions = column_positions(table, spec)
    letters = {f: column_letters(table.first_column + i) for f, (i, _) in positions.items()}
    reading = TableReading(table, spec, letters)
    seen: dict[str, dict[Any, tuple[Any, Issue | None]]] = {f: {} for f in positions}
    work = [(f, i, c, seen[f]) for f, (i, c) in positions.items()]
    for number, cells in _filled_rows(table, reading.blank_rows):
        key = RowKey(table.sheet, number)
        values: dict[str, Any] = {}
        unreadable: list[str] = []
        for name, i, column, memo in work:
            cell = cells[i]
            if cell is None:
                if table.valueless and f"{letters[name]}{number}" in table.valueless:
                    unreadable.append(name)
                continue
            memo_key = cell if isinstance(cell, str) else (type(cell), cell)
            found = memo.get(memo_key)
            if found is None:
                found = memo[memo_key] = read_cell(cell, column, date_1904)
            value, issue = found
            if value is not None:
                values[name] = value
            if issue is not None:
                place = Place(table.sheet, f"{letters[name]}{number}")
                reading.issues.append(CellIssue(place, column, issue, key))
                if issue.fault:
                    unreadable.append(name)
        reading.rows.append(Row(key, values, frozenset(unreadable), letters))
    return reading


def _filled_rows(table: Table, blanks: list[int]) -> Iterator[tuple[int, tuple[Cell, ...]]]:
    """Yield (sheet row, cells) of rows that hold anything; note blank rows that lie between."""
    waiting: list[int] = []
    for number, cells in enumerate(table.rows, table.first_row):
        if all(is_blank(cell) for cell in cells):
            waiting.append(number)
            continue
        blanks += waiting
        waiting = []
        yield number, tuple(cells)
