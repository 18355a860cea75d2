"""The rows close below a table: no part of it, and looked at for rows that were meant to be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from xl_recoup.addresses import Range
from xl_recoup.tables import LOOKED_AT_BELOW, Cell


def numbers_below(table: Range, last_filled: int, tables: Iterable[Range]) -> range:
    """Return the numbers of the sheet's rows below a table, down to the next table there."""
    nexts = [other.first_row - 1 for other in tables if other.first_row > table.last_row]
    last = min(last_filled, table.last_row + LOOKED_AT_BELOW, *nexts)
    return range(table.last_row + 1, last + 1)


def filled_rows(
    numbers: Iterable[int], rows: Iterable[Sequence[Cell]]
) -> dict[int, Sequence[Cell]]:
    """Return those of the rows that hold anything, by their numbers."""
    both = zip(numbers, rows, strict=True)
    return {number: row for number, row in both if any(cell is not None for cell in row)}
