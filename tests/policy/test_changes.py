"""Dated changes inside a placement."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from xl_recoup.closed_lists import ChangeKind
from xl_recoup.contract import Change
from xl_recoup.policy.change_list import ChangeList
from xl_recoup.records import Place

D = date


def change(
    value: int | None, start: date, what: ChangeKind = "Days per week", **more: Any
) -> Change:
    """Return a change of P1."""
    given = {"placement_ref": "P1", "place": Place("Changes", "A5")} | more
    return Change(what=what, value=value, start=start, **given)


THREE, FOUR = change(3, D(2025, 10, 1)), change(4, D(2025, 11, 3), end=D(2025, 11, 28))


@pytest.mark.parametrize(
    ("day", "value"),
    [
        (D(2025, 9, 30), None),
        (D(2025, 10, 1), 3),
        (D(2025, 11, 2), 3),
        (D(2025, 11, 3), 4),
        (D(2025, 11, 28), 4),
        (D(2025, 11, 29), 3),
    ],
)
def test_latest_change_in_force(day: date, value: int | None) -> None:
    """The latest change in force counts, whatever the order of rows; after it the one before."""
    found = ChangeList([FOUR, THREE]).value(" p1", "Days per week", day)
    assert (found and found.value) == value


def test_changes_of_other_placements_and_kinds() -> None:
    """A change concerns its own placement and its own kind alone; the earliest is told first."""
    changes = ChangeList([FOUR, THREE])
    assert changes.of("P1") == [THREE, FOUR]
    assert changes.of("P2") == []
    assert changes.value("P1", "Pause", D(2025, 11, 3)) is None
    assert changes.value("P2", "Days per week", D(2025, 11, 3)) is None


def test_pause() -> None:
    """A pause or another change that is not chargeable stops the charge on its days alone."""
    pause = change(None, D(2025, 10, 6), "Pause", end=D(2025, 10, 10), chargeable=False)
    free = change(2, D(2025, 11, 3), end=D(2025, 11, 7), chargeable=False)
    changes = ChangeList([pause, free, THREE])
    days = [D(2025, 10, n) for n in (5, 6, 10, 11)] + [D(2025, 11, n) for n in (2, 3, 7, 8)]
    assert [changes.paused("P1", day) for day in days] == [
        False, True, True, False, False, True, True, False,
    ]  # fmt: skip
    assert not changes.paused("P2", D(2025, 10, 6))
