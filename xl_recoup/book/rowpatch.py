"""Rebuild a table's rows in the sheet's XML, putting our cells in and leaving all others alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from xl_recoup.book.cellxml import CellWriter
from xl_recoup.book.filldown import moved_down, refers_by_row
from xl_recoup.book.grid import CellText, Grid, Row
from xl_recoup.book.xmltext import attribute, with_attribute
from xl_recoup.errors import Refused
from xl_recoup.tables import OutCell, column_letters

Styles = tuple[str, ...]
"""For each of our columns ` s="3"`, or nothing."""

_ROW_NAME = re.compile(r"\s([\w:.\-]+)\s*=\s*(?:\"[^\"]*\"|'[^']*')")
_SPANS = re.compile(r"\sspans\s*=\s*[\"'](\d+):(\d+)[\"']")
_MEANINGLESS = frozenset({"r", "spans", "hidden", "collapsed", "outlineLevel", "x14ac:dyDescent"})
_NOT_FOR_NEW_ROWS = re.compile(r"\s(?:r|spans|hidden|collapsed)\s*=\s*(?:\"[^\"]*\"|'[^']*')")


@dataclass(frozen=True)
class Region:
    """Where new cells go: rows of the sheet and, in ascending order, our columns.

    Rows from `first_row` to `old_last` are the table's today; it will end at `new_last`. Rows
    before `write_from` stay as they are.
    """

    table: str
    sheet: str
    first_row: int
    old_last: int
    new_last: int
    write_from: int
    columns: tuple[int, ...]
    width: range
    """All columns of the table."""
    fills: Mapping[int, str] = field(default_factory=dict)
    """For columns of the team's own: the formula that Excel fills new rows with, as raw XML."""
    array_fills: frozenset[int] = frozenset()


@dataclass
class _OldRow:
    row: Row
    styles: Styles
    others: list[tuple[int, str]] = field(default_factory=list)
    """Cells that are not ours, each with its column."""


