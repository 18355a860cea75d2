"""Money between authorities for one permanently excluded pupil, under SI 1999/495.

What another authority pays us is a receivable, a positive amount; what we pay is a negative one.
LAESTAB holds the other authority's three-digit number.

Who took part is read from the row. `Old authority` maintained the excluding school (blank: that of
a home school whose type is *other authority*; or ours, where `Intermediate authority` or `Educated
from` is filled in). `Intermediate authority` educated next. The last one
is that of the admitting school, or ours where we would have no part in the row otherwise.
`Educated from` is the day on which the last authority that the row names began to educate.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from xl_recoup.charging.assessment import LAST_FUNDED_YEAR, Gap, GapKind, leavers_end, week_readings
from xl_recoup.charging.status import hold_reason, is_leaver, is_statutory, local_policy, nil_by
from xl_recoup.charging.statutory import Codes
from xl_recoup.closed_lists import Component, LegalBasis, SchoolType
from xl_recoup.law.authorities import (
    PAYMENT_CITATION,
    REPAYMENT_CITATION,
    TO_BE_CONFIRMED,
    Payment,
    chain,
    payment,
    relevant_date,
    repayment,
    within_the_year,
)
from xl_recoup.law.formula import FULL_PERIOD_WEEKS
from xl_recoup.law.leavers import leavers_clause_applies, leaving_years
from xl_recoup.law.periods import FundingPeriod
from xl_recoup.law.weeks import complete_weeks
from xl_recoup.money import ZERO, pounds
from xl_recoup.policy.funding import Base, Part, pupil_led_funding
from xl_recoup.policy.rate_table import RateGap, RateOverlap
from xl_recoup.policy.school_list import School
from xl_recoup.policy.whole_policy import Policy
from xl_recoup.records import ChargeLine, Placement
from xl_recoup.words import long_date, year_name

REPAID: Component = "Reinstatement credit"
MAINTAINED_TYPES: tuple[SchoolType, ...] = ("maintained", "special", "PRU", "other authority")
AGREED_AMOUNT = "inter_authority"
"""The factor of Rates for a yearly amount agreed with other authorities; one's number may follow,
as in `inter_authority_306`. Without such a rate the amount is our own pupil-led funding."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """One sum between authorities: from when, on what, for which weeks; or why there is none.

    `readings` are the local ones that its weeks rest on.
    """

    start: date | None = None
    end: date | None = None
    base: Decimal | None = None
    weeks: int | None = None
    out_of: int | None = None
    amount: Decimal = ZERO
    words: str = ""
    """Base × weeks = amount, in plain English."""
    agreed: bool = False
    """True where the yearly amount is one that the authorities agreed."""
    draft: bool = False
    nil: str = ""
    readings: tuple[str, ...] = ()


def from_elsewhere(p: Placement, policy: Policy) -> bool:
    """Say whether a pupil was excluded from another authority's school, so that none of ours pays.

    The lines of such a row are those of `lines_from_elsewhere` alone.
    """
    old = _old_authority(p, policy)
    return is_statutory(p) and bool(old) and old != policy.options.la_number


def lines_from_elsewhere(p: Placement, policy: Policy) -> list[ChargeLine]:
    """Return the lines of a row that comes from elsewhere: at least one, nil where we have no part.

    Raises Gap like `inter_authority_lines`.
    """
    old, ours = _old_authority(p, policy), policy.options.la_number
    no_sum = Sum(nil="the money passes between other authorities: we have no part in it")
    return inter_authority_lines(p, policy) or [_line(p, old, ours, "Budget share", no_sum, policy)]


def inter_authority_lines(p: Placement, policy: Policy) -> list[ChargeLine]:
    """Return what we receive from and pay to other authorities for a sound statutory row.

    Empty where we have no part; otherwise at least one line, nil with its reason where nothing is
    due. Raises Gap where a date, year group, calendar or rate that the sum needs is missing.
    """
    ours, old = policy.options.la_number, _old_authority(p, policy)
    if not is_statutory(p) or not old:
        return []
    due = chain(old, p.intermediate_authority, _last_authority(p, old, ours))
    our_part = [pay for pay in due if ours in (pay.payer, pay.payee)]
    why_nil = _nothing_due(p, policy) if our_part else ""
    lines = [
        _line(p, pay.payer, pay.payee, "Budget share",
              Sum(nil=why_nil) if why_nil else _paid(p, pay, policy), policy)
        for pay in our_part
    ]  # fmt: skip
    repays = due[-1].payee if due else old
    if p.reinstated_on and our_part and not why_nil and ours in (old, repays) and old != repays:
        paid = _paid(p, due[-1], policy)
        if not paid.nil:
            lines.append(_line(p, repays, old, REPAID, _repaid(p, due[-1], paid, policy), policy))
    return lines


def _old_authority(p: Placement, policy: Policy) -> str:
    if p.old_authority:
        return p.old_authority
    if p.home_school in policy.schools.of_other_authorities:
        return p.home_school[:3]
    return policy.options.la_number if p.intermediate_authority or p.educated_from else ""


def _last_authority(p: Placement, old: str, ours: str) -> str:
    if p.admitting_school:
        return p.admitting_school[:3]
    return ours if ours not in (old, p.intermediate_authority) else ""


def _school(p: Placement, policy: Policy) -> School | None:
    if p.home_school not in policy.schools:
        return None
    return policy.schools.on(p.home_school, p.exclusion_date or policy.period.start)


# "a pupil is permanently excluded from any school maintained by a local authority": section 494(1).
def _nothing_due(p: Placement, policy: Policy) -> str:
    """Return why no payment arises at all, or ""; raises Gap without an exclusion date."""
    school = _school(p, policy)
    if is_leaver(p):
        return "section 494 speaks of pupils permanently excluded, not of those who leave otherwise"
    if school is not None and school.type not in MAINTAINED_TYPES:
        return (
            "section 494 speaks of schools maintained by a local authority: for an academy's"
            " exclusion nothing is due without an agreement between the authorities"
        )
    if p.cancelled_on is not None:
        return f"cancelled on {long_date(p.cancelled_on)}: there was no exclusion"
    if p.year_group is not None and not 0 <= p.year_group <= LAST_FUNDED_YEAR:
        return f"{year_name(p.year_group)} is not funded by the pupil-led factors"
    if p.exclusion_date is None:
        raise Gap(GapKind.NO_DATE, "exclusion_date", "no date, so the weeks can't be counted")
    if p.exclusion_date not in policy.period:
        return (
            f"the exclusion took effect in {FundingPeriod.of(p.exclusion_date)}, not in this"
            f" workbook's year {policy.period}"
        )
    return ""


def _paid(p: Placement, pay: Payment, policy: Policy) -> Sum:
    """Work out what one authority pays the next; raises Gap."""
    assert p.exclusion_date is not None
    start, start_words = _start(p, pay)
    if not within_the_year(p.exclusion_date, start):
        return Sum(
            nil=f"authority {pay.payee} began to educate on {long_date(start)}, after the financial"
            " year in which the exclusion took effect"
        )
    if p.reinstated_on is not None and p.reinstated_on <= start:
        return Sum(nil=f"reinstated on {long_date(p.reinstated_on)}, before weeks began to count")
    takes_effect = p.exclusion_date if pay.first else start
    end, leavers = _count_end(p, takes_effect, policy)
    readings = week_readings(p, _school(p, policy), takes_effect, leavers, policy)
    weeks = complete_weeks(start, end, policy.options.complete_weeks)
    if weeks == 0:
        nil = f"no complete weeks remain from {long_date(start)} to {long_date(end)}"
        return Sum(nil=nil_by(nil, readings), readings=readings)
    base, agreed = _base(p, pay, start, policy)
    amount = payment(base.total, weeks)
    to = f" to {long_date(end)}, the leavers' year end," if leavers else ""
    words = (
        f"{base.words()} × {weeks} of {FULL_PERIOD_WEEKS} complete weeks from"
        f" {long_date(start)}{to} ({start_words}) = {pounds(amount)}"
    )
    return Sum(
        start=start, end=end, base=base.total, weeks=weeks, out_of=FULL_PERIOD_WEEKS, amount=amount,
        words=words, agreed=agreed, draft=base.draft, readings=readings,
    )  # fmt: skip


def _start(p: Placement, pay: Payment) -> tuple[date, str]:
    """Return the day that a payment's weeks count from, and how it came about; raises Gap."""
    assert p.exclusion_date is not None
    if not pay.first and p.educated_from is None:
        raise Gap(
            GapKind.NO_DATE, "educated_from",
            f"no day on which authority {pay.payee} began to educate, from which its weeks count",
        )  # fmt: skip
    start = relevant_date(p.exclusion_date, p.educated_from if pay.last else None)
    if start == p.exclusion_date:
        return start, "the day of the exclusion"
    return start, f"the day on which authority {pay.payee} began to educate"


