"""Posting with something missing since the last run: refused, or accepted by name on the record."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.posting.test_posting import own, rows
from tests.support.books import pex
from tests.support.workbook_files import fix_clock_and_user, post, type_in
from xl_recoup.book import read_workbook
from xl_recoup.files.run_files import check_file

CONFIRMED = ("--allow-draft", "--accept-changes")


@pytest.fixture(autouse=True)
def fixed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every run be at one time, by one person."""
    fix_clock_and_user(monkeypatch)


@pytest.fixture
def without_eal(tmp_path: Path) -> Path:
    """Return a workbook, run once, whose column EAL has lost its heading since then."""
    path = own(tmp_path / "book.xlsx", pex(1, EAL="Y"), pex(2))
    heading = next(at for at, value in _headings(path).items() if value == "EAL")
    type_in(path, "Placements", heading, "Note on language")
    return path


def _headings(path: Path) -> dict[str, Any]:
    return {cell.coordinate: cell.value for cell in openpyxl.load_workbook(path)["Placements"][4]}


def test_the_refusal_names_the_option_that_the_posting_takes(
    without_eal: Path, capsys: Any
) -> None:
    """Nothing is posted, and the sentence has what is to be typed to accept the absence."""
    assert post(without_eal, "Autumn 2025", *CONFIRMED) == 2
    assert '--accept-missing "Placements[EAL]"' in capsys.readouterr().err
    assert post(without_eal, "Autumn 2025", *CONFIRMED, "--accept-missing", "FSM6") == 2
    assert read_workbook(without_eal).find("Ledger") is None


def test_an_absence_that_is_accepted_is_posted_and_recorded(without_eal: Path) -> None:
    """The run log says what was accepted; the next run and the next posting don't ask again."""
    accepting = ("--accept-missing", "Placements[EAL]")
    assert post(without_eal, "Autumn 2025", *CONFIRMED, *accepting) == 0
    assert len(rows(without_eal, "Ledger")) == 2
    assert rows(without_eal, "RunLog")[-1]["Accepted missing"] == "Placements[EAL]"
    result, drift = check_file(without_eal, as_at=None)
    assert result.missing == []
    assert drift == []


def test_charges_that_an_absence_moves_are_asked_about(without_eal: Path, capsys: Any) -> None:
    """Accepting the absence is no word for the sums that nobody has looked at since."""
    accepting = ("--accept-missing", "Placements[EAL]")
    assert post(without_eal, "Autumn 2025", "--allow-draft", *accepting) == 2
    assert "changed-since-run" in capsys.readouterr().err


def test_a_preview_shows_what_would_be_posted_without_it(without_eal: Path, capsys: Any) -> None:
    """The same option shows the posting before it is made; the workbook stays as it is."""
    before = without_eal.read_bytes()
    accepting = ("--accept-missing", "Placements[EAL]")
    assert post(without_eal, "Autumn 2025", "--preview", *accepting) == 0
    assert "2 lines" in capsys.readouterr().out
    assert without_eal.read_bytes() == before
