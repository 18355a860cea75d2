"""What sits on cells of a table without standing in them: notes, comments, links, pictures.

A note of Excel is in three parts: its text by its cell, the box by row and column counted from 0,
and, where people answer one another, the thread by its cell again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from xl_recoup.addresses import Address, Range
from xl_recoup.book.package.package import Package
from xl_recoup.book.package.shared_strings import rich_text
from xl_recoup.book.package.xmltext import (
    attribute,
    decoded,
    element,
    opening,
    plain,
    prefix_of,
    range_of,
    with_attribute,
)
from xl_recoup.book.writing.draft import Draft
from xl_recoup.book.writing.follow import with_list
from xl_recoup.book.writing.table_move import Kept, Move

_NOTES = {"comments": b"comment", "threadedComment": b"threadedComment"}
_SHAPE = re.compile(rb"<((?:\w+:)?shape)(?=[\s>]).*?</\1>", re.DOTALL)
_IS_NOTE = re.compile(rb"ObjectType=[\"']Note[\"']")
_BOX_ROW = re.compile(rb"(<(?:\w+:)?Row>\s*)(\d+)(\s*</)")
_BOX_COLUMN = re.compile(rb"<(?:\w+:)?Column>\s*(\d+)\s*</")
_BOX = re.compile(rb"(<(?:\w+:)?Anchor>)([^<]*)(</)")
_ANCHOR = re.compile(rb"<((?:\w+:)?(?:two|one)CellAnchor)(?=[\s>]).*?</\1>", re.DOTALL)
_CORNER = re.compile(
    rb"<(?:\w+:)?(from|to)>\s*<(?:\w+:)?col>(\d+)</.*?<(?:\w+:)?row>(\d+)</", re.DOTALL
)
_ANCHOR_ROW = re.compile(rb"(<(?:\w+:)?row>)(\d+)(</)")
_ID = re.compile(rb"\s[\w.\-]+:id\s*=\s*[\"']([^\"']*)")
_NAME = re.compile(rb"<(?:\w+:)?cNvPr\b[^>]*?\bname=\"([^\"]*)\"")


@dataclass
class Anchored:
    """What of the things on a table's rows has to be told."""

    kept: list[Kept] = field(default_factory=list)
    staying: list[str] = field(default_factory=list)
    """Drawings that stay where they are while the rows below them move."""


def anchored_in(package: Package, sheet_part: str, tail: bytes, data: Range) -> bool:
    """Say whether something sits on the rows of a table's data, whatever its column."""
    rows = data._replace(first_column=1, last_column=data.last_column + 1_000)
    links = package.links(sheet_part)
    for link in links:
        if link.kind in _NOTES and package.has(link.target):
            text = package.text_of(link.target)
            if any(
                _meets(tag, rows) for tag in opening(b"(?:\\w+:)?", _NOTES[link.kind]).findall(text)
            ):
                return True
        elif link.kind == "drawing" and package.has(link.target):
            part = package.bytes_of(link.target)
            if any(_row_of(found[0]) in data.rows for found in _ANCHOR.finditer(part)):
                return True
    prefix = b"(?:\\w+:)?"
    tags = opening(prefix, b"hyperlink").findall(tail) + opening(prefix, b"mergeCell").findall(tail)
    if any(_meets(tag, rows) for tag in tags):
        return True
    lists = re.findall(rb"\bsqref\s*=\s*[\"']([^\"']*)|:sqref>([^<]*)<", tail)
    pieces = b" ".join(a or b for a, b in lists).decode("ascii", "replace").split()
    return any(_is_part(Range.parse(piece), data) for piece in pieces)


def notes_on(package: Package, sheet_part: str, block: Range) -> Iterator[str]:
    """Give the notes and comments on cells of a block, each as `note at B7`."""
    for link in package.links(sheet_part):
        if link.kind in _NOTES and package.has(link.target):
            data = package.text_of(link.target)
            for tag in opening(prefix_of(data), _NOTES[link.kind]).findall(data):
                place = range_of(tag[0])
                if place is not None and place.meets(block):
                    what = "a note" if link.kind == "comments" else "a comment"
                    yield f"{what} at {place}"


