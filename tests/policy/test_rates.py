"""Dated rates: found for the exact day, or their absence is said."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from xl_recoup.closed_lists import Blank, RatePhase
from xl_recoup.contract import Rate
from xl_recoup.policy.rate_table import RateGap, RateOverlap, RateTable, phases_of
from xl_recoup.records import Place

DAY = date(2025, 10, 1)


def rate(factor: str = "basic_entitlement", phase: RatePhase | Blank = "ks3", **more: Any) -> Rate:
    """Return a rate of £5,422 for 2025-26."""
    given: dict[str, Any] = {
        "amount": Decimal(5422), "valid_from": date(2025, 4, 1), "valid_to": date(2026, 3, 31),
        "place": Place("Rates", "C5"),
    } | more  # fmt: skip
    return Rate(factor=factor, phase=phase, **given)


@pytest.mark.parametrize(
    ("year_group", "phases"),
    [
        (0, ("primary", "all")),
        (6, ("primary", "all")),
        (7, ("ks3", "secondary", "all")),
        (9, ("ks3", "secondary", "all")),
        (10, ("ks4", "secondary", "all")),
        (11, ("ks4", "secondary", "all")),
        (12, ("post-16", "all")),
        (13, ("post-16", "all")),
        (None, ("all",)),
    ],
)
def test_phases(year_group: int | None, phases: tuple[str, ...]) -> None:
    """Reception to Year 6 is primary, Years 7 to 9 key stage 3, Years 10 and 11 key stage 4."""
    assert phases_of(year_group) == phases


def test_valid_on_both_end_days_and_no_other() -> None:
    """A rate is found on its first and last day; the day before and after there is a gap."""
    table = RateTable([rate()])
    assert table.find("basic_entitlement", 8, date(2025, 4, 1)).amount == 5422
    assert table.find("basic_entitlement", 8, date(2026, 3, 31)).amount == 5422
    for day in (date(2025, 3, 31), date(2026, 4, 1)):
        with pytest.raises(RateGap):
            table.find("basic_entitlement", 8, day)


@pytest.mark.parametrize("phase", ["ks3", "secondary", "all"])
def test_any_phase_of_the_year_group_serves(phase: RatePhase) -> None:
    """A Year 8 pupil's rate may stand under ks3, secondary or all; twice the same is found."""
    table = RateTable([rate(phase=phase)])
    first = table.find("basic_entitlement", 8, DAY)
    assert first is table.find("basic_entitlement", 8, DAY)


def test_a_gap_is_said_in_words() -> None:
    """A missing rate raises and names factor, year group and day; it is never 0."""
    with pytest.raises(RateGap) as gap:
        RateTable([rate()]).find("eal", 4, DAY)
    assert str(gap.value) == (
        "there is no rate of English as an additional language for Year 4 on 1 October 2025"
        " (factor eal)"
    )


def test_another_phase_does_not_serve() -> None:
    """A key stage 3 rate is not used for key stage 4 or primary."""
    table = RateTable([rate()])
    for year_group in (4, 10):
        with pytest.raises(RateGap):
            table.find("basic_entitlement", year_group, DAY)


def test_an_overlap_is_not_decided() -> None:
    """Two rates of one day raise, with both places: which is meant is not guessed."""
    table = RateTable([rate(), rate(phase="secondary", place=Place("Rates", "C9"))])
    with pytest.raises(RateOverlap) as overlap:
        table.find("basic_entitlement", 8, DAY)
    assert str(overlap.value) == (
        "more than one rate of basic entitlement for Year 8 on 1 October 2025 applies:"
        " Rates C5 and Rates C9"
    )


def test_an_unreadable_row_is_not_passed_over() -> None:
    """A row that can't be read stops those for whom it may be meant, and nobody else."""
    broken: dict[str, Any] = {"unusable": True, "place": Place("Rates", "C9")}
    phases: tuple[RatePhase | Blank, ...] = ("ks3", "secondary", "all", "")
    for phase in phases:
        table = RateTable([rate(), rate(phase=phase, **broken)])
        with pytest.raises(RateGap, match="can't be read at Rates C9"):
            table.find("basic_entitlement", 8, DAY)
    other_year: dict[str, Any] = {"valid_from": date(2024, 4, 1), "valid_to": date(2025, 3, 31)}
    for other in (rate(phase="ks4", **broken), rate(phase="ks3", **broken, **other_year)):
        assert RateTable([rate(), other]).find("basic_entitlement", 8, DAY) == rate()


def test_labels() -> None:
    """A factor is named in words, an unknown one by its own name."""
    assert rate("fsm6").label == "free school meals in the last six years"
    assert rate("own_factor").label == "own_factor"
    with pytest.raises(RateGap, match="no rate of own_factor"):
        RateTable([]).find("own_factor", 8, DAY)


def test_rates_for_everybody() -> None:
    """Without a year group, and beyond Year 11, only a rate for all phases serves."""
    table = RateTable([rate("day_rate", "all"), rate("day_rate_ks3", "ks3")])
    assert table.find("day_rate", None, DAY) is table.find("day_rate", 12, DAY)
    with pytest.raises(RateGap, match="no rate of day_rate_ks3 for any year group on 1 October"):
        table.find("day_rate_ks3", None, DAY)
    with pytest.raises(RateGap, match="for Year 12"):
        table.find("day_rate_ks3", 12, DAY)


def test_rates_of_several_factors() -> None:
    """All rates of the factors asked for, by factor; one without a rate gives none."""
    one, other = rate("fsm"), rate("eal")
    assert RateTable([one, other]).of_factors("eal", "mobility", "fsm") == [other, one]
