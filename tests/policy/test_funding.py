"""A, and the base of the premium."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xl_recoup.contract import Rate
from xl_recoup.policy.funding import NOTHING, Base, Part, PupilFunding
from xl_recoup.policy.rate_table import RateGap, RateTable
from xl_recoup.records import Place, Placement, RowKey

DAY = date(2025, 10, 1)
AMOUNTS = {
    "basic_entitlement": 5422, "fsm": 495, "fsm6": 1555, "idaci_a": 950, "idaci_b": 745,
    "idaci_c": 690, "idaci_d": 635, "idaci_e": 450, "idaci_f": 340, "eal": 1595,
    "low_prior_attainment": 1785, "mobility": 1385,
}  # fmt: skip
PREMIUMS = {"pupil_premium_fsm6": 1075, "pupil_premium_lac": 2630, "pupil_premium_service": 350}
FLAGS = ("fsm", "fsm6", "eal", "low_prior_attainment", "mobility")


def rate(factor: str, amount: int, **more: Any) -> Rate:
    """Return a rate for all phases of 2025-26, before the area cost adjustment."""
    given: dict[str, Any] = {"basis": "before ACA", "status": "approved"} | more
    return Rate(
        factor=factor,
        phase="all",
        amount=Decimal(amount),
        valid_from=date(2025, 4, 1),
        valid_to=date(2026, 3, 31),
        place=Place("Rates"),
        **given,
    )


RATES = RateTable([rate(f, a) for f, a in (AMOUNTS | PREMIUMS).items()])
FUNDING = PupilFunding(RATES)


def pupil(**facts: Any) -> Placement:
    """Return a placement with the facts that bear on funding."""
    return Placement(key=RowKey("Placements", 5), ref="P1", columns={}, **facts)


@pytest.mark.parametrize("band", ["", "A", "B", "C", "D", "E", "F", "G"])
@given(flags=st.fixed_dictionaries({f: st.booleans() for f in FLAGS}))
def test_a_is_the_sum_of_what_follows_the_pupil(band: str, flags: dict[str, bool]) -> None:
    """A is basic entitlement and each flagged factor, once; band G and blank add nothing."""
    a = FUNDING.pupil_led(pupil(idaci_band=band, **flags), 8, DAY, "all factors")
    expected = AMOUNTS["basic_entitlement"] + sum(AMOUNTS[f] for f in FLAGS if flags[f])
    if band not in ("", "G"):
        expected += AMOUNTS[f"idaci_{band.lower()}"]
    assert a.total == expected
    assert len(a.parts) == 1 + sum(flags.values()) + (band not in ("", "G"))


def test_basic_entitlement_alone() -> None:
    """Under that reading no other factor is looked at: their rates need not exist."""
    only = RateTable([rate("basic_entitlement", 5422)])
    p = pupil(idaci_band="A", **dict.fromkeys(FLAGS, True))
    assert PupilFunding(only).pupil_led(p, 8, DAY, "basic entitlement").total == 5422


def test_area_cost_adjustment() -> None:
    """It multiplies pupil-led rates that are before it: no local value and no premium."""
    rates = RateTable(
        [
            rate("basic_entitlement", 5422),
            rate("eal", 1595, basis="local value"),
            rate("mobility", 1385, basis="local value"),
            rate("pupil_premium_service", 350),
        ]
    )
    funding = PupilFunding(rates, Decimal("1.0827"))
    a = funding.pupil_led(pupil(eal=True, mobility=True), 8, DAY, "all factors")
    assert [p.amount for p in a.parts] == [Decimal("5870.3994"), 1595, 1385]
    assert a.words == (
        "£8,850.3994 (basic entitlement £5,422.00 × area cost adjustment 1.0827 = £5,870.3994"
        " + English as an additional language £1,595.00 + mobility £1,385.00)"
    )
    assert funding.premium(pupil(service_child=True), 8, DAY, looked_after=False).total == 350


def test_a_basis_that_is_not_said() -> None:
    """With an adjustment, a pupil-led rate without a basis raises; without one it is not needed."""
    rates = RateTable([rate("basic_entitlement", 5422, basis="")])
    assert PupilFunding(rates).pupil_led(pupil(), 8, DAY, "all factors").total == 5422
    with pytest.raises(RateGap, match="does not say whether it is before ACA"):
        PupilFunding(rates, Decimal("1.08")).pupil_led(pupil(), 8, DAY, "all factors")


@pytest.mark.parametrize(
    ("looked_after", "previously", "fsm6", "service"), list(product([False, True], repeat=4))
)
def test_premium(looked_after: bool, previously: bool, fsm6: bool, service: bool) -> None:
    """Looked after goes before previously looked after, that before FSM6; service is added."""
    p = pupil(
        looked_after=looked_after, previously_looked_after=previously, fsm6=fsm6,
        service_child=service,
    )  # fmt: skip
    expected = 350 if service else 0
    if not looked_after:
        expected += 2630 if previously else 1075 if fsm6 else 0
    base = FUNDING.premium(p, 8, DAY, looked_after=looked_after)
    assert base.total == expected
    assert (base.parts == ()) == (expected == 0)


def test_a_draft_rate_shows() -> None:
    """A base that one draft rate is part of is a draft."""
    rates = RateTable([rate("basic_entitlement", 5422), rate("eal", 1595, status="draft")])
    funding = PupilFunding(rates)
    assert not funding.pupil_led(pupil(), 8, DAY, "all factors").draft
    assert funding.pupil_led(pupil(eal=True), 8, DAY, "all factors").draft


def test_words() -> None:
    """A base reads as its total and what it is made of."""
    assert NOTHING.words == "£0.00"
    assert Base((Part("basic entitlement", Decimal(5422)),)).words == (
        "£5,422.00 (basic entitlement)"
    )


def test_words_of_one_adjusted_part() -> None:
    """With the area cost adjustment, a single factor reads as a whole sentence too."""
    a = PupilFunding(RATES, Decimal("1.08")).pupil_led(pupil(), 8, DAY, "all factors")
    assert "=)" not in a.words
    assert "£5,422.00 × area cost adjustment 1.08" in a.words
