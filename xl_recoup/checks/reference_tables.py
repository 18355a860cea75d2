"""Checks across the reference tables: rates, calendars and schools."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

from xl_recoup.checks.catalogue import ERROR, WARNING, Hit, Stage, check
from xl_recoup.checks.meant_words import school_meant
from xl_recoup.checks.overlapping_days import Claim, clashes
from xl_recoup.checks.run_so_far import Facts
from xl_recoup.closed_lists import Blank, RatePhase
from xl_recoup.contract import DEFAULT_CALENDAR, Rate, School, normal
from xl_recoup.contract.cell_values import quoted
from xl_recoup.contract.rates_table import FACTOR_LABELS, PREMIUM_FACTORS, PUPIL_LED_FACTORS
from xl_recoup.records import Place
from xl_recoup.words import counted, long_date

LONGEST_HOLIDAY = 60
FEWEST_SCHOOL_DAYS = 170
_ALSO: dict[RatePhase | Blank, set[RatePhase]] = {
    "ks3": {"ks3", "secondary", "all"},
    "ks4": {"ks4", "secondary", "all"},
    "secondary": {"ks3", "ks4", "secondary", "all"},
    "primary": {"primary", "all"},
    "post-16": {"post-16", "all"},
    "all": {"primary", "ks3", "ks4", "secondary", "post-16", "all"},
}


def meet(a: tuple[date, date], b: tuple[date, date]) -> bool:
    """Say whether two spans, each with both its end days, have a day in common."""
    return a[0] <= b[1] and b[0] <= a[1]


def _span(rate: Rate) -> tuple[date, date]:
    return rate.valid_from, rate.valid_to


@check("A20", ERROR, Stage.ACROSS, "Rates that overlap")
def overlapping_rates(facts: Facts) -> Iterator[Hit]:
    """Two rates of one factor and phase, and of one school or of all, are valid on the same day."""
    by_factor: dict[tuple[str, str], list[Rate]] = {}
    for rate in facts.policy.rates.rates:
        if not rate.unusable:
            by_factor.setdefault((rate.factor, rate.school), []).append(rate)
    for rates in by_factor.values():
        for later, earlier in clashes(
            [Claim(*_span(r), lanes=(r.phase,), against=_ALSO[r.phase]) for r in rates]
        ):
            rate = rates[later]
            yield Hit(
                rate.place,
                f"the rate of {rate.label} ({rate.phase}) is valid on some of the same days as the"
                f" one at {rates[earlier].place}. Placements that need it then are held; end one of"
                " the two before the other begins.",
            )


def _named_rates(facts: Facts, *, in_use: bool = False) -> set[str]:
    """Return the factors that schemes name, those in use alone or all of them."""
    schemes = [s for s in facts.policy.schemes.rows if s.in_use or not in_use]
    return {factor for s in schemes for factor in s.factors.values()}


@check("A21", WARNING, Stage.ACROSS, "Draft rates")
def draft_rates(facts: Facts) -> Iterator[Hit]:
    """A rate of this workbook's year is a draft: finance has yet to check and approve it."""
    period = facts.policy.period
    used = FACTOR_LABELS.keys() | _named_rates(facts, in_use=True)
    for rate in facts.policy.rates.rates:
        if not rate.draft or rate.unusable or rate.factor not in used:
            continue
        if meet(_span(rate), (period.start, period.end)):
            yield Hit(
                rate.place,
                f"the rate of {rate.label} ({rate.phase}) is a draft. Charges use it; check it"
                " against its source and set Status to approved, with who approved it.",
            )


@check("A39", WARNING, Stage.ACROSS, "Rates of nothing")
def rates_of_nothing(facts: Facts) -> Iterator[Hit]:
    """Basic entitlement or a premium is £0.00 in this workbook's year: perhaps not yet entered."""
    period = facts.policy.period
    for rate in facts.policy.rates.of_factors("basic_entitlement", *PREMIUM_FACTORS):
        if rate.amount or rate.unusable or not meet(_span(rate), (period.start, period.end)):
            continue
        yield Hit(
            rate.place,
            f"the rate of {rate.label} ({rate.phase}) is £0.00, so nothing is charged by it. Enter"
            " the amount; while it is not known, clear the cell, and what needs it is held.",
        )


