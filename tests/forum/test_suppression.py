"""What is hidden from the Forum can't be worked out from what is shown."""

from __future__ import annotations

import itertools
import random
from collections import defaultdict
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.forum.nosy_reader import Cell, NosyReader, bounds
from xl_recoup.forum.finest_groups import BREAKDOWNS
from xl_recoup.forum.suppression import FEWEST_SHOWN, TOTAL, Group, Key, suppressed

Pupils = Mapping[Cell, frozenset[str]]


def groups_of(cells: Mapping[Cell, object]) -> list[Group]:
    """Return the groups of a report that has these finest groups."""
    found = []
    for place, breakdown in enumerate(BREAKDOWNS):
        members: dict[str, set[Cell]] = defaultdict(set)
        for cell in cells:
            members[cell[place]].add(cell)
        for name, held in [*sorted(members.items()), (TOTAL, set(cells))]:
            found.append(Group(breakdown, name, frozenset(held)))
    return found


def others(numbers: Mapping[Cell, int]) -> Pupils:
    """Return as many pupils for each finest group, none of them in two."""
    return {c: frozenset(f"{c} {n}" for n in range(number)) for c, number in numbers.items()}


def counts(groups: list[Group], pupils: Pupils) -> dict[Key, int]:
    """Return the number of pupils of each group, each counted once."""
    return {g.key: len(frozenset[str]().union(*(pupils[c] for c in g.cells))) for g in groups}


def schemes(*numbers: int) -> dict[Cell, int]:
    """Return schemes S1, S2 … that share one phase, type of school and S251 line."""
    return {(f"S{i}", "Primary", "academy", "1.2.7"): n for i, n in enumerate(numbers, 1)}


def hidden_schemes(*numbers: int) -> set[str]:
    """Return which schemes of `schemes` are hidden; the total too where nothing is shown."""
    cells, pupils = schemes(*numbers), others(schemes(*numbers))
    groups = groups_of(cells)
    found = suppressed(groups, pupils, counts(groups, pupils))
    return {name for breakdown, name in found if breakdown == "Scheme"}


@pytest.mark.parametrize(
    ("numbers", "hidden"),
    [
        ((5, 6, 7), set()),
        ((5,), set()),
        ((4, 20, 7), {"S1", "S3"}),  # the total would give 4 away, so the next smallest goes too
        ((4, 3, 20), {"S1", "S2"}),  # 7 together
        ((1, 2, 20), {"S1", "S2", "S3"}),  # 3 together are too few
        ((1, 1, 1, 1, 1, 20), {f"S{n}" for n in range(1, 7)}),  # 5 together could only be 1 each
        ((2, 1, 1, 1, 1, 20), {f"S{n}" for n in range(1, 6)}),
        ((4,), {"S1", TOTAL}),
        ((1, 2), {"S1", "S2", TOTAL}),
        ((1, 5), {"S1", "S2"}),
    ],
)
def test_small_groups_and_what_would_give_them_away(
    numbers: tuple[int, ...], hidden: set[str]
) -> None:
    """Numbers below 5 are hidden, and as little beside them as makes them safe."""
    assert hidden_schemes(*numbers) == hidden


def test_a_group_of_another_breakdown_gives_nothing_away() -> None:
    """Hiding 7 beside the 3 would be in vain where another breakdown has the same 7: 20 go."""
    cells: dict[Cell, int] = {
        ("PEX", "Primary", "academy", "1.2.7"): 3,
        ("HHT-MED", "Primary", "academy", "1.2.6"): 7,
        ("BTA-TURN", "Primary", "academy", "1.2.7"): 20,
    }
    groups, pupils = groups_of(cells), others(cells)
    assert suppressed(groups, pupils, counts(groups, pupils)) == {
        ("Scheme", "PEX"), ("Scheme", "BTA-TURN"),
    }  # fmt: skip


def test_two_groups_that_differ_by_few_are_not_both_shown() -> None:
    """20 primary pupils, 18 of them in academies that have no others: 2 would be seen."""
    cells: dict[Cell, int] = {
        ("PEX", "Primary", "academy", "1.2.7"): 18,
        ("PEX", "Primary", "maintained", "1.2.7"): 2,
        ("PEX", "Key stage 3", "maintained", "1.2.7"): 9,
    }
    groups, pupils = groups_of(cells), others(cells)
    hidden = suppressed(groups, pupils, counts(groups, pupils))
    assert not {("Phase", "Primary"), ("Type of school", "academy")}.isdisjoint(hidden)


