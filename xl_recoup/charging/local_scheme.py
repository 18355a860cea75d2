"""Charge lines of one placement under a local scheme: one line for each stretch of it.

Everything comes from the scheme's rows: what is measured, on what base, who pays which share.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from xl_recoup.charging.case import Case
from xl_recoup.charging.gap import Gap, no_year_group
from xl_recoup.charging.line_of import LineOf, Priced, line_of
from xl_recoup.charging.price import price
from xl_recoup.charging.scheme_stretch import DAY, Stretch, stretches
from xl_recoup.charging.status import nobody_answers
from xl_recoup.charging.units import Meter
from xl_recoup.closed_lists import LegalBasis
from xl_recoup.contract import Scheme
from xl_recoup.money import ZERO
from xl_recoup.policy.scheme_list import OTHER_AP_S251
from xl_recoup.policy.terms import Terms, in_words, route
from xl_recoup.policy.whole_policy import Policy
from xl_recoup.records import Booking, ChargeLine, Placement
from xl_recoup.words import long_date


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
    case = Case.on(p, policy, p.start_date)
    begun = p.served_from or policy.period.start
    used_rows = [s for s in policy.schemes.rows_of(p.scheme) if s.in_use]
    service: Service | str = f"the scheme {p.scheme} is not in use (Schemes: In use)"
    if used_rows:
        if p.year_group is None and any(s.needs_year for s in used_rows):
            raise no_year_group()
        first_terms = policy.schemes.the_terms(p.scheme, begun, p.year_group)
        service = service_of(case, first_terms or used_rows[0])
    if isinstance(service, str):
        return [line_of(case, "Scheme charge").nil(service, begun, "local policy")]
    meter = Meter(
        begun=service.begun,
        year_from=service.start,
        days_attended=p.days_attended,
        calendar=case.calendar,
        reading=policy.options.complete_weeks,
    )
    used = Decimal(0)
    lines: list[ChargeLine] = []
    for stretch in stretches(case, service.begun, service.end):
        if stretch.start < service.start:  # in an earlier year: it counts towards a cap
            used += meter.units(stretch.until(service.start - DAY))
        if stretch.end < service.start:
            continue
        here = StretchCase(case.at(stretch.school), stretch.since(service.start), service)
        why_nil = here.why_nil()
        if why_nil:
            lines.append(here.nil(why_nil))
            continue
        units = meter.units(here.stretch)
        lines.append(here.line(units, meter.payable(here.stretch, units, used)))
        used += units
    return lines


def service_of(case: Case, scheme: Scheme) -> Service | str:
    """Return what is charged for in this workbook's year, or why nothing is.

    Raises Gap where the date that it starts on is missing.
    """
    p, as_at, year = case.placement, case.policy.as_at, case.policy.period
    field = "left_roll_on" if scheme.starts == "off-roll date" else "start_date"
    first: date | None = getattr(p, field)
    if first is None:
        raise Gap("no date", field, f"there is no {scheme.starts} to count from")
    waiting = ""
    if scheme.notice_days:
        if p.notice_sent_on is None:
            waiting = f"{scheme.notice_days} days' notice is due and none was sent"
        else:
            first = max(first, p.notice_sent_on + timedelta(days=scheme.notice_days))
    until = as_at if scheme.ends == "as-at date" else year.end
    last = min(p.end_date or until, until, year.end)
    start = max(first, year.start)
    if first > year.end or (p.end_date is not None and p.end_date < year.start):
        return f"no part of the placement lies in this workbook's year {year}"
    if last < start:
        since = f", since it counts from {long_date(first)}" if first > as_at else ""
        return f"nothing is due as at {long_date(as_at)}{since}"
    free = first + timedelta(days=scheme.hold_days)
    if not waiting and scheme.hold_days and as_at < free:
        waiting = f"until {long_date(free)}, {scheme.hold_days} days after the start"
    return Service(first, start, last, waiting)


@dataclass(frozen=True, slots=True)
class StretchCase:
    """One stretch, in this workbook's year, of a placement at the school that answers for it."""

    case: Case
    stretch: Stretch
    service: Service

    def why_nil(self) -> str:
        """Return why nothing is charged for the stretch, whatever units it holds, or ""."""
        code, scheme = self.case.placement.scheme, self.stretch.scheme
        if scheme is None:
            return f"no row of the scheme {code} is valid for this stretch and year group"
        if not scheme.in_use:
            return f"the scheme {code} is not in use for this stretch (Schemes: In use)"
        if self.stretch.paused:
            return "paused, or marked as not chargeable (Changes)"
        if self.stretch.ehcp and scheme.ehcp == "no charge":
            return "a pupil with an EHCP is not charged under this scheme"
        return ""

    def line(self, units: Decimal, payable: Decimal) -> ChargeLine:
        """Return the line of `units` in all, of which the school pays for `payable`."""
        priced = price(self.case, self.stretch, units, payable)
        if not priced.units:
            said = "the cap is reached: the authority pays" if units else "no units fall in it"
            return self.nil(said, priced.authority_share)
        closed = nobody_answers(self.case.school) if self.stretch.closed else ""
        return self._new().charge(priced, self._terms(), self.service.waiting or closed)

    def nil(self, reason: str, authority_share: Decimal = ZERO) -> ChargeLine:
        """Return a line of 0 that says why the school bears nothing of the stretch."""
        start, end = self.stretch.start, self.stretch.end
        priced = Priced(start=start, end=end, authority_share=authority_share)
        return self._new().nil(reason, start, "local policy", priced)

    def _new(self) -> LineOf:
        # By its first day, unless it is that of the service: no line of another year has its
        # reference.
        start, scheme = self.stretch.start, self.stretch.scheme
        suffix = "SC" if start == self.service.begun else f"SC-{start:%Y%m%d}"
        cfr, s251 = (scheme.cfr_code, scheme.s251_line) if scheme else ("", "")
        return LineOf(
            case=self.case,
            component="Scheme charge",
            suffix=suffix,
            cfr_code=cfr,
            s251_line=s251 or OTHER_AP_S251,
        )

    def _terms(self) -> Terms:
        """Return on what terms the school answers, by its agreement on the first day."""
        case, start, scheme = self.case, self.stretch.start, self.stretch.terms
        code, agreement = case.placement.scheme, case.agreement_on(start)
        source = f", {scheme.source}" if scheme.source else ""
        basis: LegalBasis = "agreement"
        only_asked = ""
        if scheme.agreement_needed == "none" or (
            scheme.agreement_needed == "academies" and case.school.is_maintained
        ):
            basis, authority = "local policy", f"local scheme {code}{source}"
        elif agreement:
            authority = f"{in_words(agreement)} on the scheme {code}{source}"
        else:
            authority = f"asked under the scheme {code}, without an agreement"
            only_asked = case.policy.agreements.why_not(case.school, code, start)
        return Terms(
            route=route(case.school, agreement),
            legal_basis=basis,
            authority=authority,
            only_asked=only_asked,
            booking=Booking(
                scheme.cost_centre, scheme.subjective, scheme.vat_code, scheme.vat_percentage
            ),
        )
