"""The statutory lines of one placement: budget share, premium, order and credits.

Source: the contract's section on how the statutory lines follow, on reg 39, SI 2024/66.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from xl_recoup.charging.assessment import Assessment
from xl_recoup.charging.status import Standing, nil_by, nil_route, route, standing_of
from xl_recoup.closed_lists import Component, LegalBasis
from xl_recoup.law.formula import FULL_PERIOD_WEEKS, adjustment, reduction
from xl_recoup.law.instruments import ADJUSTMENT_ORDER_CITATION, ADJUSTMENT_ORDERS_FROM
from xl_recoup.law.periods import FundingPeriod
from xl_recoup.money import ZERO, pounds
from xl_recoup.policy.funding import Base
from xl_recoup.policy.scheme_list import BUDGET_SHARE_CFR, OTHER_AP_S251, PUPIL_PREMIUM_CFR, Scheme
from xl_recoup.policy.school_list import School
from xl_recoup.policy.whole_policy import Policy
from xl_recoup.records import ChargeLine, Placement
from xl_recoup.words import long_date

SUFFIX: dict[Component, str] = {
    "Budget share": "BS",
    "Pupil premium": "PP",
    "Adjustment order": "AO",
    "Scheme charge": "SC",
}


@dataclass(frozen=True, slots=True)
class Codes:
    """Ledger codes of a scheme, with the usual ones where its row leaves them blank."""

    budget_share: str
    premium: str
    s251: str

    @classmethod
    def of(cls, scheme: Scheme | None) -> Codes:
        """Return the codes of a scheme's row."""
        return cls(
            (scheme and scheme.cfr_code) or BUDGET_SHARE_CFR,
            (scheme and scheme.premium_cfr_code) or PUPIL_PREMIUM_CFR,
            (scheme and scheme.s251_line) or OTHER_AP_S251,
        )


def codes_on(scheme: str, day: date | None, policy: Policy) -> Codes:
    """Return the ledger codes of a scheme, by its row of that day where it has several."""
    key = ("codes", scheme, day)
    known: Codes | None = policy.remembered.get(key)
    if known is None:
        known = policy.remembered[key] = Codes.of(policy.schemes.find(scheme, day))
    return known


def nil_line(
    p: Placement,
    school: School,
    component: Component,
    reason: str,
    policy: Policy,
    day: date,
    basis: LegalBasis = "statute",
) -> ChargeLine:
    """Return a line of 0 that says why nothing is charged; `day` is the one that decides."""
    codes = codes_on(p.scheme, None, policy)
    return ChargeLine(
        ref=f"{p.ref}/{SUFFIX[component]}",
        placement_ref=p.placement_ref,
        row=p.key,
        laestab=school.laestab,
        school=school.name,
        scheme=p.scheme,
        component=component,
        legal_basis=basis,
        status="nil",
        amount=ZERO,
        route=nil_route(p, school, day, policy),
        reason=reason,
        cfr_code=codes.premium if component == "Pupil premium" else codes.budget_share,
        s251_line=codes.s251,
        working=f"Nil: {reason}.",
        service_year=str(policy.period),
    )


def budget_share_line(p: Placement, a: Assessment, policy: Policy) -> ChargeLine:
    """Return the reduction of the budget share, A × B / 52."""
    return _reduction_line(
        p, a, "Budget share", a.base, readings_of(a, "Budget share", policy), policy
    )


def readings_of(a: Assessment, component: Component, policy: Policy) -> tuple[str, ...]:
    """Return the local readings that a line, or a credit on it, rests on."""
    if component == "Budget share" and policy.options.pupil_led_funding != "all factors":
        return (*a.readings, "A is basic entitlement alone")
    return a.readings


def premium_line(p: Placement, a: Assessment, policy: Policy) -> ChargeLine:
    """Return the reduction of the pupil premium, or a nil line that says why there is none."""
    assert a.start is not None
    if policy.options.pupil_premium == "left alone":
        reason = "the pupil premium is left with the school (Pupil premium: left alone)"
        return nil_line(p, a.school, "Pupil premium", reason, policy, a.start, "local policy")
    if not a.premium.parts:
        reason = "no pupil premium follows this pupil"
        if p.looked_after:
            reason = "the premium for a looked-after child is paid to the authority, not the school"
        return nil_line(p, a.school, "Pupil premium", reason, policy, a.start)
    return _reduction_line(p, a, "Pupil premium", a.premium, a.readings, policy)


