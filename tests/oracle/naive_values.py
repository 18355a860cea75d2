"""Plain values, days and weeks for the second calculation (`naive` tells its readings)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from typing import Any

Row = dict[str, Any]

ONE_DAY = dt.timedelta(days=1)
SIX_DAYS = dt.timedelta(days=6)
SEVEN_DAYS = dt.timedelta(days=7)

DEFAULTS: Row = {
    "Complete weeks": "inclusive",
    "Count starts": "sixth school day",
    "Leavers' year ends": "31 July",
    "Leavers' boundary": "on or after 1 April",
    "Who leaves": "highest year",
    "Day six next year": "new year counts",
    "Pupil-led funding": "all factors",
    "Pupil premium": "redetermined",
    "Area cost adjustment": 1,
    "Hold days": 56,
}

OUTSIDE_TYPES = ("special", "PRU", "AP academy", "other authority")
ACADEMY_TYPES = ("academy", "free school")


def setting(book: Row, name: str) -> Any:
    """The value of a setting, or its default where the row is missing or blank."""
    value = book["settings"].get(name)
    if value is None or value == "":
        value = DEFAULTS.get(name)
    if value is None:
        raise ValueError(f"no value for the setting {name}")
    return value


def needed_day(row: Row, heading: str) -> dt.date:
    """A day that must be there."""
    day: dt.date = needed(row, heading)
    return day


def needed(row: Row, heading: str) -> Any:
    """A value that must be there."""
    value = row.get(heading)
    if value is None or value == "":
        raise ValueError(f"{heading} is missing")
    return value


def is_yes(row: Row, heading: str) -> bool:
    """Whether a flag says Y."""
    return row.get(heading) == "Y"


def plain_laestab(value: Any) -> str:
    """A LAESTAB as seven characters: 305/2000, 3052000 and the number 3052000 are one school."""
    digits = ""
    for character in str(value):
        if character in "0123456789":
            digits = digits + character
    while len(digits) < 7:
        digits = "0" + digits
    return digits


def year_number(value: Any) -> int:
    """N is -1, R is 0, Year 1 is 1 and so on."""
    text = str(value).strip().upper()
    if text == "N":
        return -1
    if text == "R":
        return 0
    return int(text)


def to_pence(amount: Fraction) -> Decimal:
    """Half-up to the penny, for an amount of 0 or more."""
    whole = amount * 100
    pence = whole.numerator // whole.denominator
    rest = whole - pence
    if rest >= Fraction(1, 2):
        pence = pence + 1
    return Decimal(pence).scaleb(-2).quantize(Decimal("0.01"))


def funding_period(book: Row) -> tuple[dt.date, dt.date]:
    """1 April to 31 March of a financial year written like 2025-26."""
    first_year = int(str(setting(book, "Financial year"))[:4])
    return dt.date(first_year, 4, 1), dt.date(first_year + 1, 3, 31)


def complete_weeks(start: dt.date, end: dt.date, reading: str) -> int:
    """Complete weeks from start to end, under one of the three readings."""
    weeks = 0
    if reading == "inclusive":
        # A week is seven days, the first and the last day both counted.
        first_day = start
        while first_day + SIX_DAYS <= end:
            weeks = weeks + 1
            first_day = first_day + SEVEN_DAYS
        return weeks
    if reading == "exclusive":
        # A week is over when the same weekday comes round again within the period.
        same_weekday = start + SEVEN_DAYS
        while same_weekday <= end:
            weeks = weeks + 1
            same_weekday = same_weekday + SEVEN_DAYS
        return weeks
    if reading == "calendar":
        # Only weeks from a Monday to a Sunday that lie wholly inside.
        day = start
        while day <= end:
            if day.weekday() == 0 and day + SIX_DAYS <= end:
                weeks = weeks + 1
            day = day + ONE_DAY
        return weeks
    raise ValueError(f"unknown reading of complete weeks: {reading}")


def calendar_of(school: Row) -> str:
    """The calendar of a school; blank is LA."""
    return school.get("Calendar") or "LA"


def is_school_day(book: Row, calendar: str, day: dt.date) -> bool:
    """A weekday inside a term and outside every closure of that calendar."""
    if day.weekday() >= 5:
        return False
    in_term = False
    for row in book["calendar"]:
        if row["Calendar"] == calendar and row["From"] <= day <= row["To"]:
            if row["Kind"] == "closure":
                return False
            if row["Kind"] == "term":
                in_term = True
    return in_term


def sixth_school_day(book: Row, calendar: str, exclusion: dt.date) -> dt.date:
    """The sixth school day after the exclusion; the first school day after it is day 1."""
    last_known = None
    for row in book["calendar"]:
        if row["Calendar"] == calendar and (last_known is None or row["To"] > last_known):
            last_known = row["To"]
    if last_known is None:
        raise ValueError(f"no calendar {calendar}")
    counted = 0
    day = exclusion
    while day <= last_known:
        day = day + ONE_DAY
        if is_school_day(book, calendar, day):
            counted = counted + 1
            if counted == 6:
                return day
    raise ValueError(f"the calendar {calendar} ends before the sixth school day")
