"""Lines of the sheet Kept notes whose row is there again: which they are, what they hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from xl_recoup.addresses import Range
from xl_recoup.book.package.package import Package, TablePlace
from xl_recoup.book.package.xmltext import attribute
from xl_recoup.book.reading.grid import Grid
from xl_recoup.book.reading.read_tables import dialect_of
from xl_recoup.book.reading.sheet_cells import BlockReader
from xl_recoup.book.writing.row_keys import Keys, key_of, matched, new_row, old_row
from xl_recoup.contract import KEPT_NOTES, TYPED_KINDS, normal
from xl_recoup.contract.cell_values import is_blank, text_of
from xl_recoup.tables import Cell, CellError, OutCell, TableWrite

RETURNED = "Returned"
_WANTED = ("Table", "Key", "Kind", "Column", "Text", RETURNED)


class KeptLine(NamedTuple):
    """One line of the sheet Kept notes that was not returned yet."""

    row: int
    """The sheet's row."""
    table: str
    key: str
    kind: str
    column: str
    value: OutCell
    style: int = 0
    """The number of the style of its text: a colour that was kept is the text's own."""


class Back(NamedTuple):
    """A kept line, and which of the rows that are written is its row again, counted from 0."""

    line: KeptLine
    at: int
    why_not: str = ""
    """Why it stays where it is; "" where it was put back."""


def returning(
    package: Package, places: Mapping[str, TablePlace], writes: Sequence[TableWrite]
) -> list[Back]:
    """Return what of the sheet Kept notes belongs to rows that these writes give anew."""
    place = places.get(KEPT_NOTES.name.casefold())
    if place is None:
        return []
    lines = [*_lines(package, place)]
    found: list[Back] = []
    for write in writes:
        mine = [line for line in lines if normal(line.table) == normal(write.table)]
        there = places.get(write.table.casefold())
        if mine and there is not None and write.keys and not write.append:
            new = new_keys(write, there.table.headings, package.date_1904)
            old = _old_keys(package, there, write)
            found += lines_again(mine, write, old, new)
    return found


def lines_again(
    lines: Sequence[KeptLine], write: TableWrite, old: Mapping[int, Keys], new: Mapping[int, Keys]
) -> Iterator[Back]:
    """Give the lines whose key a row has that was not there before; `new` counts from 0.

    Of two lines for one thing the later one goes back.
    """
    known = set(matched(old, new).values())
    at: dict[str, int] = {}
    for row in new:
        if row not in known:
            for name in _names(write, row):
                at.setdefault(name, row)
    last = {(_alike(line.key), line.kind, normal(line.column)): line for line in lines}
    for line in last.values():
        # What was typed over results was no cell of the team's own: it stays where it is kept.
        if line.kind not in TYPED_KINDS and _alike(line.key) in at:
            yield Back(line, at[_alike(line.key)])


def new_keys(write: TableWrite, headings: Sequence[str], date_1904: bool) -> dict[int, Keys]:
    """Return the keys of the rows that are written, counted from 0."""
    have = {normal(h) for h in headings}
    ours = {normal(h): i for i, h in enumerate(write.headings)}
    keys = [
        [ours[normal(h)] for h in key] for key in write.keys if all(normal(h) in have for h in key)
    ]
    first = bool(write.known_as) and all(normal(h) in have for h in write.keys[0])
    return {
        row: new_row(
            [key_of([values[i] for i in key], date_1904) for key in keys],
            first,
            write.known_as.get(row, ()),
            date_1904,
        )
        for row, values in enumerate(write.rows)
    }


def out_cell(cell: Cell) -> OutCell:
    """Return what was read as it can be written again."""
    if isinstance(cell, float):
        return Decimal(repr(float(cell)))
    return str(cell) if isinstance(cell, CellError) else cell


def key_name(cells: Sequence[Cell | OutCell]) -> str:
    """Return a row's key as a person reads it."""
    return ", ".join(text_of(_cell(c)) for c in cells if c is not None)


def _cell(cell: Cell | OutCell) -> Cell:
    if isinstance(cell, Decimal):
        return float(cell)
    return str(cell.value or "") if isinstance(cell, tuple) else cell


def _alike(name: str) -> str:
    return normal(name)


def _names(write: TableWrite, row: int) -> Iterator[str]:
    ours = {normal(h): i for i, h in enumerate(write.headings)}
    for key in write.keys:
        if all(normal(h) in ours for h in key):
            yield _alike(key_name([write.rows[row][ours[normal(h)]] for h in key]))


def _lines(package: Package, place: TablePlace) -> Iterator[KeptLine]:
    table = place.table
    at = {normal(h): i for i, h in reversed(list(enumerate(table.headings)))}
    if any(normal(h) not in at for h in _WANTED[:-1]) or table.last_row < table.first_row:
        return
    grid = Grid(package.text_of(place.sheet.part), place.sheet.part)
    data = table.ref._replace(first_row=table.first_row, last_row=table.last_row)
    rows = BlockReader(grid, dialect_of(package)).read(data).rows
    text = table.ref.first_column + at["text"]
    looks = {
        row.number: attribute(cell.attributes, b"s") or b"0"
        for row in grid.chosen(list(data.rows))
        for cell in grid.cells(row)
        if cell.column == text
    }
    for number, cells in zip(data.rows, rows, strict=True):
        held = {h: cells[at[normal(h)]] if normal(h) in at else None for h in _WANTED}
        if is_blank(held["Table"]) or is_blank(held["Key"]) or not is_blank(held[RETURNED]):
            continue
        name, key, kind, column = (text_of(held[h]) for h in _WANTED[:4])
        style = looks.get(number, b"0")
        value = out_cell(held["Text"])
        yield KeptLine(number, name, key, kind, column, value, int(style) if style.isdigit() else 0)


def _old_keys(package: Package, place: TablePlace, write: TableWrite) -> dict[int, Keys]:
    """Return the keys of the rows that the table has, by the sheet's rows."""
    table = place.table
    at = {normal(h): i for i, h in reversed(list(enumerate(table.headings)))}
    keys = [[at[normal(h)] for h in key] for key in write.keys if all(normal(h) in at for h in key)]
    if table.last_row < table.first_row or not keys:
        return {}
    columns = sorted({table.ref.first_column + i for key in keys for i in key})
    data: Range = table.ref._replace(first_row=table.first_row, last_row=table.last_row)
    grid = Grid(package.text_of(place.sheet.part), place.sheet.part)
    rows = BlockReader(grid, dialect_of(package)).read(data, only=columns).rows
    where = {c - table.ref.first_column: i for i, c in enumerate(columns)}
    first = bool(write.known_as) and all(normal(h) in at for h in write.keys[0])
    return {
        row: old_row(
            [key_of([held[where[i]] for i in key], package.date_1904) for key in keys], first
        )
        for row, held in zip(data.rows, rows, strict=True)
    }
