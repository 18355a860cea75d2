"""What is booked: each posted entry, each line that waits to be posted, with its codes and VAT."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from xl_recoup.closed_lists import Route, Status
from xl_recoup.contract import TO_POST, Scheme, School, normal
from xl_recoup.money import ZERO, share
from xl_recoup.policy.account_records import NO_ACCOUNTS, Accounts, Code
from xl_recoup.policy.whole_policy import Policy
from xl_recoup.records import (
    Booking,
    Charge,
    ChargeLine,
    Entry,
    Placement,
    PricedCharge,
    alike,
    record,
)

NOT_BOOKED = Booking("", "", "", Decimal(0))
POSTED_MARK, WAITING_MARK = "J", "N-"
INVOICED: tuple[Route, ...] = ("invoice", "inter-authority")


@record
class Item(Charge):
    """A charge (positive) or credit (negative) to be booked, net of VAT.

    `mark` names its journal lines: `J000012` for ledger entry 12, `N-<charge ref>` for a line that
    is not posted.
    """

    route: Route
    mark: str
    number: int | None
    period: str
    accounting_date: date | None
    status: Status
    vat_code: str
    vat_percentage: Decimal
    vat: Decimal
    income: Code
    school_cost_centre: str
    trust: str
    po_required: bool
    po_number: str
    takes_back: int | None = None
    """The ledger entry that it takes back in full."""

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


class _Booked(NamedTuple):
    """Where in the books a charge stands: under which name, in which period, from which day."""

    mark: str
    number: int | None
    period: str
    accounting_date: date | None
    status: Status


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
        held = [x for x in self.lines if x.status == "held" and x.component != "Correction"]
        return [self.of_line(x) for x in held if x.amount]

    def of_entry(self, e: Entry) -> Item:
        """Return the item of a posted entry."""
        closed = self.accounts.accounting_dates.get(normal(e.period))
        day = closed or (e.posted_at.date() if e.posted_at else None)
        mark = f"{POSTED_MARK}{e.number:06d}"
        return self._item(e, _Booked(mark, e.number, e.period, day, "posted"))

    def of_line(self, line: ChargeLine) -> Item:
        """Return the item of a charge line, as posting would book it now."""
        mark, day = f"{WAITING_MARK}{line.ref}", self.policy.as_at
        return self._item(line, _Booked(mark, None, TO_POST, day, line.status))

    def _item(self, x: Entry | ChargeLine, booked: _Booked) -> Item:
        start = x.start or self.policy.period.start
        scheme, school, po_required = self._terms_of(x.scheme, x.laestab, start)
        booking, vat = _with_vat(_booking(x, scheme), x)
        code = self.accounts.code("AP recovery income")
        return Item(
            **alike(x, Charge) | {"of": x.of or x.ref},
            **booked._asdict(),
            vat_code=booking.vat_code,
            vat_percentage=booking.vat_percentage,
            vat=vat,
            income=Code(
                booking.cost_centre or code.cost_centre, booking.subjective or code.subjective
            ),
            school_cost_centre=school.cost_centre if school else "",
            trust=school.trust if school and school.is_academy else "",
            po_required=x.route in INVOICED and po_required,
            po_number=self._purchase_orders.get(normal(x.placement_ref), ""),
            takes_back=x.takes_back if isinstance(x, Entry) else None,
        )

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


def _with_vat(booking: Booking, x: PricedCharge) -> tuple[Booking, Decimal]:
    """Return a booking as it is for one charge, and the pounds of VAT on it."""
    if booking.vat is not None:
        return booking, booking.vat
    # A maintained school and its authority are one body: nothing is supplied between them.
    if x.route == "budget adjustment":
        code = "" if booking.vat_percentage else booking.vat_code
        booking = booking._replace(vat_code=code, vat_percentage=Decimal(0))
    percentage = booking.vat_percentage
    return booking, share(x.amount, percentage, 100) if percentage else ZERO
