"""The leavers' clause."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xl_recoup.law.leavers import (
    LeaversYearEnds,
    WhoLeaves,
    leavers_clause_applies,
    leaving_years,
    school_year_end,
)
from xl_recoup.law.school_days import CalendarTooShort, SchoolDays
from xl_recoup.law.weeks import complete_weeks

CALENDAR = SchoolDays("LA", [(date(2025, 4, 22), date(2025, 7, 22))])
NO_SUMMER = SchoolDays("LA", [(date(2025, 9, 2), date(2025, 12, 19))])


@pytest.mark.parametrize(
    ("highest", "who", "override", "leaves"),
    [
        (11, "highest year", (), {11}),
        (11, "highest year and Year 11", (), {11}),
        (13, "highest year", (), {13}),
        (13, "highest year and Year 11", (), {11, 13}),
        (6, "highest year and Year 11", (), {6}),
        (13, "highest year", (11, 13), {11, 13}),
        (13, "highest year and Year 11", (13,), {13}),
        (None, "highest year", (), set()),
        (None, "highest year and Year 11", (2,), {2}),
    ],
)
def test_who_leaves(
    highest: int | None, who: WhoLeaves, override: tuple[int, ...], leaves: set[int]
) -> None:
    """The highest year leaves, Year 11 of an 11-18 school on request, an override before both."""
    assert leaving_years(highest, who, override) == leaves


@given(st.dates(date(2020, 9, 1), date(2030, 8, 31)))
def test_the_clause_runs_from_1_april_to_31_august(day: date) -> None:
    """It applies in a school year's last five months; the guide leaves out 1 April alone."""
    law = leavers_clause_applies(day, 11, {11}, "on or after 1 April")
    guide = leavers_clause_applies(day, 11, {11}, "after 1 April")
    assert law == (4 <= day.month <= 8)
    assert guide == (law and (day.month, day.day) != (4, 1))
    assert not leavers_clause_applies(day, 10, {11}, "on or after 1 April")


@pytest.mark.parametrize(
    ("reading", "end"),
    [
        ("31 July", date(2025, 7, 31)),
        ("31 August", date(2025, 8, 31)),
        ("end of summer term", date(2025, 7, 22)),
    ],
)
def test_school_year_ends(reading: LeaversYearEnds, end: date) -> None:
    """Each reading of the school year's end gives its own day."""
    assert school_year_end(date(2025, 4, 22), reading, CALENDAR) == end


def test_summer_term_must_be_in_the_calendar() -> None:
    """Without a summer term its end is not guessed; the other readings need none."""
    with pytest.raises(CalendarTooShort):
        school_year_end(date(2025, 4, 22), "end of summer term", NO_SUMMER)
    assert school_year_end(date(2025, 4, 22), "31 July", NO_SUMMER) == date(2025, 7, 31)


@given(st.dates(date(2020, 4, 1), date(2030, 8, 31)))
def test_the_clause_never_charges_more(day: date) -> None:
    """Weeks to the end of the school year are never more than weeks to the end of the period."""
    if leavers_clause_applies(day, 11, {11}, "on or after 1 April"):
        period_end = date(day.year + 1, 3, 31)
        end = school_year_end(day, "31 August", CALENDAR)
        assert day <= end < period_end
        assert complete_weeks(day, end) <= complete_weeks(day, period_end)
