"""Checks on the days from an exclusion to the placement that follows from it."""

from __future__ import annotations

from collections.abc import Iterator

from xl_recoup.charging.status import is_leaver
from xl_recoup.checks.catalogue import WARNING, Hit, Stage, check
from xl_recoup.checks.placement_dates import calendar_kept
from xl_recoup.checks.run_so_far import Facts
from xl_recoup.law.school_days import CalendarTooShort, relevant_date
from xl_recoup.words import short_date

LONG = 120
"""More days than this from an exclusion to its placement are usually a wrong year."""


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
