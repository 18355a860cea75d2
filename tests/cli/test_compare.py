"""`xl-recoup compare`: what it answers, what it writes, and what it leaves alone."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.support.books import pex
from tests.support.office import table_rows
from tests.support.workbook_files import PLACEMENTS, answer, sound

PREMIUM = {"Scenario": "No premium", "Changes": "setting", "Item": "Pupil premium",
           "Value": "left alone"}  # fmt: skip
DEARER = {"Scenario": "Dearer", "Changes": "rate", "Item": "basic_entitlement primary",
          "Value": 5000, "From": date(2025, 9, 1)}  # fmt: skip
WRONG = {"Scenario": "Wrong", "Changes": "setting", "Item": "Hold dayz", "Value": 3}


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """Return a workbook with two scenarios that can be run and one that can't."""
    return sound(tmp_path / "book.xlsx", PLACEMENTS, Scenarios=[PREMIUM, WRONG, DEARER])


def test_the_answer_has_the_names_of_the_contract(book: Path, capsys: Any) -> None:
    """Baseline, scenarios, schools and differences, amounts as text; what can't be run is named."""
    code, said = answer(capsys, "compare", book, "--as-at", "2026-01-31")
    assert code == 1
    assert set(said["baseline"]) == {"totals"}
    assert [s["name"] for s in said["scenarios"]] == ["No premium", "Dearer"]
    for scenario in said["scenarios"]:
        assert set(scenario) == {"name", "totals", "difference", "schools"}
        for status, amount in scenario["difference"].items():
            now, then = said["baseline"]["totals"][status], scenario["totals"][status]
            assert float(amount) == pytest.approx(float(then) - float(now))
        for school in scenario["schools"]:
            assert set(school) == {"laestab", "amount", "difference"}
    errors = [f for f in said["findings"] if f["severity"] == "error"]
    assert [(f["code"], f["sheet"], f["cell"]) for f in errors] == [("A55", "Scenarios", "C6")]


def test_a_scenario_that_is_named_is_run_alone(book: Path, capsys: Any) -> None:
    """Whatever its capitals; the premium of the one pupil with FSM6 falls away."""
    code, said = answer(capsys, "compare", book, "--scenario", "no PREMIUM")
    assert code == 0
    (scenario,) = said["scenarios"]
    assert scenario["difference"]["billable"] == "-699.23"


def test_only_two_tables_are_written(book: Path, capsys: Any, tmp_path: Path) -> None:
    """Their sheets are added by the first comparison; Charges, Ledger and all else stay away."""
    target = tmp_path / "compared.xlsx"
    code, said = answer(capsys, "compare", book, "--output", target)
    assert (code, said["output"]) == (1, str(target))
    totals = table_rows(target, "ScenarioTotals")
    assert [row["Scenario"] for row in totals] == [
        name for name in ("No premium", "Dearer") for row in totals if row["Scenario"] == name
    ]
    schools = table_rows(target, "ScenarioSchools")
    assert {row["LAESTAB"] for row in schools} == {
        school["laestab"] for scenario in said["scenarios"] for school in scenario["schools"]
    }
    again = tmp_path / "again.xlsx"
    assert answer(capsys, "compare", target, "--output", again)[0] == 1
    assert table_rows(again, "ScenarioSchools") == schools


def test_a_workbook_without_scenarios_gets_the_sheet(tmp_path: Path, capsys: Any) -> None:
    """A table of a later stage is added by the command that needs it; an empty one is said."""
    path = sound(tmp_path / "book.xlsx", [pex(1)])
    code, said = answer(capsys, "compare", path)
    assert (code, said["scenarios"]) == (0, [])
    code, said = answer(capsys, "compare", path)
    assert code == 2
    assert said["error"].startswith("There is nothing to compare")
