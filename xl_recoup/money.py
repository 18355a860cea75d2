"""Pounds as exact decimals, and the one rounding rule: half-up to the penny, once per line."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache

PENNY = Decimal("0.01")
ZERO = Decimal("0.00")
_EXACT = Context(prec=60, rounding=ROUND_HALF_UP)


def to_pence(amount: Decimal) -> Decimal:
    """Round pounds half-up to the penny, away from zero at the half, as Excel's ROUND does."""
    return amount.quantize(PENNY, rounding=ROUND_HALF_UP)


def share(amount: Decimal, units: Decimal | int, denominator: Decimal | int) -> Decimal:
    """Return `amount × units / denominator` in pounds, rounded once, half-up, to the penny.

    `denominator` is not 0. Nothing is rounded before: sixty digits carry every rate, area cost
    adjustment and number of weeks without loss, so a half penny is seen as a half penny.
    """
    return _EXACT.quantize(_EXACT.divide(_EXACT.multiply(amount, units), denominator), PENNY)


def decimal_of(number: int | float | str | Decimal) -> Decimal:
    """Return the decimal that a cell shows: 0.1 typed in Excel is 0.1, not its binary shadow."""
    return Decimal(repr(number)) if isinstance(number, float) else Decimal(number)


@lru_cache(maxsize=65_536)
def pounds(amount: Decimal) -> str:
    """Write pounds for a sentence: `£2,511.00`, a credit as `−£874.06`; more digits if any."""
    sign, size = ("−", -amount) if amount < 0 else ("", amount)
    written = f"{size:,f}"
    whole, point, digits = written.partition(".")
    return f"{sign}£{whole}.{digits.rstrip('0').ljust(2, '0')}" if point else f"{sign}£{whole}.00"


def plain(amount: Decimal) -> str:
    """Write pounds for a machine: `2511.00`."""
    return f"{to_pence(amount):.2f}"
