"""The twelve months of a funding period, each by its first day."""

from __future__ import annotations

from datetime import date, timedelta

from xl_recoup.policy.whole_policy import Policy

Months = tuple[date, ...]


def months_of(policy: Policy) -> Months:
    """Return the first days of the twelve months of the workbook's year, April first."""
    first = policy.period.start.year
    return tuple(date(first + (m > 12), (m - 1) % 12 + 1, 1) for m in range(4, 16))


def month_of(day: date, policy: Policy) -> date:
    """Return the month of the year in which a day lies: the first or last where it lies outside."""
    within = max(policy.period.start, min(day, policy.period.end))
    return within.replace(day=1)


def last_day(month: date) -> date:
    """Return the last day of a month."""
    return (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def month_name(month: date) -> str:
    """Return a month as it is said in a sentence: `February 2026`."""
    return f"{month:%B %Y}"
