"""Outstanding = gross − settled, and how old it is."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from xl_recoup.accounts.settlement import age_of, balances, settled_by_party
from xl_recoup.closed_lists import DebtAge, SettlementMethod
from xl_recoup.contract import Document, Settlement
from xl_recoup.policy.account_records import Accounts
from xl_recoup.records import Place

AS_AT = date(2026, 3, 31)


def document(number: str, gross: str, **more: Any) -> Document:
    """Return an invoice issued on 1 January 2026, 89 days before the as-at date."""
    amount = Decimal(gross)
    sound = Document(
        number=number, kind="invoice", route="invoice", period="Autumn", party="Elm",
        laestab="3054001", entries=(1,), net=amount, vat=Decimal("0.00"), gross=amount,
        issued_on=date(2026, 1, 1), place=Place("Documents", "A5"),
    )  # fmt: skip
    return sound.model_copy(update=more)


def paid(
    number: str, amount: str, day: date = AS_AT, method: SettlementMethod = "payment"
) -> Settlement:
    """Return a settlement."""
    return Settlement(document=number, day=day, amount=Decimal(amount), method=method)


def test_a_part_payment_leaves_the_rest() -> None:
    """£1,000.00 less £400.00 paid and £250.00 netted off: £350.00, in the third month."""
    accounts = Accounts(
        documents=(document("INV-2526-0001", "1000.00"),),
        settlements=(paid("inv-2526-0001", "400.00"), paid("INV-2526-0001", "250.00")),
    )
    (balance,) = balances(accounts, AS_AT)
    assert (balance.settled, balance.outstanding) == (Decimal("650.00"), Decimal("350.00"))
    assert (balance.days, balance.age) == (89, "61 to 90 days")


def test_a_credit_note_is_set_off_against_its_invoice() -> None:
    """Invoice £1,000.00, credit note £300.00: £700.00 outstanding, nothing on the note itself."""
    note = document(
        "CN-2526-0001", "-300.00", kind="credit note", original="INV-2526-0001"
    )  # fmt: skip
    held = balances(Accounts(documents=(document("INV-2526-0001", "1000.00"), note)), AS_AT)
    assert [b.outstanding for b in held] == [Decimal("700.00"), Decimal("0.00")]
    assert sum(b.set_off for b in held) == 0


def test_a_credit_note_without_an_original_is_owed_by_the_authority() -> None:
    """An admitting academy's credit is outstanding below 0 until it is paid out."""
    note = document("CN-2526-0001", "-300.00", kind="credit note")
    accounts = Accounts(documents=(note,), settlements=(paid("CN-2526-0001", "-300.00"),))
    assert [b.outstanding for b in balances(accounts, AS_AT)] == [0]
    assert [b.outstanding for b in balances(Accounts(documents=(note,)), AS_AT)] == [-300]


def test_what_is_paid_later_is_outstanding_today() -> None:
    """A payment after the as-at date does not count; a document issued after it has no age."""
    accounts = Accounts(
        documents=(
            document("INV-2526-0001", "100.00"),
            document("INV-2526-0002", "50.00", issued_on=AS_AT + timedelta(days=1)),
        ),
        settlements=(paid("INV-2526-0001", "100.00", AS_AT + timedelta(days=1)),),
    )
    held = balances(accounts, AS_AT)
    assert [b.outstanding for b in held] == [100, 50]
    assert [b.age for b in held] == ["61 to 90 days", "not issued"]


@pytest.mark.parametrize(
    ("days", "age"),
    [
        (None, "not issued"), (0, "0 to 30 days"), (30, "0 to 30 days"), (31, "31 to 60 days"),
        (60, "31 to 60 days"), (61, "61 to 90 days"), (90, "61 to 90 days"), (91, "over 90 days"),
    ],
)  # fmt: skip
def test_ages_at_their_edges(days: int | None, age: DebtAge) -> None:
    """The 30th, 60th and 90th day belong to the younger age."""
    assert age_of(days) == age


def test_settlements_by_school() -> None:
    """Payments and net-offs add up by school, until a day."""
    given = (
        paid("INV-2526-0001", "10.00", date(2026, 1, 9)),
        paid("INV-2526-0001", "5.00", date(2026, 1, 30)),
        paid("INV-2526-0001", "7.00", date(2026, 2, 1), "net-off"),
    )
    accounts = Accounts(documents=(document("INV-2526-0001", "100.00"),), settlements=given)
    assert settled_by_party(accounts, date(2026, 1, 31)) == {"3054001": 15}


def test_a_number_given_twice_is_settled_once() -> None:
    """Two documents of one number: the payment reduces the debt once."""
    twice = (document("INV-2526-0001", "100.00"), document("INV-2526-0001", "80.00"))
    held = balances(
        Accounts(documents=twice, settlements=(paid("INV-2526-0001", "100.00"),)), AS_AT
    )
    assert [b.outstanding for b in held] == [0, 80]
