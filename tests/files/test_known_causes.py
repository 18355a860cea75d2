"""What the team has beside a row about several placements stays with its cause, however sorted."""

from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from tests.support.workbook_files import fix_clock_and_user, run

SAMPLE = Path(__file__).parents[2] / "workbook" / "recoupment.xlsx"
DAY = ("--as-at", "2026-01-31")
Beside = dict[tuple[str, str], str]


def table(book: openpyxl.Workbook, name: str) -> tuple[Worksheet, list[str], range, int]:
    """Return a table's sheet, its headings, its rows and the first column beside it."""
    sheet = next(sheet for sheet in book.worksheets if name in sheet.tables)
    first, last = sheet.tables[name].ref.split(":")
    headings, *rows = sheet[first:last]
    return sheet, [str(c.value) for c in headings], range(rows[0][0].row, rows[-1][0].row + 1), (
        rows[0][-1].column + 1
    )  # fmt: skip


def sorted_backwards(book: openpyxl.Workbook) -> None:
    """Sort the placements the other way round."""
    sheet, headings, rows, _ = table(book, "Placements")
    held = [[sheet.cell(r, c + 1).value for c in range(len(headings))] for r in rows]
    for r, values in zip(rows, reversed(held), strict=True):
        for c, value in enumerate(values, 1):
            sheet.cell(r, c).value = value


def said(book: openpyxl.Workbook, name: str, code: str) -> dict[int, tuple[str, str]]:
    """Return the errors of a table by row: their code, and how their message begins."""
    sheet, headings, rows, _ = table(book, name)
    words = {"Exceptions": "Message", "ToDo": "What to do"}[name]
    at, what = headings.index(code) + 1, headings.index(words) + 1
    return {r: (str(sheet.cell(r, at).value), str(sheet.cell(r, what).value)) for r in rows}


@pytest.mark.parametrize(("name", "heading"), [("Exceptions", "Code"), ("ToDo", "Reference")])
def test_sorted_placements_leave_notes_where_they_belong(
    name: str, heading: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A remark beside *two rows of one episode* is there again once other cells are the first."""
    fix_clock_and_user(monkeypatch)
    path = Path(shutil.copyfile(SAMPLE, tmp_path / "book.xlsx"))
    assert run("recalculate", path, *DAY) == 0
    book = openpyxl.load_workbook(path)
    sheet, _, _, beside = table(book, name)
    wanted = ("A01", "A02", "S06", "R60")
    marks = {r: code for r, (code, _) in said(book, name, heading).items() if code in wanted}
    assert {*marks.values()} == {*wanted}
    for row, code in marks.items():
        sheet.cell(row, beside).value = f"about {code}"
    if name == "ToDo":  # saving here keeps no value of a formula, which Excel's does
        shown = openpyxl.load_workbook(path, data_only=True)[sheet.title]
        where = [cell.value for cell in sheet[4]].index("Where") + 1
        for row in range(5, 26):
            sheet.cell(row, where).value = shown.cell(row, where).value
    sorted_backwards(book)
    book.save(path)
    assert run("recalculate", path, *DAY) == 0
    book = openpyxl.load_workbook(path)
    sheet, *_, beside = table(book, name)
    rows = said(book, name, heading)
    found = {(code, sheet.cell(row, beside).value) for row, (code, _) in rows.items()}
    assert {pair for pair in found if pair[1]} == {(code, f"about {code}") for code in wanted}
