"""References such as `A5:M20`: read them, write them, ask what they cover."""

from __future__ import annotations

import re
from typing import NamedTuple

from xl_recoup.tables import column_letters, column_number

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
_RANGE = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})(?::\$?([A-Za-z]{1,3})\$?(\d{1,7}))?\Z")


class Range(NamedTuple):
    """A block of cells, both ends included, counted from 1."""

    first_column: int
    first_row: int
    last_column: int
    last_row: int

    def __str__(self) -> str:
        start = f"{column_letters(self.first_column)}{self.first_row}"
        end = f"{column_letters(self.last_column)}{self.last_row}"
        return start if start == end else f"{start}:{end}"

    @property
    def full(self) -> str:
        """The range with both ends, also for a single cell."""
        start = f"{column_letters(self.first_column)}{self.first_row}"
        return f"{start}:{column_letters(self.last_column)}{self.last_row}"

    def meets(self, other: Range) -> bool:
        """Say whether the two share a cell."""
        return (
            self.first_row <= other.last_row
            and other.first_row <= self.last_row
            and self.first_column <= other.last_column
            and other.first_column <= self.last_column
        )

    def ending(self, last_row: int) -> Range:
        """Return the range with another last row."""
        return self._replace(last_row=last_row)

    def joined(self, other: Range) -> Range:
        """Return the smallest range that covers both."""
        return Range(
            min(self.first_column, other.first_column), min(self.first_row, other.first_row),
            max(self.last_column, other.last_column), max(self.last_row, other.last_row),
        )  # fmt: skip


def parse(text: str) -> Range | None:
    """Return the range that a reference names, or None when it names none."""
    found = _RANGE.match(text.strip())
    if not found:
        return None
    first, last = column_number(found[1]), column_number(found[3] or found[1])
    top, bottom = int(found[2]), int(found[4] or found[2])
    whole = Range(min(first, last), min(top, bottom), max(first, last), max(top, bottom))
    if whole.first_row < 1 or whole.last_row > LAST_ROW or whole.last_column > LAST_COLUMN:
        return None
    return whole
