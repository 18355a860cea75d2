"""Write tables into a workbook that is open in Excel: all of them, or none.

Rows go in as whole blocks. A table that grows takes the formats of its last row down; one that
shrinks leaves no cell of ours behind. What the team has in columns of its own stays.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby

import xlwings as xw

from xl_recoup.addresses import Range
from xl_recoup.book.package.serial_days import is_day_format
from xl_recoup.book.writing.kept_words import is_kept_notes, kept_lines, lines_write
from xl_recoup.book.writing.not_followed import kept_sentences, returned_sentences
from xl_recoup.book.writing.sheet_to_make import (
    HEADING_ROW,
    TABLE_STYLE,
    USUAL_WIDTH,
    Shown,
    free_name,
    shown_as,
)
from xl_recoup.excel.blocks import Block, Held
from xl_recoup.excel.excel_frames import ExcelFrame, all_frames
from xl_recoup.excel.open_cells import text_for, value_for
from xl_recoup.excel.open_in_the_way import grown_over
from xl_recoup.excel.open_put_back import put_back, returning, show_colours
from xl_recoup.excel.open_showing import appearing, show
from xl_recoup.excel.plans import Plan, plan_writes
from xl_recoup.excel.row_moves import Reordering, reorderings
from xl_recoup.excel.team_columns import DAY_FORMAT, plan_cells
from xl_recoup.tables import CellWrites, TableWrite

FORMATS: dict[Shown, str] = {"day": DAY_FORMAT, "pounds": "#,##0.00"}
VERY_HIDDEN = 2  # Excel's xlSheetVeryHidden: not among the sheets that it offers to show


def write_tables(
    book: xw.Book, writes: Sequence[TableWrite], cells: Sequence[CellWrites] = ()
) -> list[str]:
    """Make these tables hold what is given; a table that is not there gets a sheet of its own.

    `cells` are values for single cells of the team's own sheets. Raises Refused, with nothing
    changed, where one of them can't be written. Where Excel itself fails half way, what was there
    is put back and the error is raised again. Returns, one sentence each, what the tables grow
    over, and what was kept of rows that are gone or put back to rows that are there again.
    """
    to_keep = [row for write in writes if is_kept_notes(write) for row in write.rows]
    writes = [write for write in writes if not is_kept_notes(write)]
    frames = all_frames(book)
    moving = reorderings(frames, writes)
    lines = kept_lines(((m.frame.name, m.kept) for m in moving.values()), to_keep)
    again = returning(frames, writes)
    if again and not lines:
        lines = [lines_write([])]
    plans, missing = plan_writes(book, frames, [*writes, *lines])
    fillings, appears = plan_cells(book, cells), appearing(book, frames, writes)
    over = [s for plan in plans for s in grown_over(plan.frame, _longer(plan, moving))]
    date_1904, shown = bool(book.api.Date1904), book.sheets.active
    with contextlib.ExitStack() as undo:
        for plan in plans:
            moved = moving.get(plan.write.table)
            if moved is not None:
                undo.callback(moved.back)
                moved.move()
                frame = ExcelFrame(plan.frame.sheet, plan.frame.listed)
                plan = replace(plan, frame=frame, old_last=plan.old_last + moved.added)
            undo.callback(_restore, plan, _held(plan))
            _apply(plan, date_1904)
        for filling in fillings:
            undo.callback(_put_back, [filling.block.held()])
            filling.put()
        for write in missing:
            names = [sheet.name for sheet in book.sheets]
            sheet = book.sheets.add(free_name(write, names), after=book.sheets[-1])
            undo.callback(sheet.delete)
            _fill_new(sheet, write, date_1904)
            if write.hidden:
                sheet.api.Visible = VERY_HIDDEN
        back = put_back(book, again, undo.callback)
        undo.pop_all()
    show_colours(book, [each for m in moving.values() for each in m.kept])
    for moved in moving.values():
        moved.forget()
    show(appears)
    if missing:
        shown.activate()
    kept = (s for m in moving.values() for s in kept_sentences(m.frame.name, m.kept))
    return [*over, *kept, *returned_sentences(back)]


def _longer(plan: Plan, moving: Mapping[str, Reordering]) -> int:
    """Return by how many rows a table goes over what lies below it: rows put in push that down."""
    moved = moving.get(plan.write.table)
    return plan.new_last - plan.old_last - (moved.added if moved is not None else 0)


def _apply(plan: Plan, date_1904: bool) -> None:
    frame, rows = plan.frame, plan.write.rows
    _widen(plan)
    if plan.new_last > plan.old_last:
        _resize(frame, plan.new_last)
        _fill_formats(frame, plan.old_last, plan.new_last)
    last_given = plan.write_from + len(rows) - 1
    for start, places in _runs(plan.columns):
        if rows:
            values = [tuple(value_for(row[i], date_1904) for i in places) for row in rows]
            frame.block(plan.write_from, last_given, start, len(places)).put(values)
            _show_days(plan, start, places)
        elif not plan.write.append:
            only = frame.block(frame.first_row, frame.first_row, start, len(places))
            only.cells.clear_contents()
    if plan.new_last < plan.old_last:
        _resize(frame, plan.new_last)
        for start, places in _runs(plan.columns):
            frame.block(plan.new_last + 1, plan.old_last, start, len(places)).cells.clear()
        _clear_filled_down(plan)


def _show_days(plan: Plan, start: int, places: list[int]) -> None:
    """Let every day in our rows be shown as one: a blank cell may have had another format."""
    frame = plan.frame
    for column, i in enumerate(places, start):
        if not any(isinstance(row[i], date) for row in plan.write.rows):
            continue
        block = frame.block(frame.first_row, plan.new_last, column, 1)
        shown = block.cells.number_format
        if shown is None or not is_day_format(shown):
            first = block.row(frame.first_row).cells.number_format
            block.cells.number_format = first if is_day_format(first) else FORMATS["day"]


def _runs(columns: Sequence[int]) -> Iterator[tuple[int, list[int]]]:
    """Yield stretches of columns side by side: where each starts, and our places in its order."""
    order = sorted(range(len(columns)), key=columns.__getitem__)
    for _, group in groupby(enumerate(order), lambda pair: columns[pair[1]] - pair[0]):
        places = [place for _, place in group]
        yield columns[places[0]], places


def _widen(plan: Plan) -> None:
    """Give a table the columns that its contract did not have yet, on its right."""
    if not plan.added:
        return
    frame, added = plan.frame, plan.frame.whole.beside(len(plan.added))
    frame.listed.resize(Block(frame.sheet, frame.whole.joined(added)).cells)
    if frame.has_headings:
        Block(frame.sheet, added).row(added.first_row).put([tuple(map(text_for, plan.added))])
    frame.grow(len(plan.added))


def _resize(frame: ExcelFrame, last_row: int) -> None:
    frame.listed.resize(frame.block(frame.whole.first_row, last_row + frame.has_totals).cells)


def _fill_formats(frame: ExcelFrame, model: int, last: int) -> None:
    """Give the rows below a row of a table the formats of that row."""
    frame.block(model, model).cells.autofill(frame.block(model, last).cells, "fill_formats")


def _clear_filled_down(plan: Plan) -> None:
    """Clear formulas that Excel had filled down in the team's columns, in rows that are gone."""
    for i in set(range(plan.frame.width)) - set(plan.columns):
        cells = plan.frame.block(plan.new_last + 1, plan.old_last, i, 1).cells
        if cells.api.HasFormula:  # all of them; a single typed one stays
            cells.clear_contents()


