"""What a year comes to, as the returns at its end ask: by CFR code, and by S251 line.

CFR, consistent financial reporting, is the return of each maintained school: an income code (I01)
is less by what is recouped, an expenditure code (E27) more. S251, the statement under section 251,
is the authority's: gross expenditure, income, net, and the block of the dedicated schools grant
that the line stands in. Both hold what is posted for the year and what is accrued at 31 March;
what is only asked is in neither.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Literal

from xl_recoup.accounts.accruals import posted_late, to_accrue
from xl_recoup.accounts.bookings import Item, Items
from xl_recoup.accounts.service_position import service_of
from xl_recoup.closed_lists import ServiceMoney
from xl_recoup.contract import School, ServiceLine, normal
from xl_recoup.money import ZERO, pounds
from xl_recoup.policy.scheme_list import OTHER_AP_S251
from xl_recoup.records import short_record
from xl_recoup.words import listed

Return = Literal["CFR", "S251"]
INCOME_CODE = "I"
"""How the codes of a school's income begin in CFR; the others are of expenditure."""
DSG_BLOCKS = {
    "1.0": "schools block",
    "1.1": "schools block",
    "1.2": "high needs block",
    "1.3": "early years block",
    "1.4": "central school services block",
}
"""The block of the dedicated schools grant, by how a line of the S251 statement begins."""


@short_record
class YearEndLine:
    """One code of one return, in pounds: `net` is `gross` less `income`; None is not known."""

    of: Return
    code: str
    laestab: str
    school: str
    posted: Decimal
    to_accrue: Decimal
    gross: Decimal | None
    income: Decimal | None
    note: str = ""

    @property
    def net(self) -> Decimal | None:
        """Gross expenditure less income; None where the gross is not known."""
        return None if self.gross is None or self.income is None else self.gross - self.income

    @property
    def dsg_block(self) -> str:
        """The block of the dedicated schools grant of an S251 line, "" where none is known."""
        return DSG_BLOCKS.get(".".join(self.code.split(".")[:2]), "") if self.of == "S251" else ""


class _Sum:
    """What is posted and what is to be accrued of one code."""

    def __init__(self) -> None:
        self.posted = self.to_accrue = ZERO
        self.by_budget = self.to_others = ZERO
        self.school = ""
        self.schemes: set[str] = set()

    def add(self, item: Item, *, posted: bool) -> None:
        if posted:
            self.posted += item.amount
        else:
            self.to_accrue += item.amount
        if item.route == "budget adjustment":
            self.by_budget += item.amount
        if item.route == "inter-authority":
            self.to_others += item.amount
        self.schemes.add(item.scheme)


def year_end(items: Items) -> list[YearEndLine]:
    """Return the lines of both returns for the workbook's year: by school and code, then by line.

    Before 31 March they show how the year stands: what is to be accrued is then what would be.
    """
    cfr: dict[tuple[str, str], _Sum] = defaultdict(_Sum)
    s251: dict[str, _Sum] = defaultdict(_Sum)
    for item, posted in _of_the_year(items):
        school = _maintained(item, items)
        if school is not None and item.cfr_code:
            found = cfr[school.laestab, item.cfr_code]
            found.school = school.name
            found.add(item, posted=posted)
        s251[item.s251_line].add(item, posted=posted)
    return [
        *(_cfr(code, laestab, cfr[laestab, code]) for laestab, code in sorted(cfr)),
        *(_s251(line, s251[line], items) for line in sorted(s251)),
    ]


def _of_the_year(items: Items) -> Iterator[tuple[Item, bool]]:
    """Yield what belongs to the workbook's year, and whether it is posted by its 31 March."""
    year = str(items.policy.period)
    for item in items.posted:
        if item.service_year == year and not posted_late(item, items):
            yield item, True
    for item in to_accrue(items):
        yield item, False


def _maintained(item: Item, items: Items) -> School | None:
    schools = items.policy.schools
    if item.laestab not in schools:
        return None
    school = schools.on(item.laestab, item.start or items.policy.period.start)
    return school if school.is_maintained else None


def _cfr(code: str, laestab: str, found: _Sum) -> YearEndLine:
    total = found.posted + found.to_accrue
    if code.upper().startswith(INCOME_CODE):
        gross, income, note = ZERO, -total, "the school's income is less by it"
    else:
        gross, income, note = total, ZERO, "the school's expenditure"
    return YearEndLine(
        "CFR", code, laestab, found.school, found.posted, found.to_accrue, gross, income, note
    )


def _s251(line: str, found: _Sum, items: Items) -> YearEndLine:
    gross, others, notes = _of_services(line, found, items)
    income = found.posted + found.to_accrue + others
    if found.by_budget:
        notes.append(
            f"{pounds(found.by_budget)} of the income by budget adjustment: the budget shares of"
            " maintained schools are less by as much"
        )
    if found.to_others:
        notes.append(f"{pounds(found.to_others)} of it between authorities")
    if not line:
        notes.append("no S251 line is known: enter it on the sheet Schemes")
    return YearEndLine(
        "S251", line, "", "", found.posted, found.to_accrue, gross, income, "; ".join(notes)
    )


def _of_services(line: str, found: _Sum, items: Items) -> tuple[Decimal | None, Decimal, list[str]]:
    """Return the actual cost of a line's services, their other income, and what is to be said."""
    schemes = items.policy.schemes
    names = {normal(s): s for code in found.schemes if (s := service_of(schemes, code))}
    without = sorted(code for code in found.schemes if not service_of(schemes, code))
    gross, income, notes = ZERO, ZERO, []
    known = False
    for key, name in sorted(names.items()):
        lines = _lines_of(key, items)
        if len(lines) > 1:
            notes.append(f"not in it: the service {name}, whose schemes name {listed(lines)}")
            continue
        money = _actual(items.accounts.services, key, str(items.policy.period))
        cost = money.get("cost")
        if cost is None:
            notes.append(f"Services has no actual cost of {name} for {items.policy.period}")
            continue
        known = True
        gross += cost
        income += money.get("other income", ZERO) + money.get("recouped elsewhere", ZERO)
    if without:
        notes.append(f"no cost is known of {listed(without)} (no Service on the sheet Schemes)")
    if not known:
        notes.insert(0, "gross and net are not known")
    return (gross if known else None), income, notes


def _lines_of(service: str, items: Items) -> Sequence[str]:
    schemes = items.policy.schemes
    rows = [s for s in schemes.rows if s.in_use]
    of_it = [s for s in rows if normal(service_of(schemes, s.code)) == service]
    return sorted({s.s251_line or OTHER_AP_S251 for s in of_it})


def _actual(
    services: Iterable[ServiceLine], service: str, year: str
) -> dict[ServiceMoney, Decimal]:
    money: dict[ServiceMoney, Decimal] = defaultdict(Decimal)
    for x in services:
        if normal(x.service) == service and x.financial_year == year and x.basis == "actual":
            money[x.line] += x.amount
    return dict(money)
