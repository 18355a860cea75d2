"""What the law makes of one statutory placement: its dates, its weeks, its bases; or why nothing.

An assessment comes before any status or route: it is the same whoever pays.
"""

from __future__ import annotations

from datetime import date
from enum import Enum

from xl_recoup.charging.status import is_leaver, nil_by
from xl_recoup.law.leavers import leavers_clause_applies, leaving_years, school_year_end
from xl_recoup.law.periods import FundingPeriod
from xl_recoup.law.school_days import CalendarTooShort, relevant_date
from xl_recoup.law.weeks import complete_weeks
from xl_recoup.policy.funding import NOTHING, Base, premium_base, pupil_led_funding
from xl_recoup.policy.rate_table import RateGap, RateOverlap
from xl_recoup.policy.school_list import OTHER_AUTHORITY, OUTSIDE, School
from xl_recoup.policy.whole_policy import CalendarGap, Policy
from xl_recoup.records import Placement, record
from xl_recoup.words import long_date, year_name

LAST_FUNDED_YEAR = 11


class GapKind(Enum):
    """What keeps a placement from being assessed."""

    NO_DATE = "a date that the count starts from is missing"
    NO_YEAR_GROUP = "the year group is missing"
    NO_HIGHEST_YEAR = "the school's highest year is missing"
    CALENDAR = "the calendar does not reach"
    RATE_MISSING = "a rate is missing"
    RATE_OVERLAP = "two rates apply"
    SCHEME_OVERLAP = "two rows of a scheme apply"
    NO_DAYS = "the days attended are missing"


class Gap(Exception):
    """A value that the sum needs is not there; says which field of the placement it concerns."""

    def __init__(self, kind: GapKind, field: str, message: str) -> None:
        super().__init__(message)
        self.kind, self.field, self.message = kind, field, message


@record
class Assessment:
    """One statutory placement on the law's scale. With a `nil_reason`, nothing is charged for it.

    `takes_effect` is the exclusion (or leaving) date, `start` the relevant date, `end` the last
    day that B is counted to and `weeks` B itself.
    """

    school: School
    nil_reason: str = ""
    nil_by_policy: bool = False
    """True where a local choice, not the law, makes it nil."""
    takes_effect: date | None = None
    start: date | None = None
    start_words: str = ""
    end: date | None = None
    leavers: bool = False
    weeks: int = 0
    base: Base = NOTHING
    premium: Base = NOTHING
    readings: tuple[str, ...] = ()
    """Readings in use that are not the law's default, in words; they make it local policy."""


def assess(p: Placement, policy: Policy) -> Assessment:
    """Assess a placement under PEX or LEAVER whose home school is known.

    Raises Gap where a date, year group, calendar or rate that the sum needs is not there.
    """
    takes_effect = p.left_roll_on if is_leaver(p) else p.exclusion_date
    school = policy.schools.on(p.home_school, takes_effect or policy.period.start)
    outside = _outside(p, school, policy)
    if outside and all(_outside(p, row, policy) for row in policy.schools.all(p.home_school)):
        return Assessment(school=school, nil_reason=outside, takes_effect=takes_effect)
    if p.cancelled_on is not None:
        reason = f"cancelled on {long_date(p.cancelled_on)}: no reduction arose"
        return Assessment(school=school, nil_reason=reason, takes_effect=takes_effect)
    if takes_effect is None:
        field = "left_roll_on" if is_leaver(p) else "exclusion_date"
        raise Gap(GapKind.NO_DATE, field, "no date, so the weeks can't be counted")
    start, words = count_start(p, school, takes_effect, policy)
    # A school that was closed already when it is said to have excluded is a mistake on the sheet.
    find = policy.schools.answering if school.is_open(takes_effect) else policy.schools.on
    school = find(p.home_school, start)
    nil, local = _outside(p, school, policy), False
    if not nil:
        nil, local = _nil_by_dates(p, takes_effect, start, policy)
    if nil:
        return Assessment(
            school=school, nil_reason=nil, nil_by_policy=local, takes_effect=takes_effect,
            start=start, start_words=words,
        )  # fmt: skip
    if p.year_group is None:
        raise Gap(GapKind.NO_YEAR_GROUP, "year_group", "no year group, so no rate can be found")
    return _weigh(p, school, takes_effect, start, words, policy)


