"""A home-grown workbook gives the same charges as our own with the same pupils."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.adopt.support import adopted_name, charges, findings
from tests.support.home_grown import STYLES
from tests.support.home_grown_lists import days_ticked
from tests.support.home_grown_sheets import PUPILS
from xl_recoup.files.read_book import read_book


def test_the_styles_are_many() -> None:
    """There are at least thirty ways to keep a recoupment workbook."""
    assert len(STYLES) >= 30


@pytest.mark.parametrize("name", STYLES)
def test_the_charges_are_those_of_our_own_workbook(name: str, adopted: Path, own: Path) -> None:
    """Once confirmed, every charge line is the same, in all its columns and by its reference."""
    expected = charges(own)
    assert len(expected) > 15
    assert charges(adopted / adopted_name(name)) == expected


@pytest.mark.parametrize("name", STYLES)
def test_the_workbook_is_sound_and_stays_so(name: str, adopted: Path) -> None:
    """A recalculated workbook has no drift and no error finding."""
    from tests.support.workbook_files import run

    assert run("check", adopted / adopted_name(name)) == 0
    assert run("validate", adopted / adopted_name(name)) == 0


def test_ticked_days_are_counted(adopted: Path) -> None:
    """A grid of weekdays gives the days per week of each pupil."""
    book = read_book(adopted / "days-grid.xlsx")
    table = book.tables["Placements_Placements"]
    at = table.headings.index("Days per week")
    assert [row[at] for row in table.rows] == [days_ticked(p) for p in PUPILS]


def test_findings_point_at_the_teams_own_cells(adopted: Path) -> None:
    """A finding names the sheet and cell of the team, past titles and repeated headings."""
    found = findings(adopted / "printed-pages.xlsx")
    own = [(code, sheet, cell) for code, sheet, cell, _ in found if code in ("R45", "S41")]
    assert ("S41", "Print", "A9") in own
    assert {sheet for _, sheet, _ in own} == {"Print"}


def test_what_was_left_out_is_said(adopted: Path) -> None:
    """Totals, titles and repeated headings are told, once of each kind for a sheet."""
    messages = [m for code, _, _, m in findings(adopted / "printed-pages.xlsx") if code == "S41"]
    assert [str(m).partition(", so")[0] for m in messages] == [
        "Print A9: rows 9 and 18: taken for a total",
        "Print A11: row 11: taken for a title or a note",
        "Print A12: row 12: taken for the headings again",
    ]
