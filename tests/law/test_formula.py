"""The regulation's sums."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from xl_recoup.law.formula import adjustment, admission_increase, reduction, reinstatement_increase
from xl_recoup.money import to_pence

A = st.decimals(0, 100_000, places=6)
PENCE = st.decimals(0, 100_000, places=2)
WEEKS = st.integers(0, 52)


@given(A, WEEKS)
def test_reduction_never_exceeds_a(a: Decimal, b: int) -> None:
    """A × (B/52) lies between nothing and A; 52 weeks are all of it, 0 weeks nothing."""
    assert 0 <= reduction(a, b) <= to_pence(a)
    assert reduction(a, 52) == to_pence(a)
    assert reduction(a, 0) == 0


@given(PENCE, st.integers(1, 52), WEEKS)
def test_credits_never_exceed_what_was_taken(d: Decimal, f: int, e: int) -> None:
    """With no more weeks than remained, neither credit is more than the reduction."""
    weeks = min(e, f)
    assert 0 <= admission_increase(d, weeks, f) <= d
    assert reinstatement_increase(d, weeks, f) == admission_increase(d, weeks, f)
    assert admission_increase(d, f, f) == d


@given(PENCE, WEEKS)
def test_no_weeks_remaining_give_no_credit(d: Decimal, weeks: int) -> None:
    """Where F or I is 0 nothing is divided, and nothing is given."""
    assert admission_increase(d, weeks, 0) == 0
    assert reinstatement_increase(d, weeks, 0) == 0


def test_adjustment_is_four_thousand() -> None:
    """C is £4,000.00."""
    assert adjustment() == Decimal("4000.00")