def _held(plan: Plan) -> list[Held]:
    """Return what our columns hold, in a form that can be put back."""
    if plan.write_from > plan.old_last:
        return []
    blocks = [
        plan.frame.block(plan.write_from, plan.old_last, start, len(places))
        for start, places in _runs(plan.columns)
    ]
    return [block.held() for block in blocks]


def _restore(plan: Plan, held: Sequence[Held]) -> None:
    """Put a table back as it was, as well as Excel lets us."""
    frame = plan.frame
    with contextlib.suppress(Exception):  # the error that brought us here is the one to be told
        if plan.added:
            frame.grow(-len(plan.added))
            beside = frame.whole.beside(len(plan.added))
            Block(frame.sheet, beside.ending(max(plan.new_last, plan.old_last))).cells.clear()
        if plan.new_last > plan.old_last:
            frame.block(plan.old_last + 1, plan.new_last).cells.clear()
        _resize(frame, plan.old_last)
        if plan.new_last < plan.old_last:
            _fill_formats(frame, plan.new_last, plan.old_last)
        _put_back(held)


def _put_back(held: Sequence[Held]) -> None:
    with contextlib.suppress(Exception):  # as above
        for each in held:
            each.put_back()


def _fill_new(sheet: xw.Sheet, write: TableWrite, date_1904: bool) -> None:
    """Lay out a new sheet: title, purpose, the table below its headings."""
    last = HEADING_ROW + max(len(write.rows), 1)
    whole = Block(sheet, Range(1, HEADING_ROW, len(write.headings), last))
    data = whole._replace(place=whole.place._replace(first_row=HEADING_ROW + 1))
    sheet.range("A1").raw_value = text_for(write.title)
    sheet.range("A1").font.bold = True
    sheet.range("A2").raw_value = text_for(write.purpose)
    whole.row(HEADING_ROW).put([tuple(map(text_for, write.headings))])
    sheet.tables.add(whole.cells, name=write.table, table_style_name=TABLE_STYLE)
    for i, heading in enumerate(write.headings):
        column = data.column(i + 1).cells
        column.column_width = write.widths.get(heading, USUAL_WIDTH)
        shown = shown_as(write, heading, [row[i] for row in write.rows])
        if shown:
            column.number_format = FORMATS[shown]
    if write.rows:
        data.put([tuple(value_for(cell, date_1904) for cell in row) for row in write.rows])
