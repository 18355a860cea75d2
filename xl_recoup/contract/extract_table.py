"""LedgerExtract: what the finance system shows, pasted in, to be set beside what is posted."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from xl_recoup.contract.table_row import Note, TableRow, cell
from xl_recoup.records import Place


class ExtractRow(
    TableRow,
    table="LedgerExtract",
    sheet="Ledger extract",
    purpose=(
        "What the finance system shows, pasted in. Reference holds a document, a charge or a"
        " journal line."
    ),
    named_by="reference",
):
    """One line of the finance system, as it was pasted in."""

    place: Place = Place("Ledger extract")
    reference: str = cell("Reference", default="", required=True, aside=True)
    amount: Decimal = cell("Amount", needed="the amount")
    day: date | None = cell("Date", default=None, aside=True)
    description: Note = cell("Description", default="", aside=True)


LEDGER_EXTRACT = ExtractRow.spec
