"""The journal: every charge as a balanced set of lines; nothing is written without its other side.

Whatever the route, income of the high-needs block is credited. What is debited says how the money
comes: the school's own budget (budget adjustment), the debtors control (invoice, inter-authority),
or the control of what the authority pays the school for high needs (net-off). A credit is the other
way round.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from xl_recoup.accounts.accruals import OPENING, YEAR_END, Accrual, accruals
from xl_recoup.accounts.bookings import POSTED_MARK, Item, Items
from xl_recoup.closed_lists import ROUTES, AccountUse, JournalType, Route, Status
from xl_recoup.money import ZERO
from xl_recoup.policy.account_records import Accounts, Code
from xl_recoup.records import record

COUNTERPARTS: dict[Route, AccountUse] = {
    "budget adjustment": "Budget adjustment control",
    "invoice": "Debtors control",
    "net-off": "Net-off control",
    "inter-authority": "Debtors control",
}
"""What is debited when income is credited, by route."""
Leg = tuple[AccountUse, Decimal]
"""What an account is for, and pounds: above 0 a debit, below 0 a credit."""


@record
class JournalLine:
    """One line of the Journal: pounds stand under debit or under credit, never below 0.

    An empty cost centre or subjective is a placeholder: the code of `use` is not known.
    """

    number: str
    use: AccountUse
    """What the line's account is for."""
    type: JournalType
    accounting_date: date | None
    period: str
    service_year: str
    route: Route
    cost_centre: str
    subjective: str
    cfr_code: str
    s251_line: str
    debit: Decimal
    credit: Decimal
    vat_code: str
    charge_ref: str
    laestab: str
    narrative: str
    reversal_of: str = ""
    mark: str = ""
    """The set of lines that balances in itself."""

    @property
    def posted(self) -> bool:
        """Say whether it stands for a posted entry."""
        return self.mark.startswith(POSTED_MARK)

    @property
    def signed(self) -> Decimal:
        """Debit less credit."""
        return self.debit - self.credit


def journal(items: Items) -> list[JournalLine]:
    """Return the journal: what is posted, what is to be posted, the accruals and their reversals.

    Posted entries keep their period and never change; billable lines that are not posted have the
    period *to post*. A line of 0.00 books nothing.
    """
    booked = [*items.posted, *items.to_post]
    lines = [x for item in booked for x in _actual(item, items.accounts)]
    accrued = [x for a in accruals(items) for x in _accrual(a, items)]
    return [*lines, *accrued, *(_reversal(x, items) for x in accrued)]


def _actual(item: Item, accounts: Accounts) -> Iterator[JournalLine]:
    legs: tuple[Leg, ...] = (
        (COUNTERPARTS[item.route], item.gross),
        ("AP recovery income", -item.amount),
        ("VAT output", -item.vat),
    )
    return _lines(item, legs, accounts)


def _accrual(a: Accrual, items: Items) -> list[JournalLine]:
    """Return an accrual's lines.

    Income that is not posted by the year's end is accrued, net of VAT. An invoice that is posted
    and not issued is no debtor and no VAT yet: its debtor becomes accrued income until it is.
    """
    item, year = a.item, items.policy.period
    legs: list[Leg] = [("Accrual", item.amount), ("AP recovery income", -item.amount)]
    if a.posted:
        legs[1:] = [("VAT output", item.vat), (COUNTERPARTS[item.route], -item.gross)]
    return [
        replace(line, type="accrual", accounting_date=year.end, period=f"{YEAR_END} {year}")
        for line in _lines(replace(item, mark=f"A-{item.mark}"), legs, items.accounts)
    ]


def _reversal(line: JournalLine, items: Items) -> JournalLine:
    mark, year = f"R-{line.mark.removeprefix('A-')}", items.policy.period.next
    return replace(
        line,
        number=line.number.replace(line.mark, mark, 1),
        type="reversal",
        accounting_date=year.start,
        period=f"{OPENING} {year}",
        debit=line.credit,
        credit=line.debit,
        reversal_of=line.number,
        mark=mark,
    )


def _lines(item: Item, legs: Iterable[Leg], accounts: Accounts) -> Iterator[JournalLine]:
    """Yield a line for each leg that is not 0; above 0 is a debit."""
    for number, (use, amount) in enumerate(legs, 1):
        if not amount:
            continue
        code = _code(use, item, accounts)
        income, vat = use == "AP recovery income", use == "VAT output"
        yield JournalLine(
            number=f"{item.mark}-{number}",
            use=use,
            type="actual",
            accounting_date=item.accounting_date,
            period=item.period,
            service_year=item.service_year,
            route=item.route,
            cost_centre=code.cost_centre,
            subjective=code.subjective,
            # CFR is the school's classification, S251 the authority's: each on its own side, so
            # that a sum by code is not always 0.
            cfr_code="" if income or vat else item.cfr_code,
            s251_line=item.s251_line if income else "",
            debit=max(amount, ZERO),
            credit=max(-amount, ZERO),
            vat_code=item.vat_code if income or vat else "",
            charge_ref=item.ref,
            laestab=item.laestab,
            narrative=item.narrative,
            mark=item.mark,
        )


def _code(use: AccountUse, item: Item, accounts: Accounts) -> Code:
    if use == "AP recovery income":
        return item.income
    code = accounts.code(use)
    if use == "Budget adjustment control" and item.school_cost_centre:
        return Code(item.school_cost_centre, code.subjective)
    return code


Control = tuple[str, Decimal, str, Decimal]


def journal_controls(items: Items, lines: Sequence[JournalLine]) -> list[Control]:
    """Return (what, pounds, other name, pounds) that must be equal pair by pair.

    Debits and credits agree for each set, each route and in total. By route, the income to post is
    what is billable, and the income posted for this workbook's year is what Charges shows so.
    """
    controls = [_balance("the journal", lines)]
    by_route: dict[Route, list[JournalLine]] = defaultdict(list)
    by_mark: dict[str, Decimal] = defaultdict(Decimal)
    for line in lines:
        by_route[line.route].append(line)
        by_mark[line.mark] += line.signed
    controls += [_balance(f"the journal by {route}", by_route[route]) for route in sorted(by_route)]
    controls += [
        (f"the debits less credits of {mark}", rest, "nothing", ZERO)
        for mark, rest in by_mark.items()
        if rest
    ]
    for route in ROUTES:
        booked = [x for x in by_route.get(route, []) if x.use == "AP recovery income"]
        actual = [x for x in booked if x.type == "actual"]
        to_post = [x for x in actual if not x.posted]
        this_year = [x for x in actual if x.posted and x.service_year == str(items.policy.period)]
        controls += [
            _income("billable", route, items, to_post),
            _income("posted", route, items, this_year),
        ]
    return controls


def _income(status: Status, route: Route, items: Items, booked: Iterable[JournalLine]) -> Control:
    charged = [x.amount for x in items.lines if x.status == status and x.route == route]
    credited = sum((-x.signed for x in booked), ZERO)
    return f"{status} by {route}", sum(charged, ZERO), "its income in the journal", credited


def _balance(what: str, lines: Sequence[JournalLine]) -> Control:
    debit, credit = sum((x.debit for x in lines), ZERO), sum((x.credit for x in lines), ZERO)
    return f"the debits of {what}", debit, "the credits", credit
