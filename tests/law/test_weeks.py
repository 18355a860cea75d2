"""Complete weeks in their three readings."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.oracle.naive_values import complete_weeks as counted
from xl_recoup.law.periods import FundingPeriod
from xl_recoup.law.weeks import WeeksReading, complete_weeks

READINGS = get_args(WeeksReading)
DAYS = st.dates(date(2012, 4, 1), date(2040, 3, 31))
readings = pytest.mark.parametrize("reading", READINGS)


@readings
@pytest.mark.parametrize("year", range(2012, 2041))
def test_never_more_than_52(year: int, reading: WeeksReading) -> None:
    """From any day of any funding period, also one of 366 days, B lies between 0 and 52."""
    period = FundingPeriod(year)
    for n in range((period.end - period.start).days + 1):
        weeks = complete_weeks(period.start + timedelta(days=n), period.end, reading)
        assert 0 <= weeks <= 52


@readings
def test_year_of_366_days(reading: WeeksReading) -> None:
    """2023-24 has 366 days and 52 complete weeks in every reading."""
    period = FundingPeriod(2023)
    assert (period.end - period.start).days == 365
    assert complete_weeks(period.start, period.end, reading) == 52


@readings
@given(start=DAYS, end=DAYS, later=st.integers(0, 400))
def test_later_never_gives_more(reading: WeeksReading, start: date, end: date, later: int) -> None:
    """A later first day never gives more weeks, a later last day never fewer."""
    step = timedelta(days=later)
    assert complete_weeks(start + step, end, reading) <= complete_weeks(start, end, reading)
    assert complete_weeks(start, end + step, reading) >= complete_weeks(start, end, reading)


@readings
@given(start=DAYS, length=st.integers(-30, 400))
def test_counted_week_by_week(reading: WeeksReading, start: date, length: int) -> None:
    """The count is that of walking through the weeks one by one."""
    end = start + timedelta(days=length)
    assert complete_weeks(start, end, reading) == counted(start, end, reading)


@given(start=DAYS, length=st.integers(-30, 400))
def test_readings_stand_in_order(start: date, length: int) -> None:
    """Inclusive gives at least as many as the others, and they are never two weeks apart."""
    end = start + timedelta(days=length)
    weeks = {r: complete_weeks(start, end, r) for r in READINGS}
    assert weeks["inclusive"] >= weeks["exclusive"]
    assert weeks["inclusive"] >= weeks["calendar"]
    assert weeks["inclusive"] - min(weeks.values()) <= 1


@readings
def test_end_before_start_is_nothing(reading: WeeksReading) -> None:
    """Where the end lies before the start there are no weeks, never fewer than none."""
    assert complete_weeks(date(2025, 9, 3), date(2025, 7, 31), reading) == 0


def test_inclusive_is_the_default() -> None:
    """Without a reading, both days count: 25 to 31 March is one week."""
    assert complete_weeks(date(2026, 3, 25), date(2026, 3, 31)) == 1


def test_unknown_reading_raises() -> None:
    """Another reading is a programmer's error, said by name."""
    unknown: Any = "working"
    with pytest.raises(ValueError, match="Unknown reading of complete weeks: 'working'"):
        complete_weeks(date(2025, 4, 1), date(2026, 3, 31), unknown)
