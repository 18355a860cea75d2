"""What is accrued at 31 March and reversed on 1 April, so that income falls in its own year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from xl_recoup.accounts.bookings import Item, Items
from xl_recoup.contract import Document

YEAR_END, OPENING = "Year end", "Opening"
"""How the periods of accruals and of their reversals begin."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Accrual:
    """An item that is accrued: when, under which periods, and whether it is posted already."""

    item: Item
    posted: bool
    on: date
    reversed_on: date
    period: str
    reversal_period: str


def accruals(items: Items) -> list[Accrual]:
    """Return what is accrued at the end of the workbook's financial year.

    From the as-at date of 31 March on; before it the year is not at its end. Accrued is what is
    billable, or held and merely waiting for a day or a review, if its service began in the year and
    it is not posted by 31 March (also if it is posted since, to a later period). What is *asked* is
    not: a request is no debt, so there is no income to expect. A correction that is held for an
    error is not: what is right is not known. A posted invoice that needs a purchase order and was
    not issued by 31 March stays accrued: it is no debtor yet.
    """
    period = items.policy.period
    if items.policy.as_at < period.end:
        return []
    year = str(period)
    later = [
        x for x in items.posted
        if x.service_year == year and x.accounting_date and x.accounting_date > period.end
    ]  # fmt: skip
    open_ = [
        x for x in [*later, *items.to_post, *items.waiting]
        if x.start is None or x.start in period
    ]  # fmt: skip
    unissued = _unissued(items, period.end)
    known = {x.mark for x in later}
    on_time = [x for x in items.posted if x.number in unissued and x.mark not in known]

    def accrual(item: Item, posted: bool) -> Accrual:
        return Accrual(
            item=item, posted=posted, on=period.end, reversed_on=period.end + timedelta(days=1),
            period=f"{YEAR_END} {period}", reversal_period=f"{OPENING} {period.next}",
        )  # fmt: skip

    return [accrual(x, False) for x in open_] + [accrual(x, True) for x in on_time]


def _unissued(items: Items, end: date) -> frozenset[int]:
    return frozenset(
        number
        for document in items.accounts.documents
        if _waits(document, end)
        for number in document.entries
    )


def _waits(document: Document, end: date) -> bool:
    if document.kind != "invoice" or not document.po_required:
        return False
    return document.issued_on is None or document.issued_on > end
