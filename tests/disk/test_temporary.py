"""What passes through the computer's folder for temporary files, and what a death leaves there."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from tests.support.finance_office import ALL_CODES
from tests.support.workbook_files import run, sound
from xl_recoup.disk.litter import START, clear_litter, temporary_folder
from xl_recoup.disk.processes_here import computer


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder for temporary files of this test."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def test_what_is_sent_passes_through_no_other_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Statements, the Forum's paper and a turned list are made where nothing temporary can be."""
    book = sound(tmp_path / "book.xlsx", Codes=ALL_CODES)
    assert run("recalculate", book) == 0

    def refuse(*_given: object, **_named: object) -> object:
        raise PermissionError(13, "Permission denied")

    for name in ("NamedTemporaryFile", "TemporaryFile", "mkstemp", "mkdtemp", "TemporaryDirectory"):
        monkeypatch.setattr(tempfile, name, refuse)
    monkeypatch.setattr("openpyxl.worksheet._writer.NamedTemporaryFile", refuse)
    to = ("--to", tmp_path / "letters", "--draft", "--formats", "xlsx")
    assert run("statements", book, *to) == 0
    for name in ("paper.xlsx", "paper.docx", "paper.pdf"):
        assert run("forum", book, "--output", tmp_path / name) == 0
    assert len(list((tmp_path / "letters").glob("*.xlsx"))) > 2


def test_a_temporary_folder_is_its_users_alone_and_goes(temporary: Path) -> None:
    """It is there while it is needed, for its user, and whatever is in it goes with it."""
    with temporary_folder() as folder:
        assert folder.parent == temporary
        assert os.name == "nt" or folder.stat().st_mode & 0o777 == 0o700
        (folder / "list.xlsx").write_bytes(b"pupils")
        clear_litter(temporary)
        assert (folder / "list.xlsx").exists()
    assert list(temporary.iterdir()) == []


def test_what_a_killed_process_left_there_the_next_command_clears(
    temporary: Path, tmp_path: Path
) -> None:
    """A dead process's folder goes with all in it; a living one's and anything else stays."""
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    for name in (
        f"{START}folder.{dead.pid}@{computer()}.0a1b2c3d.tmp",
        f"{START}folder.{os.getppid()}@{computer()}.0a1b2c3d.tmp",
        f"{START}not-ours.tmp",
    ):
        (temporary / name).mkdir()
        (temporary / name / "list.xlsx").write_bytes(b"pupils")
    assert run("recalculate", sound(tmp_path / "book.xlsx")) == 0
    assert sorted(p.name.partition("@")[0] for p in temporary.iterdir()) == [
        f"{START}folder.{os.getppid()}",
        f"{START}not-ours.tmp",
    ]
