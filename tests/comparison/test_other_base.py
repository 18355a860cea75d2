"""The scenarios of this year's workbook over the placements of another year."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.support.books import pex
from tests.support.office import table_rows
from tests.support.workbook_files import PLACEMENTS, answer, sound

LEFT = {"Scenario": "No premium", "Changes": "setting", "Item": "Pupil premium",
        "Value": "left alone"}  # fmt: skip
DEARER = {"Scenario": "Dearer", "Changes": "rate", "Item": "basic_entitlement primary",
          "Value": 5000, "From": date(2026, 9, 1)}  # fmt: skip
WRONG = {"Scenario": "Wrong", "Changes": "setting", "Item": "Hold dayz", "Value": 3}


@pytest.fixture
def books(tmp_path: Path) -> tuple[Path, Path]:
    """Return a workbook of 2026-27 with scenarios and no placement, and one of 2025-26."""
    now = sound(tmp_path / "now.xlsx", [], Scenarios=[LEFT, DEARER, WRONG],
                settings={"Financial year": "2026-27"})  # fmt: skip
    return now, sound(tmp_path / "last.xlsx", PLACEMENTS)


def test_they_run_over_the_other_workbook(books: tuple[Path, Path], capsys: Any) -> None:
    """As they would run there: its placements, terms and rates, days of its own year."""
    now, last = books
    here = sound(
        last.with_name("here.xlsx"), PLACEMENTS,
        Scenarios=[LEFT, DEARER | {"From": date(2025, 9, 1)}],
    )  # fmt: skip
    _, alone = answer(capsys, "compare", here)
    code, said = answer(capsys, "compare", now, "--base", last)
    assert code == 1
    assert said["baseline"] == alone["baseline"]
    assert said["scenarios"] == alone["scenarios"]
    assert any("Compared over last.xlsx, 2025-26" in sentence for sentence in said["told"])


def test_tables_and_findings_are_those_of_the_workbook_asked(
    books: tuple[Path, Path], capsys: Any
) -> None:
    """Names bear the year; what is wrong is told of this sheet; the other file is left alone."""
    now, last = books
    before = last.read_bytes()
    _, said = answer(capsys, "compare", now, "--base", last)
    assert last.read_bytes() == before
    names = {row["Scenario"] for row in table_rows(now, "ScenarioTotals")}
    assert names == {"No premium, 2025-26", "Dearer, 2025-26"}
    errors = [f for f in said["findings"] if f["code"] == "A55"]
    assert [(f["sheet"], f["cell"]) for f in errors] == [("Scenarios", "C7")]


def test_a_base_that_is_no_workbook_of_ours_is_refused(tmp_path: Path, capsys: Any) -> None:
    """In one sentence, and nothing is written."""
    now = sound(tmp_path / "now.xlsx", [pex(1)], Scenarios=[LEFT])
    before = now.read_bytes()
    code, said = answer(capsys, "compare", now, "--base", tmp_path / "none.xlsx")
    assert code == 2
    assert "none.xlsx" in said["error"]
    assert now.read_bytes() == before
