"""Rows that claim the same days: for each row the first earlier one, in n log n.

A row is named once however many others it meets, so that a table in which every row meets every
other gives as many findings as it has rows.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Hashable, Iterator, Sequence
from datetime import date
from typing import NamedTuple


class Claim(NamedTuple):
    """The days that a row claims, both ends among them, and for what.

    Rows meet where one claims a lane that is among those which the other may not share.
    """

    first: date
    last: date
    lanes: Collection[Hashable] = ("",)
    against: Collection[Hashable] = ("",)


def clashes(claims: Sequence[Claim]) -> Iterator[tuple[int, int]]:
    """Yield the position of each claim that meets an earlier one, with the first such.

    A claim that ends before it begins claims no day.
    """
    if len(claims) < 2:
        return
    days = sorted({day for claim in claims for day in (claim.first, claim.last)})
    lanes: dict[Hashable, _Lane] = {}
    for number, claim in enumerate(claims):
        first, last = bisect_left(days, claim.first), bisect_left(days, claim.last)
        if first > last:
            continue
        met = [lanes[lane].earliest(first, last) for lane in claim.against if lane in lanes]
        earliest = min((n for n in met if n is not None), default=None)
        if earliest is not None:
            yield number, earliest
        for lane in claim.lanes:
            if lane not in lanes:
                lanes[lane] = _Lane(len(days))
            lanes[lane].claim(first, last, number)


class _Lane:
    """Which claim was the first on each day: a segment tree, whose leaves are days.

    A node has the first claim on all of its days, and the first on any of them.
    """

    def __init__(self, days: int) -> None:
        self._leaves = days
        self._whole: list[int | None] = [None] * (2 * days)
        self._any: list[int | None] = [None] * (2 * days)

    def claim(self, first: int, last: int, number: int) -> None:
        """Enter a claim; numbers come in rising order, so what stands there is earlier."""
        for node in self._cover(first, last):
            if self._whole[node] is None:
                self._whole[node] = number
            while node and self._any[node] is None:
                self._any[node] = number
                node >>= 1

    def earliest(self, first: int, last: int) -> int | None:
        """Return the first claim on any of these days."""
        found: list[int | None] = []
        for node in self._cover(first, last):
            found.append(self._any[node])
            while node := node >> 1:
                found.append(self._whole[node])
        return min((n for n in found if n is not None), default=None)

    def _cover(self, first: int, last: int) -> Iterator[int]:
        """Yield the nodes that make up a stretch of days, both ends among them."""
        low, high = first + self._leaves, last + self._leaves + 1
        while low < high:
            if low & 1:
                yield low
                low += 1
            if high & 1:
                high -= 1
                yield high
            low >>= 1
            high >>= 1
