"""The year ahead has its sheets: by the run that first has something to say, or when asked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.files.test_show_sheets import SOURCES, hide, in_sight
from tests.support.books import PROVIDERS
from tests.support.workbook_files import PLACEMENTS, answer, fix_clock_and_user, post, run, sound
from workbook_builder.book import build

AHEAD = {"Service position", "Forecast", "Demand", "Services", "Expected placements"}
COST = {"Service": "HHT", "Financial year": "2025-26", "Line": "cost", "Amount": 1_200,
        "Basis": "budget", "Name": "Hospital tuition"}  # fmt: skip
EXPECTED = {"Scheme": "PEX", "Month": "March", "Number": 1, "Average amount": 2_500}
WITH_PLACES = [{**PROVIDERS[0], "Places commissioned": 4}]


@pytest.fixture(autouse=True)
def _fixed(monkeypatch: pytest.MonkeyPatch) -> None:
    fix_clock_and_user(monkeypatch)


def names(path: Path) -> set[str]:
    return set(openpyxl.load_workbook(path, read_only=True).sheetnames)


@pytest.mark.parametrize(
    ("tables", "added"),
    [
        ({}, set()),
        ({"Services": [COST]}, {"Service position", "Forecast"}),
        ({"ExpectedPlacements": [EXPECTED]}, {"Forecast"}),
        ({"Providers": WITH_PLACES}, {"Demand"}),
    ],
)
def test_a_run_adds_what_it_has_something_to_say_on(
    tmp_path: Path, tables: dict[str, Any], added: set[str]
) -> None:
    """Costs a position and a forecast, a profile a forecast, places demand; nothing, nothing."""
    path = sound(tmp_path / "book.xlsx", **tables)
    assert run("recalculate", path) == 0
    assert names(path) & {*AHEAD, "Year end"} - {"Services"} == added
    assert run("check", path) == 0


def test_a_posting_adds_the_years_end(tmp_path: Path) -> None:
    """Before it there is nothing of which the returns would ask."""
    path = sound(tmp_path / "book.xlsx")
    run("recalculate", path)
    assert "Year end" not in names(path)
    assert post(path) == 0
    assert "Year end" in names(path)


def test_what_is_asked_adds_to_do_today(tmp_path: Path) -> None:
    """A school that is asked has to be written to, and may answer."""
    charged = sound(tmp_path / "charged.xlsx", PLACEMENTS[:2])
    asked = sound(tmp_path / "asked.xlsx", PLACEMENTS, Agreements=[])
    for path in (charged, asked):
        run("recalculate", path)
    assert not names(charged) & {"To do today", "Recovery figures"}
    assert names(asked) >= {"To do today", "Recovery figures"}


def test_a_plain_workbook_gives_its_forecast_when_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With the sheets that people fill for it; Charges stays as it is."""
    path = sound(tmp_path / "book.xlsx")
    run("recalculate", path)
    before = openpyxl.load_workbook(path)["Charges"]["A5"].value
    code, said = answer(capsys, "forecast", path)
    assert code == 0
    assert names(path) >= AHEAD
    assert openpyxl.load_workbook(path)["Charges"]["A5"].value == before
    assert {row["month"] for row in said["forecast"]} >= {"2025-04-01", "2026-03-01"}
    assert said["positions"] == []
    assert said["told"] == []
    assert run("check", path) == 0


def test_the_forecast_says_where_charges_lag_behind(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is of the inputs as they are; whoever reads both is told."""
    path = sound(tmp_path / "book.xlsx")
    _, said = answer(capsys, "forecast", path)
    assert said["told"] == ["No run is recorded yet: recalculate, so that Charges says the same."]
    run("recalculate", path)
    book = openpyxl.load_workbook(path)
    book["Placements"]["F5"] = 5
    book.save(path)
    _, said = answer(capsys, "forecast", path)
    assert said["told"][-1].startswith("The last run did not know what stands on Placements now")


def test_the_built_workbook_brings_them_into_sight(tmp_path: Path) -> None:
    """Hidden at first, so that it opens with fifteen tabs; whoever hides one asks again."""
    path = tmp_path / "book.xlsx"
    build(path, SOURCES)
    run("recalculate", path)
    assert not in_sight(path) & AHEAD
    assert run("forecast", path) == 0
    assert in_sight(path) >= AHEAD
    assert "Year end" not in in_sight(path)
    hide(path, "Demand")
    run("recalculate", path)
    assert "Demand" not in in_sight(path)


def test_words_name_the_service_as_people_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Not by its code."""
    path = sound(tmp_path / "book.xlsx", Services=[COST])
    run("recalculate", path)
    capsys.readouterr()
    run("forecast", path)
    said = capsys.readouterr().out
    assert (
        "Hospital tuition, 2025-26 (budget): £1,200.00 short; nothing is charged for it yet."
        in said
    )
    assert "The year" in said
