"""What the team has in rows of an open workbook whose key is gone: to be kept on a sheet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from xl_recoup.addresses import Address, Range, column_letters
from xl_recoup.book.writing.kept_again import key_name, out_cell
from xl_recoup.book.writing.table_move import Kept
from xl_recoup.contract import normal
from xl_recoup.contract.cell_values import is_blank
from xl_recoup.excel.blocks import Block, place_of
from xl_recoup.excel.excel_frames import ExcelFrame
from xl_recoup.excel.open_cells import Rows, cell_of
from xl_recoup.tables import TableWrite

NO_FILL = -4142  # Excel's xlNone


def places_of_headings(frame: ExcelFrame, write: TableWrite) -> dict[str, int]:
    """Return where in a table our headings are, counted from 0."""
    at = {normal(h): i for i, h in reversed(list(enumerate(frame.headings)))}
    return {normal(h): at[normal(h)] for h in write.headings if normal(h) in at}


def typed_columns(frame: ExcelFrame, write: TableWrite) -> list[int]:
    """Return the places of the team's columns that Excel does not fill with one formula."""
    ours = set(places_of_headings(frame, write).values())
    return [
        i
        for i in range(frame.width)
        if i not in ours
        and frame.block(frame.first_row, frame.last_row, i, 1).cells.api.HasFormula is not True
    ]


def beside(frame: ExcelFrame) -> Block:
    """Return the cells on the right of the rows, as far as the sheet is used."""
    used = place_of(frame.sheet.used_range)
    right = frame.whole.last_column + 1
    place = Range(right, frame.first_row, max(used.last_column, right), frame.last_row)
    return Block(frame.sheet, place)


def kept_of(
    frame: ExcelFrame, write: TableWrite, held: Rows, gone: Sequence[int]
) -> Iterator[Kept]:
    """Give what the team has in rows whose key is gone; `held` are the values of the table."""
    if not gone:
        return
    at, typed, right = places_of_headings(frame, write), typed_columns(frame, write), beside(frame)
    key = [at[normal(h)] for h in write.keys[0] if normal(h) in at]
    date_1904 = bool(frame.sheet.book.api.Date1904)
    names = {row: key_name([cell_of(held[row - frame.first_row][i]) for i in key]) for row in gone}
    outside = dict(zip(range(frame.first_row, frame.last_row + 1), right.values(), strict=True))
    for row in gone:
        values = held[row - frame.first_row]
        cells = [(i + frame.whole.first_column, frame.headings[i], values[i]) for i in typed]
        titles = map(column_letters, right.place.columns)
        cells += zip(right.place.columns, titles, outside[row], strict=True)
        for column, title, value in cells:
            cell = cell_of(value)
            if is_blank(cell):
                continue
            one = Block(frame.sheet, Range(column, row, column, row))
            ((shown,),), formulas = one.read(date_1904)
            if formulas:
                yield Kept(names[row], "formula", title, f"={next(iter(formulas.values()))}")
            else:
                yield Kept(names[row], "cell", title, out_cell(shown))
        yield from _look(frame, row, names[row])
    yield from _on_rows(frame, names)


def _on_rows(frame: ExcelFrame, names: Mapping[int, str]) -> Iterator[Kept]:
    for note in frame.sheet.api.Comments:
        place = Address(note.Parent.Column, note.Parent.Row)
        if place.row in names:
            yield Kept(names[place.row], "note", _title(frame, place), note.Text())
    for link in frame.sheet.api.Hyperlinks:
        place = Address(link.Range.Column, link.Range.Row)
        if place.row in names:
            there = "#".join(each for each in (link.Address, link.SubAddress) if each)
            yield Kept(names[place.row], "link", _title(frame, place), there)


def _title(frame: ExcelFrame, place: Address) -> str:
    if place.column in frame.whole.columns:
        return frame.headings[place.column - frame.whole.first_column]
    return place.letters


def _look(frame: ExcelFrame, row: int, key: str) -> Iterator[Kept]:
    """Give how a row looks unlike others: hidden, grouped, coloured."""
    whole = frame.block(row, row).cells.api
    level = (whole.EntireRow.OutlineLevel or 1) - 1
    words = ["hidden"] if whole.EntireRow.Hidden else []
    words += [f"grouped ({level})" if level > 1 else "grouped"] if level else []
    if words:
        yield Kept(key, "format", "", f"the row was {', '.join(words)}")
    if whole.Interior.ColorIndex == NO_FILL:
        return
    found: dict[int, list[str]] = {}
    for i, heading in enumerate(frame.headings):
        column = frame.block(frame.first_row, frame.last_row, i, 1).cells.api.Interior
        fill: Any = frame.block(row, row, i, 1).cells.api.Interior
        if fill.ColorIndex != NO_FILL and column.ColorIndex is None:
            found.setdefault(max(int(fill.Color), 1), []).append(heading)  # 0, black, is none
    for colour, titles in found.items():
        yield Kept(key, "fill", "; ".join(titles), "coloured", colour)
