"""The sum of one stretch under a local scheme: base, units, and who pays which share."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from xl_recoup.charging.case import Case
from xl_recoup.charging.line_of import Priced
from xl_recoup.charging.scheme_stretch import FULL_TIME, Stretch
from xl_recoup.charging.units import by_days
from xl_recoup.contract.schemes_table import WHOLE
from xl_recoup.money import pounds, share, to_pence
from xl_recoup.policy.funding import Base
from xl_recoup.records import record
from xl_recoup.words import in_figures, long_date


@record
class UnitPrice:
    """What one scheme charges for its whole denominator of units: in all, and to the school.

    In pounds, not rounded unless the scheme rounds the rate of one unit first.
    """

    total: Decimal
    school: Decimal
    denominator: Decimal
    words: str
    draft: bool


def price(case: Case, stretch: Stretch, units: Decimal, payable: Decimal) -> Priced:
    """Return the sum of a stretch: `units` in all, `payable` of them by the school.

    Raises RateGap or RateOverlap.
    """
    scheme, days = stretch.terms, stretch.days_per_week
    one = _unit_price(case, stretch)
    out_of = "" if one.denominator == 1 else f" of {in_figures(one.denominator)}"
    times, per = by_days(stretch)
    denominator = one.denominator * per
    amount = share(one.school, payable * times, denominator)
    authority = share(one.total, units * times, denominator) - amount
    split = f"; the authority bears {pounds(authority)}" if authority else ""
    a_week = ""
    if (per != 1 and days != FULL_TIME) or times not in (1, per):
        a_week = f" at {in_figures(days)} {'day' if days == 1 else 'days'} a week"
    return Priced(
        start=stretch.start,
        end=stretch.end,
        base=one.school,
        units=payable * times,
        denominator=denominator,
        amount=amount,
        authority_share=authority,
        draft=one.draft,
        words=f"{one.words} × {in_figures(payable)} {scheme.measure}{out_of}{a_week}"
        f" from {long_date(stretch.start)} to {long_date(stretch.end)} = {pounds(amount)}{split}",
    )


def _unit_price(case: Case, stretch: Stretch) -> UnitPrice:
    scheme, denominator = stretch.terms, stretch.terms.denominator
    whole = scheme_base(case, stretch)
    total = whole.total * scheme.percentage / WHOLE
    school = total * scheme.school_share / WHOLE
    words = whole.words
    if scheme.percentage != WHOLE:
        words = f"{in_figures(scheme.percentage)}% of {words}"
    if scheme.school_rate:
        rate = case.policy.rates.find(scheme.school_rate, stretch.year_group, stretch.start)
        school, words = rate.amount, f"{pounds(rate.amount)} (the school's part of {words})"
    elif scheme.school_share != WHOLE:
        words = f"{in_figures(scheme.school_share)}% of {words}"
    if scheme.rounding == "unit rate first" and denominator != 1:
        total, school = to_pence(total / denominator), to_pence(school / denominator)
        words = f"{pounds(school)} a unit (1/{in_figures(denominator)} of {words})"
        denominator = Decimal(1)
    return UnitPrice(
        total=total, school=school, denominator=denominator, words=words, draft=whole.draft
    )


def scheme_base(case: Case, stretch: Stretch) -> Base:
    """Return what a scheme charges a share of, in pounds for its whole denominator, not rounded.

    Raises RateGap or RateOverlap.
    """
    p, funding, scheme = case.placement, case.policy.funding, stretch.terms
    day, year = stretch.start, stretch.year_group
    if scheme.rates_of == "next year":
        day = date(day.year + 1, day.month, 1)
    if scheme.base == "named rate":
        base = funding.named(scheme.rate, year, day)
    elif scheme.base == "basic entitlement":
        base = funding.pupil_led(p, year, day, "basic entitlement")
    else:
        base = funding.pupil_led(p, year, day, "all factors")
    if scheme.premium:
        base += funding.premium(p, year, day, looked_after=stretch.looked_after)
    if scheme.extra_rate:
        base += funding.named(scheme.extra_rate, year, day)
    return base
