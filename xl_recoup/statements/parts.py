"""One amount shared over years by its units, and what each year end must accrue; for show only.

The parts of a line are shares of its one amount; the last part takes the balance, so they always
add up to it. Weeks of parts are never added.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from decimal import Decimal

from xl_recoup.law.periods import FundingPeriod
from xl_recoup.money import ZERO, share
from xl_recoup.statements.statement_records import Part, StatementLine, YearEnd

DAY = timedelta(days=1)
ACADEMY, AUTHORITY = "the academy's year end", "the authority's year end"


def academy_year_ends(start: date, end: date) -> list[date]:
    """Return each 31 August from `start` to the day before `end`."""
    days = (date(year, 8, 31) for year in range(start.year, end.year + 1))
    return [d for d in days if start <= d < end]


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


def service_to(line: StatementLine, day: date, as_at: date) -> Decimal:
    """Return the net amount of a line that belongs to the days up to `day`, that day included.

    A line without dates belongs to the statement's date.
    """
    if line.start is None or line.end is None or line.end < line.start:
        return line.net if (line.start or as_at) <= day else ZERO
    if day < line.start:
        return ZERO
    if day >= line.end:
        return line.net
    shares = line.shares or line.parts
    if any(part.end == day for part in shares):
        return sum((part.amount for part in shares if part.end <= day), ZERO)
    return split(line.net, line.start, line.end, [day])[0].amount


def year_ends(
    lines: Iterable[StatementLine], period: FundingPeriod, as_at: date, *, academy: bool
) -> tuple[YearEnd, ...]:
    """Return the accruals at 31 August, for an academy, and at 31 March; net, balance lines only.

    What is posted counts as charged on its accounting date; what isn't, as not charged.
    """
    counted = [line for line in lines if line.in_balance]
    days = [(period.end, AUTHORITY)]
    if academy:
        days.insert(0, (date(period.first_year, 8, 31), ACADEMY))
    return tuple(
        YearEnd(
            day,
            whose,
            sum((service_to(line, day, as_at) for line in counted), ZERO),
            sum((ln.net for ln in counted if ln.charged_on and ln.charged_on <= day), ZERO),
            day > as_at,
        )
        for day, whose in days
    )
