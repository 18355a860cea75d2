"""The window, pressed by mouse and keyboard on a screen of its own, over an Excel without Excel."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.support.books import pex
from tests.support.desktop import Desktop, on_a_screen, wait_for
from tests.support.workbook_files import FIXED, PLACEMENTS, fix_clock_and_user, run, sound
from xl_recoup.excel.macros import BUTTONS
from xl_recoup.files.read_book import read_book
from xl_recoup.tables import Cell, Table

ROOT = Path(__file__).resolve().parents[2]
State = dict[str, Any]


@dataclass(frozen=True)
class Shown:
    """The window on its screen, and what it says of itself."""

    desktop: Desktop
    program: subprocess.Popen[bytes]
    where: Path
    book: Path

    def state(self) -> State:
        read: State = json.loads(self.where.read_text(encoding="utf-8"))
        return read

    def until(self, what: str, holds: Callable[[State], bool]) -> State:
        """Return the window's state as soon as something holds of it."""
        return wait_for(what, lambda: state if holds(state := self.state()) else None)

    def said(self, words: str) -> State:
        return self.until(f"“{words}”", lambda state: state["idle"] and words in state["text"])

    def question(self) -> str:
        """Return the name of the box that waits for an answer, as soon as there is one."""
        return str(self.until("a question", lambda state: state["asked"])["asked"])

    def answered(self, box: str) -> None:
        """Wait until a box is gone."""
        self.until("the end of a question", lambda state: state["asked"] != box)

    def close(self) -> Path:
        """Close the window by its keyboard; return the workbook as it was left in Excel."""
        self.desktop.type("alt+F4")
        self.program.wait(60)
        return self.book


@pytest.fixture(autouse=True)
def fixed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fix the clock and the user."""
    fix_clock_and_user(monkeypatch)


@pytest.fixture
def shown(tmp_path: Path) -> Iterator[Shown]:
    """The window over a sound workbook with one wrong row."""
    book = sound(tmp_path / "book.xlsx", [*PLACEMENTS, pex(9, **{"Year group": "14"})])
    with window_on(book, tmp_path) as window:
        yield window


@contextmanager
def window_on(book: Path, folder: Path, user: str = "tester") -> Iterator[Shown]:
    """Show the window over a copy of a workbook that is open in Excel."""
    open_book, where = folder / "open.xlsx", folder / "at"
    command = [
        sys.executable,
        "-m",
        "tests.support.desk_shown",
        *map(str, (book, open_book, where)),
    ]
    more = FIXED | {"LOCALAPPDATA": str(folder), "PYTHONPATH": str(ROOT), "XL_RECOUP_USER": user}
    with on_a_screen(command, folder, more) as (desktop, program):
        wait_for("the window", lambda: where.exists() or program.poll() is not None or None)
        window = Shown(desktop, program, where, open_book)
        window.until("the workbook's name", lambda state: state["book"] == open_book.name)
        yield window


def values(table: Table) -> list[dict[str, Cell]]:
    """Return what a table holds, without the columns that Excel itself would calculate."""
    rows = (dict(zip(table.headings, row, strict=True)) for row in table.rows)
    return [
        {name: cell for name, cell in row.items() if name not in ("Check", "Go to")} for row in rows
    ]


def test_every_button_is_there(shown: Shown) -> None:
    """The window has the buttons of the ribbon, all of them and no others."""
    assert list(shown.state()["buttons"]) == [button.label for button in BUTTONS]


def test_recalculate_with_the_mouse(shown: Shown, tmp_path: Path) -> None:
    """A click on Recalculate fills the workbook as the command line fills its file."""
    shown.desktop.click(shown.state()["buttons"]["Recalculate"])
    shown.said("The tables are filled")
    filled = tmp_path / "filled.xlsx"
    assert run("recalculate", tmp_path / "book.xlsx", "--output", filled) == 0
    by_window, by_command = read_book(shown.close()), read_book(filled)
    for name in ("Charges", "Exceptions", "SchoolSummary"):
        assert values(by_window.tables[name]) == values(by_command.tables[name]), name


def test_everything_by_keyboard(shown: Shown) -> None:
    """Alt and a letter press a button; Tab goes to a place in the text, Enter shows it in Excel."""
    shown.desktop.type("alt+v")
    state = shown.said("Nothing was written.")
    assert state["places"]
    shown.desktop.type("Tab Return")
    chosen = shown.until("a selected cell", lambda state: state["selected"])
    assert f"{chosen['selected'].replace('$', '')} is selected in Excel." == chosen["status"]
    shown.desktop.type("alt+h")
    shown.said("Recalculate: ")
    shown.desktop.type("alt+a")
    shown.said("Workbook: open.xlsx")


def test_cancel_says_nothing(shown: Shown) -> None:
    """A question that is left with Esc ends the button: nothing is done and nothing said."""
    before = shown.state()["text"]
    shown.desktop.type("alt+p")
    shown.until("the question", lambda state: not state["idle"])
    shown.desktop.type("Escape")
    after = shown.until("the end", lambda state: state["idle"])
    assert after["text"] == before
