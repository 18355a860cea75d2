"""Queries: charges that a school disputes; open until a closing date is filled in."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from xl_recoup.contract.table_row import Note, TableRow, cell


class Query(
    TableRow,
    table="Queries",
    purpose="Charges that a school disputes; open until a closing date is filled in.",
    named_by="charge_ref",
):
    """One row of the Queries table: a dispute on a charge, open until it has a closing date."""

    ref: str = cell("Query ref", needed="the query's reference")
    charge_ref: str = cell("Charge ref", needed="the charge's reference")
    opened: date | None = cell("Opened", default=None, aside=True)
    reason: Note = cell("Reason", default="", aside=True)
    amount: Decimal | None = cell("Amount", default=None, aside=True)
    owner: str = cell("Owner", default="", aside=True)
    outcome: Note = cell("Outcome", default="", aside=True)
    closed: date | None = cell("Closed", default=None, aside=True)


QUERIES = Query.spec
