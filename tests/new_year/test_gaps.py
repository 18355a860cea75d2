"""What the new year lacks: rates, rows of schemes, school days."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.support.books import CALENDAR, RATES, SCHEMES, SCHOOLS, book, rate
from xl_recoup.intake.reference import read_reference
from xl_recoup.law.periods import FundingPeriod
from xl_recoup.new_year.gaps import (
    CalendarShort,
    RateMissing,
    SchemeMissing,
    calendars_short,
    first_gap,
    rates_missing,
    schemes_missing,
)
from xl_recoup.policy.whole_policy import Policy
from xl_recoup.tables import Cell

NEXT = FundingPeriod(2026)
START, END = NEXT.start, NEXT.end
NEW: dict[str, Cell] = {"Valid from": START, "Valid to": END}


def policy(**more: Any) -> Policy:
    """Return the policy of a workbook in memory."""
    return read_reference(book([], **more), None, START).policy


def missing(rates: list[dict[str, Cell]], **more: Any) -> list[tuple[str, str, date]]:
    """Return factor, phase and day of what is missing."""
    found = rates_missing(policy(Rates=rates, **more), NEXT)
    return [(r.factor, r.phase, r.start) for r in found]


def renewed(rows: list[dict[str, Cell]]) -> list[dict[str, Cell]]:
    """Return rates with the same ones for the new year."""
    return [*rows, *(row | NEW for row in rows)]


def test_every_factor_and_phase_of_the_old_year_is_missing() -> None:
    """A workbook whose rates all end on 31 March lacks each of them from 1 April."""
    found = missing(RATES)
    assert len(found) == len(RATES)
    assert {day for _, _, day in found} == {START}
    assert ("basic_entitlement", "ks3", START) in found
    assert ("pupil_premium_lac", "all", START) in found


def test_nothing_is_missing_where_every_rate_is_there() -> None:
    """The same rates for the new year, or rates without an end, leave nothing out."""
    assert missing(renewed(RATES)) == []
    assert missing([row | {"Valid to": None} for row in RATES]) == []


BASIC = [rate("basic_entitlement", phase, 4000.0) for phase in ("primary", "ks3", "ks4")]


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ([rate("basic_entitlement", "all", 1.0, **NEW)], []),
        (
            [rate("basic_entitlement", "primary", 1.0, **NEW),
             rate("basic_entitlement", "secondary", 1.0, **NEW)],
            [],
        ),
        (
            [rate("basic_entitlement", "primary", 1.0, **NEW),
             rate("basic_entitlement", "ks3", 1.0, **NEW)],
            [("basic_entitlement", "ks4", START)],
        ),
        (
            [rate("basic_entitlement", "all", 1.0, **{"Valid from": START,
                                                      "Valid to": date(2026, 8, 31)})],
            [("basic_entitlement", phase, date(2026, 9, 1)) for phase in ("ks3", "ks4", "primary")],
        ),
        (
            [rate("basic_entitlement", "all", -1.0, **NEW)],
            [("basic_entitlement", phase, START) for phase in ("ks3", "ks4", "primary")],
        ),
    ],
)  # fmt: skip
def test_a_rate_for_a_wider_phase_will_do(
    more: list[dict[str, Cell]], expected: list[tuple[str, str, date]]
) -> None:
    """It must be valid all year and readable; else the first day without one is named."""
    assert missing([*BASIC, *more]) == expected


def test_secondary_needs_both_key_stages() -> None:
    """A factor that was for secondary is missing where only key stage 3 has a rate."""
    rates = [*renewed(BASIC), rate("eal", "secondary", 1.0), rate("eal", "ks3", 1.0, **NEW)]
    assert missing(rates) == [("eal", "secondary", START)]


def test_basic_entitlement_is_always_needed() -> None:
    """Where the workbook has no rate of it at all, the three phases are missing."""
    assert [phase for _, phase, _ in missing([rate("eal", "all", 1.0, **NEW)])] == [
        "ks3", "ks4", "primary",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("settings", "factors"),
    [
        ({}, {"basic_entitlement", "eal", "pupil_premium_fsm6"}),
        ({"Pupil-led funding": "basic entitlement"}, {"basic_entitlement", "pupil_premium_fsm6"}),
        ({"Pupil premium": "left alone"}, {"basic_entitlement", "eal"}),
    ],
)
def test_only_what_the_settings_use_is_listed(settings: dict[str, Cell], factors: set[str]) -> None:
    """A factor that no sum needs is not missed."""
    rates = [*BASIC, rate("eal", "all", 1.0), rate("pupil_premium_fsm6", "all", 1.0, Basis=None)]
    assert {factor for factor, _, _ in missing(rates, settings=settings)} == factors


LOCAL: dict[str, Cell] = {
    "Scheme": "HOME", "Kind": "local", "In use": "Y", "Measure": "school weeks", "Denominator": 1,
    "Base": "named rate", "Rate": "Tuition week", "School rate": "tuition part",
}  # fmt: skip


@pytest.mark.parametrize(
    ("in_use", "factors"), [("Y", ["tuition_part", "tuition_week"]), ("N", [])]
)
def test_the_rates_of_schemes_in_use_are_listed(in_use: str, factors: list[str]) -> None:
    """A named rate without any row is missing for all; a scheme that is off needs none."""
    rates = [*renewed(BASIC), rate("tuition_week", "all", 1.0, Unit="a week", Basis=None)]
    found = missing(rates, Schemes=[*SCHEMES, LOCAL | {"In use": in_use}])
    assert [factor for factor, _, _ in found] == factors
    assert {phase for _, phase, _ in found} <= {"all"}


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([LOCAL], []),
        ([LOCAL | {"Valid to": date(2026, 3, 31)}], [SchemeMissing("HOME", START)]),
        ([LOCAL | {"Valid to": date(2026, 3, 31), "In use": "N"}], []),
        ([LOCAL | {"Valid to": date(2026, 3, 31)}, LOCAL | {"Valid from": START}], []),
        (
            [LOCAL | {"Valid to": date(2026, 3, 31)},
             LOCAL | {"Scheme": "home", "Valid from": date(2026, 9, 1)}],
            [SchemeMissing("HOME", START)],
        ),
        (  # the row for the older years ends, the other goes on
            [LOCAL | {"Lowest year": "7", "Highest year": "11", "Valid to": date(2026, 8, 31)},
             LOCAL | {"Lowest year": "R", "Highest year": "6"}],
            [SchemeMissing("HOME", date(2026, 9, 1))],
        ),
    ],
)  # fmt: skip
def test_schemes_in_use_that_end_need_a_row(
    rows: list[dict[str, Cell]], expected: list[SchemeMissing]
) -> None:
    """A scheme is listed with the first day of the new year for which it has no row."""
    assert schemes_missing(policy(Schemes=[*SCHEMES, *rows]), NEXT) == expected


LONGER: list[dict[str, Cell]] = [
    *CALENDAR,
    {"Calendar": "LA", "Kind": "term", "From": date(2026, 9, 1), "To": date(2027, 3, 25)},
    {"Calendar": "LA", "Kind": "term", "From": date(2027, 4, 12), "To": date(2027, 4, 19)},
]


def test_a_calendar_must_reach_the_sixth_school_day_after_the_year() -> None:
    """12 to 16 April 2027 are five school days; 19 April is the sixth after 31 March."""
    assert calendars_short(policy(Calendar=LONGER), NEXT) == []
    one_day_less = [*LONGER[:-1], LONGER[-1] | {"To": date(2027, 4, 16)}]
    assert calendars_short(policy(Calendar=one_day_less), NEXT) == [
        CalendarShort("LA", date(2027, 4, 16))
    ]


def test_only_calendars_in_use_are_looked_at() -> None:
    """A calendar that no school keeps is not missed; one that a school keeps is."""
    rows = [*LONGER, {"Calendar": "Elm", "Kind": "term", "From": START, "To": START}]
    assert calendars_short(policy(Calendar=rows), NEXT) == []
    schools = [SCHOOLS[0] | {"Calendar": "elm"}]
    assert calendars_short(policy(Calendar=rows, Schools=schools), NEXT) == [
        CalendarShort("Elm", START)
    ]


@pytest.mark.parametrize(
    ("stretches", "gap"),
    [
        ([], START),
        ([(None, None)], None),
        ([(START, END)], None),
        ([(date(2026, 4, 2), END)], START),
        ([(START, date(2027, 3, 30))], END),
        ([(date(2026, 9, 1), None), (None, date(2026, 8, 31))], None),
        ([(START, date(2026, 8, 30)), (date(2026, 9, 1), END)], date(2026, 8, 31)),
        ([(START, date(2026, 8, 31)), (START, date(2026, 5, 1))], date(2026, 9, 1)),
        ([(None, date(2026, 3, 31))], START),
    ],
)
def test_the_first_day_without_cover(
    stretches: list[tuple[date | None, date | None]], gap: date | None
) -> None:
    """Stretches may overlap and stand in any order; blank ends are open."""
    assert first_gap(stretches, NEXT) == gap


def test_what_is_missing_is_said_in_a_sentence() -> None:
    """Each names its factor, scheme or calendar and the day."""
    assert RateMissing("eal", "all", START).sentence() == "eal, all: no rate from 1 April 2026"
    assert SchemeMissing("HOME", START).sentence() == "HOME: no row of Schemes from 1 April 2026"
    assert CalendarShort("LA", END).sentence() == "LA: ends on 31 March 2027"
    assert CalendarShort("LA", None).sentence() == "LA: has no days"
