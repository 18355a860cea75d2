"""What refers to a table's rows and must follow when it grows or shrinks."""

from __future__ import annotations

import re
from functools import partial

from xl_recoup.addresses import Range
from xl_recoup.book.package.xmltext import (
    attribute,
    element,
    escaped,
    opening,
    replaced,
    with_changed,
)
from xl_recoup.book.writing.table_move import Move

# Elements of a sheet that name their cells in `sqref`.
_FOLLOWERS = {
    b"conditionalFormatting": b"",
    b"dataValidation": b"dataValidations",
    b"ignoredError": b"ignoredErrors",
    b"protectedRange": b"protectedRanges",
}
"""With the element that holds all of a kind, if there is one."""
# Formats and validations of the newer kind stand in an extension, with their cells as text below
# `xm:sqref`, whatever its prefix. A sparkline has such a range too, for its own place: what closes
# after it tells them apart.
_EXTENSION_RANGES = re.compile(
    rb"(<[\w.\-]+:sqref>)([^<]*)(</[\w.\-]+:sqref>\s*</[\w.\-]+:(?:dataV|conditionalF))"
)


def tail_following(tail: bytes, prefix: bytes, move: Move) -> bytes:
    """Return what follows a sheet's data, its formats and validations following the table."""
    if not move.moves:
        return tail
    for name, holder in _FOLLOWERS.items():
        tail = with_changed(tail, prefix + name, b"sqref", partial(_moved_list, move))
        tail = _without_cellless(tail, prefix, name, holder)
    return _EXTENSION_RANGES.sub(
        lambda found: found[1] + _moved_list(move, found[2]) + found[3], tail
    )


def _moved_list(move: Move, raw: bytes) -> bytes:
    """Return a list of blocks, separated by spaces, as they are after the move."""
    pieces: list[str] = []
    for piece in raw.decode("ascii", "replace").split(" "):
        block = Range.parse(piece)
        moved = [block] if block is None else move.pieces(block)
        pieces += [piece] if moved == [block] else map(str, moved)
    # Text that is not plain ASCII names no cells: it stays as it is.
    return " ".join(pieces).encode() if b"\xef" not in raw else raw


def _without_cellless(tail: bytes, prefix: bytes, name: bytes, holder: bytes) -> bytes:
    """Return what follows a sheet's rows without formats and rules whose cells are all gone."""

    def keep(found: re.Match[bytes]) -> bytes:
        return b"" if attribute(found[1], b"sqref") == b"" else found[0]

    if not re.search(rb"\ssqref\s*=\s*(?:\"\"|'')", tail):
        return tail
    tail = element(prefix, name).sub(keep, tail)
    return with_list(tail, prefix, holder, name) if holder else tail


def with_list(tail: bytes, prefix: bytes, holder: bytes, name: bytes) -> bytes:
    """Return a part with the count of a list right, and without the list where it is empty."""
    found = element(prefix, holder).search(tail)
    if found is None:
        return tail
    count = len(opening(prefix, name).findall(found[2] or b""))
    if not count:
        return replaced(tail, found, b"")
    return with_changed(tail, prefix + holder, b"count", lambda old: old and b"%d" % count)


def dimension_covering(head: bytes, prefix: bytes, table: Range) -> bytes:
    """Return what precedes a sheet's data, its dimension, if any, reaching over the table."""

    def covering(raw: bytes) -> bytes:
        stated = Range.parse(raw.decode("ascii", "replace"))
        whole = stated.joined(table) if stated else None
        return raw if whole == stated else str(whole).encode()

    return with_changed(head, prefix + b"dimension", b"ref", covering)


def escaped_name(text: str) -> str:
    """Return a reference as it stands in XML: apostrophes and quotes stay as they are."""
    return escaped(text).replace("&quot;", '"')
