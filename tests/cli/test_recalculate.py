"""`python -m xl_recoup recalculate` and `validate`: what they print, write and exit with."""

from __future__ import annotations

import re
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.support.books import pex
from tests.support.office import table_rows
from tests.support.workbook_files import PLACEMENTS, answer, contents, run, sound, without_progress
from xl_recoup.contract import STATUSES
from xl_recoup.files import run_files
from xl_recoup.run.calculate import calculate

ROWS = {"read": 6, "charged": 4, "nil": 1, "held": 1}
TOTALS = {
    "billable": "11537.92", "asked": "0.00", "held": "739.81", "posted": "0.00", "nil": "0.00",
}  # fmt: skip
WRONG = [*PLACEMENTS, pex(7, **{"Exclusion date": None})]


def test_recalculate_answers_with_the_names_of_the_contract(typed: Path, capsys: Any) -> None:
    """The JSON has rows, totals, findings and output, under exactly these names."""
    code, said = answer(capsys, "recalculate", typed)
    assert code == 0
    assert said["rows"] == ROWS
    assert said["totals"] == TOTALS
    assert said["findings"] == []
    assert said["output"] == str(typed)
    assert said["as_at"] == "2026-01-31"
    assert said["financial_year"] == "2025-26"


def test_findings_have_the_names_of_the_contract(tmp_path: Path, capsys: Any) -> None:
    """Each finding in the JSON has the contract's names, what its row is called, and its state."""
    code, said = answer(capsys, "validate", sound(tmp_path / "book.xlsx", WRONG))
    assert code == 1
    assert [f["severity"] for f in said["findings"]] == ["error"]
    (finding,) = said["findings"]
    assert set(finding) == {"code", "severity", "sheet", "cell", "message", "item", "state"}
    assert (finding["sheet"], finding["cell"]) == ("Placements", "L11")
    assert finding["message"].startswith("Placements L11: ")
    assert finding["state"] == "known"
    assert re.fullmatch(r"[A-Z]\d\d", finding["code"])


@pytest.mark.parametrize("command", ["recalculate", "validate", "check"])
def test_every_answer_has_the_same_shape(filled: Path, capsys: Any, command: str) -> None:
    """The commands that run print one object each; amounts are text with two decimals."""
    code, said = answer(capsys, command, filled)
    assert code == 0
    assert set(said) >= {"rows", "totals", "findings", "output"}
    assert set(said["rows"]) == {"read", "charged", "nil", "held"}
    assert set(said["totals"]) == set(STATUSES)
    assert all(re.fullmatch(r"-?\d+\.\d\d", amount) for amount in said["totals"].values())
    assert said["output"] == (str(filled) if command == "recalculate" else None)


def test_a_person_reads_rows_totals_and_where_it_was_written(typed: Path, capsys: Any) -> None:
    """Without --json the result is in sentences and pounds, and standard error stays silent."""
    assert run("recalculate", typed) == 0
    said = capsys.readouterr()
    assert without_progress(said.err) == ""
    assert said.out.splitlines()[0] == (
        "6 placements read as at 31 January 2026 for 2025-26: 4 charged, 1 nil, 1 held."
    )
    assert re.search(r"^billable +£11,537\.92 ", said.out, re.MULTILINE)
    assert re.search(r"^total +£12,277\.73 ", said.out, re.MULTILINE)
    assert said.out.splitlines()[-2:] == ["0 errors, 0 warnings.", f"Written to {typed}."]


def test_one_of_each_is_said_in_the_singular(tmp_path: Path, capsys: Any) -> None:
    """One row and one error are not called placements and errors."""
    book = sound(tmp_path / "book.xlsx", [pex(1, **{"Exclusion date": None})], Queries=[])
    assert run("validate", book) == 1
    said = capsys.readouterr().out
    assert said.startswith("1 placement read ")
    assert "\n1 error, 0 warnings.\n" in said


def test_validate_writes_nothing(typed: Path, capsys: Any) -> None:
    """`validate` leaves the folder as it was, whatever it finds."""
    before = contents(typed.parent)
    assert run("validate", typed) == 0
    assert contents(typed.parent) == before


