"""Which figures of a report must be hidden, so that no few pupils can be seen in it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from xl_recoup.forum.derived_sums import Cell, Pupils, Reader, TooMany
from xl_recoup.records import short_record

FEWEST_SHOWN = 5
TOTAL = "Total"
Key = tuple[str, str]
"""A breakdown and a group of it."""


@short_record
class Group:
    """A group of a breakdown, or its total. `cells` are the finest groups that it is made of."""

    breakdown: str
    name: str
    cells: frozenset[Cell]

    @property
    def key(self) -> Key:
        """The breakdown and the group."""
        return self.breakdown, self.name


def suppressed(
    groups: Sequence[Group],
    pupils: Pupils,
    numbers: Mapping[Key, int] | None = None,
    *,
    few: Collection[Key] = (),
) -> frozenset[Key]:
    """Return the groups whose figure must be hidden in one column of a report.

    `pupils` are those that the column's figures rest on, by finest group. Whatever a reader gets by
    adding and subtracting what is left rests on at least 5 of them, or on none. `numbers`, in the
    column that counts pupils, are its figures: there the hidden groups of a breakdown must also
    look like at least 5, and like more than one for each, wherever their sum can be made. `few`
    are groups that are hidden in any case.
    """
    work = _Column(groups, pupils, numbers)
    hidden = {g.key for g in groups if 0 < work.weights[g.key] < FEWEST_SHOWN} | set(few)
    first = frozenset(hidden)
    while (trouble := work.trouble(hidden)) is not None:
        if trouble.cannot_know:
            hidden |= {g.key for g in groups if g.breakdown != groups[0].breakdown}
            continue
        more = work.next_to_hide(hidden, trouble)
        if more is None:
            return frozenset(g.key for g in groups if work.weights[g.key])
        hidden.add(more.key)
    for key in sorted(hidden - first, key=lambda key: (-work.weights[key], key)):
        if work.trouble(hidden - {key}) is None:
            hidden.discard(key)
    return frozenset(hidden)


class _Trouble(NamedTuple):
    """Why what is shown gives something away."""

    pupils: Collection[str] = ()
    """Those who are exposed by adding and subtracting."""
    breakdown: str = ""
    """Where too few groups or pupils are plain to see."""
    cannot_know: bool = False


class _Column:
    """One column of a report while more and more of it is hidden."""

    def __init__(
        self, groups: Sequence[Group], pupils: Pupils, numbers: Mapping[Key, int] | None
    ) -> None:
        self._groups, self._pupils, self._numbers = groups, pupils, numbers
        self.weights = {g.key: len(frozenset[str]().union(*self._of(g))) for g in groups}

    def _of(self, group: Group) -> Iterable[frozenset[str]]:
        return (self._pupils.get(cell, frozenset()) for cell in group.cells)

    def trouble(self, hidden: Collection[Key]) -> _Trouble | None:
        """Return what is given away where these groups are hidden; None where nothing is."""
        shown = [g.cells for g in self._groups if g.key not in hidden]
        try:
            exposed = Reader(shown, self._pupils).few(FEWEST_SHOWN)
        except TooMany:
            return _Trouble(cannot_know=True)
        if exposed:
            return _Trouble(exposed)
        plain = _plain_to_see(self._groups, hidden, self._numbers) if self._numbers else None
        return _Trouble(breakdown=plain) if plain else None

    def next_to_hide(self, hidden: Collection[Key], trouble: _Trouble) -> Group | None:
        """Return the smallest group that ends the trouble, or that has a part in it."""
        free = [
            g for g in self._groups
            if g.key not in hidden and g.name != TOTAL and self.weights[g.key]
        ]  # fmt: skip
        free.sort(key=lambda g: (self.weights[g.key], g.key))
        if trouble.breakdown:
            return next((g for g in free if g.breakdown == trouble.breakdown), None)
        others: Group | None = None
        for group in free:
            left = self.trouble({*hidden, group.key})
            if left is None or left.breakdown:
                return group
            if others is None and set(left.pupils) != set(trouble.pupils):
                others = group  # these are hidden by it, and others are exposed
        return others or next(iter(free), None)


def _plain_to_see(
    groups: Sequence[Group], hidden: Collection[Key], numbers: Mapping[Key, int]
) -> str | None:
    """Return a breakdown whose hidden groups look like too few by a sum that a reader makes."""
    for whole in groups:
        if whole.key in hidden:
            continue
        for breakdown in dict.fromkeys(g.breakdown for g in groups):
            parts = [
                g for g in groups
                if g.breakdown == breakdown and g.name != TOTAL and g.cells <= whole.cells
            ]  # fmt: skip
            if frozenset[Cell]().union(*(g.cells for g in parts)) != whole.cells:
                continue
            unseen = [g for g in parts if g.key in hidden]
            rest = numbers[whole.key] - sum(numbers[g.key] for g in parts if g not in unseen)
            if unseen and whole not in parts and rest < max(FEWEST_SHOWN, len(unseen) + 1):
                return breakdown
    return None
