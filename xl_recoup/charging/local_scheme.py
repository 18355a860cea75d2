"""Charge lines of one placement under a local scheme: one line for each stretch of it.

Everything comes from the scheme's rows: what is measured, on what base, who pays which share.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from xl_recoup.charging.case import Case
from xl_recoup.charging.gap import no_year_group
from xl_recoup.charging.line_of import LineOf, Priced, line_of
from xl_recoup.charging.price import priced
from xl_recoup.charging.scheme_stretch import DAY, Stretch, price_of, stretches
from xl_recoup.charging.service import Service, deciding_row, service_of
from xl_recoup.charging.status import nobody_answers, not_begun
from xl_recoup.charging.unit_price import UnitPrice
from xl_recoup.charging.units import Measured, Meter
from xl_recoup.closed_lists import Component, LegalBasis
from xl_recoup.contract.scheme_words import WHOLE
from xl_recoup.money import ZERO, pounds, share
from xl_recoup.policy.scheme_list import OTHER_AP_S251
from xl_recoup.policy.terms import Terms, in_words, route
from xl_recoup.policy.whole_policy import Policy
from xl_recoup.records import Booking, ChargeLine, Placement, PostedStretch, short_record
from xl_recoup.words import in_figures, long_date


def scheme_lines(
    p: Placement,
    policy: Policy,
    number: int | None = None,
    posted: Sequence[PostedStretch] = (),
) -> list[ChargeLine]:
    """Return the lines of a placement under a local scheme that is in use.

    `number` is that of the placement among its school's of the year, where rows go by it; `posted`
    is what the ledger has of it: where that begins or ends, a line does. Raises RateGap,
    RateOverlap, SchemeOverlap, CalendarGap or Gap where something that the sum needs is not there,
    or is there twice.
    """
    case = Case.on(p, policy, p.start_date)
    begun = p.served_from or policy.period.start
    used_rows = [s for s in policy.schemes.rows_of(p.scheme) if s.in_use]
    service: Service | str = f"the scheme {p.scheme} is not in use (Schemes: In use)"
    if used_rows:
        if p.year_group is None and any(s.needs_year for s in used_rows):
            raise no_year_group()
        deciding = deciding_row(p, policy, number)
        assert deciding is not None
        service = service_of(case, deciding)
    if p.cancelled_on is not None:
        service = f"cancelled on {long_date(p.cancelled_on)}"
    if isinstance(service, str):
        return [line_of(case, "Scheme charge").nil(service, begun, "local policy")]
    cuts = [day for s in posted for day in s.turns]
    return _lines(case, service, stretches(case, service, number, cuts), posted)


def _lines(
    case: Case, service: Service, parts: Sequence[Stretch], posted: Sequence[PostedStretch]
) -> list[ChargeLine]:
    of_year = [s for s in parts if s.start >= service.start]
    stands = next((s.start for s in of_year if s.is_whole and not s.why_nil()), None)
    meter = Meter(case=case, service=service, stands_on=stands)
    lines: list[ChargeLine] = []
    for stretch in parts:
        here = StretchCase(case.at(stretch.school), stretch, service, posted)
        why_nil = stretch.why_nil()
        units = None if why_nil else meter.take(stretch)
        if stretch.start < service.start:
            continue
        if stretch.is_whole and stands is not None and stretch.start >= stands:
            if stretch.start == stands and units is not None:
                lines += here.whole_lines(units)
            continue  # what follows is told on that stretch too
        lines.append(here.nil(why_nil) if units is None else here.line(units))
    return lines


@short_record
class StretchCase:
    """One stretch, in this workbook's year, of a placement at the school that answers for it."""

    case: Case
    stretch: Stretch
    service: Service
    posted: Sequence[PostedStretch] = ()
    """What the ledger has of the placement."""
    terms_of: date | None = None
    """The day whose terms it is on, where that is not its first."""

    def whole_lines(self, units: Measured) -> list[ChargeLine]:
        """Return the lines of a measure told for the year as a whole: one, if none is posted.

        What is posted keeps its days and, as far as there are so many, its units; what comes on top
        has a line of its own, from the day after it. All are on the terms of the first day.
        """
        last = self.service.end
        booked = [] if self.stretch.scheme.measure == "event" else self._booked()
        if not booked or not units.charged:
            return [self._told(self.stretch.start, last).line(units)]
        lines: list[ChargeLine] = []
        left, one = units, price_of(self.case, self.stretch)
        for stretch in booked:
            here, left = left.divided(stretch.units or ZERO, last=stretch is booked[-1])
            told = self._told(stretch.start, stretch.end).line(here, one)
            lines.append(replace(told, ref=stretch.ref, component="Scheme charge"))
        if left.charged:
            start = min(max(s.end for s in self.posted) + DAY, self.case.policy.period.end)
            told = self._told(start, max(last, start)).line(left, one)
            lines.append(replace(told, component="Further charge"))
        return lines

    def _booked(self) -> list[PostedStretch]:
        """Return what is posted of the scheme to the school and has units, by its days."""
        code, laestab = self.stretch.scheme.code, self.case.school.laestab
        same = [s for s in self.posted if s.laestab == laestab and s.scheme == code and s.units]
        return sorted(same, key=lambda s: (s.start, s.end))

    def _told(self, start: date, end: date) -> StretchCase:
        """Return this on other days, on the terms of its own first one."""
        on = replace(self.stretch, start=start, end=end)
        return replace(self, stretch=on, terms_of=self.stretch.start)

    def line(self, units: Measured, one: UnitPrice | None = None) -> ChargeLine:
        """Return the line of a stretch: a charge, or nil where the school pays nothing for it."""
        one = one or price_of(self.case, self.stretch)
        sum_of = priced(self.stretch, self.service, one, units)
        if not units.whole:
            return self.nil("no units fall in it")
        if not units.charged:
            free = f"the first {in_figures(self.stretch.scheme.units_free)} are free"
            reached = "the cap is reached: the authority pays"
            said = free if units.free == units.whole else reached
            return self.nil(said, sum_of)
        if not one.school:
            return self.nil(f"the school's part of the rate is {pounds(one.school)}", sum_of)
        terms = self._terms()
        return self._new().charge(_with_vat(sum_of, terms), terms, self._held())

    def nil(self, reason: str, sum_of: Priced | None = None) -> ChargeLine:
        """Return a line of 0 that says why the school bears nothing of the stretch."""
        start, end = self.stretch.start, self.stretch.end
        borne = sum_of.authority_share if sum_of else ZERO
        words = sum_of.words if sum_of and borne else ""
        told = Priced(start=start, end=end, authority_share=borne, words=words)
        return self._new().nil(reason, start, "local policy", told)

    def _held(self) -> str:
        """Return why the money does not move yet, or ""."""
        if self.service.waiting:
            return self.service.waiting
        if self.stretch.closed:
            return nobody_answers(self.case.school)
        begins = self.terms_of or self.stretch.start
        return not_begun(begins, "when it begins", self.case.policy)

    def _new(self) -> LineOf:
        # By its first day, unless it is that of the service: no line of another year has its
        # reference.
        start, scheme = self.stretch.start, self.stretch.scheme
        suffix = "SC" if start == self.service.begun else f"SC-{start:%Y%m%d}"
        component: Component = "Scheme charge"
        if self.posted and start > max(s.end for s in self.posted):
            component = "Further charge"
        return LineOf(
            case=self.case,
            component=component,
            suffix=suffix,
            cfr_code=scheme.cfr_code,
            s251_line=scheme.s251_line or OTHER_AP_S251,
        )

    def _terms(self) -> Terms:
        """Return on what terms the school answers, by its agreement on the first day."""
        case, scheme = self.case, self.stretch.scheme
        start = self.terms_of or self.stretch.start
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
            basis = "local policy"
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


def _with_vat(sum_of: Priced, terms: Terms) -> Priced:
    """Return a sum whose words say the VAT that is asked for on top, where there is any.

    A maintained school and its authority are one body: nothing is supplied between them.
    """
    percentage = terms.booking.vat_percentage if terms.booking else ZERO
    if not percentage or terms.route == "budget adjustment":
        return sum_of
    vat = pounds(share(sum_of.amount, percentage, WHOLE))
    return replace(sum_of, words=f"{sum_of.words}; VAT of {in_figures(percentage)}% on top, {vat}")
