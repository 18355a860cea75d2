"""Rows of a scheme that claim one number of a school's placements: told, and held."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.charging.local_schemes import local, place
from tests.support.books import RATES, SCHEMES, rate, run

FIRST, LATER = {"Rate": "low"}, {"Rate": "high"}
PRICES = [rate("low", "all", 5422), rate("high", "all", 14900)]


def _held(*tiers: dict[str, Any]) -> dict[str, tuple[str, str]]:
    """Return status and amount or reason of three placements of one school, by reference."""
    rows = [local(Measure="event", Base="named rate", **tier) for tier in tiers]
    three = [
        place(Placement_ref=f"P{n}", Episode_ref=f"E{n}", Start_date=date(2025, 11, n))
        for n in (3, 4, 5)
    ]
    result = run(three, Schemes=[*SCHEMES, *rows], Rates=[*RATES, *PRICES])
    codes = {f.code for f in result.findings if f.severity.value == "error"}
    assert "A60" in codes, "the rows of Schemes that claim one number are named"
    said = {line.placement_ref: line for line in result.lines}
    return {ref: (line.status, line.reason or str(line.amount)) for ref, line in said.items()}


@pytest.mark.parametrize(
    ("first", "later"),
    [
        ({"Tier_to": 2}, {}),
        ({"Tier_from": 1, "Tier_to": 2}, {"Tier_from": 1, "Tier_to": 3}),
        ({"Tier_to": 1}, {"Tier_to": 2}),
    ],
)
def test_rows_that_share_the_first_number_hold_all(
    first: dict[str, int], later: dict[str, int]
) -> None:
    """Nobody has the number 1 before it is known what it costs, so nobody has a later one."""
    held = _held(FIRST | first, LATER | later)
    assert held == dict.fromkeys(("P3", "P4", "P5"), ("held", "R70"))


@pytest.mark.parametrize(
    ("first", "later", "charged"),
    [({"Tier_to": 2}, {"Tier_from": 2}, 1), ({}, {"Tier_from": 3}, 2)],
)
def test_rows_that_share_a_later_number_hold_from_there_on(
    first: dict[str, int], later: dict[str, int], charged: int
) -> None:
    """Those before are charged; whoever is next may be of either row."""
    held = _held(FIRST | first, LATER | later)
    known, open_ = [("billable", "5422.00")] * charged, [("held", "R70")] * (3 - charged)
    assert [held[ref] for ref in ("P3", "P4", "P5")] == known + open_
