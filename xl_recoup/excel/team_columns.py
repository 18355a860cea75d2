"""Values for single cells of the team's own sheets in an open workbook: charges beside placements.

They are written in stretches, one column at a time. Every reason not to is found beforehand.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import xlwings as xw

from xl_recoup.addresses import Address, column_letters
from xl_recoup.contract import normal
from xl_recoup.errors import Refused
from xl_recoup.excel.blocks import Block
from xl_recoup.excel.open_cells import again, rows_of, value_for
from xl_recoup.excel.plans import refuse_protected
from xl_recoup.tables import CellWrites, OutCell

Stored = list[tuple[str | float | bool]]


@dataclass(frozen=True)
class Filling:
    """Values for a stretch of one column."""

    block: Block
    values: Sequence[OutCell]

    def put(self, date_1904: bool) -> None:
        """Write the values."""
        self.put_back([(value_for(value, date_1904),) for value in self.values])

    def held(self) -> Stored:
        """Return what the cells hold, in a form that can be put back."""
        return [(again(value),) for (value,) in rows_of(self._values(), self.block.height, 1)]

    def put_back(self, stored: Stored) -> None:
        """Write what the cells held."""
        self.block.cells.raw_value = stored

    def _values(self) -> object:
        return self.block.cells.api.Value2


def plan_cells(book: xw.Book, writes: Sequence[CellWrites]) -> list[Filling]:
    """Return where these values go; Refused, with nothing changed, where one of them can't."""
    sheets = {normal(sheet.name): sheet for sheet in book.sheets}
    plans = []
    for write in writes:
        sheet = sheets.get(normal(write.sheet))
        if sheet is None:
            raise Refused(f"There is no sheet named {write.sheet}. Run it again.")
        refuse_protected(sheet, "so the charges beside the placements can't be filled in")
        _refuse_filtered(sheet)
        for filling in _stretches(sheet, write):
            _refuse_cells(filling)
            plans.append(filling)
    return plans


def _stretches(sheet: xw.Sheet, write: CellWrites) -> Iterator[Filling]:
    columns: dict[int, list[int]] = defaultdict(list)
    for row, column in sorted(write.cells):
        columns[column].append(row)
    for column, rows in columns.items():
        for _, group in groupby(enumerate(rows), lambda pair: pair[1] - pair[0]):
            run = [row for _, row in group]
            block = Block(sheet, run[0], column, len(run), 1)
            yield Filling(block, [write.cells[row, column] for row in run])


def _refuse_filtered(sheet: xw.Sheet) -> None:
    tables = (t for t in sheet.tables if t.show_autofilter)
    if sheet.api.FilterMode or any(t.api.AutoFilter.FilterMode for t in tables):
        raise Refused(
            f"A filter is on in the sheet {sheet.name}, and Excel writes unreliably to rows that it"
            " hides. Clear it (Data > Clear) and run again."
        )


def _refuse_cells(filling: Filling) -> None:
    block, cells = filling.block, filling.block.cells
    if cells.api.HasFormula is not False:
        texts = rows_of(cells.formula, block.height, 1)
        first = next((i for i, (text,) in enumerate(texts) if str(text).startswith("=")), 0)
        raise Refused(
            f"{block.sheet.name} {Address(block.left, block.top + first)} holds a formula,"
            " which is never replaced. Set the column to ignored in the Mapping."
        )
    if cells.merge_cells is not False:
        raise Refused(
            f"Cells of the column {column_letters(block.left)} of the sheet {block.sheet.name} are"
            " merged, and a charge belongs in one of them. Unmerge them."
        )
