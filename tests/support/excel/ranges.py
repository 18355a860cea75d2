"""A range of cells of the engine: values, formats, and what Excel refuses."""

from __future__ import annotations

from copy import copy
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.utils import get_column_letter

from tests.support.excel.looks import EntireRow, Looks
from tests.support.excel.values import (
    PROTECTED,
    ComError,
    calculated,
    formula_of,
    stored,
    typed,
    value,
)

if TYPE_CHECKING:
    from tests.support.excel.sheets import Sheet
    from tests.support.excel.tables import Table


class Range:
    """A block of cells."""

    def __init__(self, sheet: Sheet, row: int, column: int, height: int, width: int) -> None:
        assert min(row, column, height, width) > 0, "no such range in Excel"
        self.sheet, self.row, self.column, self.shape = sheet, row, column, (height, width)

    def __len__(self) -> int:
        return self.shape[0] * self.shape[1]

    @property
    def coords(self) -> Any:
        return self.sheet.ws.title, self.row, self.column, *self.shape

    @property
    def address(self) -> str:
        last = get_column_letter(self.column + self.shape[1] - 1)
        first = f"${get_column_letter(self.column)}${self.row}"
        return first if len(self) == 1 else f"{first}:${last}${self.row + self.shape[0] - 1}"

    def __call__(self, one: int, two: int | None = None) -> Range:
        row, column = divmod(one - 1, self.shape[1]) if two is None else (one - 1, two - 1)
        return Range(self.sheet, self.row + row, self.column + column, 1, 1)

    def _rows(self) -> list[list[Any]]:
        """Return openpyxl's cells; cells that were never written come to be."""
        app = self.sheet.book.app
        app.check()
        app.calls += 1
        height, width = self.shape
        return [
            [self.sheet.ws.cell(r, c) for c in range(self.column, self.column + width)]
            for r in range(self.row, self.row + height)
        ]

    def _read(self, see: Any) -> Any:
        found = tuple(tuple(see(cell) for cell in row) for row in self._rows())
        return found[0][0] if len(self) == 1 else found

    def _value2(self, cell: Any) -> Any:
        book = self.sheet.book
        if formula_of(cell) is not None:
            return book.shown.get((self.sheet.ws, cell.row, cell.column), 0.0)
        return stored(cell, book.epoch)

    @property
    def api(self) -> Any:
        flags = {formula_of(cell) is not None for row in self._rows() for cell in row}
        return Looks(
            self,
            Value2=self._read(self._value2),
            HasFormula=flags.pop() if len(flags) == 1 else None,
            EntireRow=EntireRow(self),
            EntireColumn=SimpleNamespace(Hidden=self.column_hidden, OutlineLevel=self._level),
        )

    @property
    def raw_value(self) -> Any:
        epoch = self.sheet.book.epoch
        return self._read(lambda cell: value(self._value2(cell), cell.number_format, epoch))

    @raw_value.setter
    def raw_value(self, data: Any) -> None:
        rows = self._rows()
        self._may_write()
        given = data if isinstance(data, list | tuple) else [[data] * self.shape[1]] * self.shape[0]
        assert (len(given), len(given[0])) == self.shape, "Excel would repeat or cut the values"
        for row, values in zip(rows, given, strict=True):
            for cell, new in zip(row, values, strict=True):
                self._type(cell, new)

    def _may_write(self) -> None:
        app = self.sheet.book.app
        if self.sheet.ws.protection.sheet:
            raise ComError(PROTECTED)
        if app.fail_on_write is not None:
            app.fail_on_write -= 1
            if app.fail_on_write < 0:
                app.fail_on_write = None
                raise ComError(PROTECTED)

    def _type(self, cell: Any, new: Any) -> None:
        assert not isinstance(cell, MergedCell)
        assert isinstance(new, str | float | int | bool), f"pywin32 gets {new!r}"
        if isinstance(new, str) and new.startswith("="):
            cell.value = new
            key = self.sheet.ws, cell.row, cell.column
            self.sheet.book.shown[key] = calculated(new)
            return
        content = (typed(new) if new else None) if isinstance(new, str) else new
        cell.value = content
        if isinstance(content, str) and content != new:  # with an apostrophe: text, whatever it is
            cell.data_type = "s"

    @property
    def formula(self) -> Any:
        def see(cell: Any) -> str:
            shown = self._value2(cell)
            return formula_of(cell) or ("" if shown is None else str(shown))

        return self._read(see)

    @property
    def number_format(self) -> str | None:
        formats = {cell.number_format for row in self._rows() for cell in row}
        return formats.pop() if len(formats) == 1 else None

    @number_format.setter
    def number_format(self, code: str) -> None:
        for row in self._rows():
            for cell in row:
                cell.number_format = code

    @property
    def column_hidden(self) -> bool | None:
        hidden = {self._is_hidden(c) for c in range(self.column, self.column + self.shape[1])}
        return hidden.pop() if len(hidden) == 1 else None

    @property
    def _level(self) -> int | None:
        """The level of all these columns in groups, counted from 1; None where they differ."""
        levels = {self._level_of(c) for c in range(self.column, self.column + self.shape[1])}
        return levels.pop() if len(levels) == 1 else None

    def _level_of(self, column: int) -> int:
        return 1 + max(
            (
                int(d.outlineLevel or 0)
                for letters, d in self.sheet.ws.column_dimensions.items()
                if (
                    (d.min or 0) <= column <= (d.max or 0)
                    if d.min
                    else letters == get_column_letter(column)
                )
            ),
            default=0,
        )

    def _is_hidden(self, column: int) -> bool:
        return any(
            d.hidden and (d.min or column) <= column <= (d.max or column)
            for letters, d in self.sheet.ws.column_dimensions.items()
            if d.min is not None or letters == get_column_letter(column)
        )

    @property
    def row_hidden(self) -> bool | None:
        rows = range(self.row, self.row + self.shape[0])
        hidden = {bool(self.sheet.ws.row_dimensions[n].hidden) for n in rows}
        return hidden.pop() if len(hidden) == 1 else None

    @property
    def row_level(self) -> int | None:
        rows = range(self.row, self.row + self.shape[0])
        levels = {(self.sheet.ws.row_dimensions[n].outlineLevel or 0) + 1 for n in rows}
        return levels.pop() if len(levels) == 1 else None

    @property
    def merge_area(self) -> Range:
        for merged in self.sheet.ws.merged_cells.ranges:
            inside = merged.min_row <= self.row <= merged.max_row
            if inside and merged.min_col <= self.column <= merged.max_col:
                return self.sheet.range(merged.coord)
        return Range(self.sheet, self.row, self.column, 1, 1)

    @property
    def merge_cells(self) -> bool | None:
        merged = {isinstance(cell, MergedCell) for row in self._rows() for cell in row}
        return False if merged == {False} else None

    def clear_contents(self) -> None:
        self._may_write()
        for row in self._rows():
            for cell in row:
                cell.value = None

    def clear(self) -> None:
        self.clear_contents()
        plain: Any = Cell(self.sheet.ws, row=1, column=1)  # of no sheet
        cells: list[Any] = [cell for row in self._rows() for cell in row]
        for cell in cells:
            cell._style = copy(plain._style)

    def autofill(self, destination: Any, type_: str) -> None:
        assert type_ == "fill_formats"
        self._may_write()
        model = self._rows()[-1]
        for row in destination.impl._rows()[self.shape[0] :]:
            for cell, like in zip(row, model, strict=True):
                cell._style = copy(like._style)

    @property
    def font(self) -> Any:
        return SimpleNamespace()

    @property
    def column_width(self) -> float:
        return float(self.sheet.ws.column_dimensions[get_column_letter(self.column)].width)

    @column_width.setter
    def column_width(self, width: float) -> None:
        self.sheet.ws.column_dimensions[get_column_letter(self.column)].width = width

    @property
    def table(self) -> Table | None:
        for found in self.sheet.tables:
            place = found.range
            inside = place.row <= self.row < place.row + place.shape[0]
            if inside and place.column <= self.column < place.column + place.shape[1]:
                return found
        return None

    def select(self) -> None:
        if self.sheet.book.file.active is not self.sheet.ws:
            raise ComError(PROTECTED)  # as Excel: only on the sheet in front
        self.sheet.book.app.selected = self
