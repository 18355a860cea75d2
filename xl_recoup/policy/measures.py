"""What a calendar holds of what schemes measure: whole weeks, school weeks, school days, terms."""

from __future__ import annotations

from datetime import date

from xl_recoup.closed_lists import Blank, Measure
from xl_recoup.law.school_days import SchoolDays
from xl_recoup.law.weeks import WeeksReading, complete_weeks

PER_SCHOOL_DAY: dict[Measure | Blank, int] = {"school days agreed": 1, "sessions": 2}
"""Measures that go by the days agreed per week: what one school day holds at five days a week."""


def counted(
    measure: Measure | Blank, begun: date, end: date, calendar: SchoolDays, reading: WeeksReading
) -> int:
    """Return what there is of a measure from `begun` to `end`, both counted.

    Whatever goes neither by weeks nor by terms goes by school days.
    """
    if end < begun:
        return 0
    if measure == "complete weeks":
        return complete_weeks(begun, end, reading)
    if measure == "school weeks":
        return calendar.weeks_with_school(begun, end)
    if measure == "terms":
        return sum(first <= end and last >= begun for first, last in calendar.terms)
    return calendar.count(begun, end)
