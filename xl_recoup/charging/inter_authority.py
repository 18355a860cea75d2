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

from dataclasses import replace
from datetime import date

from xl_recoup.charging.assessment import LAST_FUNDED_YEAR
from xl_recoup.charging.case import Case, elsewhere
from xl_recoup.charging.gap import Gap, no_year_group
from xl_recoup.charging.line_of import Priced, line_of
from xl_recoup.charging.status import hold_reason, is_leaver, is_statutory, not_begun
from xl_recoup.charging.week_count import leavers_end, leaves_as_leaver, week_readings
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
from xl_recoup.law.periods import FundingPeriod
from xl_recoup.law.weeks import complete_weeks
from xl_recoup.money import pounds
from xl_recoup.policy.funding import Base
from xl_recoup.policy.rate_table import RateGap, RateOverlap
from xl_recoup.policy.terms import Readings, Terms, local_policy, nil_by
from xl_recoup.policy.whole_policy import Policy
from xl_recoup.records import ChargeLine, Placement, record
from xl_recoup.words import long_date, year_name

MAINTAINED_TYPES: tuple[SchoolType, ...] = ("maintained", "special", "PRU", "other authority")
AGREED_AMOUNT = "inter_authority"
"""The factor of Rates for a yearly amount agreed with other authorities; one's number may follow,
as in `inter_authority_306`. Without such a rate the amount is our own pupil-led funding."""


@record
class Sum(Priced):
    """One sum between authorities: from when, on what, for which weeks; or why there is none."""

    agreed: bool = False
    """True where the yearly amount is one that the authorities agreed."""
    nil: str = ""
    readings: Readings = ()
    """The local readings that its weeks rest on."""


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
    nothing = Sum(nil="the money passes between other authorities: we have no part in it")
    pay = Payment(_old_authority(p, policy), policy.options.la_number)
    case = Case.anywhere(p, policy, p.exclusion_date)
    return inter_authority_lines(p, policy) or [_line(case, pay, nothing)]


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
    if not our_part:
        return []
    case = Case.anywhere(p, policy, p.exclusion_date)
    why_nil = _nothing_due(case)
    if why_nil:
        return [_line(case, pay, Sum(nil=why_nil)) for pay in our_part]
    lines = [_line(case, pay, _paid(case, pay)) for pay in our_part]
    repays = due[-1].payee
    if p.reinstated_on and ours in (old, repays) and old != repays:
        paid = _paid(case, due[-1])
        if not paid.nil:
            back = Payment(repays, old)
            lines.append(_line(case, back, _repaid(case, due[-1], paid), "Reinstatement credit"))
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


# "a pupil is permanently excluded from any school maintained by a local authority": section 494(1).
def _nothing_due(case: Case) -> str:
    """Return why no payment arises at all, or ""; raises Gap without an exclusion date."""
    p = case.placement
    if is_leaver(p):
        return "section 494 speaks of pupils permanently excluded, not of those who leave otherwise"
    if case.school.type not in MAINTAINED_TYPES:
        return (
            "section 494 speaks of schools maintained by a local authority: for an academy's"
            " exclusion nothing is due without an agreement between the authorities"
        )
    if p.cancelled_on is not None:
        return f"cancelled on {long_date(p.cancelled_on)}: there was no exclusion"
    if p.year_group is not None and not 0 <= p.year_group <= LAST_FUNDED_YEAR:
        return f"{year_name(p.year_group)} is not funded by the pupil-led factors"
    if p.exclusion_date is None:
        raise Gap("no date", "exclusion_date", "no date, so the weeks can't be counted")
    if p.exclusion_date not in case.policy.period:
        return (
            f"the exclusion took effect in {FundingPeriod.of(p.exclusion_date)}, not in this"
            f" workbook's year {case.policy.period}"
        )
    return ""


def _paid(case: Case, pay: Payment) -> Sum:
    """Work out what one authority pays the next; raises Gap."""
    p, policy = case.placement, case.policy
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
    # Where the exclusion takes effect, or the intermediate authority ceases to provide education,
    # on or after 1 April in a school year at the end of which the pupil would normally have left
    # for a school with a different age range, C is counted to the end of the school year: note to
    # SI 2001/870.
    leavers = leaves_as_leaver(case, takes_effect)
    end = leavers_end(case, takes_effect) if leavers else policy.period.end
    readings = week_readings(case, takes_effect, leavers)
    weeks = complete_weeks(start, end, policy.options.complete_weeks)
    if weeks == 0:
        nil = f"no complete weeks remain from {long_date(start)} to {long_date(end)}"
        return Sum(nil=nil_by(nil, readings), readings=readings)
    base, agreed = _base(case, pay, start)
    if not base.total:
        nil = f"the amount per pupil is £0.00 at the rates of {long_date(start)}"
        return Sum(nil=nil_by(nil, readings), readings=readings)
    amount = payment(base.total, weeks)
    to = f" to {long_date(end)}, the leavers' year end," if leavers else ""
    return Sum(
        start=start,
        end=end,
        base=base.total,
        units=weeks,
        denominator=FULL_PERIOD_WEEKS,
        amount=amount,
        words=f"{base.words} × {weeks} of {FULL_PERIOD_WEEKS} complete weeks from"
        f" {long_date(start)}{to} ({start_words}) = {pounds(amount)}",
        agreed=agreed,
        draft=base.draft,
        readings=readings,
    )


