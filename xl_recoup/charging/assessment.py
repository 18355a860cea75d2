"""What the law makes of one statutory placement: its dates, its weeks, its bases; or why nothing.

An assessment comes before any status or route: it is the same whoever pays.
"""

from __future__ import annotations

from datetime import date

from xl_recoup.charging.case import Case
from xl_recoup.charging.gap import Gap, no_year_group
from xl_recoup.charging.status import effect_field, takes_effect
from xl_recoup.charging.week_count import (
    count_start,
    leavers_end,
    leaves_as_leaver,
    start_readings,
    week_readings,
)
from xl_recoup.contract import School
from xl_recoup.law.periods import FundingPeriod
from xl_recoup.law.weeks import complete_weeks
from xl_recoup.policy.funding import NOTHING, Base
from xl_recoup.policy.rate_table import RateGap, RateOverlap
from xl_recoup.policy.school_list import OUTSIDE
from xl_recoup.policy.terms import Readings, nil_by
from xl_recoup.policy.whole_policy import Policy
from xl_recoup.records import Placement, record
from xl_recoup.words import long_date, year_name

LAST_FUNDED_YEAR = 11


@record
class Assessment:
    """One statutory placement on the law's scale. With a `nil_reason`, nothing is charged for it.

    `takes_effect` is the exclusion (or leaving) date, `start` the relevant date, `end` the last
    day that B is counted to and `weeks` B itself.
    """

    case: Case
    """The placement at the excluding school, or at whom answers for it on the relevant date."""
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
    readings: Readings = ()

    @property
    def school(self) -> School:
        """The school that bears the charge."""
        return self.case.school


def assess(p: Placement, policy: Policy) -> Assessment:
    """Assess a placement under PEX or LEAVER whose home school is known.

    Raises Gap where a date, year group, calendar or rate that the sum needs is not there.
    """
    day = takes_effect(p)
    case = Case.on(p, policy, day)
    outside = _outside(case)
    if outside and all(_outside(case.at(row)) for row in policy.schools.all(p.home_school)):
        return Assessment(case=case, nil_reason=outside, takes_effect=day)
    if p.cancelled_on is not None:
        reason = f"cancelled on {long_date(p.cancelled_on)}: no reduction arose"
        return Assessment(case=case, nil_reason=reason, takes_effect=day)
    if day is None:
        raise Gap("no date", effect_field(p), "no date, so the weeks can't be counted")
    start, words = count_start(case, day)
    # A school that was closed already when it is said to have excluded is a mistake on the sheet.
    find = policy.schools.answering if case.school.is_open(day) else policy.schools.on
    case = case.at(find(p.home_school, start))
    nil, local = _outside(case), False
    if not nil:
        nil, local = _nil_by_dates(case, day, start)
    if nil:
        return Assessment(
            case=case,
            nil_reason=nil,
            nil_by_policy=local,
            takes_effect=day,
            start=start,
            start_words=words,
        )
    if p.year_group is None:
        raise no_year_group()
    return _weigh(case, p.year_group, day, start, words)


# "a school maintained by a local authority (other than a special school, a pupil referral unit,
# or a place which the authority has reserved for children with special educational needs)":
# reg 39(1), SI 2024/66.
def _outside(case: Case) -> str:
    p, school = case.placement, case.school
    foreign = p.old_authority and p.old_authority != case.policy.options.la_number
    if school.type == "other authority" or foreign:
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


def _nil_by_dates(case: Case, takes_effect: date, start: date) -> tuple[str, bool]:
    """Return why the dates leave nothing to charge, or "", and whether by a local choice."""
    period, reinstated = case.policy.period, case.placement.reinstated_on
    by_choice = False
    crosses = takes_effect < period.start <= start or takes_effect <= period.end < start
    if reinstated is not None and reinstated <= start:
        nil = (
            f"reinstated on {long_date(reinstated)}, on or before the relevant date"
            f" {long_date(start)}: no reduction arose"
        )
    elif crosses and case.policy.options.day_six_next_year == "old year only":
        by_choice = True
        nil = (
            f"the relevant date {long_date(start)} falls in the year after the exclusion: the old"
            " year bears 0 weeks and the new year is not charged (Day six next year: old year only)"
        )
    elif start not in period:
        nil = (
            f"the relevant date {long_date(start)} falls in {FundingPeriod.of(start)},"
            f" not in this workbook's year {period}"
        )
    else:
        return "", False
    readings = start_readings(case)
    return nil_by(nil, readings), by_choice or bool(readings)


def _weigh(case: Case, year_group: int, takes_effect: date, start: date, words: str) -> Assessment:
    p, school, policy, o = case.placement, case.school, case.policy, case.policy.options
    if school.highest_year is None and not school.leaving_years and 4 <= takes_effect.month <= 8:
        said = (
            f"{school.name} has no Highest year in the Schools table, so it is not known whether"
            " the pupil was about to leave"
        )
        raise Gap("no highest year", "home_school", said)
    leavers = leaves_as_leaver(case, takes_effect)
    end = leavers_end(case, takes_effect) if leavers else policy.period.end
    try:
        base = case.funding.pupil_led(p, year_group, start, o.pupil_led_funding)
        premium = NOTHING  # left with the school, it needs no rate
        if o.pupil_premium == "redetermined":
            premium = case.funding.premium(p, year_group, start, looked_after=p.looked_after)
    except (RateGap, RateOverlap) as error:
        raise Gap.of(error, "year_group") from None
    return Assessment(
        case=case,
        takes_effect=takes_effect,
        start=start,
        start_words=words,
        end=end,
        leavers=leavers,
        weeks=complete_weeks(start, end, o.complete_weeks),
        base=base,
        premium=premium,
        readings=week_readings(case, takes_effect, leavers, start_readings(case)),
    )
