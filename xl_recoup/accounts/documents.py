"""Invoices, credit notes and net-off advices: one per school (or trust) and period.

Posting makes them from what it posts, with the next free number; they are never made again. A
document line is one posted entry: its VAT is rounded once, half-up. What is negative is a credit
note, one for each document that it gives money back on.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Literal

from xl_recoup.accounts.bookings import Item, Items
from xl_recoup.closed_lists import (
    DOCUMENT_ROUTES,
    DocumentKind,
    DocumentStatus,
)
from xl_recoup.contract import Document, normal
from xl_recoup.errors import Refused
from xl_recoup.money import ZERO
from xl_recoup.policy.account_records import Accounts
from xl_recoup.records import Entry, record

Per = Literal["school", "trust"]
SERIES: dict[DocumentKind, str] = {"invoice": "INV", "credit note": "CN", "net-off advice": "NET"}
_NUMBER = re.compile(r"(INV|CN|NET)-(\d{4})-(\d{4,})", re.IGNORECASE)


@record
class DocumentLine:
    """One charge on a document; `document` is None for what has none yet."""

    item: Item
    kind: DocumentKind
    status: DocumentStatus
    party: str
    original: str
    document: Document | None = None


Charged = dict[tuple[str, str], dict[str, Decimal]]
"""Gross pounds by charge and school, and by document."""


def status_of(document: Document) -> DocumentStatus:
    """Return how a document stands: issued, ready, or ready and kept back for want of a PO."""
    if document.issued_on is not None:
        return "issued"
    if document.kind == "invoice" and document.po_required and not document.po_number:
        return "ready, not issued"
    return "ready"


def document_lines(items: Items, *, per: Per = "school") -> list[DocumentLine]:
    """Return every charge that stands, or will stand, on a document: posted first, then to post."""
    by_entry = by_entry_of(items.accounts.documents)
    originals = _Originals(_charged(items.posted, by_entry), by_entry)
    lines = []
    for item in [*items.posted, *items.to_post]:
        if item.route not in DOCUMENT_ROUTES:
            continue
        document = _document_of(item, by_entry)
        there = document or _group(item, originals, per)
        status: DocumentStatus = "to post" if item.number is None else "posted, no document"
        lines.append(
            DocumentLine(
                item=item,
                kind=there.kind,
                status=status_of(document) if document else status,
                party=there.party,
                original=there.original,
                document=document,
            )
        )
    return lines


def new_documents(
    items: Items, entries: Sequence[Entry], *, made_on: date, per: Per = "school"
) -> list[Document]:
    """Return the documents for the entries that a posting adds, numbered on from those there are.

    Entries posted before that stand on no document yet get theirs too. Raises Refused where a row
    of Documents can't be read: its number might be given a second time.
    """
    accounts = items.accounts
    refuse_unread_documents(accounts)
    by_entry = by_entry_of(accounts.documents)
    known = {x.number for x in items.posted}
    fresh = [items.of_entry(e) for e in entries if e.amount and e.number not in known]
    there = [x for x in [*items.posted, *fresh] if x.number not in by_entry]
    waiting = [x for x in there if x.route in DOCUMENT_ROUTES]
    # Charges first: a credit note may be against an invoice that is made in the same posting.
    charged = _charged(items.posted, by_entry)
    numbers = _next_numbers(accounts.documents, str(items.policy.period))
    made: list[Document] = []
    for credits in (False, True):
        groups: dict[Document, list[Item]] = defaultdict(list)
        originals = _Originals(charged, by_entry)
        for item in waiting:
            if (item.amount < 0) == credits:
                groups[_group(item, originals, per)].append(item)
        for group, held in groups.items():
            document = _document(group, held, numbers[group.kind], made_on)
            numbers[group.kind] = _after(document.number)
            made.append(document)
            for item in held:
                charged[item.charge][document.number] += item.gross
    return made


def refuse_unread_documents(accounts: Accounts) -> None:
    """Raise Refused where a row of Documents can't be read."""
    if accounts.unread:
        raise Refused(
            f"{accounts.unread[0]}: a document can't be read, so the next number is not known."
            " Restore the cell from the previous version of the workbook."
        )


