"""A sheet that came in later and looks like placements is named by every run."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlwings as xw
from openpyxl.styles import Font

from tests.support.books import pex
from tests.support.excel import running
from tests.support.workbook_files import answer, run, sound
from xl_recoup.excel.open_runs import validate_book

HEADINGS = ("UPN", "Pupil", "Date of birth", "Home school", "Provider", "Start date", "End date")


def later(tmp_path: Path, change: Any) -> Path:
    """Return a sound workbook that somebody changed in Excel."""
    path = sound(tmp_path / "book.xlsx")
    book = openpyxl.load_workbook(path)
    change(book)
    book.save(path)
    return path


def new_provider(book: Any) -> None:
    """Put a list of a new provider on a sheet of its own, with a title above, in no table."""
    sheet = book.create_sheet("New provider")
    sheet.append(["Pupils from January"])
    sheet.append(HEADINGS)
    sheet.append([pex(9)["UPN"], "A.B.", None, "3052001", "NEW", date(2026, 1, 5), None])
    notes = book.create_sheet("Minutes")
    notes.append(["Who", "What", "When"])


def struck(book: Any) -> None:
    """Strike two rows of placements through, one of them in one cell alone."""
    sheet = book["Placements"]
    for cell in (*sheet[6], sheet["A7"]):
        cell.font = Font(strike=True)


def said(capsys: pytest.CaptureFixture[str], path: Path, code: str) -> list[tuple[str, str]]:
    """Return where a check found something."""
    _, told = answer(capsys, "validate", path)
    return [(f["sheet"], f["cell"]) for f in told["findings"] if f["code"] == code]


def test_a_list_in_no_table_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With its first cell and what to do; a sheet of something else is passed over."""
    path = later(tmp_path, new_provider)
    assert said(capsys, path, "S31") == [("New provider", "A2")]
    assert run("recalculate", path) == 0
    assert said(capsys, path, "S31") == [("New provider", "A2")]


def test_what_is_struck_through_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The row is charged as it was, with a warning; a single struck cell is none."""
    path = later(tmp_path, struck)
    assert said(capsys, path, "S48") == [("Placements", "A6")]


def test_in_excel_too(tmp_path: Path) -> None:
    """What a file shows of both, the open workbook shows."""

    def both(book: Any) -> None:
        new_provider(book)
        struck(book)

    path = later(tmp_path, both)
    with running() as app:
        result = validate_book(xw.Book(impl=app.books.open(path)))
    found = {f.code: str(f.place) for f in result.findings}
    assert (found["S31"], found["S48"]) == ("New provider A2", "Placements A6")
