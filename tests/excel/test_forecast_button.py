"""The button Forecast does what the command does, in the open workbook."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.excel.test_compare_button import names_of
from tests.excel.test_showing import book as built_book
from tests.excel.test_showing import in_sight
from tests.support.excel import App, Book
from tests.support.workbook_files import PLACEMENTS
from xl_recoup.excel import macros

Opened = Callable[..., Book]
book = built_book


def test_forecast_adds_its_sheets_and_says_the_year(app: App, opened: Opened) -> None:
    """The box has the year and what to enter; the months stand on the sheet."""
    open_book: Any = opened(placements=PLACEMENTS)
    before = names_of(open_book)
    macros.forecast()
    ((words, kind),) = app.told
    assert kind == "info"
    assert "Forecast to 31 March 2026: £" in words
    assert "enter how many you expect on the sheet Expected placements" in words
    assert names_of(open_book) - before == {
        "ServicePosition", "Forecast", "Demand", "Services", "ExpectedPlacements",
    }  # fmt: skip


def test_forecast_shows_what_a_new_workbook_hides(app: App, book: Book) -> None:
    """Without anybody knowing a table's name."""
    macros.recalculate()
    assert "Forecast" not in in_sight(book)
    macros.forecast()
    assert {"Forecast", "Demand", "Service position", "Services"} <= in_sight(book)
