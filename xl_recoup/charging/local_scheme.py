"""Charge lines of one placement under a local scheme: one line for each stretch of it.

Everything comes from the scheme's rows: what is measured, on what base, who pays which share.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from xl_recoup.charging.assessment import Gap, GapKind
from xl_recoup.charging.price import plain_number, price
from xl_recoup.charging.segments import Segment, segments
from xl_recoup.charging.status import nil_route, nobody_answers, route
from xl_recoup.charging.statutory import nil_line
from xl_recoup.charging.units import between
from xl_recoup.closed_lists import Component, EhcpTreatment, LegalBasis, Status
from xl_recoup.law.school_days import SchoolDays
from xl_recoup.money import ZERO, pounds
from xl_recoup.policy.agreement_list import Agreement
from xl_recoup.policy.scheme_list import DAYS_ATTENDED, OTHER_AP_S251, Scheme
from xl_recoup.policy.whole_policy import Policy
from xl_recoup.records import Booking, ChargeLine, Placement
from xl_recoup.words import long_date

COMPONENT: Component = "Scheme charge"
NO_CHARGE: EhcpTreatment = "no charge"


@dataclass(frozen=True, slots=True)
class Service:
    """What is charged for: from when units count, and the part of it in this workbook's year."""

    begun: date
    start: date
    end: date
    waiting: str = ""
    """Why all of it is held, if it is."""


def scheme_lines(p: Placement, policy: Policy) -> list[ChargeLine]:
    """Return the lines of a placement under a local scheme that is in use.

    Raises RateGap, RateOverlap, SchemeOverlap, CalendarGap or Gap where something that the sum
    needs is not there, or is there twice.
    """
    school = policy.schools.on(p.home_school, p.start_date or policy.period.start)
    begun = p.start_date or p.left_roll_on or policy.period.start
    known = policy.schemes.rows_of(p.scheme)
    used_rows = [s for s in known if s.in_use]
    if not used_rows:
        reason = f"the scheme {p.scheme} is not in use (Schemes: In use)"
        return [nil_line(p, school, COMPONENT, reason, policy, begun, "local policy")]
    if p.year_group is None and any(s.needs_year for s in used_rows):
        raise Gap(GapKind.NO_YEAR_GROUP, "year_group", "no year group, so no rate can be found")
    first_terms = policy.schemes.the_terms(p.scheme, begun, p.year_group)
    service = service_of(p, first_terms or used_rows[0], policy)
    if isinstance(service, str):
        return [nil_line(p, school, COMPONENT, service, policy, begun, "local policy")]
    calendar = policy.calendar_of(school)
    used = Decimal(0)
    lines: list[ChargeLine] = []
    for segment in segments(p, service.begun, service.end, policy):
        if segment.start < service.start:  # in an earlier year: it counts towards a cap
            last = min(segment.end, service.start - timedelta(days=1))
            used += _units(p, segment, service, segment.start, last, calendar, policy)
        if segment.end < service.start:
            continue
        line, units = _line(p, segment, service, used, calendar, policy)
        used += units
        lines.append(line)
    return lines


def service_of(p: Placement, scheme: Scheme, policy: Policy) -> Service | str:
    """Return what is charged for in this workbook's year, or why nothing is.

    Raises Gap where the date that it starts on is missing.
    """
    field = "left_roll_on" if scheme.starts == "off-roll date" else "start_date"
    first: date | None = getattr(p, field)
    if first is None:
        raise Gap(GapKind.NO_DATE, field, f"there is no {scheme.starts} to count from")
    waiting = ""
    if scheme.notice_days:
        if p.notice_sent_on is None:
            waiting = f"{scheme.notice_days} days' notice is due and none was sent"
        else:
            first = max(first, p.notice_sent_on + timedelta(days=scheme.notice_days))
    until = policy.as_at if scheme.ends == "as-at date" else policy.period.end
    last = min(p.end_date or until, until, policy.period.end)
    start = max(first, policy.period.start)
    if first > policy.period.end or (p.end_date is not None and p.end_date < policy.period.start):
        return f"no part of the placement lies in this workbook's year {policy.period}"
    if last < start:
        since = f", since it counts from {long_date(first)}" if first > policy.as_at else ""
        return f"nothing is due as at {long_date(policy.as_at)}{since}"
    free = first + timedelta(days=scheme.hold_days)
    if not waiting and scheme.hold_days and policy.as_at < free:
        waiting = f"until {long_date(free)}, {scheme.hold_days} days after the start"
    return Service(first, start, last, waiting)


def _units(
    p: Placement, segment: Segment, service: Service, start: date, end: date,
    calendar: SchoolDays, policy: Policy,
) -> Decimal:  # fmt: skip
    """Return the units of a part of a segment. Days attended all stand on the year's first day."""
    if segment.scheme is None or segment.paused:
        return Decimal(0)
    if segment.scheme.measure == DAYS_ATTENDED:
        if p.days_attended is None:
            raise Gap(GapKind.NO_DAYS, "days_attended", "the days attended are missing")
        return p.days_attended if start <= service.start <= end else Decimal(0)
    reading = policy.options.complete_weeks
    return Decimal(between(segment.scheme.measure, service.begun, start, end, calendar, reading))


