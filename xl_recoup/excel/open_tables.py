"""Read every table of a workbook that is open in Excel: the same tables as from its file.

Where it has a Mapping, the team's own sheets are read through that, as from its file.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import xlwings as xw

from xl_recoup.contract import MAPPING
from xl_recoup.errors import Refused
from xl_recoup.excel.blocks import Block
from xl_recoup.excel.excel_frames import ExcelFrame
from xl_recoup.tables import LOOKED_AT_BELOW, Cell, Table, WorkbookTables

Wanted = Callable[[str], bool]


def read_tables(
    book: xw.Book, *, wanted: Wanted | None = None, formula_texts: bool = False
) -> WorkbookTables:
    """Return every table of an open workbook, as `reading.read_book` does for a file.

    Tables that are not `wanted` come without rows. With `formula_texts`, tables also give the text
    of each formula. Raises Refused where two tables have one name, or a
    Mapping can't be followed.
    """
    date_1904 = bool(book.api.Date1904)
    tables: dict[str, Table] = {}
    sheets: list[str] = []
    for sheet in book.sheets:
        sheets.append(sheet.name)
        frames = [ExcelFrame(sheet, listed) for listed in sheet.tables]
        for frame in frames:
            if frame.name in tables:
                raise Refused(f"Two tables have the name {frame.name}. Rename one of them.")
            if wanted is None or wanted(frame.name):
                tables[frame.name] = _read(frame, frames, date_1904, formula_texts)
            else:
                tables[frame.name] = frame.table([])
    found = WorkbookTables(tables, tuple(sheets), date_1904)
    mapping = found.find(MAPPING.name)
    if mapping is None:
        return found
    from xl_recoup.adopt.mapped_reading import through_mapping
    from xl_recoup.excel.open_sheets import read_views  # a workbook without one need not wait

    return through_mapping(found, mapping, lambda names: read_views(book, names))


def _read(
    frame: ExcelFrame, frames: Sequence[ExcelFrame], date_1904: bool, formula_texts: bool
) -> Table:
    height = frame.last_row - frame.first_row + 1
    block = Block(frame.sheet, frame.first_row, frame.left, max(height, 1), frame.width)
    hidden_rows, hidden_columns = block.hidden()
    below = _below(frame, frames, date_1904)
    if height < 1:
        return frame.table([], hidden_columns=hidden_columns, below=below)
    rows, texts = block.read(date_1904)
    return frame.table(
        rows,
        hidden_columns=hidden_columns,
        hidden_rows=hidden_rows,
        formulas=frozenset(texts),
        formula_texts=texts if formula_texts else {},
        below=below,
    )


def _below(
    frame: ExcelFrame, frames: Sequence[ExcelFrame], date_1904: bool
) -> dict[int, Sequence[Cell]]:
    """Return the filled rows close below a table, down to the next table there."""
    used = frame.sheet.used_range
    first = frame.bottom + 1
    nexts = [f.top - 1 for f in frames if f.top >= first]
    last = min(used.row + used.shape[0] - 1, frame.bottom + LOOKED_AT_BELOW, *nexts)
    if last < first:
        return {}
    rows, _ = Block(frame.sheet, first, frame.left, last - first + 1, frame.width).read(date_1904)
    return {n: row for n, row in enumerate(rows, first) if any(cell is not None for cell in row)}
