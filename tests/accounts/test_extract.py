"""The reconciliation with a pasted ledger: every line has its result, and what lacks is named."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from tests.support.books import Row, pex, table
from tests.support.finance_office import APRIL, Office, days, secondary, with_po_required
from xl_recoup.accounts.journal import journal
from xl_recoup.accounts.reconciliation import Match, reconcile_extract
from xl_recoup.contract import LEDGER_EXTRACT
from xl_recoup.tables import Cell

AUTUMN = date(2025, 12, 31)
PLACEMENTS = [days(1), pex(2), days(3)]


def posted() -> Office:
    """Return an office with an invoice over two charges (£2,280.00) and a budget adjustment."""
    office = Office()
    office.post(PLACEMENTS, "Autumn", AUTUMN)
    return office


def matches(office: Office, *rows: tuple[Cell, Cell]) -> list[Match]:
    """Return the reconciliation with an extract of references and amounts."""
    cells = [
        {"Reference": ref, "Amount": amount, "Date": AUTUMN, "Description": "x"}
        for ref, amount in rows
    ]
    office.more["LedgerExtract"] = table("LedgerExtract", cells, LEDGER_EXTRACT.headings)
    result = office.run(PLACEMENTS)
    return reconcile_extract(result.items, journal(result.items))


def brief(found: list[Match]) -> list[tuple[str, str, str]]:
    """Return result, reference and difference of each line."""
    return [(m.result, m.reference, f"{m.difference:.2f}") for m in found]


def test_what_agrees_is_matched() -> None:
    """A document gross, a charge by its reference: nothing is missing."""
    found = matches(posted(), ("INV-2526-0001", 2280.0), ("p002/bs", 1775.54))
    assert brief(found) == [
        ("matched", "INV-2526-0001", "0.00"), ("matched", "p002/bs", "0.00")
    ]  # fmt: skip


def test_net_and_vat_may_stand_apart() -> None:
    """Lines of one document that add up to it are matched; the net alone is, too."""
    found = matches(posted(), ("INV-2526-0001", 1900.0), ("INV-2526-0001", 380.0),
                    ("P002/BS", 1775.54))  # fmt: skip
    assert {m.result for m in found} == {"matched"}
    found = matches(posted(), ("INV-2526-0001", 1900), ("P002/BS", 1775.54))
    assert {m.result for m in found} == {"matched"}


def test_an_income_account_shows_credits() -> None:
    """Where the sign is turned throughout, the extract is that of the income, and agrees."""
    found = matches(posted(), ("INV-2526-0001", -1900), ("P002/BS", -1775.54))
    assert {m.result for m in found} == {"matched"}


def test_the_other_results() -> None:
    """Different, duplicate, not ours and missing: each line has its own."""
    found = matches(
        posted(), ("INV-2526-0001", 2280), ("INV-2526-0001", 2280), ("P003/SC", 1140),
        ("PETTY CASH", 12.5), (None, 7),
    )  # fmt: skip
    assert brief(found) == [
        ("matched", "INV-2526-0001", "0.00"),
        ("duplicate", "INV-2526-0001", "2280.00"),
        ("duplicate", "P003/SC", "1140.00"),  # its document is there already
        ("not ours", "PETTY CASH", "12.50"),
        ("not ours", "", "7.00"),
        ("missing in the ledger", "P002/BS", "-1775.54"),
    ]
    (different, *_) = matches(posted(), ("INV-2526-0001", 2208), ("P002/BS", 1775.54))
    assert (different.result, different.difference) == ("different", Decimal(-72))
    assert str(different.place) == "LedgerExtract A5"


def test_a_document_entered_charge_by_charge() -> None:
    """One of two charges is there: the other one is missing, and not the whole document."""
    found = matches(posted(), ("P001/SC", 1140), ("P002/BS", 1775.54))
    assert brief(found)[2:] == [("missing in the ledger", "P003/SC", "-1140.00")]


def test_the_finance_systems_own_number() -> None:
    """A document is known by its finance reference as well."""
    office = posted()
    theirs = {"finance_reference": "80012345"}
    office.documents = [d.model_copy(update=theirs) for d in office.documents]
    found = matches(office, (80012345, 2280), ("P002/BS", 1775.54))
    assert {m.result for m in found} == {"matched"}


def test_what_is_not_issued_is_not_missed() -> None:
    """An invoice kept back for want of a PO is not expected in the finance system."""
    office = Office(agreements=with_po_required())
    office.post(PLACEMENTS, "Autumn", AUTUMN)
    assert brief(matches(office, ("P002/BS", 1775.54))) == [("matched", "P002/BS", "0.00")]


def test_journal_lines_and_accruals() -> None:
    """An extract may quote journal lines; an accrual that is not there is not missing."""
    office = Office()
    office.post([secondary(1)], "April", date(2026, 4, 30), as_at=APRIL)
    marks = {"J000001-2": -2502.46, "A-J000001-2": -2502.46, "R-J000001-2": 2502.46}
    rows: list[Row] = [{"Reference": ref, "Amount": amount} for ref, amount in marks.items()]
    office.more["LedgerExtract"] = table("LedgerExtract", rows, LEDGER_EXTRACT.headings)
    result = office.run([secondary(1)], APRIL)
    found = reconcile_extract(result.items, journal(result.items))
    assert [m.result for m in found] == ["matched"] * 3


def test_without_an_extract_nothing_is_reconciled() -> None:
    """No table, no result: that is not the same as everything missing."""
    result = posted().run(PLACEMENTS)
    assert reconcile_extract(result.items) == []
