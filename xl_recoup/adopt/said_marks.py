"""Rows that say themselves that they count no more, in a column that is not read: `Withdrawn`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from xl_recoup.contract import normal
from xl_recoup.contract.cell_values import is_blank, text_of
from xl_recoup.tables import Cell, CellError, SheetView

NOTES_SAY = "its note says "
_LONGEST = 40
_OVER = re.compile(
    r"(withdrawn|rescinded|cancelled|overturned|void(?:ed)?|duplicate|superseded|deleted"
    r"|not permanent|suspension|suspended|nfa|no further action|not progressed"
    r"|do not (?:charge|recoup|use|bill)|not (?:to be )?charged|not chargeable|no charge)\b",
    re.IGNORECASE,
)
"""With what a cell begins that ends its row."""
_NOTES = re.compile(r"\b(notes?|comments?|remarks?|details|info(rmation)?|reasons?|history)\b")
_LIVE = re.compile(
    r"(still )?(live|active|current|include|included|in scope|chargeable|valid)\b.{0,8}"
    r"|(charge|recoup|to (be )?(charged?|recoup(ed)?))\s*(\?|y/n|\(y/n\))*"
)
_DEAD = re.compile(
    r"(withdrawn|rescinded|cancelled|overturned|void|deleted?|removed|archived?|duplicate"
    r"|superseded|do not (charge|use))\b.{0,12}"
)
_YES = frozenset(["y", "yes", "true", "1", "x", "✓", "✔"])
_NO = frozenset(["n", "no", "false", "0", "✗", "✘"])


def said_marks(
    view: SheetView, numbers: Sequence[int], heading_row: int, read: Sequence[int]
) -> Mapping[int, str]:
    """Return the marks that rows of a list give themselves, by the sheet's row.

    `numbers` are its placements, `heading_row` the row of its headings, `read` the columns that
    have a meaning of their own, counted from 1. What stands in notes, read or not, is asked about.
    """
    found: dict[int, str] = {}
    headings = view.rows[heading_row - 1] if 0 < heading_row <= len(view.rows) else ()
    for column, cell in enumerate(headings, 1):
        if not isinstance(cell, str) or is_blank(cell):
            continue
        heading = text_of(cell)
        if column in read and not _NOTES.search(normal(heading)):
            continue
        cells = {n: _cell(view, n, column) for n in numbers}
        for number, mark in _column_marks(heading, cells).items():
            if number not in found or found[number].startswith(NOTES_SAY):
                found[number] = mark
    return found


def _column_marks(heading: str, cells: Mapping[int, Cell]) -> dict[int, str]:
    name = normal(heading)
    texts = {n: normal(text_of(c)) for n, c in cells.items() if not isinstance(c, CellError)}
    if _LIVE.fullmatch(name) and any(t in _YES for t in texts.values()):
        return {n: f"“{heading}” says no" for n, t in texts.items() if t in _NO}
    if _DEAD.fullmatch(name):
        days = {n for n, c in cells.items() if isinstance(c, date)}
        dead = {n for n, t in texts.items() if t in _YES} | days
        return dict.fromkeys(sorted(dead), f"“{heading}” is filled in") if dead else {}
    notes = bool(_NOTES.search(name))
    found = {}
    for number, text in texts.items():
        over = _OVER.match(text) if len(text) <= _LONGEST else None
        if over is not None:
            found[number] = f"{NOTES_SAY if notes else f'“{heading}” says '}{over[1]}"
    return found


def _cell(view: SheetView, row: int, column: int) -> Cell:
    line = view.rows[row - 1]
    return line[column - 1] if column <= len(line) else None
