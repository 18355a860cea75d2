"""The stretches of time in which no dated row begins or ends, so that all their days are alike."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from datetime import date, timedelta


class Stretches:
    """Numbers the stretches between the days on which rows begin or end.

    What rows say of two days with one number is the same, so it is worked out once.
    """

    def __init__(self, spans: Iterable[tuple[date | None, date | None]]) -> None:
        """Take the first and last days of rows; None where a row has no such day."""
        turns: set[date] = set()
        for first, last in spans:
            if first is not None:
                turns.add(first)
            if last is not None and last < date.max:
                turns.add(last + timedelta(days=1))
        self._turns = sorted(turns)

    def of(self, day: date) -> int:
        """Return the number of the stretch that holds a day."""
        return bisect_right(self._turns, day)
