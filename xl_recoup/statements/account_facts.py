"""What the workbook's accounts give to statements: documents by charge, settlements by school."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from xl_recoup.accounts.bookings import Items
from xl_recoup.accounts.documents import document_lines
from xl_recoup.accounts.settlement import settled_by_school
from xl_recoup.statements.statement_records import DocumentInfo


def documents_of(items: Items) -> Mapping[str, DocumentInfo]:
    """Return the document of each posted charge by its reference; none for what stands on none."""
    return {
        x.item.ref: DocumentInfo(
            number=x.document.number, po=x.document.po_number, issued=x.document.issued_on,
            vat=x.item.vat,
        )
        for x in document_lines(items)
        if x.document
    }  # fmt: skip


def settled_of(items: Items) -> Mapping[str, Decimal]:
    """Return pounds settled by the as-at date, by LAESTAB.

    What was settled on a document that names no school is nobody's here.
    """
    settled = settled_by_school(items.accounts, items.policy.as_at)
    return {laestab: amount for laestab, amount in settled.items() if laestab}
