"""SI 1999/495: who pays whom, from which day, how much, and what is repaid. Sums by hand."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xl_recoup.law.authorities import (
    Payment,
    chain,
    payment,
    relevant_date,
    repayment,
    within_the_year,
)

EXCLUDED = date(2025, 10, 1)


@pytest.mark.parametrize(
    ("authorities", "payments"),
    [
        (("306",), []),
        (("306", "305"), [Payment("306", "305", True, True)]),
        (
            ("306", "208", "305"),
            [Payment("306", "208", True, False), Payment("208", "305", False, True)],
        ),
        (("306", "", "305"), [Payment("306", "305", True, True)]),
        (("306", "306", "305"), [Payment("306", "305", True, True)]),
        (("306", "305", "305"), [Payment("306", "305", True, True)]),
        (
            ("306", "305", "306"),
            [Payment("306", "305", True, False), Payment("305", "306", False, True)],
        ),
    ],
)
def test_each_authority_pays_the_next(
    authorities: tuple[str, ...], payments: list[Payment]
) -> None:
    """The old authority pays the intermediate one, which pays the last, which may be the old."""
    assert chain(*authorities) == payments


@pytest.mark.parametrize(
    ("educated_from", "start"),
    [
        (None, EXCLUDED),
        (date(2025, 11, 3), date(2025, 11, 3)),
        (EXCLUDED, EXCLUDED),
        (date(2025, 9, 1), EXCLUDED),
    ],
)
def test_weeks_count_from_the_exclusion_or_from_the_new_authoritys_first_day(
    educated_from: date | None, start: date
) -> None:
    """The later day counts; no sixth school day comes into it."""
    assert relevant_date(EXCLUDED, educated_from) == start


def test_the_education_must_begin_in_the_year_of_the_exclusion() -> None:
    """31 March is within the year of an exclusion of 1 October; 1 April is not."""
    assert within_the_year(EXCLUDED, date(2026, 3, 31))
    assert not within_the_year(EXCLUDED, date(2026, 4, 1))


@pytest.mark.parametrize(
    ("amount", "weeks", "paid"),
    [
        ("5422.00", 26, "2711.00"),  # 5,422 × 26 / 52 = 5,422 / 2
        ("5422.00", 0, "0.00"),
        ("5422.00", 52, "5422.00"),
        ("6113.00", 17, "1998.48"),  # 103,921 / 52 = 1,998.4807…
    ],
)
def test_a_payment_is_a_share_of_the_year(amount: str, weeks: int, paid: str) -> None:
    """Amount × C / 52, rounded once."""
    assert payment(Decimal(amount), weeks) == Decimal(paid)


@pytest.mark.parametrize(
    ("f", "g", "h", "repaid"),
    [
        ("2711.00", 13, 26, "1355.50"),
        ("2711.00", 26, 26, "2711.00"),
        ("2711.00", 0, 26, "0.00"),
        ("2711.00", 4, 0, "0.00"),
    ],
)
def test_a_reinstatement_is_repaid_in_proportion(f: str, g: int, h: int, repaid: str) -> None:
    """F × (G/H); nothing where no week remained to share out."""
    assert repayment(Decimal(f), g, h) == Decimal(repaid)


@given(
    st.decimals(min_value=0, max_value=20000, places=2),
    st.integers(0, 52),
    st.integers(1, 52),
)
def test_no_more_is_repaid_than_was_paid(f: Decimal, g: int, h: int) -> None:
    """With no more weeks left than were paid for, the repayment is from nothing to F."""
    assert 0 <= repayment(f, min(g, h), h) <= f


@given(st.dates(date(2013, 4, 1), date(2040, 3, 31)), st.integers(-400, 400))
def test_the_count_never_begins_before_the_exclusion(excluded: date, days: int) -> None:
    """Whatever the new authority's first day."""
    assert relevant_date(excluded, excluded + timedelta(days=days)) >= excluded