def test_no_groups_at_all() -> None:
    """An empty report hides nothing."""
    assert suppressed([], {}, {}) == frozenset()


CELLS = st.tuples(
    st.sampled_from(["PEX", "LEAVER", "TURN", "MED"]),
    st.sampled_from(["Primary", "Key stage 3", "Key stage 4"]),
    st.sampled_from(["academy", "maintained"]),
    st.sampled_from(["1.2.6", "1.2.7"]),
)
NAMES = st.frozensets(st.integers(1, 40).map(str), min_size=1, max_size=9)
REPORTS = st.dictionaries(CELLS, NAMES, min_size=1, max_size=10)
"""Reports in which a pupil may be in several groups."""


@settings(max_examples=60)
@given(REPORTS)
def test_no_sum_rests_on_few(pupils: dict[Cell, frozenset[str]]) -> None:
    """A reader who adds and subtracts gets nothing that rests on fewer than five alone."""
    groups = groups_of(pupils)
    for numbers in (None, counts(groups, pupils)):
        hidden = suppressed(groups, pupils, numbers)
        reader = NosyReader(groups, hidden, list(pupils))
        assert next(reader.few_behind_a_sum(pupils, FEWEST_SHOWN), None) is None
        small = {k for k, n in counts(groups, pupils).items() if n < FEWEST_SHOWN}
        assert small <= hidden
        assert small.isdisjoint(g.key for g in reader.computed())


@settings(max_examples=100)
@given(REPORTS)
def test_the_rest_looks_like_five(pupils: dict[Cell, frozenset[str]]) -> None:
    """A total less all that is shown of a breakdown is 5 or more, wherever pupils count twice."""
    groups = groups_of(pupils)
    numbers = counts(groups, pupils)
    hidden = suppressed(groups, pupils, numbers)
    shown_total = [g for g in groups if g.name == TOTAL and g.key not in hidden]
    if not shown_total:
        return
    for breakdown in BREAKDOWNS:
        parts = [g for g in groups if g.breakdown == breakdown and g.name != TOTAL]
        unseen = [g for g in parts if g.key in hidden]
        rest = numbers[shown_total[0].key] - sum(numbers[g.key] for g in parts if g not in unseen)
        assert not unseen or rest >= FEWEST_SHOWN


@settings(max_examples=100)
@given(st.dictionaries(CELLS, st.integers(1, 9), min_size=1, max_size=12))
def test_no_number_is_the_only_one_that_fits(numbered: dict[Cell, int]) -> None:
    """Narrowing down what numbers of pupils can be, a reader is left with several for each."""
    groups, pupils = groups_of(numbered), others(numbered)
    numbers = counts(groups, pupils)
    hidden = suppressed(groups, pupils, numbers)
    few = {k for k in hidden if numbers[k] < FEWEST_SHOWN}
    told = bounds(groups, numbers, hidden)
    assert [key for key in few if told[key][0] == told[key][1]] == []


@pytest.mark.parametrize("seed", range(4))
def test_many_small_groups_give_nothing_away_either(seed: int) -> None:
    """Thirty finest groups of one to three pupils each, in six schemes: no sum of few is left."""
    rng = random.Random(seed)
    every = itertools.product(
        [f"S{n}" for n in range(6)], ["Primary", "Key stage 3", "Key stage 4"],
        ["academy", "maintained", "free school"], ["1.2.6"],
    )  # fmt: skip
    numbered: dict[Cell, int] = {c: rng.randint(1, 3) for c in rng.sample(list(every), 30)}
    groups, pupils = groups_of(numbered), others(numbered)
    hidden = suppressed(groups, pupils, counts(groups, pupils))
    reader = NosyReader(groups, hidden, list(numbered))
    assert next(reader.few_behind_a_sum(pupils, FEWEST_SHOWN), None) is None


@given(st.lists(st.integers(FEWEST_SHOWN, 30), min_size=1, max_size=8))
def test_nothing_is_hidden_without_need(numbers: list[int]) -> None:
    """Where no group is below 5, and none differs from others by few, everything is shown."""
    assert hidden_schemes(*numbers) == set()
