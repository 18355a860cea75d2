"""How high the rows of a table become whose texts go on in a second line.

Excel fits a row to its text when somebody types, and believes a file after that; so a row says its
height itself. One that a person has set (`customHeight`) stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace

from xl_recoup.addresses import Range
from xl_recoup.book.package.xmltext import attribute, opening
from xl_recoup.book.reading.grid import Grid
from xl_recoup.book.reading.sheet_cells import BlockReader, Dialect
from xl_recoup.book.writing.old_rows import NOT_FOR_NEW_ROWS, OldRow, OldRows

_HEIGHT = re.compile(r"\sht\s*=\s*(?:\"[^\"]*\"|'[^']*')")
_HIGH = re.compile(r"\sht\s*=\s*[\"']([\d.]+)[\"']")
_MARK = "customHeight"
_MARKED = re.compile(r"\scustomHeight\s*=\s*(?:\"[^\"]*\"|'[^']*')")
_USUAL = 15.0
"""Points of a row of one line, where the sheet does not say."""
_BESIDE, _NARROWER = 2.0, 1.07
"""Characters of a column's width that are margin, and how many of a text's go into one: a width is
counted in digits, and most letters are narrower."""
_OURS = frozenset(range(2, 27))
"""Lines of the heights that a run gives."""
_MOST = 400.0
"""Points of Excel's highest row, nearly."""


class RowHeights:
    """Says how many lines the texts of a row need, in the columns whose cells wrap."""

    def __init__(
        self,
        grid: Grid,
        columns: Sequence[int],
        styles: Sequence[str],
        wrapping: Collection[str],
    ) -> None:
        """Take a sheet, our columns, the styles of their cells, and the styles that wrap."""
        head, prefix = grid.data[: grid.start], grid.prefix
        wraps = [i for i, style in enumerate(styles) if style[4:-1] in wrapping]
        widths = dict(_widths(head, prefix)) if wraps else {}
        self._room = [
            (i, max(1, int((w - _BESIDE) * _NARROWER)))
            for i in wraps
            if (w := widths.get(columns[i]))
        ]
        self.wraps = bool(self._room)
        self.line = _line_of(grid)

    def lines(self, rows: Sequence[Sequence[object]]) -> list[int] | None:
        """Return how many lines each row needs; None where nothing wraps."""
        if not self._room:
            return None
        room = self._room
        return [
            max(-(-len(v) // n) if isinstance(v := row[i], str) else 1 for i, n in room)
            for row in rows
        ]

    def heightened(self, widened: Callable[[str], str]) -> Callable[[str, int], str]:
        """Return what gives a row's attributes with the height of so many lines."""
        known: dict[tuple[str, int], str] = {}

        def attributes(of_row: str, lines: int) -> str:
            made = known.get((of_row, lines))
            if made is None:
                made = known[of_row, lines] = self._with_height(widened(of_row), lines)
            return made

        return attributes

    def _with_height(self, attributes: str, lines: int) -> str:
        if _MARK in attributes:
            return attributes
        bare = _HEIGHT.sub("", attributes)
        return f'{bare} ht="{self.points(lines):g}"' if lines > 1 else bare

    def points(self, lines: int) -> float:
        """Return how high a row of so many lines is."""
        return min(_MOST, self.line * lines)


def _line_of(grid: Grid) -> float:
    """Return how high a row of one line is on a sheet, in points."""
    found = opening(grid.prefix, b"sheetFormatPr").search(grid.data[: grid.start])
    return _number(attribute(found[1], b"defaultRowHeight") if found else None) or _USUAL


def without_marks(old: OldRows, wrapping: Collection[str], dialect: Dialect) -> OldRows:
    """Return rows as they stand, the heights that a run gave them no longer said to be set by hand.

    Some programs say so of every height that they save. Where no row is fitted to its text, one
    that is just as high as its text needs was given that height by a run; any other is a person's.
    """
    high = [n for n, row in old.rows.items() if _HIGH.search(row.attributes)]
    if not high or any(_MARK not in old.rows[n].attributes for n in high):
        return old
    heights = RowHeights(old.grid, old.region.columns, old.default, wrapping)
    columns, rows = old.region.columns, range(high[0], high[-1] + 1)
    whole = Range(columns[0], rows[0], columns[-1], rows[-1])
    cells = BlockReader(old.grid, dialect).read(whole, high, list(columns)).rows
    needed = heights.lines([cells[n - rows[0]] for n in high])
    _unmark(old, dict(zip(high, needed, strict=True)) if needed else {}, heights)
    if old.model is not None:
        old.like = NOT_FOR_NEW_ROWS.sub("", old.rows[old.model].attributes)
    return old


def unmarked_below(old: OldRows, wrapping: Collection[str]) -> None:
    """Let rows that a table grows into be fitted to what comes, where one of a run stood there.

    They are blank, so what tells is a height of some whole lines, marked as `without_marks` says.
    """
    heights = RowHeights(old.grid, old.region.columns, old.default, wrapping)
    below = [n for n in old.rows if n > old.region.old_last]
    found = {n: _HIGH.search(old.rows[n].attributes) for n in below}
    lines = {n: float(high[1]) / heights.line for n, high in found.items() if high}
    whole = {n: int(each) for n, each in lines.items() if each in _OURS}
    if heights.wraps and all(_MARK in old.rows[n].attributes for n in lines):
        _unmark(old, whole, heights)


def _unmark(old: OldRows, lines: Mapping[int, int], heights: RowHeights) -> None:
    """Take the mark off rows that are as high as so many lines."""
    made: dict[int, OldRow] = {}
    for number, each in lines.items():
        row = old.rows[number]
        high = _HIGH.search(row.attributes)
        if high and each > 1 and float(high[1]) == heights.points(each):
            bare = made.get(id(row)) or replace(row, attributes=_MARKED.sub("", row.attributes))
            old.rows[number] = made[id(row)] = bare


def _widths(head: bytes, prefix: bytes) -> list[tuple[int, float]]:
    """Return the widths that a sheet states, a pair for each of its columns in sight."""
    pairs = []
    for item in opening(prefix, b"col").finditer(head):
        if (attribute(item[1], b"hidden") or b"0") not in (b"0", b"false"):
            continue  # what is folded away makes no row high
        first, last, width = (_number(attribute(item[1], n)) for n in (b"min", b"max", b"width"))
        if first and last and width:
            pairs += [(n, width) for n in range(int(first), min(int(last), int(first) + 999) + 1)]
    return pairs


def _number(said: bytes | None) -> float:
    try:
        return float(said or 0)
    except ValueError:
        return 0.0
