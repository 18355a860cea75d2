"""What a person should know of sheets that are written to: protection, what lies below tables."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from xl_recoup.book.package.package import Package, places_of
from xl_recoup.book.package.sheet_states import is_protected
from xl_recoup.book.package.xmltext import as_utf8, prefix_of
from xl_recoup.book.writing.anchored import boxes_on, notes_on
from xl_recoup.book.writing.in_the_way_words import (
    BESIDE,
    growth_sentences,
    protected_sentences,
)
from xl_recoup.book.writing.table_move import Move
from xl_recoup.tables import CellWrites, TableWrite

_ANCHORED = {"comments", "threadedComment", "drawing"}


def in_the_way(package: Package, moves: Sequence[Move], cells: Sequence[str] = ()) -> list[str]:
    """Return a sentence for each sheet that is protected, and for what a table grows over.

    `cells` names the team's own sheets in which single cells are filled.
    """
    parts = {sheet.name: sheet.part for sheet in package.sheets}
    filled = [*((move.sheet, move.table) for move in moves), *((name, BESIDE) for name in cells)]
    protected = {move.sheet: move.protected for move in moves}
    for name in cells:
        if name in parts and name not in protected:
            protected[name] = _is_protected(package, parts[name])
    said = protected_sentences(filled, lambda name: protected.get(name, False))
    for move in moves:
        below = move.whole.last_row + 1
        if move.shift <= 0 or move.sheet not in parts:
            continue
        grown = move.whole._replace(first_row=below, last_row=move.whole.last_row + move.shift)
        found = [*notes_on(package, parts[move.sheet], grown)]
        found += boxes_on(package, parts[move.sheet], grown)
        said += growth_sentences(move.table, move.sheet, found)
    return said


def before_writing(
    package: Package, writes: Callable[[], Sequence[TableWrite | CellWrites]]
) -> list[str]:
    """Return the same before anything is written; `writes` is asked only where it may matter."""
    places = places_of(package)
    sheets = {place.sheet.name: place.sheet.part for place in places.values()}
    free = {s.name: s.part for s in package.sheets if s.kind == "worksheet"} | sheets
    if not any(
        _is_protected(package, part) or any(k.kind in _ANCHORED for k in package.links(part))
        for part in free.values()
        if package.has(part)
    ):
        return []
    moves, cells = [], []
    for write in writes():
        if isinstance(write, CellWrites):
            cells.append(write.sheet)
        elif (place := places.get(write.table.casefold())) is not None:
            table = place.table
            data = table.ref._replace(first_row=table.first_row, last_row=table.last_row)
            first = table.last_row + 1 if write.append else table.first_row
            last = max(first + len(write.rows) - 1, table.first_row)
            totals = table.ref.last_row > table.last_row
            move = Move(table.name, place.sheet.name, table.ref, data, last, totals)
            moves.append(replace(move, protected=_is_protected(package, place.sheet.part)))
    return in_the_way(package, moves, cells)


def _is_protected(package: Package, part: str) -> bool:
    data = as_utf8(package.glance(part), part)
    return is_protected(data, prefix_of(data))
