"""What a line of a local scheme is priced from: defined once, to cut a placement and to price it.

Days with one unit price are one line. Where any part of it changes (a factor of the base, the
premium, an extra rate, the school's or the authority's part, next year's rates) a new one begins.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from xl_recoup.charging.case import Case
from xl_recoup.charging.gap import Gap
from xl_recoup.contract.scheme_words import AGREED_AMOUNT, WHOLE
from xl_recoup.contract.schemes_table import Scheme
from xl_recoup.money import ZERO, pounds, to_pence
from xl_recoup.policy.funding import Base, Part
from xl_recoup.records import record
from xl_recoup.words import in_figures


@record
class UnitPrice:
    """What a scheme charges for its whole denominator of units: in all, and to the school.

    In pounds, not rounded unless the scheme rounds the rate of one unit first.
    """

    total: Decimal
    school: Decimal
    denominator: Decimal
    words: str
    """The school's price and how it came about."""
    whole_words: str
    """The whole price and how it came about."""
    draft: bool


@record
class Pupil:
    """What of a pupil decides a price, as it is on one day."""

    year_group: int | None
    looked_after: bool


def unit_price(case: Case, scheme: Scheme, pupil: Pupil, day: date) -> UnitPrice:
    """Return the price of a scheme's units on a day, at that day's rates or at next year's.

    Raises RateGap, RateOverlap, or Gap where the placement lacks the amount agreed for it.
    """
    if scheme.rates_of == "next year":
        day = a_year_later(day)
    whole = scheme_base(case, scheme, pupil, day)
    total = whole.total * scheme.percentage / WHOLE
    school, words, draft = total, whole.words, whole.draft
    if scheme.percentage != WHOLE:
        words = f"{in_figures(scheme.percentage)}% of {words}"
    whole_words = words
    if scheme.school_rate:
        rate = case.funding.named(scheme.school_rate, pupil.year_group, day)
        school, draft = rate.total, draft or rate.draft
        words = f"{pounds(school)} (the school's part of {words})"
    elif scheme.authority_rate:
        rate = case.funding.named(scheme.authority_rate, pupil.year_group, day)
        school, draft = max(ZERO, total - rate.total), draft or rate.draft
        floor = ", but not below nothing" if total < rate.total else ""
        words = f"{pounds(school)} ({words} less the authority's {pounds(rate.total)}{floor})"
    elif scheme.school_share != WHOLE:
        school = total * scheme.school_share / WHOLE
        words = f"{in_figures(scheme.school_share)}% (the school's share) of {words}"
    denominator = scheme.denominator
    if scheme.rounding == "unit rate first":
        total, school = to_pence(total / denominator), to_pence(school / denominator)
        part = "" if denominator == 1 else f"1/{in_figures(denominator)} of "
        words = f"{pounds(school)} a unit ({part}{words}, rounded first)"
        whole_words = f"{pounds(total)} a unit ({part}{whole_words}, rounded first)"
        denominator = Decimal(1)
    return UnitPrice(
        total=total,
        school=school,
        denominator=denominator,
        words=words,
        whole_words=whole_words,
        draft=draft,
    )


def scheme_base(case: Case, scheme: Scheme, pupil: Pupil, day: date) -> Base:
    """Return what a scheme charges a share of at a day's rates, for its whole denominator.

    In pounds, not rounded. Raises RateGap, RateOverlap or Gap.
    """
    p, funding, year = case.placement, case.funding, pupil.year_group
    if scheme.base == "agreed amount":
        base = _agreed(case)
    elif scheme.base == "named rate":
        base = funding.named(scheme.rate, year, day)
    elif scheme.base == "basic entitlement":
        base = funding.pupil_led(p, year, day, "basic entitlement")
    else:
        base = funding.pupil_led(p, year, day, "all factors")
    if scheme.premium:
        base += funding.premium(p, year, day, looked_after=pupil.looked_after)
    if scheme.extra_rate == AGREED_AMOUNT:
        base += _agreed(case)
    elif scheme.extra_rate:
        base += funding.named(scheme.extra_rate, year, day)
    return base


def _agreed(case: Case) -> Base:
    amount = case.placement.agreed_amount
    if amount is None:
        raise Gap("no agreed amount", "agreed_amount", "the agreed amount is missing")
    return Base((Part("amount agreed for the pupil", amount),))


def a_year_later(day: date) -> date:
    """Return the same day a year later; 28 February for the 29th."""
    last_of_february = day.month == 2 and day.day == 29
    return day.replace(year=day.year + 1, day=28 if last_of_february else day.day)
