"""All charge lines of one placement row: at least one for every row, whatever it holds."""

from __future__ import annotations

from collections.abc import Sequence

from xl_recoup.charging.assessment import Assessment, assess
from xl_recoup.charging.case import Case
from xl_recoup.charging.credits import admission_credits, reinstatement_credits
from xl_recoup.charging.gap import Gap
from xl_recoup.charging.inter_authority import (
    from_elsewhere,
    inter_authority_lines,
    lines_from_elsewhere,
)
from xl_recoup.charging.line_of import LineOf, line_of
from xl_recoup.charging.local_scheme import scheme_lines
from xl_recoup.charging.status import is_statutory
from xl_recoup.charging.statutory import budget_share_line, order_line, premium_line, why_no_premium
from xl_recoup.closed_lists import Component, LegalBasis
from xl_recoup.policy.rate_table import RateGap, RateOverlap
from xl_recoup.policy.scheme_list import SchemeOverlap
from xl_recoup.policy.whole_policy import CalendarGap, Policy
from xl_recoup.records import ChargeLine, Placement, PostedStretch


def local_lines(
    p: Placement,
    policy: Policy,
    number: int | None = None,
    posted: Sequence[PostedStretch] = (),
) -> list[ChargeLine]:
    """Return the lines of a sound placement row under a local scheme.

    `number` is the placement's own among those of its school and year, where rows go by it;
    `posted` is what the ledger has of it.

    Raises Gap where a date, rate or calendar that the sum needs is not there.
    """
    try:
        return scheme_lines(p, policy, number, posted)
    except (RateGap, RateOverlap, SchemeOverlap) as error:
        raise Gap.of(error, "scheme") from None
    except CalendarGap as error:
        raise Gap.of(error, "home_school") from None


def statutory_lines(a: Assessment) -> list[ChargeLine]:
    """Return the lines of a sound placement row under PEX or LEAVER, which was assessed."""
    p, charges = a.case.placement, []
    if a.nil_reason:
        day = a.start or a.takes_effect or a.case.policy.period.start
        basis: LegalBasis = "local policy" if a.nil_by_policy else "statute"
        lines = [line_of(a.case, "Budget share").nil(a.nil_reason, day, basis)]
    else:
        lines = [budget_share_line(a)]
        if a.weeks and not why_no_premium(a):
            lines.append(premium_line(a))
        charges = [line for line in lines if line.status != "nil"]
    if p.adjustment_order and a.school.is_mainstream and not p.reserved_sen_place:
        lines.append(order_line(a.case))
    if charges:
        lines += admission_credits(a, charges)
        lines += reinstatement_credits(a, charges)
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
    day = p.counts_from or policy.period.start
    component: Component = "Budget share" if is_statutory(p) else "Scheme charge"
    new = LineOf(case=Case.anywhere(p, policy, day), component=component)
    return new.held(", ".join(dict.fromkeys(codes)), day)
