"""Filled down over many cells, a function understands its table once, and sees every change."""

from __future__ import annotations

import copy
from collections.abc import Callable
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
import xlwings as xw

from tests.excel.test_functions import CALENDAR_TABLE
from tests.support.excel import App, Book
from tests.support.workbook_files import run
from xl_recoup.contract import CHARGES
from xl_recoup.excel import functions
from xl_recoup.excel.arguments import Grid, InPlace
from xl_recoup.excel.functions import RECOUP_RELEVANT_DATE, RECOUP_WORKING
from xl_recoup.excel.remembered import KEPT, Remembered

CELLS = 500


def charges(count: int) -> list[list[Any]]:
    """Return a Charges table of so many lines, two for each placement, as Excel hands it over."""
    rows = [
        [f"P{i // 2}/{i % 2}" if h == "Charge ref" else f"P{i // 2}" if h == "Placement ref"
         else f"working {i}" if h == "Working" else 0.0 for h in CHARGES.headings]
        for i in range(count)
    ]  # fmt: skip
    return [list(CHARGES.headings), *rows]


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note what is made of tables, afresh."""
    found: list[str] = []

    def noting(name: str, make: Callable[..., Any]) -> Remembered[Any]:
        def noted(rows: Any) -> Any:
            found.append(name)
            return make(rows)

        return Remembered(noted)

    monkeypatch.setattr(functions, "_WORKINGS", noting("workings", functions._workings))
    monkeypatch.setattr(functions, "_CALENDARS", noting("calendars", functions._calendars))
    return found


def test_a_table_is_understood_once(made: list[str]) -> None:
    """Each cell's call brings the whole table anew, as Excel does; it is the same table."""
    for i in range(CELLS):
        assert RECOUP_WORKING(f"P{i}/0", charges(2 * CELLS)) == f"working {2 * i}"
    assert RECOUP_WORKING("P7", charges(2 * CELLS)) == "working 14\nworking 15"
    for _ in range(9):
        fresh = copy.deepcopy(CALENDAR_TABLE)
        assert RECOUP_RELEVANT_DATE(date(2025, 10, 6), fresh) == date(2025, 10, 14)
    assert made == ["workings", "calendars"]


@pytest.mark.parametrize("row", [1, 300, 999, 1000])
@pytest.mark.parametrize("heading", ["Charge ref", "Placement ref", "Working"])
def test_no_change_is_missed(made: list[str], row: int, heading: str) -> None:
    """A cell of the first, the last or any other row, changed in place between two calls."""
    table, at = charges(1000), CHARGES.headings.index(heading)
    ref = table[row][CHARGES.headings.index("Charge ref")]
    assert RECOUP_WORKING(ref, table) == f"working {row - 1}"
    table[row][at] = "other"
    wanted = {"Charge ref": "#N/A", "Placement ref": f"working {row - 1}", "Working": "other"}
    assert RECOUP_WORKING(ref, table) == wanted[heading]
    if heading != "Working":
        assert RECOUP_WORKING("other", table) == f"working {row - 1}"
    assert made == ["workings"] * 2


def test_rows_that_come_and_go_are_seen(made: list[str]) -> None:
    """A line more, a line less, other headings, and the old table again."""
    table = charges(10)
    assert RECOUP_WORKING("P5", table) == "#N/A"
    table.append(["P5/0" if h == "Charge ref" else "P5" if h == "Placement ref" else "new"
                  for h in CHARGES.headings])  # fmt: skip
    assert RECOUP_WORKING("P5", table) == "new"
    del table[-1]
    assert RECOUP_WORKING("P5", table) == "#N/A"
    table[0] = ["other", *table[0][1:]]
    with pytest.raises(ValueError, match="Charge ref"):
        RECOUP_WORKING("P5", table)
    assert made == ["workings"] * 2


def test_truth_values_are_no_numbers(made: list[str]) -> None:
    """Python takes TRUE for 1: a table with either is understood anew each time."""
    headings = ["Charge ref", "Placement ref", "Working"]
    assert RECOUP_WORKING("P1", [headings, ["P1", "", 1.0]]) == "1"
    assert RECOUP_WORKING("P1", [headings, ["P1", "", True]]) == "TRUE"


def test_few_tables_are_kept() -> None:
    """The tables of a few workbooks, the latest first; what is not looked at any more goes."""
    made: list[int] = []

    def make(rows: Grid) -> int:
        made.append(len(rows))
        return len(rows)

    memory = Remembered(make)
    tables = [[("a",)] * n for n in range(2, KEPT + 3)]
    for table in (*tables, *tables[1:], tables[1]):
        assert memory.of(table) == len(table)
    assert made == [len(table) for table in tables]


def test_of_a_range_only_what_is_needed_is_read(
    app: App, opened: Callable[..., Book], made: list[str]
) -> None:
    """In Excel a cell reads the headings and three columns, whatever else the table holds."""

    def filled(path: Any) -> None:
        assert run("recalculate", path) == 0

    sheet = xw.Book(impl=opened(change=filled)).sheets["Charges"]
    area = sheet.tables["Charges"].range
    context = SimpleNamespace(range=area, value=None)
    InPlace.reader({"ndim": 2, "err_to_str": True})(context)
    given = context.value
    assert given is area
    rows = area.raw_value
    reference, at = rows[1][rows[0].index("Charge ref")], rows[0].index("Working")
    whole = RECOUP_WORKING(reference, rows)
    assert whole == rows[1][at]
    before = app.calls
    assert area[:, 0].api.Value2
    one_read, before = app.calls - before, app.calls
    for _ in range(20):
        assert RECOUP_WORKING(reference, given) == whole
    assert app.calls - before == 20 * 4 * one_read
    assert made == ["workings"]
    area[1, at].raw_value = "typed over"
    assert RECOUP_WORKING(reference, given) == "typed over"
    assert made == ["workings"] * 2
