"""Credits: to the school that admits an excluded pupil, and to the school that takes one back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from xl_recoup.charging.assessment import Assessment
from xl_recoup.charging.case import Case
from xl_recoup.charging.line_of import SUFFIX, LineOf, Priced
from xl_recoup.charging.status import not_begun
from xl_recoup.charging.statutory import readings_of
from xl_recoup.closed_lists import Component, SchoolType
from xl_recoup.law.formula import admission_increase, reinstatement_increase
from xl_recoup.law.weeks import complete_weeks
from xl_recoup.money import pounds
from xl_recoup.policy.terms import nil_by
from xl_recoup.records import ChargeLine, record
from xl_recoup.words import long_date

NEVER_CREDITED: dict[SchoolType, str] = {
    "PRU": "a PRU",
    "AP academy": "an AP academy",
    "special": "a special school",
}


@record
class Credit:
    """What a school is given on each charge of a placement: `weeks` of `out_of` complete weeks.

    They are the clause's E of F, or H of I, from `first` to `last`, both counted.
    """

    case: Case
    """The placement at the school that receives."""
    component: Component
    first: date
    first_words: str
    last: date
    weeks: int
    out_of: int
    increase: Callable[[Decimal, int, int], Decimal]
    """The clause, by the amount of the charge and the weeks."""
    paragraph: str = ""

    def line(self, a: Assessment, charge: ChargeLine, why_not: str) -> ChargeLine:
        """Return what is given on a charge, with its codes, or a line of 0 that says why not."""
        assert a.start is not None
        suffix = f"{SUFFIX[self.component]}-{SUFFIX[charge.component]}"
        new = LineOf(
            case=self.case,
            component=self.component,
            suffix=suffix,
            cfr_code=charge.cfr_code,
            s251_line=charge.s251_line,
        )
        if why_not:
            return new.nil(why_not, a.start, charge.legal_basis)
        amount, policy = self.increase(charge.amount, self.weeks, self.out_of), self.case.policy
        priced = Priced(
            start=self.first,
            end=self.last,
            base=-charge.amount,
            units=self.weeks,
            denominator=self.out_of,
            amount=-amount,
            draft=charge.draft_rate,
            words=f"{pounds(charge.amount)} ({charge.component.lower()} of {charge.ref}) ×"
            f" {self.weeks} of {self.out_of} complete weeks from {long_date(self.first)}"
            f" ({self.first_words}) to {long_date(self.last)} = {pounds(amount)}, credited",
        )
        terms = self.case.terms_on(a.start, readings_of(a, charge.component), self.paragraph)
        held = charge.reason if charge.status == "held" else ""
        return new.charge(priced, terms, held or not_begun(self.first, "when it begins", policy))


# "admitted to another school maintained by a local authority (other than a special school, a
# pupil referral unit, or to a place ... reserved for children with special educational needs)
# ... in the funding period": reg 39(3), SI 2024/66.
def admission_credits(a: Assessment, charges: list[ChargeLine]) -> list[ChargeLine]:
    """Return D × (E/F) for each charge, to the admitting school; nil lines say why not.

    `charges` are the budget share and premium lines that are not nil.
    """
    p, policy = a.case.placement, a.case.policy
    if not p.admitting_school or p.admitted_on is None or a.start is None:
        return []
    period_end, reading = policy.period.end, policy.options.complete_weeks
    first = max(p.admitted_on, a.start)
    last = min(p.left_admitting_school_on or period_end, period_end)
    credit = Credit(
        case=a.case.at(policy.schools.on(p.admitting_school, p.admitted_on)),
        component="Admission credit",
        first=first,
        first_words=f"admitted on {long_date(p.admitted_on)}",
        last=last,
        weeks=complete_weeks(first, last, reading),
        out_of=complete_weeks(a.start, period_end, reading),
        increase=admission_increase,
        paragraph="(4)",
    )
    why_not = _no_admission_credit(a, credit)
    return [credit.line(a, d, why_not) for d in charges]


def _no_admission_credit(a: Assessment, credit: Credit) -> str:
    p, school, period = a.case.placement, credit.case.school, a.case.policy.period
    assert p.admitted_on is not None
    assert a.start is not None
    if not school.is_mainstream:
        kind = NEVER_CREDITED.get(school.type, "a school of another authority")
        return f"{kind} receives no credit"
    if school.laestab == p.home_school:
        return "the excluding school itself is no other school: a return is a reinstatement"
    if p.admitted_on not in period:
        return f"admitted on {long_date(p.admitted_on)}, outside the funding period {period}"
    if school.is_academy and credit.case.agreement_on(a.start) is None:
        return "an academy is credited only under an agreement of its own, and it has none"
    if credit.out_of == 0:
        return nil_by("no complete weeks remained from the relevant date (F is 0)", a.readings)
    if credit.weeks == 0:
        return nil_by("no complete weeks remained at the admitting school (E is 0)", a.readings)
    return ""


def reinstatement_credits(a: Assessment, charges: list[ChargeLine]) -> list[ChargeLine]:
    """Return G × (H/I) for each charge, to the excluding school that took the pupil back."""
    p, policy = a.case.placement, a.case.policy
    if p.reinstated_on is None or a.start is None:
        return []
    period_end, reading = policy.period.end, policy.options.complete_weeks
    credit = Credit(
        case=a.case,
        component="Reinstatement credit",
        first=p.reinstated_on,
        first_words=f"reinstated on {long_date(p.reinstated_on)}",
        last=period_end,
        weeks=complete_weeks(p.reinstated_on, period_end, reading),
        out_of=complete_weeks(a.start, period_end, reading),
        increase=reinstatement_increase,
    )
    why_not = ""
    if credit.weeks == 0 or credit.out_of == 0:
        why_not = nil_by("no complete weeks remained from the reinstatement", a.readings)
    return [credit.line(a, g, why_not) for g in charges]
