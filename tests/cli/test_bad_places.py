"""Names, readers and terminals that give trouble: each is answered in a sentence."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.workbook_files import sound, spawn, without_progress


def test_a_name_that_no_file_can_have_is_answered_in_a_sentence(tmp_path: Path) -> None:
    """A name of 300 letters, as the book or as the output, is no file and no traceback."""
    name = f"{'a' * 300}.xlsx"
    book = sound(tmp_path / "book.xlsx")
    to = ("--output", tmp_path / name)
    for arguments, code in (
        (("recalculate", tmp_path / name), 2),
        (("recalculate", book, *to), 3),
        (("forum", book, *to), 3),
        (("new-year", book, "--year", "2026-27", *to), 3),
    ):
        done = spawn(*arguments)
        assert done.returncode == code
        assert "Traceback" not in done.stderr


def test_the_json_of_a_refusal_has_the_sentence_and_the_exit_code(tmp_path: Path) -> None:
    """With --json the refusal is one object too; the sentence stays on standard error."""
    done = spawn("recalculate", tmp_path / "none.xlsx", "--json")
    assert done.returncode == 2
    said = json.loads(done.stdout)
    assert said["error"] == said["message"] == without_progress(done.stderr).strip()
    assert said["exit_code"] == 2


def test_a_reader_that_goes_away_changes_nothing(tmp_path: Path) -> None:
    """Output cut off by `head` gives no traceback, and the exit code stays that of the run."""
    path = sound(tmp_path / "book.xlsx")
    call = [shutil.which("sh") or "sh", "-c", '"$0" -m xl_recoup validate "$1"; echo $? >&2']
    with subprocess.Popen(
        [*call, sys.executable, str(path)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.stderr is not None
        assert without_progress(process.stderr.read().decode()).split() == ["0"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full here")
@pytest.mark.parametrize(
    ("command", "code"),
    [
        ('validate "$1" >/dev/full', 3), ('check "$1" --json >/dev/full', 3),
        ('validate "$1" >&-', 0), ('validate "$1" --json >&-', 0),
        ('validate none.xlsx 2>/dev/full', 2), ('validate none.xlsx 2>&-', 2),
    ],
)  # fmt: skip
def test_output_that_goes_nowhere_is_no_traceback(tmp_path: Path, command: str, code: int) -> None:
    """Results that can't be written are said in a sentence; a closed stream is as good as none."""
    path = sound(tmp_path / "book.xlsx")
    done = subprocess.run(
        [shutil.which("sh") or "sh", "-c", f'"$0" -m xl_recoup {command}', sys.executable, path],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    said = "The results can't be written to standard output: No space left on device."
    assert done.returncode == code
    assert done.stdout == ""
    shown = without_progress(done.stderr)
    assert shown.count("\n") == (code == 3)
    assert shown.startswith(said if code == 3 else "")


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_a_terminal_without_the_minus_sign_still_shows_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, encoding: str
) -> None:
    """A credit keeps its sign where the terminal can't show a minus; nothing stops the run."""
    monkeypatch.setenv("PYTHONIOENCODING", encoding)
    path = sound(tmp_path / "book.xlsx")
    done = subprocess.run(
        [shutil.which("sh") or "sh", "-c", '"$0" -m xl_recoup explain "$1" P002/AC-BS',
         sys.executable, str(path)],
        capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0
    assert without_progress(done.stderr.decode(encoding)) == ""
    assert b"\\u2212" in done.stdout
