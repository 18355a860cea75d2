"""An Excel table on a sheet of an open workbook: where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import xlwings as xw
from xlwings.main import Table as ExcelTable

from xl_recoup.excel.open_cells import rows_of
from xl_recoup.tables import Cell, Table


class ExcelFrame:
    """Where a table stands on its sheet: asked from Excel once."""

    def __init__(self, sheet: xw.Sheet, listed: ExcelTable) -> None:
        """Ask for the table's place; its data are not read."""
        self.sheet, self.listed = sheet, listed
        self.name: str = listed.name
        self.sheet_name: str = sheet.name
        whole = listed.range
        height, self.width = whole.shape
        self.has_headings = bool(listed.show_headers)
        self.has_totals = bool(listed.show_totals)
        self.top: int = whole.row
        self.left: int = whole.column
        self.first_row = self.top + self.has_headings
        self.bottom = self.top + height - 1
        self.last_row = self.bottom - self.has_totals
        self.headings = self._headings()

    def _headings(self) -> tuple[str, ...]:
        if not self.has_headings:
            return tuple(column.name for column in self.listed.columns)
        row = self.block(self.top, self.top).api.Value2
        return tuple("" if h is None else str(h) for h in rows_of(row, 1, self.width)[0])

    def block(self, first: int, last: int, start: int = 0, width: int | None = None) -> xw.Range:
        """Return the cells from one row of the sheet to another; columns counted from 0."""
        left = self.left + start
        right = left + (self.width if width is None else width) - 1
        return self.sheet.range((first, left), (last, right))

    @property
    def filtered(self) -> bool:
        """True while a filter keeps rows out of sight."""
        return bool(self.listed.show_autofilter and self.listed.api.AutoFilter.FilterMode)

    def table(self, rows: Sequence[Sequence[Cell]], **more: Any) -> Table:
        """Return the table with these rows."""
        return Table(
            self.name, self.sheet_name, self.headings, self.first_row, rows,
            first_column=self.left, filtered=self.filtered, **more,
        )  # fmt: skip
