"""Funding periods and school years."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xl_recoup.law.periods import FundingPeriod, school_year_start

DAYS = st.dates(date(1999, 1, 1), date(2098, 12, 31))


@given(DAYS)
def test_every_day_lies_in_one_period(day: date) -> None:
    """A day lies in its own period and in no neighbour; periods follow without a gap."""
    period = FundingPeriod.of(day)
    assert day in period
    assert day not in period.next
    assert day not in FundingPeriod(period.first_year - 1)
    assert period.next.start == period.end + timedelta(days=1)


@given(st.integers(2000, 2098))
def test_a_name_reads_back(year: int) -> None:
    """A period reads back from its name."""
    period = FundingPeriod(year)
    assert FundingPeriod.parse(str(period)) == period


@pytest.mark.parametrize("name", ["2025-26", "2025/26", " 2025-2026 ", "2025–26", "2025 - 26"])
def test_names_as_people_write_them(name: str) -> None:
    """2025-26 is read in the ways that people write it."""
    assert FundingPeriod.parse(name) == FundingPeriod(2025)


def test_turn_of_the_century() -> None:
    """1999-00 is a year like the others."""
    assert str(FundingPeriod.parse("1999-00")) == "1999-00"


@pytest.mark.parametrize("name", ["2025-27", "2025-25", "25-26", "2025", "", "April 2025"])
def test_names_that_are_no_year(name: str) -> None:
    """A name whose years do not follow is refused, not guessed."""
    with pytest.raises(ValueError, match="is not a financial year"):
        FundingPeriod.parse(name)


@given(DAYS)
def test_school_year_starts_on_a_first_of_september(day: date) -> None:
    """The school year of a day began on the 1 September on or before it, within a year."""
    start = school_year_start(day)
    assert (start.month, start.day) == (9, 1)
    assert timedelta(0) <= day - start <= timedelta(days=365)
