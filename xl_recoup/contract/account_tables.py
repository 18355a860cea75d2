"""The accounting tables of the contract: journal, documents, settlements and the finance system.

`Journal`, `Invoices`, `AgedDebt` and `Reconciliation` are filled by a run. `Documents` is added to
by posting; the team completes it. `Codes`, `Settlements` and `LedgerExtract` are the team's own.
"""

from __future__ import annotations

from xl_recoup.closed_lists import (
    DOCUMENT_KINDS,
    DOCUMENT_ROUTES,
    SETTLEMENT_METHODS,
    USES,
)
from xl_recoup.contract.columns import Column, Kind, Role, TableSpec

C, K = Column, Kind

TO_POST = "to post"
"""The period of what is not posted yet."""

CODES = TableSpec(
    "Codes", "Codes", Role.INPUT,
    "Account codes by use. Without them the journal is shown, but can't be exported.",
    (
        C("Use", "use", K.CHOICE, USES),
        C("Cost centre", "cost_centre"),
        C("Subjective", "subjective"),
        C("Note", "note", K.NOTE),
    ),
    required=("Use", "Cost centre", "Subjective"),
)  # fmt: skip

JOURNAL = TableSpec(
    "Journal", "Journal", Role.OUTPUT,
    "What goes to the ledger, by route; debits equal credits for every charge. Filled by a run.",
    tuple(
        C(heading, heading.lower().replace(" ", "_"))
        for heading in (
            "Journal line", "Type", "Accounting date", "Period", "Service year", "Route",
            "Cost centre", "Subjective", "CFR code", "S251 line", "Debit", "Credit", "VAT code",
            "Charge ref", "LAESTAB", "Narrative", "Reversal of",
        )
    ),
)  # fmt: skip

INVOICES = TableSpec(
    "Invoices", "Invoices", Role.OUTPUT,
    "Every charge that stands on an invoice, credit note or net-off advice, with its VAT; and what"
    " is still to be posted. Filled by a run.",
    tuple(
        C(heading, heading.lower().replace(" ", "_"))
        for heading in (
            "Document", "Kind", "Status", "Route", "Period", "Party", "LAESTAB", "School",
            "Charge ref", "Scheme", "Narrative", "Net", "VAT code", "VAT percentage", "VAT",
            "Gross", "Original", "PO required", "PO number", "Issued on", "Check",
        )
    ),
)  # fmt: skip

DOCUMENTS = TableSpec(
    "Documents", "Documents", Role.RECORD,
    "Invoices, credit notes and net-off advices. Posting adds them; the team fills in PO number,"
    " Issued on and Finance reference, and changes nothing else.",
    (
        C("Document", "number"),
        C("Kind", "kind", K.CHOICE, DOCUMENT_KINDS),
        C("Route", "route", K.CHOICE, DOCUMENT_ROUTES),
        C("Period", "period"),
        C("Party", "party", note="the school, or the trust, that it is addressed to"),
        C("LAESTAB", "laestab", note="another authority's number; blank for a trust"),
        C("Ledger entries", "entries", note="such as 1 to 3, 7"),
        C("Net", "net", K.NUMBER),
        C("VAT", "vat", K.NUMBER),
        C("Gross", "gross", K.NUMBER),
        C("Original", "original", note="the document that a credit note is against"),
        C("PO required", "po_required", K.FLAG),
        C("PO number", "po_number"),
        C("Made on", "made_on", K.DATE),
        C("Issued on", "issued_on", K.DATE),
        C("Finance reference", "finance_reference"),
    ),
    required=("Document", "Kind", "Ledger entries", "Net", "VAT", "Gross"),
)  # fmt: skip

SETTLEMENTS = TableSpec(
    "Settlements", "Settlements", Role.RECORD,
    "What was paid, netted off or written off against a document; filled in by the team. Money that"
    " the authority gives back is negative.",
    (
        C("Document", "document"),
        C("Date", "day", K.DATE),
        C("Method", "method", K.CHOICE, SETTLEMENT_METHODS),
        C("Amount", "amount", K.NUMBER),
        C("Reference", "reference"),
        C("Note", "note", K.NOTE),
    ),
    required=("Document", "Date", "Amount"),
)  # fmt: skip

AGED_DEBT = TableSpec(
    "AgedDebt", "Aged debt", Role.OUTPUT,
    "What is outstanding on each document as at the as-at date, by age. Filled by a run.",
    tuple(
        C(heading, heading.lower().replace(" ", "_"))
        for heading in (
            "Document", "Kind", "Party", "Status", "Issued on", "Gross", "Set off", "Settled",
            "Outstanding", "Days", "Not issued", "0 to 30 days", "31 to 60 days", "61 to 90 days",
            "Over 90 days", "Check",
        )
    ),
)  # fmt: skip

LEDGER_EXTRACT = TableSpec(
    "LedgerExtract", "Ledger extract", Role.INPUT,
    "What the finance system shows, pasted in. Reference holds a document, a charge or a journal"
    " line.",
    (
        C("Reference", "reference"),
        C("Amount", "amount", K.NUMBER),
        C("Date", "day", K.DATE),
        C("Description", "description", K.NOTE),
    ),
    required=("Reference", "Amount"),
)  # fmt: skip

RECONCILIATION = TableSpec(
    "Reconciliation", "Reconciliation", Role.OUTPUT,
    "The ledger extract against what is posted: matched, missing in the ledger, not ours,"
    " different, duplicate. Filled by a run.",
    tuple(
        C(heading, heading.lower().replace(" ", "_"))
        for heading in (
            "Result", "Reference", "Posted", "In the ledger", "Difference", "Date", "Extract row",
            "What to do",
        )
    ),
)  # fmt: skip
