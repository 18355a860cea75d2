"""Percentages of a scheme, typed as a per cent: never a hundredth of what was meant."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.charging.local_schemes import calculated, local, place
from tests.support.books import ACADEMY, rate
from xl_recoup.tables import Guise, ShownAs

HALF, FIFTH = ShownAs(0.5, Guise("per cent")), ShownAs(0.2, Guise("per cent"))
DAY = [rate("x", "all", 95.0, Basis=None)]


def scheme(**cells: Any) -> dict[str, Any]:
    """Return a scheme of ten days attended at £95 a day."""
    return local(Measure="school days attended", Base="named rate", Rate="x") | {
        k.replace("_", " "): v for k, v in cells.items()
    }


@pytest.mark.parametrize("half", [50, HALF, "50%", "50 %"])
def test_half_of_the_base(half: Any) -> None:
    """50 % of £950 is £475, whichever way it was typed."""
    (line,) = calculated(scheme(Percentage=half), place(Days_attended=10), DAY).lines
    assert (line.amount, line.status) == (Decimal("475.00"), "billable")


@pytest.mark.parametrize("half", [50, HALF, "50%"])
def test_half_to_the_school(half: Any) -> None:
    """The school pays £475, and the authority the other £475."""
    (line,) = calculated(scheme(School_share=half), place(Days_attended=10), DAY).lines
    assert (line.amount, line.authority_share) == (Decimal("475.00"), Decimal("475.00"))


@pytest.mark.parametrize("fifth", [20, FIFTH, "20%"])
def test_a_fifth_in_vat(fifth: Any) -> None:
    """VAT of 20 % on £950 is £190."""
    terms = scheme(VAT_code="standard", VAT_percentage=fifth)
    result = calculated(terms, place(Days_attended=10, Home_school=ACADEMY), DAY)
    (item,) = (result.items.of_line(line) for line in result.lines)
    assert item.vat == Decimal("190.00")


def test_below_one_is_charged_as_it_stands_and_said() -> None:
    """0.5 in a plain cell is half of one per cent, with a warning at its cell."""
    result = calculated(scheme(Percentage=0.5), place(Days_attended=10), DAY)
    assert result.lines[0].amount == Decimal("4.75")
    assert [str(f.place) for f in result.findings if f.code == "S15"] == ["Schemes N8"]
