"""What each year end must accrue of the lines of a statement; for show only."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from xl_recoup.charging.divided_amounts import split
from xl_recoup.law.periods import FundingPeriod
from xl_recoup.money import ZERO
from xl_recoup.statements.statement_records import StatementLine, YearEnd

ACADEMY, AUTHORITY = "the academy's year end", "the authority's year end"


def academy_year_ends(start: date, end: date) -> list[date]:
    """Return each 31 August from `start` to the day before `end`."""
    days = (date(year, 8, 31) for year in range(start.year, end.year + 1))
    return [d for d in days if start <= d < end]


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
