"""The accounting tables are read as they are written; what can't be read is a fault."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from tests.accounts.office import JANUARY, Office, days, secondary, with_po_required, written
from tests.support.books import book, pex, table
from xl_recoup.charging.documents import document_lines
from xl_recoup.contract.accounts import (
    AGED_DEBT,
    CODES,
    INVOICES,
    JOURNAL,
    LEDGER_EXTRACT,
    SETTLEMENTS,
)
from xl_recoup.contract.records import PERIODS
from xl_recoup.errors import Refused
from xl_recoup.intake.accounts import NOTHING_READ, read_accounts
from xl_recoup.outputs_accounts import documents_by_charge, writes
from xl_recoup.policy.account_records import NO_ACCOUNTS
from xl_recoup.tables import Formula

AUTUMN = date(2025, 12, 31)


def test_documents_survive_the_workbook() -> None:
    """What is written to Documents is read back the same."""
    office = Office(agreements=with_po_required())
    made = office.post([days(1, **{"PO number": "PO1"}), secondary(2)], "Autumn", AUTUMN)
    assert len(made) == 2
    _, accounts = office.run([days(1)])
    same = [replace(d, place=made[0].place) for d in accounts.documents]
    assert same == made


def test_a_workbook_without_accounts() -> None:
    """No table is required: without them there is nothing, and nothing fails."""
    reading = read_accounts(book([pex(1)]))
    assert reading == NOTHING_READ
    assert reading.accounts == NO_ACCOUNTS


def test_faults_have_their_cells() -> None:
    """A blank or unreadable cell, and a use that is coded twice, are faults where they stand."""
    tables = book(
        replace={
            "Codes": table(
                "Codes",
                [{"Use": "accrual", "Cost centre": "C", "Subjective": "S"},
                 {"Use": "Accrual", "Cost centre": "D", "Subjective": "T"},
                 {"Use": "lunch"}, {"Cost centre": "C"}],
                CODES.headings,
            ),
            "Settlements": table(
                "Settlements",
                [{"Document": "INV-2526-0001", "Date": AUTUMN, "Amount": 5, "Method": "net-off"},
                 {"Document": "INV-2526-0001", "Date": AUTUMN, "Amount": "five"},
                 {"Document": "INV-2526-0001", "Amount": 5}],
                SETTLEMENTS.headings,
            ),
            "LedgerExtract": table(
                "LedgerExtract",
                [{"Reference": "A", "Amount": "£1,000.50", "Date": "soon"}, {"Reference": "B"}],
                LEDGER_EXTRACT.headings,
            ),
            "Periods": table("Periods", [{"Period": "Autumn", "To": "31/02/2026"}],
                             PERIODS.headings),
        }
    )  # fmt: skip
    reading = read_accounts(tables)
    assert sorted(str(f.place) for f in reading.faults) == [
        "Codes A6", "Codes A7", "Codes A8", "LedgerExtract B6", "LedgerExtract C5", "Periods C5",
        "Settlements B7", "Settlements D6",
    ]  # fmt: skip
    assert reading.accounts.code("ACCRUAL").cost_centre == "C"
    assert [s.amount for s in reading.accounts.settlements] == [5]
    assert [x.amount for x in reading.accounts.extract or ()] == [Decimal("1000.50")]


def test_a_missing_heading_is_refused() -> None:
    """A table without a heading that it needs is refused, with the sheet and row."""
    tables = book(replace={"Settlements": table("Settlements", [], ["Document", "Date"])})
    with pytest.raises(Refused, match="Settlements has no column headed Amount"):
        read_accounts(tables)


def test_the_posting_day_stands_in_for_a_period_without_dates() -> None:
    """Where Periods gives no last day, the accounting date is the day of posting."""
    office = Office()
    office.post([pex(1)], "Autumn", AUTUMN)
    office.periods = []
    _, accounts = office.run([pex(1)])
    assert accounts.accounting_dates == {"autumn": AUTUMN}


def test_the_tables_that_a_run_fills() -> None:
    """Journal and Invoices always, aged debt with documents, the reconciliation with an extract."""
    office = Office(codes=[])
    result, accounts = office.run([days(1)])
    assert [w.table for w in writes(result, accounts)] == ["Journal", "Invoices"]
    office.post([days(1)], "Autumn", AUTUMN)
    office.more["LedgerExtract"] = table("LedgerExtract", [], LEDGER_EXTRACT.headings)
    result, accounts = office.run([days(1)])
    made = {w.table: w for w in writes(result, accounts)}
    assert list(made) == ["Journal", "Invoices", "AgedDebt", "Reconciliation"]
    for write in made.values():
        assert all(len(row) == len(write.headings) for row in write.rows)
    journal_row = dict(zip(JOURNAL.headings, made["Journal"].rows[0], strict=True))
    assert journal_row["Cost centre"] == "(no code: Debtors control)"
    assert (journal_row["Debit"], journal_row["Credit"]) == (1140, None)
    invoice = dict(zip(INVOICES.headings, made["Invoices"].rows[0], strict=True))
    assert (invoice["Net"], invoice["VAT"], invoice["Gross"]) == (950, 190, 1140)
    assert isinstance(invoice["Check"], Formula)
    debt = dict(zip(AGED_DEBT.headings, made["AgedDebt"].rows[0], strict=True))
    assert (debt["Not issued"], debt["Outstanding"], debt["Days"]) == (1140, 1140, None)
    assert written(made["Reconciliation"]).rows[0][0] == "missing in the ledger"


def test_the_document_of_a_charge() -> None:
    """A statement can say on which document a charge stands, with its VAT."""
    office = Office()
    office.post([days(1)], "Autumn", AUTUMN)
    result, accounts = office.run([days(1), days(2)], JANUARY)
    assert documents_by_charge(document_lines(result, accounts)) == {
        "P001/SC": ("INV-2526-0001", "", None, Decimal(190))
    }
