"""What refers to a table's rows and must follow when it grows or shrinks."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from xl_recoup.book.refs import Range, parse
from xl_recoup.book.xmltext import (
    attribute,
    element,
    escaped,
    opening,
    plain,
    prefix_of,
    with_attribute,
)

_FOLLOWERS = (b"conditionalFormatting", b"dataValidation", b"ignoredError")
_EXTENSION_RANGES = re.compile(rb"(<[\w.\-]+:sqref>)([^<]*)(</[\w.\-]+:sqref>)")
_BLOCK = r"\$([A-Z]{1,3})\$(\d{1,7})(?::\$([A-Z]{1,3})\$(\d{1,7}))?"


@dataclass(frozen=True)
class Move:
    """A table's data rows before, and where they end now."""

    sheet: str
    data: Range
    new_last: int

    def applied(self, block: Range) -> Range:
        """Return where a block of cells is now: it moves when it ends where the table ended."""
        inside = (
            block.last_row == self.data.last_row
            and block.first_row >= self.data.first_row
            and block.meets(self.data)
        )
        return block.ending(max(self.new_last, block.first_row)) if inside else block


def tail_following(tail: bytes, prefix: bytes, move: Move) -> bytes:
    """Return what follows a sheet's data, its formats and validations following the table."""
    if move.new_last == move.data.last_row:
        return tail
    for name in _FOLLOWERS:
        tail = opening(prefix, name).sub(_moved_attribute(prefix + name, move), tail)
    return _EXTENSION_RANGES.sub(
        lambda found: found[1] + _moved_list(found[2], move) + found[3], tail
    )


def _moved_attribute(tag: bytes, move: Move) -> Callable[[re.Match[bytes]], bytes]:
    def replace(found: re.Match[bytes]) -> bytes:
        old = attribute(found[1], b"sqref") or b""
        new = _moved_list(old, move)
        if new == old:
            return found[0]
        return b"<%s%s%s>" % (tag, with_attribute(found[1], b"sqref", new), found[2])

    return replace


def _moved_list(raw: bytes, move: Move) -> bytes:
    pieces = []
    for piece in raw.decode("ascii", "replace").split(" "):
        block = parse(piece)
        moved = move.applied(block) if block else None
        pieces.append(piece if moved is None or moved == block else str(moved))
    return " ".join(pieces).encode() if b"\xef" not in raw else raw


def dimension_covering(head: bytes, prefix: bytes, table: Range) -> bytes:
    """Return what precedes a sheet's data, its dimension, if any, reaching over the table."""
    found = opening(prefix, b"dimension").search(head)
    stated = (
        parse((attribute(found[1], b"ref") or b"").decode("ascii", "replace")) if found else None
    )
    if not found or stated is None:
        return head
    whole = stated.joined(table)
    if whole == stated:
        return head
    attributes = with_attribute(found[1], b"ref", str(whole).encode())
    tag = b"<%sdimension%s%s>" % (prefix, attributes, found[2])
    return head[: found.start()] + tag + head[found.end() :]


def names_following(workbook: bytes, move: Move) -> bytes:
    """Return the workbook part with the names that mean the table's rows following them."""
    if move.new_last == move.data.last_row:
        return workbook
    quoted = "'" + move.sheet.replace("'", "''") + "'"
    sheet = f"(?:{re.escape(quoted)}|{re.escape(move.sheet)})"
    block = re.compile(f"({sheet}!){_BLOCK}\\Z", re.IGNORECASE)

    def replace(found: re.Match[bytes]) -> bytes:
        raw = (found[2] or b"").decode("utf-8", "surrogateescape")
        named = block.match(plain(raw))
        cells = parse(named[0][len(named[1]) :]) if named else None
        if not named or cells is None:
            return found[0]
        moved = move.applied(cells)
        within = cells.first_column >= move.data.first_column
        if moved == cells or not within or cells.last_column > move.data.last_column:
            return found[0]
        end = f"${named[4] or named[2]}${moved.last_row}"
        text = escaped_name(f"{named[1]}${named[2]}${named[3]}") + f":{end}"
        tag = prefix_of(workbook) + b"definedName"
        return b"<%s%s>%s</%s>" % (tag, found[1], text.encode("utf-8", "surrogateescape"), tag)

    return element(prefix_of(workbook), b"definedName").sub(replace, workbook)


def escaped_name(text: str) -> str:
    """Return a reference as it stands in XML: apostrophes and quotes stay as they are."""
    return escaped(text).replace("&quot;", '"')
