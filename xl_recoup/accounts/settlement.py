"""What is settled, what is outstanding, and how old it is: gross − settled, per document."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from xl_recoup.accounts.documents import status_of
from xl_recoup.closed_lists import DEBT_AGES, DebtAge, DocumentStatus
from xl_recoup.contract import Document, Settlement, normal
from xl_recoup.money import ZERO
from xl_recoup.policy.account_records import Accounts
from xl_recoup.records import record


@record
class Balance:
    """What is outstanding on one document: gross + set off − settled."""

    document: Document
    status: DocumentStatus
    set_off: Decimal
    """Credit notes against the document (below 0); on the credit note itself, the other side."""
    settled: Decimal
    outstanding: Decimal
    days: int | None
    """Days since it was issued; None where it was not."""
    age: DebtAge


def balances(accounts: Accounts, as_at: date) -> list[Balance]:
    """Return the balance of every document as at a day, in their order.

    A credit note is set off against its original; without one, it is outstanding itself, below 0:
    the authority owes it. Settlements after the day do not count. A document issued after the day
    counts as not issued. The outstanding pounds add up to gross − settled of all documents.
    """
    settled: dict[str, Decimal] = defaultdict(Decimal)
    for s in _settled_by(accounts, as_at):
        settled[normal(s.document)] += s.amount
    firsts = {normal(d.number): d for d in reversed(accounts.documents)}
    against: dict[str, Decimal] = defaultdict(Decimal)
    for document in accounts.documents:
        if _sets_off(document, firsts):
            against[normal(document.original)] += document.gross
    held = []
    for document in accounts.documents:
        name, issued = normal(document.number), document.issued_on
        first = firsts[name] is document  # a number given twice is settled and set off once
        set_off, paid = (against[name], settled[name]) if first else (ZERO, ZERO)
        if _sets_off(document, firsts):
            set_off -= document.gross
        days = (as_at - issued).days if issued is not None and issued <= as_at else None
        held.append(
            Balance(
                document=document,
                status=status_of(document),
                set_off=set_off,
                settled=paid,
                outstanding=document.gross + set_off - paid,
                days=days,
                age=age_of(days),
            )
        )
    return held


def _settled_by(accounts: Accounts, day: date) -> Iterator[Settlement]:
    return (s for s in accounts.settlements if s.day <= day)


def _sets_off(document: Document, firsts: dict[str, Document]) -> bool:
    original, own = normal(document.original), normal(document.number)
    return document.kind == "credit note" and original in firsts and original != own


def age_of(days: int | None) -> DebtAge:
    """Return the age of a debt in words: 30 days are young, 31 are not."""
    if days is None:
        return "not issued"
    return DEBT_AGES[1 + sum(days > limit for limit in (30, 60, 90))]


def settled_by_party(accounts: Accounts, as_at: date) -> dict[str, Decimal]:
    """Return pounds settled by a day, by the LAESTAB that the document is addressed to.

    What is settled on a trust's document is under the name of the trust: it can't be told which
    school it is for.
    """
    schools = {normal(d.number): d.laestab or d.party for d in reversed(accounts.documents)}
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for s in _settled_by(accounts, as_at):
        if normal(s.document) in schools:
            sums[schools[normal(s.document)]] += s.amount
    return dict(sums)
