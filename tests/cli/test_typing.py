"""What helps who types: options only where they mean something, completion, colour."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.support.workbook_files import run, sound
from xl_recoup.cli.main import COMMANDS
from xl_recoup.cli.shell_scripts import script

BASH = shutil.which("bash")
COLOUR = re.compile(r"\x1b\[[\d;]*3\d")
OF_RUNS = {
    "recalculate", "validate", "check", "explain", "post", "export", "statements", "remind",
    "settle", "forum", "attach",
}  # fmt: skip


def test_every_argument_is_explained() -> None:
    """No argument of a command is left to be guessed."""
    silent = [
        (c.name, a.names) for c in COMMANDS.values() for a in c.each() if not a.how.get("help")
    ]
    assert silent == []


def test_an_option_is_offered_where_it_means_something() -> None:
    """The day and --strict are of the commands that charge; --replace of those that write."""
    having = {
        o: {n for n, c in COMMANDS.items() if o in c.options()} for o in ("--strict", "--as-at")
    }
    assert having["--strict"] == OF_RUNS
    assert having["--as-at"] == OF_RUNS | {"compare", "doctor", "forecast"}
    for command in COMMANDS.values():
        writes = {"--output", "--to"} & set(command.options())
        assert ("--replace" in command.options()) == bool(writes), command.name


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("show-sheets", "b.xlsx", "--strict"),
         "--strict has no meaning here; it is for validate,"),
        (("check", "b.xlsx", "--reverse", "Autumn"),
         "--reverse has no meaning here; it is for post."),
        (("desk", "--as-at", "2026-01-31"), "--as-at has no meaning here; it is for validate,"),
        (("check", "b.xlsx", "--sctrict"),
         "“--sctrict” can't be understood here. Did you mean --strict?"),
    ],
)  # fmt: skip
def test_an_option_without_meaning_is_refused(
    typed: tuple[str, ...], said: str, capsys: Any
) -> None:
    """Nothing is done, and the sentence says which commands the option is for."""
    assert run(*typed) == 2
    assert said in capsys.readouterr().err


@pytest.mark.skipif(BASH is None, reason="there is no bash here")
@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("python3 -m xl_recoup reca", ["recalculate"]),
        ("xl-recoup new", ["new-year"]),
        ("py -m xl_recoup post book.xlsx --acc",
         ["--accept", "--accept-changes", "--accept-missing"]),
        ("python -m xl_recoup post book.xlsx --accept draft", ["draft-rates"]),
        ("python3 -m xl_recoup help exp", ["explain", "export"]),
        ("xl-recoup completion b", ["bash"]),
        ("xl-recoup recalculate boo", []),
        ("python3 -m pytest --st", []),
        ("python3 scri", []),
    ],
)  # fmt: skip
def test_bash_completes_what_is_typed(typed: str, offered: list[str]) -> None:
    """Commands, options and choices; for files and other programs, bash goes on alone."""
    words = typed.split(" ")
    asked = (
        f"{script('bash', COMMANDS.values())}\nCOMP_WORDS=({' '.join(words)})\n"
        f'COMP_CWORD={len(words) - 1}\n_xl_recoup\nprintf "%s\\n" "${{COMPREPLY[@]}}"\n'
    )
    assert BASH is not None
    done = subprocess.run(
        [BASH, "--norc", "-c", asked], capture_output=True, text=True, check=True, timeout=60
    )
    assert sorted(done.stdout.split()) == offered
    assert done.stderr == ""


def test_powershell_gets_every_command_option_and_choice(capsys: Any) -> None:
    """Each in quotes with what is said of it, in ASCII: a profile may be in any encoding."""
    assert run("completion", "powershell") == 0
    made = capsys.readouterr().out
    assert made.isascii()
    assert "-CommandName python, python3, py, xl-recoup" in made
    for name, command in COMMANDS.items():
        assert f"'{name}' = '" in made
        for option in command.options():
            assert f"'{option}' = '" in made
    assert "'draft-rates' = '" in made
    for line in made.splitlines():
        assert line.count("'") % 2 == 0, line
    for opened, closed in ("{}", "()", "[]"):
        code = re.sub(r"'[^'\n]*'", "", made)
        assert code.count(opened) == code.count(closed)


@pytest.mark.skipif(sys.platform == "win32", reason="a terminal of this kind is not there")
@pytest.mark.parametrize(
    ("environment", "coloured"),
    [({"TERM": "xterm-256color"}, True), ({"TERM": "xterm-256color", "NO_COLOR": "1"}, False),
     ({"TERM": "dumb"}, False)],
)  # fmt: skip
def test_colour_is_where_the_terminal_has_it(
    environment: dict[str, str], coloured: bool, tmp_path: Path
) -> None:
    """Errors are red in a terminal; never under NO_COLOR, in a dumb one, or in a file."""
    import pty

    book = sound(tmp_path / "book.xlsx", [{"Placement ref": "P1"}])
    typed = [sys.executable, "-m", "xl_recoup", "validate", str(book)]
    kept = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "FORCE_COLOR", "TERM")}
    ours, theirs = pty.openpty()
    done = subprocess.Popen(typed, stdout=theirs, stderr=theirs, env=kept | environment)
    os.close(theirs)
    seen = b""
    while True:
        try:
            part = os.read(ours, 4096)
        except OSError:  # the other end is closed
            break
        if not part:
            break
        seen += part
    os.close(ours)
    assert done.wait(timeout=120) == 1
    assert bool(COLOUR.search(seen.decode())) is coloured
    plain = subprocess.run(typed, capture_output=True, env=kept | environment, check=False)
    assert b"\x1b" not in plain.stdout + plain.stderr
