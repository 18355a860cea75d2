"""Audit findings of the accounts: each is found where it is, and not where it is not."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from tests.accounts.test_settlement import AS_AT, document, paid
from tests.support.books import pex
from tests.support.finance_office import APRIL, YEAR_END, Office, days, with_po_required
from xl_recoup.accounts import audit
from xl_recoup.accounts.journal import journal
from xl_recoup.contract import ExtractRow
from xl_recoup.policy.account_records import Accounts, Noted
from xl_recoup.records import Place

AUTUMN = date(2025, 12, 31)


def said(found: Iterable[Noted]) -> list[str]:
    """Return findings as they are read: place and words."""
    return [f"{n.place}: {n.words}" for n in found]


def test_a_gap_in_the_numbering() -> None:
    """A number left out, also the first ones, is found at the document after it."""
    found = said(audit.numbering([document("INV-2526-0002", "1"), document("INV-2526-0005", "1")]))
    assert [f.split(" missing")[0] for f in found] == [
        "Documents A5: INV-2526-0001 is", "Documents A5: INV-2526-0003 to INV-2526-0004 are"
    ]  # fmt: skip
    assert said(audit.numbering([document("INV-2526-0001", "1")])) == []


def test_a_number_given_twice_or_of_no_series() -> None:
    """Two documents with one number, and a number that posting never gave, are found."""
    found = said(
        audit.numbering(
            [document("INV-2526-0001", "1"), document("inv-2526-0001", "2"), document("77", "3"),
             document("CN-2526-0001", "4")]
        )
    )  # fmt: skip
    assert "given a second time" in found[0]
    assert "77 is not one of the series INV" in found[1]
    assert "CN-2526-0001 is not one of the series INV" in found[2]
    assert len(found) == 3


def test_a_charge_that_is_posted_without_a_document() -> None:
    """Posted to be invoiced, on no document: nobody is asked to pay."""
    office = Office()
    office.post([days(1), pex(2)], "Autumn", AUTUMN)
    assert said(audit.posted_without_document(office.run([days(1), pex(2)]).items)) == []
    office.documents = []
    (found,) = said(audit.posted_without_document(office.run([days(1), pex(2)]).items))
    assert found.startswith("Ledger A5: P001/SC (£950.00) is posted by invoice, but stands on no")


def test_documents_that_disagree_with_the_ledger() -> None:
    """Another net, VAT or gross, an unknown or doubled entry, a false original: each is found."""
    office = Office()
    (right,) = office.post([days(1)], "Autumn", AUTUMN)
    assert said(audit.wrong_documents(office.run([days(1)]).items)) == []
    changed: tuple[tuple[dict[str, Any], str], ...] = (
        ({"net": Decimal(900), "gross": Decimal(1090)}, "the net is £900.00"),
        ({"vat": Decimal(0), "gross": Decimal(950)}, "the VAT is £0.00"),
        ({"gross": Decimal(1)}, "the gross £1.00 is not net and VAT, £1,140.00"),
        ({"entries": (1, 9)}, "the ledger has no entry 9"),
        ({"original": "INV-1"}, "it is against INV-1, which is not a document"),
    )
    for changes, words in changed:
        office.documents = [right.model_copy(update=changes)]
        (found,) = said(audit.wrong_documents(office.run([days(1)]).items))
        assert words in found
    office.documents = [right, right.model_copy(update={"number": "INV-2526-0002"})]
    (found,) = said(audit.wrong_documents(office.run([days(1)]).items))
    assert "entry 1 stands on INV-2526-0001 too" in found


def test_an_invoice_issued_without_its_purchase_order() -> None:
    """Issued although a PO is required and missing; ready is no finding, nor is a PO given."""
    office = Office(agreements=with_po_required())
    (d,) = office.post([days(1)], "Autumn", AUTUMN)
    assert not list(audit.issued_without_po(Accounts(documents=(d,))))
    assert not list(
        audit.issued_without_po(
            Accounts(documents=(d.model_copy(update={"issued_on": AUTUMN, "po_number": "1"}),))
        )
    )
    issued = d.model_copy(update={"issued_on": AUTUMN})
    (found,) = audit.issued_without_po(Accounts(documents=(issued,)))
    assert "issued on 31 December 2025 without a purchase order" in found.words


def test_debt_over_90_days() -> None:
    """91 days with something outstanding is found; 90 days, or paid in full, is not."""
    old = document("INV-2526-0001", "100.00", issued_on=date(2025, 12, 30))
    (found,) = audit.aged_debt(Accounts(documents=(old,)), AS_AT)
    assert "£100.00 of INV-2526-0001 (Elm) is outstanding 91 days after" in found.words
    settled = Accounts(documents=(old,), settlements=(paid("INV-2526-0001", "100.00"),))
    assert not list(audit.aged_debt(settled, AS_AT))
    young = old.model_copy(update={"issued_on": date(2025, 12, 31)})
    assert not list(audit.aged_debt(Accounts(documents=(young,)), AS_AT))


def test_settlements_that_settle_nothing_or_too_much() -> None:
    """A payment on an unknown document, and more than a document comes to, are found."""
    d = document("INV-2526-0001", "100.00")
    note = document("CN-2526-0001", "-20.00", kind="credit note")
    sound = (paid("INV-2526-0001", "100.00"), paid("CN-2526-0001", "-20.00"))
    accounts = Accounts(documents=(d, note), settlements=sound)
    assert not list(audit.unknown_settlements(accounts))
    assert not list(audit.over_settled(accounts, AS_AT))
    wrong = Accounts(documents=(d, note), settlements=(*sound, paid("INV-9", "1.00"),
                     paid("INV-2526-0001", "5.00"), paid("CN-2526-0001", "-1.00")))  # fmt: skip
    assert ["INV-9" in n.words for n in audit.unknown_settlements(wrong)] == [True]
    found = said(audit.over_settled(wrong, AS_AT))
    assert ["£105.00 is settled" in found[0], "give £5.00" in found[0]] == [True, True]
    assert "−£21.00 is settled on CN-2526-0001" in found[1]
    owed, more = document("INV-2526-0002", "0.60"), paid("INV-2526-0002", "1.00")
    pence = Accounts(documents=(owed,), settlements=(more,))
    assert "give £0.40" in said(audit.over_settled(pence, AS_AT))[0]


def test_an_accrual_without_its_reversal() -> None:
    """A reversal missing from the journal, or from the finance system after 1 April, is found."""
    office = Office()
    lines = journal(office.run([pex(1)], YEAR_END).items)
    assert not list(audit.accruals_not_reversed(lines, Accounts(), YEAR_END))
    without = [x for x in lines if x.type != "reversal"]
    assert len(list(audit.accruals_not_reversed(without, Accounts(), YEAR_END))) == 2
    row = ExtractRow(
        reference="A-N-P001/BS-2", amount=Decimal("-1775.54"), place=Place("Ledger extract", "A9")
    )
    pasted = Accounts(extract=(row,))
    assert not list(audit.accruals_not_reversed(lines, pasted, YEAR_END))  # not due before 1 April
    (found,) = said(audit.accruals_not_reversed(lines, pasted, APRIL))
    assert found.startswith("Ledger extract A9: the finance system holds the accrual A-N-P001/BS-2")
    both = Accounts(extract=(row, row.model_copy(update={"reference": "R-N-P001/BS-2"})))
    assert not list(audit.accruals_not_reversed(lines, both, APRIL))
