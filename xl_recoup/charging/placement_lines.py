"""All charge lines of one placement row: at least one for every row, whatever it holds."""

from __future__ import annotations

from collections.abc import Sequence

from xl_recoup.charging.assessment import Assessment, Gap, GapKind, assess
from xl_recoup.charging.credits import admission_credits, reinstatement_credits
from xl_recoup.charging.inter_authority import (
    from_elsewhere,
    inter_authority_lines,
    lines_from_elsewhere,
)
from xl_recoup.charging.local_scheme import scheme_lines
from xl_recoup.charging.status import is_statutory, nil_route
from xl_recoup.charging.statutory import (
    SUFFIX,
    budget_share_line,
    nil_line,
    order_line,
    premium_line,
)
from xl_recoup.closed_lists import Component, LegalBasis
from xl_recoup.money import ZERO
from xl_recoup.policy.rate_table import RateGap, RateOverlap
from xl_recoup.policy.scheme_list import SchemeOverlap
from xl_recoup.policy.whole_policy import CalendarGap, Policy
from xl_recoup.records import ChargeLine, Placement


def local_lines(p: Placement, policy: Policy) -> list[ChargeLine]:
    """Return the lines of a sound placement row under a local scheme.

    Raises Gap where a date, rate or calendar that the sum needs is not there.
    """
    try:
        return scheme_lines(p, policy)
    except RateGap as error:
        raise Gap(GapKind.RATE_MISSING, "scheme", str(error)) from None
    except RateOverlap as error:
        raise Gap(GapKind.RATE_OVERLAP, "scheme", str(error)) from None
    except SchemeOverlap as error:
        raise Gap(GapKind.SCHEME_OVERLAP, "scheme", str(error)) from None
    except CalendarGap as error:
        raise Gap(GapKind.CALENDAR, "home_school", str(error)) from None


def statutory_lines(p: Placement, assessment: Assessment, policy: Policy) -> list[ChargeLine]:
    """Return the lines of a sound placement row under PEX or LEAVER."""
    lines: list[ChargeLine] = []
    if assessment.nil_reason:
        basis: LegalBasis = "local policy" if assessment.nil_by_policy else "statute"
        day = assessment.start or assessment.takes_effect or policy.period.start
        lines.append(
            nil_line(
                p, assessment.school, "Budget share", assessment.nil_reason, policy, day, basis
            )
        )
    else:
        lines.append(budget_share_line(p, assessment, policy))
        lines.append(premium_line(p, assessment, policy))
    charges = [line for line in lines if line.status != "nil"]
    ordered = p.adjustment_order and assessment.school.is_mainstream
    if ordered and not p.reserved_sen_place:
        lines.append(order_line(p, assessment.school, policy))
    if charges:
        lines += admission_credits(p, assessment, charges, policy)
        lines += reinstatement_credits(p, assessment, charges, policy)
    return lines


def statutory_part(p: Placement, policy: Policy) -> tuple[Assessment | None, list[ChargeLine]]:
    """Return what the law makes of a row under PEX or LEAVER, and its lines between authorities.

    There is no assessment where another authority's school excluded: no school of ours pays. Raises
    Gap where a value that the sums need is not there.
    """
    if from_elsewhere(p, policy):
        return None, lines_from_elsewhere(p, policy)
    return assess(p, policy), inter_authority_lines(p, policy)


def held_for_errors(p: Placement, codes: Sequence[str], policy: Policy) -> ChargeLine:
    """Return the one line of 0 of a row that has errors, held, with their codes as its reason."""
    component: Component = "Budget share" if is_statutory(p) else "Scheme charge"
    known = p.home_school in policy.schools
    day = p.exclusion_date or p.left_roll_on or p.start_date or policy.period.start
    school = policy.schools.on(p.home_school, day) if known else None
    reason = ", ".join(dict.fromkeys(codes))
    return ChargeLine(
        ref=f"{p.ref}/{SUFFIX[component]}",
        placement_ref=p.placement_ref,
        row=p.key,
        laestab=p.home_school,
        school=school.name if school else "",
        scheme=p.scheme,
        component=component,
        legal_basis="statute" if is_statutory(p) else "local policy",
        status="held",
        amount=ZERO,
        route=nil_route(p, school, day, policy) if school else "",
        reason=reason,
        working=f"Not charged until the row is corrected: see {reason} on the Exceptions sheet.",
        service_year=str(policy.period),
    )