def boxes_on(package: Package, sheet_part: str, block: Range) -> Iterator[str]:
    """Give the pictures, charts and boxes that lie on cells of a block, each with its name."""
    for link in package.links(sheet_part):
        if link.kind != "drawing" or not package.has(link.target):
            continue
        for found in _ANCHOR.finditer(package.bytes_of(link.target)):
            corners = {c[1]: (int(c[2]) + 1, int(c[3]) + 1) for c in _CORNER.finditer(found[0])}
            if b"from" not in corners:
                continue
            column, row = corners[b"from"]
            last_column, last_row = corners.get(b"to", (column, row))
            place = Range(column, row, max(column, last_column), max(row, last_row))
            if place.meets(block):
                name = _NAME.search(found[0])
                said = plain(name[1].decode("utf-8", "replace")) if name else "a drawing"
                yield f"{said} at {place}"


def _meets(tag: tuple[bytes, bytes], rows: Range) -> bool:
    block = range_of(tag[0])
    return block is not None and block.meets(rows)


def _is_part(block: Range | None, data: Range) -> bool:
    """Say whether cells are of some rows of the data and not of all."""
    if block is None or block.first_row < data.first_row or block.last_row > data.last_row:
        return False
    return block.first_row > data.first_row or block.last_row < data.last_row


def anchored_followed(draft: Draft, sheet_part: str, move: Move) -> Anchored:
    """Let notes, comments and pictures on the rows of a table go with them, in the draft."""
    found, package = Anchored(), draft.package
    links = [link for link in package.links(sheet_part) if package.has(link.target)]
    threads = {
        place
        for link in links
        if link.kind == "threadedComment"
        for place in _places(draft.content(link.target), b"threadedComment")
    }
    for link in links:
        if link.kind in _NOTES:
            data = draft.editable(link.target)
            known = threads if link.kind == "comments" else set()
            draft.put(link.target, _notes(data, _NOTES[link.kind], move, known, found))
        elif link.kind == "vmlDrawing":
            draft.put(link.target, _boxes(draft.content(link.target), move))
        elif link.kind == "drawing":
            draft.put(link.target, _pictures(draft.content(link.target), move, found))
    return found


def _places(data: bytes, name: bytes) -> Iterator[str]:
    for attributes, _ in opening(prefix_of(data), name).findall(data):
        yield (attribute(attributes, b"ref") or b"").decode("ascii", "replace")


def _notes(
    data: bytes,
    name: bytes,
    move: Move,
    threads: set[str],
    told: Anchored,
) -> bytes:
    prefix = prefix_of(data)

    def replace(found: re.Match[bytes]) -> bytes:
        block = range_of(found[1])
        if block is None or not move.travels(block):
            return found[0]
        now = (move.rows or {}).get(block.first_row)
        if now is None:
            if str(block) not in threads:
                text = _note_text(found[2] or b"", prefix, name)
                kind = "note" if name == b"comment" else "comment"
                key = move.names.get(block.first_row, "")
                told.kept.append(Kept(key, kind, _title(move, block), text))
            return b""
        place = str(Address(block.first_column, now)).encode()
        start = b"<%s%s%s" % (prefix, name, with_attribute(found[1], b"ref", place))
        return start + found[0][found.end(1) - found.start() :]

    return element(prefix, name).sub(replace, data)


def _title(move: Move, block: Range) -> str:
    return move.titles.get(block.first_column) or block.start.letters


def _note_text(inner: bytes, prefix: bytes, name: bytes) -> str:
    if name == b"comment":
        return decoded(rich_text(inner, prefix)).strip()
    text = element(prefix, b"text").search(inner)
    return decoded(plain((text[2] or b"").decode("utf-8", "replace"))).strip() if text else ""


