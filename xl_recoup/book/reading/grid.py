"""The rows and cells in a sheet's XML, found as text so that what stays is never touched.

A sheet is `<worksheet>…<sheetData><row r="5"><c r="A5" s="2" t="s"><v>17</v></c></row></sheetData>
…</worksheet>`. A cell states its place in `r`, its style in `s` and its type in `t`: with `t="s"`
its value is the index of a shared string. The format lets a program leave `r` out of rows and
cells, which then follow each other; Excel never does, others do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple

from xl_recoup.addresses import LAST_COLUMN, LAST_ROW, Address, column_number
from xl_recoup.book.package.xmltext import (
    ATTRIBUTES,
    attribute,
    damaged,
    element,
    opening,
    prefix_of,
    root_at,
)

# A cell's `r`, such as F14. A damaged one must not become another cell: the whole value is matched.
_REFERENCE = re.compile(rb"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})\Z")


class Row(NamedTuple):
    """One row of the sheet: its number, its attributes, and where it stands in the bytes."""

    number: int
    start: int
    attributes: bytes
    inner_start: int
    inner_end: int
    end: int
    stated: bool
    """False where the file leaves the row's number out."""

    def moved(self, by: int) -> Row:
        """Return the row as it stands so many bytes further on."""
        places = (self.start + by, self.attributes, self.inner_start + by, self.inner_end + by)
        return Row(self.number, *places, self.end + by, self.stated)


class CellText(NamedTuple):
    """One cell: its column, its attributes, what it holds (None: an empty tag) and its text."""

    column: int
    attributes: bytes
    inner: bytes | None
    text: bytes
    stated: bool


