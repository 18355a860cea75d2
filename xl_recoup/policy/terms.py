"""On what terms a school answers for a charge: by which route, on what legal basis and authority.

Nothing but the regulation is needed for maintained schools. Academies may be asked to join on its
terms; nothing can be required of them without a binding agreement.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from xl_recoup.closed_lists import Blank, LegalBasis, Route, SchoolType
from xl_recoup.contract import Agreement, School, statutory_code
from xl_recoup.law.instruments import citation
from xl_recoup.law.periods import FundingPeriod
from xl_recoup.policy.agreement_list import AgreementList
from xl_recoup.policy.memory import Memory
from xl_recoup.records import Booking, record
from xl_recoup.words import long_date

DEFAULT_SETTLEMENT: dict[SchoolType, Route] = {
    "maintained": "budget adjustment",
    "other authority": "inter-authority",
}
"""How schools settle that do not choose; every other one is sent an invoice."""
LEAVER_DRAFT = "a draft reading for leavers, until the authority's lawyers confirm it"
Readings = tuple[str, ...]
"""Readings in use that are not the law's default, in words; they make a line local policy."""


@record
class Terms:
    """How a line is settled and booked, and on whose authority, in words."""

    route: Route | Blank
    legal_basis: LegalBasis | Blank
    authority: str = ""
    only_asked: str = ""
    """Why the school can only be asked, since nothing binds it; "" where it is bound."""
    booking: Booking | None = None


class TermsAsked(NamedTuple):
    """The question on what terms a school answers for a statutory line.

    `day` stands for all days of a financial year on which the same agreements run.
    """

    school: School
    scheme: str
    day: date
    readings: Readings
    paragraph: str

    def __hash__(self) -> int:
        # All parts are compared; the hash leaves the rest of a school out, which is slow.
        return hash((self.school.laestab, *self[1:]))


class StatutoryTerms:
    """On what terms schools answer for statutory lines under one policy; each worked out once."""

    def __init__(self, agreements: AgreementList, period: FundingPeriod, regulations: str) -> None:
        """Take the agreements, the workbook's year, and its own citation for it or ""."""
        self._agreements = agreements
        self._period = period
        self._first, self._last = period.start, period.end
        self._regulations = regulations
        self._known = Memory(self._work_out)

    def of(
        self, school: School, scheme: str, day: date, readings: Readings, paragraph: str
    ) -> Terms:
        """Return the terms of a school on a day, the relevant date.

        `readings` are the local ones that the line rests on: it is never put forward as the
        regulation's own then. `paragraph` is that of the regulation, such as `(2)`.
        """
        year_start = self._first
        if not year_start <= day <= self._last:
            year_start = FundingPeriod.of(day).start
        alike = max(year_start, self._agreements.stretches.first_day(day))
        return self._known[TermsAsked(school, scheme, alike, readings, paragraph)]

    def _work_out(self, asked: TermsAsked) -> Terms:
        school, scheme, day, readings, paragraph = asked
        leaver = statutory_code(scheme) == "LEAVER"
        period = FundingPeriod.of(day)
        given = self._regulations if period == self._period else ""
        law = citation(period, "" if leaver else paragraph, given)
        agreement, only_asked, joined = None, "", "on"
        basis: LegalBasis = "statute"
        if school.is_academy:
            agreement = self._agreements.binding(school, scheme, day)
            if agreement:
                basis, law = "agreement", f"{in_words(agreement)} on the terms of {law}"
            else:
                only_asked, joined = self._agreements.why_not(school, scheme, day), "as"
                basis, law = "local policy", f"asked on the terms of {law}, which bind no academy"
        if readings:
            basis, law = "local policy", f"{local_policy(readings)} {joined} {law}"
        return Terms(
            route=route(school, agreement),
            legal_basis=basis,
            authority=f"{law}; {LEAVER_DRAFT}" if leaver else law,
            only_asked=only_asked,
        )


def in_words(agreement: Agreement) -> str:
    """Return an agreement as a working names it: `signed agreement from 1 April 2025`."""
    since = f" from {long_date(agreement.start)}" if agreement.start else ""
    return f"{agreement.status.removesuffix(' agreement')} agreement{since}"


def route(school: School, agreement: Agreement | None) -> Route:
    """Return how a school settles; net-off only where its agreement allows it."""
    chosen = school.settlement or DEFAULT_SETTLEMENT.get(school.type, "invoice")
    if chosen == "net-off" and school.is_academy and not (agreement and agreement.net_off_allowed):
        return "invoice"
    return chosen


def local_policy(readings: Readings) -> str:
    """Return what a line made under local readings says of itself."""
    return f"local policy ({'; '.join(readings)})"


def nil_by(reason: str, readings: Readings) -> str:
    """Return why a line is nil, with the local readings that its dates and weeks rest on."""
    return f"{reason}; {local_policy(readings)}" if readings else reason
