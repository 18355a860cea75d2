"""What a person should know of sheets that are written to: protection, what lies below tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xl_recoup.book.package.package import Package
from xl_recoup.book.package.xmltext import attribute, opening, prefix_of
from xl_recoup.book.writing.anchored import boxes_on, notes_on
from xl_recoup.book.writing.table_move import Move
from xl_recoup.words import listed, some

_ON = (b"1", b"true")


def in_the_way(package: Package, moves: Sequence[Move]) -> list[str]:
    """Return a sentence for each sheet that is protected, and for what a table grows over."""
    parts = {sheet.name: sheet.part for sheet in package.sheets}
    said = [*_protected(package, moves, parts)]
    for move in moves:
        below = move.whole.last_row + 1
        if move.shift <= 0 or move.sheet not in parts:
            continue
        grown = move.whole._replace(first_row=below, last_row=move.whole.last_row + move.shift)
        found = [*notes_on(package, parts[move.sheet], grown)]
        found += boxes_on(package, parts[move.sheet], grown)
        if found:
            said.append(
                f"The table {move.table} grows on the sheet {move.sheet} over rows where something"
                f" of the team's own sits: {some(found)}. It stays where it is, on rows of the"
                " table now. Move it if it does not belong there."
            )
    return said


def _protected(package: Package, moves: Sequence[Move], parts: dict[str, str]) -> Iterator[str]:
    for name in dict.fromkeys(move.sheet for move in moves):
        part = parts.get(name)
        if part is None or not _is_protected(package.text_of(part)):
            continue
        tables = listed([move.table for move in moves if move.sheet == name])
        yield (
            f"The sheet {name} is protected. In the file {tables} is filled all the same; the"
            " buttons in Excel refuse until you unprotect it (Review, Unprotect Sheet)."
        )


def _is_protected(data: bytes) -> bool:
    tail = data[max(data.rfind(b"sheetData"), 0) :]
    found = opening(prefix_of(data), b"sheetProtection").search(tail)
    return found is not None and (attribute(found[1], b"sheet") or b"") in _ON
