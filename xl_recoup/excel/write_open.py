"""Write tables into a workbook that is open in Excel: all of them, or none.

Rows go in as whole blocks. A table that grows takes the formats of its last row down; one that
shrinks leaves no cell of ours behind. What the team has in columns of its own stays.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any

import xlwings as xw

from xl_recoup.book.package.serial_days import is_day_format
from xl_recoup.excel.excel_frames import ExcelFrame
from xl_recoup.excel.open_cells import again, rows_of, text_for, value_for
from xl_recoup.excel.plans import Plan, plan_writes
from xl_recoup.excel.team_columns import Filling, plan_cells
from xl_recoup.tables import CellWrites, Formula, TableWrite

HEADING_ROW = 4
USUAL_WIDTH = 14.0
USUAL_DAY = "dd/mm/yyyy"
STYLE = "TableStyleLight1"
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
Block = list[list[Any]]


def write_tables(
    book: xw.Book, writes: Sequence[TableWrite], cells: Sequence[CellWrites] = ()
) -> None:
    """Make these tables hold what is given; a table that is not there gets a sheet of its own.

    `cells` are values for single cells of the team's own sheets. Raises Refused, with nothing
    changed, where one of them can't be written. Where Excel itself fails half way, what was there
    is put back and the error is raised again.
    """
    plans, missing = plan_writes(book, writes)
    fillings = plan_cells(book, cells)
    date_1904, shown = bool(book.api.Date1904), book.sheets.active
    with contextlib.ExitStack() as undo:
        for plan in plans:
            undo.callback(_restore, plan, _held(plan))
            _apply(plan, date_1904)
        for filling in fillings:
            undo.callback(_put_back, filling, filling.held())
            filling.put(date_1904)
        for write in missing:
            sheet = book.sheets.add(_free_name(book, write), after=book.sheets[-1])
            undo.callback(sheet.delete)
            _fill_new(sheet, write, date_1904)
        undo.pop_all()
    if missing:
        shown.activate()


def _apply(plan: Plan, date_1904: bool) -> None:
    frame, rows = plan.frame, plan.write.rows
    if plan.new_last > plan.old_last:
        _resize(frame, plan.new_last)
        last = frame.block(plan.old_last, plan.old_last)
        last.autofill(frame.block(plan.old_last, plan.new_last), "fill_formats")
    last_given = plan.write_from + len(rows) - 1
    for start, places in _runs(plan.columns):
        if rows:
            values = [tuple(value_for(row[i], date_1904) for i in places) for row in rows]
            frame.block(plan.write_from, last_given, start, len(places)).raw_value = values
            _show_days(plan, start, places)
        elif not plan.write.append:
            frame.block(frame.first_row, frame.first_row, start, len(places)).clear_contents()
    if plan.new_last < plan.old_last:
        _resize(frame, plan.new_last)
        for start, places in _runs(plan.columns):
            frame.block(plan.new_last + 1, plan.old_last, start, len(places)).clear()
        _clear_filled_down(plan)


def _show_days(plan: Plan, start: int, places: list[int]) -> None:
    """Let every day in our rows be shown as one: a blank cell may have had another format."""
    frame = plan.frame
    for column, i in enumerate(places, start):
        if not any(isinstance(row[i], date) for row in plan.write.rows):
            continue
        cells = frame.block(frame.first_row, plan.new_last, column, 1)
        shown = cells.number_format
        if shown is None or not is_day_format(shown):
            first = frame.block(frame.first_row, frame.first_row, column, 1).number_format
            cells.number_format = first if is_day_format(first) else USUAL_DAY


def _runs(columns: Sequence[int]) -> Iterator[tuple[int, list[int]]]:
    """Yield stretches of columns side by side: where each starts, and our places in its order."""
    order = sorted(range(len(columns)), key=columns.__getitem__)
    for _, group in groupby(enumerate(order), lambda pair: columns[pair[1]] - pair[0]):
        places = [place for _, place in group]
        yield columns[places[0]], places


def _resize(frame: ExcelFrame, last_row: int) -> None:
    frame.listed.resize(frame.block(frame.top, last_row + frame.has_totals))


def _clear_filled_down(plan: Plan) -> None:
    """Clear formulas that Excel had filled down in the team's columns, in rows that are gone."""
    frame = plan.frame
    for i in set(range(frame.width)) - set(plan.columns):
        cells = frame.block(plan.new_last + 1, plan.old_last, i, 1)
        if cells.api.HasFormula:  # all of them; a single typed one stays
            cells.clear_contents()


