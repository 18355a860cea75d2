"""The sum of one stretch under a local scheme, and the sentence that it comes out of."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from xl_recoup.charging.line_of import Priced
from xl_recoup.charging.scheme_stretch import FULL_WEEK, Stretch
from xl_recoup.charging.service import Service
from xl_recoup.charging.unit_price import UnitPrice
from xl_recoup.charging.units import Measured
from xl_recoup.closed_lists import Blank, Measure
from xl_recoup.money import pounds, share
from xl_recoup.policy.measures import PER_SCHOOL_DAY
from xl_recoup.words import counted, in_figures, long_date

SINGULAR: dict[Measure | Blank, str] = {
    "complete weeks": "complete week",
    "school weeks": "school week",
    "school days agreed": "school day agreed",
    "school days attended": "school day attended",
    "hours": "hour",
    "sessions": "session",
    "terms": "term",
}
"""A measure where there is one of it; an event is always one."""


def priced(stretch: Stretch, service: Service, one: UnitPrice, units: Measured) -> Priced:
    """Return the sum of a stretch: what the school pays for its charged units, and the authority.

    Base × Units ÷ Denominator is the amount; days per week stand in the last two.
    """
    times, per = day_factor(stretch)
    denominator = one.denominator * per
    amount = share(one.school, units.charged * times, denominator)
    authority = share(one.total, (units.whole - units.free) * times, denominator) - amount
    days = f"from {long_date(stretch.start)} to {long_date(stretch.end)}"
    if one.school and units.charged:
        of_units = _units_words(stretch, service, one, units)
        bears = f"; the authority bears {pounds(authority)}" if authority else ""
        words = f"{one.words} × {of_units} {days} = {pounds(amount)}{bears}"
    else:
        due = replace(units, charged=units.whole - units.free)
        of_units = _units_words(stretch, service, one, due)
        bears = f"{pounds(authority)}, which the authority bears"
        words = f"{one.whole_words} × {of_units} {days} = {bears}"
    return Priced(
        start=stretch.start,
        end=stretch.end,
        base=one.school,
        units=units.charged * times,
        denominator=denominator,
        amount=amount,
        authority_share=authority,
        draft=one.draft,
        words=words,
    )


def day_factor(stretch: Stretch) -> tuple[Decimal, Decimal]:
    """Return (numerator, denominator) by which days per week change the price of one unit.

    Five days may count as fewer (Lincolnshire: 5 counts as 4.5). Measures in days and sessions hold
    the days agreed already.
    """
    scheme, days = stretch.scheme, stretch.days_per_week
    if not scheme.by_days or scheme.measure in PER_SCHOOL_DAY:
        return Decimal(1), Decimal(1)
    counts_as = scheme.five_days_count_as if days == FULL_WEEK else days
    return (Decimal(1), Decimal(1)) if counts_as == FULL_WEEK else (counts_as, FULL_WEEK)


def _units_words(stretch: Stretch, service: Service, one: UnitPrice, units: Measured) -> str:
    """Return how many units are charged, of how many, and what makes the sum come out.

    `6 of 52 complete weeks` divides by 52; `28 of 68 school days (the school pays for the first 6
    weeks, …)` does not: what such a sum is divided by stands at its end.
    """
    number, measure = in_figures(units.charged), stretch.scheme.measure
    named = SINGULAR.get(measure, measure) if units.charged == 1 else measure
    divisor = "" if one.denominator == 1 else in_figures(one.denominator)
    notes = [*_limits(stretch, service, units), *_days_behind(stretch, units), *_tier(stretch)]
    if units.charged != units.whole:
        words = f"{number} of {in_figures(units.whole)} {measure}"
    elif divisor and not notes and units.charged <= one.denominator:
        words, divisor = f"{number} of {divisor} {measure}", ""
    else:
        words = f"{number} {named}"
    words += f" ({'; '.join(notes)})" if notes else ""
    times, per = day_factor(stretch)
    if per != 1:
        said = in_figures(stretch.days_per_week)
        counts = " a week"
        if stretch.days_per_week == FULL_WEEK:
            counts = f" a week, counted as {in_figures(times)}"
        days = "day" if stretch.days_per_week == 1 else "days"
        words += f" × {in_figures(times)}/5 ({said} {days}{counts})"
    return f"{words} ÷ {divisor}" if divisor else words


def _limits(stretch: Stretch, service: Service, units: Measured) -> list[str]:
    """Return why fewer units are charged than the stretch holds."""
    scheme, found = stretch.scheme, []
    if units.free:
        are = "is" if scheme.units_free == 1 else "are"
        free = f"the first {in_figures(scheme.units_free)} {are} free"
        found.append(free + _before(units.passed))
    if scheme.cap is not None and units.charged + units.free < units.whole:
        cap = in_figures(scheme.cap)
        if scheme.cap_unit == "weeks":
            weeks = "week" if scheme.cap == 1 else "weeks"
            days = f"{long_date(service.first)} to {long_date(service.last_of(scheme.cap))}"
            found.append(f"the school pays for the first {cap} {weeks}, {days}")
        else:
            found.append(f"the school pays {cap} at most{_before(units.paid_before)}")
    return found


def _before(units: Decimal) -> str:
    """Return how many units of a limit earlier lines have used up, if any."""
    return f", {in_figures(units)} of them before" if units else ""


def _tier(stretch: Stretch) -> list[str]:
    """Return which of the school's placements of the year it is, where its row goes by that."""
    scheme = stretch.scheme
    if stretch.number is None:
        return []
    first, last = scheme.tier_from or Decimal(1), scheme.tier_to
    tier = f"{in_figures(first)} and later"
    if last is not None:
        tier = in_figures(first) if last == first else f"{in_figures(first)} to {in_figures(last)}"
    return [f"number {stretch.number} of the school's placements of the year, tier {tier}"]


def _days_behind(stretch: Stretch, units: Measured) -> list[str]:
    """Return how days per week make units of school days, where that is not one for one."""
    if stretch.scheme.measure not in PER_SCHOOL_DAY or stretch.days_per_week == FULL_WEEK:
        return []
    each = " of 2 sessions" if stretch.scheme.measure == "sessions" else ""
    days = counted(units.school_days, "school day")
    return [f"{days}{each} at {in_figures(stretch.days_per_week)} of 5 days a week"]