# Where the exclusion takes effect, or the intermediate authority ceases to provide education, on or
# after 1 April in a school year at the end of which the pupil would normally have left for a school
# with a different age range, C is counted to the end of the school year: note to SI 2001/870.
def _count_end(p: Placement, takes_effect: date, policy: Policy) -> tuple[date, bool]:
    """Return the last day that a payment's weeks are counted to, and whether as a leaver's."""
    school, o = _school(p, policy), policy.options
    if school is None or p.year_group is None:
        return policy.period.end, False
    leaves = leaving_years(school.highest_year, o.who_leaves, school.leaving_years)
    if not leavers_clause_applies(takes_effect, p.year_group, leaves, o.leavers_boundary):
        return policy.period.end, False
    return leavers_end(school, takes_effect, policy), True


def _base(p: Placement, pay: Payment, start: date, policy: Policy) -> tuple[Base, bool]:
    """Return the yearly amount, and whether it is one that was agreed; raises Gap."""
    if p.year_group is None:
        raise Gap(GapKind.NO_YEAR_GROUP, "year_group", "no year group, so no rate can be found")
    other = pay.payee if pay.payer == policy.options.la_number else pay.payer
    names = (f"{AGREED_AMOUNT}_{other}", AGREED_AMOUNT)
    agreed = next((n for n in names if policy.rates.of_factors(n)), "")
    try:
        if not agreed:
            return pupil_led_funding(p, p.year_group, start, policy.rates, policy.options), False
        rate = policy.rates.find(agreed, p.year_group, start)
    except RateGap as error:
        raise Gap(GapKind.RATE_MISSING, "year_group", str(error)) from None
    except RateOverlap as error:
        raise Gap(GapKind.RATE_OVERLAP, "year_group", str(error)) from None
    return Base((Part("the amount agreed between authorities", rate.amount),), rate.draft), True


