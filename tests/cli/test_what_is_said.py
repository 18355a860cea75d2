"""What the commands say where: progress on standard error, and never a pupil's data."""

from __future__ import annotations

import json
import time
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from tests.support.books import pex, pupil_upn
from tests.support.workbook_files import (
    PLACEMENTS,
    SLOWLY,
    parts,
    run,
    sound,
    spawn,
    type_in,
    without_progress,
)
from xl_recoup.reporting import terminal

STAGES = {
    "recalculate": ["reading", "understanding the tables", "checking 6 placements", "charging",
                    "reconciling", "writing"],
    "validate": ["reading", "understanding the tables", "checking 6 placements", "charging",
                 "reconciling"],
    "check": ["reading", "understanding the tables", "checking 6 placements", "charging",
              "reconciling", "comparing"],
    "explain": ["reading", "understanding the tables", "checking 6 placements", "charging",
                "reconciling"],
}  # fmt: skip


def _arguments(command: str, book: Path) -> list[object]:
    return [command, book, "P001"] if command == "explain" else [command, book]


@pytest.mark.parametrize("command", STAGES)
def test_a_quick_run_shows_no_progress(
    filled: Path, monkeypatch: Any, capsys: Any, command: str
) -> None:
    """Within the first second nothing is said on standard error."""
    monkeypatch.setattr(terminal, "PATIENCE", 1.0)
    monkeypatch.setattr(time, "monotonic", lambda: 0.0)
    assert run(*_arguments(command, filled)) == 0
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("command", STAGES)
def test_a_slow_run_shows_its_stages_on_standard_error(
    filled: Path, monkeypatch: Any, capsys: Any, command: str
) -> None:
    """Each stage after the first second is named once; standard output stays one JSON object."""
    clock = count(0.0, 1.5)
    monkeypatch.setattr(time, "monotonic", lambda: next(clock))
    assert run(*_arguments(command, filled), "--json") == 0
    said = capsys.readouterr()
    json.loads(said.out)
    shown = [line.removeprefix("book.xlsx: ").partition(" …")[0] for line in said.err.splitlines()]
    assert shown == STAGES[command]


def test_on_a_slow_machine_progress_is_all_that_comes_besides(
    filled: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Shown from the first moment on, progress is told from what is said to people, in any process.

    With XL_RECOUP_SLOWLY set, every test of the commands runs so.
    """
    monkeypatch.setattr(terminal, "PATIENCE", -1.0)
    assert run("explain", filled, "nobody") == 2
    here = capsys.readouterr().err
    monkeypatch.setenv("PYTHONPATH", str(SLOWLY))
    for err in (here, spawn("explain", filled, "nobody").stderr):
        assert [line.split(" …")[0] for line in err.splitlines()[:-1]] == [
            f"book.xlsx: {stage}" for stage in [*STAGES["explain"][:-1], "looking for one like it"]
        ]
        (sentence,) = without_progress(err).splitlines()
        assert sentence.startswith("No charge or placement in book.xlsx has the reference nobody.")


SECRETS = ("Zebedee", "A12345Z", "31/02/2012", "B305200120998", "wept at the hearing")


@pytest.fixture
def private(tmp_path: Path) -> Path:
    """Return a book whose pupils' data are wrong in every way that gives a finding."""
    wrong_letter = pupil_upn(998, 20)
    wrong_letter = ("B" if wrong_letter[0] != "B" else "C") + wrong_letter[1:]
    rows = [
        *PLACEMENTS,
        pex(7, UPN="A12345Z", Pupil="Zebedee"),
        pex(8, UPN=wrong_letter, Pupil="Zebedee"),
        pex(9, **{"Date of birth": "31/02/2012", "Notes": "wept at the hearing"}),
        pex(10, **{"Date of birth": "Zebedee"}),
        pex(11, **{"Exclusion date": None, "Pupil": "Zebedee", "Notes": "wept at the hearing"}),
    ]
    return sound(tmp_path / "book.xlsx", rows)


@pytest.mark.parametrize("more", [[], ["--json"]])
def test_no_pupil_s_data_are_said(private: Path, capsys: Any, more: list[str]) -> None:
    """Findings on the UPN, the pupil, the date of birth and notes name the cell, not the value."""
    assert run("validate", private, *more) == 1
    assert run("recalculate", private, *more) == 0
    assert run("check", private, *more) == 0
    for ref in ("P007", "P008", "P009", "P010", "P011"):
        assert run("explain", private, ref, *more) == 0
    said = capsys.readouterr()
    for cell in ("C11", "C12", "E13", "E14"):
        assert f"Placements {cell}: " in said.out
    for secret in (*SECRETS, pupil_upn(998, 20)[1:], pupil_upn(1, 20)):
        assert secret not in said.out + said.err


def test_a_changed_note_is_not_quoted_by_the_check(private: Path, capsys: Any) -> None:
    """Drift in a pupil's row names the table alone."""
    assert run("recalculate", private) == 0
    type_in(private, "Placements", "AS13", "Zebedee moved")
    assert run("check", private) == 1
    said = capsys.readouterr().out
    assert "The table Placements has changed since the last run." in said
    assert "Zebedee" not in said


def test_no_pupil_s_data_get_into_the_outputs(private: Path) -> None:
    """The sheets that a run makes hold no UPN, name, date of birth or note."""
    before = parts(private)
    assert run("recalculate", private) == 0
    written = {n: data for n, data in parts(private).items() if before.get(n) != data}
    assert "xl/workbook.xml" in written
    shown = b"".join(written.values())
    for secret in (*SECRETS, pupil_upn(998, 20)[1:]):
        assert secret.encode() not in shown
