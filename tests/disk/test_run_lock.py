"""One run at a time on one file: held, waited for, named, left behind and cleared."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

import xl_recoup
from xl_recoup import clock
from xl_recoup.disk import run_lock
from xl_recoup.disk.processes_here import computer
from xl_recoup.disk.run_lock import lock_of, locked
from xl_recoup.errors import FileUnavailable

HOLD = """
import sys
from pathlib import Path
from xl_recoup.disk.run_lock import locked
with locked(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait for another run a moment only, as one person."""
    monkeypatch.setattr(run_lock, "WAITS", (0.01, 0.01))
    monkeypatch.setenv("XL_RECOUP_USER", "A. Officer")


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """Return a file to work on."""
    path = tmp_path / "book.xlsx"
    path.write_bytes(b"x")
    return path


@contextmanager
def another(book: Path) -> Iterator[subprocess.Popen[str]]:
    """Let another process hold the lock."""
    root = str(Path(xl_recoup.__file__).parents[1])
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(book)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        text=True, env={**os.environ, "PYTHONPATH": root, "XL_RECOUP_USER": "B. Colleague"},
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            assert pipe is not None
            pipe.close()


def left_by(book: Path, **other: Any) -> Path:
    """Leave a lock that names a holder, which no process of this computer holds open."""
    holder = {"user": "B. Colleague", "computer": "FIN-07", "process": 77, "since": 1_000_000_000}
    path = lock_of(book)
    path.write_text(json.dumps(holder | other), encoding="utf-8")
    return path


def test_a_lock_names_its_holder_and_is_gone_afterwards(book: Path) -> None:
    """While it is held it says who, where, which process and when; then nothing is left."""
    with locked(book):
        said = json.loads(lock_of(book).read_text(encoding="utf-8"))
        assert (said["user"], said["computer"]) == ("A. Officer", computer())
        assert said["process"] == os.getpid()
    assert [p.name for p in book.parent.iterdir()] == ["book.xlsx"]


def test_a_second_run_is_refused_in_a_sentence(book: Path) -> None:
    """It waits, then is told who is at work, where and since when; the first is not disturbed."""
    waited: list[str] = []
    with (
        another(book) as process,
        pytest.raises(FileUnavailable) as said,
        locked(book, waiting=waited.append),
    ):
        raise AssertionError("two at once")
    assert waited == ["waiting for another run"] * 3
    assert said.value.exit_code == 3
    assert re.fullmatch(
        r"book\.xlsx is being worked on by B\. Colleague on this computer"
        rf" \(process {process.pid}\)"
        r" since \d\d:\d\d on \d+ \w+ \d{4}, so nothing was done\. Wait until that has ended, and"
        r" run it again\.",
        str(said.value),
    )


def test_two_threads_are_two_runs(book: Path) -> None:
    """The lock does not ask which process it is: a second run in the same one is refused too."""
    refused = pytest.raises(FileUnavailable, match=r"is being worked on by A\. Officer")
    with locked(book), refused, locked(book):
        raise AssertionError("two at once")


def test_a_run_that_ends_in_time_is_waited_for(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second goes on as soon as the first has ended."""
    monkeypatch.setattr(run_lock, "WAITS", (0.1,) * 100)
    with another(book) as process:

        def waiting(words: str) -> None:
            assert process.stdin is not None
            process.stdin.close()

        told: list[str] = []
        with locked(book, waiting=waiting, tell=told.append):
            assert told == []
        process.wait()


def test_the_lock_of_a_killed_run_is_named_and_cleared(book: Path) -> None:
    """A lock whose process is gone holds nobody up; the person is told whose run was cut off."""
    with another(book) as process:
        process.kill()
        process.wait()
        assert lock_of(book).exists()
        told: list[str] = []
        with locked(book, tell=told.append):
            pass
    (sentence,) = told
    assert sentence.startswith(
        "An earlier run on book.xlsx, of B. Colleague on this computer (proc"
    )
    assert "was cut off" in sentence
    assert not lock_of(book).exists()


def test_another_computer_is_believed_for_a_while(book: Path) -> None:
    """In a synchronised folder only the name tells: it counts for a quarter of an hour."""
    now = clock.seconds()
    path = left_by(book, since=now - 60)
    says = r"B\. Colleague on FIN-07 .*delete \.~recoup-book"
    with pytest.raises(FileUnavailable, match=says), locked(book):
        raise AssertionError("two at once")
    assert path.exists()
    left_by(book, since=now - run_lock.OLD - 60)
    told: list[str] = []
    with locked(book, tell=told.append):
        pass
    assert "of B. Colleague on FIN-07 (process 77) since" in told[0]
    assert not path.exists()


@pytest.mark.parametrize("text", ["", "{", "[]", '{"user": 1}', '{"since": 1e999}', "\0" * 9000])
def test_a_lock_that_says_nothing_holds_nobody_up(book: Path, text: str) -> None:
    """What is no lock of ours, or was cut off while it was made, is cleared without a word."""
    lock_of(book).write_text(text, encoding="utf-8")
    told: list[str] = []
    with locked(book, tell=told.append):
        pass
    assert told == []
    assert [p.name for p in book.parent.iterdir()] == ["book.xlsx"]


def test_locks_of_other_files_are_cleared_if_nobody_holds_them(book: Path) -> None:
    """A run clears its folder; what a living run or another computer holds stays."""
    dead, held, far = (book.with_name(name) for name in ("a.xlsx", "b.xlsx", "c.xlsx"))
    left_by(dead, computer=computer())
    left_by(far, since=clock.seconds())
    with another(held), locked(book):
        there = {p.name for p in book.parent.iterdir()}
        assert there == {"book.xlsx", *(lock_of(p).name for p in (book, held, far))}


def test_where_the_system_knows_no_locks_the_process_tells(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On such a drive a lock holds as long as the process that it names lives on this computer."""
    monkeypatch.setattr(run_lock, "_lock_by_system", lambda number: None)
    refused = pytest.raises(FileUnavailable, match=r"worked on by A\. Officer")
    with locked(book), refused, locked(book):
        raise AssertionError("two at once")
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    left_by(book, computer=computer(), process=gone.pid)
    with locked(book):
        pass
    lock_of(book).write_bytes(b"")
    os.utime(lock_of(book), (0, 0))
    with locked(book):
        pass
    assert [p.name for p in book.parent.iterdir()] == ["book.xlsx"]


def test_a_folder_has_a_lock_of_its_own(tmp_path: Path) -> None:
    """A set of files is written by one run; the lock lies in their folder."""
    with locked(tmp_path):
        assert [p.name for p in tmp_path.iterdir()] == [".~recoup-folder.lock"]
    assert list(tmp_path.iterdir()) == []


def test_a_lock_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    """A name too long for a lock beside it is refused in a sentence, before anything is done."""
    refused = pytest.raises(FileUnavailable, match=r"n\.xlsx can't be written: .*\.$")
    with refused, locked(tmp_path / f"{'n' * 245}.xlsx"):
        raise AssertionError("no lock")