@check("A22", WARNING, Stage.ACROSS, "Rates that leave days of the year out")
def rate_gaps(facts: Facts) -> Iterator[Hit]:
    """A factor has a rate for part of this workbook's year but not for all of it."""
    period = facts.policy.period
    groups: dict[tuple[str, str], list[Rate]] = {}
    for rate in facts.policy.rates.rates:
        if not rate.unusable and meet(_span(rate), (period.start, period.end)):
            groups.setdefault((rate.factor, rate.phase), []).append(rate)
    for rates in groups.values():
        day = period.start
        for rate in sorted(rates, key=_span):
            if rate.valid_from > day:
                break
            day = max(day, min(rate.valid_to, period.end) + timedelta(days=1))
        if day <= period.end:
            first = min(rates, key=_span)
            yield Hit(
                first.place,
                f"no rate of {first.label} ({first.phase}) is valid on {long_date(day)}, although"
                f" other days of {period} have one. Placements that need it then are held; close"
                " the gap.",
            )


@check("A23", WARNING, Stage.ACROSS, "Factors that no charge uses")
def unknown_factors(facts: Facts) -> Iterator[Hit]:
    """A factor is named by no scheme, and the statutory sum does not look for it: misspelt?"""
    known = FACTOR_LABELS.keys() | _named_rates(facts)
    return (
        Hit(
            rate.place,
            f"no charge uses a factor named {quoted(rate.factor)}. If it is misspelt,"
            f" correct it; the names are {', '.join(FACTOR_LABELS)}.",
        )
        for rate in facts.policy.rates.rates
        if rate.factor not in known
    )


@check("A24", ERROR, Stage.ACROSS, "Basis of a rate missing")
def basis_missing(facts: Facts) -> Iterator[Hit]:
    """With an area cost adjustment, each pupil-led rate has to say whether it is before it."""
    if facts.policy.options.area_cost_adjustment == 1:
        return
    for rate in facts.policy.rates.rates:
        if rate.factor in PUPIL_LED_FACTORS and not rate.basis:
            yield Hit(
                rate.place,
                f"the rate of {rate.label} ({rate.phase}) does not say whether it is before ACA or"
                " a local value, so placements that need it are held. Fill in its Basis.",
            )


@check("A25", WARNING, Stage.ACROSS, "Calendar short of school days")
def short_calendars(facts: Facts) -> Iterator[Hit]:
    """A calendar has too few school days in the year, or too long a time without any."""
    period = facts.policy.period
    places: dict[str, Place] = {}
    for r in facts.inputs.rows("Calendar"):
        places.setdefault(normal(r.get("calendar", "LA")), r.place("calendar"))
    for key, calendar in facts.policy.calendars.items():
        if key in facts.policy.broken_calendars:
            continue
        days = calendar.count(period.start, period.end)
        in_year = [d for d in calendar.days if d in period]
        breaks = [b for a, b in pairwise(in_year) if _long(a, b)]
        if days < FEWEST_SCHOOL_DAYS:
            yield Hit(
                places[key],
                f"the calendar {calendar.name} has {counted(days, 'school day')} from"
                f" {long_date(period.start)} to {long_date(period.end)}; about 190 are usual."
                " Add the missing terms.",
            )
        elif breaks:
            yield Hit(
                places[key],
                f"the calendar {calendar.name} has no school day in the {LONGEST_HOLIDAY} days"
                f" before {long_date(breaks[0])}. Add the missing term.",
            )


def _long(a: date, b: date) -> bool:
    return (b - a).days > LONGEST_HOLIDAY


@check("A26", ERROR, Stage.ACROSS, "School's calendar not known", names_the_cause=True)
def unknown_calendars(facts: Facts) -> Iterator[Hit]:
    """A school names a calendar that the Calendar table does not have."""
    policy = facts.policy
    known = policy.calendars.keys() | policy.broken_calendars.keys()
    unknown = [s for s in policy.schools.rows if normal(s.calendar) not in known]
    own = [s for s in unknown if normal(s.calendar) == normal(DEFAULT_CALENDAR)]
    if own:
        table = facts.inputs.readings["Calendar"].table
        yield Hit(
            Place(table.sheet, table.heading_address(0)),
            f"there is no calendar {DEFAULT_CALENDAR}, the authority's own, which"
            f" {counted(len(own), 'school')} of the Schools sheet"
            f" {'keeps' if len(own) == 1 else 'keep'}, so exclusions there are held. Enter its"
            " terms and closures.",
        )
    for school in unknown:
        if normal(school.calendar) != normal(DEFAULT_CALENDAR):
            yield Hit(
                school.place,
                f"{school.name} keeps the calendar {quoted(school.calendar)}, which the Calendar"
                " sheet does not have, so its exclusions are held. Add it, or clear the cell to use"
                " the authority's own.",
            )


