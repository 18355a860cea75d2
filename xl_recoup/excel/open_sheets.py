"""Whole sheets of an open workbook as cells: the team's own, for reading through a Mapping."""

from __future__ import annotations

from collections.abc import Iterable

import xlwings as xw

from xl_recoup.addresses import Address, Range
from xl_recoup.book.reading.whole_sheets import LOOKED_AT, WIDEST
from xl_recoup.excel.blocks import Block, place_of
from xl_recoup.excel.excel_frames import ExcelFrame
from xl_recoup.tables import Frame, SheetView


def read_views(book: xw.Book, names: Iterable[str]) -> list[SheetView]:
    """Return the sheets of these names in the workbook's order, as `book.views` does for a file."""
    wanted, date_1904 = set(names), bool(book.api.Date1904)
    return [_view(sheet, date_1904) for sheet in book.sheets if sheet.name in wanted]


def read_tops(sheets: Iterable[xw.Sheet], date_1904: bool) -> list[SheetView]:
    """Return the first rows of sheets, where headings stand."""
    views = []
    for sheet in sheets:
        used = place_of(sheet.used_range)
        top = Range(1, 1, min(used.last_column, WIDEST), min(used.last_row, LOOKED_AT))
        views.append(SheetView(sheet.name, Block(sheet, top).read(date_1904)[0]))
    return views


def _view(sheet: xw.Sheet, date_1904: bool) -> SheetView:
    used = place_of(sheet.used_range)
    whole = Range(1, 1, min(used.last_column, WIDEST), used.last_row)
    rows, formulas = Block(sheet, whole).read(date_1904)
    frames = tuple(_frames(sheet))
    places = [place for place in map(Address.parse, formulas) if place]
    filled = [n for n, row in enumerate(rows, 1) if any(c is not None for c in row)]
    last = max([1, *filled, *(p.row for p in places)])
    near = [n for row in rows[:LOOKED_AT] for n, c in enumerate(row, 1) if c is not None]
    near += [p.column for p in places if p.row <= LOOKED_AT]
    wide = max([1, *near, *(f.last_column for f in frames)])
    block = Block(sheet, Range(1, 1, min(wide, WIDEST), last))
    hidden_rows, hidden_columns, folded_columns = block.hidden()
    return SheetView(
        name=sheet.name,
        rows=[row[: block.place.last_column] for row in rows[:last]],
        merges=tuple(Block(sheet, block.place.ending(min(last, LOOKED_AT))).merges()),
        frames=frames,
        hidden_rows=hidden_rows,
        hidden_columns=hidden_columns,
        folded_columns=folded_columns,
        formulas=frozenset(formulas),
        filtered=bool(sheet.api.AutoFilterMode and sheet.api.FilterMode),
        struck=block.struck(),
    )


def _frames(sheet: xw.Sheet) -> Iterable[Frame]:
    frames = (ExcelFrame(sheet, listed) for listed in sheet.tables)
    for frame in (f for f in frames if f.has_headings):
        left, top, right, _ = frame.whole
        yield Frame(frame.name, top, left, right, frame.last_row)
