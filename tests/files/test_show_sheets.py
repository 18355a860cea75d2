"""Sheets appear when they are needed, once, and all of them when somebody asks."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.workbook.protection import WorkbookProtection

from tests.support.workbook_files import answer, fix_clock_and_user, post, run
from workbook_builder.book import build
from xl_recoup.book import write_tables
from xl_recoup.book.package.sheet_states import sheet_states
from xl_recoup.contract import EXCEPTIONS
from xl_recoup.outputs.table_write import table_write
from xl_recoup.tables import SheetsShown

SOURCES = Path(__file__).parents[2] / "workbook" / "sources"
WITH_A_POSTING = {
    "Ledger", "Documents", "Settlements", "Aged debt", "Journal", "Invoices", "Periods",
    "Approvers", "Codes",
}  # fmt: skip


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The built workbook, in which nothing has run yet."""
    fix_clock_and_user(monkeypatch)
    build(tmp_path / "book.xlsx", SOURCES)
    return tmp_path / "book.xlsx"


def in_sight(path: Path) -> set[str]:
    with zipfile.ZipFile(path) as parts:
        states = sheet_states(parts.read("xl/workbook.xml"))
    return {name for name, state in states.items() if state == "visible"}


def hide(path: Path, *names: str) -> None:
    """Hide sheets, as a person does in Excel."""
    write_tables(path, path, [SheetsShown(hide=frozenset(names))], keep=None)


def found(path: Path, *findings: tuple[str, str]) -> None:
    """Let Exceptions hold findings of a severity on a sheet."""
    rows = [(s, "X01", 1, "new", None, sheet, "A5", None, None, "?") for s, sheet in findings]
    write_tables(path, path, [table_write(EXCEPTIONS, rows)], keep=None)


def test_a_new_workbook_has_fifteen_tabs_at_most(path: Path) -> None:
    """Filled too; and nothing technical is among them."""
    assert run("recalculate", path) == 0
    shown = in_sight(path)
    assert len(shown) <= 15
    assert {"Start", "Dashboard", "Placements", "Charges", "Exceptions"} <= shown
    assert not shown & {"Last run", "Run log", *WITH_A_POSTING}


def test_the_first_posting_shows_the_accounts_and_no_later_one(path: Path) -> None:
    """Who hides a sheet again is respected."""
    before = in_sight(path)
    run("recalculate", path)
    assert post(path, "Autumn 2025", "--allow-draft") == 0
    assert in_sight(path) - before >= WITH_A_POSTING
    hide(path, "Settlements")
    run("recalculate", path)
    post(path, "Spring 2026", "--allow-draft")
    assert "Settlements" not in in_sight(path)


def test_the_first_comparison_shows_what_is_compared(path: Path) -> None:
    """The scenarios themselves stand beside what comes of them."""
    assert "Scenarios" not in in_sight(path)
    assert run("compare", path) == 0
    assert {"Scenarios", "Scenario totals", "Scenario schools"} <= in_sight(path)


def test_a_finding_shows_its_sheet_once(path: Path) -> None:
    """Its link would lead nowhere; who hides the sheet again while it stands has seen it."""
    found(path, ("warning", "Changes"), ("error", "Charges"))
    assert "Changes" in in_sight(path)
    hide(path, "Changes")
    found(path, ("warning", "Changes"))
    assert "Changes" not in in_sight(path)
    found(path)
    found(path, ("error", "Changes"))
    assert "Changes" in in_sight(path)


def test_a_warning_about_accounts_waits_for_the_first_posting(path: Path) -> None:
    """Nobody needs the codes before; an error can't wait."""
    found(path, ("warning", "Codes"))
    assert "Codes" not in in_sight(path)
    found(path, ("error", "Codes"))
    assert "Codes" in in_sight(path)


def test_show_sheets_shows_all_and_daily_hides_again(path: Path, capsys: Any) -> None:
    """Nothing technical is shown, and no cell changes."""
    run("recalculate", path)
    before, cells = in_sight(path), openpyxl.load_workbook(path)["Charges"]["A5"].value
    code, said = answer(capsys, "show-sheets", path)
    assert code == 0
    assert set(said["shown"]) == in_sight(path) - before
    assert "Last run" not in in_sight(path)
    assert {"Ledger", "Codes", "Run log"} <= in_sight(path)
    code, said = answer(capsys, "show-sheets", path, "--daily")
    assert code == 0
    assert in_sight(path) - before == {"Codes"}, "a finding stands there"
    assert openpyxl.load_workbook(path)["Charges"]["A5"].value == cells


def test_sheets_of_the_team_stay_as_they_are(path: Path) -> None:
    """Shown or hidden: they are in nobody's list."""
    book = openpyxl.load_workbook(path)
    book.create_sheet("Budget").sheet_state = "hidden"
    book.create_sheet("Notes")
    book.save(path)
    run("show-sheets", path)
    assert "Budget" not in in_sight(path)
    run("show-sheets", path, "--daily")
    assert "Notes" in in_sight(path)


def test_a_protected_structure_is_respected(path: Path, capsys: Any) -> None:
    """The command says what to do; a run fills the tables and leaves the sheets as they are."""
    book = openpyxl.load_workbook(path)
    book.security = WorkbookProtection(lockStructure=True)
    book.save(path)
    before = in_sight(path)
    code, said = answer(capsys, "show-sheets", path)
    assert code == 2
    assert "Unprotect the workbook (Review, Protect Workbook)" in said["message"]
    found(path, ("error", "Changes"))
    assert in_sight(path) == before


def test_the_selected_sheet_is_one_in_sight(path: Path) -> None:
    """A hidden sheet among the selected ones would take what is typed into the one in front."""
    book = openpyxl.load_workbook(path)
    book.active = book.sheetnames.index("Changes")
    book["Changes"].sheet_state = "visible"
    book["Changes"].sheet_view.tabSelected = True
    book["Start"].sheet_view.tabSelected = False
    book.save(path)
    run("show-sheets", path, "--daily")
    book = openpyxl.load_workbook(path)
    assert book.active is not None
    assert book.active.title == "Start"
    assert [page.title for page in book if page.sheet_view.tabSelected] == ["Start"]


def test_a_new_year_opens_with_what_is_in_daily_use(path: Path, tmp_path: Path) -> None:
    """After a year of postings too; a sheet of the team's own stays as it was."""
    book = openpyxl.load_workbook(path)
    book.create_sheet("Our notes")
    book.save(path)
    assert run("recalculate", path) == 0
    assert post(path, "Autumn 2025", "--allow-draft") == 0
    assert in_sight(path) >= WITH_A_POSTING
    output = tmp_path / "next.xlsx"
    assert run("new-year", path, "--year", "2026-27", "--output", output) == 0
    shown = in_sight(output)
    assert len(shown - {"Our notes"}) <= 15
    assert "Our notes" in shown
    assert not shown & {*WITH_A_POSTING, "To do today", "Recovery figures"}
