"""Which columns of a sheet are out of sight."""

from __future__ import annotations

from typing import NamedTuple

from xl_recoup.addresses import Range
from xl_recoup.book.package.xmltext import attribute, damaged, opening
from xl_recoup.book.reading.grid import Grid


class OutOfSight(NamedTuple):
    """The numbers, counted from 1, of columns that are out of sight.

    One that is folded away in a group is not hidden: the + above it shows that it is there.
    """

    hidden: frozenset[int]
    folded: frozenset[int]


def columns_out_of_sight(grid: Grid, ref: Range) -> OutOfSight:
    """Return which columns of a block are hidden, and which are folded away."""
    found: tuple[set[int], set[int]] = set(), set()
    for item in opening(grid.prefix, b"col").finditer(grid.data, 0, grid.start):
        if attribute(item[1], b"hidden") not in (b"1", b"true"):
            continue
        folded = attribute(item[1], b"outlineLevel") not in (None, b"0")
        try:
            first, last = (int(attribute(item[1], name) or 0) for name in (b"min", b"max"))
        except ValueError as error:
            raise damaged(grid.part) from error
        found[folded].update(range(max(first, ref.first_column), min(last, ref.last_column) + 1))
    return OutOfSight(*map(frozenset, found))
