"""The sum of one stretch under a local scheme: base, units, and who pays which share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from xl_recoup.charging.segments import FULL_TIME, Segment
from xl_recoup.charging.units import by_days
from xl_recoup.money import pounds, share, to_pence
from xl_recoup.policy.funding import Base, Part, premium_base, pupil_led_funding
from xl_recoup.policy.options import PupilLedFunding
from xl_recoup.policy.scheme_list import BASIC, NAMED_RATE, WHOLE, Scheme
from xl_recoup.policy.whole_policy import Policy
from xl_recoup.records import Placement


def plain_number(number: Decimal) -> str:
    """Return a number without trailing zeros or an exponent: `4.5`, `12`."""
    return f"{number.normalize():f}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """The sum of one line: what the columns hold, and how it reads."""

    base: Decimal
    units: Decimal
    denominator: Decimal
    amount: Decimal
    authority_share: Decimal
    words: str
    shown_units: Decimal
    out_of: str
    per_days: bool
    split: str
    draft: bool


def price(
    p: Placement, segment: Segment, scheme: Scheme, units: Decimal, payable: Decimal, day: date,
    policy: Policy,
) -> Price:  # fmt: skip
    """Return the sum of a stretch: `units` in all, `payable` of them by the school.

    Raises RateGap or RateOverlap.
    """
    whole = scheme_base(p, segment, scheme, day, policy)
    total = whole.total * scheme.percentage / WHOLE
    school = total * scheme.school_share / WHOLE
    words = whole.words()
    if scheme.percentage != WHOLE:
        words = f"{plain_number(scheme.percentage)}% of {words}"
    if scheme.school_rate:
        rate = policy.rates.find(scheme.school_rate, segment.year_group, day)
        school, words = rate.amount, f"{pounds(rate.amount)} (the school's part of {words})"
    elif scheme.school_share != WHOLE:
        words = f"{plain_number(scheme.school_share)}% of {words}"
    denominator = scheme.denominator
    out_of = "" if denominator == 1 else f" of {plain_number(denominator)}"
    if scheme.rounding == "unit rate first" and denominator != 1:
        total, school = to_pence(total / denominator), to_pence(school / denominator)
        words, out_of = f"{pounds(school)} a unit (1/{plain_number(denominator)} of {words})", ""
        denominator = Decimal(1)
    times, per = by_days(scheme, segment.days_per_week)
    amount = share(school, payable * times, denominator * per)
    authority = share(total, units * times, denominator * per) - amount
    split = f"; the authority bears {pounds(authority)}" if authority else ""
    return Price(
        base=school, units=payable * times, denominator=denominator * per, amount=amount,
        authority_share=authority, words=words, shown_units=payable, out_of=out_of,
        per_days=(per != 1 and segment.days_per_week != FULL_TIME) or times not in (1, per),
        split=split, draft=whole.draft,
    )  # fmt: skip


def scheme_base(p: Placement, segment: Segment, scheme: Scheme, day: date, policy: Policy) -> Base:
    """Return what a scheme charges a share of, in pounds for its whole denominator, not rounded.

    Raises RateGap or RateOverlap.
    """
    when = date(day.year + 1, day.month, 1) if scheme.rates_of == "next year" else day
    rates, year = policy.rates, segment.year_group
    if scheme.base == NAMED_RATE:
        rate = rates.find(scheme.rate, year, when)
        base = Base((Part(rate.label, rate.amount),), rate.draft)
    else:
        contents: PupilLedFunding = "basic entitlement" if scheme.base == BASIC else "all factors"
        options = policy.options.model_copy(update={"pupil_led_funding": contents})
        base = pupil_led_funding(p, year, when, rates, options)
    extra: list[Base] = []
    if scheme.premium:
        extra.append(premium_base(p, year, when, rates, looked_after=segment.looked_after))
    if scheme.extra_rate:
        rate = rates.find(scheme.extra_rate, year, when)
        extra.append(Base((Part(rate.label, rate.amount),), rate.draft))
    parts = base.parts + tuple(part for e in extra for part in e.parts)
    return Base(parts, base.draft or any(e.draft for e in extra))
