"""Shapes that are not read are told by name, with what to do."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter

from tests.adopt.support import findings
from tests.adopt.test_bad_input import refusal
from tests.support.home_grown_doubts import COLUMNS
from tests.support.home_grown_sheets import PUPILS, Sheet, new_book, shown_value
from tests.support.workbook_files import run


def test_a_pupil_in_each_column(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Headings one below the other are seen, and turning the list about is told."""
    path = tmp_path / "b.xlsx"
    with xlsxwriter.Workbook(str(path), {"default_date_format": "dd/mm/yyyy"}) as book:
        sheet = Sheet(book, "Cases")
        for heading, source in COLUMNS:
            sheet.line(heading, *(shown_value(p, source) for p in PUPILS))
    said = refusal(capsys, "adopt", path)
    assert "Cases seems to have one pupil in each column" in said
    assert "Paste Special > Transpose" in said


def test_rates_as_a_matrix_are_told(
    grown: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The placements are adopted, and what to do with the rates is said."""
    assert run("adopt", grown / "rates-matrix.xlsx", "--output", tmp_path / "b.xlsx") == 0
    assert "Rates looks like rates as a matrix" in capsys.readouterr().out


def test_two_pupils_in_a_cell(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Told when adopting and by every run, once, with how to split the row; nobody is charged."""
    one, two = PUPILS[:2]
    both = {**one, "UPN": f"{one['UPN']}\n{two['UPN']}", "Pupil": "B.P. and C.Q.",
            "Year group": "4 and 2"}  # fmt: skip
    path = tmp_path / "b.xlsx"
    with new_book(path) as book:
        Sheet(book, "List").table(COLUMNS, [both, *PUPILS[2:]])
    assert run("adopt", path, "--confirm") == 0
    assert "List C2: two pupils share a row" in capsys.readouterr().out
    assert run("recalculate", path, "--as-at", "2026-01-31") == 0
    assert [(f[0], f[2]) for f in findings(path) if "List" in str(f[1]) and f[2] == "C2"] == [
        ("S09", "C2")
    ]
    assert "S08" not in {f[0] for f in findings(path)}
