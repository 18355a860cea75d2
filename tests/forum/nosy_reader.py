"""A reader who tries to work out what a report hides, with nothing of the program's own means."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import combinations

import numpy as np

from xl_recoup.forum.suppression import TOTAL, Group, Key

Cell = tuple[str, ...]


class NosyReader:
    """Someone with one report and all its breakdowns, who even knows which groups overlap."""

    def __init__(self, groups: Sequence[Group], hidden: Collection[Key], cells: Sequence[Cell]):
        """Take what is shown and what is hidden; `cells` are the finest groups with anything."""
        self.groups, self.hidden, self.cells = groups, hidden, list(cells)
        shown = [g for g in groups if g.key not in hidden]
        self.table = np.array([self._row(g) for g in shown] or [[0] * len(self.cells)])
        self.rank = self._rank(self.table)
        _, _, turned = np.linalg.svd(self.table)
        self.apart = turned[self.rank :].T
        """What changes nothing that is shown, by finest group."""

    def _row(self, group: Group) -> list[int]:
        return [int(cell in group.cells) for cell in self.cells]

    @staticmethod
    def _rank(table: np.ndarray) -> int:
        return int(np.linalg.matrix_rank(table)) if table.size else 0

    def computed(self) -> list[Group]:
        """Return the hidden groups whose figure is a sum and difference of shown ones."""
        unseen = [g for g in self.groups if g.key in self.hidden and any(self._row(g))]
        return [g for g in unseen if self._rank(np.vstack([self.table, self._row(g)])) == self.rank]

    def few_behind_a_sum(
        self, pupils: Mapping[Cell, frozenset[str]], fewest: int
    ) -> Iterator[tuple[Cell, ...]]:
        """Yield finest groups of fewer pupils for which some sum of them alone can be had."""
        for size in range(1, fewest):
            for some in combinations(range(len(self.cells)), size):
                names = frozenset[str]().union(*(pupils[self.cells[i]] for i in some))
                if len(names) < fewest and self._rank(self.apart[list(some)]) < size:
                    yield tuple(self.cells[i] for i in some)


def bounds(
    groups: Sequence[Group], numbers: Mapping[Key, int], hidden: Collection[Key]
) -> dict[Key, tuple[int, int]]:
    """Return between what each hidden number of pupils must lie, as far as sums tell.

    A hidden group has at least one pupil. Each breakdown adds up to its total, and to every group
    of another breakdown that it divides exactly; bounds are narrowed until nothing moves.
    """
    most = 10**6
    found = {
        g.key: (1, most) if g.key in hidden else (numbers[g.key], numbers[g.key]) for g in groups
    }
    sums = []
    for whole in groups:
        for breakdown in dict.fromkeys(g.breakdown for g in groups):
            parts = [
                g
                for g in groups
                if g.breakdown == breakdown and g.name != TOTAL and g.cells <= whole.cells
            ]
            if frozenset().union(*(g.cells for g in parts)) == whole.cells and parts != [whole]:
                sums.append((whole.key, [g.key for g in parts]))
    moved = True
    while moved:
        moved = False
        for whole_key, keys in sums:
            for key in keys:
                others = [found[k] for k in keys if k != key]
                low = max(found[key][0], found[whole_key][0] - sum(high for _, high in others))
                high = min(found[key][1], found[whole_key][1] - sum(low for low, _ in others))
                if key in hidden and (low, high) != found[key] and low <= high:
                    found[key], moved = (low, high), True
    return {key: found[key] for key in hidden}
