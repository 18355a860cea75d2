"""A run that is killed: the book is the old one or the new one, whole, at every moment."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.support.dying import dying_at, ended, in_a_child
from tests.support.workbook_files import contents, parts, run
from xl_recoup.book import read_workbook
from xl_recoup.disk.kept_copies import previous_of
from xl_recoup.disk.processes_here import computer

KEPT = re.compile(r"book\.(previous-2026-01-31T1200|before-posting-Autumn-2025)(-\d)?\.xlsx")
COMMANDS = {
    "recalculate": ("recalculate",),
    "post": ("post", "--period", "Autumn 2025", "--approved-by", "B. Head", "--allow-draft"),
}


@pytest.fixture(params=COMMANDS)
def command(request: pytest.FixtureRequest) -> tuple[str, ...]:
    """Return a command that writes a book in place, and its options."""
    return COMMANDS[request.param]


@pytest.fixture
def old_and_new(
    filled: Path, tmp_path: Path, command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> tuple[bytes, bytes]:
    """Return the bytes of a book before and after the command; both are whole.

    Who prepared it and who runs the command are two people.
    """
    monkeypatch.setenv("XL_RECOUP_USER", "bhead")
    old = filled.read_bytes()
    again = Path(shutil.copyfile(filled, tmp_path / "again.xlsx"))
    assert run(command[0], again, *command[1:]) == 0
    assert [_lines(again, name) > 0 for name in ("Ledger", "Documents")] == (
        [True, True] if command[0] == "post" else [False, False]
    )
    new = again.read_bytes()
    assert run("check", again) == 0
    for path in again.parent.glob("again*"):
        path.unlink()
    assert new != old
    return old, new


def _lines(book: Path, name: str) -> int:
    """Return how many rows a table has; none where it is not there."""
    table = read_workbook(book).find(name)
    return len(table.rows) if table else 0


def _is_whole(book: Path, old: bytes, new: bytes) -> bytes:
    """Return the book's bytes, after making sure that they are the old or the new ones."""
    held = book.read_bytes()
    assert held in (old, new)
    for path in book.parent.iterdir():
        if path != book and not path.name.startswith(".~recoup-"):
            assert KEPT.fullmatch(path.name)
            assert path.read_bytes() == old
    return held


def _clean(book: Path) -> bool:
    """Say whether nothing but a book and its versions before lie in its folder."""
    return all(path == book or KEPT.fullmatch(path.name) for path in book.parent.iterdir())


@pytest.mark.parametrize("half", [False, True])
def test_killed_at_each_step_on_the_disk(
    filled: Path, old_and_new: tuple[bytes, bytes], half: bool, command: tuple[str, ...]
) -> None:
    """Killed before any step on the disk, or in the midst of writing, the book is whole.

    Ledger, documents and outputs are all the old or all the new ones. The next run succeeds, and
    leaves nothing but the book and the version before.
    """
    old, new = old_and_new
    seen, littered = set(), 0
    for number in range(1, 200):
        for path in filled.parent.iterdir():
            path.unlink()
        filled.write_bytes(old)
        code = ended(in_a_child(command, filled, partial(dying_at, number, half)))
        held = _is_whole(filled, old, new)
        if code == 0:
            assert held == new
            break
        assert code == -signal.SIGKILL
        seen.add(held)
        littered += any(p.name.endswith(".tmp") for p in filled.parent.iterdir())
        assert run("recalculate", filled) == 0
        assert _clean(filled)
        assert previous_of(filled)[0].read_bytes() == held
    else:
        raise AssertionError("the run never ended")
    assert number > 8
    assert littered > 2
    assert seen == {old, new}


def test_killed_at_any_time(
    filled: Path, old_and_new: tuple[bytes, bytes], command: tuple[str, ...]
) -> None:
    """Killed from outside at moments spread over the whole run, the book is whole and checks."""
    old, new = old_and_new
    began = time.monotonic()
    assert ended(in_a_child(command, filled, lambda: None)) == 0
    lasted = time.monotonic() - began
    for moment in range(25):
        for path in filled.parent.iterdir():
            path.unlink()
        filled.write_bytes(old)
        child = in_a_child(command, filled, lambda: None)
        time.sleep(lasted * moment / 24)
        os.kill(child, signal.SIGKILL)
        assert ended(child) in (0, -signal.SIGKILL)
        _is_whole(filled, old, new)
        assert run("check", filled) == 0
    assert run("recalculate", filled) == 0
    assert _clean(filled)


def test_litter_is_cleared_and_what_lives_is_left_alone(filled: Path) -> None:
    """A run removes what interrupted runs left in its folder, of any book, and nothing else."""
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    left = [
        f".~recoup-{name}.{dead.pid}@{computer()}.0a1b2c3d.tmp" for name in ("book.xlsx", "b.pdf")
    ]
    left.append(".~recoup-other.xlsx.0a1b2c3d.tmp")  # the first edition named no process
    stay = [f".~recoup-b.xlsx.{os.getppid()}@{computer()}.0a1b2c3d.tmp", "book.xlsx.tmp"]
    stay.append(".~recoup-b.xlsx.77@another-computer.0a1b2c3d.tmp")
    for name in (*left, *stay):
        filled.with_name(name).write_bytes(b"half")
    assert run("recalculate", filled) == 0
    assert not any(filled.with_name(name).exists() for name in left)
    assert all(filled.with_name(name).read_bytes() == b"half" for name in stay)
    os.utime(filled.with_name(stay[-1]), (0, 0))
    assert run("recalculate", filled) == 0
    assert [name for name in stay if filled.with_name(name).exists()] == stay[:-1]


def test_a_full_disk_changes_nothing(filled: Path, monkeypatch: Any, capsys: Any) -> None:
    """A disk without room is said in a sentence, with exit code 3; no file changes."""
    before = contents(filled.parent)

    def full(number: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    assert run("recalculate", filled) == 3
    assert "book.xlsx can't be written: No space left on device." in capsys.readouterr().err
    assert contents(filled.parent) == before


def test_the_mode_of_the_file_stays(filled: Path) -> None:
    """The new file, and the version before, may be read by whom the old one could be."""
    filled.chmod(0o640)
    assert run("recalculate", filled) == 0
    assert filled.stat().st_mode & 0o777 == 0o640
    assert previous_of(filled)[0].stat().st_mode & 0o777 == 0o640


def test_a_link_stays_a_link(filled: Path, tmp_path: Path) -> None:
    """Recalculating through a link writes the book that it names, and keeps its version before."""
    (tmp_path / "links").mkdir()
    link = tmp_path / "links" / "mine.xlsx"
    link.symlink_to(filled)
    before = filled.read_bytes()
    assert run("recalculate", link) == 0
    assert link.is_symlink()
    assert filled.read_bytes() != before
    assert previous_of(filled)[0].read_bytes() == before
    assert [p.name for p in link.parent.iterdir()] == ["mine.xlsx"]


def test_a_whole_book_is_made_of_whole_parts(filled: Path) -> None:
    """What these tests call new opens with another reader too."""
    assert run("recalculate", filled) == 0
    assert "xl/workbook.xml" in parts(filled)
    assert read_workbook(filled).find("Charges") is not None
