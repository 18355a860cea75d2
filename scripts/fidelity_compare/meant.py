"""What a writing was meant to change, and where ranges that point at a table should end now."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

_BLOCK = re.compile(r"(\$?)([A-Za-z]{1,3})(\$?)(\d{1,7})(?::(\$?)([A-Za-z]{1,3})(\$?)(\d{1,7}))?\Z")


@dataclass(frozen=True)
class Meant:
    """One table that was written: which columns are ours, and how many rows it was given.

    `headings` are ours; without `rows` the table is new, on a sheet of its own. With `cells`,
    `table` is a sheet's name, and single cells of it by row and column were filled.
    """

    table: str
    headings: tuple[str, ...] = ()
    rows: int | None = None
    cells: frozenset[tuple[int, int]] = frozenset()


class Cells(NamedTuple):
    """A block of cells, both ends included, counted from 1."""

    left: int
    top: int
    right: int
    bottom: int


class Growth(NamedTuple):
    """A table in the sheet: its place before, our columns, and its last data row now."""

    sheet: str
    whole: Cells
    first: int
    last: int
    new_last: int
    totals: int
    ours: frozenset[int]

    @property
    def width(self) -> range:
        """The columns of the table."""
        return range(self.whole.left, self.whole.right + 1)

    @property
    def deepest(self) -> int:
        """The lowest row that the table had or has."""
        return max(self.last, self.new_last) + self.totals

    def moved(self, block: Cells) -> Cells:
        """Return where a block should be that ended where the data, or the totals, ended."""
        if block.left > self.whole.right or block.right < self.whole.left:
            return block
        # One row of several is itself; the only row of a table stands for its columns.
        whole = block.top < block.bottom or self.first == self.last
        if block.bottom == self.last and whole:
            return block._replace(bottom=max(self.new_last, block.top))
        within = block.left >= self.whole.left and block.right <= self.whole.right
        if self.totals and within and block.bottom == self.last + 1:
            shift = self.new_last - self.last
            top = block.top + shift if block.top == block.bottom else block.top
            return block._replace(top=top, bottom=block.bottom + shift)
        return block


def number(letters: str) -> int:
    """Return the number of a column."""
    total = 0
    for letter in letters.upper():
        total = total * 26 + ord(letter) - 64
    return total


def letters_of(column: int) -> str:
    """Return the letters of a column."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def block_of(text: str) -> Cells | None:
    """Return the block that a reference such as `B5:C10` names, or None."""
    found = _BLOCK.match(text.strip())
    if found is None:
        return None
    left, top = number(found[2]), int(found[4])
    right, bottom = number(found[6] or found[2]), int(found[8] or found[4])
    return Cells(min(left, right), min(top, bottom), max(left, right), max(top, bottom))


def shown(block: Cells, like: str, *, both: bool = False) -> str:
    """Return a block as a reference, with the dollar signs of the one that it was.

    With `both`, what had two ends keeps them, as in a formula, also for a single cell.
    """
    found = _BLOCK.match(like.strip())
    assert found is not None
    start = f"{found[1]}{letters_of(block.left)}{found[3]}{block.top}"
    if (block.left, block.top) == (block.right, block.bottom) and not found[8]:
        return start
    column, row = (found[5], found[7]) if found[8] else (found[1], found[3])
    end = f"{column}{letters_of(block.right)}{row}{block.bottom}"
    single = (block.left, block.top) == (block.right, block.bottom)
    return start if single and not (both and found[8]) else f"{start}:{end}"


def followed(text: str, growths: Sequence[Growth], *, both: bool = False) -> str:
    """Return a list of ranges, parted by spaces, as it should be now."""
    pieces = []
    for piece in text.split(" "):
        block = block_of(piece)
        for growth in growths:
            if block is None:
                break
            after = growth.moved(block)
            if after != block:
                piece, block = shown(after, piece, both=both), after
        pieces.append(piece)
    return " ".join(pieces)
