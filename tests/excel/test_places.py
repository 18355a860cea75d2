"""One contract over every place that tables are read from and written to.

The places are memory, a file, and a workbook that is open in Excel (real xlwings objects, over an
engine that behaves as Excel does where that bites).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Protocol

import pytest
import xlwings as xw

from tests.support.excel import App, running
from tests.support.memory import MemoryBook
from tests.support.workbook_files import save
from xl_recoup.book import read_workbook
from xl_recoup.book import write_tables as write_file
from xl_recoup.errors import Refused
from xl_recoup.excel.open_tables import read_tables
from xl_recoup.excel.write_open import write_tables as write_open
from xl_recoup.tables import Cell, CellError, Formula, Table, TableWrite, WorkbookTables

HEADINGS = ("Ref", "Amount", "From", "Note")
DAYS = date(2025, 4, 1), date(2025, 5, 2)
ROWS: list[list[Any]] = [
    ["A1", 10.5, DAYS[0], "first"],
    ["00123", 20, DAYS[1], None],
    ["2025-26", -3.25, None, "=1+1"],
]


class Place(Protocol):
    """Where tables are read from and written to."""

    def read(self) -> WorkbookTables:
        """Return every table with the text of its formulas."""

    def write(self, writes: Sequence[TableWrite]) -> None:
        """Write tables: all of them, or none."""


class InMemory:
    def __init__(self, tables: WorkbookTables, folder: Path, app: App) -> None:
        self.book = MemoryBook(tables)

    def read(self) -> WorkbookTables:
        return self.book.tables

    def write(self, given: Sequence[TableWrite]) -> None:
        self.book.write(given)


class InFile:
    def __init__(self, tables: WorkbookTables, folder: Path, app: App) -> None:
        self.path = save(folder / "book.xlsx", tables)

    def read(self) -> WorkbookTables:
        return read_workbook(self.path, formula_texts=True)

    def write(self, given: Sequence[TableWrite]) -> None:
        write_file(self.path, self.path, given)


class InExcel:
    def __init__(self, tables: WorkbookTables, folder: Path, app: App) -> None:
        self.book = xw.Book(impl=app.books.open(save(folder / "open.xlsx", tables)))

    def read(self) -> WorkbookTables:
        return read_tables(self.book, formula_texts=True)

    def write(self, given: Sequence[TableWrite]) -> None:
        write_open(self.book, given)


@pytest.fixture(params=[InMemory, InFile, InExcel])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[..., Place]]:
    """Put tables into each kind of place in turn."""
    with running() as app:
        yield lambda *tables: request.param(
            WorkbookTables({t.name: t for t in tables}, tuple(t.sheet for t in tables)),
            tmp_path, app,
        )  # fmt: skip


def charges(rows: list[list[Any]] | None = None, **more: Any) -> Table:
    return Table("Charges", "Charges", HEADINGS, 5, ROWS if rows is None else rows, **more)


def found(where: Place, name: str = "Charges") -> Table:
    table = where.read().find(name)
    assert table is not None
    return table


def cells(where: Place, name: str = "Charges") -> list[list[Any]]:
    return [list(row) for row in found(where, name).rows]


def write(*rows: Sequence[Any], headings: tuple[str, ...] = HEADINGS, **more: Any) -> TableWrite:
    return TableWrite("Charges", headings, rows, sheet="Charges", **more)


def test_every_kind_of_cell_is_read_as_it_is(place: Callable[..., Place]) -> None:
    """Text, whole and broken numbers, truth, day, time stamp, error and blank stay different."""
    row: list[Cell] = ["0012", 12, 0.1, True, date(2025, 4, 1), datetime(2025, 4, 1, 13, 30),
                       CellError("#N/A"), None, "TRUE", "1.50",
                       123456789012345, -0.005]  # fmt: skip
    headings = tuple(f"H{i}" for i in range(len(row)))
    read = cells(place(Table("T", "S", headings, 3, [row], first_column=2)), "T")
    assert [(type(c), c) for c in read[0]] == [(type(c), c) for c in row]


def test_a_table_knows_its_place(place: Callable[..., Place]) -> None:
    """Name, sheet, headings and addresses are those of the workbook, wherever the table stands."""
    table = found(place(charges(first_column=3)))
    assert (table.name, table.sheet, table.headings) == ("Charges", "Charges", HEADINGS)
    assert (table.address(0, 1), table.heading_address(1)) == ("D5", "D4")


def test_rows_are_replaced(place: Callable[..., Place]) -> None:
    """A write of as many rows puts them in place of the old ones, to the penny and the letter."""
    where = place(charges())
    rows = [["B1", Decimal("1.10"), DAYS[1], "x"], ["007", 2, None, None],
            ["1/2", Decimal("3.00"), DAYS[0], "TRUE"]]  # fmt: skip
    where.write([write(*rows)])
    assert cells(where) == [["B1", 1.1, DAYS[1], "x"], ["007", 2, None, None],
                            ["1/2", 3, DAYS[0], "TRUE"]]  # fmt: skip


@pytest.mark.parametrize("number", [0, 1, 2, 7])
def test_a_table_grows_and_shrinks(place: Callable[..., Place], number: int) -> None:
    """A table has as many rows as were written, and one blank row where there are none."""
    where = place(charges(), Table("Other", "Other", ("A",), 5, [["keeps"]]))
    rows = [[f"R{i}", Decimal(i), DAYS[0], None] for i in range(number)]
    where.write([write(*rows)])
    assert cells(where) == ([[f"R{i}", i, DAYS[0], None] for i in range(number)] or [[None] * 4])
    assert cells(where, "Other") == [["keeps"]]


@pytest.mark.parametrize(
    "text",
    ["=SUM(A1)", "+44 20", "-5", "@home", "'quoted", "3052001", "1e5", "2025-26", "1 May", "50%",
     "£5", "TRUE", "#REF!", " spaced ", "a\nb", "00", "1,234", "12:30"],
)  # fmt: skip
def test_text_stays_text(place: Callable[..., Place], text: str) -> None:
    """A text that a spreadsheet would take for something else is the same text when it is read."""
    where = place(charges())
    where.write([write([text, 1, None, text])])
    assert cells(where) == [[text, 1, None, text]]


def test_rows_are_added_below(place: Callable[..., Place]) -> None:
    """An addition leaves the rows there alone; a single blank row is filled first."""
    where = place(charges([[None] * 4]))
    where.write([write(["A", 1, None, None], append=True)])
    where.write([write(["B", 2, None, None], ["C", 3, None, None], append=True)])
    assert cells(where) == [["A", 1, None, None], ["B", 2, None, None], ["C", 3, None, None]]


def test_columns_of_the_team_stay(place: Callable[..., Place]) -> None:
    """Only the columns that are written change, whatever stands between them."""
    where = place(charges())
    rows = [[f"R{i}", f"N{i}"] for i in range(3)]
    where.write([write(*rows, headings=("Note", "Ref"))])
    assert [row[1] for row in cells(where)] == [10.5, 20, -3.25]
    assert [(row[0], row[3]) for row in cells(where)] == [(f"N{i}", f"R{i}") for i in range(3)]


def test_formulas_come_with_their_value(place: Callable[..., Place]) -> None:
    """A formula is known as one, with what it says and what it shows."""
    where = place(charges())
    link = Formula('HYPERLINK("#\'P\'!A1","P ""A""1")', 'P "A"1')
    where.write([write([link, Formula("Charges[[#This Row],[Ref]]", Decimal(0)), None, None])])
    table = found(where)
    assert list(table.rows[0]) == ['P "A"1', 0, None, None]
    assert table.formulas == {"A5", "B5"}
    assert table.formula_texts == {"A5": link.text, "B5": "Charges[[#This Row],[Ref]]"}


def test_a_missing_table_gets_its_own_sheet(place: Callable[..., Place]) -> None:
    """A table that is not there comes with its headings in row 4 of a new last sheet."""
    where = place(charges())
    made = TableWrite("New", ("A", "B"), [["x", DAYS[0]], ["007", None]], sheet="Fresh", title="T",
                      purpose="P")  # fmt: skip
    where.write([made])
    assert cells(where, "New") == [["x", DAYS[0]], ["007", None]]
    assert (found(where, "New").first_row, where.read().sheets) == (5, ("Charges", "Fresh"))


def test_a_new_sheet_is_ready_for_what_will_come(place: Callable[..., Place]) -> None:
    """Columns that will hold days show them as days, also where the first rows have none."""
    where = place(charges())
    headings = ("Ref", "From", "Amount")
    days, pounds = frozenset({"From"}), frozenset({"Amount"})
    where.write([TableWrite("New", headings, [["x", None, None]], days=days, pounds=pounds)])
    where.write([TableWrite("New", headings, [["y", DAYS[1], Decimal("1.50")]])])
    assert cells(where, "New") == [["y", DAYS[1], 1.5]]


def test_all_or_nothing(place: Callable[..., Place]) -> None:
    """Where one table can't be written, none is."""
    where = place(charges(), Table("Other", "Other", ("A",), 5, [["keeps"]]))
    with pytest.raises(Refused, match="Missing"):
        where.write([TableWrite("Other", ("A",), [["new"]]), write(["x"], headings=("Missing",))])
    assert cells(where, "Other") == [["keeps"]]
    assert cells(where) == ROWS