def count_start(
    p: Placement, school: School, takes_effect: date, policy: Policy
) -> tuple[date, str]:
    """Return the day that weeks are counted from, and how it came about in words.

    Raises Gap where the calendar is too short or the local reading's date is missing.
    """
    if is_leaver(p):
        return takes_effect, "the day the pupil left the roll"
    reading = policy.options.count_starts
    if reading == "exclusion date":
        return takes_effect, "the date of the exclusion"
    if reading == "decision date":
        if p.decision_date is None:
            raise Gap(GapKind.NO_DATE, "decision_date", "no decision date, from which weeks count")
        return p.decision_date, "the governors' decision"
    if reading == "off-roll date":
        if p.left_roll_on is None:
            raise Gap(GapKind.NO_DATE, "left_roll_on", "no off-roll date, from which weeks count")
        return p.left_roll_on, "the day the pupil left the roll"
    try:
        day = relevant_date(takes_effect, policy.calendar_of(school))
    except CalendarTooShort as error:
        raise Gap(
            GapKind.CALENDAR, "exclusion_date",
            f"the calendar {error} does not reach the sixth school day after it",
        ) from None  # fmt: skip
    except CalendarGap as error:
        raise Gap(GapKind.CALENDAR, "exclusion_date", str(error)) from None
    return day, f"sixth school day after exclusion on {long_date(takes_effect)}"


# "a school maintained by a local authority (other than a special school, a pupil referral unit,
# or a place which the authority has reserved for children with special educational needs)":
# reg 39(1), SI 2024/66.
def _outside(p: Placement, school: School, policy: Policy) -> str:
    foreign = p.old_authority and p.old_authority != policy.options.la_number
    if school.type == OTHER_AUTHORITY or foreign:
        return (
            "the excluding school is another authority's: what is due is settled between the"
            " authorities (SI 1999/495)"
        )
    if school.type in OUTSIDE:
        return OUTSIDE[school.type]
    if p.reserved_sen_place:
        return "a place reserved for special educational needs is outside the regulation"
    if p.year_group is not None and not 0 <= p.year_group <= LAST_FUNDED_YEAR:
        return f"{year_name(p.year_group)} is not funded by the pupil-led factors"
    return ""


def _nil_by_dates(
    p: Placement, takes_effect: date, start: date, policy: Policy
) -> tuple[str, bool]:
    """Return why the dates leave nothing to charge, or "", and whether by a local choice."""
    left_out = _left_out(takes_effect, start, policy)
    early = _reinstated_early(p, start)
    nil = early or left_out or _another_year(start, policy)
    readings = _start_readings(p, policy)
    return (nil_by(nil, readings), bool(readings) or nil == left_out) if nil else ("", False)


def _reinstated_early(p: Placement, start: date) -> str:
    if p.reinstated_on is None or p.reinstated_on > start:
        return ""
    return (
        f"reinstated on {long_date(p.reinstated_on)}, on or before the relevant date"
        f" {long_date(start)}: no reduction arose"
    )


def _left_out(takes_effect: date, start: date, policy: Policy) -> str:
    """Return why neither year charges an exclusion whose sixth day crosses the year's end."""
    period = policy.period
    crosses = takes_effect < period.start <= start or takes_effect <= period.end < start
    if not crosses or policy.options.day_six_next_year != "old year only":
        return ""
    return (
        f"the relevant date {long_date(start)} falls in the year after the exclusion: the old"
        " year bears 0 weeks and the new year is not charged (Day six next year: old year only)"
    )


def _another_year(start: date, policy: Policy) -> str:
    if start in policy.period:
        return ""
    return (
        f"the relevant date {long_date(start)} falls in {FundingPeriod.of(start)},"
        f" not in this workbook's year {policy.period}"
    )


