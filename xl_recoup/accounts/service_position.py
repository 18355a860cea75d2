"""What a service costs, what pays for it, and what is short: its position in a financial year.

The gap is the cost less everything that pays: DSG, the authority's contribution, other income, what
is recouped elsewhere, and what schools are charged here (posted and billable). A negative gap is
money left over.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from xl_recoup.accounts.bookings import Items
from xl_recoup.closed_lists import SERVICE_BASES, ServiceBasis, ServiceMoney, Status
from xl_recoup.contract import ServiceLine, normal
from xl_recoup.money import ZERO, to_pence
from xl_recoup.policy.account_records import Accounts
from xl_recoup.policy.scheme_list import SchemeList
from xl_recoup.records import ChargeLine, short_record


@short_record
class Recouped:
    """Pounds charged for one service in the workbook's year, by status, and what was received."""

    by_status: Mapping[Status, Decimal]
    received: Decimal

    def of(self, *statuses: Status) -> Decimal:
        """Return what stands in these statuses together."""
        return sum((self.by_status.get(status, ZERO) for status in statuses), ZERO)


NOTHING = Recouped({}, ZERO)


@short_record
class ServicePosition:
    """One service in one financial year, on one basis; all in pounds."""

    service: str
    financial_year: str
    basis: ServiceBasis
    money: Mapping[ServiceMoney, Decimal]
    recouped: Recouped
    name: str = ""
    """What people call the service; its code where nobody says."""

    @property
    def gap(self) -> Decimal | None:
        """Pounds that nobody pays yet; negative: left over; None where no cost is entered."""
        cost = self.money.get("cost")
        if cost is None:
            return None
        paid = sum((pounds for what, pounds in self.money.items() if what != "cost"), ZERO)
        return cost - paid - self.recouped.of("posted", "billable")

    @property
    def gap_if_all_paid(self) -> Decimal | None:
        """Pounds still short if every school that is asked without an agreement paid."""
        return None if self.gap is None else self.gap - self.recouped.of("asked")

    @property
    def closing_percentage(self) -> Decimal | None:
        """By how many per cent the charges would have to rise for the gap to be 0.

        None where nothing is charged, or no cost is entered; negative: by how many they could fall.
        """
        charged = self.recouped.of("posted", "billable")
        return None if self.gap is None or charged <= 0 else self.gap * 100 / charged


def positions(
    services: Sequence[ServiceLine], recouped: Mapping[str, Recouped], year: str
) -> list[ServicePosition]:
    """Return the position of each service, year and basis that Services has rows of.

    `recouped` is by service in normal form, for the workbook's own `year`: it counts there alone;
    what was recouped in other years is a line of its own in Services.
    """
    sums: dict[tuple[str, str, ServiceBasis], dict[ServiceMoney, Decimal]] = {}
    names: dict[str, str] = {}
    called: dict[str, str] = {}
    for line in services:
        if line.name:
            called.setdefault(normal(line.service), line.name)
        name = names.setdefault(normal(line.service), line.service)
        money = sums.setdefault((name, line.financial_year, line.basis), defaultdict(Decimal))
        money[line.line] += line.amount
    made = [
        ServicePosition(
            service, of, basis, money,
            recouped.get(normal(service), NOTHING) if of == year else NOTHING,
            called.get(normal(service), service),
        )
        for (service, of, basis), money in sums.items()
    ]  # fmt: skip
    return sorted(
        made, key=lambda p: (normal(p.service), p.financial_year, SERVICE_BASES.index(p.basis))
    )


def service_of(schemes: SchemeList, code: str) -> str:
    """Return the service whose cost a scheme recoups: that of its first row that names one."""
    return next((row.service for row in schemes.rows_of(code) if row.service), "")


def recouped_by_service(
    schemes: SchemeList, items: Items, lines: Iterable[ChargeLine], as_at: date
) -> dict[str, Recouped]:
    """Return, by service, what its schemes charge, and what was received for it by a day.

    A scheme's service is that of its first row that names one. What was settled on a document was
    received by its ledger entries in proportion to their pounds, without VAT.
    """
    services: dict[str, str] = {}

    def of(scheme: str) -> str:
        if scheme not in services:
            services[scheme] = normal(service_of(schemes, scheme))
        return services[scheme]

    by_status: dict[str, dict[Status, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for line in lines:
        by_status[of(line.scheme)][line.status] += line.amount
    part = _settled_parts(items.accounts, as_at)
    received: dict[str, Decimal] = defaultdict(Decimal)
    for entry in items.entries:
        received[of(entry.scheme)] += entry.amount * part.get(entry.number, ZERO)
    return {
        service: Recouped(by_status[service], to_pence(received[service]))
        for service in by_status.keys() | received.keys()
        if service
    }


def _settled_parts(accounts: Accounts, as_at: date) -> dict[int, Decimal]:
    """Return which part of each ledger entry was settled: 1 is the whole of it."""
    settled: dict[str, Decimal] = defaultdict(Decimal)
    for settlement in accounts.settlements:
        if settlement.day <= as_at:
            settled[normal(settlement.document)] += settlement.amount
    return {
        number: settled[normal(document.number)] / document.gross
        for document in accounts.documents
        if document.gross
        for number in document.entries
    }
