"""The one maker of charge lines: what a line is priced from, and whose it is."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from sys import intern

from xl_recoup.charging.case import Case
from xl_recoup.charging.status import is_statutory
from xl_recoup.closed_lists import Blank, Component, LegalBasis, Route, Status
from xl_recoup.money import ZERO
from xl_recoup.policy.scheme_list import BUDGET_SHARE_CFR, OTHER_AP_S251, PUPIL_PREMIUM_CFR
from xl_recoup.policy.terms import Terms, route
from xl_recoup.records import ChargeLine, record

SUFFIX: dict[Component, str] = {
    "Budget share": "BS",
    "Pupil premium": "PP",
    "Adjustment order": "AO",
    "Scheme charge": "SC",
    "Admission credit": "AC",
    "Reinstatement credit": "RC",
}
"""What follows the placement's reference in that of a line."""


@record
class Priced:
    """What a line is priced from, and what comes out: `base` × `units` / `denominator` = `amount`.

    Pounds, the amount rounded to the penny. `start` and `end` are the days that units are counted
    from and to, both included; `authority_share` is what the authority bears beside the school.
    """

    start: date | None = None
    end: date | None = None
    base: Decimal | None = None
    units: Decimal | int | None = None
    denominator: Decimal | int | None = None
    amount: Decimal = ZERO
    authority_share: Decimal = ZERO
    draft: bool = False
    """True where a rate that it rests on is a draft."""
    words: str = ""
    """The whole sum in plain English, as an auditor reads it."""


NOTHING_PRICED = Priced()


@record
class LineOf:
    """Makes the lines of one component of a case. Such a line knows whose it is, and its codes.

    `suffix` follows the placement's reference where it is not the usual one of the component.
    """

    case: Case
    component: Component
    suffix: str = ""
    cfr_code: str = ""
    s251_line: str = ""

    def charge(self, priced: Priced, terms: Terms, held: str = "", closing: str = "") -> ChargeLine:
        """Return the line of a sum: a charge where its amount is above 0, a credit below.

        `held` says why the money does not move yet, if it does not; `closing` ends the working.
        """
        status: Status = "held" if held else "asked" if terms.only_asked else "billable"
        working = "; ".join(filter(None, (priced.words, terms.authority, closing)))
        return self._line(priced, terms, status, held or terms.only_asked, working)

    def nil(
        self,
        reason: str,
        day: date,
        legal_basis: LegalBasis | Blank = "statute",
        priced: Priced = NOTHING_PRICED,
    ) -> ChargeLine:
        """Return a line of 0 that says why the school bears nothing.

        Its route is that of the school's other lines for the day. `priced` holds the line's own
        days, and the authority's share with its sum, where it has any.
        """
        sum_of = f" {priced.words}." if priced.words else ""
        terms = Terms(route=self._usual_route(day), legal_basis=legal_basis)
        return self._line(priced, terms, "nil", reason, f"Nil: {reason}.{sum_of}")

    def held(self, reason: str, day: date) -> ChargeLine:
        """Return a line of 0 that waits until the errors of its row are corrected."""
        p, policy = self.case.placement, self.case.policy
        terms = Terms(
            route=self._usual_route(day) if p.home_school in policy.schools else "",
            legal_basis="statute" if is_statutory(p) else "local policy",
        )
        working = f"Not charged until the row is corrected: see {reason} on the Exceptions sheet."
        return self._line(NOTHING_PRICED, terms, "held", reason, working)

    def _usual_route(self, day: date) -> Route:
        netted = self.case.school.is_academy and self.case.school.settlement == "net-off"
        return route(self.case.school, self.case.agreement_on(day) if netted else None)

    def _line(
        self, priced: Priced, terms: Terms, status: Status, reason: str, working: str
    ) -> ChargeLine:
        p, school = self.case.placement, self.case.school
        return ChargeLine(
            ref=f"{p.ref}/{self.suffix or SUFFIX[self.component]}",
            placement_ref=p.placement_ref,
            row=p.key,
            laestab=school.laestab,
            school=school.name,
            scheme=p.scheme,
            component=self.component,
            status=status,
            amount=priced.amount,
            legal_basis=terms.legal_basis,
            start=priced.start,
            end=priced.end,
            base=priced.base,
            units=priced.units,
            denominator=priced.denominator,
            authority_share=priced.authority_share,
            route=terms.route,
            reason=reason,
            cfr_code=self.cfr_code,
            s251_line=self.s251_line,
            working=intern(working),  # a third of all lines say what another one says
            service_year=self.case.policy.service_year,
            draft_rate=priced.draft,
            booking=terms.booking,
        )


def line_of(case: Case, component: Component, day: date | None = None, suffix: str = "") -> LineOf:
    """Return the maker of a component's lines, with the codes of the scheme's row of a day.

    Where the row leaves a code blank, or there is none, it is the usual one.
    """
    scheme = case.policy.schemes.find(case.placement.scheme, day)
    s251 = (scheme and scheme.s251_line) or OTHER_AP_S251
    if component == "Pupil premium":
        cfr = (scheme and scheme.premium_cfr_code) or PUPIL_PREMIUM_CFR
    else:
        cfr = (scheme and scheme.cfr_code) or BUDGET_SHARE_CFR
    return LineOf(case=case, component=component, suffix=suffix, cfr_code=cfr, s251_line=s251)
