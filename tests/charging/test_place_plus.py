"""Place-plus funding: both readings of the 2015 rule, and its edges. Sums by hand."""

from __future__ import annotations

import csv
import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xl_recoup.charging.place_plus import Commission, reconcile_places
from xl_recoup.policy.options import PlacePlusReading

COUNTED = date(2015, 5, 21)
CASES = Path(__file__).parents[1] / "examples" / "council_cases.csv"
READINGS: tuple[PlacePlusReading, ...] = get_args(PlacePlusReading)


def case(ref: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what a council case is given and what it expects."""
    with CASES.open(encoding="utf-8-sig", newline="") as file:
        (row,) = [r for r in csv.DictReader(file) if r["id"] == ref]
    return json.loads(row["inputs"]), json.loads(row["expected"])


def commission(ref: str, **more: Any) -> Commission:
    """Return the places of a published case, on the terms of the published rule."""
    given_, expected = case(ref)
    rule, _ = case("P13")
    terms: dict[str, Any] = {
        "provider": given_["campus"],
        "places": given_["places"],
        "place_rate": Decimal(expected["place"]),
        "top_up": Decimal(expected["top_up"]),
        "threshold": Decimal(rule["threshold_pct"]),
        "adjusted": Decimal(rule["adjust_pct"]),
    }
    return Commission(**(terms | more))


@pytest.mark.parametrize(
    ("ref", "places", "top_ups", "funding"),
    [
        ("P10", "900000.00", "720000.00", "1620000.00"),  # 90 × (10,000 + 8,000)
        ("P11", "450000.00", "630000.00", "1080000.00"),  # 45 × (10,000 + 14,000)
        ("P12", "450000.00", "765000.00", "1215000.00"),  # 45 × (10,000 + 17,000)
    ],
)
def test_the_published_places_cost(ref: str, places: str, top_ups: str, funding: str) -> None:
    """Full places cost place rate and top-up each, and nothing comes back."""
    c = commission(ref)
    done = reconcile_places(c, c.places, COUNTED, "all vacant places")
    assert [str(line.amount) for line in done.lines] == [places, top_ups, "0.00"]
    assert (str(done.funding), str(done.adjustment)) == (funding, "0.00")
    assert done.payable == done.funding


def test_the_derived_case_comes_back_in_full() -> None:
    """90 places, 71 pupils: 19 vacant places × £8,000 × 50 % = £76,000.00."""
    given_, expected = case("D11b")
    c = commission("P10", places=given_["places"], top_up=Decimal(given_["top_up"]))
    done = reconcile_places(c, given_["pupils"], COUNTED, "all vacant places")
    assert str(done.adjustment) == expected["clawback"] == "76000.00"
    assert str(done.payable) == "1544000.00"
    assert done.lines[-1].working == (
        "Occupancy: 71 pupils on 21 May 2015; 80% of 90 places is 72: below it, so 50% × £8,000.00"
        " × 19 (90 − 71) vacant places = £76,000.00 comes back (reading: all vacant places)"
    )


@pytest.mark.parametrize(
    ("ref", "pupils", "below", "vacant"),
    [
        ("P10", 73, "0.00", "0.00"),
        ("P10", 72, "0.00", "0.00"),  # at 80 % of 90
        ("P10", 71, "4000.00", "76000.00"),  # 1 × 8,000 / 2; 19 × 8,000 / 2
        ("P10", 0, "288000.00", "360000.00"),  # 72 × 4,000; 90 × 4,000
        ("P10", 95, "0.00", "0.00"),  # more pupils than places
        ("P11", 37, "0.00", "0.00"),
        ("P11", 36, "0.00", "0.00"),  # at 80 % of 45
        ("P11", 35, "7000.00", "70000.00"),  # 1 × 14,000 / 2; 10 × 14,000 / 2
        ("P12", 35, "8500.00", "85000.00"),
    ],
)
def test_at_and_around_the_threshold(ref: str, pupils: int, below: str, vacant: str) -> None:
    """Only below the threshold is anything adjusted, by the reading that is chosen."""
    found = {
        reading: str(reconcile_places(commission(ref), pupils, COUNTED, reading).adjustment)
        for reading in READINGS
    }
    assert found == {"below the threshold": below, "all vacant places": vacant}


@pytest.mark.parametrize(
    ("pupils", "below", "vacant"),
    [
        (38, "0.00", "0.00"),
        (37, "2400.00", "40000.00"),  # 0.6 × 8,000 / 2; 10 × 8,000 / 2
        (36, "6400.00", "44000.00"),  # 1.6 × 8,000 / 2; 11 × 8,000 / 2
    ],
)
def test_a_threshold_between_two_pupils(pupils: int, below: str, vacant: str) -> None:
    """80 % of 47 places is 37.6: 37 pupils are below it, by six tenths of a pupil."""
    c = commission("P10", places=47)
    assert c.full_at == Decimal("37.6")
    for reading, expected in zip(READINGS, (below, vacant), strict=True):
        assert str(reconcile_places(c, pupils, COUNTED, reading).adjustment) == expected


def test_an_adjustment_that_is_not_needed_says_so() -> None:
    """The working of a full provider gives the count and the threshold too."""
    done = reconcile_places(commission("P11"), 36, COUNTED, "below the threshold")
    assert done.lines[-1].working == (
        "Occupancy: 36 pupils on 21 May 2015; 80% of 45 places is 36: not below it, so nothing is"
        " adjusted"
    )


def test_one_pupil_is_said_in_the_singular() -> None:
    """And the other reading names the pupils below the threshold."""
    done = reconcile_places(commission("P10", places=5), 1, COUNTED, "below the threshold")
    assert "1 pupil on 21 May 2015; 80% of 5 places is 4" in done.lines[-1].working
    assert "3 (4 − 1) pupils below the threshold = £12,000.00" in done.lines[-1].working


@pytest.mark.parametrize(
    ("terms", "words"),
    [
        ({"places": 0}, "at least one place"),
        ({"place_rate": Decimal(-1)}, "a rate can't be below 0"),
        ({"top_up": Decimal(-1)}, "a rate can't be below 0"),
        ({"threshold": Decimal(101)}, "from 0 to 100 per cent"),
        ({"adjusted": Decimal(-1)}, "from 0 to 100 per cent"),
    ],
)
def test_terms_that_cannot_be_meant(terms: dict[str, Any], words: str) -> None:
    """A commission is refused where its numbers make no sense."""
    with pytest.raises(ValueError, match=words):
        commission("P10", **terms)


def test_a_count_below_nothing_and_an_unknown_reading() -> None:
    """Both are a programmer's error."""
    with pytest.raises(ValueError, match="can't be below 0"):
        reconcile_places(commission("P10"), -1, COUNTED, "all vacant places")
    unknown: Any = "half"
    with pytest.raises(ValueError, match="Unknown reading"):
        reconcile_places(commission("P10"), 1, COUNTED, unknown)


@given(
    places=st.integers(1, 200),
    pupils=st.integers(0, 220),
    top_up=st.decimals(0, 30000, places=2),
    threshold=st.integers(0, 100),
    adjusted=st.integers(0, 100),
)
def test_the_two_readings_agree_on_whether_and_differ_on_how_much(
    places: int, pupils: int, top_up: Decimal, threshold: int, adjusted: int
) -> None:
    """At or above the threshold both give nothing; below it all vacant places give no less."""
    c = Commission(
        provider="P", places=places, place_rate=Decimal(10000), top_up=top_up,
        threshold=Decimal(threshold), adjusted=Decimal(adjusted),
    )  # fmt: skip
    below, vacant = (reconcile_places(c, pupils, COUNTED, reading) for reading in READINGS)
    assert 0 <= below.adjustment <= vacant.adjustment <= places * top_up
    if pupils * 100 >= places * threshold:
        assert vacant.adjustment == 0
    for done in (below, vacant):
        assert done.payable == sum(line.amount for line in done.lines)


def test_terms_that_are_not_given_are_those_of_2015() -> None:
    """Below 80 % occupancy the funding is adjusted by 50 %."""
    c = Commission(provider="P", places=10, place_rate=Decimal(10000), top_up=Decimal(8000))
    assert (c.threshold, c.adjusted) == (Decimal(80), Decimal(50))
    done = reconcile_places(c, 6, COUNTED, "below the threshold")
    assert str(done.adjustment) == "8000.00"  # 2 pupils to the threshold × £8,000.00 × 50 %
