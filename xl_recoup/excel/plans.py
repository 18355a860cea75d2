"""What a run is going to write into an open workbook, and every reason not to.

All of it is found before the first cell is changed. Each refusal names the sheet and what to do
there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import xlwings as xw

from xl_recoup.addresses import LAST_ROW
from xl_recoup.contract import normal
from xl_recoup.errors import Refused
from xl_recoup.excel.blocks import Block
from xl_recoup.excel.excel_frames import ExcelFrame
from xl_recoup.excel.open_in_the_way import is_protected
from xl_recoup.tables import TableWrite

FROM_RANGE = 1  # Excel's xlSrcRange: a table that nothing else fills


@dataclass(frozen=True)
class Plan:
    """Where the rows of one write go: the sheet's rows, and for each heading its column from 0."""

    write: TableWrite
    frame: ExcelFrame
    columns: tuple[int, ...]
    write_from: int
    old_last: int
    new_last: int
    added: tuple[str, ...] = ()
    """Headings of columns that the table gets on its right."""


def plan_writes(
    book: xw.Book, tables: Sequence[ExcelFrame], writes: Sequence[TableWrite]
) -> tuple[list[Plan], list[TableWrite]]:
    """Return where these writes go, and those for which the workbook has no table yet.

    Raises Refused where any of them can't be written; nothing is changed here.
    """
    if book.api.ReadOnly:
        raise Refused(
            f"{book.name} is open read-only, so what a run writes could not be saved. Save it under"
            " another name (File > Save As), or close it and open it for editing, and run again."
        )
    frames = {frame.name.casefold(): frame for frame in tables}
    plans, missing = [], []
    for write in writes:
        frame = frames.get(write.table.casefold())
        if frame is None:
            missing.append(write)
        else:
            plans.append(_plan(write, frame, list(frames.values())))
    locked = bool(missing) and book.api.ProtectStructure
    missing = [write for write in missing if not (locked and write.hidden)]
    if missing and locked:
        raise Refused(
            "The workbook's structure is protected, so no sheet can be added for the table"
            f" {missing[0].table}. Switch that off (Review > Protect Workbook) and run again."
        )
    return plans, missing


def _plan(write: TableWrite, frame: ExcelFrame, others: list[ExcelFrame]) -> Plan:
    _refuse_state(frame)
    old_last = max(frame.last_row, frame.first_row)
    write_from = frame.first_row
    if write.append and not (
        old_last == frame.first_row and _is_blank(frame.block(old_last, old_last))
    ):
        write_from = old_last + 1
    new_last = max(write_from + len(write.rows) - 1, frame.first_row)
    added = _added(write, frame, others)
    columns = _columns(write, frame, added)
    plan = Plan(write, frame, columns, write_from, old_last, new_last, added)
    if frame.has_totals and new_last != old_last:
        raise Refused(
            f"The table {frame.name} on the sheet {frame.sheet_name} has a totals row, which would"
            " have to move. Switch it off (Table Design > Total Row) and run again."
        )
    if new_last > old_last:
        _refuse_growth(plan, others)
    return plan


def refuse_protected(sheet: xw.Sheet, what: str) -> None:
    """Refuse a sheet that takes nothing, with what can't be done because of it."""
    if is_protected(sheet):
        raise Refused(
            f"The sheet {sheet.name} is protected, {what}. Unprotect it (Review > Unprotect Sheet)"
            " and run again."
        )


def _refuse_state(frame: ExcelFrame) -> None:
    """Refuse a table whose sheet or filter would not let every row be written."""
    refuse_protected(frame.sheet, f"so the table {frame.name} can't be filled")
    if frame.filtered:
        raise Refused(
            f"A filter is on in the table {frame.name} on the sheet {frame.sheet_name}, and Excel"
            " writes unreliably to rows that it hides. Clear it (Data > Clear) and run again."
        )
    if frame.listed.api.SourceType != FROM_RANGE:
        raise Refused(
            f"The table {frame.name} on the sheet {frame.sheet_name} is filled by a query or an XML"
            " map, which would overwrite what is written there. Unlink it (Table Design > Unlink)."
        )


def _added(write: TableWrite, frame: ExcelFrame, others: list[ExcelFrame]) -> tuple[str, ...]:
    """Return which columns the table lacks because its contract did not have them yet."""
    have = {normal(heading) for heading in frame.headings}
    added = [h for h in write.headings if h in write.added_later and normal(h) not in have]
    if added:
        whole = frame.whole
        beside = Block(frame.sheet, whole.beside(len(added)))
        met = any(o.sheet_name == frame.sheet_name and o.whole.meets(beside.place) for o in others)
        if met or not _is_blank(beside):
            raise Refused(
                f"The table {frame.name} on the sheet {frame.sheet_name} needs {len(added)} more"
                f" column{'s' if len(added) > 1 else ''} ({', '.join(added)}), but the cells"
                f" {beside.place} beside it are filled. Move what stands there and run again."
            )
    return tuple(added)


def _columns(write: TableWrite, frame: ExcelFrame, added: tuple[str, ...]) -> tuple[int, ...]:
    """Return for each of our headings its place in the table."""
    headings = (*frame.headings, *added)
    places = {normal(h): i for i, h in reversed(list(enumerate(headings)))}
    for heading in write.headings:
        if normal(heading) not in places:
            raise Refused(
                f"The table {frame.name} on the sheet {frame.sheet_name} has no column headed"
                f" {heading}. Restore the heading in row {frame.first_row - 1}, spelt exactly so,"
                " and run again."
            )
    return tuple(places[normal(heading)] for heading in write.headings)


def _refuse_growth(plan: Plan, others: list[ExcelFrame]) -> None:
    """Refuse to grow over another table, over filled or merged cells, or off the sheet."""
    frame = plan.frame
    grown = frame.block(plan.old_last + 1, plan.new_last)
    if plan.new_last > LAST_ROW:
        raise Refused(f"The table {frame.name} needs more rows than an Excel sheet has.")
    for other in others:
        elsewhere = other is frame or other.sheet_name != frame.sheet_name
        if not elsewhere and grown.place.meets(other.whole):
            raise Refused(
                f"The rows below the table {frame.name} are in the way: the table {other.name}"
                f" starts at row {other.whole.first_row} of the sheet {frame.sheet_name}. Move it"
                " and run again."
            )
    if grown.cells.merge_cells is not False:
        raise Refused(
            f"Cells below the table {frame.name} on the sheet {frame.sheet_name} are merged and in"
            " the way. Unmerge them (Home > Merge & Center) and run again."
        )
    if not _is_blank(grown):
        raise Refused(
            f"The table {frame.name} on the sheet {frame.sheet_name} has to grow to row"
            f" {plan.new_last}, and there are filled cells below it. Move them and run again."
        )


def _is_blank(block: Block) -> bool:
    return all(cell is None or cell == "" for row in block.values() for cell in row)
