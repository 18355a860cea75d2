"""A block of cells of an open sheet, read in one piece: values, days, formulas, what is hidden.

What numbers are shown as is asked column by column, as their format says; formulas and hidden rows
are asked for only where there are any.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
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
    """Return where cells stand on their sheet: asked in one call where it has an address of cells.

    Whole rows and columns have none; their size and corner are asked one by one.
    """
    place = Range.parse(cells.address)
    if place is not None:
        return place
    (height, width), left, top = cells.shape, cells.column, cells.row
    return Range(left, top, left + width - 1, top + height - 1)


def _is_column(said: tuple[Any, ...]) -> bool:
    return all(
        isinstance(row, tuple) and len(row) == 1 and isinstance(row[0], int | float) for row in said
    )


def _state(lines: Any) -> bool | None:
    """Return whether rows or columns are hidden: one call, where xlwings asks for each of them."""
    state: bool | None = lines.Hidden
    return state


def by_halves(numbers: range, hidden: Callable[[range], bool | None]) -> Iterator[int]:
    """Yield those that are hidden; `hidden` says it of several at once, None where they differ."""
    waiting = [numbers]
    while waiting:
        some = waiting.pop()
        state = hidden(some)
        if state is None and len(some) > 1:
            half = len(some) // 2
            waiting += [some[half:], some[:half]]
        elif state:
            yield from some


def _stretches(numbers: Sequence[int]) -> Iterator[range]:
    """Yield rising numbers in stretches without a gap."""
    for _, stretch in groupby(enumerate(numbers), lambda pair: pair[1] - pair[0]):
        some = [number for _, number in stretch]
        yield range(some[0], some[-1] + 1)


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

    def held(self) -> Held:
        """Return what its cells hold, so that it can be put back."""
        some_formulas = self.cells.api.HasFormula is not False
        return Held(self, self.values(), self.formulas() if some_formulas else None)

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

    def hidden(self) -> tuple[frozenset[int], frozenset[int], frozenset[int]]:
        """Return the sheet's rows and columns that are out of sight, by hand or by a filter.

        Columns that are folded away in a group are not among these: they come third.
        """
        first_row = self.row(self.place.first_row)

        def hidden(some: range) -> bool | None:
            return _state(first_row._of_columns(some).cells.api.EntireColumn)

        def folded(some: range) -> bool | None:
            level: int | None = first_row._of_columns(some).cells.api.EntireColumn.OutlineLevel
            return None if level is None else level > 1  # Excel counts from 1

        columns = frozenset(by_halves(self.place.columns, hidden))
        away = frozenset(n for s in _stretches(sorted(columns)) for n in by_halves(s, folded))
        return frozenset(self._hidden_rows()), columns - away, away

    def _hidden_rows(self) -> Iterator[int]:
        """Yield rows that are out of sight; a filter may hide every other one of very many.

        Where some are and some are not, Excel is asked in one formula how many filled cells each
        row shows: a filled row that shows none is hidden. Blank rows are asked for themselves.
        """
        first_column = self.column(self.place.first_column)

        def hidden(some: range) -> bool | None:
            return _state(first_column._of_rows(some).cells.api.EntireRow)

        shown = self._shown_cells() if hidden(self.place.rows) is None else None
        if shown is None:
            yield from by_halves(self.place.rows, hidden)
            return
        unsure = []
        for row, count, values in zip(self.place.rows, shown, self.values(), strict=True):
            if not count and any(value is not None for value in values):
                yield row
            elif not count:
                unsure.append(row)
        for some in _stretches(unsure):
            yield from by_halves(some, hidden)

    def _shown_cells(self) -> list[int] | None:
        """Return how many filled cells of each row are in sight; None where Excel won't say."""
        top = self.place.first_row
        row = self.row(top).place.full
        rows = f"ROW({top}:{self.place.last_row})"
        said = self.sheet.api.Evaluate(f"SUBTOTAL(103,OFFSET({row},{rows}-{top},0))")
        counts = [n for (n,) in said] if isinstance(said, tuple) and _is_column(said) else []
        return counts if len(counts) == len(self.place.rows) else None

    def _of_rows(self, rows: range) -> Block:
        place = self.place._replace(first_row=rows[0], last_row=rows[-1])
        return self._replace(place=place)

    def _of_columns(self, columns: range) -> Block:
        place = self.place._replace(first_column=columns[0], last_column=columns[-1])
        return self._replace(place=place)

    def struck(self) -> frozenset[int]:
        """Return the sheet's rows in which all that is filled in is struck through."""

        def state(block: Block) -> bool | None:
            said: bool | None = block.cells.api.Font.Strikethrough
            return said

        def some_struck(rows: range) -> bool | None:
            said = state(self._of_rows(rows))
            return True if said is None and len(rows) == 1 else said

        found = set()
        for number in by_halves(self.place.rows, some_struck):
            row = self.row(number)
            (values,) = row.values()
            columns = zip(self.place.columns, values, strict=True)
            filled = {column for column, value in columns if value is not None}
            if filled and all(state(row.column(column)) for column in filled):
                found.add(number)
        return frozenset(found)

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


class Held(NamedTuple):
    """What a block of cells held before it was written."""

    block: Block
    values: Rows
    formulas: Rows | None
    """What was typed, where anything is a formula."""

    def put_back(self) -> None:
        """Write it again; how each cell is typed is worked out by then, since it is hardly ever."""
        typed = self.values if self.formulas is None else self.formulas
        pairs = zip(self.values, typed, strict=True)
        self.block.put([tuple(map(again, values, formulas)) for values, formulas in pairs])