@check("A67", ERROR, Stage.ACROSS, "A rate's school, or a successor, not in Schools")
def unknown_schools_of_tables(facts: Facts) -> Iterator[Hit]:
    """A rate is for a school, or a closed school is followed by one, that Schools does not have."""
    known = {r.get("laestab") for r in facts.inputs.rows("Schools")}
    for table, field, so in (
        ("Rates", "school", "the rate reaches nobody, and other rates count where it was meant"),
        ("Schools", "successor", "nobody answers for the school after its end, and that is held"),
    ):
        for row in facts.inputs.rows(table):
            if (number := row.get(field)) and number not in known:
                yield Hit(
                    row.place(field),
                    f"{number} is not in the Schools table, so {so}."
                    f"{school_meant(facts, number)} Correct the number, or add the school to the"
                    " Schools sheet.",
                )


@check("A27", ERROR, Stage.ACROSS, "Schools entered twice")
def duplicate_schools(facts: Facts) -> Iterator[Hit]:
    """Two rows of one LAESTAB cover the same days, so its type on a day is not certain."""
    by_laestab: dict[str, list[School]] = {}
    for school in facts.policy.schools.rows:
        by_laestab.setdefault(school.laestab, []).append(school)
    for rows in by_laestab.values():
        for later, earlier in clashes(
            [Claim(s.open_from or date.min, s.open_to or date.max) for s in rows]
        ):
            school = rows[later]
            yield Hit(
                school.place,
                f"the LAESTAB {school.laestab} ({school.name}) has another row for the same days,"
                f" at {rows[earlier].place}, so which one counts is not certain. Delete one, or"
                " fill in Open from and Open to so that each day has one row.",
            )


@check("A28", WARNING, Stage.ACROSS, "School of another authority")
def foreign_schools(facts: Facts) -> Iterator[Hit]:
    """A LAESTAB begins with another authority's number, but the type does not say so."""
    ours = facts.policy.options.la_number
    for school in facts.policy.schools.rows:
        foreign = not school.laestab.startswith(ours)
        if foreign != (school.type == "other authority"):
            said = f"begins with {school.laestab[:3]}" if foreign else f"begins with our own {ours}"
            yield Hit(
                school.place,
                f"{school.name} has the Type {school.type}, but its LAESTAB {said}. Correct one of"
                " the two.",
            )


@check("A29", WARNING, Stage.ACROSS, "Settlement that does not fit")
def odd_settlements(facts: Facts) -> Iterator[Hit]:
    """A budget adjustment reaches maintained schools alone; net-off needs the school's leave."""
    for school in facts.policy.schools.rows:
        if school.is_academy and school.settlement == "budget adjustment":
            yield Hit(
                school.place,
                f"{school.name} is an academy, whose budget the authority can't adjust. Change the"
                " Settlement to invoice or, with its agreement, to net-off.",
            )
        elif school.is_academy and school.settlement == "net-off":
            allowed = any(a.net_off_allowed and a.binds for a in facts.policy.agreements.of(school))
            if not allowed:
                yield Hit(
                    school.place,
                    f"{school.name} is set to net-off, but no agreement allows that, so its charges"
                    " go by invoice. Enter the agreement, or change the Settlement.",
                )


@check("A35", ERROR, Stage.ACROSS, "Rate that ends before it begins")
def backward_rates(facts: Facts) -> Iterator[Hit]:
    """The last day of a rate is before its first: it is never used."""
    return (
        Hit(
            rate.place,
            f"the rate of {rate.label} ({rate.phase}) ends before it begins, so it is never"
            " used. Correct one of the two dates.",
        )
        for rate in facts.policy.rates.rates
        if rate.valid_to < rate.valid_from
    )
