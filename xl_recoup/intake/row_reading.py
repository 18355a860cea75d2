"""Reading a table's rows as fields: values by field name, and a fault for each unreadable cell."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from operator import itemgetter
from typing import Any, NamedTuple

from xl_recoup.contract import Column, Kind, TableSpec, is_placements_table, normal
from xl_recoup.contract.cell_values import Issue, is_blank, read_cell, text_of
from xl_recoup.contract.cell_words import is_total
from xl_recoup.contract.looked_up_names import position, without_it
from xl_recoup.intake.day_orders import held_where_unsettled
from xl_recoup.records import Place, RowKey, short_record
from xl_recoup.tables import Cell, ShownAs, Table


@short_record
class CellIssue:
    """A cell with something the matter: where, in which column, and what."""

    place: Place
    column: Column
    issue: Issue
    row: RowKey
    held: str = ""
    """What a cell that can't be read holds, where that is no private thing."""


class Row(NamedTuple):
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
    """How the table stands on its sheet, without its cells."""
    spec: TableSpec
    columns: dict[str, str]
    """Field to column letters, for the contract's columns that the table has."""
    numbers: list[int] = field(default_factory=list)
    """Sheet rows that are not blank."""
    rows: list[Row] = field(default_factory=list)
    """Those rows, where they are kept."""
    issues: list[CellIssue] = field(default_factory=list)
    blank_rows: list[int] = field(default_factory=list)
    """Sheet rows that are blank with filled rows below them."""
    total_rows: list[int] = field(default_factory=list)
    """Sheet rows of placements that hold a typed total, which is no placement."""
    missed_rows: list[int] = field(default_factory=list)
    """Sheet rows below the table that were meant to be in it, by what they hold."""


def column_positions(table: Table, spec: TableSpec) -> dict[str, tuple[int, Column]]:
    """Return field → (position, column) for the contract's columns that a table has."""
    positions = {normal(h): i for i, h in reversed(list(enumerate(table.headings)))}
    return {
        c.field: (positions[normal(c.heading)], c)
        for c in spec.columns
        if normal(c.heading) in positions
    }


def read_rows(table: Table, spec: TableSpec, date_1904: bool = False) -> TableReading:
    """Read every row of a table that is not blank, and keep them."""
    reading, rows = rows_in_turn(table, spec, date_1904)
    reading.rows += rows
    return reading


def rows_in_turn(
    table: Table, spec: TableSpec, date_1904: bool = False
) -> tuple[TableReading, Iterator[Row]]:
    """Read every row of a table that is not blank; the rows come one by one and are not kept.

    Column by column, and the same cell content in the same column once: a sheet of ten thousand
    rows repeats itself.
    """
    positions = column_positions(table, spec)
    letters = {f: table.letters(i) for f, (i, _) in positions.items()}
    reading = TableReading(without_cells(table), spec, letters)
    reading.missed_rows += _missed_rows(table, spec)
    filled = list(_filled_rows(table, reading.blank_rows))
    cells = _turned(filled)
    if is_placements_table(table.name):
        reading.total_rows += _total_rows(filled, cells, positions.values())
    if reading.total_rows:
        filled = [row for row in filled if row[0] not in reading.total_rows]
        cells = _turned(filled)
    numbers = [number for number, _ in filled]
    columns: list[list[Any]] = []
    found: list[tuple[int, CellIssue]] = []
    unreadable: dict[int, list[str]] = {}
    for name, (i, column) in positions.items() if filled else ():
        values, issues = _read_column(cells[i], column, date_1904)
        columns.append(values)
        for at, issue in issues:
            number = numbers[at]
            place, key = Place(table.sheet, f"{letters[name]}{number}"), RowKey(table.sheet, number)
            held = text_of(cells[i][at]) if issue.fault and not column.private else ""
            found.append((number, CellIssue(place, column, issue, key, held)))
            if issue.fault:
                unreadable.setdefault(number, []).append(name)
        for at in _without_value(cells[i], numbers, letters[name], table.valueless):
            unreadable.setdefault(numbers[at], []).append(name)
    reading.issues += [issue for _, issue in sorted(found, key=itemgetter(0))]
    reading.numbers += numbers
    return reading, _rows(reading, list(positions), columns, unreadable)