def _reduction_line(
    p: Placement, a: Assessment, component: Component, base: Base, readings: tuple[str, ...],
    policy: Policy,
) -> ChargeLine:  # fmt: skip
    assert a.start is not None
    assert a.end is not None
    assert a.takes_effect is not None
    if a.weeks == 0:
        reason = nil_by(
            f"no complete weeks remain from {long_date(a.start)} ({a.start_words})"
            f" to {long_date(a.end)}",
            a.readings,
        )
        basis: LegalBasis = "local policy" if a.readings else "statute"
        return nil_line(p, a.school, component, reason, policy, a.start, basis)
    standing = standing_of(p, a.school, a.start, a.takes_effect, readings, policy)
    amount = reduction(base.total, a.weeks)
    codes = codes_on(p.scheme, a.start, policy)
    leavers = f" to {long_date(a.end)}, the leavers' year end," if a.leavers else ""
    working = (
        f"{base.words()} × {a.weeks} of {FULL_PERIOD_WEEKS} complete weeks from"
        f" {long_date(a.start)}{leavers} ({a.start_words}) = {pounds(amount)}; {standing.authority}"
    )
    return ChargeLine(
        ref=f"{p.ref}/{SUFFIX[component]}",
        placement_ref=p.placement_ref,
        row=p.key,
        laestab=a.school.laestab,
        school=a.school.name,
        scheme=p.scheme,
        component=component,
        legal_basis=standing.legal_basis,
        start=a.start,
        end=a.end,
        base=base.total,
        units=a.weeks,
        denominator=FULL_PERIOD_WEEKS,
        amount=amount,
        status=standing.status,
        route=standing.route,
        reason=standing.reason,
        cfr_code=codes.premium if component == "Pupil premium" else codes.budget_share,
        s251_line=codes.s251,
        working=working,
        service_year=str(policy.period),
        draft_rate=base.draft,
    )


# The panel's order binds the school, an academy too (which then pays the authority): it needs no
# agreement and waits for no hold. It belongs to the year of its date.
def order_line(p: Placement, school: School, policy: Policy) -> ChargeLine:
    """Return the financial adjustment order's line, £4,000 or nil with its reason."""
    assert p.order_date is not None
    if p.order_date < ADJUSTMENT_ORDERS_FROM:
        reason = "there were no financial adjustment orders before 1 September 2012"
        return nil_line(p, school, "Adjustment order", reason, policy, p.order_date, "order")
    if p.order_date not in policy.period:
        reason = (
            f"the order of {long_date(p.order_date)} belongs to"
            f" {FundingPeriod.of(p.order_date)}, not to this workbook's year {policy.period}"
        )
        return nil_line(p, school, "Adjustment order", reason, policy, p.order_date, "order")
    amount = adjustment()
    codes = codes_on(p.scheme, p.order_date, policy)
    agreement = (
        policy.agreements.binding(school, p.scheme, p.order_date) if school.is_academy else None
    )
    return ChargeLine(
        ref=f"{p.ref}/{SUFFIX['Adjustment order']}",
        placement_ref=p.placement_ref,
        row=p.key,
        laestab=school.laestab,
        school=school.name,
        scheme=p.scheme,
        component="Adjustment order",
        legal_basis="order",
        start=p.order_date,
        end=p.order_date,
        base=amount,
        units=1,
        denominator=1,
        amount=amount,
        status="billable",
        route=route(school, agreement),
        cfr_code=codes.budget_share,
        s251_line=codes.s251,
        working=(
            f"{pounds(amount)}, once and in full, by the review panel's"
            f" {ADJUSTMENT_ORDER_CITATION}, made on {long_date(p.order_date)}"
        ),
        service_year=str(policy.period),
    )


@dataclass(frozen=True, slots=True)
class CreditTerms:
    """What a credit line is made of: the line it goes back on, and the weeks E/F or H/I."""

    of: ChargeLine
    component: Component
    suffix: str
    school: School
    first: date
    last: date
    weeks: int
    out_of: int
    words: str


def credit_line(
    p: Placement, terms: CreditTerms, standing: Standing, amount: Decimal
) -> ChargeLine:
    """Return a credit, a negative amount, for the school that receives it."""
    d = terms.of
    working = (
        f"{pounds(d.amount)} ({d.component.lower()} of {d.ref}) × {terms.weeks} of {terms.out_of}"
        f" complete weeks from {long_date(terms.first)} ({terms.words}) to {long_date(terms.last)}"
        f" = {pounds(amount)}, credited; {standing.authority}"
    )
    return ChargeLine(
        ref=f"{p.ref}/{terms.suffix}-{SUFFIX[d.component]}",
        placement_ref=p.placement_ref,
        row=p.key,
        laestab=terms.school.laestab,
        school=terms.school.name,
        scheme=p.scheme,
        component=terms.component,
        legal_basis=standing.legal_basis,
        start=terms.first,
        end=terms.last,
        base=-d.amount,
        units=terms.weeks,
        denominator=terms.out_of,
        amount=-amount,
        status=standing.status,
        route=standing.route,
        reason=standing.reason,
        cfr_code=d.cfr_code,
        s251_line=d.s251_line,
        working=working,
        service_year=d.service_year,
        draft_rate=d.draft_rate,
    )


def nil_credit(
    p: Placement, terms: CreditTerms, reason: str, start: date, policy: Policy
) -> ChargeLine:
    """Return a credit line of 0 that says why the school receives nothing.

    `start` is the relevant date.
    """
    d = terms.of
    return ChargeLine(
        ref=f"{p.ref}/{terms.suffix}-{SUFFIX[d.component]}",
        placement_ref=p.placement_ref,
        row=p.key,
        laestab=terms.school.laestab,
        school=terms.school.name,
        scheme=p.scheme,
        component=terms.component,
        legal_basis=d.legal_basis,
        status="nil",
        amount=ZERO,
        route=nil_route(p, terms.school, start, policy),
        reason=reason,
        cfr_code=d.cfr_code,
        s251_line=d.s251_line,
        working=f"Nil: {reason}.",
        service_year=d.service_year,
    )
