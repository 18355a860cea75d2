"""Sheets in an open workbook: they appear when they are needed, and by the button Show sheets."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlwings as xw
from openpyxl.workbook.protection import WorkbookProtection

from tests.support.excel import App, Book
from workbook_builder.book import build
from xl_recoup.excel import macros

SOURCES = Path(__file__).parents[2] / "workbook" / "sources"


@pytest.fixture
def book(app: App, tmp_path: Path) -> Book:
    """The built workbook, open."""
    build(tmp_path / "book.xlsx", SOURCES)
    book = app.books.open(tmp_path / "book.xlsx")
    xw.Book(impl=book).set_mock_caller()
    return book


def in_sight(book: Book) -> set[str]:
    return {page.title for page in book.file if page.sheet_state == "visible"}


def test_a_run_shows_nothing_before_its_time(book: Book) -> None:
    """Fifteen tabs, as in a file."""
    macros.recalculate()
    assert len(in_sight(book)) <= 15


def test_comparing_shows_the_scenarios(book: Book) -> None:
    """Their sheet was hidden until somebody compares."""
    macros.compare()
    assert {"Scenarios", "Scenario totals"} <= in_sight(book)


def test_show_sheets_shows_all_and_offers_to_hide_them(app: App, book: Book) -> None:
    """The first press shows; where nothing is hidden, the next one asks and hides."""
    before = in_sight(book)
    macros.show_sheets()
    assert {"Ledger", "Codes"} <= in_sight(book)
    assert book.file["Changes"].sheet_state == "visible"
    assert " sheets shown: Changes, Queries, " in app.told[-1][0]
    app.answers = ["yes"]
    macros.show_sheets()
    assert in_sight(book) == before


def test_a_protected_structure_gets_a_sentence(app: App, book: Book) -> None:
    """Nothing is changed."""
    before = in_sight(book)
    book.file.security = WorkbookProtection(lockStructure=True)
    macros.show_sheets()
    assert app.told[-1][0].startswith("The workbook's structure is protected")
    assert in_sight(book) == before