def _repaid(p: Placement, pay: Payment, paid: Sum, policy: Policy) -> Sum:
    """Work out what the authority that educated last repays on reinstatement."""
    assert p.reinstated_on is not None
    assert paid.start is not None
    year, reading = FundingPeriod.of(paid.start), policy.options.complete_weeks
    back = long_date(p.reinstated_on)
    if p.reinstated_on not in year:
        return Sum(nil=f"reinstated on {back}, after the financial year {year}")
    g = complete_weeks(p.reinstated_on, year.end, reading)
    h = complete_weeks(paid.start, year.end, reading)
    if g == 0:
        nil = f"no complete weeks remained from the reinstatement on {back}"
        return Sum(nil=nil_by(nil, paid.readings), readings=paid.readings)
    amount = repayment(paid.amount, g, h)
    words = (
        f"{pounds(paid.amount)} (what authority {pay.payer} paid authority {pay.payee}) × {g} of"
        f" {h} complete weeks from {back} (reinstated) to {long_date(year.end)} = {pounds(amount)}"
    )
    return Sum(
        start=p.reinstated_on, end=year.end, base=paid.amount, weeks=g, out_of=h, amount=amount,
        words=words, agreed=paid.agreed, draft=paid.draft, readings=paid.readings,
    )  # fmt: skip


def _line(
    p: Placement, payer: str, payee: str, component: Component, due: Sum, policy: Policy
) -> ChargeLine:
    """Return a sum as a line of ours: positive where we receive it, negative where we pay it."""
    receives = payee == policy.options.la_number
    other = payer if receives else payee
    sign = 1 if receives else -1
    suffix = ("RC-" if component == REPAID else "") + ("IA-FROM-" if receives else "IA-TO-")
    codes = Codes.of(policy.schemes.find(p.scheme, p.exclusion_date))
    held = hold_reason(p, p.exclusion_date, policy) if p.exclusion_date and not due.nil else ""
    basis, authority = _authority(component, due, policy)
    verb = "pays" if component != REPAID else "repays"
    who = f"authority {other} {verb} us" if receives else f"we {verb[:-1]} authority {other}"
    return ChargeLine(
        ref=f"{p.ref}/{suffix}{other}", placement_ref=p.placement_ref, row=p.key, laestab=other,
        school=f"Authority {other}", scheme=p.scheme, component=component,
        legal_basis=basis, start=due.start, end=due.end,
        base=None if due.base is None else sign * due.base, units=due.weeks,
        denominator=due.out_of, amount=ZERO if due.nil else sign * due.amount,
        status="nil" if due.nil else "held" if held else "billable", route="inter-authority",
        reason=due.nil or held, cfr_code=codes.budget_share, s251_line=codes.s251,
        working=f"Nil: {due.nil}." if due.nil else f"{due.words}, which {who}; {authority}",
        service_year=str(policy.period), draft_rate=due.draft,
    )  # fmt: skip


def _authority(component: Component, due: Sum, policy: Policy) -> tuple[LegalBasis, str]:
    """Return the legal basis and the authority in words; a local reading is never the law's own."""
    citation = PAYMENT_CITATION if component != REPAID else REPAYMENT_CITATION
    doubt = "" if due.agreed else f"; {TO_BE_CONFIRMED}"
    readings = due.readings
    if policy.options.pupil_led_funding != "all factors" and not (due.agreed or due.nil):
        readings += ("the amount per pupil is basic entitlement alone",)
    if readings:
        return "local policy", f"{local_policy(readings)} on {citation}{doubt}"
    return "statute", f"{citation}{doubt}"
