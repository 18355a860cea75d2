"""Which columns of a sheet are out of sight."""

from __future__ import annotations

from xl_recoup.addresses import Range
from xl_recoup.book.package.xmltext import attribute, damaged, opening
from xl_recoup.book.reading.grid import Grid


def hidden_columns(grid: Grid, ref: Range) -> frozenset[int]:
    """Return the numbers, counted from 1, of a block's columns that are out of sight.

    One that is folded away in a group is not: the + above it shows that it is there.
    """
    found: set[int] = set()
    for item in opening(grid.prefix, b"col").finditer(grid.data, 0, grid.start):
        folded = attribute(item[1], b"outlineLevel") not in (None, b"0")
        if folded or attribute(item[1], b"hidden") not in (b"1", b"true"):
            continue
        try:
            first, last = (int(attribute(item[1], name) or 0) for name in (b"min", b"max"))
        except ValueError as error:
            raise damaged(grid.part) from error
        found.update(range(max(first, ref.first_column), min(last, ref.last_column) + 1))
    return frozenset(found)
