"""Documents: invoices, credit notes and net-off advices, and what was settled against them."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BeforeValidator

from xl_recoup.closed_lists import (
    DOCUMENT_ROUTES,
    DocumentKind,
    Route,
    SettlementMethod,
)
from xl_recoup.contract.columns import ENTRY_DIGEST, SEAL_NOTE, Kind, Role
from xl_recoup.contract.table_row import Note, TableRow, cell, wrong
from xl_recoup.records import Place

MOST_ENTRIES = 1_000_000
"""What nobody means by `1 to 9999999`."""
_ENTRIES = re.compile(r"(\d{1,9})(?:\s*(?:to|–|-)\s*(\d{1,9}))?", re.IGNORECASE)


def entries_in(words: str) -> tuple[int, ...] | None:
    """Read entry numbers as `entries_words` writes them; None where they can't be read."""
    numbers: list[int] = []
    for part in words.split(","):
        match = _ENTRIES.fullmatch(part.strip())
        if match is None:
            return None
        first, last = int(match[1]), int(match[2] or match[1])
        if last < first or last - first > MOST_ENTRIES:
            return None
        numbers += range(first, last + 1)
    return tuple(numbers)


def _entries(given: Any) -> Any:
    entries = entries_in(given) if isinstance(given, str) else given
    if entries is None:
        raise wrong("does not hold ledger entries such as 1 to 3, 7")
    return entries


class Document(
    TableRow,
    table="Documents",
    role=Role.RECORD,
    purpose=(
        "Invoices, credit notes and net-off advices. Posting adds them; the team fills in PO"
        " number, Issued on and Finance reference, and changes nothing else."
    ),
    named_by="number",
    added_later=(ENTRY_DIGEST,),
    filled_by_team=("PO number", "Issued on", "Finance reference"),
):
    """An invoice, credit note (its pounds negative) or net-off advice."""

    place: Place = Place("Documents")
    number: str = cell("Document", needed="the document's number")
    kind: DocumentKind = cell("Kind", needed="its kind")
    route: Annotated[Route, DOCUMENT_ROUTES] = cell("Route", default="invoice")
    period: str = cell("Period", default="")
    party: str = cell("Party", default="", note="the school, or the trust, that it is addressed to")
    laestab: str = cell("LAESTAB", default="", note="another authority's number; blank for a trust")
    entries: Annotated[tuple[int, ...], Kind.TEXT, BeforeValidator(_entries)] = cell(
        "Ledger entries", needed="its ledger entries", note="such as 1 to 3, 7"
    )
    """The numbers of the ledger entries that stand on it."""
    net: Decimal = cell("Net", needed="its net amount")
    vat: Decimal = cell("VAT", needed="its VAT (0 where there is none)")
    gross: Decimal = cell("Gross", needed="its gross")
    original: str = cell("Original", default="", note="the document that a credit note is against")
    po_required: bool = cell("PO required", default=False)
    po_number: str = cell("PO number", default="")
    made_on: date | None = cell("Made on", default=None)
    issued_on: date | None = cell("Issued on", default=None)
    finance_reference: str = cell("Finance reference", default="")
    entry_digest: str = cell(ENTRY_DIGEST, default="", note=SEAL_NOTE)


DOCUMENTS = Document.spec


class Settlement(
    TableRow,
    table="Settlements",
    role=Role.RECORD,
    purpose=(
        "What was paid, netted off or written off against a document; filled in by the team. Money"
        " that the authority gives back is negative."
    ),
    named_by="document",
):
    """A payment, net-off or write-off against a document."""

    place: Place = Place("Settlements")
    document: str = cell("Document", needed="the document that is settled")
    day: date = cell("Date", needed="the day")
    method: SettlementMethod = cell("Method", default="payment")
    amount: Decimal = cell("Amount", needed="the amount")
    reference: str = cell("Reference", default="", aside=True)
    note: Note = cell("Note", default="", aside=True)


SETTLEMENTS = Settlement.spec
