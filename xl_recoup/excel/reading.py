"""Read every table of a workbook that is open in Excel: the same tables as from its file.

A table is read in one piece. Which numbers are days is asked column by column, as their format
says; formulas, hidden rows and filters are asked for only where there are any.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import xlwings as xw
from xlwings.main import Table as ExcelTable

from xl_recoup.book.dates import is_day_format
from xl_recoup.errors import Refused
from xl_recoup.excel.cells import as_day, cell_of, rows_of
from xl_recoup.tables import Cell, Table, WorkbookTables, column_letters

Wanted = Callable[[str], bool]
Column = list[Cell]


def read_tables(
    book: xw.Book, *, wanted: Wanted | None = None, formula_texts: bool = False
) -> WorkbookTables:
    """Return every table of an open workbook, as `book.read_workbook` does for a file.

    Tables that are not `wanted` come without rows. With `formula_texts`, tables also give the text
    of each formula. Raises Refused where two tables have one name.
    """
    date_1904 = bool(book.api.Date1904)
    tables: dict[str, Table] = {}
    sheets: list[str] = []
    for sheet in book.sheets:
        sheets.append(sheet.name)
        for listed in sheet.tables:
            frame = Frame(sheet, listed)
            if frame.name in tables:
                raise Refused(f"Two tables have the name {frame.name}. Rename one of them.")
            if wanted is None or wanted(frame.name):
                tables[frame.name] = _read(frame, date_1904, formula_texts)
            else:
                tables[frame.name] = frame.table([])
    return WorkbookTables(tables, tuple(sheets), date_1904)


class Frame:
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
        self.last_row = self.top + height - 1 - self.has_totals
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


def _read(frame: Frame, date_1904: bool, formula_texts: bool) -> Table:
    height = frame.last_row - frame.first_row + 1
    hidden = frozenset(
        frame.left + i for i in range(frame.width) if _column(frame, i, 1).columns.hidden
    )
    if height < 1:
        return frame.table([], hidden_columns=hidden)
    data = frame.block(frame.first_row, frame.last_row)
    values = rows_of(data.api.Value2, height, frame.width)
    columns = [[cell_of(value) for value in column] for column in zip(*values, strict=True)]
    texts: dict[str, str] = {}
    some_formulas = data.api.HasFormula is not False
    for i, column in enumerate(columns):
        cells = _column(frame, i, height)
        if some_formulas:
            texts |= _formulas(frame, i, cells, column)
        if any(type(cell) in (int, float) for cell in column):
            columns[i] = _with_days(cells, column, date_1904)
    return frame.table(
        list(zip(*columns, strict=True)),
        hidden_columns=hidden,
        hidden_rows=_hidden_rows(frame, height, hidden),
        formulas=frozenset(texts),
        formula_texts=texts if formula_texts else {},
    )


def _column(frame: Frame, index: int, height: int) -> xw.Range:
    return frame.block(frame.first_row, frame.first_row + height - 1, index, 1)


def _with_days(cells: xw.Range, column: Column, date_1904: bool) -> Column:
    """Return a column in which the numbers that are shown as days are days."""
    shown = cells.number_format
    if shown is not None:
        return [as_day(c, date_1904) for c in column] if is_day_format(shown) else column
    seen = rows_of(cells.raw_value, len(column), 1)  # formats differ: `Value` shows which are days
    return [
        as_day(cell, date_1904) if hasattr(value, "year") else cell
        for cell, (value,) in zip(column, seen, strict=True)
    ]


def _formulas(frame: Frame, index: int, cells: xw.Range, column: Column) -> dict[str, str]:
    """Return the formulas of a column by address; a text that begins with = is none."""
    if cells.api.HasFormula is False:
        return {}
    letters = column_letters(frame.left + index)
    return {
        f"{letters}{frame.first_row + i}": text[1:]
        for i, (text,) in enumerate(rows_of(cells.formula, len(column), 1))
        if isinstance(text, str) and text.startswith("=") and text != column[i]
    }


def _hidden_rows(frame: Frame, height: int, hidden: frozenset[int]) -> frozenset[int]:
    """Return the sheet's rows that are out of sight, by hand or by a filter."""
    seen = next((i for i in range(frame.width) if frame.left + i not in hidden), None)
    rows = range(frame.first_row, frame.first_row + height)
    if seen is None or frame.sheet.api.ProtectContents:  # Excel gives no special cells then
        return frozenset(n for n in rows if frame.block(n, n, 0, 1).rows.hidden)
    areas = _column(frame, seen, height).get_special_cells("visible")
    assert isinstance(areas, list)
    visible = {n for area in areas for n in range(area.row, area.row + area.shape[0])}
    return frozenset(rows) - visible
