"""What a person should know of an open workbook before it is written to, in a file's sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import xlwings as xw

from xl_recoup.addresses import LAST_ROW, Address, Range
from xl_recoup.book.writing.in_the_way_words import (
    BESIDE,
    growth_sentences,
    protected_sentences,
)
from xl_recoup.contract import normal
from xl_recoup.excel.excel_frames import ExcelFrame, all_frames
from xl_recoup.tables import CellWrites, TableWrite

NOTE = 4  # Office's msoComment: the box of a note, which is told by the note


def before_writing(
    book: xw.Book, writes: Callable[[], Sequence[TableWrite | CellWrites]]
) -> list[str]:
    """Return what stands in the way of these writes; they are asked for only where it may matter.

    The sentences are those that a run on the file has.
    """
    sheets = list(book.sheets)
    closed = {sheet.name for sheet in sheets if is_protected(sheet)}
    anchored = {sheet.name for sheet in sheets if _has_anchored(sheet)}
    if not closed and not anchored:
        return []
    near = [ExcelFrame(s, table) for s in sheets if s.name in anchored for table in s.tables]
    if not closed and not any(grown_over(f, LAST_ROW - f.whole.last_row) for f in near):
        return []
    frames = {frame.name.casefold(): frame for frame in all_frames(book)}
    names = {normal(sheet.name): sheet.name for sheet in sheets}
    filled, grown = [], list[str]()
    for write in writes():
        if isinstance(write, CellWrites):
            filled.append((names.get(normal(write.sheet), write.sheet), BESIDE))
        elif (frame := frames.get(write.table.casefold())) is not None:
            filled.append((frame.sheet_name, frame.name))
            first = frame.last_row + 1 if write.append else frame.first_row
            last = max(first + len(write.rows) - 1, frame.first_row)
            grown += grown_over(frame, last - frame.last_row)
    return [*protected_sentences(filled, closed.__contains__), *grown]


def grown_over(frame: ExcelFrame, rows: int) -> list[str]:
    """Return what of the team's own lies on the rows below a table that becomes longer by some."""
    if rows <= 0 or not _has_anchored(frame.sheet):
        return []
    below = frame.whole.last_row + 1
    place = frame.whole._replace(first_row=below, last_row=frame.whole.last_row + rows)
    found = [*_notes_on(frame.sheet.api, place), *_boxes_on(frame.sheet.api, place)]
    return [*growth_sentences(frame.name, frame.sheet_name, found)]


def is_protected(sheet: xw.Sheet) -> bool:
    """Say whether a sheet takes nothing."""
    state = sheet.api
    return bool(state.ProtectContents and not state.ProtectionMode)


def _has_anchored(sheet: xw.Sheet) -> bool:
    state = sheet.api
    return bool(state.Comments.Count or state.Shapes.Count or _threads(state))


def _threads(state: Any) -> list[Any]:
    """Return the comments that people answer one another in; an older Excel has none."""
    try:
        return list(state.CommentsThreaded)
    except Exception:
        return []


def _notes_on(state: Any, block: Range) -> Iterator[str]:
    threads = {_cell(each) for each in _threads(state)}
    for place in dict.fromkeys([*map(_cell, state.Comments), *threads]):
        if Range(place.column, place.row, place.column, place.row).meets(block):
            yield f"{'a comment' if place in threads else 'a note'} at {place}"


def _cell(note: Any) -> Address:
    return Address(note.Parent.Column, note.Parent.Row)


def _boxes_on(state: Any, block: Range) -> Iterator[str]:
    for shape in state.Shapes:
        if shape.Type == NOTE:
            continue
        start, end = shape.TopLeftCell, shape.BottomRightCell
        place = Range(start.Column, start.Row, end.Column, end.Row)
        if place.meets(block):
            yield f"{shape.Name} at {place}"
