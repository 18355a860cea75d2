"""Where the rows of a table are after a run: by its end, and by the keys of its rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby

from xl_recoup.addresses import Range
from xl_recoup.tables import OutCell


@dataclass(frozen=True)
class Kept:
    """Something of the team's own whose row is gone: to be kept on a sheet of its own."""

    key: str
    """The key of the row, as a person reads it."""
    kind: str
    """`cell`, `formula`, `note`, `comment`, `link`, `format` or `fill`."""
    column: str
    """The heading of its column, or the column's letters where it has none."""
    text: OutCell
    style: int = 0
    """The style whose fill is kept, of a `fill`."""


@dataclass(frozen=True)
class Move:
    """A table as it was, and where its data ends and its rows are now."""

    table: str
    sheet: str
    whole: Range
    """With headings and totals."""
    data: Range
    new_last: int
    totals: bool
    filtered: bool = False
    """True where a filter is set on the table, so that rows may be out of sight."""
    protected: bool = False
    """True where its sheet is protected."""
    rows: Mapping[int, int] | None = None
    """Where each row of the data is that has its key still; None where rows keep their places."""
    beside: tuple[int, ...] = ()
    """Columns beside the table whose cells go with its rows."""
    names: Mapping[int, str] = field(default_factory=dict)
    """For each row whose key is gone that key, as a person reads it."""
    titles: Mapping[int, str] = field(default_factory=dict)
    """The heading of each column in or beside the table that has one."""
    kept: tuple[Kept, ...] = ()
    """What stood in those rows."""
    lost: tuple[tuple[str, str], ...] = ()
    """Sheet and cell of each formula that can't follow."""
    staying: tuple[str, ...] = ()
    """Drawings and cells that stay where they are while rows move."""

    @property
    def shift(self) -> int:
        """By how many rows the end of the data moves."""
        return self.new_last - self.data.last_row

    @property
    def moves(self) -> bool:
        """Say whether anything that means rows of the table has to follow."""
        return bool(self.shift) or self.reordered

    @cached_property
    def reordered(self) -> bool:
        """Say whether a row is elsewhere or gone."""
        if self.rows is None:
            return False
        return any(self.rows.get(row) != row for row in self.data.rows)

    @property
    def totals_row(self) -> Range:
        """Where the totals row was."""
        return self.whole._replace(first_row=self.whole.last_row)

    @cached_property
    def _columns(self) -> range:
        every = (self.whole.first_column, self.whole.last_column, *self.beside)
        return range(min(every), max(every) + 1)

    def applied(self, block: Range, *, as_column: bool = True) -> Range | None:
        """Return where a block of cells is now; None where its cells are no block, or gone.

        It grows when it ends where the table ended, as in Excel where rows are added at a table's
        end, and when the table outgrows the room that it had left for more rows. A single row
        means the columns of a table of one row if it is meant `as_column`.
        """
        data, columns = self.data, self._columns
        if block.last_column < columns[0] or block.first_column > columns[-1]:
            return block
        if self.totals and block.last_row == self.whole.last_row and self.covers(block):
            first = block.first_row + (self.shift if block.first_row == block.last_row else 0)
            return block._replace(first_row=first, last_row=block.last_row + self.shift)
        single = block.first_row == block.last_row
        if single and data.first_row == data.last_row == block.first_row and as_column:
            return block.ending(max(self.new_last, block.first_row))
        ends = block.last_row == data.last_row and not single
        if ends and block.first_row <= data.first_row:
            return block.ending(max(self.new_last, block.first_row))
        if block.last_row < data.first_row or block.first_row > data.last_row:
            return block
        if block.first_row <= data.first_row and block.last_row > data.last_row:
            return block.ending(max(self.new_last, block.last_row))
        if self.rows is None:
            return block.ending(max(self.new_last, block.first_row)) if ends else block
        if block.first_row < data.first_row or block.last_row > data.last_row:
            return block  # it means more than rows of the table
        return self._within(block, ends)

    def _within(self, block: Range, ends: bool) -> Range | None:
        """Return where some rows of the data are, with what was put between them."""
        assert self.rows is not None
        now = [self.rows[row] for row in block.rows if row in self.rows]
        if not now:
            return None
        first, last = min(now), self.new_last if ends else max(now)
        mine = set(now)
        if any(row not in mine and row in self.occupied for row in range(first, last + 1)):
            return None
        return block._replace(first_row=first, last_row=last)

    @cached_property
    def occupied(self) -> frozenset[int]:
        """The rows in which old ones are now."""
        return frozenset(self.rows.values()) if self.rows else frozenset()

    def pieces(self, block: Range) -> list[Range]:
        """Return where the cells of a block are now, in as many pieces as it takes."""
        whole = self.applied(block)
        if whole is not None:
            return [whole]
        assert self.rows is not None
        now = sorted(self.rows[row] for row in block.rows if row in self.rows)
        return [block._replace(first_row=a, last_row=b) for a, b in runs(now)]

    def covers(self, block: Range) -> bool:
        """Say whether a block has no column beside the table."""
        return (
            block.first_column >= self.whole.first_column
            and block.last_column <= self.whole.last_column
        )

    def travels(self, block: Range) -> bool:
        """Say whether a block lies in one row of the data, in cells that go with it."""
        return (
            block.first_row == block.last_row
            and self.data.first_row <= block.first_row <= self.data.last_row
            and all(c in self.beside or c in self.whole.columns for c in block.columns)
        )

    def means(self, qualifier: str) -> bool:
        """Say whether what precedes a reference, such as `'My sheet'!`, names the sheet."""
        name = qualifier.removesuffix("!")
        if name.startswith("'"):
            name = name[1:-1].replace("''", "'")
        return name.casefold() == self.sheet.casefold()


def runs(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Give stretches of ascending numbers: the first and the last of each."""
    for _, group in groupby(enumerate(numbers), lambda pair: pair[1] - pair[0]):
        stretch = [number for _, number in group]
        yield stretch[0], stretch[-1]
