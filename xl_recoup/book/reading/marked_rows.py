"""Rows that somebody struck through or coloured as a whole."""

from __future__ import annotations

import re

from xl_recoup.book.package.cell_marks import CellMarks
from xl_recoup.book.package.xmltext import attribute
from xl_recoup.book.reading.grid import Grid

_STYLE = re.compile(rb' s="(\d+)"')


def marked_rows(
    grid: Grid, marks: CellMarks, columns: range | None = None
) -> tuple[frozenset[int], dict[int, str]]:
    """Return the rows that are struck through as a whole, and the colour of those that have one.

    With `columns`, only the cells in these are looked at.
    """
    struck, fills = set(), {}
    marking = {str(style).encode() for style in (*marks.struck, *marks.fills)}
    for row in grid.rows() if marking else ():
        if marking.isdisjoint(_STYLE.findall(grid.data, row.inner_start, row.inner_end)):
            continue
        styles = {
            int(style)
            for cell in grid.cells(row)
            if columns is None or cell.column in columns
            if cell.inner and (style := attribute(cell.attributes, b"s") or b"0").isdigit()
        }
        if styles and styles <= marks.struck:
            struck.add(row.number)
        colours = {marks.fills.get(style, "") for style in styles}
        if len(colours) == 1 and "" not in colours:
            fills[row.number] = colours.pop()
    return frozenset(struck), fills
