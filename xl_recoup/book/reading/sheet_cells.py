"""The cells of one table, from the sheet's XML: values, and what else reading them shows."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache, partial
from operator import concat, getitem, itemgetter

from xl_recoup.addresses import Range, column_letters
from xl_recoup.book.package.cell_marks import NO_MARKS, CellMarks
from xl_recoup.book.package.number_formats import Look, shown
from xl_recoup.book.package.serial_days import day_of
from xl_recoup.book.package.shared_strings import rich_text
from xl_recoup.book.package.xmltext import (
    attribute,
    damaged,
    decoded,
    element,
    plain,
    true,
)
from xl_recoup.book.reading.formula_texts import FormulaTexts
from xl_recoup.book.reading.grid import CellText, Grid, Row, column_of
from xl_recoup.tables import Cell, CellError

Quick = tuple[bytes, bytes, bytes, bytes, bytes, bytes]
"""A cell's letters, its row's number, its style and type, its value when it holds nothing else,
its formula element, and its value when it may hold more: empty for none."""
Arrange = Callable[[list[Cell]], tuple[Cell, ...]]


@dataclass(frozen=True)
class Dialect:
    """What the workbook says about cells: its strings, its day styles, its first day."""

    strings: Sequence[str] | Mapping[int, str]
    day_styles: frozenset[int]
    date_1904: bool
    looks: Mapping[int, Look] = field(default_factory=dict)
    """The styles that show a number as something else than itself, a day aside."""
    marks: CellMarks = NO_MARKS


@dataclass
class Block:
    """The cells of a block of the sheet, row by row, and what was seen on the way."""

    rows: list[Sequence[Cell]]
    hidden_rows: set[int] = field(default_factory=set)
    formulas: set[str] = field(default_factory=set)
    valueless: set[str] = field(default_factory=set)
    formula_texts: dict[str, str] = field(default_factory=dict)


class BlockReader:
    """Reads blocks of cells from one sheet."""

    def __init__(self, grid: Grid, dialect: Dialect, formula_texts: bool = False) -> None:
        """Prepare to read from a sheet; nothing is read yet."""
        self.grid = grid
        self._quick = _quick_pattern(grid.prefix)
        self._cell_tag = b"<%sc" % grid.prefix
        self._meaning = Meaning(dialect)
        self._texts = FormulaTexts(grid) if formula_texts else None

    def read(
        self, ref: Range, rows: Sequence[int] | None = None, only: Sequence[int] | None = None
    ) -> Block:
        """Return the cells of a block; rows that the file leaves out are blank.

        With `rows`, in ascending order, only these rows of the sheet are read; with `only`, just
        these columns.
        """
        wanted = ref.columns if only is None else only
        self._columns = {column_letters(n).encode(): index for index, n in enumerate(wanted)}
        self._whole = tuple(self._columns)
        after = max(wanted, default=0) + 1
        self._beyond = b"" if only is None else column_letters(after).encode()
        self._arranged: dict[tuple[bytes, ...], Arrange | None] = {}
        blank: tuple[Cell, ...] = (None,) * len(wanted)
        block = Block([blank] * (ref.last_row - ref.first_row + 1))
        for row in self.grid.rows() if rows is None else self.grid.chosen(rows):
            if row.number > ref.last_row:
                break
            if row.number < ref.first_row:
                continue
            if b"hidden" in row.attributes and true(_text(attribute(row.attributes, b"hidden"))):
                block.hidden_rows.add(row.number)
            if row.inner_end > row.inner_start:
                cells = self._values(row, block)
                if cells is not None:
                    block.rows[row.number - ref.first_row] = cells
        return block

    def _values(self, row: Row, block: Block) -> Sequence[Cell] | None:
        data, start, end = self.grid.data, row.inner_start, row.inner_end
        if self._beyond:  # of a key at the left of a wide table the rest of each row is passed over
            said = self._cell_tag, self._beyond, row.number
            beyond = data.find(b'%s r="%s%d"' % said, start, end)
            end = beyond if beyond > start else end
        found: list[Quick] = self._quick.findall(data, start, end)
        # Fewer than there are cells: one of them is written in another way, so all are looked at.
        if len(found) != data.count(self._cell_tag, start, end):
            found = [self._slowly(cell, row.number) for cell in self.grid.cells(row)]
        if not found:
            return None
        letters, numbers, attributes, texts, formulas, others = zip(*found, strict=True)
        if numbers.count(b"%d" % row.number) != len(numbers):
            raise damaged(self.grid.part)  # a cell says that it belongs to another row
        # Nearly all rows of a table have cells in the same columns: how they are put in their
        # places is worked out once, and then done in one call.
        if letters not in self._arranged:
            self._arranged[letters] = self._arrange(letters)
        arrange = self._arranged[letters]
        if arrange is None:  # cells beside the block
            found = [cell for cell in found if cell[0] in self._columns]
            if not found:
                return None
            letters, _, attributes, texts, formulas, others = zip(*found, strict=True)
            arrange = self._arrange(letters)
            assert arrange is not None
        if any(others):
            texts = tuple(map(concat, texts, others))
        if any(formulas):
            self._note_formulas(found, row.number, block)
        try:
            values = list(map(getitem, map(self._meaning.__getitem__, attributes), texts))
        except (ValueError, LookupError) as error:
            raise damaged(self.grid.part) from error
        values.append(None)
        return arrange(values)

    def _arrange(self, letters: tuple[bytes, ...]) -> Arrange | None:
        """Return how a row with cells in these columns, and None after them, fills the block.

        None where one of the cells lies beside it.
        """
        said = [column_of(letter) for letter in letters]
        if said != sorted(set(said)):
            raise damaged(self.grid.part)  # two cells in one place, or not in their order
        if not self._columns.keys() >= set(letters):
            return None
        at = {letter: index for index, letter in enumerate(letters)}
        places = [at.get(letter, len(letters)) for letter in self._whole]
        if len(places) == 1:
            return lambda values: (values[places[0]],)
        return itemgetter(*places)

    def _slowly(self, cell: CellText, row: int) -> Quick:
        prefix, inner = self.grid.prefix, cell.inner or b""
        formula = element(prefix, b"f").search(inner)
        value = element(prefix, b"v").search(inner)
        inline = element(prefix, b"is").search(inner)
        text = ((value[2] or b"") if value else b"").strip()
        if inline and attribute(cell.attributes, b"t") == b"inlineStr":
            # Resolved already, and resolved once more with the other values: so escaped in between.
            joined = rich_text(inline[2] or b"", prefix)
            text = joined.replace("&", "&amp;").replace("\r", "&#13;").encode()
        style = attribute(cell.attributes, b"s") or b""
        kind = attribute(cell.attributes, b"t") or b""
        stated = (b' s="%s"' % style if style else b"") + (b' t="%s"' % kind if kind else b"")
        letters = column_letters(cell.column).encode()
        return letters, b"%d" % row, stated, text, formula[0] if formula else b"", b""

    def _note_formulas(self, found: Sequence[Quick], number: int, block: Block) -> None:
        for letters, _, attributes, text, formula, other in found:
            if formula:
                address = f"{letters.decode()}{number}"
                block.formulas.add(address)
                # A formula that gives "" is stored as a text without a value: it has its value.
                if not text and not other and attribute(attributes, b"t") != b"str":
                    block.valueless.add(address)
                if self._texts is not None:
                    block.formula_texts[address] = self._texts[formula]


class _Values(dict[bytes, Cell]):
    """What a stored value means, worked out once for each value."""

    def __init__(self, read: Callable[[bytes], Cell]) -> None:
        super().__init__({b"": None})
        self._read = read

    def __missing__(self, stored: bytes) -> Cell:
        cell = self[stored] = self._read(stored)
        return cell


class _Numbers(_Values):
    """Numbers: the most frequent kind, so without a call to another function."""

    def __missing__(self, stored: bytes) -> Cell:
        if stored.isdigit() and len(stored) < 16:
            cell: Cell = int(stored)
        else:
            cell = float(stored)
            if cell.is_integer() or cell - cell != 0:
                cell = number_of(stored)
        self[stored] = cell
        return cell


class Meaning(dict[bytes, _Values]):
    """What stored values mean under a cell's attributes: its style and its type."""

    def __init__(self, dialect: Dialect) -> None:
        """Read cells as this workbook means them."""
        super().__init__()
        self._dialect = dialect
        self._numbers = _Numbers(number_of)
        self._days = _Values(self._day)
        self._kinds = {
            b"s": _Values(self._string),
            b"inlineStr": (texts := _Values(_plain_text)),
            b"str": texts,
            b"b": _Values(lambda stored: stored.strip() in (b"1", b"true")),
            b"e": _Values(lambda stored: CellError(str(_plain_text(stored) or "#VALUE!").strip())),
            b"d": _Values(_iso_day),
        }

    def __missing__(self, attributes: bytes) -> _Values:
        kind = attribute(attributes, b"t") or b"n"
        style = attribute(attributes, b"s") or b"0"
        values = self._kinds.get(kind)
        if values is None:
            values = self._numbers_of(int(style))
        self[attributes] = values
        return values

    def _numbers_of(self, style: int) -> _Values:
        if style in self._dialect.day_styles:
            return self._days
        look = self._dialect.looks.get(style)
        return _Values(partial(_shown, look)) if look else self._numbers

    def _string(self, stored: bytes) -> Cell:
        index = int(stored)
        if index < 0:  # Python would count from the end
            raise IndexError(index)
        return self._dialect.strings[index] or None

    def _day(self, stored: bytes) -> Cell:
        serial = number_of(stored)
        day = day_of(float(serial), self._dialect.date_1904)
        return serial if day is None else day