def by_entry_of(documents: Iterable[Document]) -> dict[int, Document]:
    """Return the document of each ledger entry, the first where two claim it."""
    found: dict[int, Document] = {}
    for document in documents:
        for number in document.entries:
            found.setdefault(number, document)
    return found


def _document_of(item: Item, by_entry: dict[int, Document]) -> Document | None:
    return None if item.number is None else by_entry.get(item.number)


def series_of(number: str) -> tuple[str, int] | None:
    """Return the series and place of a document number, `INV-2526-0007`; None for another form."""
    match = _NUMBER.fullmatch(number.strip())
    return (f"{match[1].upper()}-{match[2]}", int(match[3])) if match else None


def _charged(posted: Iterable[Item], by_entry: dict[int, Document]) -> Charged:
    """Return what stands on the documents of each charge, less the credit notes against them."""
    found: Charged = defaultdict(lambda: defaultdict(Decimal))
    for item in posted:
        document = _document_of(item, by_entry)
        if document is None:
            continue
        if document.kind != "credit note":
            found[item.charge][document.number] += item.gross
        elif document.original:
            found[item.credited][document.original] += item.gross
    return found


class _Originals:
    """The document on which money back is a credit: of what is taken back, that of its entry.

    Of any other charge it is the document on which most of it is due, the first of several alike.
    """

    def __init__(self, charged: Charged, by_entry: Mapping[int, Document]) -> None:
        self._by_entry = by_entry
        self._of = {charge: max(sums, key=lambda d: sums[d]) for charge, sums in charged.items()}

    def of(self, item: Item) -> str:
        """Return the number of the document that a credit is against, "" for none."""
        if item.takes_back is not None:
            found = self._by_entry.get(item.takes_back)
            return found.number if found else ""
        return self._of.get(item.charge) or self._of.get(item.credited) or ""


def _group(item: Item, originals: _Originals, per: Per) -> Document:
    """Return the document that an item belongs on, as yet without number, entries and sums."""
    by_trust = per == "trust" and bool(item.trust)
    kind: DocumentKind = "net-off advice" if item.route == "net-off" else "invoice"
    original = ""
    if item.amount < 0:
        kind = "credit note"
        original = originals.of(item)
    return Document(
        number="",
        kind=kind,
        route=item.route,
        period=item.period,
        party=item.trust if by_trust else item.school or item.laestab,
        laestab="" if by_trust else item.laestab,
        entries=(),
        net=ZERO,
        vat=ZERO,
        gross=ZERO,
        original=original,
        po_required=kind == "invoice" and item.po_required,
        po_number=item.po_number if kind == "invoice" else "",
    )


def _document(group: Document, items: Sequence[Item], number: str, made_on: date) -> Document:
    net, vat = sum((x.amount for x in items), ZERO), sum((x.vat for x in items), ZERO)
    entries = tuple(x.number for x in items if x.number is not None)
    sums = {"net": net, "vat": vat, "gross": net + vat}
    return group.model_copy(
        update={"number": number, "entries": entries, "made_on": made_on, **sums}
    )


def _next_numbers(documents: Iterable[Document], year: str) -> dict[DocumentKind, str]:
    """Return the next free number of each kind in a financial year's series."""
    short = f"{year[2:4]}{year[-2:]}"
    last: dict[str, int] = defaultdict(int)
    for document in documents:
        found = series_of(document.number)
        if found:
            last[found[0]] = max(last[found[0]], found[1])
    return {
        kind: f"{series}-{short}-{last[f'{series}-{short}'] + 1:04d}"
        for kind, series in SERIES.items()
    }


def _after(number: str) -> str:
    series, place = number.rsplit("-", 1)
    return f"{series}-{int(place) + 1:04d}"


def entries_words(numbers: Sequence[int]) -> str:
    """Write entry numbers for one cell: `1 to 3, 7`; no form that Excel takes for a date."""
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(str(a) if a == b else f"{a} to {b}" for a, b in runs)


def known_as(document: Document) -> frozenset[str]:
    """Return the references, in normal form, by which the finance system may know a document."""
    return frozenset(normal(x) for x in (document.number, document.finance_reference) if x)
