"""The journal: each charge has its other side, by route, to the penny."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from tests.support.books import ACADEMY, SCHEMES, Row, pex
from tests.support.finance_office import (
    APRIL,
    DAY_SCHEME,
    JANUARY,
    NET_OFF_ACADEMY,
    OUR_SCHEMES,
    PEX_KS3,
    PEX_PRIMARY,
    YEAR_END,
    Office,
    days,
    pounds,
    secondary,
    short,
    with_po_required,
)
from xl_recoup.accounts.journal import JournalLine, journal
from xl_recoup.contract.account_tables import TO_POST
from xl_recoup.errors import Refused

AUTUMN = date(2025, 12, 31)


def of(
    office: Office, placements: Sequence[Row], as_at: date = date(2026, 1, 31)
) -> list[JournalLine]:
    """Return the journal of a workbook."""
    result = office.run(placements, as_at)
    return journal(result.items)


def test_a_budget_adjustment_takes_from_the_school() -> None:
    """A maintained school's own cost centre is debited, the recovery's income credited."""
    lines = of(Office(), [pex(1)])
    assert short(lines) == [
        ("N-P001/BS-1", "OAK1", "1775.54", ""),
        ("N-P001/BS-2", "CC1", "", "1775.54"),
    ]
    school, income = lines
    assert (school.cfr_code, school.s251_line) == ("I01", "")
    assert (income.cfr_code, income.s251_line) == ("", "1.2.7")
    assert {x.period for x in lines} == {TO_POST}
    assert {x.narrative for x in lines} == {"P001 PEX"}


def test_an_invoice_has_its_vat_beside_the_income() -> None:
    """Ten days at £95.00 with 20 %: debtor £1,140.00, income £950.00, VAT £190.00."""
    lines = of(Office(), [days(1)])
    assert short(lines) == [
        ("N-P001/SC-1", "CC2", "1140.00", ""),
        ("N-P001/SC-2", "AP77", "", "950.00"),  # the scheme's own cost centre
        ("N-P001/SC-3", "CC5", "", "190.00"),
    ]
    assert [x.vat_code for x in lines] == ["", "standard", "standard"]


def test_a_net_off_takes_from_the_high_needs_payment() -> None:
    """A net-off debits the control of what the authority pays the school."""
    assert short(of(Office(), [secondary(1, NET_OFF_ACADEMY)])) == [
        ("N-P001/BS-1", "CC3", "2502.46", ""),
        ("N-P001/BS-2", "CC1", "", "2502.46"),
    ]


def test_a_maintained_school_pays_no_vat() -> None:
    """School and authority are one body: a scheme's VAT is not charged to a budget share."""
    lines = of(Office(), [days(1, **{"Home school": "3054003"})])
    assert [(x.debit, x.credit) for x in lines] == [pounds(950, 0), pounds(0, 950)]
    assert {x.vat_code for x in lines} == {""}


def test_a_credit_is_the_other_way_round() -> None:
    """A cancelled exclusion after posting: the income is debited, the school credited."""
    office = Office()
    office.post([pex(1)], "Autumn", AUTUMN)
    lines = of(office, [pex(1, **{"Cancelled on": date(2026, 1, 12)})])
    assert short(lines) == [
        ("J000001-1", "OAK1", "1775.54", ""),
        ("J000001-2", "CC1", "", "1775.54"),
        ("N-P001/BS/3052001/C1-1", "OAK1", "", "1775.54"),
        ("N-P001/BS/3052001/C1-2", "CC1", "1775.54", ""),
    ]
    assert [x.period for x in lines] == ["Autumn", "Autumn", TO_POST, TO_POST]
    assert [x.accounting_date for x in lines[:2]] == [AUTUMN, AUTUMN]


def test_posted_lines_keep_their_numbers() -> None:
    """A later placement moves no line of what is posted."""
    office = Office()
    office.post([pex(2)], "Autumn", AUTUMN)
    before = of(office, [pex(2)])
    assert of(office, [pex(1), pex(2)])[: len(before)] == before


def test_nothing_is_booked_for_nothing() -> None:
    """Asked, held and nil lines are not in the journal before the year's end."""
    rows = [
        secondary(1, "3054001", **{"Exclusion date": date(2026, 1, 20), "Decision date": None}),
        secondary(2, "3057001"),
    ]
    assert of(Office(), rows) == []