class RowPatcher:
    """Gives the sheet's XML with a table's cells replaced."""

    def __init__(self, grid: Grid, region: Region, writer: CellWriter) -> None:
        """Take the sheet as it stands and the place of the table in it."""
        self.grid, self.region, self.writer = grid, region, writer
        self.prefix = grid.prefix.decode("ascii")
        self._letters = [column_letters(c).encode() for c in region.columns]
        self._letter_set = frozenset(self._letters)
        self._default: Styles = ("",) * len(region.columns)
        self._others_default: dict[int, str] = {}
        self._templates: list[tuple[bytes, Styles]] = []
        prefix = re.escape(grid.prefix)
        self._heads = re.compile(rb'<%sc r="([A-Z]{1,3}\d+"(?: s="\d+")?)' % prefix)
        self._pairs = re.compile(rb'<%sc r="([A-Z]{1,3})\d+"(?: s="(\d+)")?' % prefix)
        self._cell_tag = b"<%sc" % grid.prefix
        self._seen: dict[tuple[bytes | None, ...], Styles] = {}
        self._spans: dict[str, bool] = {}

    def patched(self, rows: Sequence[Sequence[OutCell]]) -> bytes:
        """Return the sheet's XML with `rows` in our columns, from `write_from` on."""
        region, data = self.region, self.grid.data
        old, start, end, follower = self._old_rows()
        known = [n for n in old if n <= region.old_last]
        like = _text(old[known[-1]].row.attributes) if known else ""
        self._like = _NOT_FOR_NEW_ROWS.sub("", like)
        self._last = old[known[-1]] if known else None
        pieces = [data[:start]]
        pieces += [line.encode("utf-8", "surrogateescape") for line in self._lines(rows, old)]
        for number in range(region.new_last + 1, region.old_last + 1):
            if number in old:
                pieces.append(self._cleared(old[number]).encode("utf-8", "surrogateescape"))
        pieces += self._rest(end, follower)
        return b"".join(pieces)

    # What is there

    def _old_rows(self) -> tuple[dict[int, _OldRow], int, int, Row | None]:
        """Return the rows to change, their start and end in the bytes, and the row after them."""
        region = self.region
        last = max(region.old_last, region.new_last)
        old: dict[int, _OldRow] = {}
        start: int | None = None
        at = self.grid.start
        for row in self.grid.rows():
            if row.number > last:
                return old, at if start is None else start, at, row
            if row.number == region.first_row:
                self._learn(row)
            if row.number >= region.write_from:
                start = row.start if start is None else start
                old[row.number] = self._read(row)
            elif row.number == region.old_last:
                old[row.number] = self._read_slowly(row)
            at = row.end
        end = max(at, self.grid.end)
        return old, end if start is None else start, end, None

    def _learn(self, row: Row) -> None:
        """Take the first data row as the model for new rows."""
        found = self._read_slowly(row)
        self._default = found.styles
        for cell in self.grid.cells(row):
            style = attribute(cell.attributes, b"s")
            if cell.column in self.region.width and style:
                self._others_default[cell.column] = f' s="{style.decode()}"'

    def _read(self, row: Row) -> _OldRow:
        if row.number > self.region.old_last:
            return self._below(row)
        data, start, end = self.grid.data, row.inner_start, row.inner_end
        heads = self._heads.findall(data, start, end)
        if len(heads) != data.count(self._cell_tag, start, end):
            return self._read_slowly(row)
        key, number = b"".join(heads), b"%d" % row.number
        for template, styles in self._templates:
            if template.replace(b"\0", number) == key:
                return _OldRow(row, styles)
        found = dict(self._pairs.findall(data, start, end))
        if len(found) != len(heads) or not found.keys() <= self._letter_set:
            return self._read_slowly(row)
        styles = self._styles(tuple(map(found.get, self._letters)))
        template = b"".join(re.sub(rb"\A([A-Z]+)\d+", rb"\1" + b"\0", head) for head in heads)
        self._templates = [(template, styles), *self._templates[:5]]
        return _OldRow(row, styles)

    def _styles(self, numbers: tuple[bytes | None, ...]) -> Styles:
        """Return our cells' styles in a row; a cell that is missing takes the first row's."""
        if numbers not in self._seen:
            self._seen[numbers] = tuple(
                default if number is None else f' s="{number.decode()}"' if number else ""
                for number, default in zip(numbers, self._default, strict=True)
            )
        return self._seen[numbers]

    def _read_slowly(self, row: Row) -> _OldRow:
        ours: dict[int, bytes] = {}
        others = []
        for cell in self.grid.cells(row):
            if cell.column in self.region.columns:
                ours[cell.column] = attribute(cell.attributes, b"s") or b""
            else:
                others.append((cell.column, self._placed(cell, row.number)))
        return _OldRow(row, self._styles(tuple(map(ours.get, self.region.columns))), others)

    def _placed(self, cell: CellText, number: int) -> str:
        text = _text(cell.text)
        if cell.stated:
            return text
        start = len(self.prefix) + 2
        return f'{text[:start]} r="{column_letters(cell.column)}{number}"{text[start:]}'

    def _below(self, row: Row) -> _OldRow:
        """Read a row that the table grows into; Refused when it holds anything in the way."""
        others = []
        for cell in self.grid.cells(row):
            if cell.column not in self.region.width:
                others.append((cell.column, self._placed(cell, row.number)))
            elif cell.inner and cell.inner.strip():
                place = f"{column_letters(cell.column)}{row.number}"
                raise Refused(
                    f"The rows below the table {self.region.table} are in the way: cell {place} "
                    f"of the sheet {self.region.sheet} is filled, and the table needs to reach "
                    f"row {self.region.new_last}. Move what stands below the table."
                )
        return _OldRow(row, self._default, others)

    # What comes

    def _lines(self, rows: Sequence[Sequence[OutCell]], old: Mapping[int, _OldRow]) -> list[str]:
        region = self.region
        numbers = range(region.write_from, region.new_last + 1)
        blank = _OldRow(Row(0, 0, b"", 0, 0, 0, False), self._default)
        kept = [old.get(number, blank) for number in numbers]
        columns = self._columns(rows, list(map(str, numbers)), kept)
        if not any(k.others for k in kept) and not self._beside():
            cells: Iterator[str] = map("".join, zip(*columns, strict=True))
        else:
            cells = (
                self._merged(number, k, ours)
                for number, k, ours in zip(numbers, kept, zip(*columns, strict=True), strict=True)
            )
        return [
            self._row(number, None if k is blank else k.row, c)
            for number, k, c in zip(numbers, kept, cells, strict=True)
        ]

    def _columns(
        self, rows: Sequence[Sequence[OutCell]], numbers: Sequence[str], kept: Sequence[_OldRow]
    ) -> list[list[str]]:
        """Return our cells as text, column by column: fast where a column has one style."""
        values = (
            list(zip(*rows, strict=True))
            if rows
            else [(None,) * len(numbers)] * len(self.region.columns)
        )
        same = len({id(k.styles) for k in kept}) <= 1
        columns = []
        for index, column in enumerate(self.region.columns):
            start = f'<{self.prefix}c r="{column_letters(column)}'
            tails = self.writer.column(values[index])
            if same:
                style = kept[0].styles[index] if kept else ""
                if style:
                    cells = [f'{start}{n}"{style}{t}' for n, t in zip(numbers, tails, strict=True)]
                else:
                    cells = [
                        "" if t == "/>" else f'{start}{n}"{t}'
                        for n, t in zip(numbers, tails, strict=True)
                    ]
            else:
                cells = [
                    f'{start}{n}"{k.styles[index]}{t}' if t != "/>" or k.styles[index] else ""
                    for n, t, k in zip(numbers, tails, kept, strict=True)
                ]
            columns.append(cells)
        return columns

    def _beside(self) -> list[int]:
        """Return the table's columns that are the team's own."""
        return [c for c in self.region.width if c not in self.region.columns]

    def _merged(self, number: int, kept: _OldRow, ours: Sequence[str]) -> str:
        cells = list(zip(self.region.columns, ours, strict=True)) + kept.others
        if number > self.region.old_last:
            cells += [(column, self._filled(column, number)) for column in self._beside()]
        return "".join(text for _, text in sorted(cells, key=lambda cell: cell[0]))

    def _filled(self, column: int, number: int) -> str:
        """Return a new row's cell in a column of the team's own: its style and its formula."""
        place = f"{column_letters(column)}{number}"
        start = f'<{self.prefix}c r="{place}"{self._others_default.get(column, "")}'
        formula = self._formula(column, number)
        if formula is not None:
            array = f' t="array" ref="{place}"' if column in self.region.array_fills else ""
            p = self.prefix
            return f"{start}><{p}f{array}>{formula}</{p}f></{p}c>"
        return f"{start}/>" if column in self._others_default else ""

    def _formula(self, column: int, number: int) -> str | None:
        """Return the formula for a new row; one that names cells moves down from the last row."""
        formula = self.region.fills.get(column)
        if formula is None or not refers_by_row(formula):
            return formula
        last = self._last
        text = "".join(text for c, text in last.others if c == column) if last else ""
        found = re.search(f"<{self.prefix}f(?: [^<>]*)?>([^<]+)</", text)
        return moved_down(found[1], number - last.row.number) if last and found else None

    def _row(self, number: int, row: Row | None, cells: str) -> str:
        attributes = self._like if row is None else _text(row.attributes)
        if row is None or not row.stated:
            attributes = f' r="{number}"{attributes}'
        if "spans" in attributes:
            attributes = self._widened(attributes)
        if cells:
            return f"<{self.prefix}row{attributes}>{cells}</{self.prefix}row>"
        if row is None or set(_ROW_NAME.findall(attributes)) <= {"r", "spans"}:
            return ""
        return f"<{self.prefix}row{attributes}/>"

    def _widened(self, attributes: str) -> str:
        """Leave out a row's stated span where our cells go beyond it; it is only a hint."""
        found = _SPANS.search(attributes)
        if found is None:
            return attributes
        fits = self._spans.get(found[0])
        if fits is None:
            width = self.region.width
            fits = int(found[1]) <= width[0] and width[-1] <= int(found[2])
            self._spans[found[0]] = fits
        return attributes if fits else attributes.replace(found[0], "", 1)

    def _cleared(self, old: _OldRow) -> str:
        """Return a row that is below the table now: without our cells, and gone if it is bare."""
        attributes = _text(old.row.attributes)
        cells = "".join(text for column, text in old.others if self._stays(column, text))
        if not cells and set(_ROW_NAME.findall(attributes)) <= _MEANINGLESS:
            return ""
        if not old.row.stated:
            attributes = f' r="{old.row.number}"{attributes}'
        end = f">{cells}</{self.prefix}row>" if cells else "/>"
        return f"<{self.prefix}row{attributes}{end}"

    def _stays(self, column: int, text: str) -> bool:
        """Say whether a cell below the table's new end stays: what someone typed does."""
        if column not in self.region.width:
            return True
        if column in self.region.fills and f"<{self.prefix}f" in text:
            return False
        return not text.endswith("/>") and f"<{self.prefix}" in text[2:]

    def _rest(self, end: int, follower: Row | None) -> list[bytes]:
        """Return what follows; a row that states no number gets the one it had."""
        data = self.grid.data
        if follower is None or follower.stated:
            return [data[end:]]
        tag = b"<%srow" % self.grid.prefix
        attributes = with_attribute(follower.attributes, b"r", b"%d" % follower.number)
        start = follower.start + len(tag)
        return [data[end : follower.start], tag, attributes,
                data[start + len(follower.attributes) :]]  # fmt: skip


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "surrogateescape")
