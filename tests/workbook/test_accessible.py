"""Whatever workbook leaves the program can be read with a screen reader, and with tired eyes.

The rules, with the checklists that they are from, stand in `tests/support/accessible.py`.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font, PatternFill

from tests.support.accessible import contrast, faults
from tests.support.workbook_files import fix_clock_and_user, post, run

FOLDER = Path(__file__).resolve().parents[2] / "workbook"
BOOK = FOLDER / "recoupment.xlsx"


@pytest.fixture(scope="module")
def posted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample after a posting and a comparison: with every sheet that a run adds."""
    path = tmp_path_factory.mktemp("posted") / "book.xlsx"
    with pytest.MonkeyPatch.context() as patch:
        fix_clock_and_user(patch)
        assert run("recalculate", BOOK, "--output", path) == 0
        assert post(path, "Autumn 2025", "--allow-draft") == 0
        assert run("compare", path, "--output", path) == 0
    return path


@pytest.mark.parametrize("name", ["recoupment.xlsx", "recoupment.xlsm"])
def test_the_built_workbooks(name: str) -> None:
    """Title, language, headings by name, marked tables, words for charts, contrast, 12 points."""
    assert faults(FOLDER / name) == []


def test_a_workbook_in_use_and_the_next_years(posted: Path, tmp_path: Path) -> None:
    """Sheets that a posting and a comparison added among them."""
    assert {"To do today", "Scenario totals"} <= set(load_workbook(posted).sheetnames)
    assert faults(posted) == []
    assert run("new-year", posted, "--year", "2026-27", "--output", tmp_path / "next.xlsx") == 0
    assert faults(tmp_path / "next.xlsx") == []


def test_what_the_forum_gets(posted: Path, tmp_path: Path) -> None:
    """The tables behind the paper."""
    assert run("forum", posted, "--output", tmp_path / "forum.xlsx") == 0
    assert faults(tmp_path / "forum.xlsx") == []


def test_what_schools_get(posted: Path, tmp_path: Path) -> None:
    """Statements and their covering list, which are printed as letters are."""
    assert run("statements", posted, "--to", tmp_path, "--draft") == 0
    made = sorted(tmp_path.glob("*.xlsx"))
    assert len(made) >= 2
    assert {path.name: faults(path, letter=True) for path in made} == {p.name: [] for p in made}


def test_each_rule_finds_what_it_is_for(tmp_path: Path) -> None:
    """A workbook that breaks them is told of each."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"], sheet["A2"], sheet["B2"] = "Totals", "pale", "www.example.org"
    sheet["A2"].font = Font(sz=12, color="FFAAAAAA")
    sheet["A2"].fill = PatternFill("solid", fgColor="FFFFFFFF")
    sheet["B2"].font = Font(sz=12)
    sheet["B2"].hyperlink = "https://www.example.org"
    sheet["A1"].font = Font(sz=12)
    sheet.merge_cells("C3:D4")
    sheet.sheet_view.selection[0].activeCell = "B7"
    path = tmp_path / "bad.xlsx"
    book.save(path)
    said = "\n".join(faults(path))
    for words in (
        "has no title", "does not say its language", "the name of the sheet says nothing",
        "the title in A1 has the style Normal", "cells are merged", "does not stand in A1",
        "no table is marked", "A2 is in AAAAAA on FFFFFF", "B2 is a link that does not say",
    ):  # fmt: skip
        assert words in said
    assert round(contrast("000000", "FFFFFF")) == 21
