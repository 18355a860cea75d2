"""Rows that may count no more: struck through, filled with a colour, below a note, examples."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from xl_recoup.adopt.kept_rows import ENDED
from xl_recoup.adopt.mapping_rows import MappingRow
from xl_recoup.adopt.said_marks import NOTES_SAY, said_marks
from xl_recoup.contract import normal
from xl_recoup.contract.cell_values import is_blank, text_of
from xl_recoup.contract.mapping_table import CONFIRMED, IGNORED, LEFT_OUT, READ, ROWS
from xl_recoup.tables import SheetView

STRUCK, EXAMPLE = "struck through", "example"
_FILLED, _BELOW, AGAIN = "filled ", "below ", "again on "
_EXAMPLE = re.compile(
    r"\s*(example|sample|dummy|template|test (pupil|child|case)|joe bloggs|jane doe|john doe"
    r"|an other|a\.? ?n\.? other)\b",
    re.IGNORECASE,
)
MOST_FILLED = 1 / 3
"""A colour on more of the rows than that is how the list looks, and marks nothing."""


@dataclass(frozen=True, slots=True)
class Marks:
    """What the rows of a sheet are marked with, by the sheet's row; a row has one mark."""

    of_rows: Mapping[int, str]

    def groups(self) -> dict[str, list[int]]:
        """Return the rows of each mark, in the order of the sheet."""
        found: dict[str, list[int]] = {}
        for number in sorted(self.of_rows):
            found.setdefault(self.of_rows[number], []).append(number)
        return found


def marks_of(
    view: SheetView,
    numbers: Sequence[int],
    titles: Sequence[int],
    columns: Sequence[int],
    heading_row: int,
) -> Marks:
    """Return the marks of a sheet's placements.

    `numbers` are its rows that are placements, `titles` those between them that are titles or
    notes, `columns` those that are read, counted from 1, `heading_row` the row of its headings.
    """
    found = {**_coloured(view, numbers), **said_marks(view, numbers, heading_row, columns)}
    for number in numbers:
        row = view.rows[number - 1]
        words = [row[c - 1] for c in columns if c <= len(row)]
        if any(isinstance(w, str) and _EXAMPLE.match(w) for w in words):
            found[number] = EXAMPLE
    found |= _below_notes(view, numbers, titles)
    found |= {n: STRUCK for n in numbers if n in view.struck}
    return Marks(found)


def _coloured(view: SheetView, numbers: Sequence[int]) -> Mapping[int, str]:
    counts = Counter(view.fills[n] for n in numbers if n in view.fills)
    marking = {f for f, n in counts.items() if n <= MOST_FILLED * len(numbers)}
    return {n: f"{_FILLED}{view.fills[n]}" for n in numbers if view.fills.get(n) in marking}


def _below_notes(
    view: SheetView, numbers: Sequence[int], titles: Sequence[int]
) -> Mapping[int, str]:
    found: dict[int, str] = {}
    note = ""
    for number in sorted({*numbers, *titles}):
        if number in titles:
            words = next(text_of(c) for c in view.rows[number - 1] if not is_blank(c))
            note = words if ENDED.search(words) else ""
        elif note:
            found[number] = f"{_BELOW}“{note[:60]}”"
    return found


def is_sure(mark: str) -> bool:
    """Say whether a mark says by itself that a row counts no more; a colour or a note does not."""
    return not mark.startswith((_FILLED, NOTES_SAY))


def left_out(marks: Marks, sheet: str, rows: Sequence[MappingRow]) -> dict[str, list[int]]:
    """Return the marked rows that are not read, by their mark, as the Mapping has it.

    What the Mapping does not say is left out where the mark is sure, and read where it is a colour
    that came in later.
    """
    said = {normal(r.words): r for r in rows if r.kind == ROWS and normal(r.sheet) == normal(sheet)}
    found = {}
    for mark, numbers in marks.groups().items():
        row = said.get(normal(mark))
        if is_sure(mark) if row is None else _leaves_out(row):
            found[mark] = numbers
    return found


def _leaves_out(row: MappingRow) -> bool:
    return row.status != IGNORED and not (row.used and normal(row.means) == READ)


def left_out_by_colour(rows: Sequence[MappingRow]) -> list[str]:
    """Return the sheets of which a Mapping leaves out rows of a colour."""
    coloured = (r for r in rows if r.kind == ROWS and r.words.startswith(_FILLED))
    return sorted({r.sheet for r in coloured if _leaves_out(r)})


def undecided(mark: str, sheet: str, rows: Sequence[MappingRow]) -> bool:
    """Say whether nobody has confirmed what a mark means."""
    return not any(
        r.kind == ROWS and r.status == CONFIRMED and normal(r.means) in (READ, LEFT_OUT)
        for r in rows
        if normal(r.sheet) == normal(sheet) and normal(r.words) == normal(mark)
    )