def _weigh(
    p: Placement, school: School, takes_effect: date, start: date, words: str, policy: Policy
) -> Assessment:
    assert p.year_group is not None
    o = policy.options
    if school.highest_year is None and not school.leaving_years and 4 <= takes_effect.month <= 8:
        raise Gap(
            GapKind.NO_HIGHEST_YEAR, "home_school",
            f"{school.name} has no Highest year in the Schools table, so it is not known whether"
            " the pupil was about to leave",
        )  # fmt: skip
    leaves = leaving_years(school.highest_year, o.who_leaves, school.leaving_years)
    leavers = leavers_clause_applies(takes_effect, p.year_group, leaves, o.leavers_boundary)
    end = policy.period.end
    if leavers:
        end = leavers_end(school, takes_effect, policy)
    try:
        base = pupil_led_funding(p, p.year_group, start, policy.rates, o)
        premium = NOTHING  # left with the school, it needs no rate
        if o.pupil_premium == "redetermined":
            premium = premium_base(p, p.year_group, start, policy.rates)
    except RateGap as error:
        raise Gap(GapKind.RATE_MISSING, "year_group", str(error)) from None
    except RateOverlap as error:
        raise Gap(GapKind.RATE_OVERLAP, "year_group", str(error)) from None
    return Assessment(
        school=school,
        takes_effect=takes_effect,
        start=start,
        start_words=words,
        end=end,
        leavers=leavers,
        weeks=complete_weeks(start, end, o.complete_weeks),
        base=base,
        premium=premium,
        readings=_readings(p, school, takes_effect, leavers, policy),
    )


def leavers_end(school: School, takes_effect: date, policy: Policy) -> date:
    """Return the end of the school year in which a leaver was excluded; raises Gap."""
    try:
        return school_year_end(
            takes_effect, policy.options.leavers_year_ends, policy.calendar_of(school)
        )
    except CalendarTooShort as error:
        raise Gap(
            GapKind.CALENDAR, "exclusion_date",
            f"the calendar {error} does not reach the end of the summer term",
        ) from None  # fmt: skip
    except CalendarGap as error:
        raise Gap(GapKind.CALENDAR, "exclusion_date", str(error)) from None


def _readings(
    p: Placement, school: School, takes_effect: date, leavers: bool, policy: Policy
) -> tuple[str, ...]:
    """Return the local readings that this line's weeks or dates rest on."""
    starts = _start_readings(p, policy)
    return week_readings(p, school, takes_effect, leavers, policy, starts)


def _start_readings(p: Placement, policy: Policy) -> tuple[str, ...]:
    starts = policy.options.count_starts
    if starts == "sixth school day" or is_leaver(p):
        return ()
    return (f"weeks counted from the {starts}",)


def week_readings(
    p: Placement, school: School | None, takes_effect: date, leavers: bool, policy: Policy,
    starts: tuple[str, ...] = (),
) -> tuple[str, ...]:  # fmt: skip
    """Return the local readings by which weeks are counted, and to which day.

    `leavers` says whether they are counted to the end of the school year; `starts` are those of
    the day on which they begin.
    """
    o = policy.options
    found = []
    if o.complete_weeks != "inclusive":
        found.append(f"complete weeks {o.complete_weeks}")
    found += starts
    if leavers and o.leavers_year_ends != "31 July":
        found.append(f"leavers' year ends {o.leavers_year_ends}")
    if p.year_group is None or school is None:
        return tuple(found)
    if leavers:
        by_law = leaving_years(school.highest_year, "highest year", school.leaving_years)
        if p.year_group not in by_law:
            found.append("Year 11 counted as leaving")
    elif o.leavers_boundary != "on or after 1 April":
        leaves = leaving_years(school.highest_year, o.who_leaves, school.leaving_years)
        if leavers_clause_applies(takes_effect, p.year_group, leaves, "on or after 1 April"):
            found.append("leavers only after 1 April")
    return tuple(found)
