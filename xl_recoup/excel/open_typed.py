"""What was typed over the results of an open workbook, before they are written over."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import xlwings as xw

from xl_recoup.contract import KEPT_NOTES, normal
from xl_recoup.excel.excel_frames import ExcelFrame, all_frames
from xl_recoup.excel.open_cells import cell_of
from xl_recoup.intake.last_run_record import LastRunRecord
from xl_recoup.outputs.as_written import as_written
from xl_recoup.outputs.typed_over import typed_over
from xl_recoup.outputs.typed_over_words import Typed, typed
from xl_recoup.tables import Table, TableWrite, WorkbookTables


def typed_results(
    book: xw.Book,
    before: LastRunRecord,
    writes: Callable[[], Sequence[TableWrite]],
    *,
    done: bool = True,
) -> Typed:
    """Return what these writes replace of what people typed over results since the last run.

    The writes are asked for where that can be told; `done` is False where nothing is going to be
    written.
    """
    noted = as_written(before)
    tables = [write for write in writes() if normal(write.table) in noted] if noted else []
    if not tables:
        return Typed()
    wanted, date_1904 = {normal(write.table) for write in tables}, bool(book.api.Date1904)
    frames = all_frames(book)
    read = [_read(frame) for frame in frames if normal(frame.name) in wanted]
    results = WorkbookTables({table.name: table for table in read}, (), date_1904)
    there = any(normal(frame.name) == normal(KEPT_NOTES.name) for frame in frames)
    return typed(
        typed_over(results, noted, tables),
        takes_notes=there or not book.api.ProtectStructure,
        done=done,
    )


def _read(frame: ExcelFrame) -> Table:
    """Return a table in three calls, whatever its size: a day is a number in it, as in Excel."""
    if frame.last_row < frame.first_row:
        return frame.table([])
    block = frame.block(frame.first_row, frame.last_row)
    rows = [[cell_of(value) for value in row] for row in block.values()]
    table = frame.table(rows)
    if block.cells.api.HasFormula is False:
        return table
    typed = frozenset(
        table.address(i, j)
        for i, row in enumerate(block.formulas())
        for j, text in enumerate(row)
        if isinstance(text, str) and text.startswith("=") and text != rows[i][j]
    )
    return replace(table, formulas=typed)
