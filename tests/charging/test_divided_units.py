"""Units of a whole measure, divided among the stretches that are posted."""

from __future__ import annotations

from decimal import Decimal

import pytest

from xl_recoup.charging.units import Measured

TOLD = Measured(whole=Decimal(40), free=Decimal(5), charged=Decimal(20))
"""40 units, of which the first five are free and 15 lie above a cap of 20."""


@pytest.mark.parametrize(
    ("charged", "last", "here", "left"),
    [
        (12, False, (17, 12), (23, 8)),
        (12, True, (17, 12), (23, 8)),
        (20, False, (25, 20), (15, 0)),
        (20, True, (40, 20), (0, 0)),
        (30, True, (40, 20), (0, 0)),
    ],
)
def test_what_lies_above_the_cap_goes_with_the_last_of_all_that_is_charged(
    charged: int, last: bool, here: tuple[int, int], left: tuple[int, int]
) -> None:
    """The free ones go with the first part; nothing is lost between the two."""
    first, rest = TOLD.divided(Decimal(charged), last=last)
    assert [first.whole, first.charged] == [*map(Decimal, here)]
    assert [rest.whole, rest.charged] == [*map(Decimal, left)]
    assert [first.free, rest.free, rest.passed] == [Decimal(5), Decimal(0), first.whole]
