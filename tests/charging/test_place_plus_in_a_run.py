"""Place-plus in a run: from the Providers table to the PlacePlus table, and what contradicts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.support.books import pex, run, table
from xl_recoup.contract import PLACE_PLUS, PROVIDERS
from xl_recoup.outputs.all_tables import writes
from xl_recoup.run.result import Result
from xl_recoup.tables import Formula

COUNTED = date(2026, 1, 15)
PLACED = {
    "Code": "AP1", "Provider": "First Provider", "Places commissioned": 90, "Place rate": 10000,
    "Top-up": 8000, "Counted on": COUNTED, "Pupils counted": 71,
}  # fmt: skip
THERE = {"PlacePlus": table("PlacePlus", [], PLACE_PLUS.headings)}


def calculated(*rows: dict[str, Any], providers: Any = (PLACED,), **more: Any) -> Result:
    """Return a run over a workbook that has the table, of 71 pupils in 90 places."""
    return run(rows or [pex()], Providers=list(providers), replace=THERE, **more)


def filled(result: Result) -> list[dict[str, Any]]:
    """Return the rows of the PlacePlus table by heading."""
    (write,) = [w for w in writes(result) if w.table == "PlacePlus"]
    return [dict(zip(write.headings, row, strict=True)) for row in write.rows]


@pytest.mark.parametrize(
    ("reading", "back"),
    [
        ("below the threshold", "-4000.00"),  # 72 − 71 = 1; 8,000 × 50%
        ("all vacant places", "-76000.00"),  # 90 − 71 = 19; 19 × 8,000 × 50%
    ],
)
def test_a_commission_is_reconciled_by_the_reading_that_is_set(reading: str, back: str) -> None:
    """Places 90 × 10,000, top-ups 90 × 8,000, and what comes back under either reading."""
    rows = filled(calculated(settings={"Place-plus adjustment": reading}))
    assert [(r["Line"], str(r["Amount"])) for r in rows] == [
        ("Places", "900000.00"), ("Top-up", "720000.00"), ("Occupancy", back),
    ]  # fmt: skip
    assert {(r["Provider"], r["Pupils"], r["Counted on"]) for r in rows} == {("AP1", 71, COUNTED)}
    for r in rows:
        assert r["Base"] * r["Units"] * r["Percentage"] / 100 == r["Amount"]
        assert isinstance(r["Check"], Formula)
    assert f"(reading: {reading})" in rows[-1]["Working"]


def test_providers_without_terms_or_counted_in_another_year_hide_none_behind_them() -> None:
    """Only what is commissioned and counted in this year is reconciled, wherever its row stands."""
    bare = {"Code": "AP2", "Provider": "Second Provider"}
    other = PLACED | {"Code": "AP3", "Counted on": date(2024, 10, 3)}
    rows = filled(calculated(providers=(bare, other, PLACED, bare | {"Code": "AP4"})))
    assert {r["Provider"] for r in rows} == {"AP1"}
    assert len(rows) == 3


def test_pupils_are_counted_from_the_placements_where_no_count_is_entered() -> None:
    """Who is placed there on that day counts once, by dated changes of provider too."""
    days = {"Start date": date(2025, 11, 3)}
    rows = [
        pex(1, **days), pex(2, **days, **{"End date": COUNTED}),
        pex(3, **days, **{"End date": date(2026, 1, 14)}),
        pex(4, **{"Start date": date(2026, 1, 16)}), pex(5), pex(6, **days),
        pex(7, **days, Provider="AP2"),
    ]  # fmt: skip
    moved = [
        {"Placement ref": "P006", "From": COUNTED, "What changes": "Provider", "New value": "ap2"},
        {"Placement ref": "P007", "From": COUNTED, "What changes": "Provider", "New value": "ap1"},
    ]
    providers = [PLACED | {"Pupils counted": None}, {"Code": "AP2"}]
    shown = filled(calculated(*rows, providers=providers, PlacementChanges=moved))
    assert {r["Pupils"] for r in shown} == {3}  # P001, P002 and P007


@pytest.mark.parametrize(
    "cells",
    [
        {"Places commissioned": None, "Place rate": None, "Pupils counted": None},
        {"Counted on": None, "Pupils counted": None},
        {"Counted on": date(2025, 3, 31)},
    ],
)
def test_what_is_not_commissioned_or_not_counted_this_year_is_not_reconciled(
    cells: dict[str, Any],
) -> None:
    """Without places, a rate or a count in this year there is nothing to say."""
    result = calculated(providers=[PLACED | cells])
    assert filled(result) == []
    assert [f.code for f in result.findings] == []


@pytest.mark.parametrize(
    ("cells", "heading"),
    [
        ({"Places commissioned": 0}, "Places commissioned"),
        ({"Places commissioned": 1.5}, "Places commissioned"),
        ({"Places commissioned": None}, "Places commissioned"),
        ({"Place rate": -1}, "Place rate"),
        ({"Top-up": -1}, "Top-up"),
        ({"Occupancy threshold": 101}, "Occupancy threshold"),
        ({"Share adjusted": -1}, "Share adjusted"),
        ({"Pupils counted": -1}, "Pupils counted"),
        ({"Pupils counted": 70.5}, "Pupils counted"),
        ({"Counted on": None}, "Counted on"),
        ({"Counted on": "in January"}, "Counted on"),
    ],
)
def test_a_commission_that_can_not_be_meant_is_found_at_its_cell(
    cells: dict[str, Any], heading: str
) -> None:
    """It is left out, the provider stays known, and the placements there are charged."""
    result = calculated(providers=[PLACED | cells])
    at = table("Providers", [], PROVIDERS.headings).address(0, PROVIDERS.headings.index(heading))
    assert [(f.code, str(f.place)) for f in result.findings] == [("S27", f"Providers {at}")]
    assert filled(result) == []
    assert result.tally.charged == 1


def test_a_workbook_without_the_table_gets_none() -> None:
    """The reconciliation charges no school and is in no total."""
    result = run([pex()], Providers=[PLACED])
    assert "PlacePlus" not in {w.table for w in writes(result)}
    assert result.totals["billable"] == Decimal("1775.54")
