"""Receipts in the pasted ledger extract, proposed as settlements: never booked, never guessed.

A row is a receipt where its description says so. It is proposed where it names one document with
money outstanding, by its reference or in its description, and is not more than that money. All else
is said, with what fits, and left for a person to decide: so is a row that says nothing, whose sign
is against that of the same document's booking in the extract.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from xl_recoup.accounts.documents import known_as
from xl_recoup.accounts.settlement import balances
from xl_recoup.closed_lists import Proposal
from xl_recoup.contract import Document, ExtractRow, normal
from xl_recoup.money import ZERO, pounds
from xl_recoup.policy.account_records import Accounts
from xl_recoup.records import Place, record
from xl_recoup.words import some

_SAYS_RECEIPT = re.compile(
    r"\b(receipts?|received|payments?|paid|bacs|chaps|remittances?|cash|cheques?|faster payment)\b",
    re.IGNORECASE,
)
_SAYS_OTHER = re.compile(
    r"\b(refund(ed|s)?|revers(al|ed)|write[- ]?off|unpaid|not paid|returned|bounced|due|terms"
    r"|outstanding|awaiting|reminder)\b",
    re.IGNORECASE,
)
"""Words after which a row is no receipt, or not certainly one."""


@record
class Receipt:
    """Money that came, as the extract shows it, and what is proposed; pounds, above 0."""

    row: ExtractRow
    amount: Decimal
    document: Document | None
    """The one document that it can be meant for; None where that is to be decided."""
    proposal: Proposal
    outstanding: Decimal | None
    """On that document before the receipt."""
    why: str

    @property
    def place(self) -> Place:
        """Where the row stands in the extract."""
        return self.row.place

    @property
    def after(self) -> Decimal | None:
        """What is outstanding afterwards, where it is proposed."""
        return None if self.outstanding is None else self.outstanding - self.amount


def says_receipt(row: ExtractRow) -> bool:
    """Say whether a row's description says that money came; 0 is none, nor is a reversal."""
    words = row.description
    return bool(row.amount and _SAYS_RECEIPT.search(words)) and not _SAYS_OTHER.search(words)


def bookings(extract: Iterable[ExtractRow], documents: Iterable[Document]) -> dict[str, Decimal]:
    """Return by document, in normal form, the amount with which the extract shows it booked.

    It is that of the first row of the document whose size is its gross or its net; nothing where
    there is no such row, or where its description says that money came.
    """
    by_name = {name: d for d in documents for name in known_as(d)}
    found: dict[str, Decimal] = {}
    for row in extract:
        d = by_name.get(normal(row.reference))
        if d is None or abs(row.amount) not in (abs(d.gross), abs(d.net)):
            continue
        if says_receipt(row):
            continue
        found.setdefault(normal(d.number), row.amount)
    return found


def receipts(accounts: Accounts, as_at: date) -> list[Receipt]:
    """Return every receipt of the extract with what is proposed, in the extract's order."""
    extract = accounts.extract or ()
    booked = bookings(extract, accounts.documents)
    by_name = {name: d for d in accounts.documents for name in known_as(d)}
    open_on = {
        normal(b.document.number): b.outstanding
        for b in balances(accounts, as_at)
        if b.document.kind == "invoice"
    }
    entered = _entered(accounts)
    usual = sum(1 if row.amount > 0 else -1 for row in extract if says_receipt(row))
    made: list[Receipt] = []
    for row in extract:
        named = by_name.get(normal(row.reference))
        sign = booked.get(normal(named.number)) if named else None
        if says_receipt(row) and (not usual or (row.amount > 0) != (usual > 0)):
            made.append(_doubtful(row, named, entered, "Its sign is against the other receipts"))
        elif says_receipt(row):
            made.append(_receipt(row, named, accounts.documents, open_on, entered))
        elif named and sign and _against(row, sign):
            made.append(_doubtful(row, named, entered, f"Against the booking of {named.number}"))
    return made


def _against(row: ExtractRow, booked: Decimal) -> bool:
    """Say whether a row is against the booking, and does not speak of a credit note."""
    turned = bool(row.amount) and (row.amount < 0) != (booked < 0)
    return turned and not re.search(r"credit[ -]note", row.description, re.IGNORECASE)