def without_cells(table: Table) -> Table:
    """Return how a table stands on its sheet, without anything that its cells hold."""
    return replace(table, rows=(), below={}, formula_texts={})


def _missed_rows(table: Table, spec: TableSpec) -> list[int]:
    """Return the rows below a table that fill at least two of the columns it can't do without."""
    positions = column_positions(table, spec).values() if table.below else ()
    needed = [i for i, column in positions if column.heading in spec.required]
    least = min(2, len(needed))
    return sorted(
        number
        for number, row in table.below.items()
        if least and sum(not is_blank(row[i]) for i in needed) >= least
    )


def _turned(filled: Iterable[tuple[int, Sequence[Cell]]]) -> list[tuple[Cell, ...]]:
    """Return the columns of rows."""
    return list(zip(*(row for _, row in filled), strict=False))


def _total_rows(
    filled: Sequence[tuple[int, Sequence[Cell]]],
    cells: Sequence[Sequence[Cell]],
    positions: Collection[tuple[int, Column]],
) -> list[int]:
    """Return the rows of typed totals: the word, and no pupil number, school or day."""
    named = [i for i, column in positions if column.kind not in (Kind.NOTE, Kind.FLAG)]
    strong = [i for i, column in positions if column.kind in (Kind.DATE, Kind.LAESTAB, Kind.UPN)]
    words = {
        c
        for i in (named if filled else ())
        for c in set(cells[i])
        if isinstance(c, str) and is_total(c)
    }
    return [
        number
        for number, row in (filled if words else ())
        if any(row[i] in words for i in named)
        and all(is_blank(row[i]) or row[i] in words for i in strong)
    ]


def _rows(
    reading: TableReading,
    names: Sequence[str],
    columns: Sequence[Sequence[Any]],
    unreadable: Mapping[int, Sequence[str]],
) -> Iterator[Row]:
    sheet = reading.table.sheet
    for number, cells in zip(reading.numbers, zip(*columns, strict=True), strict=False):
        pairs = zip(names, cells, strict=True)
        known = {name: value for name, value in pairs if value is not None}
        faults = frozenset(unreadable.get(number, ()))
        yield Row(RowKey(sheet, number), known, faults, reading.columns)


def _read_column(
    cells: Sequence[Cell], column: Column, date_1904: bool
) -> tuple[list[Any], list[tuple[int, Issue]]]:
    """Return a column's values, None where there is none, and its issues with their positions."""
    kinds = set(map(type, cells)) - {type(None)}
    # 1 and TRUE are equal in Python and not in a cell: where types mix, they tell cells apart, and
    # where a format makes something else of a number, the format does.
    keys: Sequence[Any] = cells
    if len(kinds) != 1 or ShownAs in kinds:
        keys = [(type(c), c.guise if type(c) is ShownAs else None, c) for c in cells]
    memo = {
        key: read_cell(cell, column, date_1904)
        for key, cell in dict(zip(keys, cells, strict=True)).items()
    }
    if column.kind is Kind.DATE:
        memo = held_where_unsettled(memo, column)
    readings = list(map(memo.__getitem__, keys))
    issues: list[tuple[int, Issue]] = []
    if any(issue is not None for _, issue in memo.values()):
        issues = [(at, issue) for at, (_, issue) in enumerate(readings) if issue is not None]
    return [value for value, _ in readings], issues


def _without_value(
    cells: Sequence[Cell], numbers: Sequence[int], letters: str, valueless: Collection[str]
) -> list[int]:
    """Return the positions of formulas that have no value."""
    if not valueless:
        return []
    numbered = enumerate(zip(cells, numbers, strict=True))
    return [at for at, (c, n) in numbered if c is None and f"{letters}{n}" in valueless]


def _filled_rows(table: Table, blanks: list[int]) -> Iterator[tuple[int, tuple[Cell, ...]]]:
    """Yield (sheet row, cells) of rows that hold anything; note blank rows that lie between."""
    waiting: list[int] = []
    named = position(table.headings) if is_placements_table(table.name) else None
    for number, cells in enumerate(table.rows, table.first_row):
        if table.skipped and number in table.skipped:
            continue
        if all(map(is_blank, without_it(cells, named))):
            waiting.append(number)
            continue
        blanks += waiting
        waiting = []
        yield number, tuple(cells)
