"""What is accrued at 31 March and reversed on 1 April, so that income falls in its own year."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from xl_recoup.accounts.bookings import Item, Items
from xl_recoup.contract import Document

YEAR_END, OPENING = "Year end", "Opening"
"""How the periods of accruals and of their reversals begin."""


class Accrual(NamedTuple):
    """An item that is accrued at a year's end, and whether it is posted already."""

    item: Item
    posted: bool


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
    open_ = to_accrue(items)
    known = {x.mark for x in open_}
    waiting = [d for d in items.accounts.documents if _waits(d, period.end)]
    unissued = {number for document in waiting for number in document.entries}
    return [
        *(Accrual(x, False) for x in open_),
        *(Accrual(x, True) for x in items.posted if x.number in unissued and x.mark not in known),
    ]


def to_accrue(items: Items) -> list[Item]:
    """Return the income of the year that is not posted by 31 March, as things stand on any day."""
    period = items.policy.period
    later = [x for x in items.posted if posted_late(x, items)]
    open_ = [*later, *items.to_post, *items.waiting]
    return [x for x in open_ if x.start is None or x.start in period]


def posted_late(item: Item, items: Items) -> bool:
    """Say whether an entry of the year was posted to a period that ends after its 31 March."""
    period, day = items.policy.period, item.accounting_date
    return item.service_year == str(period) and day is not None and day > period.end


def _waits(document: Document, end: date) -> bool:
    if document.kind != "invoice" or not document.po_required:
        return False
    return document.issued_on is None or document.issued_on > end
