"""One contract over every place that tables are read from and written to, and three doors alike.

The places are memory, a file, and a workbook that is open in Excel (real xlwings objects, over an
engine that behaves as Excel does where that bites).
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Protocol

import openpyxl
import pytest
import xlwings as xw
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.filters import FilterColumn, Filters

from tests.oracle.random_books import random_case
from tests.support.books import pex
from tests.support.excel import App, running
from tests.support.memory import MemoryBook
from tests.support.workbook_files import PLACEMENTS, save, sound
from xl_recoup import clock
from xl_recoup.book import read_workbook
from xl_recoup.book import write_tables as write_file
from xl_recoup.errors import Refused
from xl_recoup.excel.open_runs import recalculate_book
from xl_recoup.excel.open_tables import read_tables
from xl_recoup.excel.write_open import write_tables as write_open
from xl_recoup.files.run_files import recalculate_file
from xl_recoup.reporting.answer import result_json
from xl_recoup.run.calculate import calculate
from xl_recoup.tables import Cell, CellError, Formula, Table, TableWrite, WorkbookTables

SAMPLE = Path(__file__).parents[2] / "workbook" / "recoupment.xlsx"
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


def facts(result: Any) -> Any:
    """Return all that three doors must agree on, in a form that shows where they do not."""
    return [
        *(repr(line) for line in result.lines),
        *(repr(finding) for finding in result.findings),
        json.dumps(result_json(result, None), sort_keys=True),
        repr(result.digests),
    ]


def plain(tables: WorkbookTables) -> dict[str, Any]:
    """Return tables with their rows as lists, to compare them."""
    return {
        name: replace(
            t,
            rows=[list(row) for row in t.rows],
            below={number: list(row) for number, row in t.below.items()},
        )
        for name, t in tables.tables.items()
    }


def assert_doors_agree(path: Path, folder: Path, as_at: date) -> None:
    """Run a workbook through its file and through Excel; results and outputs are the same."""
    now = clock.now()
    memory = calculate(read_workbook(path), as_at=as_at, today=now.date())
    from_file = recalculate_file(path, folder / "file.xlsx", as_at=as_at)
    with running() as app:
        opened = xw.Book(impl=app.books.open(path))
        from_excel = recalculate_book(opened, as_at=as_at)
        assert facts(from_excel) == facts(from_file) == facts(memory)
        in_excel = read_tables(opened, formula_texts=True)
    in_file = read_workbook(folder / "file.xlsx", formula_texts=True)
    assert in_excel.sheets == in_file.sheets
    assert plain(in_excel) == plain(in_file)


def calls(path: Path) -> int:
    """Return how often cells are asked or written to in one run on an open workbook."""
    with running() as app:
        opened = xw.Book(impl=app.books.open(path))
        recalculate_book(opened, as_at=date(2026, 1, 31))  # the output tables come to be
        before = app.calls
        recalculate_book(opened, as_at=date(2026, 1, 31))
        return app.calls - before


def test_no_call_for_each_row(tmp_path: Path) -> None:
    """A run asks Excel as often for three hundred placements as for three: tables go as wholes."""
    few = sound(tmp_path / "few.xlsx", [pex(n) for n in range(1, 4)])
    many = sound(tmp_path / "many.xlsx", [pex(n) for n in range(1, 301)])
    assert calls(many) == calls(few) < 600


@pytest.mark.parametrize("as_at", [date(2026, 1, 31), date(2025, 9, 1)])
def test_three_doors_agree_on_the_sample_workbook(tmp_path: Path, as_at: date) -> None:
    """The workbook of the repository gives the same charges, findings, references and outputs."""
    assert_doors_agree(SAMPLE, tmp_path, as_at)


def test_three_doors_agree_on_what_is_wrong(tmp_path: Path) -> None:
    """Errors, wrong kinds of cells and gaps give the same findings."""
    wrong = [
        pex(7, **{"Exclusion date": "31/02/2025"}),
        {},
        pex(8, UPN=CellError("#N/A")),
        pex(9, **{"Year group": 4.0, "Days per week": "2.5", "Home school": 3052001}),
    ]
    path = sound(tmp_path / "wrong.xlsx", [*PLACEMENTS, *wrong])
    assert_doors_agree(path, tmp_path, date(2026, 1, 31))
    found_codes = {f.code for f in recalculate_file(path, path, as_at=None).findings}
    assert found_codes >= {"S23", "S10"}


def test_three_doors_agree_on_what_is_out_of_sight(tmp_path: Path) -> None:
    """Hidden rows, hidden columns, a filter and rows below a table give the same findings."""
    path = sound(tmp_path / "hidden.xlsx")
    file = openpyxl.load_workbook(path)
    sheet = file["Placements"]
    sheet.row_dimensions[6].hidden = True
    sheet.column_dimensions["D"].hidden = True
    sheet.tables["Placements"].autoFilter.filterColumn.append(
        FilterColumn(colId=0, filters=Filters(filter=["P001"]))
    )
    file["Schools"].protection.sheet = True
    file["Schools"].row_dimensions[5].hidden = True
    file["Schools"].append([])
    file["Schools"].append(["3052009", None, "Beech Primary", "maintained"])
    file.save(path)
    assert_doors_agree(path, tmp_path, date(2026, 1, 31))
    found_places = [
        (f.code, str(f.place)) for f in recalculate_file(path, path, as_at=None).findings
    ]
    assert {("S20", "Placements A6"), ("S21", "Placements D4"), ("S22", "Placements A4"),
            ("S20", "Schools A5"), ("S30", "Schools A12")} <= set(found_places)  # fmt: skip


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(seed=st.integers(0, 10_000))
def test_three_doors_agree_on_random_books(tmp_path: Path, seed: int) -> None:
    """Random sound placements under random rules give the same at every door."""
    placements, case = random_case(random.Random(seed))
    codes = sorted({p["Provider"] for p in placements if p.get("Provider")}) or ["AP1"]
    path = sound(
        tmp_path / f"{seed}.xlsx", placements, settings=case["settings"],
        Providers=[{"Code": code, "Provider": code} for code in codes],
        **{name: case[name.lower()] for name in ("Schools", "Agreements", "Rates", "Calendar")},
    )  # fmt: skip
    assert_doors_agree(path, tmp_path, case["as_at"])
