"""A block of cells of an open sheet, read in one piece: values, days, formulas, what is hidden.

Which numbers are days is asked column by column, as their format says; formulas and hidden rows are
asked for only where there are any.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import xlwings as xw

from xl_recoup.addresses import Range, column_letters
from xl_recoup.book.package.serial_days import is_day_format
from xl_recoup.excel.open_cells import as_day, cell_of, rows_of
from xl_recoup.tables import Cell

Column = list[Cell]


@dataclass(frozen=True)
class Block:
    """A block of cells: its first row and column, counted from 1 as Excel does, and its size."""

    sheet: xw.Sheet
    top: int
    left: int
    height: int
    width: int

    @property
    def cells(self) -> xw.Range:
        """All of its cells; by their address, which is one call where corners would be three."""
        end = (self.left + self.width - 1, self.top + self.height - 1)
        return self.sheet.range(Range(self.left, self.top, *end).full)

    def column(self, index: int) -> Block:
        """Return one of its columns, counted from 0."""
        return Block(self.sheet, self.top, self.left + index, self.height, 1)

    def row(self, number: int) -> Block:
        """Return one of its rows, by the sheet's number."""
        return Block(self.sheet, number, self.left, 1, self.width)

    def read(self, date_1904: bool) -> tuple[list[tuple[Cell, ...]], dict[str, str]]:
        """Return its rows, and the text of its formulas by address."""
        cells = self.cells
        values = rows_of(cells.api.Value2, self.height, self.width)
        columns = [[cell_of(value) for value in column] for column in zip(*values, strict=True)]
        texts: dict[str, str] = {}
        some_formulas = cells.api.HasFormula is not False
        for i, column in enumerate(columns):
            if some_formulas:
                texts |= self.column(i)._formulas(column)
            if any(type(cell) in (int, float) for cell in column):
                columns[i] = self.column(i)._with_days(column, date_1904)
        return list(zip(*columns, strict=True)), texts

    def _with_days(self, column: Column, date_1904: bool) -> Column:
        """Return a column in which the numbers that are shown as days are days."""
        cells = self.cells
        shown = cells.number_format
        if shown is not None:
            return [as_day(c, date_1904) for c in column] if is_day_format(shown) else column
        seen = rows_of(cells.raw_value, len(column), 1)  # formats differ: `Value` shows the days
        return [
            as_day(cell, date_1904) if hasattr(value, "year") else cell
            for cell, (value,) in zip(column, seen, strict=True)
        ]

    def _formulas(self, column: Column) -> dict[str, str]:
        """Return the formulas of a column by address; a text that begins with = is none."""
        cells = self.cells
        if cells.api.HasFormula is False:
            return {}
        letters = column_letters(self.left)
        return {
            f"{letters}{self.top + i}": text[1:]
            for i, (text,) in enumerate(rows_of(cells.formula, len(column), 1))
            if isinstance(text, str) and text.startswith("=") and text != column[i]
        }

    def hidden(self) -> tuple[frozenset[int], frozenset[int]]:
        """Return the sheet's rows and columns that are out of sight, by hand or by a filter."""
        rows = frozenset(range(self.top, self.top + self.height))
        columns = frozenset(range(self.left, self.left + self.width))
        if not self.sheet.api.ProtectContents:  # on a protected sheet Excel gives no special cells
            areas = self.cells.get_special_cells("visible")
            assert isinstance(areas, list)
            places = [(a.row, a.column, *a.shape) for a in areas]
            if places:
                seen_rows = {n for top, _, height, _ in places for n in range(top, top + height)}
                seen = {n for _, left, _, width in places for n in range(left, left + width)}
                return rows - seen_rows, columns - seen
        first = self.row(self.top)
        return (
            frozenset(n for n in rows if self.row(n).column(0).cells.rows.hidden),
            frozenset(n for n in columns if first.column(n - self.left).cells.columns.hidden),
        )

    def merges(self) -> Iterator[Range]:
        """Yield its merged blocks."""
        found: set[Range] = set()
        for number in range(self.top, self.top + self.height):
            row = self.row(number)
            if row.cells.merge_cells is False:
                continue
            for i in range(self.width):
                area = row.column(i).cells.merge_area
                (height, width), key = area.shape, (area.column, area.row)
                if height * width > 1:
                    found.add(Range(*key, area.column + width - 1, area.row + height - 1))
        yield from sorted(found)
