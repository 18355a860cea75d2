"""Every button of the window, its questions answered by keyboard: what comes is the command's."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.desk.test_window import Shown, values, window_on
from tests.support.workbook_files import (
    contents,
    fix_clock_and_user,
    run,
    signed_in,
    sound,
)
from xl_recoup.files.read_book import read_book

SCENARIO = {"Scenario": "No premium", "Changes": "setting", "Item": "Pupil premium",
            "Value": "left alone"}  # fmt: skip
USES = ("AP recovery income", "Debtors control", "Budget adjustment control")
FILLED = [
    "Charges",
    "Exceptions",
    "SchoolSummary",
    "Movements",
    "ScenarioTotals",
    "ScenarioSchools",
    "Ledger",
    "Documents",
    "Letters",
    "RunLog",
]


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workbook that somebody else recalculated, so that it can be posted."""
    fix_clock_and_user(monkeypatch)
    contact = {"Contact": "AP team", "Contact e-mail": "ap@example.gov.uk"}
    codes = [{"Use": use, "Cost centre": "E1", "Subjective": "9"} for use in USES]
    made = sound(tmp_path / "open.xlsx", settings=contact, Scenarios=[SCENARIO], Codes=codes)
    assert run("recalculate", made) == 0
    return made.rename(tmp_path / "book.xlsx")


def press(shown: Shown, button: str, says: str, *answers: tuple[str, str]) -> None:
    """Click a button, answer each box with a text and a key, and wait for what is said."""
    shown.desktop.click(shown.state()["buttons"][button])
    for text, key in answers:
        box = shown.question()
        if text:
            shown.desktop.type("ctrl+slash")  # all that stands there
            shown.desktop.type(text, text=True)
        shown.desktop.type(key)
        shown.answered(box)
    shown.said(says)


def test_all_buttons_do_what_the_commands_do(book: Path, tmp_path: Path) -> None:
    """Pressed one after another, they leave the workbook, letters and files that commands leave."""
    at_window, by_command = tmp_path / "at the window", tmp_path / "by command"
    for folder in (at_window, by_command):
        (folder / "files").mkdir(parents=True)
        (folder / "letters").mkdir()
    letters, files, following = (at_window / name for name in ("letters", "files", "next.xlsx"))
    with window_on(book, tmp_path, user="bhead") as shown:
        press(shown, "Validate", "Nothing was written.")
        press(shown, "Compare", "No premium: £")
        press(
            shown, "Post period", "posted to Autumn 2025", ("Autumn 2025", "Return"), ("", "alt+y")
        )
        press(shown, "Recalculate", "The tables are filled")
        press(shown, "Explain", "No charge or placement is selected")
        press(shown, "Statements", "3 letters written to", (str(letters), "alt+o alt+o"))
        press(shown, "Export", "files written to", (str(files), "alt+o alt+o"))
        press(shown, "New year", "Written to", ("2026-27", "Return"), (str(following), "alt+s"))
        press(shown, "Take back", "bhead", ("Autumn 2025", "Return"), ("Spring 2026", "Return"))
        press(shown, "Help", "Recalculate: ")
        press(shown, "About", "Workbook: open.xlsx")
        in_window = read_book(shown.close())
    in_file = by_command / "open.xlsx"
    shutil.copyfile(book, in_file)
    with signed_in("bhead"):
        assert run("compare", in_file) == 0
        assert run("post", in_file, "--period", "Autumn 2025", "--approved-by", "B. Head") == 0
        assert run("recalculate", in_file) == 0
        assert run("statements", in_file, "--to", by_command / "letters") == 0
        assert run("export", in_file, "--to", by_command / "files") == 0
        assert (
            run("new-year", in_file, "--year", "2026-27", "--output", by_command / "next.xlsx") == 0
        )
    commanded = read_book(in_file)
    for name in FILLED:
        assert values(in_window.tables[name]) == values(commanded.tables[name]), name
    for made in ("letters", "files"):
        assert contents(at_window / made) == contents(by_command / made)
