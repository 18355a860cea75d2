"""A dated change whose reference nobody has: whose it may be is held, not charged without it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.charging.local_schemes import local, place
from tests.support.books import RATES, SCHEMES, book, rate
from tests.support.runs import Months

PAUSE: dict[str, Any] = {
    "Placement ref": "AP-2526-001", "From": date(2025, 11, 3), "To": date(2025, 12, 19),
    "What changes": "Pause", "Evidence": "e-mail of 3 November",
}  # fmt: skip


def _months(change: dict[str, Any]) -> Months:
    """Return a workbook of three placements at £10 a day, and one change."""
    scheme = local(Measure="school days agreed", Base="named rate", Rate="day")
    three = [
        place(Placement_ref=f"AP-2526-00{n}", Episode_ref=f"E{n}", Days_per_week=5, Pupil=f"P.{n}",
              Start_date=date(2025, 11, n + 2), End_date=date(2025, 12, 19))
        for n in (1, 2, 3)
    ]  # fmt: skip
    return Months(
        book(three, Schemes=[*SCHEMES, scheme], Rates=[*RATES, rate("day", "all", 10)],
             PlacementChanges=[change])
    )  # fmt: skip


def _held(months: Months) -> list[str]:
    """Return the references that R27 holds."""
    lines = months.run().lines
    return [line.placement_ref[-3:] for line in lines if line.reason == "R27"]


@pytest.mark.parametrize("typed", ["AP2526001", "ap 2526 001", "AP-2526-1", "AP/2526/01"])
def test_nearly_the_reference(typed: str) -> None:
    """The same letters and numbers, written otherwise: the pause may be this pupil's."""
    assert _held(_months(PAUSE | {"Placement ref": typed})) == ["001"]


@pytest.mark.parametrize("typed", ["AP-2526-009", "XX-2526-001", "the first one"])
def test_nobodys_reference_holds_nobody_at_first(typed: str) -> None:
    """Nothing says whose it is; A36 names the cell."""
    months = _months(PAUSE | {"Placement ref": typed})
    assert _held(months) == []
    assert "A36" in {f.code for f in months.run().findings}


@pytest.mark.parametrize("typed", ["AP-2526-009", None, "the first one"])
def test_a_change_that_the_last_run_knew_is_missed(typed: str | None) -> None:
    """Whose change was overtyped or cleared is held at each run, until it is named again."""
    months = _months(PAUSE)
    assert _held(months) == []
    months.set("PlacementChanges", 0, {"Placement ref": typed})
    assert [_held(months) for _ in range(3)] == [["001"]] * 3
    months.set("PlacementChanges", 0, {"Placement ref": "AP-2526-001"})
    assert _held(months) == []


def test_a_change_that_was_given_to_another_holds_nobody() -> None:
    """Both references are known: a correction of what was typed for the wrong pupil."""
    months = _months(PAUSE)
    months.run()
    months.set("PlacementChanges", 0, {"Placement ref": "AP-2526-002"})
    assert _held(months) == []


def test_a_change_that_was_deleted_holds_nobody() -> None:
    """An everyday change, told among the movements."""
    months = _months(PAUSE)
    months.add("PlacementChanges", [PAUSE | {"Placement ref": "AP-2526-003"}])
    months.run()
    months.edit("PlacementChanges", lambda rows: rows.pop(0))
    assert _held(months) == []
