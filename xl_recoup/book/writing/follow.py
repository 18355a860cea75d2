"""What refers to a table's rows and must follow when it grows or shrinks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial

from xl_recoup.addresses import Range, column_letters
from xl_recoup.book.package.xmltext import element, escaped, plain, prefix_of, with_changed

# Elements of a sheet that name their cells in `sqref`.
_FOLLOWERS = (b"conditionalFormatting", b"dataValidation", b"ignoredError")
# Formats and validations of the newer kind stand in an extension, with their cells as text below
# `xm:sqref`, whatever its prefix. A sparkline has such a range too, for its own place: what closes
# after it tells them apart.
_EXTENSION_RANGES = re.compile(
    rb"(<[\w.\-]+:sqref>)([^<]*)(</[\w.\-]+:sqref>\s*</[\w.\-]+:(?:dataV|conditionalF))"
)
# A name means cells by fixed addresses; one with a free row means other cells in every cell.
_BLOCK = r"\$([A-Z]{1,3})\$(\d{1,7})(?::\$([A-Z]{1,3})\$(\d{1,7}))?"


@dataclass(frozen=True)
class Move:
    """A table as it was, and the row where its data ends now."""

    table: str
    sheet: str
    whole: Range
    """With headings and totals."""
    data: Range
    new_last: int
    totals: bool
    filtered: bool = False
    """True where a filter is set on the table, so that rows may be out of sight."""

    @property
    def shift(self) -> int:
        """By how many rows the end of the data moves."""
        return self.new_last - self.data.last_row

    @property
    def totals_row(self) -> Range:
        """Where the totals row was."""
        return self.whole._replace(first_row=self.whole.last_row)

    def applied(self, block: Range) -> Range:
        """Return where a block of cells is now: it moves when it ends where the table ended."""
        # What begins above the table means more than its rows.
        if block.first_row < self.whole.first_row or not block.meets(self.whole):
            return block
        # Excel does the same when rows are added at a table's end: a range that ends there grows.
        if block.last_row == self.data.last_row:
            return block.ending(max(self.new_last, block.first_row))
        if self.totals and block.last_row == self.whole.last_row and self.covers(block):
            first = block.first_row + (self.shift if block.first_row == block.last_row else 0)
            return block._replace(first_row=first, last_row=block.last_row + self.shift)
        return block

    def covers(self, block: Range) -> bool:
        """Say whether a block has no column beside the table."""
        return (
            block.first_column >= self.whole.first_column
            and block.last_column <= self.whole.last_column
        )

    def means(self, qualifier: str) -> bool:
        """Say whether what precedes a reference, such as `'My sheet'!`, names the sheet."""
        name = qualifier.removesuffix("!")
        if name.startswith("'"):
            name = name[1:-1].replace("''", "'")
        return name.casefold() == self.sheet.casefold()


def tail_following(tail: bytes, prefix: bytes, move: Move) -> bytes:
    """Return what follows a sheet's data, its formats and validations following the table."""
    if not move.shift:
        return tail
    for name in _FOLLOWERS:
        tail = with_changed(tail, prefix + name, b"sqref", partial(_moved_list, move))
    return _EXTENSION_RANGES.sub(
        lambda found: found[1] + _moved_list(move, found[2]) + found[3], tail
    )


def _moved_list(move: Move, raw: bytes) -> bytes:
    """Return a list of blocks, separated by spaces, as they are after the move."""
    pieces = []
    for piece in raw.decode("ascii", "replace").split(" "):
        block = Range.parse(piece)
        moved = move.applied(block) if block else None
        pieces.append(piece if moved is None or moved == block else str(moved))
    # Text that is not plain ASCII names no cells: it stays as it is.
    return " ".join(pieces).encode() if b"\xef" not in raw else raw


def dimension_covering(head: bytes, prefix: bytes, table: Range) -> bytes:
    """Return what precedes a sheet's data, its dimension, if any, reaching over the table."""

    def covering(raw: bytes) -> bytes:
        stated = Range.parse(raw.decode("ascii", "replace"))
        whole = stated.joined(table) if stated else None
        return raw if whole == stated else str(whole).encode()

    return with_changed(head, prefix + b"dimension", b"ref", covering)


def names_following(workbook: bytes, move: Move) -> bytes:
    """Return the workbook part with the names that mean the table's rows following them."""
    if not move.shift:
        return workbook
    # `Sheet1!$A$2:$C$9` or `'My sheet'!$A$2`, in which an apostrophe is doubled.
    block = re.compile(rf"('(?:[^']|'')*'!|[^'!]+!)({_BLOCK})\Z")

    def replace(found: re.Match[bytes]) -> bytes:
        raw = (found[2] or b"").decode("utf-8", "surrogateescape")
        named = block.match(plain(raw))
        cells = Range.parse(named[2]) if named and move.means(named[1]) else None
        if not named or cells is None:
            return found[0]
        moved = move.applied(cells)
        if moved == cells or not move.covers(cells):
            return found[0]
        first, last = column_letters(moved.first_column), column_letters(moved.last_column)
        text = f"{named[1]}${first}${moved.first_row}"
        # A name for one cell stays one where the table still has one row.
        if named[5] or moved.first_row != moved.last_row:
            text += f":${last}${moved.last_row}"
        tag = prefix_of(workbook) + b"definedName"
        stated = escaped_name(text).encode("utf-8", "surrogateescape")
        return b"<%s%s>%s</%s>" % (tag, found[1], stated, tag)

    return element(prefix_of(workbook), b"definedName").sub(replace, workbook)


def escaped_name(text: str) -> str:
    """Return a reference as it stands in XML: apostrophes and quotes stay as they are."""
    return escaped(text).replace("&quot;", '"')
