"""Tables as they stand in a workbook, before anything is understood: cells with their place.

A cell is one of: blank (`None`), text, number, truth value, day, or an Excel error. Blank, text and
error, which readers like to mix up, stay three different things: a rate of `#REF!` is not nothing.
A cell's format is part of what was typed: a number shown as a day or a per cent is that.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Literal, NamedTuple, Self, overload

from xl_recoup.addresses import Range, column_letters
from xl_recoup.records import short_record


@short_record
class CellError:
    """An Excel error value such as `#REF!` or `#N/A`."""

    code: str

    def __str__(self) -> str:
        return self.code


class Guise(NamedTuple):
    """As what a cell's number format shows its number.

    As a per cent (0.5 as 50%), a time of day, divided by thousands, with a word such as `k` behind
    it, in another currency, or not at all; `word` is that word or the currency's sign.
    """

    how: Literal["per cent", "time", "thousands", "word", "currency", "nothing"]
    word: str = ""


class ShownAs(float):
    """A number whose format shows it as something else: the number, and as what it is shown."""

    guise: Guise

    def __new__(cls, number: float, guise: Guise) -> Self:
        """Take the number as the cell holds it."""
        new = super().__new__(cls, number)
        new.guise = guise
        return new

    def __reduce__(self) -> tuple[type[ShownAs], tuple[float, Guise]]:
        return ShownAs, (float(self), self.guise)


class WrongOrder(str):
    """A date as text that has not the order of its column: what is wrong with it, for a message."""

    why: str

    def __new__(cls, text: str, why: str) -> Self:
        """Take the text as the cell holds it."""
        new = super().__new__(cls, text)
        new.why = why
        return new

    def __reduce__(self) -> tuple[type[WrongOrder], tuple[str, str]]:
        return WrongOrder, (str(self), self.why)


Cell = None | str | int | float | bool | date | datetime | CellError


class Formula(NamedTuple):
    """A formula to be written, in Excel's stored form (no `=`), with the value it has now."""

    text: str
    value: str | int | Decimal | date | None


class Digits(str):
    """A number in digits, as a decimal that comes from another process."""

    __slots__ = ()


LOOKED_AT_BELOW = 100
"""How many rows below a table are looked at for rows that were meant to be in it."""
OutCell = None | str | Digits | int | Decimal | date | datetime | bool | Formula


@dataclass(frozen=True)
class Columns(Sequence[Sequence[OutCell]]):
    """Rows that are kept column by column, all of one length."""

    columns: Sequence[Sequence[OutCell]]

    def __len__(self) -> int:
        return len(self.columns[0]) if self.columns else 0

    def __iter__(self) -> Iterator[Sequence[OutCell]]:
        return zip(*self.columns, strict=True)

    @overload
    def __getitem__(self, at: int) -> Sequence[OutCell]: ...
    @overload
    def __getitem__(self, at: slice) -> Columns: ...
    def __getitem__(self, at: int | slice) -> Sequence[OutCell] | Columns:
        if isinstance(at, slice):
            return Columns([column[at] for column in self.columns])
        return tuple(column[at] for column in self.columns)


def columns_of(rows: Sequence[Sequence[OutCell]]) -> Sequence[Sequence[OutCell]]:
    """Return rows as columns."""
    return rows.columns if isinstance(rows, Columns) else list(zip(*rows, strict=True))


@short_record
class Table:
    """One table of a workbook: headings, rows of cells, and where they stand.

    `first_row` is the sheet's row of the first data row and `first_column` the number of the first
    heading's column, both counted from 1 as Excel shows them. `hidden_rows` holds sheet rows.
    """

    name: str
    sheet: str
    headings: tuple[str, ...]
    first_row: int
    rows: Sequence[Sequence[Cell]]
    first_column: int = 1
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    formulas: frozenset[str] = frozenset()
    """Addresses of data cells that hold a formula."""
    valueless: frozenset[str] = frozenset()
    """Addresses of data cells whose formula has no stored value."""
    filtered: bool = False
    """True when a filter is active, so that rows may be out of sight."""
    formula_texts: Mapping[str, str] = field(default_factory=dict)
    """The text of each formula by its address, without `=`; filled only where it was asked for."""
    column_numbers: tuple[int, ...] = ()
    """The sheet's column of each heading, where they do not stand side by side (a mapped sheet)."""
    skipped: frozenset[int] = frozenset()
    """Sheet rows inside a mapped sheet's table that are no rows of it: titles, notes, totals."""
    struck: frozenset[int] = frozenset()
    """Sheet rows of placements in which all that is filled in is struck through."""
    below: Mapping[int, Sequence[Cell]] = field(default_factory=dict)
    """Filled rows in the table's columns close below it, by the sheet's row: no part of it."""
    folded_columns: frozenset[int] = frozenset()
    """Columns that are folded away in a group: none of the hidden ones, its + can be seen."""

    def letters(self, column_index: int) -> str:
        """Return the letters of a column counted from 0 in the table."""
        if self.column_numbers:
            return column_letters(self.column_numbers[column_index])
        return column_letters(self.first_column + column_index)

    def address(self, row_index: int, column_index: int) -> str:
        """Return the address, such as `F14`, of a data cell counted from 0 in the table."""
        return f"{self.letters(column_index)}{self.first_row + row_index}"

    def heading_address(self, column_index: int) -> str:
        """Return the address of a heading counted from 0 in the table."""
        return f"{self.letters(column_index)}{self.first_row - 1}"


