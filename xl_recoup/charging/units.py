"""How many units of a scheme a stretch of a placement holds.

Units are counted from the placement's start, and a stretch has what comes on top at its end: so
the stretches of a placement always add up to the whole, however often it is divided.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from xl_recoup.law.school_days import SchoolDays
from xl_recoup.law.weeks import WeeksReading, complete_weeks
from xl_recoup.policy.scheme_list import (
    COMPLETE_WEEKS,
    DAYS_AGREED,
    EVENT,
    SCHOOL_WEEKS,
    SESSIONS,
    TERMS,
    Scheme,
)

FULL_WEEK = Decimal(5)
SESSIONS_PER_DAY = 2


def counted(
    measure: str, start: date, end: date, calendar: SchoolDays, reading: WeeksReading
) -> int:
    """Return the whole units of a measure from `start` to `end`, both counted; 0 if none."""
    if end < start:
        return 0
    if measure == COMPLETE_WEEKS:
        return complete_weeks(start, end, reading)
    if measure == SCHOOL_WEEKS:
        return calendar.weeks_with_school(start, end)
    if measure in (DAYS_AGREED, SESSIONS):
        return calendar.count(start, end)
    if measure == TERMS:
        return sum(first <= end and last >= start for first, last in calendar.terms)
    if measure == EVENT:
        return 1
    raise ValueError(f"the measure {measure!r} is not counted by the calendar")


def between(
    measure: str, begun: date, start: date, end: date, calendar: SchoolDays, reading: WeeksReading
) -> int:
    """Return the units that a stretch adds to a placement that began on `begun`."""
    before = counted(measure, begun, start - timedelta(days=1), calendar, reading)
    return counted(measure, begun, end, calendar, reading) - before


def by_days(scheme: Scheme, days_per_week: Decimal) -> tuple[Decimal, Decimal]:
    """Return (numerator, denominator) of a scheme's share for days per week.

    Five days may count as fewer (Lincolnshire: 5 counts as 4.5). Measures in days and sessions
    always go by the days agreed.
    """
    if scheme.measure in (DAYS_AGREED, SESSIONS):
        per_day = SESSIONS_PER_DAY if scheme.measure == SESSIONS else 1
        return days_per_week * per_day, FULL_WEEK
    if not scheme.by_days:
        return Decimal(1), Decimal(1)
    days = scheme.five_days_count_as if days_per_week == FULL_WEEK else days_per_week
    return days, FULL_WEEK
