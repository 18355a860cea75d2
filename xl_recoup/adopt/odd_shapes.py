"""Lists in a shape that is not read: a pupil in each column, two in a cell, rates as a matrix."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from xl_recoup.addresses import Address, Range, column_letters
from xl_recoup.adopt.heading_lines import LOOKED_AT
from xl_recoup.adopt.known_spellings import known_spelling
from xl_recoup.adopt.mapping_rows import MappingRow
from xl_recoup.adopt.turned_lists import headings_down, text_at, width_of
from xl_recoup.contract import normal
from xl_recoup.contract.cell_values import text_of
from xl_recoup.contract.upn import several_upns
from xl_recoup.tables import SheetView

_SIDE = 6
"""Columns from the left in which headings that stand below each other are looked for."""
_YEAR = re.compile(r"(20)?\d\d\s*[-/]\s*(20)?\d\d|20\d\d")
_PHASES = 3
_ABOUT_RATES = re.compile(r"\b(rates?|awpu|funding|values?|units?)\b", re.IGNORECASE)


def odd_shape(view: SheetView) -> str:
    """Return what a sheet in which nothing was found looks like, with what to do, or ""."""
    column = headings_down(view)
    if column:
        return (
            f"{view.name} seems to have one pupil in each column: the headings stand one below"
            f" the other in column {column_letters(column)}. Select it, copy, and use Paste"
            " Special > Transpose on a new sheet, so that each pupil has a row; then adopt"
            " again."
        )
    if _is_matrix(view):
        return (
            f"{view.name} looks like rates as a matrix, phases one way and years the other, which"
            " is not read: rates need one row each. Enter its numbers on the sheet Rates: Factor,"
            " Phase, Amount, Valid from, Valid to, Status; the drafts there count until then."
        )
    return ""


def _is_matrix(view: SheetView) -> bool:
    """Say whether a sheet has phases or year groups along one side, and pounds beside them."""
    rows = view.rows[:LOOKED_AT]
    named = bool(_ABOUT_RATES.search(view.name))
    across = [[text_of(c) for c in row if isinstance(c, str | int)] for row in rows]
    down = [
        [text_at(view, n, c) for n in range(len(rows))] for c in range(min(_SIDE, width_of(view)))
    ]
    sides = [*across, *down]
    phases = any(len({p for t in side if (p := _phase(t))}) >= _PHASES for side in sides)
    years = any(sum(bool(_YEAR.fullmatch(t)) for t in side) >= 1 for side in sides)
    numbers = sum(isinstance(c, float | int) and c > 100 for row in rows for c in row)
    return phases and (named or years) and numbers >= _PHASES


def _phase(text: str) -> str:
    found = known_spelling("Rates", "Phase", text)
    year = re.fullmatch(r"(?:year|yr|y)\s*(\d{1,2}|r)", normal(text))
    return found or (year[0] if year else "")


def several_pupils(
    view: SheetView, columns: Sequence[MappingRow], numbers: Sequence[int]
) -> Iterator[str]:
    """Yield a sentence for the first cell with the UPNs of two pupils, with how to split them."""
    block = next((Range.parse(r.cell) for r in columns if r.heading == "UPN"), None)
    at = block.first_column if block else 0
    rows = [
        n
        for n in numbers
        if 0 < at <= len(view.rows[n - 1]) and several_upns(view.rows[n - 1][at - 1])
    ]
    if rows:
        more = f" and {len(rows) - 1} more like it" if len(rows) > 1 else ""
        yield (
            f"{view.name} {Address(at, rows[0])}{more}: two pupils share a row, which is held. Give"
            " each a row of its own: insert a row below, copy the row into it, and leave in each"
            " the name, UPN and date of birth of one."
        )
