"""What a workbook lacks for another year: rates, schemes' rows and school days. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from xl_recoup.closed_lists import Blank, RatePhase
from xl_recoup.contract import DEFAULT_CALENDAR, Rate, normal
from xl_recoup.contract.rates_table import PREMIUM_FACTORS, PUPIL_LED_FACTORS
from xl_recoup.law.periods import FundingPeriod
from xl_recoup.law.school_days import CalendarTooShort, relevant_date
from xl_recoup.policy.rate_table import phases_of
from xl_recoup.policy.whole_policy import Policy
from xl_recoup.words import long_date

DAY = timedelta(days=1)
YEARS_OF_PHASE: dict[RatePhase | Blank, tuple[int, ...]] = {
    "primary": (6,),
    "ks3": (9,),
    "ks4": (11,),
    "secondary": (9, 11),
    "all": (6, 9, 11),
}
"""A year group of each phase that a rate is for, to be charged on the new year's rates."""
BASIC = "basic_entitlement"
Stretch = tuple[date | None, date | None]


@dataclass(frozen=True, slots=True, order=True)
class RateMissing:
    """A factor and phase in use without a rate, from a day of the new year on."""

    factor: str
    phase: RatePhase | Blank
    start: date

    def sentence(self) -> str:
        """Say what is missing."""
        return f"{self.factor}, {self.phase}: no rate from {long_date(self.start)}"


@dataclass(frozen=True, slots=True, order=True)
class SchemeMissing:
    """A scheme in use without a row, from a day of the new year on."""

    code: str
    start: date

    def sentence(self) -> str:
        """Say what is missing."""
        return f"{self.code}: no row of Schemes from {long_date(self.start)}"


@dataclass(frozen=True, slots=True, order=True)
class CalendarShort:
    """A calendar that doesn't reach the sixth school day after the new year's end."""

    name: str
    last: date | None

    def sentence(self) -> str:
        """Say how far it reaches."""
        reach = f"ends on {long_date(self.last)}" if self.last else "has no days"
        return f"{self.name}: {reach}"


def rates_missing(policy: Policy, year: FundingPeriod) -> list[RateMissing]:
    """Return the factors and phases in use that have no rate for all of a year, with the day.

    In use are the factors that the statutory sums may need and those that a scheme in use names;
    their phases are those of the old year's rates. A rate for a wider phase will do.
    """
    found = []
    first, last = policy.period.start, policy.period.end
    for factor in sorted(_factors_in_use(policy)):
        rates = [r for r in policy.rates.of_factors(factor) if not r.unusable]
        old = [r for r in rates if r.valid_from <= last and first <= r.valid_to]
        phases = {r.phase for r in old or rates} & YEARS_OF_PHASE.keys()
        if factor == BASIC:
            phases |= set() if phases else {"primary", "ks3", "ks4"}
        for phase in sorted(phases):
            gaps = [_rate_gap(rates, year_group, year) for year_group in YEARS_OF_PHASE[phase]]
            starts = [day for day in gaps if day is not None]
            if starts:
                found.append(RateMissing(factor, phase, min(starts)))
        if not phases:
            found.append(RateMissing(factor, "all", year.start))
    return found


def _factors_in_use(policy: Policy) -> set[str]:
    statutory = {BASIC}
    if policy.options.pupil_led_funding == "all factors":
        statutory |= PUPIL_LED_FACTORS.keys()
    if policy.options.pupil_premium == "redetermined":
        statutory |= PREMIUM_FACTORS.keys()
    known = {f for f in statutory if f == BASIC or policy.rates.of_factors(f)}
    schemes = (s for s in policy.schemes.rows if s.in_use and s.is_local)
    named = {name for s in schemes for name in s.factors.values()}
    return known | named


def _rate_gap(rates: Iterable[Rate], year_group: int, year: FundingPeriod) -> date | None:
    phases = phases_of(year_group)
    return first_gap(((r.valid_from, r.valid_to) for r in rates if r.phase in phases), year)


def schemes_missing(policy: Policy, year: FundingPeriod) -> list[SchemeMissing]:
    """Return the schemes in use without a row for all of a year, with the first day without."""
    starts: dict[str, date] = {}
    names: dict[str, str] = {}
    in_use = [s for s in policy.schemes.rows if s.in_use]
    for scheme in in_use:
        key = normal(scheme.code)
        names.setdefault(key, scheme.code)
        same = [
            s
            for s in in_use
            if normal(s.code) == key
            and (s.lowest_year, s.highest_year) == (scheme.lowest_year, scheme.highest_year)
        ]
        gap = first_gap(((s.valid_from, s.valid_to) for s in same), year)
        if gap is not None:
            starts[key] = min(gap, starts.get(key, gap))
    return sorted(SchemeMissing(names[key], start) for key, start in starts.items())


def calendars_short(policy: Policy, year: FundingPeriod) -> list[CalendarShort]:
    """Return the calendars in use on which an exclusion of 31 March has no sixth school day."""
    used = {normal(DEFAULT_CALENDAR)} | {normal(s.calendar) for s in policy.schools.rows}
    found = []
    for key, calendar in policy.calendars.items():
        if key not in used:
            continue
        try:
            relevant_date(year.end, calendar)
        except CalendarTooShort:
            found.append(CalendarShort(calendar.name, calendar.last))
    return sorted(found, key=lambda c: c.name)


def first_gap(stretches: Iterable[Stretch], year: FundingPeriod) -> date | None:
    """Return the first day of a year that no stretch covers, or None; blank ends are open."""
    day = year.start
    for start, end in _in_order(stretches):
        if start > day:
            break
        if end >= year.end:
            return None
        day = max(day, end + DAY)
    return day


def _in_order(stretches: Iterable[Stretch]) -> Iterator[tuple[date, date]]:
    return iter(sorted((start or date.min, end or date.max) for start, end in stretches))
