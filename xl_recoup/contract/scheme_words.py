"""What the columns of Schemes count with: measures, bases, codes and names of factors."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from pydantic import AfterValidator

from xl_recoup.closed_lists import Blank, Measure, SchemeBase
from xl_recoup.contract.columns import normal

WHOLE = Decimal(100)
AGREED_AMOUNT = "agreed_amount"
"""The words `agreed amount` under Extra rate: the placement's own, in place of a factor."""
UNITS_A_YEAR: dict[Measure | Blank, int] = {
    "complete weeks": 52,
    "school weeks": 38,
    "school days agreed": 190,
    "school days attended": 190,
    "sessions": 380,
    "terms": 3,
}
"""What a full year usually holds of each measure."""
TOO_MUCH = Decimal("1.25")
"""A year's units over the denominator: above this, more than a year's funding would be charged."""
TOLD: tuple[Measure, ...] = ("school days attended", "hours")
"""What stands on the placement's own row, and not in a calendar."""
YEARLY: tuple[SchemeBase, ...] = ("pupil-led funding", "basic entitlement")
"""Bases that are a year's funding of a pupil of some year group."""
COUNTS_DAYS: tuple[Measure, ...] = ("school days agreed", "school days attended", "sessions")
MOST = 1000
"""More placements a year than any school has under one scheme."""
NO_VAT = ("", "outside the scope", "exempt", "zero rated", "to be confirmed")


def factor_name(words: str) -> str:
    """Return a factor of Rates as it is compared: `Day  Rate` is `day_rate`."""
    return normal(words).replace(" ", "_")


Factor = Annotated[str, AfterValidator(factor_name)]
