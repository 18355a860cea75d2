"""Credits: to the school that admits an excluded pupil, and to the school that takes one back."""

from __future__ import annotations

from xl_recoup.charging.assessment import Assessment
from xl_recoup.charging.status import Standing, as_draft, authority_for, is_leaver, nil_by, route
from xl_recoup.charging.statutory import CreditTerms, credit_line, nil_credit, readings_of
from xl_recoup.closed_lists import SchoolType
from xl_recoup.law.formula import admission_increase, reinstatement_increase
from xl_recoup.law.weeks import complete_weeks
from xl_recoup.policy.school_list import School
from xl_recoup.policy.whole_policy import Policy
from xl_recoup.records import ChargeLine, Placement
from xl_recoup.words import long_date

NO_CREDIT: dict[SchoolType, str] = {
    "PRU": "a PRU",
    "AP academy": "an AP academy",
    "special": "a special school",
}


# "admitted to another school maintained by a local authority (other than a special school, a
# pupil referral unit, or to a place ... reserved for children with special educational needs)
# ... in the funding period": reg 39(3), SI 2024/66.
def admission_credits(
    p: Placement, a: Assessment, charges: list[ChargeLine], policy: Policy
) -> list[ChargeLine]:
    """Return D × (E/F) for each charge, to the admitting school; nil lines say why not.

    `charges` are the budget share and premium lines that are not nil.
    """
    if not p.admitting_school or p.admitted_on is None or a.start is None:
        return []
    school = policy.schools.on(p.admitting_school, p.admitted_on)
    period_end, reading = policy.period.end, policy.options.complete_weeks
    first = max(p.admitted_on, a.start)
    last = min(p.left_admitting_school_on or period_end, period_end)
    e = complete_weeks(first, last, reading)
    f = complete_weeks(a.start, period_end, reading)
    lines = []
    for d in charges:
        terms = CreditTerms(
            d, "Admission credit", "AC", school, first, last, e, f,
            f"admitted on {long_date(p.admitted_on)}",
        )  # fmt: skip
        why_not = _no_admission_credit(p, a, school, terms, policy)
        if why_not:
            lines.append(nil_credit(p, terms, why_not, a.start, policy))
        else:
            amount = admission_increase(d.amount, e, f)
            lines.append(
                credit_line(p, terms, _admission_standing(p, a, school, d, policy), amount)
            )
    return lines


def _no_admission_credit(
    p: Placement, a: Assessment, school: School, terms: CreditTerms, policy: Policy
) -> str:
    assert p.admitted_on is not None
    assert a.start is not None
    if not school.is_mainstream:
        return f"{NO_CREDIT.get(school.type, 'a school of another authority')} receives no credit"
    if school.laestab == p.home_school:
        return "the excluding school itself is no other school: a return is a reinstatement"
    if p.admitted_on not in policy.period:
        return f"admitted on {long_date(p.admitted_on)}, outside the funding period {policy.period}"
    if school.is_academy and policy.agreements.binding(school, p.scheme, a.start) is None:
        return "an academy is credited only under an agreement of its own, and it has none"
    if terms.out_of == 0:
        return nil_by("no complete weeks remained from the relevant date (F is 0)", a.readings)
    if terms.weeks == 0:
        why = "no complete weeks remained at the admitting school (E is 0)"
        return nil_by(why, a.readings)
    return ""


def _admission_standing(
    p: Placement, a: Assessment, school: School, charge: ChargeLine, policy: Policy
) -> Standing:
    assert a.start is not None
    agreement = policy.agreements.binding(school, p.scheme, a.start) if school.is_academy else None
    readings = readings_of(a, charge.component, policy)
    paragraph = "" if is_leaver(p) else "(4)"
    basis, authority = authority_for(school, agreement, a.start, readings, policy, paragraph)
    authority = as_draft(p, authority)
    if charge.status == "held":
        return Standing("held", charge.reason, route(school, agreement), basis, authority)
    return Standing("billable", "", route(school, agreement), basis, authority)


def reinstatement_credits(
    p: Placement, a: Assessment, charges: list[ChargeLine], policy: Policy
) -> list[ChargeLine]:
    """Return G × (H/I) for each charge, to the excluding school that took the pupil back."""
    if p.reinstated_on is None or a.start is None or a.takes_effect is None:
        return []
    school = a.school
    period_end, reading = policy.period.end, policy.options.complete_weeks
    h = complete_weeks(p.reinstated_on, period_end, reading)
    i = complete_weeks(a.start, period_end, reading)
    lines = []
    for g in charges:
        terms = CreditTerms(
            g, "Reinstatement credit", "RC", school, p.reinstated_on, period_end, h, i,
            f"reinstated on {long_date(p.reinstated_on)}",
        )  # fmt: skip
        if h == 0 or i == 0:
            why = nil_by("no complete weeks remained from the reinstatement", a.readings)
            lines.append(nil_credit(p, terms, why, a.start, policy))
            continue
        agreement = (
            policy.agreements.binding(school, p.scheme, a.start) if school.is_academy else None
        )
        readings = readings_of(a, g.component, policy)
        _, authority = authority_for(school, agreement, a.start, readings, policy, "")
        authority = as_draft(p, authority)
        standing = Standing(g.status, g.reason, g.route, g.legal_basis, authority)
        lines.append(credit_line(p, terms, standing, reinstatement_increase(g.amount, h, i)))
    return lines
