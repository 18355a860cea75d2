"""From which day a placement's weeks are counted, to which, and under which local readings."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from xl_recoup.charging.case import Case
from xl_recoup.charging.gap import Gap
from xl_recoup.charging.status import is_leaver
from xl_recoup.law.leavers import (
    LeaversBoundary,
    leavers_clause_applies,
    leaving_years,
    school_year_end,
)
from xl_recoup.law.school_days import CalendarTooShort, SchoolDays, relevant_date
from xl_recoup.policy.options import CountStarts
from xl_recoup.policy.terms import Readings
from xl_recoup.policy.whole_policy import CalendarGap
from xl_recoup.words import long_date

LOCAL_STARTS: dict[CountStarts, tuple[str, str]] = {
    "exclusion date": ("exclusion_date", "the date of the exclusion"),
    "decision date": ("decision_date", "the governors' decision"),
    "off-roll date": ("left_roll_on", "the day the pupil left the roll"),
}
"""The field from which a reading of the authority's own counts, and how it is said."""


def count_start(case: Case, takes_effect: date) -> tuple[date, str]:
    """Return the day that weeks are counted from, and how it came about in words.

    Raises Gap where the calendar is too short or the local reading's date is missing.
    """
    p, reading = case.placement, case.policy.options.count_starts
    if is_leaver(p):
        return takes_effect, "the day the pupil left the roll"
    if reading in LOCAL_STARTS:
        field, words = LOCAL_STARTS[reading]
        local: date | None = getattr(p, field)
        if local is None:
            raise Gap("no date", field, f"no {reading}, from which weeks count")
        return local, words
    day = _by_calendar(
        case, "the sixth school day after it", lambda days: relevant_date(takes_effect, days)
    )
    return day, f"sixth school day after exclusion on {long_date(takes_effect)}"


def _by_calendar(case: Case, sought: str, count: Callable[[SchoolDays], date]) -> date:
    """Return a day counted on the school's calendar; raises Gap where that does not reach it."""
    try:
        return count(case.calendar)
    except CalendarTooShort as error:
        said = f"the calendar {error} does not reach {sought}"
        raise Gap("calendar too short", "exclusion_date", said) from None
    except CalendarGap as error:
        raise Gap.of(error, "exclusion_date") from None


def leaves_as_leaver(
    case: Case, takes_effect: date, boundary: LeaversBoundary | None = None
) -> bool:
    """Say whether the pupil was about to leave the school, so that its school year ends the count.

    `boundary` goes before the workbook's own reading of the day from which that is so.
    """
    school, o = case.school, case.policy.options
    if case.placement.year_group is None:
        return False
    leaves = leaving_years(school.highest_year, o.who_leaves, school.leaving_years)
    boundary = boundary or o.leavers_boundary
    return leavers_clause_applies(takes_effect, case.placement.year_group, leaves, boundary)


def leavers_end(case: Case, takes_effect: date) -> date:
    """Return the end of the school year in which a leaver was excluded; raises Gap."""
    ends = case.policy.options.leavers_year_ends
    return _by_calendar(
        case,
        "the end of the summer term",
        lambda days: school_year_end(takes_effect, ends, days),
    )


def start_readings(case: Case) -> Readings:
    """Return the local reading of the day on which weeks begin, if it is not the law's."""
    starts = case.policy.options.count_starts
    if starts == "sixth school day" or is_leaver(case.placement):
        return ()
    return (f"weeks counted from the {starts}",)


def week_readings(case: Case, takes_effect: date, leavers: bool, starts: Readings = ()) -> Readings:
    """Return the local readings by which weeks are counted, and to which day.

    `leavers` says whether they are counted to the end of the school year; `starts` are those of
    the day on which they begin.
    """
    school, o = case.school, case.policy.options
    found = []
    if o.complete_weeks != "inclusive":
        found.append(f"complete weeks {o.complete_weeks}")
    found += starts
    if leavers:
        if o.leavers_year_ends != "31 July":
            found.append(f"leavers' year ends {o.leavers_year_ends}")
        by_law = leaving_years(school.highest_year, "highest year", school.leaving_years)
        if case.placement.year_group not in by_law:
            found.append("Year 11 counted as leaving")
    elif o.leavers_boundary != "on or after 1 April" and leaves_as_leaver(
        case, takes_effect, "on or after 1 April"
    ):
        found.append("leavers only after 1 April")
    return tuple(found)
