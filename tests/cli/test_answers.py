"""What a command answers: one frame for all of them, an exit code, and nothing loaded in vain."""

from __future__ import annotations

import json
import shlex
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from doc_pages import commands
from tests.cli.test_remind import with_invoice
from tests.support.workbook_files import run, sound, spawn, without_progress
from xl_recoup import __version__
from xl_recoup.cli.command import understood
from xl_recoup.cli.help_texts import EXAMPLES
from xl_recoup.cli.main import COMMANDS
from xl_recoup.errors import FileUnavailable
from xl_recoup.reporting.answer import DONE, FOUND, Answer, of_refusal

SAMPLE = Path(__file__).parents[2] / "workbook" / "recoupment.xlsx"
RECEIPT = {"Reference": "INV-2526-0001", "Amount": -60, "Date": date(2026, 1, 20),
           "Description": "BACS receipt"}  # fmt: skip
FRAME = (
    "command", "version", "exit_code", "message", "told", "rows", "totals", "findings", "output",
)  # fmt: skip
DONE_WITH: dict[str, list[tuple[str, ...]]] = {
    "recalculate": [("book.xlsx", "--output", "run.xlsx"), ("book.xlsx", "two.xlsx", "--to", "to")],
    "validate": [("book.xlsx",)],
    "check": [("book.xlsx",)],
    "compare": [("book.xlsx", "--output", "compared.xlsx")],
    "forecast": [("book.xlsx", "--output", "ahead.xlsx")],
    "monthly": [
        ("book.xlsx", "book.xlsx", "--sheet", "Placements BTA"),
        ("book.xlsx", "book.xlsx", "--sheet", "Placements BTA", "--propose", "--output", "m.xlsx"),
    ],
    "explain": [("book.xlsx", "PEX-2526-002")],
    "adopt": [("bare.xlsx", "--output", "own.xlsx")],
    "post": [
        ("book.xlsx", "--period", "Autumn 2025", "--approved-by", "B. Head", "--allow-draft",
         "--output", "posted.xlsx"),
        ("book.xlsx", "--period", "Autumn 2025", "--preview"),
    ],
    "export": [("book.xlsx", "--to", "files")],
    "statements": [("book.xlsx", "--to", "letters", "--formats", "xlsx")],
    "settle": [("settle.xlsx",)],
    "remind": [("book.xlsx", "--to", "reminders")],
    "forum": [("book.xlsx",), ("book.xlsx", "--output", "forum.csv")],
    "new-year": [("book.xlsx", "--year", "2026-27", "--output", "next.xlsx")],
    "without-pupils": [("book.xlsx", "--output", "without.xlsx")],
    "pupil": [("book.xlsx", "--upn", "P305990121001")],
    "attach": [],
    "desk": [],
    "doctor": [(), ("book.xlsx",)],
    "show-sheets": [("book.xlsx", "--output", "all.xlsx"), ("book.xlsx", "--daily")],
    "completion": [("bash",), ("powershell",)],
}  # fmt: skip
"""Calls of each command that are done; of `attach` and `desk` none is, where there is no Excel."""
REFUSED_WITH: dict[str, tuple[str, ...]] = {
    "recalculate": ("none.xlsx",),
    "validate": ("none.xlsx",),
    "check": ("none.xlsx",),
    "compare": ("book.xlsx", "--scenario", "nothing so named"),
    "forecast": ("none.xlsx",),
    "monthly": ("book.xlsx", "none.xlsx"),
    "explain": ("book.xlsx", "nobody"),
    "adopt": ("book.xlsx", "--undo"),
    "post": ("book.xlsx", "--period", " ", "--approved-by", "B. Head"),
    "export": ("none.xlsx", "--to", "files"),
    "statements": ("none.xlsx", "--to", "letters"),
    "settle": ("none.xlsx",),
    "remind": ("none.xlsx", "--to", "reminders"),
    "forum": ("book.xlsx", "--output", "forum.odt"),
    "new-year": ("book.xlsx", "--year", "2024", "--output", "next.xlsx"),
    "without-pupils": ("book.xlsx", "--output", "without.docx"),
    "pupil": ("none.xlsx", "--upn", "P305990121001"),
    "attach": (),
    "desk": (),
    "doctor": ("none.xlsx",),
    "show-sheets": ("none.xlsx",),
    "completion": ("cmd",),
}
RUNS = {
    "compare",
    "forecast",
    "recalculate",
    "validate",
    "check",
    "explain",
    "post",
    "export",
    "statements",
    "remind",
    "settle",
    "forum",
}
"""The commands that say how many rows were read."""
HEAVY = {
    "openpyxl", "pandas", "pydantic", "rich", "typst", "xlwings", "dataclasses", "xl_recoup.tables",
}  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the workbooks that the calls name."""
    folder = tmp_path_factory.mktemp("calls")
    for name in ("book.xlsx", "two.xlsx"):
        shutil.copyfile(SAMPLE, folder / name)
    sound(folder / "bare.xlsx", replace={"Rates": None})
    run("recalculate", with_invoice(folder / "settle.xlsx", LedgerExtract=[RECEIPT]))
    return folder


def said(capsys: Any, *arguments: object) -> tuple[int, Any, str]:
    """Run a command with --json; return its exit code, its object and what it says to people."""
    capsys.readouterr()
    code = run(*arguments, "--json")
    out, err = capsys.readouterr()
    return code, json.loads(out), without_progress(err)


def test_every_command_has_its_calls() -> None:
    """A command that is added is held against the frame too."""
    assert set(DONE_WITH) == set(REFUSED_WITH) == set(EXAMPLES) == set(COMMANDS)


def test_the_page_of_the_commands_tells_the_frame() -> None:
    """What docs/commands.md lists is what every object has, in this order."""
    assert tuple(Answer().framed(None, DONE)) == FRAME == tuple(key for key, _ in commands.FRAME)


@pytest.mark.parametrize(
    ("command", "arguments"), [(c, call) for c, calls in DONE_WITH.items() for call in calls]
)
def test_what_is_done_is_answered_in_the_frame(
    folder: Path, monkeypatch: Any, capsys: Any, command: str, arguments: tuple[str, ...]
) -> None:
    """The same keys whatever is asked for; rows are counts, and the exit code is the process's."""
    monkeypatch.chdir(folder)
    monkeypatch.setenv("XL_RECOUP_USER", "bhead")
    code, answer, _ = said(capsys, command, *arguments)
    assert tuple(answer)[: len(FRAME)] == FRAME
    assert (answer["command"], answer["version"]) == (command, __version__)
    assert (answer["exit_code"], answer["message"]) == (code, None)
    assert "error" not in answer
    assert (answer["rows"] is not None) == (command in RUNS)
    if answer["rows"]:
        assert set(answer["rows"]) == {"read", "charged", "nil", "held"}
        assert answer["rows"]["read"] == sum(answer["rows"].values()) - answer["rows"]["read"]
    for finding in answer["findings"]:
        assert set(finding) == {"code", "severity", "sheet", "cell", "message", "item", "state"}
    target = arguments[arguments.index("--output") + 1] if "--output" in arguments else None
    assert target is None or answer["output"] == target


