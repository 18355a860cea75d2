"""Checks across the reference tables: rates, calendars, schools, agreements, queries."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import combinations, pairwise

from xl_recoup.checks.facts import Facts
from xl_recoup.checks.registry import ERROR, WARNING, Hit, Stage, check
from xl_recoup.contract import normal
from xl_recoup.policy.agreements import ALL_SCHEMES, Agreement
from xl_recoup.policy.rates import FACTOR_LABELS, PUPIL_LED_FACTORS, Rate
from xl_recoup.policy.schools import OTHER_AUTHORITY
from xl_recoup.records import Place, long_date

LONGEST_HOLIDAY = 60
FEWEST_SCHOOL_DAYS = 170
_ALSO = {
    "ks3": {"ks3", "secondary", "all"},
    "ks4": {"ks4", "secondary", "all"},
    "secondary": {"ks3", "ks4", "secondary", "all"},
    "primary": {"primary", "all"},
    "all": {"primary", "ks3", "ks4", "secondary", "all"},
}


def _meet(a: tuple[date, date], b: tuple[date, date]) -> bool:
    return a[0] <= b[1] and b[0] <= a[1]


def _span(rate: Rate) -> tuple[date, date]:
    return rate.valid_from, rate.valid_to


@check("A20", ERROR, Stage.ACROSS, "Rates that overlap")
def overlapping_rates(facts: Facts) -> Iterator[Hit]:
    """Two rates of one factor and phase are valid on the same day."""
    for a, b in _pairs([r for r in facts.policy.rates.rates if not r.unusable]):
        if b.phase in _ALSO[a.phase] and _meet(_span(a), _span(b)):
            yield Hit(
                b.place,
                f"the rate of {b.label} ({b.phase}) is valid on the same days as the one at"
                f" {a.place}. Placements that need it are held; end one of the two.",
            )


def _pairs(rates: list[Rate]) -> Iterator[tuple[Rate, Rate]]:
    by_factor: dict[str, list[Rate]] = {}
    for rate in rates:
        by_factor.setdefault(rate.factor, []).append(rate)
    for same in by_factor.values():
        yield from combinations(same, 2)


@check("A21", WARNING, Stage.ACROSS, "Draft rates")
def draft_rates(facts: Facts) -> Iterator[Hit]:
    """A rate of this workbook's year is a draft: finance has yet to check and approve it."""
    period = facts.policy.period
    for rate in facts.policy.rates.rates:
        if rate.draft and _meet(_span(rate), (period.start, period.end)):
            yield Hit(
                rate.place,
                f"the rate of {rate.label} ({rate.phase}) is a draft. Charges use it; check it"
                " against its source and set Status to approved, with who approved it.",
            )


@check("A22", WARNING, Stage.ACROSS, "Rates that leave days of the year out")
def rate_gaps(facts: Facts) -> Iterator[Hit]:
    """A factor has a rate for part of this workbook's year but not for all of it."""
    period = facts.policy.period
    groups: dict[tuple[str, str], list[Rate]] = {}
    for rate in facts.policy.rates.rates:
        if not rate.unusable and _meet(_span(rate), (period.start, period.end)):
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
                f"no rate of {first.label} ({first.phase}) is valid on {long_date(day)}, inside the"
                f" year {period}. Placements that need it are held; close the gap.",
            )


@check("A23", WARNING, Stage.ACROSS, "Factors that no charge uses")
def unknown_factors(facts: Facts) -> Iterator[Hit]:
    """A factor's name is not one that the statutory sum looks for; it may be misspelt."""
    for rate in facts.policy.rates.rates:
        if rate.factor not in FACTOR_LABELS:
            yield Hit(
                rate.place,
                f"no statutory charge uses a factor named {rate.factor}. If it is misspelt, correct"
                f" it; the names are {', '.join(FACTOR_LABELS)}.",
            )


@check("A24", ERROR, Stage.ACROSS, "Basis of a rate missing")
def basis_missing(facts: Facts) -> Iterator[Hit]:
    """With an area cost adjustment, each pupil-led rate must say whether it is before it."""
    if facts.policy.options.area_cost_adjustment == 1:
        return
    for rate in facts.policy.rates.rates:
        if rate.factor in PUPIL_LED_FACTORS and not rate.basis:
            yield Hit(
                rate.place,
                f"the rate of {rate.label} ({rate.phase}) does not say whether it is before ACA or"
                " a local value, so the area cost adjustment was left out. Fill in its Basis.",
            )


@check("A25", WARNING, Stage.ACROSS, "Calendar short of school days")
def short_calendars(facts: Facts) -> Iterator[Hit]:
    """A calendar has too few school days in the year, or too long a time without any."""
    period = facts.policy.period
    row = facts.reference.readings["Calendar"].rows
    places: dict[str, Place] = {}
    for r in row:
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
                f"the calendar {calendar.name} has {days} school days from"
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


@check("A26", WARNING, Stage.ACROSS, "School's calendar not known")
def unknown_calendars(facts: Facts) -> Iterator[Hit]:
    """A school names a calendar that the Calendar table does not have."""
    policy = facts.policy
    for school in policy.schools.rows:
        key = normal(school.calendar)
        if key not in policy.calendars and key not in policy.broken_calendars:
            yield Hit(
                school.place,
                f"{school.name} keeps the calendar {school.calendar}, which the Calendar sheet does"
                " not have; its exclusions are held. Add it, or clear the cell to use LA.",
            )


