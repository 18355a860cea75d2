"""A table's rows as they stand in the sheet: their attributes, styles and foreign cells."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from operator import lt

from xl_recoup.book.grid import CellText, Grid, Row
from xl_recoup.book.xmltext import ATTRIBUTES, attribute
from xl_recoup.errors import Refused
from xl_recoup.tables import column_letters

Styles = tuple[str, ...]
"""For each of our columns ` s="3"`, or nothing."""


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

    @property
    def beside(self) -> list[int]:
        """The table's columns that are the team's own."""
        return [column for column in self.width if column not in self.columns]


@dataclass(slots=True)
class OldRow:
    """One row: its attributes as text, our cells' styles, and the cells that are not ours."""

    number: int
    attributes: str
    stated: bool
    styles: Styles
    others: Sequence[tuple[int, str]] = ()


class OldRows:
    """The rows that new cells go into, and where they stand in the bytes."""

    def __init__(self, grid: Grid, region: Region, prefix: str) -> None:
        """Read what is there; Refused where something is in the way."""
        self.grid, self.region, self.prefix = grid, region, prefix
        self.rows: dict[int, OldRow] = {}
        self.default: Styles = ("",) * len(region.columns)
        """The styles for new rows."""
        self.others_default: dict[int, str] = {}
        """The styles for new rows in the team's own columns."""
        self.follower: Row | None = None
        """The row after them."""
        self._seen: dict[tuple[bytes | None, ...], Styles] = {}
        self._column_styles: dict[int, bytes] | None = None
        self.start, self.end = self._find()

    def _find(self) -> tuple[int, int]:
        """Read the rows to change; return their start and end in the bytes."""
        region, grid = self.region, self.grid
        last = max(region.old_last, region.new_last)
        start: int | None = None
        at, number, learnt = grid.start, 0, False
        rows = grid.rows()
        while (row := next(rows, None)) is not None:
            if row.number > last:
                self.follower = row
                return at if start is None else start, at
            if row.number >= region.first_row and not learnt:
                self._learn(row)
                learnt = True
                end = self._alike(row) if region.write_from == region.first_row else None
                if end is not None:
                    start, at = row.start, end
                    rows = grid.rows(at, region.old_last)
                    continue
            number = row.number
            if number >= region.write_from:
                start = row.start if start is None else start
                self.rows[number] = self._read(row)
            elif number == region.old_last:
                self.rows[number] = self._read(row)
            at = row.end
        end = max(at, grid.end)
        return end if start is None else start, end

    def _learn(self, first: Row) -> None:
        """Take the first data row as the model for new rows."""
        cells = self.grid.cells(first) if first.number == self.region.first_row else []
        styles = {cell.column: attribute(cell.attributes, b"s") or b"" for cell in cells}
        self.default = tuple(_style(styles.get(column)) for column in self.region.columns)
        self.others_default = {
            column: _style(style)
            for column, style in styles.items()
            if column in self.region.width and style
        }

    def _alike(self, first: Row) -> int | None:
        """Read all the table's rows at once where every one is wholly ours and styled alike.

        Returns where they end, or None where they have to be read one by one.
        """
        region, data, p = self.region, self.grid.data, self.grid.prefix
        if first.number != region.first_row or region.beside:
            return None
        closing = b"</%srow>" % p
        last = data.find(b'<%srow r="%d"' % (p, region.old_last), first.start, self.grid.end)
        end = data.find(closing, last, self.grid.end) + len(closing) if last >= 0 else 0
        if end < len(closing):
            return None
        tag = re.compile(b'<%srow r="(\\d{1,7})"(%s)(/?)>' % (p, ATTRIBUTES))
        rows: list[tuple[bytes, bytes, bytes]] = tag.findall(data, first.start, end)
        numbers = [int(number) for number, _, _ in rows]
        filled = sum(not empty for _, _, empty in rows)
        if (
            len(rows) != data.count(b"<%srow" % p, first.start, end)
            or filled != data.count(closing, first.start, end)
            or not all(map(lt, numbers, numbers[1:]))
            or numbers[-1] != region.old_last
            or self._foreign().search(data, first.start, end)
        ):
            return None
        texts = {raw: f"{_text(raw)}" for raw in {raw for _, raw, _ in rows}}
        for number, (_, raw, _) in zip(numbers, rows, strict=True):
            self.rows[number] = OldRow(number, f' r="{number}"{texts[raw]}', True, self.default)
        return end

    def _foreign(self) -> re.Pattern[bytes]:
        """Return the pattern of a cell that is not ours or not styled as in the first row."""
        alike: dict[str, list[str]] = {}
        for column, style in zip(self.region.columns, self.default, strict=True):
            alike.setdefault(style, []).append(column_letters(column))
        ours = "|".join(
            f'(?:{"|".join(letters)})\\d++"' + (f"{style}[ />]" if style else r"(?![^<>]*\ss\s*=)")
            for style, letters in alike.items()
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
                others.append((cell.column, self._placed(cell, row.number)))
        styles = self._styles(tuple(map(ours.get, self.region.columns)))
        return OldRow(row.number, _text(row.attributes), row.stated, styles, others)

    def _styles(self, numbers: tuple[bytes | None, ...]) -> Styles:
        """Return our cells' styles in a row; a cell that is missing takes the first row's."""
        if numbers not in self._seen:
            self._seen[numbers] = tuple(
                default if number is None else _style(number)
                for number, default in zip(numbers, self.default, strict=True)
            )
        return self._seen[numbers]

    def _placed(self, cell: CellText, number: int) -> str:
        text = _text(cell.text)
        if cell.stated:
            return text
        start = len(self.prefix) + 2
        return f'{text[:start]} r="{column_letters(cell.column)}{number}"{text[start:]}'

    def _below(self, row: Row) -> OldRow:
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
        return OldRow(row.number, _text(row.attributes), row.stated, self.default, others)


def _style(number: bytes | None) -> str:
    return f' s="{number.decode()}"' if number else ""


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "surrogateescape")