def _boxes(data: bytes, move: Move) -> bytes:
    """Return the drawing of the notes' boxes with each box by its note."""

    def replace(found: re.Match[bytes]) -> bytes:
        shape = found[0]
        row, column = _BOX_ROW.search(shape), _BOX_COLUMN.search(shape)
        if row is None or column is None or not _IS_NOTE.search(shape):
            return shape
        old = int(row[2]) + 1
        block = Range(int(column[1]) + 1, old, int(column[1]) + 1, old)
        if not move.travels(block):
            return shape
        now = (move.rows or {}).get(old)
        if now is None:
            return b""
        shape = _BOX_ROW.sub(lambda f: b"%s%d%s" % (f[1], now - 1, f[3]), shape, count=1)
        return _BOX.sub(lambda f: f[1] + _shifted(f[2], now - old) + f[3], shape, count=1)

    return _SHAPE.sub(replace, data)


def _shifted(anchor: bytes, rows: int) -> bytes:
    """Return the place of a box, `column, dx, row, dy, column, dx, row, dy`, further down."""
    pieces = anchor.split(b",")
    for at in (2, 6):
        if len(pieces) == 8 and pieces[at].strip().isdigit():
            pieces[at] = b" %d" % max(int(pieces[at]) + rows, 0)
    return b",".join(pieces)


def _row_of(anchor: bytes) -> int:
    corner = _CORNER.search(anchor)
    return int(corner[3]) + 1 if corner else 0


def _pictures(data: bytes, move: Move, told: Anchored) -> bytes:
    """Return a drawing in which what lies in one row goes with it."""

    def replace(found: re.Match[bytes]) -> bytes:
        corners = {c[1]: (int(c[2]) + 1, int(c[3]) + 1) for c in _CORNER.finditer(found[0])}
        column, row = corners.get(b"from", (0, 0))
        block = Range(column, row, column, row)
        if not column or not row or not move.travels(block):
            return found[0]
        now = (move.rows or {}).get(row)
        tall = corners.get(b"to", (column, row))[1] - row > 1
        if now == row or (tall and not move.reordered):
            return found[0]
        if now is None or tall:
            name = _NAME.search(found[0])
            said = plain(name[1].decode("utf-8", "replace")) if name else "a drawing"
            told.staying.append(f"{said} at {block}")
            return found[0]
        return _ANCHOR_ROW.sub(lambda f: b"%s%d%s" % (f[1], int(f[2]) + now - row, f[3]), found[0])

    return _ANCHOR.sub(replace, data)


def links_followed(
    tail: bytes, prefix: bytes, move: Move, targets: Mapping[str, str]
) -> tuple[bytes, list[Kept]]:
    """Return what follows a sheet's rows, links and merged cells on the rows going with them.

    `targets` says for the id of each link where it leads.
    """
    kept: list[Kept] = []
    for holder, name in ((b"hyperlinks", b"hyperlink"), (b"mergeCells", b"mergeCell")):
        whole = element(prefix, holder).search(tail)
        if whole is None:
            continue

        def replace(found: re.Match[bytes], name: bytes = name) -> bytes:
            block = range_of(found[1])
            if block is None or not move.travels(block):
                return found[0]
            now = (move.rows or {}).get(block.first_row)
            if now is None:
                if name == b"hyperlink":
                    number = _ID.search(found[1])
                    there = targets.get(number[1].decode("utf-8", "replace"), "") if number else ""
                    inside = attribute(found[1], b"location") or b""
                    said = plain(inside.decode("utf-8", "replace"))
                    text = "#".join(each for each in (there, said) if each)
                    key = move.names.get(block.first_row, "")
                    kept.append(Kept(key, "link", _title(move, block), text))
                return b""
            place = str(block._replace(first_row=now, last_row=now)).encode()
            return found[0].replace(found[1], with_attribute(found[1], b"ref", place), 1)

        inner = element(prefix, name).sub(replace, whole[2] or b"")
        if inner != (whole[2] or b""):
            start = whole.start() + whole[0].index(whole[2] or b"")
            tail = tail[:start] + inner + tail[start + len(whole[2] or b"") :]
            tail = with_list(tail, prefix, holder, name)
    return tail, kept
