"""Rows known again by their keys: which row of a table was which before."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from xl_recoup.book.package.serial_days import serial_of
from xl_recoup.tables import Cell, Digits, Formula, OutCell

Key = tuple[str, ...]
Keys = Sequence[Key | None]
"""A row's keys, from the surest on; None for one that says nothing."""


def matched(old: Mapping[int, Keys], new: Mapping[int, Keys]) -> dict[int, int]:
    """Return for each old row that is known again where it is now.

    Of several rows with one key the first is the first again, and so on.
    """
    places: dict[int, int] = {}
    left = dict(new)
    for at in range(max(map(len, old.values()), default=0)):
        waiting: dict[Key, deque[int]] = defaultdict(deque)
        for row, keys in old.items():
            key = keys[at]
            if row not in places and key is not None:
                waiting[key].append(row)
        for row, keys in list(left.items()):
            found = waiting.get(keys[at] or ())
            if found:
                places[found.popleft()] = row
                del left[row]
    return places


def old_row(keys: Keys, known: bool) -> Keys:
    """Return the keys of a row as it stands: where rows are `known` by what they were, twice."""
    return [keys[0], *keys] if known and keys else keys


def new_row(keys: Keys, known: bool, was: Sequence[OutCell], date_1904: bool) -> Keys:
    """Return the keys of a row that is written, what it was known by before them."""
    return [key_of(was, date_1904) if was else None, *keys] if known and keys else keys


def key_of(cells: Sequence[Cell | OutCell], date_1904: bool) -> Key | None:
    """Return a key from its cells; None where all of them, or all but the first, are blank."""
    parts = tuple(_part(cell, date_1904) for cell in cells)
    return parts if any(parts[1:] if len(parts) > 1 else parts) else None


def _part(cell: Cell | OutCell, date_1904: bool) -> str:
    """Return a cell so that a number, a number as text and a day in either form are one."""
    if isinstance(cell, Formula):
        cell = cell.value
    if cell is None:
        return ""
    if isinstance(cell, date):
        cell = serial_of(cell, date_1904)
    if isinstance(cell, bool):
        return str(cell)
    if isinstance(cell, int | float | Decimal | Digits):
        return repr(float(cell))
    text = " ".join(str(cell).split()).casefold()
    return repr(float(text)) if text.isdecimal() and len(text) < 16 else text
