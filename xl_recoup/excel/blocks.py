"""A block of cells of an open sheet, read in one piece: values, days, formulas, what is hidden.

What numbers are shown as is asked column by column, as their format says; formulas and hidden rows
are asked for only where there are any.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import xlwings as xw

from xl_recoup.addresses import Range
from xl_recoup.excel.open_cells import Rows, again, as_day, as_shown, cell_of, rows_of
from xl_recoup.tables import Cell

Column = Sequence[Cell]
_EARLIEST = 20_000  # October 1954, before which no day of ours lies


def _is_ours(cell: Cell) -> bool:
    """Say whether a number that Excel takes for a moment is a day; hours are none."""
    return isinstance(cell, int | float) and cell >= _EARLIEST


def place_of(cells: xw.Range) -> Range:
    """Return where cells stand on their sheet."""
    (height, width), left, top = cells.shape, cells.column, cells.row
    return Range(left, top, left + width - 1, top + height - 1)


class Block(NamedTuple):
    """A block of cells of an open sheet, by its place."""

    sheet: xw.Sheet
    place: Range

    @property
    def cells(self) -> xw.Range:
        """All of its cells; by their address, which is one call where corners would be three."""
        return self.sheet.range(self.place.full)

    def column(self, number: int) -> Block:
        """Return one of its columns, by the sheet's number."""
        return self._replace(place=self.place._replace(first_column=number, last_column=number))

    def row(self, number: int) -> Block:
        """Return one of its rows, by the sheet's number."""
        return self._replace(place=self.place._replace(first_row=number, last_row=number))

    def values(self) -> Rows:
        """Return what its cells hold, row by row, as `Value2` gives it."""
        return self._as_rows(self.cells.api.Value2)

    def formulas(self) -> Rows:
        """Return what was typed into its cells, row by row."""
        return self._as_rows(self.cells.formula)

    def _as_rows(self, values: Any) -> Rows:
        return rows_of(values, len(self.place.rows), len(self.place.columns))

    def held(self) -> Rows:
        """Return what its cells hold, in a form that can be put back."""
        pairs = zip(self.values(), self.formulas(), strict=True)
        return [tuple(map(again, values, formulas)) for values, formulas in pairs]

    def put(self, rows: Rows) -> None:
        """Write its cells."""
        self.cells.raw_value = rows

    def read(self, date_1904: bool) -> tuple[list[tuple[Cell, ...]], dict[str, str]]:
        """Return its rows, and the text of its formulas by address."""
        texts: dict[str, str] = {}
        some_formulas = self.cells.api.HasFormula is not False
        columns: list[Column] = []
        for number, values in zip(
            self.place.columns, zip(*self.values(), strict=True), strict=True
        ):
            block, column = self.column(number), [cell_of(value) for value in values]
            if some_formulas:
                texts |= block._formula_texts(column)
            numbers = any(type(cell) in (int, float) for cell in column)
            columns.append(block._as_shown(column, date_1904) if numbers else column)
        return list(zip(*columns, strict=True)), texts

    def _as_shown(self, column: Column, date_1904: bool) -> Column:
        """Return a column in which numbers are what their formats make of them."""
        code = self.cells.number_format
        if code is not None:
            return [as_shown(cell, code, date_1904) for cell in column]
        seen = self._as_rows(self.cells.raw_value)  # formats differ: `Value` shows the days
        cells = [
            as_day(cell, date_1904) if hasattr(value, "year") and _is_ours(cell) else cell
            for cell, (value,) in zip(column, seen, strict=True)
        ]
        self._ask_by_halves(cells, date_1904)
        return cells

    def _ask_by_halves(self, cells: list[Cell], date_1904: bool) -> None:
        """Put into a column whose formats differ what they make of its numbers.

        Excel tells the format of cells that have one in common: of a column with few different
        stretches it is asked a few times, whatever its length.
        """
        waiting = [(0, len(cells) // 2), (len(cells) // 2, len(cells))]
        while waiting:
            first, end = waiting.pop()
            if not any(type(cell) in (int, float) for cell in cells[first:end]):
                continue
            top = self.place.first_row + first
            place = self.place._replace(first_row=top, last_row=top + end - first - 1)
            code = self._replace(place=place).cells.number_format
            if code is None and end - first > 1:
                half = (first + end) // 2
                waiting += [(first, half), (half, end)]
            else:
                cells[first:end] = [as_shown(c, code or "", date_1904) for c in cells[first:end]]

    def _formula_texts(self, column: Column) -> dict[str, str]:
        """Return the formulas of a column by address; a text that begins with = is none."""
        if self.cells.api.HasFormula is False:
            return {}
        letters = self.place.start.letters
        return {
            f"{letters}{row}": text[1:]
            for row, cell, (text,) in zip(self.place.rows, column, self.formulas(), strict=True)
            if isinstance(text, str) and text.startswith("=") and text != cell
        }

    def hidden(self) -> tuple[frozenset[int], frozenset[int]]:
        """Return the sheet's rows and columns that are out of sight, by hand or by a filter."""
        rows, columns = frozenset(self.place.rows), frozenset(self.place.columns)
        if not self.sheet.api.ProtectContents:  # on a protected sheet Excel gives no special cells
            areas = self.cells.get_special_cells("visible")
            assert isinstance(areas, list)
            seen = [place_of(area) for area in areas]
            if seen:
                seen_rows, seen_columns = (p.rows for p in seen), (p.columns for p in seen)
                return rows.difference(*seen_rows), columns.difference(*seen_columns)
        start = self.place.start
        first_row, first_column = self.row(start.row), self.column(start.column)
        return (
            frozenset(n for n in rows if first_column.row(n).cells.rows.hidden),
            frozenset(n for n in columns if first_row.column(n).cells.columns.hidden),
        )

    def merges(self) -> Iterator[Range]:
        """Yield its merged blocks."""
        rows = (self.row(number) for number in self.place.rows)
        areas = {
            place_of(row.column(number).cells.merge_area)
            for row in rows
            if row.cells.merge_cells is not False
            for number in self.place.columns
        }
        yield from sorted(area for area in areas if area.start != area.end)