def test_validate_exits_with_1_for_errors_only(tmp_path: Path) -> None:
    """An error gives 1; a warning gives 0; a held row gives 1 only under --strict."""
    wrong = sound(tmp_path / "wrong.xlsx", WRONG)
    late = [pex(1, **{"Decision date": date(2025, 10, 18)})]  # a Saturday: not a school day
    assert run("validate", wrong) == 1
    assert run("validate", sound(tmp_path / "late.xlsx", late)) == 0
    held = sound(tmp_path / "held.xlsx", PLACEMENTS)
    assert run("validate", held) == 0
    assert run("validate", held, "--strict") == 1


def test_recalculate_exits_with_0_in_spite_of_errors(tmp_path: Path) -> None:
    """Errors hold their rows; the rest is charged and written, and that is done."""
    book = sound(tmp_path / "book.xlsx", WRONG)
    assert run("recalculate", book) == 0
    lines = {r["Charge ref"]: r for r in table_rows(book, "Charges")}
    assert [r["Status"] for r in lines.values() if r["Placement ref"] == "P007"] == ["held"]
    assert lines["P001/BS"]["Amount"] == 1775.54


def test_strict_exits_with_1_although_the_file_is_written(tmp_path: Path, capsys: Any) -> None:
    """--strict says by its exit code that rows are held; the file is written all the same."""
    book = sound(tmp_path / "book.xlsx")
    code, said = answer(capsys, "recalculate", book, "--strict")
    assert (code, said["rows"]["held"]) == (1, 1)
    assert len(table_rows(book, "Charges")) == 9
    clean = sound(tmp_path / "clean.xlsx", PLACEMENTS[:4])
    assert run("recalculate", clean, "--strict") == 0


@pytest.mark.parametrize("command", ["explain", "forum"])
def test_strict_holds_for_every_command_that_reads_rows(filled: Path, command: str) -> None:
    """--strict says by the exit code that rows are held, whatever else was asked for."""
    more = ["P001"] if command == "explain" else []
    assert run(command, filled, *more) == 0
    assert run(command, filled, *more, "--strict") == 1


def test_in_place_keeps_the_previous_version(typed: Path) -> None:
    """The version before lies beside the new one, byte for byte, and nothing else does."""
    before = typed.read_bytes()
    assert run("recalculate", typed) == 0
    kept = typed.with_name("book.previous-2026-01-31T1200.xlsx")
    assert kept.read_bytes() == before
    assert sorted(p.name for p in typed.parent.iterdir()) == [kept.name, "book.xlsx"]
    between = typed.read_bytes()
    assert run("recalculate", typed) == 0
    assert kept.read_bytes() == before
    assert kept.with_stem(f"{kept.stem}-2").read_bytes() == between


def test_a_book_saved_in_the_meantime_is_not_overwritten(
    typed: Path, monkeypatch: Any, capsys: Any
) -> None:
    """A book that somebody saves during the run keeps what was saved; the exit code is 3."""

    def interrupted(*given: Any, **named: Any) -> Any:
        typed.write_bytes(typed.read_bytes() + b"saved")
        return calculate(*given, **named)

    monkeypatch.setattr(run_files, "calculate", interrupted)
    assert run("recalculate", typed) == 3
    assert "book.xlsx was saved by somebody while it was being" in capsys.readouterr().err
    assert typed.read_bytes().endswith(b"saved")
    assert [p.name for p in typed.parent.iterdir()] == ["book.xlsx"]