def _line(
    p: Placement, segment: Segment, service: Service, used: Decimal, calendar: SchoolDays,
    policy: Policy,
) -> tuple[ChargeLine, Decimal]:  # fmt: skip
    start = max(segment.start, service.start)
    # By its first day, unless it is that of the service: no line of another year has its reference.
    ref = f"{p.ref}/SC" if start == service.begun else f"{p.ref}/SC-{start:%Y%m%d}"
    scheme = segment.scheme
    why_nil = _nothing_due(segment, p)
    if why_nil or scheme is None:
        return _nil(p, ref, start, segment, why_nil, policy), Decimal(0)
    units = _units(p, segment, service, start, segment.end, calendar, policy)
    payable = _within_cap(scheme, units, used, service, segment, start, calendar, policy)
    sum_of = price(p, segment, scheme, units, payable, start, policy)
    agreement = policy.agreements.binding(segment.school, p.scheme, start)
    status, reason, basis, authority = _stands(segment, agreement, service, start, p, policy)
    if not sum_of.units:
        said = "the cap is reached: the authority pays" if units else "no units fall in it"
        line = _nil(p, ref, start, segment, said, policy, sum_of.authority_share)
        return line, units
    days = ""
    if sum_of.per_days:
        number = plain_number(segment.days_per_week)
        days = f" at {number} {'day' if number == '1' else 'days'} a week"
    working = (
        f"{sum_of.words} × {plain_number(sum_of.shown_units)} {scheme.measure}{sum_of.out_of}"
        f"{days} from {long_date(start)} to {long_date(segment.end)} = {pounds(sum_of.amount)}"
        f"{sum_of.split}; {authority}"
    )
    return ChargeLine(
        ref=ref, placement_ref=p.placement_ref, row=p.key, laestab=segment.school.laestab,
        school=segment.school.name, scheme=p.scheme, component=COMPONENT, legal_basis=basis,
        start=start, end=segment.end, base=sum_of.base, units=sum_of.units,
        denominator=sum_of.denominator, amount=sum_of.amount,
        authority_share=sum_of.authority_share, status=status,
        route=route(segment.school, agreement), reason=reason, cfr_code=scheme.cfr_code,
        s251_line=scheme.s251_line or OTHER_AP_S251, working=working,
        service_year=str(policy.period), draft_rate=sum_of.draft,
        booking=Booking(
            scheme.cost_centre, scheme.subjective, scheme.vat_code, scheme.vat_percentage
        ),
    ), units  # fmt: skip


def _nothing_due(segment: Segment, p: Placement) -> str:
    if segment.scheme is None:
        return f"no row of the scheme {p.scheme} is valid for this stretch and year group"
    if not segment.scheme.in_use:
        return f"the scheme {p.scheme} is not in use for this stretch (Schemes: In use)"
    if segment.paused:
        return "paused, or marked as not chargeable (Changes)"
    if segment.ehcp and segment.scheme.ehcp == NO_CHARGE:
        return "a pupil with an EHCP is not charged under this scheme"
    return ""


def _nil(
    p: Placement, ref: str, start: date, segment: Segment, reason: str, policy: Policy,
    authority_share: Decimal = ZERO,
) -> ChargeLine:  # fmt: skip
    scheme = segment.scheme
    return ChargeLine(
        ref=ref, placement_ref=p.placement_ref, row=p.key, laestab=segment.school.laestab,
        school=segment.school.name, scheme=p.scheme, component=COMPONENT,
        legal_basis="local policy", start=start, end=segment.end, amount=ZERO,
        authority_share=authority_share, status="nil", reason=reason,
        route=nil_route(p, segment.school, start, policy),
        cfr_code=scheme.cfr_code if scheme else "",
        s251_line=(scheme.s251_line if scheme else "") or OTHER_AP_S251,
        working=f"Nil: {reason}.", service_year=str(policy.period),
    )  # fmt: skip


def _within_cap(
    scheme: Scheme, units: Decimal, used: Decimal, service: Service, segment: Segment,
    start: date, calendar: SchoolDays, policy: Policy,
) -> Decimal:  # fmt: skip
    """Return how many of the units the school pays for: those before the scheme's cap."""
    if scheme.cap is None:
        return units
    if scheme.cap_unit == "units":
        return max(Decimal(0), min(units, scheme.cap - used))
    last = service.begun + timedelta(days=int(scheme.cap) * 7 - 1)
    if last < start:
        return Decimal(0)
    if scheme.measure == DAYS_ATTENDED:
        return units
    return Decimal(
        between(
            scheme.measure, service.begun, start, min(last, segment.end), calendar,
            policy.options.complete_weeks,
        )
    )  # fmt: skip


def _stands(
    segment: Segment, agreement: Agreement | None, service: Service, day: date, p: Placement,
    policy: Policy,
) -> tuple[Status, str, LegalBasis, str]:  # fmt: skip
    """Return status, reason, legal basis and authority of a stretch, as its agreement stands."""
    assert segment.scheme is not None
    school, needed = segment.school, segment.scheme.agreement_needed
    needs = needed == "all schools" or (needed == "academies" and not school.is_maintained)
    source = f", {segment.scheme.source}" if segment.scheme.source else ""
    basis: LegalBasis = "agreement"
    if not needs:
        basis, authority = "local policy", f"local scheme {p.scheme}{source}"
    elif agreement is not None:
        since = f" from {long_date(agreement.start)}" if agreement.start else ""
        kind = agreement.status.removesuffix(" agreement")
        authority = f"{kind} agreement{since} on the scheme {p.scheme}{source}"
    else:
        authority = f"asked under the scheme {p.scheme}, without an agreement"
    waiting = service.waiting or (nobody_answers(school) if segment.closed else "")
    if waiting:
        return "held", waiting, basis, authority
    if needs and agreement is None:
        return "asked", policy.agreements.why_not(school, p.scheme, day), basis, authority
    return "billable", "", basis, authority
