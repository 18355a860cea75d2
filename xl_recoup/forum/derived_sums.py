"""What a reader of a report can work out from it by adding and subtracting.

A figure of a group is a sum over finest groups. Whoever adds and subtracts figures gets a sum over
finest groups too, some of them taken several times. Here is told whether such a sum can be had that
rests on few pupils alone. Ranks are taken modulo a prime that is larger than any determinant of as
many noughts and ones as a report has figures: so they are exact.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

Cell = tuple[str, ...]
"""A finest group: a scheme, a phase, a type of school and an S251 line."""
Pupils = Mapping[Cell, frozenset[str]]
"""Whom the figure of a finest group rests on."""
PRIME = 2**61 - 1
TRIED = 20_000
"""How many sets of finest groups are tried before a report is taken for unsafe."""
Vector = list[int]
Basis = list[tuple[int, Vector]]
"""Vectors, each with a place at which it is 1 and those that come after it are 0."""


class TooMany(Exception):
    """There are more sums than could be tried."""


class Reader:
    """Whoever adds and subtracts the figures of some groups."""

    def __init__(self, shown: Sequence[frozenset[Cell]], pupils: Pupils) -> None:
        """Take the groups that are shown, and the pupils of each finest group of the report."""
        atoms: dict[tuple[int, ...], set[str]] = defaultdict(set)
        for cell, names in pupils.items():
            if names:
                atoms[tuple(i for i, group in enumerate(shown) if cell in group)] |= names
        self._atoms = [
            ([int(i in signature) for i in range(len(shown))], frozenset(names))
            for signature, names in atoms.items()
            if signature
        ]
        """What no reader can tell apart: in which figures it is, and its pupils."""

    def few(self, fewest: int) -> Collection[str] | None:
        """Return the pupils of a sum that can be had and rests on fewer; None where there is none.

        Pupils are dealt into as many packs: those of such a sum miss one of them. So a sum is
        sought that nobody of that pack has a part in, and mostly there is none at all.
        Raises TooMany where it can't be known in reasonable time.
        """
        small = [atom for atom in self._atoms if len(atom[1]) < fewest]
        every: Basis = []
        for vector, names in self._atoms:
            if len(names) >= fewest:
                _add(vector, every)
        large = list(every)
        for vector, _ in small:
            _add(vector, every)
        rank = len(every)
        whom = sorted(frozenset[str]().union(*(own for _, own in small)))
        for pack in (frozenset(whom[n::fewest]) for n in range(fewest)):
            basis = list(large)
            for vector, own in small:
                if own & pack and len(basis) < rank:
                    _add(vector, basis)
            if len(basis) == rank:
                continue
            left = [(_left_over(v, basis), own) for v, own in small if not own & pack]
            found = _few_of([(v, own) for v, own in left if any(v)], rank - len(basis), fewest)
            if found:
                return found
        return None


def _few_of(
    atoms: Sequence[tuple[Vector, frozenset[str]]], rank: int, fewest: int
) -> Collection[str]:
    """Return few pupils without whom the rank of the rest is less; none where there are none."""
    tried = 0

    def look(at: int, names: frozenset[str]) -> Collection[str]:
        nonlocal tried
        for place in range(at, len(atoms)):
            more = names | atoms[place][1]
            if len(more) >= fewest or more == names:
                continue
            tried += 1
            if tried > TRIED:
                raise TooMany
            rest: Basis = []
            for vector, own in atoms:
                if not own <= more and len(rest) < rank:
                    _add(vector, rest)
            found = more if len(rest) < rank else look(place + 1, more)
            if found:
                return found
        return ()

    return look(0, frozenset())


def _left_over(vector: Vector, basis: Basis) -> Vector:
    for pivot, other in basis:
        times = vector[pivot]
        if times:
            vector = [(a - times * b) % PRIME for a, b in zip(vector, other, strict=True)]
    return vector


def _add(vector: Vector, basis: Basis) -> None:
    """Add to a basis what a vector has beyond it, if anything."""
    left = _left_over(vector, basis)
    pivot = next((i for i, value in enumerate(left) if value), None)
    if pivot is not None:
        times = pow(left[pivot], -1, PRIME)
        basis.append((pivot, [value * times % PRIME for value in left]))
