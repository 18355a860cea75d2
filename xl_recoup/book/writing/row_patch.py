"""Rebuild a table's rows in the sheet's XML, putting our cells in and leaving all others alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import repeat
from operator import itemgetter

from xl_recoup.addresses import Address, column_letters
from xl_recoup.book.package.xmltext import with_attribute
from xl_recoup.book.writing.cell_xml import CellWriter
from xl_recoup.book.writing.fill_down import moved_down, refers_by_row
from xl_recoup.book.writing.old_rows import OldRow, OldRows
from xl_recoup.book.writing.row_heights import RowHeights
from xl_recoup.book.writing.table_move import Move
from xl_recoup.book.writing.totals_row import moved_cell
from xl_recoup.contract.own_row import ROW
from xl_recoup.errors import Refused
from xl_recoup.tables import OutCell, columns_of

# The name of each attribute of a row, its value in either quote passed over.
_ROW_NAME = re.compile(r"\s([\w:.\-]+)\s*=\s*(?:\"[^\"]*\"|'[^']*')")
# `spans="1:9"`: Excel's hint to itself in which columns the row has cells; it may be left out.
_SPANS = re.compile(r"\sspans\s*=\s*[\"'](\d+):(\d+)[\"']")
# What a row may say and still be nothing: it shows no more than a row that is not there.
_MEANINGLESS = frozenset({"r", "spans", "hidden", "collapsed", "outlineLevel", "x14ac:dyDescent"})
_TOGETHER = 2_000  # rows that become bytes together


class RowPatcher:
    """Gives the sheet's XML with a table's cells replaced."""

    def __init__(
        self,
        old: OldRows,
        writer: CellWriter,
        move: Move,
        heights: RowHeights,
        follow: Callable[[bytes], bytes] = lambda data: data,
    ) -> None:
        """Take the sheet as it stands and the place of the table in it, before and after.

        `follow` is asked for the rows above and below the table.
        """
        self._follow = follow
        self.grid, self.region, self.writer, self.move = old.grid, old.region, writer, move
        self.prefix = old.prefix
        self._old = old
        self._last = old.model
        self._new = OldRow(f' r="{ROW}"{old.like}', old.default)
        self._spans: dict[str, bool] = {}
        self._blank = False
        self._lines_of = heights.lines
        self._heightened = heights.heightened(self._widened)

    def patched(self, rows: Sequence[Sequence[OutCell]]) -> Iterator[bytes]:
        """Give what the sheet's data now says, in pieces, with `rows` in our columns."""
        region, old = self.region, self._old.rows
        yield self._follow(self.grid.data[self.grid.start : self._old.start])
        # A table keeps one row: without any, Excel calls the file damaged.
        blank = [(None,) * len(region.columns)] * (region.new_last - region.write_from + 1)
        self._blank = not rows
        rows = rows or blank
        for at in range(0, len(rows), _TOGETHER):
            lines = self._lines(region.write_from + at, rows[at : at + _TOGETHER])
            yield "".join(lines).encode("utf-8", "surrogateescape")
        # Below the new end: where the totals go, and what the table leaves behind as it shrinks.
        for number in range(region.new_last + 1, region.deepest + 1):
            if region.totals and number == region.new_last + 1:
                yield self._total(number).encode("utf-8", "surrogateescape")
            elif number in old:
                yield self._cleared(number, old[number]).encode("utf-8", "surrogateescape")
        yield from self._rest()

    def _lines(self, first: int, rows: Sequence[Sequence[OutCell]]) -> Iterator[str]:
        numbers = range(first, first + len(rows))
        kept = [self._old.rows.get(number, self._new) for number in numbers]
        ours = zip(*self._columns(rows, kept), strict=True)
        lines = self._lines_of(rows)
        high = repeat(0) if lines is None else lines
        if self.region.own_columns or any(k.others for k in kept):
            return map(self._row, numbers, kept, map(self._merged, numbers, kept, ours), high)
        cells = map("".join, ours)
        if lines is not None or len(set(map(id, kept))) > 1:  # rows that are alike share one record
            return map(self._row, numbers, kept, cells, high)
        # The usual case, and nearly all of the time: one text a row, its number put in at once.
        start = f"<{self.prefix}row{self._widened(kept[0].attributes)}>"
        end = f"</{self.prefix}row>"
        return (
            f"{start}{text}{end}".replace(ROW, str(number))
            if text
            else self._row(number, kept[0], "")
            for number, text in zip(numbers, cells, strict=True)
        )

    def _columns(
        self, rows: Sequence[Sequence[OutCell]], kept: Sequence[OldRow]
    ) -> list[list[str]]:
        """Return our cells column by column: fast where a column has one style."""
        values = columns_of(rows)
        same = len({id(k.styles) for k in kept}) <= 1
        # A blank cell that looks as its column does is left out, as Excel does, but not in a row
        # that has a look of its own, nor where a table's one row is all blank.
        by_row = any("customFormat" in k.attributes for k in {id(k): k for k in kept}.values())
        left_out = [""] * len(values) if by_row or self._blank else self._old.bare
        columns = []
        for index, column in enumerate(self.region.columns):
            start = f'<{self.prefix}c r="{column_letters(column)}{ROW}"'
            if same:
                style = kept[0].styles[index]
                empty = "" if style in ("", left_out[index]) else f"{start}{style}/>"
                columns.append(self.writer.column(values[index], start + style, empty))
                continue
            styles = [k.styles[index] for k in kept]
            tails = self.writer.column(values[index])
            without = ("", left_out[index])
            columns.append(
                [
                    "" if tail == "/>" and style in without else f"{start}{style}{tail}"
                    for style, tail in zip(styles, tails, strict=True)
                ]
            )
        return columns

    def _merged(self, number: int, kept: OldRow, ours: Sequence[str]) -> str:
        """Return a row's cells, ours among those of others."""
        cells = list(zip(self.region.columns, ours, strict=True))
        cells += kept.others
        if self._old.is_new(number):
            cells += [(column, self._filled(column, number)) for column in self.region.own_columns]
        return "".join(text for _, text in sorted(cells, key=itemgetter(0)))

    def _filled(self, column: int, number: int) -> str:
        """Return a new row's cell in a column of the team's own: its style and its formula."""
        place = Address(column, number)
        start = f'<{self.prefix}c r="{place}"{self._old.others_default.get(column, "")}'
        formula = self._formula(column, number)
        if formula is not None:
            array = f' t="array" ref="{place}"' if column in self.region.array_formulas else ""
            p = self.prefix
            return f"{start}><{p}f{array}>{formula}</{p}f></{p}c>"
        return f"{start}/>" if column in self._old.others_default else ""

    def _formula(self, column: int, number: int) -> str | None:
        """Return the formula for a new row; one that names cells moves down from the last row."""
        formula = self.region.filled_down.get(column)
        if formula is None or not refers_by_row(formula):
            return formula
        last = self._last
        others = self._old.rows[last].others if last else ()
        text = "".join(text for c, text in others if c == column)
        # A cell of a shared group only names it, `<f t="shared" si="0"/>`, and has no text to move.
        found = re.search(f"<{self.prefix}f(?: [^<>]*)?>([^<]+)</", text)
        return moved_down(found[1], number - last) if last and found else None

    def _row(self, number: int, row: OldRow, cells: str, lines: int = 0) -> str:
        """Return a row; as high as so many lines, or, with 0, as high as it was."""
        attributes = (
            self._heightened(row.attributes, lines) if lines else self._widened(row.attributes)
        )
        if cells:
            text = f"<{self.prefix}row{attributes}>{cells}</{self.prefix}row>"
        elif row is self._new or set(_ROW_NAME.findall(attributes)) <= {"r", "spans"}:
            return ""
        else:
            text = f"<{self.prefix}row{attributes}/>"
        return text.replace(ROW, str(number))

    def _widened(self, attributes: str) -> str:
        """Leave out a row's stated span where our cells go beyond it; it is only a hint."""
        found = _SPANS.search(attributes) if "spans" in attributes else None
        if found is None:
            return attributes
        fits = self._spans.get(found[0])
        if fits is None:
            width = self.region.width
            fits = int(found[1]) <= width[0] and width[-1] <= int(found[2])
            self._spans[found[0]] = fits
        return attributes if fits else attributes.replace(found[0], "", 1)

    def _cleared(self, number: int, old: OldRow) -> str:
        """Return a row that is below the table now: without our cells, and gone if it is bare."""
        cells = "".join(text for column, text in old.others if self._stays(column, text))
        if not cells and set(_ROW_NAME.findall(old.attributes)) <= _MEANINGLESS:
            return ""
        end = f">{cells}</{self.prefix}row>" if cells else "/>"
        return f"<{self.prefix}row{old.attributes}{end}".replace(ROW, str(number))

    def _total(self, number: int) -> str:
        """Return the row in which the totals stand now, with what stands there beside them."""
        row = self._old.rows.get(number) or OldRow(f' r="{ROW}"', ())
        cells = []
        for column, text in row.others:
            if column not in self.region.width:
                cells.append((column, text))
            elif self._stays(column, text):
                raise Refused(
                    f"The totals row of the table {self.region.table} needs row {number} of the "
                    f"sheet {self.region.sheet}, but cell {Address(column, number)} is "
                    "filled. Clear it, or move what it says."
                )
        for cell in self._old.totals:
            moved = moved_cell(cell, self.grid.prefix, self.move)
            cells.append((cell.column, moved.decode("utf-8", "surrogateescape")))
        cells.sort(key=itemgetter(0))  # Excel repairs a row whose cells are out of order
        return self._row(number, row, "".join(text for _, text in cells))

    def _stays(self, column: int, text: str) -> bool:
        """Say whether a cell below the table's new end stays: what someone typed does."""
        if column not in self.region.width:
            return True
        if column in self.region.filled_down and f"<{self.prefix}f" in text:
            return False
        # A cell with anything in it; `<c r="B9" s="3"/>` and `<c r="B9"></c>` have nothing.
        return not text.endswith("/>") and f"<{self.prefix}" in text[2:]

    def _rest(self) -> list[bytes]:
        """Return what follows; a row that states no number gets the one it had."""
        data, end, follower = self.grid.data, self._old.end, self._old.follower
        if follower is None or follower.stated:
            return [self._follow(data[end : self.grid.end])]
        tag = b"<%srow" % self.grid.prefix
        attributes = with_attribute(follower.attributes, b"r", b"%d" % follower.number)
        start = follower.start + len(tag)
        rest = self._follow(data[start + len(follower.attributes) : self.grid.end])
        return [data[end : follower.start], tag, attributes, rest]
