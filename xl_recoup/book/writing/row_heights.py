"""How high the rows of a table become whose texts go on in a second line.

Excel fits a row to its text when somebody types, and believes a file after that; so a row says its
height itself. One that a person has set (`customHeight`) stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence

from xl_recoup.book.package.xmltext import attribute, opening
from xl_recoup.book.reading.grid import Grid
from xl_recoup.book.writing.old_rows import NOT_FOR_NEW_ROWS, OldRow, OldRows
from xl_recoup.tables import OutCell

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
        self._line = line_of(grid) if self._room else _USUAL

    def lines(self, rows: Sequence[Sequence[OutCell]]) -> list[int] | None:
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
        return f'{bare} ht="{min(_MOST, self._line * lines):g}"' if lines > 1 else bare


def line_of(grid: Grid) -> float:
    """Return how high a row of one line is on a sheet, in points."""
    found = opening(grid.prefix, b"sheetFormatPr").search(grid.data[: grid.start])
    return _number(attribute(found[1], b"defaultRowHeight") if found else None) or _USUAL


def without_marks(old: OldRows, wrapping: Collection[str]) -> OldRows:
    """Return rows as they stand, the heights that a run gave them no longer said to be set by hand.

    Some programs say so of every height that they save. Where texts wrap and no row is fitted to
    its text, a height of whole lines is a run's; so it is below the table's end, where it was once.
    """
    last = old.region.old_last
    for numbers in ([n for n in old.rows if n <= last], [n for n in old.rows if n > last]):
        rows = {id(old.rows[n]): old.rows[n] for n in numbers}.values()
        high = [row for row in rows if _HIGH.search(row.attributes)]
        wraps = any(style[4:-1] in wrapping for row in high for style in row.styles)
        if wraps and all(_MARK in row.attributes for row in high):
            _unmark(high, line_of(old.grid))
    if old.model is not None:
        old.like = NOT_FOR_NEW_ROWS.sub("", old.rows[old.model].attributes)
    return old


def _unmark(rows: Iterable[OldRow], line: float) -> None:
    for row in rows:
        found = _HIGH.search(row.attributes)
        if found and float(found[1]) / line in _OURS:
            row.attributes = _MARKED.sub("", row.attributes)


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
