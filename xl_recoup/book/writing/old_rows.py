"""A table's rows as they stand in the sheet: their attributes, styles and foreign cells."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import dataclass, replace
from operator import lt

from xl_recoup.addresses import Address, column_letters
from xl_recoup.book.package.xmltext import ATTRIBUTES, attribute
from xl_recoup.book.reading.grid import CellText, Grid, Row, cell_pattern, column_of
from xl_recoup.book.writing.placed_cells import placed
from xl_recoup.book.writing.row_region import Region
from xl_recoup.book.writing.table_move import Move
from xl_recoup.contract.own_row import ROW
from xl_recoup.errors import Refused

# How a cell goes on after its place where it has no style: perhaps with a type, then its end.
_UNSTYLED = r'(?: t="\w++")?+/?+>'
_PLACE = re.compile(rb"([A-Za-z]{1,3})\d{1,7}\Z")

# A new row looks like the table's last one, but is not hidden because that one was filtered out.
NOT_FOR_NEW_ROWS = re.compile(r"\s(?:r|spans|hidden|collapsed)\s*=\s*(?:\"[^\"]*\"|'[^']*')")

Styles = tuple[str, ...]
"""For each of our columns ` s="3"`, or nothing."""


@dataclass(slots=True)
class OldRow:
    """What a row is like; rows that are alike share one.

    `attributes` is text with `\\0` for the row's number, where it is stated.
    """

    attributes: str
    styles: Styles
    """The styles of our cells."""
    others: Sequence[tuple[int, str]] = ()
    """The cells that are not ours, each with its column."""


class OldRows:
    """The rows that new cells go into, and where they stand in the bytes.

    Read in two steps, for the table's own rows can be read before anybody knows how many there will
    be: they are read at once, and those below it by `reach`.
    """

    def __init__(self, grid: Grid, region: Region) -> None:
        """Read the table's rows as they are."""
        self.grid, self.region = grid, region
        self.prefix = grid.prefix.decode("ascii")
        self.rows: dict[int, OldRow] = {}
        self.default: Styles = ("",) * len(region.columns)
        """The styles for new rows."""
        self.bare: Styles = tuple(_style(self._of_column(c)) for c in region.columns)
        """What a cell looks like that is not there."""
        self.others_default: dict[int, str] = {}
        """The styles for new rows in the team's own columns."""
        self.totals: list[CellText] = []
        """The cells of a totals row that has to move."""
        self.follower: Row | None = None
        """The row after them."""
        self.fresh: frozenset[int] | None = None
        """The rows that are new, where rows go with their keys; else those below the last one."""
        self.model: int | None = None
        """The last row of the table, after which new ones are made; None without any."""
        self.like = ""
        """The attributes of a new row."""
        self._seen: dict[tuple[tuple[bytes | None, ...], Styles], Styles] = {}
        self._learn(None)  # as columns style it, until the first row is met
        self._start: int | None = None
        self._at = grid.start
        self._rows: Iterator[Row] = grid.rows()
        self._next = next(self._rows, None)
        self._read_to(region.old_last)
        self.model = max((n for n in self.rows if n <= region.old_last), default=None)
        if self.model is not None:
            self.like = NOT_FOR_NEW_ROWS.sub("", self.rows[self.model].attributes)

    def is_new(self, number: int) -> bool:
        """Say whether a row was not the table's before."""
        return number > self.region.old_last if self.fresh is None else number in self.fresh

    def has_shared(self) -> bool:
        """Say whether a cell of the team's is of a group of formulas."""
        rows = {id(row): row for row in self.rows.values() if row.others}
        return any('t="shared"' in text for row in rows.values() for _, text in row.others)

    def follow(self, move: Move, lost: list[str]) -> None:
        """Let the formulas of the team's cells in the rows follow the table's end."""
        for number, row in self.rows.items():
            if any(f"<{self.prefix}f" in text for _, text in row.others):
                others = [(c, placed(text, c, number, move, lost)) for c, text in row.others]
                self.rows[number] = replace(row, others=others)

    def reach(self, region: Region) -> None:
        """Read the rows that the table grows into too; Refused where something is in the way."""
        self.region = region
        self._read_to(region.deepest)
        self.follower = self._next

    @property
    def end(self) -> int:
        """Where the rows to change end in the bytes."""
        return self._at if self._next is not None else max(self._at, self.grid.end)

    @property
    def start(self) -> int:
        """Where they start; without any, where they would."""
        return self.end if self._start is None else self._start

    def let_go(self) -> None:
        """Forget the bytes of the rows, all of which were read: a big sheet is there once then."""
        start, gone, grid = self.start, self.end - self.start, copy(self.grid)
        grid.data = grid.data[:start] + grid.data[start + gone :]
        grid.end -= gone
        self._next = self._next and self._next.moved(-gone)
        self.grid, self.follower, self._rows = grid, self._next, iter(())
        self._start = self._at = start

    def _read_to(self, last: int) -> None:
        """Read the rows to change that come next, up to a number."""
        region, grid = self.region, self.grid
        while (row := self._next) is not None and row.number <= last:
            if row.number == region.first_row:
                self._learn(row)
                end = self._at_once(row) if region.write_from == region.first_row else None
                if end is not None:
                    self._start, self._at = row.start, end
                    self._rows = grid.rows(end, region.old_last)
                    self._next = next(self._rows, None)
                    continue
            if row.number >= region.write_from:
                self._start = row.start if self._start is None else self._start
                self.rows[row.number] = self._read(row)
            elif row.number == region.old_last:  # where rows are added, new ones look like it
                self.rows[row.number] = self._read(row)
            self._at = row.end
            self._next = next(self._rows, None)

    def _learn(self, first: Row | None) -> None:
        """Take the first data row as the model for new rows; it may be missing."""
        cells = self.grid.cells(first) if first else []
        styles = {cell.column: attribute(cell.attributes, b"s") or b"" for cell in cells}
        missing = [column for column in self.region.columns if column not in styles]
        self.others_default = {
            c: _style(s) for c, s in styles.items() if s and c in self.region.width
        }
        styles |= {column: self._implied(first, column) for column in missing}
        self.default = tuple(_style(styles[c]) for c in self.region.columns)

    def _implied(self, first: Row | None, column: int) -> bytes:
        """Return what a cell that is not there looks like: as its row, or as its column."""
        if first and attribute(first.attributes, b"customFormat") in (b"1", b"true"):
            style = attribute(first.attributes, b"s") or b""
            if style.isdigit():
                return style
        return self._of_column(column)

    def _of_column(self, column: int) -> bytes:
        style = self.grid.column_style(column)
        return style if style.strip(b"0") else b""

    def _at_once(self, first: Row) -> int | None:
        """Read all the table's rows in one go where they are written in the usual way.

        Returns where they end, or None where they have to be read one by one.
        """
        if any(bare and bare != ours for bare, ours in zip(self.bare, self.default, strict=True)):
            return None  # somebody coloured the first row: cells that are not there are unlike it
        region, data, p = self.region, self.grid.data, self.grid.prefix
        closing, start = b"</%srow>" % p, first.start
        # Whether it is the usual way is told by counting: as many rows found as begin, as many of
        # them closed as are not empty, and their numbers ascending up to the table's last.
        last = data.find(b'<%srow r="%d"' % (p, region.old_last), start, self.grid.end)
        end = data.find(closing, last, self.grid.end) + len(closing) if last >= 0 else 0
        if end < len(closing):
            return None
        tag = re.compile(rb'<%srow r="(\d{1,7})"(%s)(/?)>' % (p, ATTRIBUTES))
        rows: list[tuple[bytes, bytes, bytes]] = tag.findall(data, start, end)
        numbers = [int(number) for number, _, _ in rows]
        if (
            len(rows) != data.count(b"<%srow" % p, start, end)
            or sum(not empty for _, _, empty in rows) != data.count(closing, start, end)
            or not all(map(lt, numbers, numbers[1:]))
            or numbers[-1:] != [region.old_last]
        ):
            return None
        alike = {
            raw: OldRow(f' r="{ROW}"{_text(raw)}', self.default)
            for raw in {raw for _, raw, _ in rows}  # a few hundred at most, of ten thousand rows
        }
        self.rows.update(zip(numbers, [alike[raw] for _, raw, _ in rows], strict=True))
        self._note_deviations(numbers, start, end)
        return end

    def _note_deviations(self, numbers: Sequence[int], start: int, end: int) -> None:
        """Note cells that are not ours, and read rows with cells not styled like the first's."""
        data, cell_at = self.grid.data, cell_pattern(self.grid.prefix)
        # One search over all rows for the few cells that need more than being replaced.
        deviating = self._foreign()
        first = deviating.search(data, start, end)
        if first is None:
            return
        tag = re.compile(b"<%srow" % self.grid.prefix)
        starts = [row.start() for row in tag.finditer(data, start, end)]
        others: dict[int, list[tuple[int, str]]] = {}
        odd: set[int] = set()
        limits = [*starts[1:], end]
        for found in deviating.finditer(data, first.start(), end):
            index = bisect_right(starts, found.start()) - 1  # the row in which it stands
            cell = cell_at.match(data, found.start(), limits[index])
            place = _PLACE.match(attribute(cell[1], b"r") or b"") if cell else None
            column = column_of(place[1]) if place else 0
            if cell is None or not column or column in self.region.columns:
                odd.add(index)
            else:
                others.setdefault(index, []).append((column, _text(cell[0])))
        for index, cells in others.items():
            number = numbers[index]
            self.rows[number] = replace(self.rows[number], others=cells)
        for index in odd:
            number = numbers[index]
            self.rows[number] = self._read(next(self.grid.rows(starts[index], number - 1)))

    def _foreign(self) -> re.Pattern[bytes]:
        """Return the pattern of a cell that is not ours or not styled as in the first row."""
        alike: dict[tuple[str, str], list[str]] = {}
        for column, style in zip(self.region.columns, self.default, strict=True):
            letters = column_letters(column)
            alike.setdefault((style, letters[:-1]), []).append(letters[-1])
        # A cell that goes on as ours do, by column and style, is passed over: `[DF]\d++" s="4"` or
        # `A[A-C]\d++" s="2"`. Columns of one style whose letters differ in the last share a branch.
        ours = "|".join(
            f'{start}[{"".join(ends)}]\\d++"{style or _UNSTYLED}'
            for (style, start), ends in alike.items()
        )
        return re.compile(f'<{re.escape(self.prefix)}c(?! r="(?:{ours}))'.encode())

    def _read(self, row: Row) -> OldRow:
        if row.number > self.region.old_last:
            return self._below(row)
        ours: dict[int, bytes] = {}
        others = []
        for cell in self.grid.cells(row):
            if cell.column in self.region.columns:
                ours[cell.column] = attribute(cell.attributes, b"s") or b""
            else:
                others.append((cell.column, _text(self.grid.placed(cell, row.number))))
        columns, bare = self.region.columns, self.bare
        if b"customFormat" in row.attributes:
            bare = tuple(_style(self._implied(row, column)) for column in columns)
        styles = self._styles(tuple(map(ours.get, columns)), bare)
        return OldRow(_attributes(row), styles, others)

    def _styles(self, numbers: tuple[bytes | None, ...], bare: Styles) -> Styles:
        """Return our cells' styles in a row; a missing one looks `bare`, or as in the first row."""
        key = numbers, bare
        if key not in self._seen:
            self._seen[key] = tuple(
                of_bare or default if number is None else _style(number)
                for number, of_bare, default in zip(numbers, bare, self.default, strict=True)
            )
        return self._seen[key]

    def _below(self, row: Row) -> OldRow:
        """Read a row that the table grows into; Refused when it holds anything in the way."""
        region, others = self.region, []
        for cell in self.grid.cells(row):
            if cell.column not in region.width:
                others.append((cell.column, _text(self.grid.placed(cell, row.number))))
            # The totals row moves with the table; anything else that is filled is in the way.
            elif region.totals and row.number == region.old_last + 1:
                self.totals.append(cell)
            elif cell.inner and cell.inner.strip():
                place = Address(cell.column, row.number)
                raise Refused(
                    f"The rows below the table {region.table} are in the way: cell {place} "
                    f"of the sheet {region.sheet} is filled, and the table needs to reach "
                    f"row {region.new_last + region.totals}. Move what stands below the table."
                )
        return OldRow(_attributes(row), self.default, others)


def _attributes(row: Row) -> str:
    return _text(row.attributes) if row.stated else f' r="{ROW}"{_text(row.attributes)}'


def _style(number: bytes | None) -> str:
    return f' s="{number.decode()}"' if number else ""


def _text(raw: bytes) -> str:
    # Bytes that are no UTF-8 come back as they were when the text is encoded the same way.
    return raw.decode("utf-8", "surrogateescape")
