"""Values for single cells of the team's own sheets in an open workbook: charges beside placements.

They are written in stretches, one column at a time. Every reason not to is found beforehand.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import NamedTuple

import xlwings as xw

from xl_recoup.addresses import Address, Range
from xl_recoup.book.package.serial_days import is_day_format
from xl_recoup.contract import normal
from xl_recoup.errors import Refused
from xl_recoup.excel.blocks import Block
from xl_recoup.excel.open_cells import Rows, value_for
from xl_recoup.excel.plans import refuse_protected
from xl_recoup.tables import CellWrites

DAY_FORMAT = "dd/mm/yyyy"


class Filling(NamedTuple):
    """Values for a stretch of one column, as Excel takes them."""

    block: Block
    rows: Rows
    days: tuple[int, ...]
    """The sheet's rows that get a day."""

    def put(self) -> None:
        """Write the values; a day shows as one, also in a cell that had no format."""
        self.block.put(self.rows)
        for row in self.days:
            cell = self.block.row(row).cells
            if not is_day_format(cell.number_format):
                cell.number_format = DAY_FORMAT


def plan_cells(book: xw.Book, writes: Sequence[CellWrites]) -> list[Filling]:
    """Return where these values go; Refused, with nothing changed, where one of them can't."""
    sheets = {normal(sheet.name): sheet for sheet in book.sheets}
    date_1904 = bool(book.api.Date1904)
    plans: list[Filling] = []
    for write in writes:
        sheet = sheets.get(normal(write.sheet))
        if sheet is None:
            raise Refused(f"There is no sheet named {write.sheet}. Run it again.")
        refuse_protected(sheet, "so the charges beside the placements can't be filled in")
        _refuse_filtered(sheet)
        for place in _stretches(write):
            block = Block(sheet, place)
            _refuse_cells(block)
            values = {row: write.cells[row, place.first_column] for row in place.rows}
            days = tuple(row for row, value in values.items() if isinstance(value, date))
            given = [(value_for(value, date_1904),) for value in values.values()]
            plans.append(Filling(block, given, days))
    return plans


def _stretches(write: CellWrites) -> Iterator[Range]:
    """Yield stretches of cells one below another, column by column."""
    columns: dict[int, list[int]] = defaultdict(list)
    for row, column in sorted(write.cells):
        columns[column].append(row)
    for column, rows in columns.items():
        for _, group in groupby(enumerate(rows), lambda pair: pair[1] - pair[0]):
            run = [row for _, row in group]
            yield Range(column, run[0], column, run[-1])


def _refuse_filtered(sheet: xw.Sheet) -> None:
    tables = (t for t in sheet.tables if t.show_autofilter)
    if sheet.api.FilterMode or any(t.api.AutoFilter.FilterMode for t in tables):
        raise Refused(
            f"A filter is on in the sheet {sheet.name}, and Excel writes unreliably to rows that it"
            " hides. Clear it (Data > Clear) and run again."
        )


def _refuse_cells(block: Block) -> None:
    """Refuse formulas, which are never replaced, and merged cells."""
    name, start = block.sheet.name, block.place.start
    if block.cells.api.HasFormula is not False:
        rows = zip(block.place.rows, block.formulas(), strict=True)
        first = next((row for row, (text,) in rows if str(text).startswith("=")), start.row)
        raise Refused(
            f"{name} {Address(start.column, first)} holds a formula, which is never replaced. Set"
            " the column to ignored in the Mapping."
        )
    if block.cells.merge_cells is not False:
        raise Refused(
            f"Cells of the column {start.letters} of the sheet {name} are merged, and a charge"
            " belongs in one of them. Unmerge them."
        )
