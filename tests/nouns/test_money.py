"""Pounds: one rounding rule, and two ways of writing them."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xl_recoup.money import decimal_of, plain, pounds, share, to_pence

AMOUNTS = st.decimals(0, 10**9, places=4)
PENCE = st.decimals(0, 10**7, places=2)
UNITS = st.one_of(st.integers(0, 400), st.decimals(0, 400, places=1))


def _half_up(value: Fraction) -> Decimal:
    """Round half-up, away from zero at the half, in whole numbers only."""
    pence = abs(value) * 100
    whole = pence.numerator // pence.denominator
    if pence - whole >= Fraction(1, 2):
        whole += 1
    return Decimal(whole if value >= 0 else -whole).scaleb(-2)


@given(AMOUNTS, UNITS, st.integers(1, 400))
def test_share_is_exact(amount: Decimal, units: Decimal | int, denominator: int) -> None:
    """A share is the exact fraction, rounded half-up once; a credit is its mirror image."""
    exact = Fraction(amount) * Fraction(units) / denominator
    assert share(amount, units, denominator) == _half_up(exact)
    assert share(-amount, units, denominator) == _half_up(-exact)


@given(st.integers(0, 10**9), st.integers(1, 366))
def test_share_sees_a_half_penny(pence: int, denominator: int) -> None:
    """Half a penny goes up, whatever the division that gives it; a hair less goes down."""
    amount = (Decimal(pence) + Decimal("0.5")) / 100
    whole = Decimal(pence).scaleb(-2)
    assert share(amount * denominator, 1, denominator) == whole + Decimal("0.01")
    less = amount * denominator - Decimal("1e-12")
    assert share(less, 1, denominator) == whole


@given(PENCE, st.integers(0, 366), st.integers(1, 366))
def test_a_part_never_exceeds_the_whole(amount: Decimal, units: int, denominator: int) -> None:
    """A share of no more than the whole lies between nothing and the whole; all of it is it."""
    part = share(amount, min(units, denominator), denominator)
    assert 0 <= part <= amount
    assert share(amount, denominator, denominator) == amount
    assert share(amount, 0, denominator) == 0


@given(PENCE, st.integers(0, 52), st.integers(0, 52))
def test_more_units_never_cost_less(amount: Decimal, one: int, other: int) -> None:
    """A share grows with its units."""
    assert share(amount, min(one, other), 52) <= share(amount, max(one, other), 52)


def test_rounding_is_of_the_sum_not_of_the_rate() -> None:
    """1/38 of £5,022 for ten weeks is £1,321.58; a rounded weekly rate would give £1,321.60."""
    assert share(Decimal("5022.00"), 10, 38) == Decimal("1321.58")
    assert share(Decimal("5022.00"), 1, 38) * 10 == Decimal("1321.60")


def test_to_pence_goes_away_from_zero_at_the_half() -> None:
    """As Excel's ROUND: 1.005 is 1.01, −1.005 is −1.01, 1.0049 is 1.00."""
    assert to_pence(Decimal("1.005")) == Decimal("1.01")
    assert to_pence(Decimal("-1.005")) == Decimal("-1.01")
    assert to_pence(Decimal("1.0049")) == Decimal("1.00")


def test_share_refuses_a_denominator_of_nothing() -> None:
    """Dividing by 0 is a programmer's error and raises."""
    with pytest.raises(ArithmeticError):
        share(Decimal(1), 1, 0)


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        ("2511", "£2,511.00"),
        ("0", "£0.00"),
        ("0.00", "£0.00"),
        ("-874.06", "−£874.06"),
        ("1234567.5", "£1,234,567.50"),
        ("5855.7600", "£5,855.76"),
        ("3847.2345", "£3,847.2345"),
        ("1E+3", "£1,000.00"),
    ],
)
def test_pounds(amount: str, text: str) -> None:
    """Pounds in a sentence have two decimals, more where there are more, and commas."""
    assert pounds(Decimal(amount)) == text


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        ("2511", "2511.00"),
        ("-874.06", "-874.06"),
        ("0", "0.00"),
        ("1.005", "1.01"),
        ("1E+3", "1000.00"),
    ],
)
def test_plain(amount: str, text: str) -> None:
    """Pounds for a machine have exactly two decimals, a point and no comma."""
    assert plain(Decimal(amount)) == text


@given(st.decimals(-(10**9), 10**9, places=2))
def test_written_pounds_read_back(amount: Decimal) -> None:
    """Both ways of writing pounds lose nothing."""
    assert Decimal(plain(amount)) == amount
    said = pounds(amount).replace("£", "").replace(",", "").replace("−", "-")
    assert Decimal(said) == amount


def test_decimal_of_is_what_the_cell_shows() -> None:
    """0.1 typed in Excel is 0.1, not the binary number beside it."""
    assert decimal_of(0.1) == Decimal("0.1")
    assert decimal_of(3847.0) == Decimal(3847)
    assert decimal_of(5) == Decimal(5)
    assert decimal_of("3496.23") == Decimal("3496.23")
