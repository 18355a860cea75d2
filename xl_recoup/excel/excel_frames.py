"""An Excel table on a sheet of an open workbook: where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

import xlwings as xw
from xlwings.main import Table as ExcelTable

from xl_recoup.addresses import Range
from xl_recoup.excel.blocks import Block, place_of
from xl_recoup.tables import Cell, Table


def all_frames(book: xw.Book) -> list[ExcelFrame]:
    """Return every table of an open workbook, sheet by sheet."""
    return [ExcelFrame(sheet, listed) for sheet in book.sheets for listed in sheet.tables]


class ExcelFrame:
    """Where a table stands on its sheet: asked from Excel once, in some ten calls."""

    def __init__(self, sheet: xw.Sheet, listed: ExcelTable) -> None:
        """Ask for the table's place; its data are not read."""
        self.sheet, self.listed = sheet, listed
        self.name: str = listed.name
        self.sheet_name: str = sheet.name
        self.whole = place_of(listed.range)
        self.has_headings = bool(listed.show_headers)
        self.has_totals = bool(listed.show_totals)
        self.first_row = self.whole.first_row + self.has_headings
        self.last_row = self.whole.last_row - self.has_totals
        self.width = len(self.whole.columns)

    @cached_property
    def headings(self) -> tuple[str, ...]:
        """Its headings from left to right, asked from Excel when they are needed first."""
        if not self.has_headings:
            return tuple(column.name for column in self.listed.columns)
        (row,) = self.block(self.whole.first_row, self.whole.first_row).values()
        return tuple("" if heading is None else str(heading) for heading in row)

    def block(self, first: int, last: int, start: int = 0, width: int | None = None) -> Block:
        """Return the cells from one row of the sheet to another; columns counted from 0."""
        left = self.whole.first_column + start
        right = left + (self.width if width is None else width) - 1
        return Block(self.sheet, Range(left, first, right, last))

    def grow(self, columns: int) -> None:
        """Take note of columns that were added on the right; fewer than none: taken away."""
        last = self.whole.last_column + columns
        self.whole = self.whole._replace(last_column=last)
        self.width += columns

    @property
    def filtered(self) -> bool:
        """True while a filter keeps rows out of sight."""
        return bool(self.listed.show_autofilter and self.listed.api.AutoFilter.FilterMode)

    def table(self, rows: Sequence[Sequence[Cell]], **more: Any) -> Table:
        """Return the table with these rows."""
        return Table(
            name=self.name,
            sheet=self.sheet_name,
            headings=self.headings,
            first_row=self.first_row,
            rows=rows,
            first_column=self.whole.first_column,
            filtered=self.filtered,
            **more,
        )
