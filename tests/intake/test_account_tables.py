"""The accounting tables are read as they are written; what can't be read is a fault."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.support.books import book, pex, table
from tests.support.finance_office import Office, days, secondary, with_po_required, written
from xl_recoup.contract import (
    AGED_DEBT,
    CODES,
    INVOICES,
    JOURNAL,
    LEDGER_EXTRACT,
    OPTIONAL_SPECS,
    PERIODS,
    RECONCILIATION,
    SETTLEMENTS,
    WHAT_MOVED,
)
from xl_recoup.contract.start_tables import THIS_WORKBOOK
from xl_recoup.errors import Refused
from xl_recoup.intake.account_rows import NOTHING_READ, read_accounts
from xl_recoup.outputs.all_tables import writes
from xl_recoup.policy.account_records import NO_ACCOUNTS
from xl_recoup.tables import Formula

RUN_TABLES = ["Charges", "Exceptions", "Movements", "CheckResults", "SchoolSummary"]

AUTUMN = date(2025, 12, 31)


def test_documents_survive_the_workbook() -> None:
    """What is written to Documents is read back the same."""
    office = Office(agreements=with_po_required())
    made = office.post([days(1, **{"PO number": "PO1"}), secondary(2)], "Autumn", AUTUMN)
    assert len(made) == 2
    accounts = office.run([days(1)]).items.accounts
    unwritten = {"place": made[0].place, "entry_digest": ""}
    same = [d.model_copy(update=unwritten) for d in accounts.documents]
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
    capitals: Any = "ACCRUAL"
    assert reading.accounts.code(capitals).cost_centre == "C"
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
    result = office.run([pex(1)])
    assert result.items.accounts.accounting_dates == {}
    assert {x.accounting_date for x in result.journal} == {AUTUMN}


def test_a_run_fills_the_account_tables_that_there_are() -> None:
    """An account table that a workbook has is filled, also when emptied; none is added to it."""
    office = Office()
    assert [w.table for w in writes(office.run([days(1)]))] == RUN_TABLES
    for spec in OPTIONAL_SPECS:
        office.more[spec.name] = table(spec.name, [], spec.headings)
    made = {w.table: w for w in writes(office.run([days(1)]))}
    there = [s.name for s in OPTIONAL_SPECS if s not in (WHAT_MOVED, THIS_WORKBOOK)]
    assert list(made) == [*RUN_TABLES[:3], WHAT_MOVED.name, *RUN_TABLES[3:], *there]
    assert [len(made[s.name].rows) for s in OPTIONAL_SPECS[:4]] == [3, 1, 0, 0]


def test_what_the_account_tables_hold() -> None:
    """Debit, credit, VAT, what is outstanding and what the finance system lacks, by heading."""
    office = Office(codes=[])
    office.post([days(1)], "Autumn", AUTUMN)
    for spec in OPTIONAL_SPECS:
        office.more[spec.name] = table(spec.name, [], spec.headings)
    office.more["LedgerExtract"] = table(
        "LedgerExtract", [{"Reference": "X1", "Amount": 5}], LEDGER_EXTRACT.headings
    )
    made = {w.table: w for w in writes(office.run([days(1)]))}
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
    found = [row[0] for row in written(made["Reconciliation"]).rows]
    assert found == ["not ours", "missing in the ledger"]


def test_an_extract_without_a_row_is_none() -> None:
    """The empty sheet waits for a paste; it does not say that the finance system holds nothing."""
    office = Office()
    office.post([days(1)], "Autumn", AUTUMN)
    office.more["LedgerExtract"] = table("LedgerExtract", [], LEDGER_EXTRACT.headings)
    office.more["Reconciliation"] = table("Reconciliation", [], RECONCILIATION.headings)
    result = office.run([days(1)])
    assert result.items.accounts.extract is None
    assert [len(w.rows) for w in writes(result) if w.table == "Reconciliation"] == [0]
