"""The headings of a sheet: which words stand over a column, on one line or on two."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from xl_recoup.addresses import Range
from xl_recoup.contract.cell_values import is_blank, text_of
from xl_recoup.tables import Cell, SheetView

LOOKED_AT = 40
"""Rows from the top in which headings are looked for."""
LONGEST = 120


class Heading(NamedTuple):
    """A heading: its column, counted from 1, its words, and each way to take them, best first."""

    column: int
    text: str
    forms: tuple[str, ...]


def cells_of(view: SheetView, reference: str, rows: Iterable[int]) -> list[Cell]:
    """Return what stands in the column of a heading's cells, such as `F4`, in these rows."""
    return in_column([view.rows[n - 1] for n in rows], reference)


def in_column(lines: Iterable[Sequence[Cell]], reference: str) -> list[Cell]:
    """Return what these lines hold in the column of a heading's cells, None beyond their end."""
    block = Range.parse(reference)
    at = block.first_column - 1 if block else 0
    return [line[at] if at < len(line) else None for line in lines]


def headings_in(
    view: SheetView, top: int, height: int, columns: range | None = None
) -> list[Heading]:
    """Return the headings in a line or two of a sheet; nothing where a line holds no headings."""
    if top + height - 1 > len(view.rows):
        return []
    lines = [_line(view, top + i, across=i < height - 1) for i in range(height)]
    if height == 2 and not _goes_on(lines):
        return []
    found = []
    for index in range(max(len(line) for line in lines)):
        column = index + 1
        if columns is not None and column not in columns:
            continue
        words = [line[index] for line in lines if index < len(line) and line[index]]
        if not words:
            continue
        text = " ".join(words)
        forms: tuple[str, ...] = (text,) if len(words) == 1 else (text, words[1], words[0])
        if len(words) > 1 and _is_group(view, column, top):
            forms = (words[1], text)
        found.append(Heading(column, text, forms))
    return found


def _line(view: SheetView, row: int, *, across: bool) -> list[str]:
    """Return the words of a line; `across`, what stands in a merged block counts for its width."""
    cells = view.rows[row - 1]
    words = [_words(cell) for cell in cells]
    for first, above, last, below in view.merges:
        if above <= row <= below and first <= len(words):
            start = view.rows[above - 1][first - 1] if first <= len(view.rows[above - 1]) else None
            if across and above == row:
                for column in range(first, min(last, len(words)) + 1):
                    words[column - 1] = _words(start)
            elif above < row:
                words[first - 1] = ""  # it continues from the line above
    return words


def _is_group(view: SheetView, column: int, row: int) -> bool:
    """Say whether what stands above a column is a title over several columns."""
    return any(
        first <= column <= last and above <= row <= below and last > first
        for first, above, last, below in view.merges
    )


def _words(cell: Cell) -> str:
    text = text_of(cell) if isinstance(cell, str) else ""
    return text if len(text) <= LONGEST else ""


def _goes_on(lines: Sequence[Sequence[str]]) -> bool:
    """Say whether the second line can be one of headings: words only, and more than one."""
    return sum(map(bool, lines[1])) >= 2 and sum(map(bool, lines[0])) >= 1


def plain_line(view: SheetView, row: int) -> bool:
    """Say whether a line holds words alone: a line with numbers or days holds no headings."""
    cells = [c for c in view.rows[row - 1] if not is_blank(c)] if row <= len(view.rows) else []
    return bool(cells) and all(isinstance(c, str) for c in cells)
