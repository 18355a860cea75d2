"""What was made of the cells of a table, kept while the cells are the same.

A function that is filled down is called once a cell, with the same table each time. Excel does not
say whether a call belongs to the calculation of the call before, so nothing is taken on trust: the
cells that an answer rests on are compared, all of them, and only what is made of them is not made
again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from xl_recoup.excel.arguments import Grid
from xl_recoup.tables import Cell

Rows = Sequence[tuple[Cell, ...]]
Made = TypeVar("Made")
KEPT = 4
"""Tables that are kept: a sheet may look at this year's and last year's side by side."""


class Remembered(Generic[Made]):
    """Makes something of rows of cells, once for as long as they stay as they are."""

    def __init__(self, make: Callable[[Grid], Made]) -> None:
        """Take what makes it; it is called again whenever a cell has changed."""
        self._make = make
        self._kept: list[tuple[Rows, Made]] = []

    def of(self, rows: Rows) -> Made:
        """Return what is made of these rows."""
        for at, (known, made) in enumerate(self._kept):
            if known == rows:
                if at:
                    self._kept.insert(0, self._kept.pop(at))
                return made
        own = [tuple(row) for row in rows]
        made = self._make([list(row) for row in own])
        # Python takes TRUE for 1 and FALSE for 0, so rows with these could be taken for others.
        if not any(cell in (0, 1) for row in own for cell in row):
            self._kept = [(own, made), *self._kept][:KEPT]
        return made
