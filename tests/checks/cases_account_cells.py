"""Cases of the checks of the accounting tables (`xl_recoup.checks.accounts`)."""

from __future__ import annotations

from datetime import date

from tests.checks.case import Case, Cases, rows
from tests.support.books import pex
from xl_recoup.tables import Cell

_PAID: dict[str, Cell] = {
    "Document": "INV-2526-0001", "Date": date(2025, 12, 19), "Amount": 10, "Method": "payment",
}  # fmt: skip
_CODE: dict[str, Cell] = {"Use": "Accrual", "Cost centre": "C1", "Subjective": "S1"}

CASES: Cases = {
    "S29": Case(
        passes=rows(pex(), Codes=[_CODE], Periods=[{"Period": "Autumn"}]),
        once=rows(pex(), Codes=[_CODE], Periods=[{"Period": "Autumn", "To": "31/02/2026"}]),
        at="Periods C5",
        several=rows(
            pex(),
            Codes=[_CODE, _CODE | {"Cost centre": "C2"}],
            Settlements=[_PAID | {"Amount": "ten"}, _PAID | {"Date": None}],
            LedgerExtract=[{"Reference": "INV-2526-0001"}],
            Documents=[{"Document": "INV-2526-0001", "Kind": "invoice", "Ledger entries": "soon",
                        "Net": 1, "VAT": 0, "Gross": 1}],
        ),
        count=5,
    ),
}  # fmt: skip
