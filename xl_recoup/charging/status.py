"""How a charge stands: held, billable or asked; by which route; on whose authority.

Decided once, on the relevant date. Agreements decide for academies; nothing but the regulation
is needed for maintained schools.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from xl_recoup.closed_lists import (
    Blank,
    LegalBasis,
    Route,
    SchoolType,
    Status,
    StatutoryScheme,
)
from xl_recoup.contract import statutory_code
from xl_recoup.law.instruments import citation
from xl_recoup.law.periods import FundingPeriod
from xl_recoup.policy.agreement_list import Agreement
from xl_recoup.policy.school_list import School
from xl_recoup.policy.whole_policy import Policy
from xl_recoup.records import Placement
from xl_recoup.words import long_date

DEFAULT_SETTLEMENT: dict[SchoolType, Route] = {
    "maintained": "budget adjustment",
    "other authority": "inter-authority",
}
INVOICE: Route = "invoice"
LEAVER: StatutoryScheme = "LEAVER"
LEAVER_DRAFT = "a draft reading for leavers, until the authority's lawyers confirm it"
NET_OFF: Route = "net-off"


def is_statutory(p: Placement) -> bool:
    """Say whether a placement's scheme is one of the regulations' own."""
    return bool(statutory_code(p.scheme))


def is_leaver(p: Placement) -> bool:
    """Say whether a placement left the roll otherwise than by exclusion."""
    return statutory_code(p.scheme) == LEAVER


def as_draft(p: Placement, authority: str) -> str:
    """Return the authority of a line; a leaver's says that its reading awaits the lawyers."""
    return f"{authority}; {LEAVER_DRAFT}" if is_leaver(p) else authority


@dataclass(frozen=True, slots=True)
class Standing:
    """Status with its reason, route and legal basis, and the authority in words."""

    status: Status
    reason: str
    route: Route | Blank
    legal_basis: LegalBasis | Blank
    authority: str


def route(school: School, agreement: Agreement | None) -> Route:
    """Return how a school settles; net-off only where its agreement allows it."""
    chosen = school.settlement or DEFAULT_SETTLEMENT.get(school.type, INVOICE)
    if chosen == NET_OFF and school.is_academy and not (agreement and agreement.net_off_allowed):
        return INVOICE
    return chosen


def nil_route(p: Placement, school: School, day: date, policy: Policy) -> Route:
    """Return the route of a line of nothing: that of the school's other lines for that day."""
    netted = school.is_academy and school.settlement == NET_OFF
    return route(school, policy.agreements.binding(school, p.scheme, day) if netted else None)


def local_policy(readings: tuple[str, ...]) -> str:
    """Return what a line made under local readings says of itself."""
    return f"local policy ({'; '.join(readings)})"


def nil_by(reason: str, readings: tuple[str, ...]) -> str:
    """Return why a line is nil, with the local readings that its dates and weeks rest on."""
    return f"{reason}; {local_policy(readings)}" if readings else reason


# "not before 8 weeks after exclusion and after the review panel": West Berkshire's rule, and the
# default here (setting Hold days).
def hold_reason(p: Placement, takes_effect: date, policy: Policy) -> str:
    """Return why money does not move yet, or ""."""
    if p.review_status == "open":
        return "a review is open"
    key = ("hold", takes_effect)
    known: str | None = policy.remembered.get(key)
    if known is None:
        known = policy.remembered[key] = _hold_until(takes_effect, policy)
    return known


def _hold_until(takes_effect: date, policy: Policy) -> str:
    until = takes_effect + timedelta(days=policy.options.hold_days)
    if policy.as_at < until:
        days = policy.options.hold_days
        return f"until {long_date(until)}, {days} day{'s' * (days != 1)} after it took effect"
    return ""


def nobody_answers(school: School) -> str:
    """Return why what falls after a school's end is held."""
    assert school.open_to is not None
    return f"the school closed on {long_date(school.open_to)} and Schools names no Successor for it"


def standing_of(
    p: Placement, school: School, start: date, takes_effect: date, readings: tuple[str, ...],
    policy: Policy, paragraph: str = "(2)",
) -> Standing:  # fmt: skip
    """Return how a statutory charge on a mainstream school stands.

    `start` is the relevant date, on which an academy's agreement must run.
    """
    held = hold_reason(p, takes_effect, policy)
    if school.is_open(takes_effect) and school.closed_before(start):
        held = nobody_answers(school)
    key = ("standing", p.scheme, held, school.place, policy.agreements.stretches.of(start),
           start in policy.period or FundingPeriod.of(start), readings, paragraph)  # fmt: skip
    known: Standing | None = policy.remembered.get(key)
    if known is None:
        known = policy.remembered[key] = _standing(
            p, school, start, held, readings, policy, paragraph
        )
    return known


def _standing(
    p: Placement, school: School, start: date, held: str, readings: tuple[str, ...],
    policy: Policy, paragraph: str,
) -> Standing:  # fmt: skip
    agreement = policy.agreements.binding(school, p.scheme, start) if school.is_academy else None
    paragraph = "" if is_leaver(p) else paragraph
    basis, authority = authority_for(school, agreement, start, readings, policy, paragraph)
    authority = as_draft(p, authority)
    status: Status
    if held:
        status, reason = "held", held
    elif school.is_academy and agreement is None:
        status, reason = "asked", policy.agreements.why_not(school, p.scheme, start)
    else:
        status, reason = "billable", ""
    return Standing(status, reason, route(school, agreement), basis, authority)


def authority_for(
    school: School, agreement: Agreement | None, start: date, readings: tuple[str, ...],
    policy: Policy, paragraph: str,
) -> tuple[LegalBasis, str]:  # fmt: skip
    """Return the legal basis and the authority in words.

    A local reading is never put forward as the regulation's own.
    """
    key = ("authority", school.place, agreement and agreement.place, FundingPeriod.of(start),
           readings, paragraph)  # fmt: skip
    known: tuple[LegalBasis, str] | None = policy.remembered.get(key)
    if known is None:
        known = policy.remembered[key] = _authority(
            school, agreement, start, readings, policy, paragraph
        )
    return known


def _authority(
    school: School,
    agreement: Agreement | None,
    start: date,
    readings: tuple[str, ...],
    policy: Policy,
    paragraph: str,
) -> tuple[LegalBasis, str]:
    period = FundingPeriod.of(start)
    given = policy.options.regulations if period == policy.period else ""
    law = citation(period, paragraph, given)
    if school.is_academy:
        if agreement:
            since = f" from {long_date(agreement.start)}" if agreement.start else ""
            kind = agreement.status.removesuffix(" agreement")
            law = f"{kind} agreement{since} on the terms of {law}"
        else:
            law = f"asked on the terms of {law}, which bind no academy"
    basis: LegalBasis = "statute"
    if school.is_academy:
        basis = "agreement" if agreement else "local policy"
    if readings:
        basis = "local policy"
        joined = "as" if school.is_academy and not agreement else "on"
        law = f"{local_policy(readings)} {joined} {law}"
    return basis, law
