"""Invoices, credit notes and advices: made once, numbered without gaps, to the penny."""

from __future__ import annotations

from datetime import date

import pytest

from tests.support.books import ACADEMY, Row, pex, table
from tests.support.finance_office import (
    DAY_SCHEME,
    JANUARY,
    NET_OFF_ACADEMY,
    OUR_SCHEMES,
    PEX_KS3,
    Office,
    days,
    secondary,
    with_po_required,
)
from xl_recoup.accounts.documents import (
    document_lines,
    entries_words,
    new_documents,
    series_of,
    status_of,
)
from xl_recoup.contract import DOCUMENTS, Document
from xl_recoup.contract.documents_table import entries_in
from xl_recoup.errors import Refused

AUTUMN, SPRING = date(2025, 12, 31), date(2026, 3, 31)


def brief(documents: list[Document]) -> list[tuple[str, str, str, str, str, str]]:
    """Return number, party, net, VAT, gross and original of documents."""
    return [
        (d.number, d.party, f"{d.net:.2f}", f"{d.vat:.2f}", f"{d.gross:.2f}", d.original)
        for d in documents
    ]


def test_one_invoice_per_school_and_period() -> None:
    """Two charges of one school stand on one invoice; a budget adjustment needs none."""
    made = Office().post([days(1), secondary(2), pex(3)], "Autumn", AUTUMN)
    # £950.00 with £190.00 VAT, and £2,502.46 outside its scope
    assert brief(made) == [
        ("INV-2526-0001", "Elm Academy", "3452.46", "190.00", "3642.46", "")
    ]  # fmt: skip
    assert made[0].entries == (1, 2)
    assert (made[0].laestab, made[0].period, made[0].made_on) == (ACADEMY, "Autumn", AUTUMN)


def test_one_invoice_per_trust_where_asked_for() -> None:
    """With `per` trust an academy's invoice is addressed to its trust."""
    made = Office().post([secondary(1)], "Autumn", AUTUMN, per="trust")
    assert [(d.party, d.laestab) for d in made] == [("Elm Trust", "")]


def test_vat_is_rounded_once_per_line() -> None:
    """5 % of £10.10 is 50.5p: 51p on each of three lines, £1.53 in all and not £1.52."""
    scheme: Row = OUR_SCHEMES[-1] | {"VAT percentage": 5, "Percentage": 10.631578947}
    office = Office(schemes=[*OUR_SCHEMES[:-1], scheme])
    one_day = {"End date": date(2025, 11, 3)}  # £95.00 × 10.631578947 % = £10.10
    made = office.post([days(n, **one_day) for n in (1, 2, 3)], "Autumn", AUTUMN)
    assert brief(made) == [("INV-2526-0001", "Elm Academy", "30.30", "1.53", "31.83", "")]


def test_a_negative_correction_is_a_credit_note_against_its_invoice() -> None:
    """Five days fewer: £475.00 and £95.00 VAT back, against the invoice that charged them."""
    office = Office()
    office.post([days(1)], "Autumn", AUTUMN)
    shorter = days(1, **{"End date": date(2025, 11, 7)})
    made = office.post([shorter], "Spring", SPRING)
    assert brief(made) == [
        ("CN-2526-0001", "Elm Academy", "-475.00", "-95.00", "-570.00", "INV-2526-0001")
    ]  # fmt: skip


def test_pence_back_are_a_credit_note() -> None:
    """Below nothing is money back, however little: 50p is no invoice of −£0.50."""
    office = Office()
    one_day = {"End date": date(2025, 11, 3)}
    office.post([days(1, **one_day)], "Autumn", AUTUMN)
    half_a_pound_less = DAY_SCHEME | {"Percentage": 99.4737}  # £95.00 × 99.4737 % = £94.50
    office.schemes = [*OUR_SCHEMES[:-1], half_a_pound_less]
    made = office.post([days(1, **one_day)], "Spring", SPRING)
    assert brief(made) == [
        ("CN-2526-0001", "Elm Academy", "-0.50", "-0.10", "-0.60", "INV-2526-0001")
    ]  # fmt: skip


def test_a_credit_finds_its_invoice_behind_entries_that_have_no_document() -> None:
    """A budget adjustment, posted first, stands on no document; the invoice after it does."""
    office = Office()
    (invoice,) = office.post([pex(1), days(2)], "Autumn", AUTUMN)
    assert [e.route for e in office.entries] == ["budget adjustment", "invoice"]
    assert invoice.entries == (2,)
    made = office.post([pex(1), days(2, **{"End date": date(2025, 11, 7)})], "Spring", SPRING)
    assert brief(made) == [
        ("CN-2526-0001", "Elm Academy", "-475.00", "-95.00", "-570.00", "INV-2526-0001")
    ]  # fmt: skip


def test_credits_against_two_invoices_are_two_credit_notes() -> None:
    """A credit note is against one document: money back on two of them makes two."""
    office = Office()
    office.post([days(1)], "Autumn", AUTUMN)
    office.post([days(1), days(2)], "Winter", date(2026, 1, 31))
    fewer = {"End date": date(2025, 11, 7)}
    made = office.post([days(1, **fewer), days(2, **fewer)], "Spring", SPRING)
    assert [(d.number, d.original) for d in made] == [
        ("CN-2526-0001", "INV-2526-0001"), ("CN-2526-0002", "INV-2526-0002")
    ]  # fmt: skip


