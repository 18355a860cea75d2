"""Which numbers of a report must be hidden, so that no small group can be worked out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

FEWEST_SHOWN = 5
TOTAL = "Total"
Key = tuple[str, str]
"""A breakdown and a group of it."""
Cell = tuple[str, ...]
"""A finest group: a scheme, a phase and an S251 line."""
Vector = dict[Cell, Fraction]
BREAKDOWNS = ("Scheme", "Phase", "S251 line")


@dataclass(frozen=True, slots=True)
class Tally:
    """A group before anything is hidden. `cells` are the finest groups that it is made of."""

    breakdown: str
    group: str
    pupils: int
    amounts: tuple[Decimal, ...]
    cells: frozenset[Cell]

    @property
    def key(self) -> Key:
        """The breakdown and the group."""
        return self.breakdown, self.group


def suppressed(groups: Sequence[Tally]) -> frozenset[Key]:
    """Return the (breakdown, group) of all that must be hidden: little beside what is small.

    Where a group could be worked out, the smallest that helps is hidden too; where none is left,
    everything is, since the other breakdowns would give the total away.
    """
    everything = frozenset(g.key for g in groups)
    hidden = {g.key for g in groups if g.pupils < FEWEST_SHOWN}
    while (helping := _helping(groups, hidden)) is not None:
        if not helping:
            return everything
        hidden.add(min(helping, key=lambda g: (g.pupils, g.key)).key)
    return everything if any(name == TOTAL for _, name in hidden) else frozenset(hidden)


def _helping(groups: Sequence[Tally], hidden: Collection[Key]) -> list[Tally] | None:
    """Return the groups of which one must be hidden as well; None where nothing is exposed."""
    parts = [g for g in groups if g.group != TOTAL]
    shown = [g for g in groups if g.key not in hidden]
    for breakdown in BREAKDOWNS:
        inside = [g for g in parts if g.breakdown == breakdown]
        if _told_by_bounds([g.pupils for g in inside if g.key in hidden]):
            return [g for g in inside if g.key not in hidden]
    basis = _basis(shown)
    for told in (g for g in parts if g.key in hidden and _spanned(g, basis)):
        free = [g for g in shown if g.group != TOTAL]
        enough = [g for g in free if not _spanned(told, _basis([x for x in shown if x is not g]))]
        return enough or free
    return None


def _told_by_bounds(hidden: Sequence[int]) -> bool:
    """Say whether the sum of the hidden groups leaves one of them a single possible number.

    A reader knows that sum from the total, and of each group whether it is below 5.
    """
    rest = sum(hidden)
    low = [min(n, 1) if n < FEWEST_SHOWN else FEWEST_SHOWN for n in hidden]
    high = [FEWEST_SHOWN - 1 if n < FEWEST_SHOWN else rest for n in hidden]
    return any(
        min(high[i], rest - (sum(low) - low[i])) <= max(low[i], rest - (sum(high) - high[i]))
        for i in range(len(hidden))
    )


def _basis(groups: Iterable[Tally]) -> dict[Cell, Vector]:
    """Return the groups as equations, each solved for one finest group (Gauss)."""
    basis: dict[Cell, Vector] = {}
    for g in groups:
        left = _reduced(dict.fromkeys(g.cells, Fraction(1)), basis)
        if left:
            pivot = min(left)
            basis[pivot] = {c: n / left[pivot] for c, n in left.items()}
    return basis


def _spanned(g: Tally, basis: dict[Cell, Vector]) -> bool:
    """Say whether a group is a sum and difference of the groups that a basis stands for."""
    return not _reduced(dict.fromkeys(g.cells, Fraction(1)), basis)


def _reduced(vector: Vector, basis: dict[Cell, Vector]) -> Vector:
    left = dict(vector)
    while pivots := [c for c in left if c in basis]:
        pivot = min(pivots)
        times = left[pivot]
        for c, n in basis[pivot].items():
            left[c] = left.get(c, Fraction(0)) - times * n
            if not left[c]:
                del left[c]
    return left