def test_an_accrual_at_the_year_end_and_its_reversal() -> None:
    """What is billable or waits on 31 March is accrued on that day and reversed on the next."""
    rows = [pex(1), secondary(2, **{"Review status": "open"})]
    lines = [x for x in of(Office(), rows, YEAR_END) if x.type != "actual"]
    assert [(x.number, x.type, x.debit, x.credit, x.reversal_of) for x in lines] == [
        ("A-N-P001/BS-1", "accrual", PEX_PRIMARY, 0, ""),
        ("A-N-P001/BS-2", "accrual", 0, PEX_PRIMARY, ""),
        ("A-N-P002/BS-1", "accrual", PEX_KS3, 0, ""),
        ("A-N-P002/BS-2", "accrual", 0, PEX_KS3, ""),
        ("R-N-P001/BS-1", "reversal", 0, PEX_PRIMARY, "A-N-P001/BS-1"),
        ("R-N-P001/BS-2", "reversal", PEX_PRIMARY, 0, "A-N-P001/BS-2"),
        ("R-N-P002/BS-1", "reversal", 0, PEX_KS3, "A-N-P002/BS-1"),
        ("R-N-P002/BS-2", "reversal", PEX_KS3, 0, "A-N-P002/BS-2"),
    ]
    assert {x.accounting_date for x in lines if x.type == "accrual"} == {date(2026, 3, 31)}
    assert {x.accounting_date for x in lines if x.type == "reversal"} == {date(2026, 4, 1)}
    assert {x.period for x in lines} == {"Year end 2025-26", "Opening 2026-27"}


def test_what_is_asked_is_no_income() -> None:
    """A school without an agreement is asked: a request is no debt and is not accrued."""
    office = Office(agreements=[])
    assert of(office, [secondary(1)], YEAR_END) == []


def test_a_reversal_held_for_an_error_is_not_accrued() -> None:
    """A mistyped row holds its correction: what is right is not known, so nothing is accrued."""
    office = Office()
    office.post([pex(1)], "Autumn", AUTUMN)
    lines = of(office, [pex(1, UPN="X305200120001")], YEAR_END)
    assert [x.type for x in lines] == ["actual", "actual"]


def test_what_is_posted_after_the_year_end_stays_accrued() -> None:
    """Posted in April for the year before: income in March, out on 1 April, in again in April."""
    office = Office()
    office.post([pex(1)], "April", date(2026, 4, 30), as_at=APRIL)
    lines = of(office, [pex(1)], APRIL)
    booked = [x for x in lines if x.use == "AP recovery income"]
    income = {
        day: sum((-x.signed for x in booked if x.accounting_date == day), Decimal(0))
        for day in (YEAR_END, date(2026, 4, 1), date(2026, 4, 30))
    }  # fmt: skip
    assert list(income.values()) == [PEX_PRIMARY, -PEX_PRIMARY, PEX_PRIMARY]


def test_an_invoice_without_its_po_is_no_debtor_at_the_year_end() -> None:
    """Posted, PO required and none: the debtor and its VAT become accrued income until issued."""
    office = Office(agreements=with_po_required())
    office.post([days(1)], "Autumn", AUTUMN)
    accrued = [x for x in of(office, [days(1)], YEAR_END) if x.type == "accrual"]
    assert short(accrued) == [
        ("A-J000001-1", "CC6", "950.00", ""),
        ("A-J000001-2", "CC5", "190.00", ""),
        ("A-J000001-3", "CC2", "", "1140.00"),
    ]
    assert all(x.use != "AP recovery income" for x in accrued)  # the income is in the books already


def test_an_invoice_with_its_po_issued_is_not_accrued() -> None:
    """Once issued by 31 March an invoice is a debtor like any other."""
    office = Office(agreements=with_po_required())
    office.post([days(1)], "Autumn", AUTUMN)
    office.documents = [
        replace(d, po_number="PO1", issued_on=date(2026, 2, 1)) for d in office.documents
    ]
    assert {x.type for x in of(office, [days(1)], YEAR_END)} == {"actual"}


def test_a_missing_code_is_a_placeholder() -> None:
    """Without Codes the journal is made all the same; its accounts are empty."""
    lines = of(Office(codes=[]), [secondary(1)])
    assert [(x.use, x.cost_centre) for x in lines] == [
        ("Debtors control", ""), ("AP recovery income", "")
    ]  # fmt: skip


def test_a_ledger_with_a_changed_route_is_refused() -> None:
    """A posted line whose route was overwritten is refused in a sentence, not guessed."""
    office = Office()
    office.post([pex(1)], "Autumn", AUTUMN)
    office.entries = [replace(e, route="by hand") for e in office.entries]
    with pytest.raises(Refused, match="Route of a posted line holds “by hand”"):
        of(office, [pex(1)])


def test_schools_and_codes_are_told_apart() -> None:
    """CFR codes stand on the school's side only, S251 lines on the authority's only."""
    for line in of(Office(), [pex(1, FSM6="Y"), secondary(2), days(3)]):
        assert bool(line.cfr_code) != bool(line.s251_line) or line.use == "VAT output"
    assert ACADEMY in {x.laestab for x in of(Office(), [secondary(2)])}


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
    """£10.10 at 5 % in three steps: each part's VAT is rounded, and nothing is left at the end."""
    scheme = OUR_SCHEMES[-1] | {"VAT percentage": 5, "Percentage": 10.631578947}
    office = Office(schemes=[*OUR_SCHEMES[:-1], scheme])  # £10.10 a day
    for n, last in enumerate((3, 4, 5), 1):
        office.post([days(1, **{"End date": date(2025, 11, last)})], f"P{n}", date(2026, 1, n))
    assert vat_and_debt(office) == (Decimal("1.52"), Decimal("31.82"))
    office.post([days(2, **{"End date": date(2025, 11, 3)})], "P4", JANUARY)
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
