"""Pounds as exact decimals, and the one rounding rule: half-up to the penny, once per line."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal, localcontext

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
    with localcontext(_EXACT):
        return (amount * units / denominator).quantize(PENNY, rounding=ROUND_HALF_UP)


def decimal_of(number: int | float | str | Decimal) -> Decimal:
    """Return the decimal that a cell shows: 0.1 typed in Excel is 0.1, not its binary shadow."""
    return Decimal(repr(number)) if isinstance(number, float) else Decimal(number)


def pounds(amount: Decimal) -> str:
    """Write pounds for a sentence: `£2,511.00`, a credit as `−£874.06`; more digits if any."""
    sign, size = ("−", -amount) if amount < 0 else ("", amount)
    exact = size.normalize()
    digits = max(2, -int(exact.as_tuple().exponent))
    return f"{sign}£{size:,.{digits}f}"


def plain(amount: Decimal) -> str:
    """Write pounds for a machine: `2511.00`."""
    return f"{to_pence(amount):.2f}"
