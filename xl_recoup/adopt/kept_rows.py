"""Which rows of a sheet are rows of the table: not titles, notes, totals or repeated headings."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

from xl_recoup.contract import Kind, normal
from xl_recoup.contract.cell_values import is_blank, text_of
from xl_recoup.contract.cell_words import is_total
from xl_recoup.tables import LOOKED_AT_BELOW, Cell, Frame, SheetView

# Two words, or one that announces what comes: `Autumn term`, `Notes:`. A code or a name is neither.
_SENTENCE = re.compile(r"\S\s+\S|:$")
ENDED = re.compile(
    r"\b(withdrawn|withdrawals?|rescinded|cancelled|cancellations?|overturned|archived?|old"
    r"|historic(al)?|previous years?|last year|not charged|no charge|not recouped|not progressed"
    r"|do not (charge|use|recoup)|superseded|removed|void(ed)?|suspensions?|duplicates?)\b",
    re.IGNORECASE,
)
"""What a title inside a list says where the rows below it count no more."""
MOST_OF_A_NOTE, FEWEST_REPEATED = 2, 3
FEWEST_BELOW = 2
"""How many pupils, schools and days make a row below an Excel table one of its own."""
STRONG = frozenset({Kind.DATE, Kind.UPN, Kind.LAESTAB, Kind.YEAR_GROUP})
"""Kinds of columns that a title, a note or a total has nothing to say in."""


class Kept(NamedTuple):
    """What became of the rows below the headings; row numbers are the sheet's."""

    last_row: int
    """The last row of the table; the heading's own where there is none."""
    totals: list[int]
    titles: list[int]
    repeated: list[int]
    frame: str = ""
    """The name of the team's own Excel table, where the rows stand in one."""
    left_out: Mapping[str, list[int]] = MappingProxyType({})
    """Rows that count no more, by their mark."""
    below: tuple[int, ...] = ()
    """Rows close below that table which were meant to be in it, by what they hold."""

    @property
    def skipped(self) -> frozenset[int]:
        """The rows that are no rows of the table."""
        marked = (n for numbers in self.left_out.values() for n in numbers)
        return frozenset((*self.totals, *self.titles, *self.repeated, *marked))


def keep_rows(
    view: SheetView,
    first_row: int,
    last_row: int,
    columns: Mapping[int, str],
    strong: frozenset[int] = frozenset(),
) -> Kept:
    """Sort the rows below the headings.

    `columns` gives the words over each column, counted from 1, that is read. A total has the word
    in one of its cells, a title or note one or two cells with words, and neither has anything in
    the `strong` columns: those that hold pupils, schools and days.
    """
    kept = Kept(0, [], [], [])
    last = first_row - 1
    own = {column: normal(words) for column, words in columns.items()}
    for number in range(first_row, min(last_row, len(view.rows)) + 1):
        row = view.rows[number - 1]
        filled = [c for c in own if c <= len(row) and not is_blank(row[c - 1])]
        if not filled:  # the sum may stand in a column that is not read
            if _is_total(row):
                kept.totals.append(number)
            continue
        if _repeats(row, filled, own):
            kept.repeated.append(number)
        elif _is_total(row) and not any(_names(row, c) for c in filled if c in strong):
            kept.totals.append(number)
        elif (
            len(filled) <= MOST_OF_A_NOTE
            and not any(c in strong for c in filled)
            and any(_is_note(_cell(row, c)) for c in filled)
        ):
            kept.titles.append(number)
        else:
            last = number
    return kept._replace(last_row=last)


def rows_below(
    view: SheetView, frame: Frame, columns: Mapping[int, str], strong: frozenset[int]
) -> tuple[int, ...]:
    """Return the rows close below an Excel table that look like its own, down to the next one."""
    wide = range(frame.first_column, frame.last_column + 1)
    ends = [
        f.heading_row - 1
        for f in view.frames
        if f.heading_row > frame.last_row
        and f.first_column <= wide[-1]
        and wide[0] <= f.last_column
    ]
    first = frame.last_row + 1
    own = {column: words for column, words in columns.items() if column in wide}
    kept = keep_rows(view, first, min([frame.last_row + LOOKED_AT_BELOW, *ends]), own, strong)
    needed = min(FEWEST_BELOW, len(strong & own.keys()))
    return tuple(
        n
        for n in range(first, kept.last_row + 1)
        if n not in kept.skipped
        and needed
        and sum(not is_blank(_cell(view.rows[n - 1], c)) for c in strong & own.keys()) >= needed
    )


def _names(row: Sequence[Cell], column: int) -> bool:
    """Say whether a cell names a pupil, a school or a day; a number may be a count or a sum."""
    cell = _cell(row, column)
    return isinstance(cell, date) or (isinstance(cell, str) and not is_total(cell))


def _cell(row: Sequence[Cell], column: int) -> Cell:
    return row[column - 1] if column <= len(row) else None


def _is_total(row: Sequence[Cell]) -> bool:
    return any(isinstance(c, str) and is_total(c) for c in row)


def _repeats(row: Sequence[Cell], filled: Sequence[int], own: Mapping[int, str]) -> bool:
    """Say whether a row is the headings again, as at the top of a printed page."""
    return len(filled) >= FEWEST_REPEATED and all(
        own[c].endswith(normal(text_of(_cell(row, c)))) for c in filled
    )


def _is_note(cell: Cell) -> bool:
    """Say whether a cell is a title or a note: words, or one that ends a list; not a code."""
    text = cell.strip() if isinstance(cell, str) else ""
    return bool(_SENTENCE.search(text) or ENDED.fullmatch(text))