@pytest.mark.parametrize("command", REFUSED_WITH)
def test_what_is_refused_is_answered_in_the_frame(
    folder: Path, monkeypatch: Any, capsys: Any, command: str
) -> None:
    """A refusal is one object too, with the sentence that a person reads on standard error."""
    monkeypatch.chdir(folder)
    code, answer, told = said(capsys, command, *REFUSED_WITH[command])
    assert tuple(answer)[: len(FRAME)] == FRAME
    assert code == answer["exit_code"] > 1
    assert answer["message"] == answer["error"] == told.rstrip("\n")
    assert (answer["command"], answer["rows"], answer["findings"]) == (command, None, [])


@pytest.mark.parametrize(
    ("arguments", "command", "words"),
    [
        ((), None, "the following arguments are required: COMMAND"),
        (("recount", "book.xlsx"), None, "there is no command “recount”"),
        (("recalculate",), "recalculate", "the following arguments are required: BOOK"),
        (("check", "book.xlsx", "--as-at", "soon"), "check", "soon is not a date such as"),
        (("check", "book.xlsx", "--hidden"), "check", "“--hidden” can't be understood here."),
        (("adopt", "book.xlsx", "--confirm", "--undo"), "adopt", "not allowed with argument"),
        (("statements", "b.xlsx", "--to", "x", "--formats", "doc"), "statements", "'doc'"),
    ],
)
def test_arguments_that_cannot_be_read_are_answered_in_the_frame(
    capsys: Any, arguments: tuple[str, ...], command: str | None, words: str
) -> None:
    """With --json anywhere the object holds the sentence; people see the usage as ever."""
    assert run(*arguments) == 2
    plain = capsys.readouterr()
    assert plain.out == ""
    for given in ((*arguments, "--json"), ("--json", *arguments)):
        assert run(*given) == 2
        with_json = capsys.readouterr()
        answer = json.loads(with_json.out)
        assert tuple(answer)[: len(FRAME)] == FRAME
        assert answer["exit_code"] == 2
        assert answer["message"] == answer["error"] == with_json.err.splitlines()[-1]
        assert "usage: python -m xl_recoup" in with_json.err
    _, answer, told = said(capsys, *arguments)
    assert answer["command"] == command
    assert words in answer["message"]
    assert told == plain.err


