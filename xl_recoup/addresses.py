"""Cells and blocks of cells by their A1 addresses: `F14`, `A5:M20`.

Rows and columns are counted from 1, as Excel shows them.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
# A dollar sign holds a row or column fast when a formula is copied; it says nothing of the place.
_CELL = r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})"
_RANGE = re.compile(rf"{_CELL}(?::{_CELL})?\Z")
_DIGITS = "0123456789"


@lru_cache(maxsize=LAST_COLUMN)
def column_letters(number: int) -> str:
    """Return the letters of a column: 1 is A, 28 is AB."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """Return the number of a column: A is 1, AB is 28."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def letters_of(address: str) -> str:
    """Return the column letters of a plain address, `F` of `F14`: quick, for many addresses."""
    return address.rstrip(_DIGITS)


class Address(NamedTuple):
    """One cell of a sheet; written as text it is `F14`."""

    column: int
    row: int

    @classmethod
    def parse(cls, text: str) -> Address | None:
        """Return the cell that an address such as `F14` or `$F$14` names; None for any other text.

        An address beyond the last row or column of a sheet names no cell.
        """
        block = Range.parse(text)
        return block.start if block and block.start == block.end else None

    def __str__(self) -> str:
        return f"{column_letters(self.column)}{self.row}"

    @property
    def letters(self) -> str:
        """The letters of its column."""
        return column_letters(self.column)


class Range(NamedTuple):
    """A block of cells, both ends included; written as text `A5:M20`, or `A5` for a single cell."""

    first_column: int
    first_row: int
    last_column: int
    last_row: int

    @classmethod
    def parse(cls, text: str) -> Range | None:
        """Return the block that an address such as `A5:M20` or `A5` names, or None.

        The corners may be named in any order.
        """
        found = _RANGE.match(text.strip())
        if not found:
            return None
        first, last = column_number(found[1]), column_number(found[3] or found[1])
        top, bottom = int(found[2]), int(found[4] or found[2])
        whole = cls(min(first, last), min(top, bottom), max(first, last), max(top, bottom))
        inside = whole.first_row >= 1 and whole.last_row <= LAST_ROW
        return whole if inside and whole.last_column <= LAST_COLUMN else None

    def __str__(self) -> str:
        return str(self.start) if self.start == self.end else self.full

    @property
    def start(self) -> Address:
        """The upper left cell."""
        return Address(self.first_column, self.first_row)

    @property
    def end(self) -> Address:
        """The lower right cell."""
        return Address(self.last_column, self.last_row)

    @property
    def full(self) -> str:
        """The block with both ends, also for a single cell: `A5:A5`."""
        return f"{self.start}:{self.end}"

    @property
    def rows(self) -> range:
        """The numbers of its rows."""
        return range(self.first_row, self.last_row + 1)

    @property
    def columns(self) -> range:
        """The numbers of its columns."""
        return range(self.first_column, self.last_column + 1)

    def meets(self, other: Range) -> bool:
        """Say whether the two share a cell."""
        return (
            self.first_row <= other.last_row
            and other.first_row <= self.last_row
            and self.first_column <= other.last_column
            and other.first_column <= self.last_column
        )

    def ending(self, last_row: int) -> Range:
        """Return the block with another last row."""
        return self._replace(last_row=last_row)

    def beside(self, count: int) -> Range:
        """Return the block of so many columns on its right."""
        left = self.last_column + 1
        return self._replace(first_column=left, last_column=self.last_column + count)

    def joined(self, other: Range) -> Range:
        """Return the smallest block that covers both."""
        return Range(*map(min, self[:2], other[:2]), *map(max, self[2:], other[2:]))
