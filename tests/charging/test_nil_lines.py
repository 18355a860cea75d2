"""Lines of nothing: which local reading made them nothing, and the route of their school."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.checks.case import changed
from tests.support.books import ACADEMY, AGREEMENTS, OTHER_MAINTAINED, SCHOOLS, pex, run
from xl_recoup.records import ChargeLine

AFTER_YEAR = date(2026, 6, 30)
NO_WEEKS = {"Exclusion date": date(2026, 3, 17), "Decision date": date(2026, 3, 27)}
"""Sixth school day 25 March 2026: 1 week to 31 March inclusive, else none."""
NETTED: dict[str, Any] = {
    "Schools": changed(SCHOOLS, 2, Settlement="net-off"),
    "Agreements": changed(AGREEMENTS, 0, **{"Net-off allowed": "Y", "From": date(2025, 9, 1)}),
}


def by_end(row: dict[str, Any], **more: Any) -> dict[str, ChargeLine]:
    """Return the lines of one placement by the end of their reference."""
    result = run([row], as_at=AFTER_YEAR, **more)
    return {line.ref.removeprefix("P001/"): line for line in result.lines}


@pytest.mark.parametrize(
    ("cells", "settings", "words"),
    [
        (NO_WEEKS, {"Complete weeks": "exclusive"}, "complete weeks exclusive"),
        (NO_WEEKS, {"Complete weeks": "calendar"}, "complete weeks calendar"),
        (NO_WEEKS, {"Count starts": "decision date"}, "weeks counted from the decision date"),
        (
            {"Exclusion date": date(2025, 7, 21), "Decision date": None, "Year group": "6"},
            {"Leavers' year ends": "31 August"},
            "leavers' year ends 31 August",
        ),
        (
            {"Exclusion date": date(2025, 3, 31), "Decision date": None},
            {"Count starts": "exclusion date"},
            "weeks counted from the exclusion date",
        ),
        (
            {"Reinstated on": date(2025, 10, 15)},
            {"Count starts": "decision date"},
            "weeks counted from the decision date",
        ),
        (
            {"Exclusion date": date(2025, 3, 25), "Decision date": date(2025, 4, 2)},
            {"Count starts": "decision date", "Day six next year": "old year only"},
            "weeks counted from the decision date",
        ),
    ],
)
def test_a_line_that_a_local_reading_makes_nothing_names_it(
    cells: dict[str, Any], settings: dict[str, str], words: str
) -> None:
    """An auditor reads on the line itself why there is no charge, and that it is a local choice."""
    lines = by_end(pex(FSM6="Y", **cells), settings=settings)
    for line in lines.values():
        assert (line.status, line.legal_basis) == ("nil", "local policy")
        assert line.reason.endswith(f"; local policy ({words})")
        assert line.working == f"Nil: {line.reason}."


def test_a_line_that_is_nothing_by_law_names_no_reading() -> None:
    """What A contains does not make weeks, so no weeks are none of its doing."""
    row = pex(**{"Exclusion date": date(2026, 3, 18), "Decision date": None})
    line = by_end(row, settings={"Pupil-led funding": "basic entitlement"})["BS"]
    assert (line.status, line.legal_basis) == ("nil", "statute")
    assert "local policy" not in line.working


def test_a_credit_of_no_weeks_names_the_reading() -> None:
    """Seven days at the admitting school are a week, unless the first day does not count."""
    stay = {"Admitted on": date(2025, 11, 3), "Left admitting school on": date(2025, 11, 9)}
    row = pex(**stay, **{"Admitting school": OTHER_MAINTAINED})
    assert by_end(row)["AC-BS"].units == 1
    credit = by_end(row, settings={"Complete weeks": "exclusive"})["AC-BS"]
    assert (credit.status, credit.legal_basis) == ("nil", "local policy")
    assert credit.working.endswith("(E is 0); local policy (complete weeks exclusive).")
    back = pex(**{"Reinstated on": date(2026, 3, 25)})
    assert by_end(back)["RC-BS"].units == 1
    credit = by_end(back, settings={"Complete weeks": "exclusive"})["RC-BS"]
    assert credit.working.endswith("the reinstatement; local policy (complete weeks exclusive).")


@pytest.mark.parametrize(
    ("cells", "ref"),
    [
        ({"Cancelled on": date(2025, 10, 8)}, "BS"),
        ({"Adjustment order": "Y", "Order date": date(2026, 4, 20)}, "AO"),
        ({"Year group": None}, "BS"),
        ({"Scheme": "LOCAL", "Start date": date(2025, 10, 14)}, "SC"),
    ],
)
def test_a_line_of_nothing_has_the_route_of_its_school(cells: dict[str, Any], ref: str) -> None:
    """A filter on net-off finds every line of a school that is netted off, also those of 0."""
    row = pex(**{"Home school": ACADEMY, "Year group": "8"} | cells)
    agreed = {**NETTED, "Agreements": changed(NETTED["Agreements"], 0, Scheme="all")}
    line = by_end(row, **agreed)[ref]
    assert (line.amount, line.route) == (Decimal(0), "net-off")


def test_nothing_is_netted_off_before_the_agreement_runs() -> None:
    """A line of nothing goes by the agreement of its relevant date, like the one beside it."""
    row = pex(**{"Home school": ACADEMY, "Year group": "8", "Decision date": None})
    early = row | {"Exclusion date": date(2025, 6, 2)}
    assert {line.route for line in by_end(early, **NETTED).values()} == {"invoice"}
    assert {line.route for line in by_end(row, **NETTED).values()} == {"net-off"}


def test_a_credit_of_nothing_has_the_route_of_who_would_receive_it() -> None:
    """Seven days are a week only where the first counts; the academy is netted off either way."""
    row = pex(**{
        "Admitting school": ACADEMY, "Admitted on": date(2025, 11, 3),
        "Left admitting school on": date(2025, 11, 8),
    })  # fmt: skip
    credit = by_end(row, **NETTED)["AC-BS"]
    assert (credit.status, credit.route) == ("nil", "net-off")


def test_a_hold_of_one_day_reads_well() -> None:
    """The reason of a held line is a phrase that people read on a statement."""
    row = pex(**{"Exclusion date": date(2026, 1, 30), "Decision date": None})
    (line,) = run([row], settings={"Hold days": 1}, as_at=date(2026, 1, 30)).lines
    assert line.reason == "until 31 January 2026, 1 day after it took effect"


def test_an_academy_asked_under_a_local_reading_reads_well() -> None:
    """The words of a local reading and of a charge that is only asked for join to a sentence."""
    row = pex(**{"Home school": ACADEMY, "Year group": "8"})
    line = by_end(row, Agreements=[], settings={"Complete weeks": "exclusive"})["BS"]
    assert "; local policy (complete weeks exclusive) as asked on the terms of " in line.working
