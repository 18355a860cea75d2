"""The button Statements does what the command does: letters in a folder, on record in the book."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import xlwings as xw

from tests.excel.test_macros import column
from tests.support.excel import App, Book
from xl_recoup.excel import macros
from xl_recoup.excel.open_tables import read_tables

Opened = Callable[..., Book]


def test_statements_go_to_the_chosen_folder(app: App, opened: Opened, tmp_path: Path) -> None:
    """Statements are written where the user says, and entered on the sheet Letters, once."""
    contact = {"Contact": "AP team", "Contact e-mail": "ap@example.gov.uk"}
    book = opened(settings=contact)
    macros.recalculate()
    folder = tmp_path / "letters"
    app.answers = [folder, folder]
    macros.statements()
    said = f"3 letters written to {folder}, with a covering list. New on the sheet Letters: 3."
    assert app.told[-1] == (f"{said} Save the workbook now: it holds their record.", "info")
    assert len(list(folder.iterdir())) == 3 * 2 + 2
    numbers = column(book, "Letters", "Number")
    assert all(str(n).startswith("305-2025-26-") for n in numbers)
    assert set(column(book, "Letters", "File")) <= {p.name for p in folder.iterdir()}
    macros.statements()
    assert app.told[-1][0].endswith("Unchanged since they were sent: 3.")
    assert column(book, "Letters", "Number") == numbers


def test_statements_without_a_contact_are_drafts(app: App, opened: Opened, tmp_path: Path) -> None:
    """Where no school could answer, drafts are offered; none of them is on record."""
    book = opened()
    macros.recalculate()
    app.answers = [tmp_path / "letters", "yes"]
    macros.statements()
    assert app.told[-1][0].startswith("3 letters written to")
    assert app.told[-1][0].endswith("as drafts: with a watermark, not on record.")
    assert read_tables(xw.Book(impl=book)).find("Letters") is None
