"""Posted lines keep their codes and their VAT; what is taken back takes its own VAT back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from tests.accounts.journal_of import AUTUMN, of
from tests.support.books import SCHEMES
from tests.support.finance_office import (
    DAY_SCHEME,
    JANUARY,
    OUR_SCHEMES,
    Office,
    days,
    pounds,
    short,
)


def test_what_is_posted_keeps_its_codes_and_its_vat() -> None:
    """Codes that change after posting leave posted lines as they were, and change nothing."""
    office = Office()
    office.post([days(1)], "Autumn", AUTUMN)
    (entry,) = office.entries
    assert (entry.cost_centre, entry.subjective) == ("AP77", "S1")
    assert entry.vat_code == "standard"
    assert (entry.vat_percentage, entry.vat) == pounds(20, 190)
    before = [x for x in of(office, [days(1)]) if x.vat_code]
    office.schemes = [
        {**s, "VAT code": "S", "Cost centre": "AP99"}
        if s["Scheme"] == "DAY" else s for s in office.schemes
    ]  # fmt: skip
    office.codes = [
        {**c, "Subjective": "NEW"} for c in office.codes if c["Use"] == "AP recovery income"
    ]
    after = [x for x in of(office, [days(1)]) if x.vat_code]
    assert [(x.cost_centre, x.vat_code, x.credit) for x in after] == [
        ("AP77", "standard", Decimal(950)), ("", "standard", Decimal(190))
    ]  # fmt: skip
    assert after[0] == before[0]


def with_vat(office: Office, percentage: float, code: str) -> None:
    """Change the VAT of the day scheme."""
    office.schemes = [
        {**s, "VAT percentage": percentage, "VAT code": code} if s["Scheme"] == "DAY" else s
        for s in office.schemes
    ]


def vat_and_debt(office: Office) -> tuple[Decimal, Decimal]:
    """Return the VAT of the ledger and the gross of the documents."""
    vat = sum((e.vat or Decimal(0) for e in office.entries), Decimal(0))
    return vat, sum((d.gross for d in office.documents), Decimal(0))


def test_vat_that_changes_after_posting_is_charged_anew() -> None:
    """20 % that should have been 5 %: £950.00 is credited with its own VAT and charged with 5 %."""
    office = Office()
    office.post([days(1)], "Autumn", AUTUMN)
    with_vat(office, 5, "reduced")
    made = office.post([days(1)], "Winter", JANUARY)
    assert [(d.kind, d.net, d.vat, d.original) for d in made] == [
        ("invoice", Decimal(950), Decimal("47.50"), ""),
        ("credit note", *pounds(-950, -190), "INV-2526-0001"),
    ]  # fmt: skip
    assert vat_and_debt(office) == (Decimal("47.50"), Decimal("997.50"))
    assert not [x for x in office.run([days(1)]).lines if x.status == "billable"]
    with_vat(office, 0, "exempt")
    with_vat(office, 17.5, "other")
    office.post([days(1)], "Spring", date(2026, 2, 28))
    assert vat_and_debt(office) == (Decimal("166.25"), Decimal("1116.25"))
    assert len({e.ref for e in office.entries}) == len(office.entries)


def test_what_is_taken_back_takes_its_own_vat_back() -> None:
    """A placement is deleted when its scheme has no VAT any more: £1,140.00 go back, not £950."""
    office = Office()
    office.post([days(1)], "Autumn", AUTUMN)
    with_vat(office, 0, "exempt")
    office.post([days(2)], "Winter", JANUARY)
    assert [(e.amount, e.vat) for e in office.entries] == [
        pounds(950, 190), pounds(950, 0), pounds(-950, -190)
    ]  # fmt: skip
    assert vat_and_debt(office) == (Decimal("0.00"), Decimal("950.00"))


def test_no_penny_of_vat_is_left_over_of_what_is_taken_back() -> None:
    """£10.10 a day at 5 %, taken back day by day: each step's VAT is rounded, nothing is left over.

    Days that come on top are charges of their own, each with the VAT of its invoice.
    """
    scheme = OUR_SCHEMES[-1] | {"VAT percentage": 5, "Percentage": 10.631578947}
    office = Office(schemes=[*OUR_SCHEMES[:-1], scheme])  # £10.10 a day
    for n, last in enumerate((3, 4, 5), 1):
        office.post([days(1, **{"End date": date(2025, 11, last)})], f"P{n}", date(2026, 1, n))
    assert vat_and_debt(office) == (Decimal("1.53"), Decimal("31.83"))
    for n, last in enumerate((4, 3), 4):
        office.post([days(1, **{"End date": date(2025, 11, last)})], f"P{n}", date(2026, 1, n))
    assert vat_and_debt(office) == (Decimal("0.51"), Decimal("10.61"))
    office.post([days(2, **{"End date": date(2025, 11, 3)})], "P6", JANUARY)
    assert vat_and_debt(office) == (Decimal("0.51"), Decimal("10.61"))


def test_rows_of_one_scheme_for_other_year_groups_keep_their_own_codes() -> None:
    """One code, a row for Years 7 to 9 and one for 10 and 11: each books by its own row."""
    young = DAY_SCHEME | {"Lowest year": "7", "Highest year": "9"}
    old = DAY_SCHEME | {
        "Lowest year": "10", "Highest year": "11", "Cost centre": "AP88", "VAT percentage": 5
    }  # fmt: skip
    office = Office(schemes=[*SCHEMES, young, old])
    office.post([days(1), days(2, **{"Year group": "11"})], "Autumn", AUTUMN)
    assert [(e.cost_centre, e.vat) for e in office.entries] == [
        ("AP77", 190), ("AP88", Decimal("47.50"))
    ]  # fmt: skip


def test_a_ledger_of_before_has_the_vat_of_its_scheme() -> None:
    """Entries without VAT, as an earlier version posted them, take it from the Schemes table."""
    office = Office()
    office.post([days(1)], "Autumn", AUTUMN)
    office.entries = [replace(e, vat=None, vat_code="", cost_centre="") for e in office.entries]
    assert short(of(office, [days(1)]))[1:] == [
        ("J000001-2", "AP77", "", "950.00"), ("J000001-3", "CC5", "", "190.00")
    ]  # fmt: skip
