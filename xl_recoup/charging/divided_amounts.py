"""One amount shared over years or months by its units; for show only.

The parts of a line are shares of its one amount; the last part takes the balance, so they always
add up to it. Weeks of parts are never added.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from decimal import Decimal

from xl_recoup.money import ZERO, share
from xl_recoup.records import short_record

DAY = timedelta(days=1)


@short_record
class Part:
    """The share of one amount that falls in one year or month, both days counted."""

    start: date
    end: date
    amount: Decimal

    @property
    def days(self) -> int:
        """The number of days."""
        return (self.end - self.start).days + 1


UnitsTo = Callable[[date], Decimal]
"""The units of a line from its first day to another one, both counted."""


def split(
    amount: Decimal,
    start: date,
    end: date,
    year_ends: Iterable[date],
    units_to: UnitsTo | None = None,
) -> tuple[Part, ...]:
    """Return an amount's shares, cut after each year end inside `start` to `end`.

    They go by the line's units, or by calendar days where it is not known how many it has, or it
    has none. The last part takes the balance exactly. A line whose days are the wrong way round is
    one part.
    """
    cuts = sorted({d for d in year_ends if start <= d < end})
    starts = [start, *(d + DAY for d in cuts)]
    ends = [*cuts, end]
    if units_to is None or not units_to(end):
        units_to = _days_from(start)
    total, before = units_to(end), ZERO
    parts: list[Part] = []
    left = amount
    for first, last in zip(starts[:-1], ends[:-1], strict=True):
        up_to = units_to(last)
        piece = share(amount, up_to - before, total)
        before = up_to
        parts.append(Part(first, last, piece))
        left -= piece
    parts.append(Part(starts[-1], ends[-1], left))
    return tuple(parts)


def _days_from(start: date) -> UnitsTo:
    return lambda day: Decimal((day - start).days + 1)
