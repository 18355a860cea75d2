"""Where new cells of a table go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace


@dataclass(frozen=True)
class Region:
    """Where new cells go: rows of the sheet and, in ascending order, our columns.

    Rows from `first_row` to `old_last` are the table's today; it will end at `new_last`. Rows
    before `write_from` stay as they are.
    """

    table: str
    sheet: str
    first_row: int
    old_last: int
    new_last: int
    write_from: int
    columns: tuple[int, ...]
    width: range
    """All columns of the table."""
    filled_down: Mapping[int, str] = field(default_factory=dict)
    """For columns of the team's own: the formula that Excel fills new rows with, as raw XML."""
    array_formulas: frozenset[int] = frozenset()
    """Those of them whose formula is an array formula."""
    totals: bool = False
    """True where a totals row below the data has to move with its end."""

    def holding(self, count: int, totals_rows: int) -> Region:
        """Return the region when so many rows are put in."""
        last = max(self.write_from + count - 1, self.first_row)
        return replace(self, new_last=last, totals=bool(totals_rows) and last != self.old_last)

    @property
    def deepest(self) -> int:
        """The lowest row that changes."""
        return max(self.old_last, self.new_last) + self.totals

    @property
    def own_columns(self) -> list[int]:
        """The table's columns that are the team's own."""
        return [column for column in self.width if column not in self.columns]
