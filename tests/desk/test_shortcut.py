"""The shortcut in the Start menu: its line, opened as the shell does, shows the window."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from tests.support.desktop import on_a_screen, wait_for
from tests.support.workbook_files import FIXED, sound
from xl_recoup.installation import start_menu
from xl_recoup.installation.desktop import Desktop

ROOT = Path(__file__).resolve().parents[2]
PLACES = ("LOCALAPPDATA", "APPDATA", "USERPROFILE")


def test_the_windows_line_shows_the_window(tmp_path: Path) -> None:
    """Without a console and from another folder the window is there, and ends with 0."""
    desktop = Desktop.of(dict.fromkeys(PLACES, str(tmp_path)))
    window = start_menu.shortcuts(desktop)[0]
    book = sound(tmp_path / "book.xlsx")
    command = [sys.executable, "-m", "tests.support.by_shortcut", str(book), window.arguments]
    more = FIXED | {"LOCALAPPDATA": str(tmp_path), "PYTHONPATH": str(ROOT)}
    with on_a_screen(command, tmp_path, more) as (screen, program):

        def is_there() -> bool | None:
            return screen.titled(f"^{start_menu.TITLE}") or (program.poll() is not None) or None

        def is_closed() -> bool | None:
            screen.type("alt+F4")
            return program.poll() is not None or None

        wait_for("the window", is_there)
        assert program.poll() is None, (tmp_path / "said.txt").read_text(encoding="utf-8")
        wait_for("its end", is_closed)
        assert program.wait(60) == 0


def test_the_window_starts_what_is_installed(tmp_path: Path) -> None:
    """The target is the Python of the installation, which is no launcher of ours."""
    desktop = Desktop.of(dict.fromkeys(PLACES, str(tmp_path)))
    for shortcut in start_menu.shortcuts(desktop):
        assert shortcut.target.name == "pythonw.exe"
        assert shortcut.arguments.split()[:2] == ["-I", "-m"]
        assert os.sep not in shortcut.arguments
