"""Checks on the days from an exclusion to the placement that follows from it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from xl_recoup.charging.status import is_leaver
from xl_recoup.checks.catalogue import WARNING, Hit, Stage, check
from xl_recoup.checks.placement_dates import EVENT_DATES, HEADINGS, calendar_kept
from xl_recoup.checks.run_so_far import Facts
from xl_recoup.checks.wording import date_under
from xl_recoup.law.school_days import CalendarTooShort, relevant_date
from xl_recoup.words import short_date

LONG = 120
"""More days than this from an exclusion to its placement are usually a wrong year."""
A_YEAR = 366
YEARS_BACK, YEARS_AHEAD = 6, 2
"""Of the workbook's financial year: how far from it a date may lie before it is asked about."""
STEPS = (
    *("decision_date", "cancelled_on", "review_decided_on", "left_roll_on"),
    *("reinstated_on", "admitted_on", "order_date", "educated_from", "notice_sent_on"),
)
"""What follows an exclusion within a year."""


@check("R49", WARNING, Stage.ROW, "Placement before the sixth school day")
def placement_before_sixth_day(facts: Facts) -> Iterator[Hit]:
    """The authority's duty begins on the sixth school day; before it the school provides."""
    for p in facts.rows:
        if p.start_date is None or p.exclusion_date is None or p.start_date < p.exclusion_date:
            continue
        calendar = calendar_kept(facts, p)
        try:
            sixth = relevant_date(p.exclusion_date, calendar) if calendar else None
        except CalendarTooShort:
            continue
        if sixth is not None and p.start_date < sixth:
            yield Hit(
                p.place("start_date"),
                f"the placement starts on {short_date(p.start_date)}, before the sixth school day,"
                f" {short_date(sixth)}. Until then the school provides; check the date.",
                p.key,
            )


@check("R50", WARNING, Stage.ROW, "Placement begun before the exclusion")
def placement_before_exclusion(facts: Facts) -> Iterator[Hit]:
    """The placement starts, or ends, before the exclusion that it follows from."""
    for p in facts.statutory:
        field, does, day = "start_date", "starts", p.start_date
        if day is None:
            field, does, day = "end_date", "ends", p.end_date
        if day and p.exclusion_date and day < p.exclusion_date:
            yield Hit(
                p.place(field),
                f"the placement {does} on {short_date(day)}, before the exclusion on"
                f" {short_date(p.exclusion_date)}. Check both dates.",
                p.key,
            )


@check("R51", WARNING, Stage.ROW, "Placement long after the exclusion")
def placement_long_after_exclusion(facts: Facts) -> Iterator[Hit]:
    """The placement starts so long after the exclusion that one of the years is wrong.

    Likewise after the day on which a leaver left the roll. A date of the year before makes a charge
    smaller, or nil, and looks like any other.
    """
    for p in facts.statutory:
        field, what, day = "exclusion_date", "the exclusion", p.exclusion_date
        if is_leaver(p):
            field, what, day = "left_roll_on", "the pupil left the roll", p.left_roll_on
        days = (p.start_date - day).days if p.start_date and day else 0
        if p.start_date and day and days > LONG:
            yield Hit(
                p.place(field),
                f"the placement starts on {short_date(p.start_date)}, {days} days after {what} on"
                f" {short_date(day)}. Check the years of both dates.",
                p.key,
            )


@check("R18", WARNING, Stage.ROW, "A date over a year after the exclusion")
def step_long_after_exclusion(facts: Facts) -> Iterator[Hit]:
    """What follows an exclusion lies more than a year after it: one of the years is wrong.

    Admission and reinstatement begin a credit, so a wrong year of theirs moves money, or makes it
    nil. A date after the as-at date is told as that (R46).
    """
    for p in facts.statutory:
        if p.exclusion_date is None:
            continue
        for field in STEPS:
            day: date | None = getattr(p, field)
            if day and day <= facts.as_at and (day - p.exclusion_date).days > A_YEAR:
                yield Hit(
                    p.place(field),
                    f"{date_under(HEADINGS[field])}, {short_date(day)}, is more than a year after"
                    f" the Exclusion date, {short_date(p.exclusion_date)}. Check the years of both"
                    " dates.",
                    p.key,
                )


@check("R19", WARNING, Stage.ROW, "A date far from the financial year")
def far_from_the_year(facts: Facts) -> Iterator[Hit]:
    """A date lies many years before the workbook's financial year, or well after it.

    Likewise one before the pupil was born. It is usually a slip in the year or the century, and
    what rests on it is nil, or runs on, and looks like any other row. What is recorded as having
    happened after the as-at date is told as that (R46).
    """
    period = facts.policy.period
    first = date(period.start.year - YEARS_BACK, 4, 1)
    last = date(period.end.year + YEARS_AHEAD, 3, 31)
    for p in facts.rows:
        born = p.date_of_birth
        for field in (*EVENT_DATES, "end_date", "left_admitting_school_on"):
            day: date | None = getattr(p, field)
            if day is None or (day > facts.as_at and field in EVENT_DATES):
                continue
            before_birth = born is not None and day < born <= facts.as_at
            if before_birth or not first <= day <= last:
                far = "before the pupil was born"
                if not before_birth:
                    far = f"far from the financial year {period}"
                yield Hit(
                    p.place(field),
                    f"{date_under(HEADINGS[field])}, {short_date(day)}, is {far}. Check the year.",
                    p.key,
                )
