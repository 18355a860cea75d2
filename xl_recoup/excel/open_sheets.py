"""Whole sheets of an open workbook as cells: the team's own, for reading through a Mapping."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import xlwings as xw

from xl_recoup.addresses import Range
from xl_recoup.book.reading.whole_sheets import LOOKED_AT, WIDEST
from xl_recoup.excel.blocks import Block
from xl_recoup.excel.excel_frames import ExcelFrame
from xl_recoup.tables import Cell, Frame, SheetView


def read_views(book: xw.Book, names: Iterable[str]) -> list[SheetView]:
    """Return the sheets of these names in the workbook's order, as `book.views` does for a file."""
    wanted, date_1904 = set(names), bool(book.api.Date1904)
    return [_view(sheet, date_1904) for sheet in book.sheets if sheet.name in wanted]


def _view(sheet: xw.Sheet, date_1904: bool) -> SheetView:
    used = sheet.used_range
    height, width = used.row + used.shape[0] - 1, used.column + used.shape[1] - 1
    rows, formulas = Block(sheet, 1, 1, height, min(width, WIDEST)).read(date_1904)
    frames = tuple(_frames(sheet))
    places = [Range.parse(address) for address in formulas]
    filled = max([_last_filled(rows), 1, *(p.last_row for p in places if p)])
    wide = max(
        [_width(rows[:LOOKED_AT]), 1, *(f.last_column for f in frames)]
        + [p.last_column for p in places if p and p.last_row <= LOOKED_AT]
    )
    block = Block(sheet, 1, 1, filled, min(wide, WIDEST))
    hidden_rows, hidden_columns = block.hidden()
    return SheetView(
        name=sheet.name,
        rows=[row[: block.width] for row in rows[:filled]],
        merges=tuple(Block(sheet, 1, 1, min(filled, LOOKED_AT), block.width).merges()),
        frames=frames,
        hidden_rows=hidden_rows,
        hidden_columns=hidden_columns,
        formulas=frozenset(formulas),
        filtered=bool(sheet.api.AutoFilterMode and sheet.api.FilterMode),
    )


def _frames(sheet: xw.Sheet) -> Iterable[Frame]:
    for listed in sheet.tables:
        table = ExcelFrame(sheet, listed)
        if table.has_headings:
            last = table.left + table.width - 1
            yield Frame(table.name, table.top, table.left, last, table.last_row)


def _last_filled(rows: Sequence[Sequence[Cell]]) -> int:
    """Return the number of the last row that holds a value."""
    return max((n for n, row in enumerate(rows, 1) if any(c is not None for c in row)), default=0)


def _width(rows: Sequence[Sequence[Cell]]) -> int:
    """Return the last column that is filled in any of these rows."""
    return max((n for row in rows for n, c in enumerate(row, 1) if c is not None), default=0)
