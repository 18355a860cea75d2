"""The totals of a table that a run fills, below it or above its headings: what they come to.

A person switches a totals row on in Excel, which then shows `SUBTOTAL(109,Charges[Amount])` below
the table; our own sheets have the same above the headings, where it stays in sight. It counts rows
in sight alone: where rows are hidden, or may be, it is left to Excel.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import NamedTuple

from xl_recoup.addresses import Address
from xl_recoup.book.package.package import Sheet, folded
from xl_recoup.book.package.table_part import TablePart, read_table_part
from xl_recoup.book.package.xmltext import attribute, element
from xl_recoup.book.reading.formula_texts import FormulaTexts
from xl_recoup.book.reading.grid import CellText, Grid, Row
from xl_recoup.book.reading.sheet_cells import BlockReader
from xl_recoup.book.writing.draft import Draft
from xl_recoup.book.writing.formula_tree import (
    Call,
    Constant,
    NotKnown,
    TableColumn,
    Value,
    tree_of,
)
from xl_recoup.book.writing.stored_value import same, with_values
from xl_recoup.book.writing.table_columns import TableColumns, reader_of
from xl_recoup.tables import Cell

_NUMBERS: dict[int, Callable[[list[Decimal]], Decimal]] = {
    2: lambda numbers: Decimal(len(numbers)),
    4: lambda numbers: max(numbers, default=Decimal(0)),
    5: lambda numbers: min(numbers, default=Decimal(0)),
    9: lambda numbers: sum(numbers, Decimal(0)),
}
"""What the functions of SUBTOTAL make of the numbers of a column; 100 more says the same here."""
_FILLED_CELLS = 3
_HEAD = 20_000
"""Bytes of a sheet in which what stands above its table is found."""


class Total(NamedTuple):
    """One cell of a totals row, with what it shows and what it comes to."""

    sheet: Sheet
    address: Address
    heading: str
    stored: Cell
    value: Value


def totals(draft: Draft, columns: TableColumns, tables: Iterable[str]) -> Iterator[Total]:
    """Give the cells in the totals rows of these tables, and above them, whose formulas we know."""
    for name in tables:
        place = columns.places.get(name.casefold())
        if place is None or not (place.table.totals_rows or _sums_above(draft, place.sheet)):
            continue
        content = draft.content(place.table.part)
        table = read_table_part(content, place.table.part, place.sheet.name)
        reader = reader_of(draft, place.sheet)
        if table.totals_rows > 1 or table.filtered or _hides_rows(reader.grid, table):
            continue
        above = table.ref.first_row - 1
        for at in (above, table.ref.last_row) if table.totals_rows else (above,):
            if at:
                yield from _totals_in(at, place.sheet, table, reader, columns)


def _sums_above(draft: Draft, sheet: Sheet) -> bool:
    """Say whether a sum may stand above the table of a sheet; one made elsewhere has none."""
    if folded(sheet.part) in draft.made_elsewhere():
        return False
    return b"SUBTOTAL(" in draft.content(sheet.part)[:_HEAD]


def _totals_in(
    at: int, sheet: Sheet, table: TablePart, reader: BlockReader, columns: TableColumns
) -> Iterator[Total]:
    stored = reader.read(table.ref._replace(first_row=at, last_row=at)).rows[0]
    for row in reader.grid.chosen([at]):
        for cell, formula in _formulas(reader.grid, row):
            column = cell.column - table.ref.first_column
            if 0 <= column < len(table.headings):
                try:
                    value = _value(formula, table, columns)
                except NotKnown:
                    continue
                heading, address = table.headings[column], Address(cell.column, at)
                yield Total(sheet, address, heading, stored[column], value)


def refresh_totals(draft: Draft, columns: TableColumns, tables: Iterable[str]) -> None:
    """Store what the totals rows of these tables come to, in the draft."""
    sheets: dict[Sheet, dict[int, dict[int, Value]]] = {}
    for total in totals(draft, columns, tables):
        draft.know(total.sheet.part, total.address)
        if not same(total.stored, total.value):
            rows = sheets.setdefault(total.sheet, {})
            rows.setdefault(total.address.row, {})[total.address.column] = total.value
    for sheet, rows in sheets.items():
        grid = Grid(draft.editable(sheet.part), sheet.part)
        draft.put(sheet.part, with_values(grid, rows))


def _formulas(grid: Grid, row: Row) -> Iterator[tuple[CellText, str]]:
    texts, pattern = FormulaTexts(grid), element(grid.prefix, b"f")
    for cell in grid.cells(row):
        found = pattern.search(cell.inner or b"")
        if found and attribute(found[1], b"t") is None:
            yield cell, texts[found[0]]


def _value(formula: str, table: TablePart, columns: TableColumns) -> Value:
    match tree_of(formula):
        case Call("SUBTOTAL", (Constant(Decimal() as number), TableColumn(named, heading))):
            if named and named.casefold() != table.name.casefold():
                raise NotKnown(formula)
            values = columns[table.name, heading]
        case _:
            raise NotKnown(formula)
    kind = int(number) % 100
    if kind == _FILLED_CELLS:
        return Decimal(sum(v is not None for v in values))
    if kind not in _NUMBERS or number not in (kind, kind + 100):
        raise NotKnown(formula)
    if any(not isinstance(v, str | bool | Decimal | None) for v in values):
        raise NotKnown(formula)
    return _NUMBERS[kind]([v for v in values if isinstance(v, Decimal)])


def _hides_rows(grid: Grid, table: TablePart) -> bool:
    """Say whether a row of the table may be out of sight."""
    first = next(iter(grid.chosen([table.first_row])), None)
    last = next(iter(grid.chosen([table.ref.last_row])), None)
    return first is None or last is None or grid.data.find(b"hidden", first.start, last.start) >= 0
