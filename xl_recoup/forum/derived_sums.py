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
_SEEN = 12
"""More than there are in any set that is tried: so many numbers tell whether it is dependent."""


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
        self._atoms = [(signature, names) for signature, names in atoms.items() if signature]
        """What no reader can tell apart, with its pupils."""
        self._checks = self._parity()

    def few(self, fewest: int) -> Collection[str] | None:
        """Return the pupils of a sum that can be had and rests on fewer; None where there is none.

        Raises TooMany where it can't be known in reasonable time.
        """
        small = [i for i, (_, names) in enumerate(self._atoms) if len(names) < fewest]
        small.sort(key=lambda i: len(self._atoms[i][1]))
        tried = 0

        def look(at: int, names: frozenset[str], basis: list[tuple[int, list[int]]]) -> set[str]:
            nonlocal tried
            for place in range(at, len(small)):
                more = names | self._atoms[small[place]][1]
                if len(more) >= fewest:
                    continue
                tried += 1
                if tried > TRIED or len(basis) + 1 >= _SEEN:
                    raise TooMany
                left = _left_over(self._checks[small[place]], basis)
                pivot = next((i for i, value in enumerate(left) if value), None)
                if pivot is None:
                    return set(more)
                found = look(place + 1, more, [*basis, (pivot, _scaled(left, pivot))])
                if found:
                    return found
            return set()

        return look(0, frozenset(), []) or None

    def _parity(self) -> list[list[int]]:
        """Return for each atom some numbers: a sum can be had where those of its atoms cancel."""
        width = max((max(signature) for signature, _ in self._atoms), default=-1) + 1
        rows = [[int(i in signature) for signature, _ in self._atoms] for i in range(width)]
        basis = _echelon(rows)
        pivots = {pivot: n for n, (pivot, _) in enumerate(basis)}
        free = [i for i in range(len(self._atoms)) if i not in pivots]
        told = []
        for i in range(len(self._atoms)):
            sums = [0] * _SEEN
            for place, f in enumerate(free):
                value = int(i == f) if i not in pivots else -basis[pivots[i]][1][f]
                if value:
                    power = 1
                    for n in range(_SEEN):
                        sums[n] = (sums[n] + value * power) % PRIME
                        power = power * (place + 2) % PRIME
            told.append(sums)
        return told


def _scaled(row: list[int], pivot: int) -> list[int]:
    times = pow(row[pivot], -1, PRIME)
    return [value * times % PRIME for value in row]


def _left_over(row: list[int], basis: Sequence[tuple[int, list[int]]]) -> list[int]:
    for pivot, other in basis:
        times = row[pivot]
        if times:
            row = [(a - times * b) % PRIME for a, b in zip(row, other, strict=True)]
    return row


def _echelon(rows: Sequence[list[int]]) -> list[tuple[int, list[int]]]:
    """Return rows with the same sums, each with a place at which it alone is 1 (Gauss, Jordan)."""
    basis: list[tuple[int, list[int]]] = []
    for row in rows:
        left = _left_over(row, basis)
        pivot = next((i for i, value in enumerate(left) if value), None)
        if pivot is not None:
            new = _scaled(left, pivot)
            basis = [(p, _left_over(other, [(pivot, new)])) for p, other in basis]
            basis.append((pivot, new))
    return basis
