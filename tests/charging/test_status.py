"""Which kind of placement it is, and from which day it takes effect."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.support.books import book, leaver, pex
from xl_recoup.charging.status import effect_field, is_leaver, is_statutory, takes_effect
from xl_recoup.intake.placement_rows import read_placements

BOTH = {"Exclusion date": date(2025, 10, 6), "Left roll on": date(2025, 10, 14)}


@pytest.mark.parametrize(
    ("row", "statutory", "left", "field", "day"),
    [
        (pex(1, **BOTH), True, False, "exclusion_date", date(2025, 10, 6)),
        (pex(1, **(BOTH | {"Scheme": "pex"})), True, False, "exclusion_date", date(2025, 10, 6)),
        (leaver(1, **BOTH), True, True, "left_roll_on", date(2025, 10, 14)),
        (leaver(1, Scheme=" Leaver "), True, True, "left_roll_on", date(2025, 10, 14)),
        (pex(1, **(BOTH | {"Scheme": "HHT"})), False, False, "exclusion_date", date(2025, 10, 6)),
        (pex(1, **(BOTH | {"Scheme": None})), False, False, "exclusion_date", date(2025, 10, 6)),
    ],
)
def test_only_a_leaver_takes_effect_on_leaving_the_roll(
    row: dict[str, Any], statutory: bool, left: bool, field: str, day: date
) -> None:
    """A scheme of the authority's own, or none, makes nobody a leaver of the regulations."""
    (p,) = read_placements(book([row])).rows
    assert (is_statutory(p), is_leaver(p), effect_field(p), takes_effect(p)) == (
        statutory, left, field, day,
    )  # fmt: skip
