"""What is hidden from the Forum can't be worked out from what is shown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xl_recoup.forum.suppression import BREAKDOWNS, FEWEST_SHOWN, TOTAL, Tally, suppressed

Cell = tuple[str, ...]
NOTHING = (Decimal(0),) * 5


def groups_of(pupils: Mapping[Cell, int]) -> list[Tally]:
    """Return the groups of a report whose finest groups have these numbers of pupils."""
    found = []
    for place, breakdown in enumerate(BREAKDOWNS):
        members: dict[str, set[Cell]] = defaultdict(set)
        for cell in pupils:
            members[cell[place]].add(cell)
        for name, cells in [*sorted(members.items()), (TOTAL, set(pupils))]:
            number = sum(pupils[c] for c in cells)
            found.append(Tally(breakdown, name, number, NOTHING, frozenset(cells)))
    return found


def schemes(*pupils: int) -> list[Tally]:
    """Return a report of schemes S1, S2 … that share one phase and one S251 line."""
    return groups_of({(f"S{i}", "Primary", "1.2.7"): n for i, n in enumerate(pupils, 1)})


def hidden_schemes(*pupils: int) -> set[str]:
    """Return which schemes of `schemes` are hidden; all and the total where nothing is shown."""
    return {name for breakdown, name in suppressed(schemes(*pupils)) if breakdown == "Scheme"}


@pytest.mark.parametrize(
    ("pupils", "hidden"),
    [
        ((5, 6, 7), set()),
        ((5,), set()),
        ((4, 20, 7), {"S1", "S3"}),  # the total would give 4 away, so the next smallest goes too
        ((4, 3, 20), {"S1", "S2"}),  # 7 together: 3 + 4 or 4 + 3
        ((4, 4, 20), {"S1", "S2", "S3"}),  # 8 together could only be 4 + 4
        ((1, 1, 20), {"S1", "S2", "S3"}),  # 2 together could only be 1 + 1
        ((1, 5, 20), {"S1", "S2", "S3"}),  # 6 together, one below 5, one not: only 1 + 5
        ((1, 6, 20), {"S1", "S2"}),  # 7 together: 1 + 6 or 2 + 5
        ((4,), {"S1", TOTAL}),
        ((1, 2), {"S1", "S2", TOTAL}),
        ((1, 5), {"S1", "S2", TOTAL}),
    ],
)
def test_small_groups_and_what_would_give_them_away(
    pupils: tuple[int, ...], hidden: set[str]
) -> None:
    """Numbers below 5 are hidden, and as little beside them as makes them safe."""
    assert hidden_schemes(*pupils) == hidden


def test_a_group_of_another_breakdown_gives_nothing_away() -> None:
    """A scheme with an S251 line to itself is the same number twice: both are hidden.

    Hiding the 7 of medical tuition for the sake of the 3 would be in vain if line 1.2.6, which
    only medical tuition has, still showed 7; the rest and the totals can stay.
    """
    pupils: dict[Cell, int] = {
        ("PEX", "Primary", "1.2.7"): 3,
        ("HHT-MED", "Primary", "1.2.6"): 7,
        ("BTA-TURN", "Primary", "1.2.7"): 20,
    }
    assert suppressed(groups_of(pupils)) == {
        ("Scheme", "PEX"), ("Scheme", "HHT-MED"), ("S251 line", "1.2.6"), ("S251 line", "1.2.7"),
    }  # fmt: skip


def test_where_nothing_can_be_shown_safely_everything_is_hidden() -> None:
    """The other breakdowns would give the total away, so they are hidden too."""
    groups = groups_of({("A", "Primary", "1.2.7"): 4, ("B", "Primary", "1.2.7"): 4})
    assert suppressed(groups) == {(g.breakdown, g.group) for g in groups}


def test_no_groups_at_all() -> None:
    """An empty report hides nothing."""
    assert suppressed([]) == frozenset()


def computable(groups: list[Tally], hidden: frozenset[tuple[str, str]]) -> list[Tally]:
    """Return the hidden groups that are a sum and difference of shown ones, by numpy's ranks."""
    cells = sorted({c for g in groups for c in g.cells})

    def vector(g: Tally) -> list[int]:
        return [int(c in g.cells) for c in cells]

    shown = [vector(g) for g in groups if (g.breakdown, g.group) not in hidden]
    if not shown:
        return []
    rank = np.linalg.matrix_rank(np.array(shown))
    return [
        g
        for g in groups
        if (g.breakdown, g.group) in hidden
        and np.linalg.matrix_rank(np.array([*shown, vector(g)])) == rank
    ]


def told_by_bounds(groups: list[Tally], hidden: frozenset[tuple[str, str]]) -> list[Tally]:
    """Return the hidden groups whose number is the only one that fits their breakdown.

    Another number fits where one pupil can move to or from another hidden group, and each stays
    below 5, or not below 5, as it is known to be.
    """

    def stays(n: int, change: int) -> bool:
        return n + change >= 1 and (n < FEWEST_SHOWN) == (n + change < FEWEST_SHOWN)

    told = []
    for breakdown in BREAKDOWNS:
        inside = [g for g in groups if g.breakdown == breakdown]
        if (breakdown, TOTAL) in hidden:
            continue
        unseen = [g for g in inside if (g.breakdown, g.group) in hidden]
        for g in unseen:
            moves = (
                stays(g.pupils, change) and stays(other.pupils, -change)
                for other in unseen if other is not g for change in (1, -1)
            )  # fmt: skip
            if not any(moves):
                told.append(g)
    return told


CELLS = st.tuples(
    st.sampled_from(["PEX", "LEAVER", "TURN", "DUAL", "MED"]),
    st.sampled_from(["Primary", "Key stage 3", "Key stage 4"]),
    st.sampled_from(["1.2.6", "1.2.7"]),
)
REPORTS = st.dictionaries(CELLS, st.integers(1, 30) | st.integers(1, 5), min_size=1, max_size=20)


@given(REPORTS)
def test_nothing_hidden_can_be_computed(pupils: dict[Cell, int]) -> None:
    """Neither by adding and subtracting across the breakdowns nor from the bounds within one."""
    groups = groups_of(pupils)
    hidden = suppressed(groups)
    assert {(g.breakdown, g.group) for g in groups if g.pupils < FEWEST_SHOWN} <= hidden
    assert computable(groups, hidden) == []
    assert told_by_bounds(groups, hidden) == []


@given(st.lists(st.integers(1, 12), min_size=1, max_size=8))
def test_rows_and_total_give_nothing_away(pupils: list[int]) -> None:
    """In one breakdown with its total, every hidden number has an alternative."""
    groups = schemes(*pupils)
    hidden = suppressed(groups)
    assert computable(groups, hidden) == []
    assert told_by_bounds(groups, hidden) == []


@given(st.dictionaries(CELLS, st.integers(FEWEST_SHOWN, 30), min_size=1, max_size=20))
def test_nothing_is_hidden_without_need(pupils: dict[Cell, int]) -> None:
    """Where no group is below 5, everything is shown."""
    assert suppressed(groups_of(pupils)) == frozenset()
