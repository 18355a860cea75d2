"""Read every table of a workbook that is open in Excel: the same tables as from its file.

Where it has a Mapping, the team's own sheets are read through that, as from its file.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import xlwings as xw

from xl_recoup.book.reading.rows_below import filled_rows, numbers_below
from xl_recoup.contract import MAPPING, is_placements_table
from xl_recoup.contract.sheet_list import may_hold_a_list
from xl_recoup.errors import Refused
from xl_recoup.excel.blocks import place_of
from xl_recoup.excel.excel_frames import ExcelFrame
from xl_recoup.intake.lost_records import last_witness
from xl_recoup.tables import Cell, Table, WorkbookTables
from xl_recoup.words import listed

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
    unread: dict[str, tuple[ExcelFrame, list[ExcelFrame]]] = {}
    for sheet in book.sheets:
        frames = [ExcelFrame(sheet, listed) for listed in sheet.tables]
        for frame in frames:
            if frame.name in tables:
                raise Refused(f"Two tables have the name {frame.name}. Rename one of them.")
            if wanted is None or wanted(frame.name):
                tables[frame.name] = _read(frame, frames, date_1904, formula_texts)
            else:
                tables[frame.name] = frame.table([])
                unread[frame.name] = frame, frames
    sheets = tuple(sheet.name for sheet in book.sheets)
    found = WorkbookTables(tables, sheets, date_1904, locked=bool(book.api.ProtectStructure))
    known = last_witness(found)
    if known in unread:
        tables[known] = _read(*unread[known], date_1904, formula_texts)
    mapping = found.find(MAPPING.name)
    if mapping is None:
        return found if wanted is None else _with_unread(found, book)
    from xl_recoup.adopt.mapped_reading import through_mapping
    from xl_recoup.adopt.mapping_rows import read_mapping
    from xl_recoup.adopt.row_marks import left_out_by_colour
    from xl_recoup.excel.open_sheets import read_views  # a workbook without one need not wait

    coloured = left_out_by_colour(read_mapping(mapping))
    if coloured:  # without their colours, which the file alone tells, the rows would be charged
        raise Refused(
            f"The Mapping leaves out rows of a colour on {listed(coloured)}, which can be told in"
            " the saved file alone. Nothing was done. Save and close the workbook, and run it from"
            " the page or the command line; or delete those rows and set the Mapping's line to"
            " ignored."
        )
    return through_mapping(found, mapping, lambda names: read_views(book, names))


def _read(
    frame: ExcelFrame, frames: Sequence[ExcelFrame], date_1904: bool, formula_texts: bool
) -> Table:
    block = frame.block(frame.first_row, max(frame.first_row, frame.last_row))
    hidden_rows, *sight = block.hidden()
    columns = dict(zip(("hidden_columns", "folded_columns"), sight, strict=True))
    below = _below(frame, frames, date_1904)
    if frame.last_row < frame.first_row:
        return frame.table([], **columns, below=below)
    rows, texts = block.read(date_1904)
    return frame.table(
        rows,
        **columns,
        hidden_rows=hidden_rows,
        formulas=frozenset(texts),
        formula_texts=texts if formula_texts else {},
        struck=block.struck() if is_placements_table(frame.name) else frozenset(),
        below=below,
    )


def _below(
    frame: ExcelFrame, frames: Sequence[ExcelFrame], date_1904: bool
) -> dict[int, Sequence[Cell]]:
    """Return the filled rows close below a table, down to the next table there."""
    used = place_of(frame.sheet.used_range)
    numbers = numbers_below(frame.whole, used.last_row, [other.whole for other in frames])
    if not numbers:
        return {}
    rows, _ = frame.block(numbers[0], numbers[-1]).read(date_1904)
    return filled_rows(numbers, rows)


def _with_unread(found: WorkbookTables, book: xw.Book) -> WorkbookTables:
    """Return a workbook of ours with a remark for each sheet of placements that is in no table."""
    bare = [s for s in book.sheets if may_hold_a_list(s.name) and not len(s.tables)]
    if not bare:
        return found
    from xl_recoup.adopt.remarks import unread_sheets  # a workbook without one need not wait
    from xl_recoup.excel.open_sheets import read_tops

    return replace(found, remarks=tuple(unread_sheets(read_tops(bare, found.date_1904))))
