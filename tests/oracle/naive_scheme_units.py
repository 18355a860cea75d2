"""The units of a local scheme by day, and who bears them (`naive_schemes` tells its readings)."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

from tests.oracle.naive_scheme_days import NotKnownError
from tests.oracle.naive_values import (
    ONE_DAY,
    SIX_DAYS,
    Row,
    calendar_of,
    funding_period,
    is_school_day,
    setting,
)

WHOLE_MEASURES = ("event", "hours", "school days attended")
BY_CALENDAR_DAYS = ("school days agreed", "sessions")


def school_day(book: Row, calendar: str, day: dt.date) -> bool:
    """Whether a day is a school day, looked up once a book."""
    known = book.setdefault("school days", {})
    if (calendar, day) not in known:
        known[(calendar, day)] = is_school_day(book, calendar, day)
    return bool(known[(calendar, day)])


def falls_on(measure: str, origin: dt.date, day: dt.date, school: Row, book: Row) -> int:
    """How many units of a measure, counted from a day on, fall on one day."""
    calendar = calendar_of(school)
    if measure == "complete weeks":
        reading = setting(book, "Complete weeks")
        if reading == "inclusive":
            return int(((day - origin).days + 1) % 7 == 0)
        if reading == "exclusive":
            return int(day > origin and (day - origin).days % 7 == 0)
        return int(day.weekday() == 6 and day - SIX_DAYS >= origin)
    if measure == "terms":
        units = 0
        for row in book["calendar"]:
            is_term = row["Calendar"] == calendar and row["Kind"] == "term"
            if is_term and day == max(row["From"], origin) and day <= row["To"]:
                units = units + 1
        return units
    if not school_day(book, calendar, day):
        return 0
    if measure == "school weeks":
        earlier = max(origin, day - dt.timedelta(days=day.weekday()))
        while earlier < day:
            if school_day(book, calendar, earlier):
                return 0
            earlier = earlier + ONE_DAY
        return 1
    return 2 if measure == "sessions" else 1


def told(measure: str, placement: Row, begun: dt.date, book: Row) -> Fraction:
    """The units that the placement's own row tells."""
    if measure == "event":
        return Fraction(int(begun >= funding_period(book)[0]))
    told = placement.get("Hours" if measure == "hours" else "Days attended")
    if told is None:
        raise NotKnownError(f"no {measure}")
    return Fraction(str(told))


def divide(units: Fraction, row: Row, weeks: Fraction, so_far: Row, begun: bool) -> Row:
    """Divide the units of one day, so many weeks from the start, into free, charged and above."""
    free = min(units, max(Fraction(0), Fraction(str(row.get("Units free") or 0)) - so_far["all"]))
    charged = not_free = units - free
    if row.get("Cap") is not None:
        cap = Fraction(str(row["Cap"]))
        if row.get("Cap unit") == "weeks":
            charged = not_free if weeks < cap else Fraction(0)
        else:
            charged = min(not_free, max(Fraction(0), cap - so_far["charged"]))
    so_far["all"] += units
    if begun:
        so_far["charged"] += charged
    return {"charged": charged, "not free": not_free}