def _held(plan: Plan) -> list[tuple[int, int, Block]]:
    """Return what our columns hold, in a form that can be put back: first row, column, values."""
    frame = plan.frame
    if plan.write_from > plan.old_last:
        return []
    height = plan.old_last - plan.write_from + 1
    kept = []
    for start, places in _runs(plan.columns):
        cells = frame.block(plan.write_from, plan.old_last, start, len(places))
        values = rows_of(cells.api.Value2, height, len(places))
        formulas = rows_of(cells.formula, height, len(places))
        block = [list(map(again, *pair)) for pair in zip(values, formulas, strict=True)]
        kept.append((plan.write_from, start, block))
    return kept


def _restore(plan: Plan, kept: list[tuple[int, int, Block]]) -> None:
    """Put a table back as it was, as well as Excel lets us."""
    frame = plan.frame
    with contextlib.suppress(Exception):  # the error that brought us here is the one to be told
        if plan.new_last > plan.old_last:
            frame.block(plan.old_last + 1, plan.new_last).clear()
        _resize(frame, plan.old_last)
        if plan.new_last < plan.old_last:
            model = frame.block(plan.new_last, plan.new_last)
            model.autofill(frame.block(plan.new_last, plan.old_last), "fill_formats")
        for first, start, block in kept:
            last = first + len(block) - 1
            frame.block(first, last, start, len(block[0])).raw_value = block


def _put_back(filling: Filling, held: Any) -> None:
    with contextlib.suppress(Exception):  # as above
        filling.put_back(held)


def _free_name(book: xw.Book, write: TableWrite) -> str:
    """Return a name for a new sheet that Excel takes and that is not in use."""
    wanted = _NOT_IN_NAMES.sub(" ", write.sheet or write.table).strip("' ")[:31] or "Table"
    used = {sheet.name.casefold() for sheet in book.sheets} | {"history"}
    name, number = wanted, 2
    while name.casefold() in used:
        name = f"{wanted[: 31 - len(str(number)) - 1]} {number}"
        number += 1
    return name


def _fill_new(sheet: xw.Sheet, write: TableWrite, date_1904: bool) -> None:
    """Lay out a new sheet: title, purpose, the table below its headings."""
    width, first = len(write.headings), HEADING_ROW + 1
    last = HEADING_ROW + max(len(write.rows), 1)
    sheet.range("A1").raw_value = text_for(write.title)
    sheet.range("A1").font.bold = True
    sheet.range("A2").raw_value = text_for(write.purpose)
    headings = sheet.range((HEADING_ROW, 1), (HEADING_ROW, width))
    headings.raw_value = [tuple(text_for(h) for h in write.headings)]
    sheet.tables.add(
        sheet.range((HEADING_ROW, 1), (last, width)), name=write.table, table_style_name=STYLE
    )
    for i, heading in enumerate(write.headings):
        column = sheet.range((first, i + 1), (last, i + 1))
        column.column_width = write.widths.get(heading, USUAL_WIDTH)
        shown = _format(write, i)
        if shown:
            column.number_format = shown
    if write.rows:
        values = [tuple(value_for(cell, date_1904) for cell in row) for row in write.rows]
        sheet.range((first, 1), (last, width)).raw_value = values


def _format(write: TableWrite, index: int) -> str:
    """Return how a new column shows what it holds or will hold; nothing for text and counts."""
    heading = write.headings[index]
    values = [row[index] for row in write.rows]
    held = [v.value if isinstance(v, Formula) else v for v in values if v is not None]
    if heading in write.days or (held and all(isinstance(v, date) for v in held)):
        return USUAL_DAY
    pounds = heading in write.pounds or (held and all(isinstance(v, Decimal) for v in held))
    return "#,##0.00" if pounds else ""
