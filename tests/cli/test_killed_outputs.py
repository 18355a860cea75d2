"""A command that writes other files is killed: each of them is the old or the new one, whole."""

from __future__ import annotations

import random
import shutil
import signal
from functools import partial
from pathlib import Path

import pytest

from tests.support.dying import dying_at, ended, in_a_child
from tests.support.home_grown import STYLES
from tests.support.workbook_files import run
from xl_recoup.disk.kept_copies import previous_of

SAMPLE = Path(__file__).parents[2] / "workbook" / "recoupment.xlsx"
LATER = ("--as-at", "2026-03-31")
COMMANDS = {
    "export": (("export", "--to", "{}"), LATER),
    "forum": (("forum", "--output", "{}/forum.csv"), LATER),
    "recalculate": (("recalculate", "--output", "{}/copy.xlsx"), LATER),
    "new-year": (("new-year", "--year", "2026-27", "--output", "{}/next.xlsx"), None),
    "adopt": (("adopt", "--output", "{}/adopted.xlsx"), ("--confirm",)),
}
"""Each command with its arguments, and what is added to replace what it wrote; None: it is new."""
KILLS = 4
"""How many steps of each command are fatal in turn."""
STEPS_OF_A_FILE = 6
"""How many steps each file takes at least: opened, written, safe, its mode, in place, cleared."""


@pytest.mark.parametrize("name", COMMANDS)
def test_every_file_is_whole_and_the_next_run_clears_up(tmp_path: Path, name: str) -> None:
    """Killed at any step, a file is the old or the new one; the next run works and clears up."""
    folder = tmp_path / "out"
    folder.mkdir()
    book = _book(tmp_path, name)
    first, more = COMMANDS[name]
    command = [w.format(folder).replace(".xlsx", book.suffix) for w in first]
    if more is not None:
        assert run(command[0], book, *command[1:]) == 0
    old = _held(folder)
    again = (*command, *(more or ()))
    assert run(again[0], book, *again[1:]) == 0
    new = _held(folder)
    assert new != old
    steps = STEPS_OF_A_FILE * len(new)
    for number in random.Random(name).sample(range(1, steps), KILLS):
        _put(folder, old)
        assert ended(in_a_child(again, book, partial(dying_at, number, True))) == -signal.SIGKILL
        for file, data in _held(folder).items():
            assert _is_left(file) or data in (old.get(file), new[file])
        assert run(again[0], book, *again[1:]) == 0
        assert _held(folder) == new
    assert not any(_is_left(path.name) for path in tmp_path.iterdir())


def _book(folder: Path, name: str) -> Path:
    if name != "adopt":
        return Path(shutil.copyfile(SAMPLE, folder / "book.xlsx"))
    book = folder / next(iter(STYLES))
    STYLES[book.name](book)
    return book


def _held(folder: Path) -> dict[str, bytes]:
    """Return what a folder holds beside the dated copies: litter too."""
    kept = {copy for path in folder.iterdir() for copy in previous_of(path)}
    return {path.name: path.read_bytes() for path in folder.iterdir() if path not in kept}


def _put(folder: Path, files: dict[str, bytes]) -> None:
    for path in folder.iterdir():
        path.unlink()
    for name, data in files.items():
        (folder / name).write_bytes(data)


def _is_left(name: str) -> bool:
    return name.startswith(".~recoup-")