def number_of(stored: bytes) -> int | float:
    """Return a stored number: whole numbers as int; ValueError for what is no number."""
    if stored.isdigit() and len(stored) < 16:
        return int(stored)
    number = float(stored)
    if number - number != 0:  # infinite, or not a number
        raise ValueError(stored)
    return int(number) if number.is_integer() and abs(number) < 1e15 else number


def _shown(look: Look, stored: bytes) -> Cell:
    return shown(number_of(stored), look)


def _plain_text(stored: bytes) -> Cell:
    return decoded(plain(stored.decode())) or None


def _iso_day(stored: bytes) -> Cell:
    moment = datetime.fromisoformat(stored.decode().strip()).replace(tzinfo=None)
    midnight = not (moment.hour or moment.minute or moment.second or moment.microsecond)
    return moment.date() if midnight else moment


def _text(value: bytes | None) -> str | None:
    return None if value is None else value.decode("ascii", "replace")


@lru_cache(maxsize=32)
def _quick_pattern(prefix: bytes) -> re.Pattern[bytes]:
    """The cells that Excel and XlsxWriter write; anything else goes the slow way."""
    # P is the prefix. In turn: the place; style and type; a value alone, or an empty cell, or a
    # formula and then a value or a text that is written in the cell. Possessive: what does not fit
    # fails at once.
    pattern = (
        rb'<Pc r="([A-Z]{1,3}+)([1-9]\d*+)"([^<>/]*+)(?:><Pv>([^<]*+)</Pv></Pc>|/>|>'
        rb"(<Pf(?: [^<>/]*+)?+(?:/>|>[^<]*+</Pf>))?+"
        rb'(?:<(?:Pv|Pis><Pt(?: xml:space="preserve")?+)>([^<]*+)</(?:Pv|Pt></Pis)>)?+</Pc>)'
    )
    return re.compile(pattern.replace(b"P", re.escape(prefix)))
