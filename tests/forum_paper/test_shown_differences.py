"""Differences that proposals make are shown where they tell of no few pupils."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

import pytest

from tests.forum_paper.conftest import Sample
from xl_recoup.closed_lists import Status
from xl_recoup.forum.suppression import TOTAL
from xl_recoup.forum_paper.shown_differences import IN_ALL, MAY_BE_CHARGED, shown_differences
from xl_recoup.run.result import Result

FEWEST = 5


def by_upn(result: Result, statuses: Iterable[Status]) -> dict[tuple[str, str], Decimal]:
    """Return pounds by type of school and pupil."""
    pupils = {p.key: p.upn for p in result.rows}
    types = {s.laestab: s.type or "not known" for s in result.schools}
    found: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for line in result.lines:
        if line.amount and line.status in statuses:
            found[types[line.laestab], pupils[line.row]] += line.amount
    return found


@pytest.mark.parametrize("statuses", [IN_ALL, MAY_BE_CHARGED])
def test_a_difference_that_is_shown_rests_on_enough(
    sample: Sample, statuses: tuple[Status, ...]
) -> None:
    """On five pupils at least, and so does what it leaves alone, and what two of them differ by."""
    shown = shown_differences(sample.comparison, statuses, "exact").rows
    today = by_upn(sample.comparison.today.result, statuses)
    then = [by_upn(one.result, statuses) for one in sample.comparison.outcomes]
    every = today.keys() | {key for sums in then for key in sums}
    for name, figures in shown.items():
        keys = {key for key in every if name in (key[0], TOTAL)}
        for place, figure in enumerate(figures):
            moved = {k for k in keys if then[place].get(k, 0) != today.get(k, 0)}
            if not isinstance(figure, Decimal):
                continue
            assert figure == sum(
                then[place].get(k, Decimal(0)) - today.get(k, Decimal(0)) for k in moved
            )
            assert len({pupil for _, pupil in moved}) not in range(1, FEWEST)
            if moved:
                assert len({pupil for _, pupil in keys - moved}) not in range(1, FEWEST)
            for before in range(place):
                if isinstance(figures[before], Decimal):
                    apart = {k for k in keys if then[place].get(k, 0) != then[before].get(k, 0)}
                    assert len({pupil for _, pupil in apart}) not in range(1, FEWEST)


def test_what_is_hidden_has_a_partner(sample: Sample) -> None:
    """Where one type is hidden below a total that is shown, another is too."""
    shown = shown_differences(sample.comparison, IN_ALL, "exact").rows
    assert any(isinstance(figure, Decimal) and figure for row in shown.values() for figure in row)
    for place in range(len(sample.comparison.outcomes)):
        column = {name: figures[place] for name, figures in shown.items()}
        if isinstance(column.pop(TOTAL), Decimal):
            assert sum(isinstance(figure, str) for figure in column.values()) != 1