def _doubtful(
    row: ExtractRow,
    document: Document | None,
    entered: Mapping[tuple[str, Decimal], list[date]],
    why: str,
) -> Receipt:
    amount = abs(row.amount)
    days = entered.get((normal(document.number), amount), []) if document else []
    if document and days:
        return _entered_already(row, document, days)
    return Receipt(
        row=row,
        amount=amount,
        document=document,
        proposal="decide",
        outstanding=None,
        why=f"{why}: is it a receipt, or money that went back?",
    )


def _entered(accounts: Accounts) -> dict[tuple[str, Decimal], list[date]]:
    found: dict[tuple[str, Decimal], list[date]] = defaultdict(list)
    for s in accounts.settlements:
        found[normal(s.document), s.amount].append(s.day)
    return found


def _entered_already(row: ExtractRow, document: Document, days: list[date]) -> Receipt:
    """Return a receipt that Settlements has, which it stands for once."""
    days.remove(row.day if row.day in days else days[0])
    amount = abs(row.amount)
    return Receipt(
        row=row,
        amount=amount,
        document=document,
        proposal="entered already",
        outstanding=None,
        why=f"Settlements has {pounds(amount)} on {document.number}.",
    )


def _receipt(
    row: ExtractRow,
    named: Document | None,
    documents: Sequence[Document],
    open_on: dict[str, Decimal],
    entered: Mapping[tuple[str, Decimal], list[date]],
) -> Receipt:
    amount = abs(row.amount)

    def decide(why: str, document: Document | None = None) -> Receipt:
        return Receipt(
            row=row, amount=amount, document=document, proposal="decide", outstanding=None, why=why
        )

    candidates = [named] if named else _in_words(row.description, documents)
    if not candidates:
        return decide(_by_amount(amount, documents, open_on))
    if len(candidates) > 1:
        numbers = some([d.number for d in candidates])
        return decide(f"The description names {numbers}: share the sum between them by hand.")
    document = candidates[0]
    name = normal(document.number)
    days = entered.get((name, amount), [])
    same_day = row.day is not None and row.day in days
    if days and (same_day or open_on.get(name, ZERO) < amount):
        return _entered_already(row, document, days)
    if days:
        return decide(
            f"Settlements has {pounds(amount)} on {document.number} from another day. Is it this"
            " receipt, or a second one?",
            document,
        )
    if document.kind != "invoice":
        return decide(f"{document.number} is a {document.kind}: no money is due on it.", document)
    outstanding = open_on.get(name, ZERO)
    if outstanding <= 0:
        return decide(f"Nothing is outstanding on {document.number}.", document)
    if amount > outstanding:
        over = pounds(amount - outstanding)
        return decide(f"It is {over} more than is outstanding on {document.number}.", document)
    if row.day is None:
        return decide(
            f"It names {document.number}, and has no Date. Enter the day in the extract.", document
        )
    open_on[name] = outstanding - amount
    how = "by its reference" if named else "in its description"
    return Receipt(
        row=row,
        amount=amount,
        document=document,
        proposal="copy to Settlements",
        outstanding=outstanding,
        why=f"It names {document.number} {how}.",
    )


def _in_words(words: str, documents: Iterable[Document]) -> list[Document]:
    """Return the documents that a description names, each once."""
    said = normal(words)
    found = []
    for d in documents:
        names = (re.escape(name) for name in known_as(d) if len(name) > 3)
        if any(re.search(rf"(?<![\w-]){name}(?![\w-])", said) for name in names):
            found.append(d)
    return found


def _by_amount(
    amount: Decimal, documents: Iterable[Document], open_on: Mapping[str, Decimal]
) -> str:
    """Return which documents have just this sum outstanding, as a hint that decides nothing."""
    fits = [d.number for d in documents if open_on.get(normal(d.number)) == amount]
    if not fits:
        return (
            "It names no document, and on none just this sum is outstanding. Find out whose it is."
        )
    verb = "has" if len(fits) == 1 else "have"
    return (
        f"It names no document. {some(fits)} {verb} just this sum outstanding: ask which is meant."
    )
