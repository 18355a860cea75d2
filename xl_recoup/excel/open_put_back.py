"""What was kept of a row that is there again, put back to it in the workbook that is open."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import xlwings as xw

from xl_recoup.addresses import Address, Range, column_number
from xl_recoup.book.writing.kept_again import (
    RETURNED,
    Back,
    KeptLine,
    lines_again,
    new_keys,
    out_cell,
)
from xl_recoup.book.writing.kept_words import BY_ADDRESS, FILLED, NO_COLUMN, look_said
from xl_recoup.book.writing.reference_text import names_cells
from xl_recoup.book.writing.table_move import Kept
from xl_recoup.contract import KEPT_NOTES, normal
from xl_recoup.contract.cell_values import is_blank, text_of
from xl_recoup.excel.blocks import Block
from xl_recoup.excel.excel_frames import ExcelFrame
from xl_recoup.excel.kept_of_rows import NO_FILL
from xl_recoup.excel.open_cells import value_for
from xl_recoup.excel.row_moves import old_keys
from xl_recoup.tables import TableWrite

Undo = Callable[..., object]
"""Notes what is to be called, with what, to take something back."""


def frame_of(book: xw.Book, name: str) -> ExcelFrame | None:
    """Return a table of an open workbook by its name."""
    for sheet in book.sheets:
        for listed in sheet.tables:
            if listed.name.casefold() == name.casefold():
                return ExcelFrame(sheet, listed)
    return None


def returning(frames: Sequence[ExcelFrame], writes: Sequence[TableWrite]) -> dict[str, list[Back]]:
    """Return what of the sheet Kept notes belongs to rows that are there again, by their table."""
    named = {frame.name.casefold(): frame for frame in frames}
    frame = named.get(KEPT_NOTES.name.casefold())
    lines = [] if frame is None else _lines(frame)
    found: dict[str, list[Back]] = {}
    for write in writes if lines else ():
        mine = [line for line in lines if normal(line.table) == normal(write.table)]
        there = named.get(write.table.casefold())
        if there is None or not mine or not write.keys or write.append:
            continue
        new = new_keys(write, there.headings, bool(there.sheet.book.api.Date1904))
        held = there.block(there.first_row, max(there.last_row, there.first_row)).values()
        again = [*lines_again(mine, write, old_keys(there, write, held), new)]
        if again:
            found[write.table] = again
    return found


def put_back(book: xw.Book, again: Mapping[str, Sequence[Back]], undo: Undo) -> list[Back]:
    """Put lines back into the rows of their tables, which are filled; return how each went."""
    done: list[Back] = []
    kept = frame_of(book, KEPT_NOTES.name) if again else None
    for name, lines in again.items():
        frame = frame_of(book, name)
        assert frame is not None
        assert kept is not None
        row = _Row(frame, kept, undo)
        done += [each._replace(why_not=row.put(each)) for each in lines]
    if kept is not None:
        at = [normal(h) for h in kept.headings].index(normal(RETURNED))
        for each in done:
            if not each.why_not:
                cell = kept.block(each.line.row, each.line.row, at, 1)
                cell.put([(value_for("returned"),)])
                undo(cell.cells.clear_contents)
    return done


def show_colours(book: xw.Book, kept: Sequence[Kept]) -> None:
    """Let the last lines of the sheet Kept notes, which are these, have the colours they tell."""
    frame = frame_of(book, KEPT_NOTES.name) if any(each.style for each in kept) else None
    if frame is None:
        return
    at = [normal(h) for h in frame.headings].index("text")
    first = frame.last_row - len(kept) + 1
    for row, each in enumerate(kept, first):
        if each.style:
            frame.block(row, row, at, 1).cells.api.Interior.Color = each.style


def _lines(frame: ExcelFrame) -> list[KeptLine]:
    """Return the lines that were not returned yet."""
    at = {normal(h): i for i, h in reversed(list(enumerate(frame.headings)))}
    wanted = [normal(h) for h in KEPT_NOTES.headings[:5]]
    if any(h not in at for h in wanted) or frame.last_row < frame.first_row:
        return []
    rows, _ = frame.block(frame.first_row, frame.last_row).read(bool(frame.sheet.book.api.Date1904))
    lines = []
    for number, cells in enumerate(rows, frame.first_row):
        name, key, kind, column = (text_of(cells[at[h]]) for h in wanted[:4])
        back = at.get(normal(RETURNED))
        if name and key and (back is None or is_blank(cells[back])):
            lines.append(KeptLine(number, name, key, kind, column, out_cell(cells[at[wanted[4]]])))
    return lines


class _Row:
    """Rows of a table to which lines go back."""

    def __init__(self, frame: ExcelFrame, kept: ExcelFrame, undo: Undo) -> None:
        self._frame, self._kept, self._undo = frame, kept, undo
        self._noted = {
            Address(note.Parent.Column, note.Parent.Row) for note in frame.sheet.api.Comments
        }
        self._titles = {
            normal(h): c
            for h, c in reversed([*zip(frame.headings, frame.whole.columns, strict=True)])
        }

    def _column(self, title: str) -> int | None:
        column = self._titles.get(normal(title))
        if column is None and title.isalpha() and title.isupper() and len(title) <= 3:
            return column_number(title)
        return column

    def put(self, back: Back) -> str:
        """Put one line back; return why it stays where it is, "" where it was put back."""
        line, row = back.line, self._frame.first_row + back.at
        if line.kind == "format":
            self._look(row, str(line.value or ""))
            return ""
        if line.kind == "fill":
            return self._fill(row, line)
        column = self._column(line.column)
        if column is None:
            return NO_COLUMN
        one = Block(self._frame.sheet, Range(column, row, column, row))
        if line.kind in ("cell", "formula"):
            return self._cell(one, line)
        if line.kind == "link":
            outside, _, inside = str(line.value or "").partition("#")
            if any(_is_at(k, one.place) for k in self._frame.sheet.api.Hyperlinks):
                return FILLED
            self._frame.sheet.api.Hyperlinks.Add(one.cells.api, outside, inside)
            return ""
        if one.place.start in self._noted:
            return FILLED
        self._undo(one.cells.api.AddComment(str(line.value or "")).Delete)
        self._noted.add(one.place.start)
        return ""

    def _cell(self, one: Block, line: KeptLine) -> str:
        formula = str(line.value or "")
        if line.kind == "formula" and names_cells(formula.removeprefix("=")):
            return BY_ADDRESS
        if one.values()[0][0] not in (None, ""):
            return FILLED
        date_1904 = bool(self._frame.sheet.book.api.Date1904)
        one.put([(formula if line.kind == "formula" else value_for(line.value, date_1904),)])
        self._undo(one.cells.clear_contents)
        return ""

    def _look(self, row: int, said: str) -> None:
        look, whole = look_said(said), self._frame.block(row, row).cells.api.EntireRow
        if look.level:
            whole.OutlineLevel = look.level + 1  # Excel counts from 1
        if look.hidden:
            whole.Hidden = True

    def _fill(self, row: int, line: KeptLine) -> str:
        at = [normal(h) for h in self._kept.headings].index("text")
        shown: Any = self._kept.block(line.row, line.row, at, 1).cells.api.Interior
        found = [c for c in map(self._column, line.column.split("; ")) if c is not None]
        if shown.ColorIndex == NO_FILL or not found:
            return NO_COLUMN
        for column in found:
            Block(
                self._frame.sheet, Range(column, row, column, row)
            ).cells.api.Interior.Color = shown.Color
        return ""


def _is_at(link: Any, place: Range) -> bool:
    return bool(link.Range.Row == place.first_row and link.Range.Column == place.first_column)
