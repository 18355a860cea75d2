"""The button Compare, pressed on real xlwings objects: it fills its tables in the open workbook."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import xlwings as xw

from tests.support.excel import App, Book
from tests.support.workbook_files import PLACEMENTS
from xl_recoup.excel import macros
from xl_recoup.excel.open_tables import read_tables

Opened = Callable[..., Book]
SCENARIO = {"Scenario": "No premium", "Changes": "setting", "Item": "Pupil premium",
            "Value": "left alone"}  # fmt: skip


def names_of(book: Book) -> set[str]:
    return set(read_tables(xw.Book(impl=book)).tables)


def test_compare_fills_its_two_tables_and_nothing_else(app: App, opened: Opened) -> None:
    """The box has a line for each scenario; the sheets have the rest."""
    book: Any = opened(placements=PLACEMENTS, Scenarios=[SCENARIO])
    before = names_of(book)
    macros.compare()
    ((words, kind),) = app.told
    assert kind == "info"
    assert "No premium: £11,578.50, £699.23 less than today; 0 of" in words
    assert names_of(book) - before == {"ScenarioTotals", "ScenarioSchools"}


def test_a_workbook_without_scenarios_gets_their_sheet(app: App, opened: Opened) -> None:
    """And the box says what to do there."""
    book: Any = opened(placements=PLACEMENTS)
    before = names_of(book)
    macros.compare()
    assert "it has a sheet Scenarios now" in app.told[0][0]
    assert names_of(book) - before == {"Scenarios"}