@check("A27", ERROR, Stage.ACROSS, "Schools that stand twice")
def duplicate_schools(facts: Facts) -> Iterator[Hit]:
    """Two rows of one LAESTAB cover the same days, so its type on a day is not certain."""
    by_laestab: dict[str, list[tuple[date, date]]] = {}
    for school in facts.policy.schools.rows:
        span = (school.open_from or date.min, school.open_to or date.max)
        earlier = by_laestab.setdefault(school.laestab, [])
        if any(_meet(span, other) for other in earlier):
            yield Hit(
                school.place,
                f"the LAESTAB {school.laestab} ({school.name}) has another row for the same days."
                " Fill in Open from and Open to, so that each day has one.",
            )
        earlier.append(span)


@check("A28", WARNING, Stage.ACROSS, "School of another authority")
def foreign_schools(facts: Facts) -> Iterator[Hit]:
    """A LAESTAB begins with another authority's number, but the type does not say so."""
    ours = facts.policy.options.la_number
    for school in facts.policy.schools.rows:
        foreign = not school.laestab.startswith(ours)
        if foreign != (school.type == OTHER_AUTHORITY):
            said = f"begins with {school.laestab[:3]}" if foreign else f"begins with our own {ours}"
            yield Hit(
                school.place,
                f"{school.name} is of the type {school.type}, but its LAESTAB {said}. Correct one.",
            )


@check("A29", WARNING, Stage.ACROSS, "Settlement that does not fit")
def odd_settlements(facts: Facts) -> Iterator[Hit]:
    """A budget adjustment reaches only maintained schools; net-off needs the school's leave."""
    for school in facts.policy.schools.rows:
        if school.is_academy and school.settlement == "budget adjustment":
            yield Hit(
                school.place,
                f"{school.name} is an academy, whose budget the authority can't adjust. Settle by"
                " invoice or, with its agreement, net-off.",
            )
        elif school.is_academy and school.settlement == "net-off":
            allowed = any(a.net_off_allowed and a.binds for a in facts.policy.agreements.of(school))
            if not allowed:
                yield Hit(
                    school.place,
                    f"{school.name} is set to net-off, but no agreement of it allows that; its"
                    " charges go by invoice. Record the agreement, or change the settlement.",
                )


def _label(agreement: Agreement) -> str:
    return f"the agreement of {agreement.party} on {agreement.scheme}"


@check("A30", WARNING, Stage.ACROSS, "Agreement without evidence")
def agreement_without_evidence(facts: Facts) -> Iterator[Hit]:
    """A binding agreement has no note of where the signed paper or checked clause is kept."""
    for agreement in facts.policy.agreements.rows:
        if agreement.binds and not agreement.evidence:
            yield Hit(
                agreement.place,
                f"{_label(agreement)} makes charges billable but has no evidence. Say where the"
                " signed paper, or the clause that was checked, is kept.",
            )


@check("A31", WARNING, Stage.ACROSS, "Agreement with an unknown party")
def unknown_parties(facts: Facts) -> Iterator[Hit]:
    """The party is neither a trust of the Schools table nor a school's LAESTAB."""
    trusts = {normal(s.trust) for s in facts.policy.schools.rows if s.trust}
    for agreement in facts.policy.agreements.rows:
        if agreement.party not in facts.policy.schools and normal(agreement.party) not in trusts:
            yield Hit(
                agreement.place,
                f"{agreement.party} is neither a LAESTAB nor a trust of the Schools table, so"
                f" {_label(agreement)} reaches nobody. Correct the party.",
            )


@check("A32", ERROR, Stage.ACROSS, "Agreement on an unknown scheme")
def unknown_agreement_schemes(facts: Facts) -> Iterator[Hit]:
    """The scheme is neither `all` nor a code of the Schemes table."""
    for agreement in facts.policy.agreements.rows:
        known = normal(agreement.scheme) == ALL_SCHEMES
        if not known and agreement.scheme not in facts.policy.schemes:
            yield Hit(
                agreement.place,
                f"{_label(agreement)} names a scheme that the Schemes table does not have, so it"
                " covers nothing. Correct the code.",
            )


@check("A33", ERROR, Stage.ACROSS, "Agreement that ends before it begins")
def backward_agreements(facts: Facts) -> Iterator[Hit]:
    """The last day of an agreement is before its first."""
    for agreement in facts.policy.agreements.rows:
        if agreement.start and agreement.end and agreement.end < agreement.start:
            yield Hit(
                agreement.place,
                f"{_label(agreement)} ends on {long_date(agreement.end)}, before it begins on"
                f" {long_date(agreement.start)}, so it covers no day. Correct one of the two.",
            )


@check("A34", WARNING, Stage.ACROSS, "Agreements that contradict each other")
def contradicting_agreements(facts: Facts) -> Iterator[Hit]:
    """A party has agreed and not agreed to the same scheme on the same days."""
    by_party: dict[tuple[str, str], list[Agreement]] = {}
    for agreement in facts.policy.agreements.rows:
        key = (normal(agreement.party), normal(agreement.scheme))
        for other in by_party.setdefault(key, []):
            spans = [(a.start or date.min, a.end or date.max) for a in (agreement, other)]
            if agreement.binds != other.binds and _meet(*spans):
                yield Hit(
                    agreement.place,
                    f"{_label(agreement)} is {agreement.status}, but {other.status} at"
                    f" {other.place} for the same days; the binding one counts. Set their dates"
                    " apart.",
                )
        by_party[key].append(agreement)


@check("A35", WARNING, Stage.ACROSS, "Rate that ends before it begins")
def backward_rates(facts: Facts) -> Iterator[Hit]:
    """The last day of a rate is before its first: it is never used."""
    for rate in facts.policy.rates.rates:
        if rate.valid_to < rate.valid_from:
            yield Hit(
                rate.place,
                f"the rate of {rate.label} ({rate.phase}) ends before it begins, so it is never"
                " used. Correct one of the two dates.",
            )
