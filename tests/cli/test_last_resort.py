"""A defect of the program looks like no result: a sentence, exit code 70, a log without data."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from xl_recoup import __main__ as start
from xl_recoup.cli.main import COMMANDS, main
from xl_recoup.excel.failures import log_file
from xl_recoup.page.commands import run
from xl_recoup.reporting.answer import DEFECT

SECRET = "Zebedee Quillfeather"
GIVEN = {
    "books": [Path("a.xlsx")], "book": Path("a.xlsx"), "as_at": None, "strict": False, "json": False
}  # fmt: skip


def broken(*_given: Any, **_named: Any) -> Any:
    """Fail as nothing should, with a pupil's name in the error."""
    raise KeyError(SECRET)


@pytest.fixture
def at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's folder, in which the log is."""
    monkeypatch.delenv("LOCALAPPDATA", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize("as_json", [False, True])
@pytest.mark.parametrize("name", COMMANDS)
def test_a_defect_of_a_command_is_said_in_a_sentence(
    name: str,
    as_json: bool,
    at_home: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Whatever the command, a defect ends with 70 and a sentence; the pupil is nowhere."""
    entered = COMMANDS[name]._replace(function=broken)
    options = argparse.Namespace(command=entered, **(GIVEN | {"json": as_json}))
    monkeypatch.setattr("xl_recoup.cli.main.understood", lambda *_given: options)
    assert main([name]) == DEFECT == start.DEFECT == 70
    said = capsys.readouterr()
    assert str(log_file()) in said.err
    assert said.err.startswith("Something went wrong that the program did not foresee")
    assert SECRET not in said.out + said.err
    if as_json:
        told = json.loads(said.out)
        assert (told["exit_code"], told["command"]) == (70, name)
    noted = log_file().read_text(encoding="utf-8")
    assert f"  {name}  KeyError" in noted
    assert "test_last_resort.py" in noted
    assert SECRET not in noted


def test_a_defect_in_the_page_is_said_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """The page has no log: the sentence names the lines of the program, and no data."""
    monkeypatch.setattr("xl_recoup.files.run_files.validate_file", broken)
    said = json.loads(run(["validate", "a.xlsx"], lambda _words: None))
    assert said["code"] == 70
    (sentence,) = said["told"]
    assert "KeyError" in sentence
    assert "test_last_resort.py" in sentence
    assert SECRET not in sentence


def test_an_installation_that_lacks_a_library_is_no_drift(at_home: Path) -> None:
    """A program that can't even begin ends with 70 and says what is missing, without a trace."""
    code = (
        "import sys; sys.modules['pydantic'] = None\n"
        "from xl_recoup.__main__ import run; sys.argv = ['x', 'check', 'a.xlsx']; run()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        cwd=Path(start.__file__).parents[1],
        env=os.environ | {"PYTHONIOENCODING": "utf-8"},
    )
    assert done.returncode == 70
    assert done.stderr.startswith("The installation of xl_recoup lacks pydantic")
    assert "Traceback" not in done.stderr
