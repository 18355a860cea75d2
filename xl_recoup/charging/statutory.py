"""The statutory lines of one placement: budget share, premium and order.

Source: the contract's section on how the statutory lines follow, on reg 39, SI 2024/66.
"""

from __future__ import annotations

from xl_recoup.charging.assessment import Assessment
from xl_recoup.charging.case import Case
from xl_recoup.charging.line_of import Priced, line_of
from xl_recoup.charging.status import hold_reason, nobody_answers, not_begun
from xl_recoup.closed_lists import Component, LegalBasis
from xl_recoup.law.formula import FULL_PERIOD_WEEKS, adjustment, reduction
from xl_recoup.law.instruments import ADJUSTMENT_ORDER_CITATION, ADJUSTMENT_ORDERS_FROM
from xl_recoup.law.periods import FundingPeriod
from xl_recoup.money import pounds
from xl_recoup.policy.funding import Base
from xl_recoup.policy.terms import Readings, Terms, nil_by, route
from xl_recoup.records import ChargeLine
from xl_recoup.words import long_date


def budget_share_line(a: Assessment) -> ChargeLine:
    """Return the reduction of the budget share, A × B / 52.

    Where no premium follows the pupil, its working ends by saying so and why.
    """
    return _reduction_line(a, "Budget share", a.base, why_no_premium(a))


def readings_of(a: Assessment, component: Component) -> Readings:
    """Return the local readings that a line, or a credit on it, rests on."""
    contents = a.case.policy.options.pupil_led_funding
    if component == "Budget share" and contents != "all factors":
        return (*a.readings, "A is basic entitlement alone")
    return a.readings


def premium_line(a: Assessment) -> ChargeLine:
    """Return the reduction of the pupil premium of a pupil whom one follows."""
    return _reduction_line(a, "Pupil premium", a.premium)


def why_no_premium(a: Assessment) -> str:
    """Return why no pupil premium is charged beside the budget share, or "" where one is."""
    if a.case.policy.options.pupil_premium == "left alone":
        return "the pupil premium is left with the school (Pupil premium: left alone)"
    if a.premium.total:
        return ""
    if a.premium.parts:
        return "the rates of the pupil premium that follows this pupil come to £0.00"
    if a.case.placement.looked_after:
        return "the premium for a looked-after child is paid to the authority, not the school"
    return "no pupil premium follows this pupil"


def _reduction_line(
    a: Assessment, component: Component, base: Base, closing: str = ""
) -> ChargeLine:
    assert a.start is not None
    assert a.end is not None
    why_nil = ""
    if a.weeks == 0:
        why_nil = (
            f"no complete weeks remain from {long_date(a.start)} ({a.start_words})"
            f" to {long_date(a.end)}"
        )
    elif not base.total:
        why_nil = f"what follows the pupil is £0.00 at the rates of {long_date(a.start)}"
    if why_nil:
        reason = nil_by(why_nil, a.readings)
        basis: LegalBasis = "local policy" if a.readings else "statute"
        return line_of(a.case, component).nil(reason, a.start, basis)
    amount = reduction(base.total, a.weeks)
    leavers = f" to {long_date(a.end)}, the leavers' year end," if a.leavers else ""
    priced = Priced(
        start=a.start,
        end=a.end,
        base=base.total,
        units=a.weeks,
        denominator=FULL_PERIOD_WEEKS,
        amount=amount,
        draft=base.draft,
        words=f"{base.words} × {a.weeks} of {FULL_PERIOD_WEEKS} complete weeks from"
        f" {long_date(a.start)}{leavers} ({a.start_words}) = {pounds(amount)}",
    )
    # On the relevant date an academy's agreement must run.
    terms = a.case.terms_on(a.start, readings_of(a, component), "(2)")
    return line_of(a.case, component, a.start).charge(priced, terms, _why_held(a), closing)


def _why_held(a: Assessment) -> str:
    """Return why the money does not move yet, or ""."""
    assert a.start is not None
    assert a.takes_effect is not None
    case, school = a.case, a.case.school
    if school.closed_before(a.start) and school.is_open(a.takes_effect):
        return nobody_answers(school)
    why = hold_reason(case.placement, a.takes_effect, case.policy)
    return why or not_begun(a.start, "the relevant date", case.policy)


# The panel's order binds the school, an academy too (which then pays the authority): it needs no
# agreement and waits for no hold. It belongs to the year of its date.
def order_line(case: Case) -> ChargeLine:
    """Return the financial adjustment order's line, £4,000 or nil with its reason."""
    day, policy = case.placement.order_date, case.policy
    period = policy.period
    assert day is not None
    why_nil = ""
    if day < ADJUSTMENT_ORDERS_FROM:
        why_nil = "there were no financial adjustment orders before 1 September 2012"
    elif day not in period:
        why_nil = (
            f"the order of {long_date(day)} belongs to {FundingPeriod.of(day)}, not to this"
            f" workbook's year {period}"
        )
    if why_nil:
        return line_of(case, "Adjustment order").nil(why_nil, day, "order")
    amount = adjustment()
    priced = Priced(
        start=day,
        end=day,
        base=amount,
        units=1,
        denominator=1,
        amount=amount,
        words=f"{pounds(amount)}, once and in full, by the review panel's"
        f" {ADJUSTMENT_ORDER_CITATION}, made on {long_date(day)}",
    )
    agreement = case.agreement_on(day) if case.school.is_academy else None
    terms = Terms(route=route(case.school, agreement), legal_basis="order")
    return line_of(case, "Adjustment order", day).charge(
        priced, terms, not_begun(day, "the day of the order", policy)
    )
