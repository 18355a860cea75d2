"""A row that says nothing of the pupil is asked about where money rests on it, and only there."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.checks.case import placements
from tests.checks.cases_scheme_terms import DAILY, placed
from tests.checks.said import said
from tests.support.books import RATES, SCHEMES, SPECIAL, leaver, pex, rate, run
from xl_recoup.contract import PLACEMENTS
from xl_recoup.intake.placement_rows import CHARACTERISTICS
from xl_recoup.tables import Cell

SILENT: dict[str, Cell] = {"FSM6": None}
HEADINGS = [c.heading for c in PLACEMENTS.columns if c.field in CHARACTERISTICS]
ELSEWHERE = SILENT | {"Old authority": "306", "Educated from": date(2025, 10, 14)}


def asked(*rows: dict[str, Cell], **more: Any) -> list[str]:
    """Return the cells at which the question is asked."""
    return [str(f.place) for f in run(list(rows), **more).findings if f.code == "R17"]


def test_a_blank_row_is_asked_about_at_fsm6() -> None:
    """Of an exclusion and of a leaver, each at its own cell."""
    assert asked(pex(1, **SILENT), leaver(2, **SILENT)) == ["Placements AC5", "Placements AC6"]


@pytest.mark.parametrize("heading", HEADINGS)
def test_an_answer_in_any_of_the_columns_is_one(heading: str) -> None:
    """N, or what is so, in one column; a cell that can't be read has its own finding."""
    assert len(HEADINGS) == 9
    for answer in ("C", "Z") if heading == "IDACI band" else ("N", "Y", "perhaps"):
        assert asked(pex(**(SILENT | {heading: answer}))) == []


@pytest.mark.parametrize(
    "cells",
    [
        {"Home school": SPECIAL}, {"Year group": "N", "Date of birth": date(2021, 10, 1)},
        {"Cancelled on": date(2025, 10, 8)}, {"Exclusion date": None},
        {"Reserved SEN place": "Y"},
    ],
)  # fmt: skip
def test_a_row_that_is_not_charged_is_not_asked_about(cells: dict[str, Cell]) -> None:
    """By its school, its year group, what came of it, or an error."""
    assert asked(pex(**(SILENT | cells))) == []


def test_where_no_sum_rests_on_it_nothing_is_asked() -> None:
    """Under settings that leave all of it out; one of the two is not enough."""
    alone = {"Setting": "Pupil-led funding", "Value": "basic entitlement"}
    left = {"Setting": "Pupil premium", "Value": "left alone"}
    assert asked(pex(**SILENT), Settings=[alone]) == ["Placements AC5"]
    assert asked(pex(**SILENT), Settings=[alone, left]) == []


def test_of_a_sum_that_authorities_agreed_nothing_is_asked() -> None:
    """What another authority pays rests on the pupil only where no amount was agreed."""
    assert asked(pex(**ELSEWHERE)) == ["Placements AC5"]
    agreed = [*RATES, rate("inter_authority", "all", 5000.0, Basis=None)]
    assert asked(pex(**ELSEWHERE), Rates=agreed) == []


def test_a_list_without_the_column_is_not_asked_about_in_every_row() -> None:
    """No row of a table without FSM6 can answer it."""
    table = placements(pex(**SILENT))
    at = table.headings.index("FSM6")
    without = [(*row[:at], *row[at + 1 :]) for row in table.rows]
    headings = (*table.headings[:at], *table.headings[at + 1 :])
    table = replace(table, headings=headings, rows=tuple(without))
    assert [f.code for f in run(replace={"Placements": table}).findings if f.code == "R17"] == []


def test_a_local_scheme_that_adds_the_premium_asks_about_the_pupil_too() -> None:
    """Left blank, a place is charged without the premium that its scheme adds; one N answers."""
    adds = DAILY | {"Measure": "complete weeks", "Denominator": 52, "Base": "basic entitlement",
                    "Rate": None, "Pupil premium": "Y"}  # fmt: skip
    place = placed(1, date(2025, 11, 3), date(2025, 12, 19))
    for cells, times in (({"FSM6": None}, 1), ({"FSM6": "N"}, 0), ({"FSM6": None, "EAL": "N"}, 0)):
        found = said("R17", place | cells, Schemes=[*SCHEMES, adds])
        assert len(found) == times
        assert all("DAILY charges no pupil premium" in words for words in found)
    plain = adds | {"Pupil premium": None}
    assert not said("R17", place | {"FSM6": None}, Schemes=[*SCHEMES, plain])
