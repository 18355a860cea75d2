"""How a working says each term that changes a sum, word for word."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.charging.local_schemes import lines, local, place
from tests.support.books import ACADEMY, rate
from tests.workings.whole_texts import worked_out

WEEK = {"Start date": date(2025, 11, 3), "End date": date(2025, 11, 7)}
TERM = {"Start date": date(2025, 11, 3), "End date": date(2025, 12, 12)}
AUTUMN = {"Start date": date(2025, 9, 1), "End date": date(2025, 12, 19)}
NAMED: dict[str, Any] = {"Base": "named rate", "Rate": "x"}


def unit(name: str, amount: float) -> dict[str, Any]:
    """Return a rate of one unit."""
    return rate(name, "all", amount, Unit="per unit", Basis="local value")


@pytest.mark.parametrize(
    ("terms", "placed", "price", "words"),
    [
        pytest.param(
            {"Measure": "sessions"}, WEEK, 20.0,
            "£20.00 (x) × 10 sessions from 3 November 2025 to 7 November 2025 = £200.00",
            id="sessions",
        ),
        pytest.param(
            {"Measure": "sessions"}, WEEK | {"Days per week": 2.5}, 20.0,
            "£20.00 (x) × 5 sessions (5 school days of 2 sessions at 2.5 of 5 days a week) from"
            " 3 November 2025 to 7 November 2025 = £100.00",
            id="half the sessions",
        ),
        pytest.param(
            {"Measure": "complete weeks", "Denominator": 52.0, "By days per week": "Y",
             "Five days count as": 4.5},
            TERM, 95.0,
            "£95.00 (x) × 5 of 52 complete weeks × 4.5/5 (5 days a week, counted as 4.5) from"
            " 3 November 2025 to 12 December 2025 = £8.22",
            id="five days count as 4.5",
        ),
        pytest.param(
            {"Measure": "terms", "By days per week": "Y"}, TERM | {"Days per week": 1.0}, 95.0,
            "£95.00 (x) × 1 term × 1/5 (1 day a week) from 3 November 2025 to 12 December 2025 ="
            " £19.00",
            id="one day a week",
        ),
        pytest.param(
            {"Measure": "school days agreed", "Cap": 6.0, "Cap unit": "weeks"}, AUTUMN, 100.0,
            "£100.00 (x) × 29 of 69 school days agreed (the school pays for the first 6 weeks,"
            " 1 September 2025 to 12 October 2025) from 1 September 2025 to 19 December 2025 ="
            " £2,900.00; the authority bears £4,000.00",
            id="a cap in weeks",
        ),
        pytest.param(
            {"Measure": "school days agreed", "Cap": 20.0, "Cap unit": "units", "Units free": 5.0},
            AUTUMN, 100.0,
            "£100.00 (x) × 20 of 69 school days agreed (the first 5 are free; the school pays 20 at"
            " most) from 1 September 2025 to 19 December 2025 = £2,000.00; the authority bears"
            " £4,400.00",
            id="a cap after free units",
        ),
        pytest.param(
            {"Measure": "school days agreed", "Percentage": 33.33, "School share": 50.0}, WEEK,
            95.5,
            "50% (the school's share) of 33.33% of £95.50 (x) × 5 school days agreed from"
            " 3 November 2025 to 7 November 2025 = £79.58; the authority bears £79.57",
            id="a percentage and a share",
        ),
        pytest.param(
            {"Measure": "school days agreed", "Percentage": 33.33, "Rounding": "unit rate first"},
            WEEK, 95.5,
            "£31.83 a unit (33.33% of £95.50 (x), rounded first) × 5 school days agreed from"
            " 3 November 2025 to 7 November 2025 = £159.15",
            id="unit rate first",
        ),
        pytest.param(
            {"Measure": "school days agreed", "Authority rate": "y"}, WEEK, 95.0,
            "£70.00 (£95.00 (x) less the authority's £25.00) × 5 school days agreed from"
            " 3 November 2025 to 7 November 2025 = £350.00; the authority bears £125.00",
            id="an authority rate",
        ),
        pytest.param(
            {"Measure": "school days agreed", "School rate": "y"}, WEEK, 95.0,
            "£25.00 (the school's part of £95.00 (x)) × 5 school days agreed from"
            " 3 November 2025 to 7 November 2025 = £125.00; the authority bears £350.00",
            id="a school rate",
        ),
        pytest.param(
            {"Measure": "hours", "Extra rate": "agreed amount"},
            WEEK | {"Hours": 10.0, "Agreed amount": 12.5}, 75.0,
            "£87.50 (x £75.00 + amount agreed for the pupil £12.50) × 10 hours from"
            " 3 November 2025 to 7 November 2025 = £875.00",
            id="an amount of the pupil's own",
        ),
        pytest.param(
            {"Measure": "hours"}, WEEK | {"Hours": 1.0}, 75.0,
            "£75.00 (x) × 1 hour from 3 November 2025 to 7 November 2025 = £75.00",
            id="one hour",
        ),
    ],
)  # fmt: skip
def test_a_term_is_said(
    terms: dict[str, Any], placed: dict[str, Any], price: float, words: str
) -> None:
    """The sum as it stands in the cell; it comes out."""
    scheme = local() | NAMED | terms
    rates = [unit("x", price), unit("y", 25.0)]
    (line,) = lines(scheme, place() | {"Days per week": 5.0} | placed, rates)
    assert line.working == f"{words}; local scheme S"
    assert worked_out(line.working).amount == line.amount


def test_what_earlier_lines_used_up_is_said() -> None:
    """A limit that goes on over a change says how much of it is left."""
    scheme = local(Measure="school days agreed", Units_free=6.0, Cap=7.0) | NAMED
    cut = {"Placement ref": "P001", "From": date(2025, 11, 5), "What changes": "Days per week",
           "New value": "4"}  # fmt: skip
    more = [cut, cut | {"From": date(2025, 11, 17), "New value": "5"}]
    row = place(Days_per_week=5.0) | TERM
    found = lines(scheme, row, [unit("x", 10.0)], PlacementChanges=more)
    assert [line.working.partition(" from ")[0] for line in found] == [
        "Nil: the first 6 are free.",
        "£10.00 (x) × 2.4 of 6.4 school days agreed (the first 6 are free, 2 of them before;"
        " 8 school days at 4 of 5 days a week)",
        "£10.00 (x) × 4.6 of 20 school days agreed (the school pays 7 at most, 2.4 of them before)",
    ]


def test_a_nil_line_says_what_the_authority_bears() -> None:
    """Above a cap the sum is the authority's; where nobody pays there is none."""
    scheme = local(Measure="school days agreed", Cap=1.0, Cap_unit="weeks") | NAMED
    cut = {"Placement ref": "P001", "From": date(2025, 11, 10), "What changes": "Provider",
           "New value": "AP2"}  # fmt: skip
    providers = [{"Code": code, "Provider": code} for code in ("AP1", "AP2")]
    first, second = lines(
        scheme, place(Days_per_week=5.0) | TERM, [unit("x", 10.0)],
        PlacementChanges=[cut], Providers=providers,
    )  # fmt: skip
    assert first.working.startswith("£10.00 (x) × 5 school days agreed from")
    assert second.working == (
        "Nil: the cap is reached: the authority pays. £10.00 (x) × 25 school days agreed from"
        " 10 November 2025 to 12 December 2025 = £250.00, which the authority bears."
    )


def test_vat_is_said_where_it_is_asked_for() -> None:
    """An academy is asked for it on top; a maintained school is one body with its authority."""
    scheme = local(Measure="hours") | NAMED | {"VAT code": "S", "VAT percentage": 20.0}
    row = place(Hours=10.0) | WEEK
    (ours,) = lines(scheme, row, [unit("x", 95.0)])
    assert "VAT" not in ours.working
    academy = row | {"Home school": ACADEMY}
    (theirs,) = lines(scheme, academy, [unit("x", 95.0)])
    assert "= £950.00; VAT of 20% on top, £190.00; local scheme S" in theirs.working


def test_a_tier_is_said() -> None:
    """Which of the school's placements of the year it is, and which numbers the row is for."""
    rows = [
        local(Measure="event", Tier_from=1.0, Tier_to=2.0) | NAMED,
        local(Measure="event", Tier_from=3.0) | NAMED,
    ]
    (line,) = lines(rows, place(), [unit("x", 14900.0)])
    assert line.working == (
        "£14,900.00 (x) × 1 event (number 1 of the school's placements of the year, tier 1 to 2)"
        " from 1 September 2025 to 31 March 2026 = £14,900.00; local scheme S"
    )
