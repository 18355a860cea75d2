"""What was kept of a row that is there again, put back to it: never over what stands there now."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import partial

from xl_recoup.addresses import Address, Range, column_number
from xl_recoup.book.package.package import TablePlace
from xl_recoup.book.package.xmltext import attribute, with_attribute
from xl_recoup.book.reading.grid import Grid, Row
from xl_recoup.book.reading.read_tables import dialect_of
from xl_recoup.book.reading.sheet_cells import BlockReader
from xl_recoup.book.writing.added_notes import add_links, add_notes, linked_cells, noted_cells
from xl_recoup.book.writing.cell_looks import filled_as
from xl_recoup.book.writing.draft import Draft
from xl_recoup.book.writing.kept_again import Back
from xl_recoup.book.writing.kept_words import BY_ADDRESS, FILLED, NO_COLUMN, RowLook, look_said
from xl_recoup.book.writing.reference_text import names_cells
from xl_recoup.book.writing.set_cells import set_cells, with_rows
from xl_recoup.book.writing.sheet_patch import Written
from xl_recoup.contract import normal
from xl_recoup.contract.cell_values import text_of
from xl_recoup.errors import Refused
from xl_recoup.tables import CellWrites, Formula, OutCell

_FURTHEST = 120
"""Columns in which headings beside a table are looked for."""
_LETTERS = re.compile(r"[A-Z]{1,3}\Z")


def put_back(
    draft: Draft, place: TablePlace, written: Written, lines: Sequence[Back]
) -> list[Back]:
    """Put what was kept back into the rows of a table; return the lines, each with how it went."""
    there = _There(draft, place, written)
    done = [each._replace(why_not=there.plan(each)) for each in lines]
    why = there.carry_out()
    return [e._replace(why_not=e.why_not or why.get(e.line.kind, "")) for e in done]


class _There:
    """The sheet to which lines go back, and what is to be done in it."""

    def __init__(self, draft: Draft, place: TablePlace, written: Written) -> None:
        self._draft, self._place, self._written = draft, place, written
        self._part = place.sheet.part
        data = draft.editable(self._part)
        self._grid = Grid(data, self._part)
        self._noted = noted_cells(draft, self._part)
        self._linked = linked_cells(data)
        self._titles = self._headings()
        self._cells: dict[tuple[int, int], OutCell] = {}
        self._notes: dict[Address, str] = {}
        self._links: dict[Address, str] = {}
        self._looks: dict[int, RowLook] = defaultdict(RowLook)

    def _headings(self) -> dict[str, int]:
        table = self._place.table
        titles: dict[str, int] = {}
        if table.heading_rows:
            row, last = table.ref.first_row, table.ref.last_column + _FURTHEST
            reader = BlockReader(self._grid, dialect_of(self._draft.package))
            seen = reader.read(Range(1, row, last, row), [row]).rows[0]
            titles = {normal(text_of(t)): c for c, t in reversed([*enumerate(seen, 1)]) if t}
        own = zip(table.ref.columns, table.headings, strict=True)
        return titles | {normal(heading): c for c, heading in own}

    def _column(self, title: str) -> int | None:
        column = self._titles.get(normal(title))
        if column is None and _LETTERS.match(title):
            return column_number(title)
        return column

    def plan(self, back: Back) -> str:
        """Plan how a line goes back; return why it does not, "" where it does."""
        line, row = back.line, self._written.first_row + back.at
        if line.kind == "format":
            fills = self._looks[row].fills
            self._looks[row] = look_said(str(line.value or ""))
            self._looks[row].fills = fills
            return ""
        if line.kind == "fill":
            found = [c for c in map(self._column, line.column.split("; ")) if c is not None]
            self._looks[row].fills |= dict.fromkeys(found, line.style)
            return "" if found else NO_COLUMN
        column = self._column(line.column)
        if column is None:
            return NO_COLUMN
        text, cell = str(line.value or ""), Address(column, row)
        if line.kind in ("cell", "formula"):
            return self._plan_cell(line.kind, line.value, cell)
        if line.kind == "link":
            return self._planned(self._links, self._linked, cell, text)
        return self._planned(self._notes, self._noted, cell, text)

    def _plan_cell(self, kind: str, value: OutCell, cell: Address) -> str:
        formula = str(value or "").removeprefix("=")
        # With an @ it is as Excel shows it, which a file does not take.
        if kind == "formula" and (names_cells(formula) or "[@" in formula):
            return BY_ADDRESS
        rows = self._grid.chosen([cell.row])
        held = [c.inner for row in rows for c in self._grid.cells(row) if c.column == cell.column]
        if any((inner or b"").strip() for inner in held) or (cell.row, cell.column) in self._cells:
            return FILLED
        given = Formula(formula, None) if kind == "formula" else value
        self._cells[cell.row, cell.column] = given
        return ""

    @staticmethod
    def _planned(to: dict[Address, str], taken: set[str], cell: Address, text: str) -> str:
        if str(cell) in taken or cell in to:
            return FILLED
        to[cell] = text
        return ""

    def carry_out(self) -> Mapping[str, str]:
        """Do what was planned; return for kinds of lines that were refused why."""
        why: dict[str, str] = {}
        if self._looks:
            dress(self._draft, self._part, self._looks)
        if self._cells:
            try:
                set_cells(self._draft, CellWrites(self._place.sheet.name, self._cells))
            except Refused:
                why = dict.fromkeys(("cell", "formula"), FILLED)
        if self._notes:
            add_notes(self._draft, self._part, self._notes)
        if self._links:
            add_links(self._draft, self._part, self._links)
        return why


def dress(
    draft: Draft,
    part: str,
    looks: Mapping[int, RowLook],
    as_like: Callable[[int, int], int] | None = None,
) -> None:
    """Let rows of a sheet, and cells in them, look as they are said to.

    `as_like` gives the style that is like a cell's own and takes something of another one: unless
    it is given, the fill.
    """
    grid, change = Grid(draft.editable(part), part), as_like or partial(filled_as, draft)

    def changed(row: Row) -> tuple[bytes, bytes]:
        look = looks[row.number]
        attributes = row.attributes
        if look.hidden:
            attributes = with_attribute(attributes, b"hidden", b"1")
        if look.level:
            attributes = with_attribute(attributes, b"outlineLevel", b"%d" % look.level)
        if look.height:
            attributes = with_attribute(attributes, b"ht", look.height.encode())
            attributes = with_attribute(attributes, b"customHeight", b"1")
        return attributes, _coloured(grid, row, look.fills, change)

    data = with_rows(grid, sorted(looks), changed)
    draft.put(part, data)


def _coloured(
    grid: Grid, row: Row, fills: Mapping[int, int], change: Callable[[int, int], int]
) -> bytes:
    made = {cell.column: grid.placed(cell, row.number) for cell in grid.cells(row)}
    styles = {cell.column: attribute(cell.attributes, b"s") for cell in grid.cells(row)}
    start = b"<%sc" % grid.prefix
    for column, like in fills.items():
        old = styles.get(column) or grid.column_style(column) or b"0"
        style = b"%d" % change(int(old), like) if old.isdigit() else old
        text = made.get(column)
        if text is None:
            place = str(Address(column, row.number)).encode()
            made[column] = b'%s r="%s" s="%s"/>' % (start, place, style)
            continue
        end = text.index(b">") - (text[text.index(b">") - 1 : text.index(b">")] == b"/")
        attributes = with_attribute(text[len(start) : end], b"s", style)
        made[column] = start + attributes + text[end:]
    return b"".join(made[column] for column in sorted(made))