def _start(p: Placement, pay: Payment) -> tuple[date, str]:
    """Return the day that a payment's weeks count from, and how it came about; raises Gap."""
    assert p.exclusion_date is not None
    if not pay.first and p.educated_from is None:
        said = f"no day on which authority {pay.payee} began to educate, from which its weeks count"
        raise Gap("no date", "educated_from", said)
    start = relevant_date(p.exclusion_date, p.educated_from if pay.last else None)
    if start == p.exclusion_date:
        return start, "the day of the exclusion"
    return start, f"the day on which authority {pay.payee} began to educate"


def _base(case: Case, pay: Payment, start: date) -> tuple[Base, bool]:
    """Return the yearly amount, and whether it is one that was agreed; raises Gap."""
    p, policy, o = case.placement, case.policy, case.policy.options
    if p.year_group is None:
        raise no_year_group()
    other = pay.payee if pay.payer == o.la_number else pay.payer
    names = (f"{AGREED_AMOUNT}_{other}", AGREED_AMOUNT)
    agreed = next((n for n in names if policy.rates.of_factors(n)), "")
    try:
        if agreed:
            label = "the amount agreed between authorities"
            return policy.funding.named(agreed, p.year_group, start, label), True
        return policy.funding.pupil_led(p, p.year_group, start, o.pupil_led_funding), False
    except (RateGap, RateOverlap) as error:
        raise Gap.of(error, "year_group") from None


def _repaid(case: Case, pay: Payment, paid: Sum) -> Sum:
    """Work out what the authority that educated last repays on reinstatement."""
    day, reading = case.placement.reinstated_on, case.policy.options.complete_weeks
    assert day is not None
    assert paid.start is not None
    year, back = FundingPeriod.of(paid.start), long_date(day)
    if day not in year:
        return Sum(nil=f"reinstated on {back}, after the financial year {year}")
    g = complete_weeks(day, year.end, reading)
    h = complete_weeks(paid.start, year.end, reading)
    if g == 0:
        nil = f"no complete weeks remained from the reinstatement on {back}"
        return Sum(nil=nil_by(nil, paid.readings), readings=paid.readings)
    amount = repayment(paid.amount, g, h)
    return replace(
        paid,
        start=day,
        end=year.end,
        base=paid.amount,
        units=g,
        denominator=h,
        amount=amount,
        words=f"{pounds(paid.amount)} (what authority {pay.payer} paid authority {pay.payee}) ×"
        f" {g} of {h} complete weeks from {back} (reinstated) to {long_date(year.end)} ="
        f" {pounds(amount)}",
    )


def _line(case: Case, pay: Payment, due: Sum, component: Component = "Budget share") -> ChargeLine:
    """Return a sum as a line of ours: positive where we receive it, negative where we pay it."""
    p, policy = case.placement, case.policy
    receives = pay.payee == policy.options.la_number
    other = pay.payer if receives else pay.payee
    paid = component == "Budget share"
    suffix = f"{'' if paid else 'RC-'}IA-{'FROM' if receives else 'TO'}-{other}"
    theirs = case.at(elsewhere(other, f"Authority {other}"))
    new = line_of(theirs, component, p.exclusion_date, suffix)
    basis, authority = _authority(paid, due, policy)
    day = p.exclusion_date or policy.period.start
    if due.nil:
        return new.nil(due.nil, day, basis)
    assert due.base is not None
    sign, verb = (1, "pays") if receives else (-1, "pay")
    verb = verb if paid else f"re{verb}"
    who = f"authority {other} {verb} us" if receives else f"we {verb} authority {other}"
    signed = replace(
        due, base=sign * due.base, amount=sign * due.amount, words=f"{due.words}, which {who}"
    )
    terms = Terms(route="inter-authority", legal_basis=basis, authority=authority)
    why_held = hold_reason(p, day, policy)
    if due.start is not None and not why_held:
        why_held = not_begun(due.start, "when it begins", policy)
    return new.charge(signed, terms, why_held)


def _authority(paid: bool, due: Sum, policy: Policy) -> tuple[LegalBasis, str]:
    """Return the legal basis and the authority in words; a local reading is never the law's own.

    `paid` says that the money follows the pupil, not that it is repaid.
    """
    citation = PAYMENT_CITATION if paid else REPAYMENT_CITATION
    doubt = "" if due.agreed else f"; {TO_BE_CONFIRMED}"
    readings = due.readings
    if policy.options.pupil_led_funding != "all factors" and not (due.agreed or due.nil):
        readings += ("the amount per pupil is basic entitlement alone",)
    if readings:
        return "local policy", f"{local_policy(readings)} on {citation}{doubt}"
    return "statute", f"{citation}{doubt}"
