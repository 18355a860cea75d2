"""What is booked: each posted entry, each line that waits to be posted, with its codes and VAT."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from xl_recoup.accounts.after_posting import CORRECTION
from xl_recoup.contract import normal
from xl_recoup.contract.account_tables import INCOME, TO_POST
from xl_recoup.money import ZERO, share
from xl_recoup.policy.account_records import NO_ACCOUNTS, Accounts, Code
from xl_recoup.policy.scheme_list import Scheme
from xl_recoup.policy.school_list import School
from xl_recoup.policy.whole_policy import Policy
from xl_recoup.records import Booking, ChargeLine, Entry, Placement, record

BUDGET_ADJUSTMENT = "budget adjustment"
NOT_BOOKED = Booking("", "", "", Decimal(0))
POSTED_MARK, WAITING_MARK = "J", "N-"
INVOICED = ("invoice", "inter-authority")


@record
class Item:
    """A charge (positive) or credit (negative) to be booked, net of VAT.

    `mark` names its journal lines: `J000012` for ledger entry 12, `N-<charge ref>` for a line that
    is not posted.
    """

    mark: str
    number: int | None
    ref: str
    of: str
    placement_ref: str
    laestab: str
    school: str
    scheme: str
    component: str
    start: date | None
    amount: Decimal
    route: str
    cfr_code: str
    s251_line: str
    service_year: str
    period: str
    accounting_date: date | None
    status: str
    vat_code: str
    vat_percentage: Decimal
    vat: Decimal
    income: Code
    school_cost_centre: str
    trust: str
    po_required: bool
    po_number: str

    @property
    def gross(self) -> Decimal:
        """Net and VAT together."""
        return self.amount + self.vat

    @property
    def narrative(self) -> str:
        """The placement's reference and the scheme, and nothing else about a pupil."""
        return f"{self.placement_ref} {self.scheme}".strip()

    @property
    def charge(self) -> tuple[str, str]:
        """The charge and the school that it is, or corrects."""
        return normal(self.of), self.laestab

    @property
    def credited(self) -> tuple[str, str]:
        """The charge that a credit gives back: of a reinstatement, the line that it reverses."""
        return normal(self.of.replace("/RC-", "/")), self.laestab


class _Terms(NamedTuple):
    """What a scheme and a school say of every charge between them on a day."""

    scheme: Scheme | None
    school: School | None
    po_required: bool


@dataclass
class Items:
    """The items of a run, made once. Lines of 0.00 book nothing and are not among them."""

    policy: Policy
    rows: Sequence[Placement]
    """The placements, for their purchase orders."""
    lines: Sequence[ChargeLine]
    entries: Sequence[Entry]
    """What was posted before the run."""
    accounts: Accounts = NO_ACCOUNTS
    _terms: dict[tuple[str, str, date], _Terms] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @cached_property
    def posted(self) -> list[Item]:
        """Every posted entry, in its order."""
        return [self.of_entry(e) for e in self.entries if e.amount]

    @cached_property
    def to_post(self) -> list[Item]:
        """Every billable line: it is what posting would add."""
        return [self.of_line(x) for x in self.lines if x.status == "billable" and x.amount]

    @cached_property
    def waiting(self) -> list[Item]:
        """Held lines that merely wait for a day or a review.

        A correction is held only because its row has an error: what is right is not known.
        """
        return [
            self.of_line(x) for x in self.lines
            if x.status == "held" and x.amount and x.component != CORRECTION
        ]  # fmt: skip

    def of_entry(self, e: Entry) -> Item:
        """Return the item of a posted entry."""
        closed = self.accounts.accounting_dates.get(normal(e.period))
        day = closed or (e.posted_at.date() if e.posted_at else None)
        return self._item(
            e, f"{POSTED_MARK}{e.number:06d}", e.number, e.of, e.period, day, "posted"
        )

    def of_line(self, line: ChargeLine) -> Item:
        """Return the item of a charge line, as posting would book it now."""
        return self._item(
            line, f"{WAITING_MARK}{line.ref}", None, line.of or line.ref, TO_POST,
            self.policy.as_at, line.status,
        )  # fmt: skip

    def _item(
        self, x: Entry | ChargeLine, mark: str, number: int | None, of: str, period: str,
        day: date | None, status: str,
    ) -> Item:  # fmt: skip
        start = x.start or self.policy.period.start
        scheme, school, po_required = self._terms_of(x.scheme, x.laestab, start)
        # A maintained school and its authority are one body: nothing is supplied between them.
        outside = x.route == BUDGET_ADJUSTMENT
        booking = _booking(x, scheme)
        vat_code, percentage, vat = booking.vat_code, booking.vat_percentage, booking.vat
        if vat is None:
            vat_code = "" if outside and percentage else vat_code
            percentage = Decimal(0) if outside else percentage
            vat = share(x.amount, percentage, 100) if percentage else ZERO
        code = self.accounts.code(INCOME)
        return Item(
            mark=mark, number=number, ref=x.ref, of=of, placement_ref=x.placement_ref,
            laestab=x.laestab, school=x.school, scheme=x.scheme, component=x.component,
            start=x.start, amount=x.amount, route=x.route, cfr_code=x.cfr_code,
            s251_line=x.s251_line, service_year=x.service_year, period=period,
            accounting_date=day, status=status,
            vat_code=vat_code, vat_percentage=percentage, vat=vat,
            income=Code(
                booking.cost_centre or code.cost_centre, booking.subjective or code.subjective
            ),
            school_cost_centre=school.cost_centre if school else "",
            trust=school.trust if school and school.is_academy else "",
            po_required=x.route in INVOICED and po_required,
            po_number=self._purchase_orders.get(normal(x.placement_ref), ""),
        )  # fmt: skip

    @cached_property
    def _purchase_orders(self) -> dict[str, str]:
        return {normal(p.placement_ref): p.po_number for p in self.rows if p.po_number}

    def _terms_of(self, code: str, laestab: str, start: date) -> _Terms:
        key = (code, laestab, start)
        found = self._terms.get(key)
        if found is None:
            policy = self.policy
            scheme = policy.schemes.find(code, start) if code else None
            school = policy.schools.on(laestab, start) if laestab in policy.schools else None
            known = policy.agreements.concerning(school, code) if school else []
            required = any(a.po_required and a.covers(start) for a in known)
            found = self._terms[key] = _Terms(scheme, school, required)
        return found


def _booking(x: Entry | ChargeLine, scheme: Scheme | None) -> Booking:
    """Return how something is booked: as it was posted, as its line says, or as its scheme does."""
    if isinstance(x, Entry):
        if x.vat is not None:
            return Booking(x.cost_centre, x.subjective, x.vat_code, x.vat_percentage, x.vat)
    elif x.booking is not None:
        return x.booking
    if scheme is None:
        return NOT_BOOKED
    return Booking(scheme.cost_centre, scheme.subjective, scheme.vat_code, scheme.vat_percentage)