def test_money_back_goes_against_the_invoice_on_which_it_is_due() -> None:
    """Charged, credited and charged again: the next credit is against the second invoice."""
    office = Office()
    office.post([days(1)], "Autumn", AUTUMN)
    office.post([days(2)], "Winter", date(2026, 1, 2))
    office.post([days(1), days(2)], "January", date(2026, 1, 31))
    shorter = {"End date": date(2025, 11, 7)}
    made = office.post([days(1, **shorter), days(2)], "Spring", SPRING)
    assert brief(made) == [
        ("CN-2526-0002", "Elm Academy", "-475.00", "-95.00", "-570.00", "INV-2526-0003")
    ]  # fmt: skip


def test_a_reinstatement_credit_is_against_the_charge_it_gives_back() -> None:
    """Charge and reinstatement credit posted at once: the credit note names the new invoice."""
    made = Office().post([secondary(1, **{"Reinstated on": date(2025, 11, 3)})], "Autumn", AUTUMN)
    assert [(d.number, d.original) for d in made] == [
        ("INV-2526-0001", ""), ("CN-2526-0001", "INV-2526-0001")
    ]  # fmt: skip


def test_a_net_off_has_an_advice() -> None:
    """What is netted off stands on an advice, so that the months can be set against it."""
    made = Office().post([secondary(1, NET_OFF_ACADEMY)], "Autumn", AUTUMN)
    assert [(d.number, d.kind, d.net) for d in made] == [
        ("NET-2526-0001", "net-off advice", PEX_KS3)
    ]  # fmt: skip


def test_without_its_purchase_order_an_invoice_is_ready_and_not_issued() -> None:
    """PO required: with one it is ready, without it is kept back; each PO has its own invoice."""
    office = Office(agreements=with_po_required())
    made = office.post([days(1, **{"PO number": "PO-9"}), days(2)], "Autumn", AUTUMN)
    assert [(d.po_number, status_of(d)) for d in made] == [
        ("PO-9", "ready"), ("", "ready, not issued")
    ]  # fmt: skip
    issued = made[0].model_copy(update={"issued_on": AUTUMN})
    assert status_of(issued) == "issued"


def test_numbers_go_on_where_they_ended() -> None:
    """A second posting takes the next number, and makes no document twice."""
    office = Office()
    office.post([days(1)], "Autumn", AUTUMN)
    made = office.post([days(1), days(2)], "Spring", SPRING)
    assert [(d.number, d.entries) for d in made] == [("INV-2526-0002", (2,))]


def test_what_was_posted_without_a_document_gets_one() -> None:
    """A ledger from before documents were kept: the next posting catches up."""
    office = Office()
    office.post([days(1)], "Autumn", AUTUMN)
    office.documents = []
    made = office.post([days(1), days(2)], "Spring", SPRING)
    assert [(d.number, d.period, d.entries) for d in made] == [
        ("INV-2526-0001", "Autumn", (1,)), ("INV-2526-0002", "Spring", (2,))
    ]  # fmt: skip


def test_documents_that_cannot_be_read_stop_the_numbering() -> None:
    """An overwritten row of Documents might hide a number: posting is refused with its cell."""
    office = Office()
    row: Row = {"Document": "INV-2526-0001", "Kind": "invoice", "Ledger entries": "soon",
                "Net": 1, "VAT": 0, "Gross": 1}  # fmt: skip
    office.more["Documents"] = table("Documents", [row], DOCUMENTS.headings)
    from xl_recoup.intake.account_rows import read_accounts
    from xl_recoup.policy.account_records import Accounts
    from xl_recoup.run.calculate import calculate

    tables = office.book([days(1)])
    reading = read_accounts(tables)
    assert [(str(f.place), f.words) for f in reading.faults] == [
        ("Documents G5", "does not hold ledger entries such as 1 to 3, 7")
    ]  # fmt: skip
    result = calculate(tables, as_at=JANUARY, today=JANUARY)
    with pytest.raises(Refused, match="Documents A5: a document can't be read"):
        new_documents(result.items, [], made_on=AUTUMN)
    assert isinstance(reading.accounts, Accounts)


def test_invoices_show_what_is_posted_and_what_is_to_post() -> None:
    """The Invoices table: posted lines with their document, then what posting would add."""
    office = Office()
    office.post([days(1)], "Autumn", AUTUMN)
    result = office.run([days(1), days(2)])
    lines = document_lines(result.items)
    assert [(x.item.ref, x.status, x.document.number if x.document else "") for x in lines] == [
        ("P001/SC", "ready", "INV-2526-0001"), ("P002/SC", "to post", "")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        ((1, 2, 3, 7), "1 to 3, 7"),
        ((5,), "5"),
        ((1, 2), "1 to 2"),
        ((4, 2), "2, 4"),
        ((1, 5, 6), "1, 5 to 6"),
    ],
)
def test_entry_numbers_in_one_cell(numbers: tuple[int, ...], words: str) -> None:
    """Entry numbers are written so that Excel takes them for no date, and read back."""
    assert entries_words(numbers) == words
    assert entries_in(words) == tuple(sorted(numbers))


@pytest.mark.parametrize("words", ["", "one", "3 to 1", "1 to 9999999", "1;2", "1 to"])
def test_entry_numbers_that_are_none(words: str) -> None:
    """What is not a list of entries is not guessed at."""
    assert entries_in(words) is None


def test_the_series_of_a_number() -> None:
    """A number has a series and a place in it; any other form has none."""
    assert series_of("INV-2526-0007") == ("INV-2526", 7)
    assert series_of("2026/7") is None