def test_what_is_mistyped_is_guessed(capsys: Any) -> None:
    """A command or an option that is nearly one is named; what is like none has no guess."""
    assert run("recount", "book.xlsx") == run("xyz") == 2
    assert run("recalculate", "book.xlsx", "--outptu", "x.xlsx") == 2
    said = capsys.readouterr().err
    assert "there is no command “recount”. Did you mean recalculate?\n" in said
    assert "there is no command “xyz”.\n" in said
    assert "“--outptu” and “x.xlsx” can't be understood here. Did you mean --output?\n" in said


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_an_example_that_can_be_typed(command: str, capsys: Any) -> None:
    """`help post` is the help of post, and ends with an example that the program understands."""
    assert run("help", command) == 0
    assert f"Example: python -m xl_recoup {EXAMPLES[command]}\n" in capsys.readouterr().out
    assert understood(shlex.split(EXAMPLES[command]), COMMANDS).command.name == command


def test_the_process_ends_with_the_code_that_it_says(tmp_path: Path) -> None:
    """What the object calls the exit code is what a shell sees: of a refusal and of a misuse."""
    for arguments in (("validate", tmp_path / "none.xlsx"), ("validate",)):
        done = spawn(*arguments, "--json")
        assert json.loads(done.stdout)["exit_code"] == done.returncode == 2


def test_the_report_to_the_forum_is_alone(folder: Path, capsys: Any) -> None:
    """Beside the report nothing stands that would tell what the report hides."""
    _, answer, _ = said(capsys, "forum", folder / "book.xlsx")
    assert (answer["totals"], answer["findings"], answer["checks"]) == (None, [], [])
    assert any(row["Pupils"] == "not shown" for row in answer["report"])


def test_several_workbooks_add_up(folder: Path, capsys: Any) -> None:
    """Rows and totals of several are their sums; a refused one is named and counts nothing."""
    books = (folder / "book.xlsx", folder / "two.xlsx", folder / "none.xlsx")
    code, answer, told = said(capsys, "recalculate", *books, "--to", folder / "both")
    one, two, none = answer["books"]
    assert (code, set(none)) == (2, {"book", "error"})
    assert "none.xlsx" in told
    assert answer["rows"] == {name: 2 * count for name, count in one["rows"].items()}
    assert answer["totals"] == {
        status: f"{2 * float(pounds):.2f}" for status, pounds in two["totals"].items()
    }
    code, answer, _ = said(capsys, "recalculate", books[2], books[2])
    assert (code, answer["rows"], len(answer["books"])) == (2, None, 2)


def test_held_rows_are_said_by_the_code_under_strict_alone() -> None:
    """Held rows give 1 where that is asked for; they never hide a worse code."""
    assert Answer(held=True).exit_code(strict=False) == DONE
    assert Answer(held=True).exit_code(strict=True) == FOUND
    assert Answer().exit_code(strict=True) == DONE
    assert Answer(code=3, held=True).exit_code(strict=True) == 3


def test_a_refusal_keeps_its_code() -> None:
    """A file that can't be written gives 3, and its sentence stands in the frame."""
    answer = of_refusal(FileUnavailable("book.xlsx is read-only."))
    framed = answer.framed("post", answer.exit_code(strict=True))
    assert (framed["exit_code"], framed["error"]) == (3, "book.xlsx is read-only.")


@pytest.mark.parametrize("asked", [[], *([name] for name in COMMANDS)], ids=" ".join)
def test_help_loads_no_library(asked: list[str]) -> None:
    """Who asks for help, or imports the package, does not wait for what a run needs."""
    code = (
        "import sys, xl_recoup\n"
        "from xl_recoup.cli.main import main\n"
        f"try:\n    main({[*asked, '--help']!r})\n"
        "except SystemExit as end:\n    assert not end.code\n"
        f"print(sorted({HEAVY!r} & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("usage: python -m xl_recoup")
    assert done.stderr.strip() == "[]"
