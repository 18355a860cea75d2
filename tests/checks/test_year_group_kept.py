"""R77: what a year group that stays over 1 September makes of the charge, tier by tier."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.support.books import MAINTAINED_SECONDARY, SCHEMES, pex, run

TIERS: list[dict[str, Any]] = [
    {"Scheme": "OWN", "Kind": "local", "In use": "Y", "Measure": "school weeks", "Denominator": 38,
     "Base": "basic entitlement", "Agreement needed": "none", **tier}
    for tier in ({"Tier to": 1}, {"Tier from": 2, "Percentage": 50})
]  # fmt: skip


def place(n: int, **cells: Any) -> dict[str, Any]:
    """Return a place in Year 9 from 2 June 2025 to 19 December."""
    return pex(n, Scheme="OWN") | {
        "Roll status": "dual", "Exclusion date": None, "Decision date": None, "UPN": None,
        "Start date": date(2025, 6, 2), "End date": date(2025, 12, 19), "Year group": "9",
        "Date of birth": date(2011, 10, 1), "Home school": MAINTAINED_SECONDARY,
    } | cells  # fmt: skip


def said(*rows: dict[str, Any], **more: Any) -> dict[str, str]:
    """Return what R77 says of each cell, from the first comma on."""
    result = run(rows, Schemes=[*SCHEMES, *TIERS], **more)
    assert {line.status for line in result.lines} == {"billable"}
    return {
        f.place.cell: f.message.split("; ")[1].split(". ")[0]
        for f in result.findings if f.code == "R77"
    }  # fmt: skip


def test_each_placement_keeps_its_number() -> None:
    """14 weeks of 38 of the £691.00 between the key stages: £254.58, half of it for the second."""
    assert said(place(1), place(2)) == {
        "F5": "in Year 10 the school would be charged £254.58 more",
        "F6": "in Year 10 the school would be charged £127.29 more",
    }


def test_a_number_is_that_of_the_start_not_of_the_row() -> None:
    """The second row began first, so it is the school's first placement."""
    assert said(place(1, **{"Start date": date(2025, 6, 9)}), place(2)) == {
        "F5": "in Year 10 the school would be charged £127.29 more",
        "F6": "in Year 10 the school would be charged £254.58 more",
    }


def test_nothing_is_said_where_changes_have_the_year_group() -> None:
    """Whoever moved up, or stayed, on Changes was thought of."""
    moved = {"Placement ref": "P001", "From": date(2025, 9, 1), "What changes": "Year group",
             "New value": "10"}  # fmt: skip
    assert set(said(place(1), place(2), PlacementChanges=[moved])) == {"F6"}
