"""A sheet of the team that is read: which of our tables it is, and where its parts stand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from xl_recoup.addresses import letters_of
from xl_recoup.adopt.kept_rows import Kept
from xl_recoup.adopt.mapping_rows import MappingRow
from xl_recoup.adopt.moved_headings import Located
from xl_recoup.contract import TableSpec
from xl_recoup.tables import Cell, SheetView

Chosen = dict[str, list[MappingRow]]
"""A heading of ours to the rows that fill it: one column or constant, the days of a grid, or
a column and those that are read where it is blank."""


@dataclass(frozen=True, slots=True)
class MappedSheet:
    """One of the team's sheets: which of our tables it is, and where its columns and rows stand."""

    view: SheetView
    spec: TableSpec
    chosen: Chosen
    located: Located
    kept: Kept

    @property
    def numbers(self) -> range:
        """The sheet's rows from the first below the headings to the table's last."""
        return range(self.located.first_row, self.kept.last_row + 1)

    def column(self, number: int) -> list[Cell]:
        """Return a column's cells, row by row; those of rows that are no rows of it are blank."""
        lines = (() if n in self.kept.skipped else self.view.rows[n - 1] for n in self.numbers)
        return [line[number - 1] if number <= len(line) else None for line in lines]

    def inside(self, addresses: Iterable[str]) -> frozenset[str]:
        """Return those of these addresses that lie in rows of the table."""
        rows = ((a, int(a.removeprefix(letters_of(a)))) for a in addresses)
        return frozenset(a for a, n in rows if n in self.numbers and n not in self.kept.skipped)
