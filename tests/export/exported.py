"""A workbook half posted, and what an export makes of it."""

from __future__ import annotations

import csv
import io
from datetime import date

from tests.support.books import pex
from tests.support.finance_office import NET_OFF_ACADEMY, Office, days, secondary

AUTUMN = date(2025, 12, 31)
PLACEMENTS = [days(1), pex(2, FSM6="Y"), secondary(3, NET_OFF_ACADEMY), secondary(4)]
NAMES = [
    "journal_budget_adjustment.csv", "journal_invoice.csv", "journal_net_off.csv",
    "journal_inter_authority.csv", "invoices.csv", "net_off.csv", "charges.csv",
    "year_end.csv", "control.csv",
]  # fmt: skip


def rows(data: bytes) -> list[dict[str, str]]:
    """Return a CSV file's rows by heading."""
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def half_posted() -> Office:
    """Return an office in which the first three placements are posted."""
    office = Office()
    office.post(PLACEMENTS[:3], "Autumn", AUTUMN)
    return office