def test_output_leaves_the_source_alone(typed: Path, tmp_path: Path, capsys: Any) -> None:
    """--output writes there and nowhere else."""
    before = typed.read_bytes()
    target = tmp_path / "new.xlsx"
    code, said = answer(capsys, "recalculate", typed, "--output", target)
    assert (code, said["output"]) == (0, str(target))
    assert typed.read_bytes() == before
    assert sorted(p.name for p in tmp_path.iterdir()) == ["book.xlsx", "new.xlsx"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["book.xlsx", "second.xlsx", "--output", "x.xlsx"], "for several workbooks use --to"),
        (["book.xlsx", "--output", "x.xlsx", "--to", "out"], "not both"),
        (["book.xlsx", "sub/Book.xlsx", "--to", "out"], "have the same name"),
        (["book.xlsx", "--output", "x.xlsm"], ".xlsx"),
        (["book.xlsx", "--output", "x"], ".xlsx"),
    ],
)
def test_targets_that_make_no_sense_are_refused(
    typed: Path, monkeypatch: Any, capsys: Any, arguments: list[str], words: str
) -> None:
    """Clashing targets are refused in a sentence before anything is read or written."""
    monkeypatch.chdir(typed.parent)
    Path("sub").mkdir()
    for name in ("second.xlsx", "sub/Book.xlsx"):
        shutil.copyfile(typed, name)
    before = contents(typed.parent)
    assert run("recalculate", *arguments) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert words in said.err
    assert without_progress(said.err).count("\n") == 1
    assert contents(typed.parent) == before


@pytest.mark.parametrize("day", ["2025-11-30", "30/11/2025"])
def test_as_at_is_read_in_both_forms(typed: Path, capsys: Any, day: str) -> None:
    """--as-at takes an ISO and a British date; holds are judged at that day."""
    code, said = answer(capsys, "recalculate", typed, "--as-at", day)
    assert (code, said["as_at"]) == (0, "2025-11-30")
    assert said["rows"] == {"read": 6, "charged": 0, "nil": 1, "held": 5}
    (logged,) = table_rows(typed, "RunLog")
    assert logged["As-at date"].date() == date(2025, 11, 30)


@pytest.mark.parametrize("day", ["31/02/2026", "2026-13-01", "soon", "", "46053", "01/02/26"])
@pytest.mark.parametrize("command", ["recalculate", "validate", "check"])
def test_a_bad_day_is_refused(typed: Path, capsys: Any, command: str, day: str) -> None:
    """A day that is none, or that reads in two ways, gives 2 and changes nothing."""
    before = contents(typed.parent)
    assert run(command, typed, "--as-at", day) == 2
    assert "is not a date such as 2026-01-31 or 31/01/2026" in capsys.readouterr().err
    assert contents(typed.parent) == before


def test_the_workbook_s_own_day_goes_before_the_day_of_the_run(tmp_path: Path, capsys: Any) -> None:
    """The As-at date setting is used unless --as-at says otherwise."""
    book = sound(tmp_path / "book.xlsx", settings={"As-at date": date(2025, 11, 30)})
    assert answer(capsys, "recalculate", book)[1]["as_at"] == "2025-11-30"
    assert answer(capsys, "recalculate", book, "--as-at", "2026-01-15")[1]["as_at"] == "2026-01-15"


def test_each_run_adds_a_line_to_the_run_log(typed: Path) -> None:
    """The run log is only ever added to: who, when, with what counts and totals."""
    assert run("recalculate", typed) == 0
    assert run("recalculate", typed, "--as-at", "2025-11-30") == 0
    first, second = table_rows(typed, "RunLog")
    assert (first["Run by"], first["Rows read"], first["Total"]) == ("tester", 6, 12277.73)
    assert (first["Charged"], first["Nil"], first["Held rows"]) == (4, 1, 1)
    assert (second["Charged"], second["Nil"], second["Held rows"]) == (0, 1, 5)
    assert first["Placements digest"] == second["Placements digest"]
    assert f"{first['Run at']:%Y-%m-%d %H:%M}" == "2026-01-31 12:00"


def test_no_command_or_an_unknown_one_exits_with_2(capsys: Any) -> None:
    """A call that names no command shows how to call, and exits with 2."""
    assert run() == 2
    assert run("recount", "book.xlsx") == 2
    assert "usage: python -m xl_recoup" in capsys.readouterr().err


def test_help_and_version_exit_with_0(capsys: Any) -> None:
    """--help names every command and the exit codes; --version names the version."""
    assert run("--help") == 0
    said = capsys.readouterr().out
    assert all(name in said for name in ("recalculate", "validate", "check", "explain"))
    assert "Exit codes" in said
    assert run("--version") == 0
    assert re.fullmatch(r"xl-recoup \d+\.\d+\.\d+\n", capsys.readouterr().out)
