"""Receipts in the pasted extract: proposed where one document fits, and never on a guess."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from xl_recoup.accounts.receipts import Receipt, receipts
from xl_recoup.contract import Document, ExtractRow, Settlement
from xl_recoup.policy.account_records import Accounts
from xl_recoup.records import Place

DAY, AS_AT = date(2026, 2, 20), date(2026, 3, 1)


def document(number: str, gross: int, **more: Any) -> Document:
    """Return an issued invoice without VAT."""
    known: dict[str, Any] = {
        "kind": "invoice", "party": "Elm Academy", "laestab": "3054001", "entries": (1,),
        "net": Decimal(gross), "vat": Decimal(0), "gross": Decimal(gross),
        "issued_on": date(2026, 1, 5),
    }  # fmt: skip
    return Document(number=number, **known | more)


def row(reference: str, amount: float, words: str = "", day: date | None = DAY) -> ExtractRow:
    """Return a row of the extract."""
    return ExtractRow(
        place=Place("Ledger extract", "A5"), reference=reference, amount=Decimal(str(amount)),
        day=day, description=words,
    )  # fmt: skip


ONE, TWO = document("INV-2526-0001", 100), document("INV-2526-0002", 250)
OPEN = Accounts(documents=(ONE, TWO))


def proposed(*rows: ExtractRow, accounts: Accounts = OPEN) -> list[Receipt]:
    """Return what is proposed for an extract."""
    return receipts(replace(accounts, extract=rows), AS_AT)


def brief(*rows: ExtractRow, accounts: Accounts = OPEN) -> list[tuple[str, str]]:
    """Return proposal and document of each receipt."""
    made = proposed(*rows, accounts=accounts)
    return [(x.proposal, x.document.number if x.document else "") for x in made]


@pytest.mark.parametrize("amount", [100, -100, 40.5, -40.5])
@pytest.mark.parametrize(
    ("reference", "words"),
    [
        ("INV-2526-0001", "BACS receipt"),
        ("4711", "payment for invoice"),
        ("BACS", "Received from Elm Academy inv-2526-0001"),
        ("", "cheque, our 4711"),
    ],
)
def test_a_receipt_that_names_one_document_is_proposed(
    amount: float, reference: str, words: str
) -> None:
    """By its number or the finance reference, in either cell, whatever the extract's sign."""
    known = document("INV-2526-0001", 100, finance_reference="4711")
    (made,) = proposed(row(reference, amount, words), accounts=Accounts(documents=(known, TWO)))
    assert (made.proposal, made.document) == ("copy to Settlements", known)
    assert made.amount == Decimal(str(abs(amount)))
    assert (made.outstanding, made.after) == (Decimal(100), 100 - made.amount)


def test_parts_are_taken_one_after_the_other() -> None:
    """A second part is set against what the first one leaves; a third that is too much is not."""
    made = proposed(*(row("INV-2526-0001", 40, "receipt") for _ in range(3)))
    assert [(x.proposal, x.after) for x in made] == [
        ("copy to Settlements", Decimal(60)), ("copy to Settlements", Decimal(20)),
        ("decide", None),
    ]  # fmt: skip
    assert "£20.00 more than is outstanding" in made[2].why


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ((row("", 100, "receipt"),), "INV-2526-0001 has just this sum outstanding"),
        ((row("", 77, "receipt"),), "on none just this sum is outstanding"),
        ((row("BACS", 350, "receipt INV-2526-0001 INV-2526-0002"),), "share the sum between them"),
        ((row("INV-2526-0001", 100, "receipt", None),), "has no Date"),
        ((row("INV-2526-0001", 101, "receipt"),), "£1.00 more than is outstanding"),
    ],
)
def test_what_is_not_certain_is_said_and_not_proposed(
    rows: tuple[ExtractRow, ...], why: str
) -> None:
    """No document, several, no day, or too much: a person decides."""
    (made,) = proposed(*rows)
    assert (made.proposal, made.after) == ("decide", None)
    assert why in made.why


def test_two_documents_with_just_that_sum_are_both_named() -> None:
    """The amount alone proposes nothing, however few documents it fits."""
    same = Accounts(documents=(ONE, document("INV-2526-0003", 100)))
    (made,) = proposed(row("", 100, "receipt"), accounts=same)
    assert made.document is None
    assert "INV-2526-0001 and INV-2526-0003 have just this sum" in made.why


@pytest.mark.parametrize(
    "words", ["", "Autumn 2025", "invoice, payment due in 30 days", "refund of payment", "unpaid"]
)
def test_what_is_no_receipt_is_left_alone(words: str) -> None:
    """The booking itself, money given back, and what says nothing."""
    assert brief(row("INV-2526-0001", 100, words)) == []


def test_a_row_against_its_booking_is_asked_about() -> None:
    """Without words it may be a receipt or a reversal; a credit note is neither."""
    booked = row("INV-2526-0001", 100, "Autumn 2025")
    assert brief(booked, row("INV-2526-0001", -100)) == [("decide", "INV-2526-0001")]
    assert brief(booked, row("INV-2526-0001", -100, "credit note CN-1")) == []
    assert brief(booked, row("INV-2526-0001", -100, "BACS receipt")) == [
        ("copy to Settlements", "INV-2526-0001")
    ]


def test_money_that_went_back_is_not_proposed() -> None:
    """Receipts of one extract bear one sign; one that bears the other is asked about."""
    rows = [row("INV-2526-0001", 100, "receipt"), row("INV-2526-0002", 50, "receipt"),
            row("INV-2526-0001", -100, "receipt")]  # fmt: skip
    assert [proposal for proposal, _ in brief(*rows)] == [
        "copy to Settlements", "copy to Settlements", "decide",
    ]  # fmt: skip
    assert {p for p, _ in brief(rows[0], rows[2])} == {"decide"}


def test_what_is_entered_is_not_proposed_again() -> None:
    """The same sum on the same day; each settlement stands for one row alone."""
    settled = Settlement(document="INV-2526-0002", day=DAY, amount=Decimal(50))
    accounts = replace(OPEN, settlements=(settled,))
    rows = [row("INV-2526-0002", 50, "receipt"), row("INV-2526-0002", 50, "receipt")]
    assert brief(*rows, accounts=accounts) == [
        ("entered already", "INV-2526-0002"), ("copy to Settlements", "INV-2526-0002"),
    ]  # fmt: skip
    other_day = row("INV-2526-0002", 50, "receipt", date(2026, 2, 25))
    (made,) = proposed(other_day, accounts=accounts)
    assert (made.proposal, "from another day" in made.why) == ("decide", True)


def test_a_settled_document_and_a_credit_note_take_nothing() -> None:
    """Nothing is outstanding on the one, and no money is due on the other."""
    note = document("CN-2526-0001", -100, kind="credit note")
    paid = Settlement(document="INV-2526-0001", day=date(2026, 2, 1), amount=Decimal(100))
    accounts = Accounts(documents=(ONE, note), settlements=(paid,))
    made = proposed(
        row("INV-2526-0001", 60, "receipt"), row("CN-2526-0001", 60, "receipt"), accounts=accounts
    )
    assert [x.proposal for x in made] == ["decide", "decide"]
    assert "Nothing is outstanding" in made[0].why
    assert "no money is due on it" in made[1].why


def test_no_extract_no_receipts() -> None:
    """Where nothing was pasted in, nothing is proposed."""
    assert receipts(OPEN, AS_AT) == []
