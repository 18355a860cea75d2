"""The button Monthly list does what the command does, in the open workbook."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlwings as xw

from tests.adopt.support import OURS
from tests.adopt.test_monthly_list import sent
from tests.adopt.test_taking_over import LIST, placements, proposed, say_yes
from tests.support.excel import App
from tests.support.workbook_files import run
from xl_recoup.excel import macros

SHEET = "January"


@pytest.fixture
def pasted(tmp_path: Path) -> Path:
    """Return a workbook with the AP team's list pasted on a sheet of its own."""
    path = OURS(tmp_path / "book.xlsx")
    there = openpyxl.load_workbook(sent(tmp_path / "list.xlsx", LIST))["January"]
    book: Any = openpyxl.load_workbook(path)
    sheet = book.create_sheet(SHEET)
    for row in there.iter_rows():
        for cell in row:
            sheet[cell.coordinate] = cell.value
            sheet[cell.coordinate].number_format = cell.number_format
    book.save(path)
    return path


@pytest.fixture
def press(app: App) -> Callable[..., str]:
    """Press the button in a workbook, with these answers; return what was told."""

    def pressed(path: Path, *answers: Any) -> str:
        book = app.books.open(path)
        xw.Book(impl=book).set_mock_caller()
        app.answers = [*answers]
        app.told.clear()
        macros.monthly_list()
        assert app.answers == []
        book.file.save(path)
        return str(app.told[-1][0])

    return pressed


def rows(path: Path) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the proposals and the placements of a workbook."""
    return proposed(path), placements(path)


def test_the_button_proposes_and_takes_over_as_the_command(pasted: Path, press: Any) -> None:
    """The same rows on the same sheets, step by step; nothing before a word."""
    by_command = shutil.copyfile(pasted, pasted.with_name("command.xlsx"))
    before = placements(pasted)
    assert run("monthly", by_command, by_command, "--sheet", SHEET, "--propose") == 0
    words = press(pasted, SHEET)
    assert "write Y under Take over where the list is right" in words
    assert rows(pasted) == rows(by_command)
    assert placements(pasted) == before
    for path in (pasted, by_command):
        say_yes(path, "ended", "changed", "new")
    assert run("monthly", by_command, by_command, "--sheet", SHEET, "--take-over") == 0
    words = press(pasted, SHEET, "yes")
    assert words.startswith("4 taken over, 0 not")
    assert rows(pasted) == rows(by_command)
    assert len(placements(pasted)) == len(before) + 1


def test_no_means_not_yet(pasted: Path, press: Any) -> None:
    """Without the word the placements stay, and the Y stands on the sheet still."""
    before = placements(pasted)
    press(pasted, SHEET)
    say_yes(pasted, "ended")
    press(pasted, SHEET, "no")
    assert placements(pasted) == before
    assert [p["What"] for p in proposed(pasted) if p["Take over"] == "Y"] == ["ended"]


def test_what_changed_meanwhile_is_not_written_over(pasted: Path, press: Any) -> None:
    """A cell that says something else by now is named, and stays."""
    press(pasted, SHEET)
    say_yes(pasted, "ended")
    book: Any = openpyxl.load_workbook(pasted)
    heads = {c.value: c.column for c in book["Placements"][4]}
    book["Placements"].cell(5, heads["End date"], "31/01/2026")
    book.save(pasted)
    words = press(pasted, SHEET, "yes")
    assert "0 taken over, 1 not" in words
    assert "the workbook or the list says something else by now" in words
    assert placements(pasted)[0]["End date"] == "31/01/2026"


def test_a_sheet_that_is_not_there_is_said(pasted: Path, press: Any) -> None:
    """So is a sheet that holds no list of pupils."""
    assert press(pasted, "May") == "book.xlsx has no sheet named May. Check the name."
    assert "holds no list of pupils" in press(pasted, "Schools")
