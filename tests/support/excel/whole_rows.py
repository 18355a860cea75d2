"""Whole rows of a worksheet of the engine: cut, put in and taken away, as Excel does it."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING, Any

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.dimensions import RowDimension

from tests.support.excel.values import PROTECTED, ComError
from tests.support.opened import boundaries

if TYPE_CHECKING:
    from tests.support.excel.sheets import Sheet


class WholeRow:
    """One row of a sheet, as wide as the sheet."""

    def __init__(self, sheet: Sheet, number: int) -> None:
        self.sheet, self.number = sheet, number

    @property
    def api(self) -> WholeRow:
        self.sheet.book.app.check()
        self.sheet.book.app.calls += 1
        if self.sheet.ws.protection.sheet:
            raise ComError(PROTECTED)
        return self

    def Cut(self) -> None:  # noqa: N802 (Excel's own name)
        self.sheet.book.app.cut = self.number

    def Insert(self, CopyOrigin: int = 0) -> None:  # noqa: N802, N803
        app = self.sheet.book.app
        was, app.cut = app.cut, 0
        if not was:
            like = self.number + 1 if CopyOrigin else self.number - 1
            _shift(self.sheet, self.number, 1)
            _like(self.sheet, like, self.number)
            return
        order = {was: 0}  # taken out, put in: what lies between moves by one
        now = self.number - 1 if was < self.number else self.number
        order[was] = now
        for row in range(min(was, now), max(was, now) + 1):
            if row != was:
                order[row] = row - 1 if was < row <= now else row + 1
        _renumber(self.sheet, order)

    def Delete(self) -> None:  # noqa: N802
        ws = self.sheet.ws
        for at in [at for at in ws._cells if at[0] == self.number]:
            del ws._cells[at]
        ws.row_dimensions.pop(self.number, None)
        _shift(self.sheet, self.number + 1, -1)


def _shift(sheet: Sheet, first: int, by: int) -> None:
    """Move all rows from one on; tables that reach over them become longer or shorter."""
    ws = sheet.ws
    last = max([first, *(row for row, _ in ws._cells), *ws.row_dimensions])
    _renumber(sheet, {row: row + by for row in range(first, last + 1)})
    for table in ws.tables.values():
        left, top, right, bottom = boundaries(table.ref)
        edge = first if by > 0 else first - 1
        top += by if top >= edge else 0
        bottom += by if bottom >= edge else 0
        ref = f"{get_column_letter(left)}{top}:{get_column_letter(right)}{bottom}"
        table.ref = ref
        if table.autoFilter is not None:
            table.autoFilter.ref = ref


def _renumber(sheet: Sheet, order: dict[int, int]) -> None:
    ws, shown = sheet.ws, sheet.book.shown
    cells: dict[Any, Any] = {}
    for (row, column), cell in list(ws._cells.items()):
        if row in order:
            del ws._cells[row, column]
            cell.row = order[row]
            cells[order[row], column] = cell
            if cell.hyperlink is not None:
                cell.hyperlink.ref = cell.coordinate
    ws._cells.update(cells)
    moved = {n: ws.row_dimensions.pop(n) for n in list(ws.row_dimensions) if n in order}
    for row, dimension in moved.items():
        dimension.index = order[row]
        ws.row_dimensions[order[row]] = dimension
    kept = {at: value for at, value in shown.items() if at[0] is ws and at[1] in order}
    for at in kept:
        del shown[at]
    shown.update({(ws, order[row], column): v for (_, row, column), v in kept.items()})


def _like(sheet: Sheet, like: int, number: int) -> None:
    ws = sheet.ws
    cells: list[tuple[Any, Any]] = list(ws._cells.items())
    for (row, column), cell in cells:
        if row == like:
            made: Any = ws.cell(number, column)
            made._style = copy(cell._style)
    height = ws.row_dimensions[like].height if like in ws.row_dimensions else None
    ws.row_dimensions[number] = RowDimension(ws, index=number, ht=height)