@short_record
class TableWrite:
    """What a run wants a table to hold: `rows` under `headings`, in place of what is there.

    With `append`, the rows go below the ones that are there. Where the workbook has no table of
    that name, one is made on a new sheet named `sheet`, with `title` and `purpose` above it.
    """

    table: str
    headings: tuple[str, ...]
    rows: Sequence[Sequence[OutCell]]
    sheet: str = ""
    title: str = ""
    purpose: str = ""
    append: bool = False
    widths: Mapping[str, float] = field(default_factory=dict)
    """Column widths in characters, for a sheet that has to be made."""
    days: frozenset[str] = frozenset()
    """Headings below which days will stand, for a sheet that is made before there are any."""
    pounds: frozenset[str] = frozenset()
    """Headings below which pounds will stand, likewise."""
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Headings below which one of a list is to be chosen, for a sheet that has to be made."""
    hidden: bool = False
    """True where the sheet, if it has to be made, is no person's: Excel does not offer to show it.

    A workbook that takes no new sheet goes without such a one.
    """
    added_later: frozenset[str] = frozenset()
    """Headings that the table may lack: it is made wider by them, on its right."""
    keys: tuple[tuple[str, ...], ...] = ()
    """Headings that tell a row for the same one again; what the first does not find, the next may.

    What the team has beside a row travels with its key. Without any, rows keep their places."""
    known_as: Mapping[int, Sequence[OutCell]] = field(default_factory=dict)
    """What a row's first key said at its last writing, by the row from 0: asked before its keys."""
    shared_texts: bool = False
    """True where texts that come again are stored once if the table is long; of one table a run."""


class Remark(NamedTuple):
    """What reading a workbook through its Mapping showed: the code of its check, where, what."""

    code: str
    sheet: str
    cell: str
    words: str


class OwnColumn(NamedTuple):
    """A column of the team's own that a run fills: which heading of Charges, of which component."""

    sheet: str
    column: int
    heading: str
    component: str
    held: Mapping[int, Cell]
    """What stands in the column now, by the sheet's row, for each row of the table."""


@short_record
class CellWrites:
    """Values for single cells of a sheet, by row and column, counted from 1."""

    sheet: str
    cells: Mapping[tuple[int, int], OutCell]


@short_record
class SheetsShown:
    """Sheets of ours by their names: hidden ones to be shown, and others to be hidden."""

    show: frozenset[str] = frozenset()
    hide: frozenset[str] = frozenset()


class Frame(NamedTuple):
    """Where an Excel table stands on its sheet; the last row is that of its data."""

    name: str
    heading_row: int
    first_column: int
    last_column: int
    last_row: int


@short_record
class SheetView:
    """A whole sheet as cells, from row 1 and column A, before anybody knows what it is."""

    name: str
    rows: Sequence[Sequence[Cell]]
    merges: tuple[Range, ...] = ()
    frames: tuple[Frame, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    folded_columns: frozenset[int] = frozenset()
    formulas: frozenset[str] = frozenset()
    valueless: frozenset[str] = frozenset()
    filtered: bool = False
    struck: frozenset[int] = frozenset()
    """Rows in which all that is filled in is struck through."""
    fills: Mapping[int, str] = field(default_factory=dict)
    """Rows of which every filled cell has one colour behind it, with that colour's name."""


@short_record
class WorkbookTables:
    """All tables of one workbook, in the order of its sheets, with what reading it showed."""

    tables: Mapping[str, Table]
    sheets: tuple[str, ...]
    date_1904: bool = False
    remarks: tuple[Remark, ...] = ()
    """What reading through a Mapping showed; nothing for a workbook without one."""
    own_columns: tuple[OwnColumn, ...] = ()
    """The team's own columns that a run fills, by its Mapping."""
    locked: bool = False
    """True where its structure is protected, so that it takes no new sheet."""

    def find(self, name: str) -> Table | None:
        """Return the table of that name, whatever its capitals, or None."""
        wanted = name.casefold()
        return next((t for n, t in self.tables.items() if n.casefold() == wanted), None)


def steers_programs(sheet: str) -> bool:
    """Return whether other add-ins read a sheet of this name as settings: which program to start.

    xlwings' own is `xlwings.conf`; an add-in made with it reads `NAME.conf`.
    """
    return sheet.strip().casefold().endswith(".conf") and not sheet.startswith("_")
