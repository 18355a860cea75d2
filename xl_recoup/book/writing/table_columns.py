"""Columns of tables as formulas see them: as a run fills them, else as they stand in the file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from xl_recoup.addresses import Range
from xl_recoup.book.package.package import Sheet, TablePlace
from xl_recoup.book.package.serial_days import serial_of
from xl_recoup.book.package.table_part import read_table_part
from xl_recoup.book.reading.grid import Grid
from xl_recoup.book.reading.sheet_cells import BlockReader, Dialect
from xl_recoup.book.writing.draft import Draft
from xl_recoup.book.writing.formula_tree import NotKnown, Value
from xl_recoup.contract import normal
from xl_recoup.tables import (
    Cell,
    CellError,
    Columns,
    Digits,
    Formula,
    OutCell,
    TableWrite,
    columns_of,
)


class TableColumns(dict[tuple[str, str], Sequence[Value]]):
    """Columns of tables by table and heading: as a run fills them, else as they stand."""

    def __init__(
        self, draft: Draft, writes: Sequence[TableWrite], places: Mapping[str, TablePlace]
    ) -> None:
        """Look for nothing yet."""
        super().__init__()
        self._draft = draft
        self.places = places
        self._writes = {
            write.table.casefold(): replace(write, rows=Columns(columns_of(write.rows)))
            for write in writes
        }

    def __missing__(self, key: tuple[str, str]) -> Sequence[Value]:
        table, heading = key[0].casefold(), normal(key[1])
        write, place = self._writes.get(table), self.places.get(table)
        if write is not None and (place is None or not write.append):
            column = self._written(write, heading)
        elif place is not None:
            column = self._standing(place, heading)
        else:
            raise NotKnown(key[0])
        self[key] = column
        return column

    def _written(self, write: TableWrite, heading: str) -> Sequence[Value]:
        headings = [normal(h) for h in write.headings]
        if heading not in headings:
            raise NotKnown(heading)
        if not write.rows:
            return [None]  # a table has a row, be it a blank one
        column = columns_of(write.rows)[headings.index(heading)]
        kinds = set(map(type, column)) - {type(None)}
        if kinds <= {Decimal}:  # the usual ones quickly
            return [cell for cell in column if cell is None or isinstance(cell, Decimal)]
        if kinds <= {str}:
            return [cell or None for cell in column if cell is None or isinstance(cell, str)]
        since_1904 = self._draft.package.date_1904
        return [value_of(cell, since_1904) for cell in column]

    def _standing(self, place: TablePlace, heading: str) -> Sequence[Value]:
        name = place.table.part
        part = read_table_part(self._draft.content(name), name, place.sheet.name)
        headings = [normal(h) for h in part.headings]
        if headings.count(heading) != 1:
            raise NotKnown(heading)
        column = part.ref.first_column + headings.index(heading)
        block = Range(column, part.first_row, column, part.last_row)
        reader = reader_of(self._draft, place.sheet)
        return [value_of(row[0], self._draft.package.date_1904) for row in reader.read(block).rows]


def reader_of(draft: Draft, sheet: Sheet) -> BlockReader:
    """Return what reads a sheet as it is now; days are numbers, as formulas see them."""
    package = draft.package
    grid = Grid(draft.content(sheet.part), sheet.part)
    return BlockReader(grid, Dialect(package.few_strings, frozenset(), package.date_1904))


def value_of(cell: Cell | OutCell, since_1904: bool) -> Value:
    """Return what a cell holds, as formulas see it."""
    if isinstance(cell, Formula):
        cell = cell.value
    if isinstance(cell, bool | CellError) or cell is None:
        return cell
    if isinstance(cell, date):
        return Decimal(repr(serial_of(cell, since_1904)))
    if isinstance(cell, Digits | Decimal):
        return Decimal(cell)
    return cell or None if isinstance(cell, str) else Decimal(repr(cell))