class Grid:
    """A sheet's XML with its `sheetData` found; the bytes are never copied."""

    def __init__(self, data: bytes, part: str) -> None:
        """Find the data of the sheet; a sheet without any has an empty block."""
        self.data = data
        self.part = part
        self.prefix = prefix_of(data)
        root = root_at(data)
        found = opening(self.prefix, b"sheetData").search(data, root)
        self.start = self.end = found.end() if found else len(data)
        if found and not found[2]:
            self.end = data.find(b"</%ssheetData" % self.prefix, self.start)
            if self.end < 0 or data.find(b"<%ssheetData" % self.prefix, self.end) >= 0:
                raise damaged(part)

    def rows(self, at: int | None = None, number: int = 0) -> Iterator[Row]:
        """Go through the rows from a place in the bytes; Refused when they are out of order."""
        closing = b"</%srow" % self.prefix
        data, end = self.data, self.end
        at = self.start if at is None else at
        for found in _row_pattern(self.prefix).finditer(data, at, end):
            attributes, stated, empty = found.groups()
            start, inner_start = found.span()
            try:
                row = int(stated) if stated else self._stated(attributes, number + 1)
            except ValueError as error:
                raise damaged(self.part) from error
            if not number < row <= LAST_ROW:
                raise damaged(self.part)
            if start != at and (start < at or data[at:start].strip()):
                raise damaged(self.part)  # between rows there may be line ends, nothing else
            number = row
            inner_end = at = inner_start
            if not empty:
                inner_end = data.find(closing, inner_start, end)
                at = data.find(b">", inner_end, end) + 1
                if inner_end < 0 or not at:
                    raise damaged(self.part)
            # A row that is pushed down by new ones has to be given the number it only implied.
            known = bool(stated) or attribute(attributes, b"r") is not None
            yield Row(number, start, attributes, inner_start, inner_end, at, known)
        if data[at:end].strip():
            raise damaged(self.part)

    def last_filled_row(self) -> int:
        """Return the number of the last row that holds a value, found from the end."""
        data, p = self.data, self.prefix
        # A value, a text written in the cell, or a formula whose value was not stored; styled empty
        # cells, of which there may be a million, hold none of these.
        marks = (b"</%sv>", b"</%sis>", b"<%sf")
        at = max(data.rfind(mark % p, self.start, self.end) for mark in marks)
        if at < 0:
            return 0
        return self._number_of_row(data.rfind(b"<%srow" % p, self.start, at), at)

    def last_row(self) -> int:
        """Return the number of the last row that the file has, filled or not."""
        return self._number_of_row(self.data.rfind(b"<%srow" % self.prefix, self.start, self.end))

    def _number_of_row(self, start: int, at: int | None = None) -> int:
        """Return the number of the row whose tag starts at `start`: the last one up to `at`."""
        found = opening(self.prefix, b"row").match(self.data, start) if start >= 0 else None
        stated = attribute(found[1], b"r") if found else None
        if stated and stated.isdigit():
            return int(stated)
        up_to = self.end if at is None else at
        return max((row.number for row in self.rows() if row.start <= up_to), default=0)

    def chosen(self, numbers: Sequence[int]) -> Iterator[Row]:
        """Go through these rows, in ascending order; those that are not there are left out."""
        at, before = self.start, 0
        for number in numbers:
            # As nearly every program writes it; where not, the rows are gone through one by one.
            found = self.data.find(b'<%srow r="%d"' % (self.prefix, number), at, self.end)
            rows = self.rows(at, before) if found < 0 else self.rows(found, number - 1)
            row = next((row for row in rows if row.number >= number), None)
            if row is None:
                return
            if row.number == number:
                yield row
                at, before = row.end, number

    @staticmethod
    def _stated(attributes: bytes, otherwise: int) -> int:
        stated = attribute(attributes, b"r")
        if stated is None:
            return otherwise
        if not stated.isdigit():  # Python reads more as a number than a row's can be
            raise ValueError(stated)
        return int(stated)

    def cells(self, row: Row) -> list[CellText]:
        """Return the cells of a row in their order; Refused when there is anything else in it."""
        body = self.data[row.inner_start : row.inner_end]
        found = []
        column = at = 0
        for cell in cell_pattern(self.prefix).finditer(body):
            if cell.start() != at and body[at : cell.start()].strip():
                raise damaged(self.part)  # between cells there may be line ends, nothing else
            at = cell.end()
            stated = attribute(cell[1], b"r")
            number = column + 1 if stated is None else self._column(stated, row.number)
            if number <= column:
                raise damaged(self.part)
            column = number
            found.append(CellText(number, cell[1], cell[2], cell[0], stated is not None))
        if body[at:].strip():
            raise damaged(self.part)
        return found

    def placed(self, cell: CellText, row: int) -> bytes:
        """Return a cell as it stands, with its place stated."""
        if cell.stated:
            return cell.text
        start = len(self.prefix) + 2
        place = b' r="%s"' % str(Address(cell.column, row)).encode()
        return cell.text[:start] + place + cell.text[start:]

    def column_style(self, column: int) -> bytes:
        """Return the style that a column gives to cells that are not there, or nothing."""
        return next((style for span, style in self._column_styles if column in span), b"")

    @cached_property
    def _column_styles(self) -> list[tuple[range, bytes]]:
        found = []
        for item in opening(self.prefix, b"col").finditer(self.data, 0, self.start):
            low, high, style = (attribute(item[1], n) or b"" for n in (b"min", b"max", b"style"))
            if low.isdigit() and high.isdigit() and style.isdigit():
                found.append((range(int(low), int(high) + 1), style))
        return found

    def _column(self, reference: bytes, row: int) -> int:
        """Return the column that a cell of a row states; Refused where it states another row."""
        found = _REFERENCE.match(reference)
        number = column_of(found[1]) if found and int(found[2]) == row else 0
        if not 0 < number <= LAST_COLUMN:
            raise damaged(self.part)
        return number


@lru_cache(maxsize=32)
def _row_pattern(prefix: bytes) -> re.Pattern[bytes]:
    """The start of a row: its attributes, its number where that comes first, the slash."""
    # Excel and nearly all others write `r` first, so most numbers come without a second search.
    return re.compile(b'<%srow(?=[\\s/>])((?: r="(\\d{1,7})")?%s)(/?)>' % (prefix, ATTRIBUTES))


def cell_pattern(prefix: bytes) -> re.Pattern[bytes]:
    """Return the pattern of any cell: group 1 its attributes, group 2 what it holds."""
    return element(prefix, b"c")


@lru_cache(maxsize=4096)
def column_of(letters: bytes) -> int:
    """Return the number of a column from its letters."""
    return column_number(letters.decode("ascii"))
