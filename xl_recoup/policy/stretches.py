"""The stretches of time in which no dated row begins or ends, so that all their days are alike."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from datetime import date, timedelta


class Stretches:
    """The stretches between the days on which rows begin or end.

    What rows say of all days of a stretch is the same, so it is worked out once, for its first.
    """

    def __init__(self, spans: Iterable[tuple[date | None, date | None]]) -> None:
        """Take the first and last days of rows; None where a row has no such day."""
        turns: set[date] = set()
        for first, last in spans:
            if first is not None:
                turns.add(first)
            if last is not None and last < date.max:
                turns.add(last + timedelta(days=1))
        self.turns = tuple(sorted(turns))
        """The first days of the stretches, all but that of the first one."""

    def first_day(self, day: date) -> date:
        """Return the first day of the stretch that holds a day; `date.min` before all turns."""
        begun = bisect_right(self.turns, day)
        return self.turns[begun - 1] if begun else date.min
