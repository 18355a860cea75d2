"""The journal: each charge has its other side, by route, to the penny."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.accounts.journal_of import AUTUMN, of
from tests.support.books import ACADEMY, pex
from tests.support.finance_office import (
    APRIL,
    NET_OFF_ACADEMY,
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
from xl_recoup.contract import TO_POST
from xl_recoup.errors import Refused

INCOME = "AP recovery income"


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
    income = {
        day: sum((-x.signed for x in lines if x.use == INCOME and x.accounting_date == day),
                 Decimal(0))
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
    assert all(x.use != INCOME for x in accrued)  # the income is in the books already


def test_an_invoice_with_its_po_issued_is_not_accrued() -> None:
    """Once issued by 31 March an invoice is a debtor like any other."""
    office = Office(agreements=with_po_required())
    office.post([days(1)], "Autumn", AUTUMN)
    office.documents = [
        d.model_copy(update={"po_number": "PO1", "issued_on": date(2026, 2, 1)})
        for d in office.documents
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
    unknown: Any = "by hand"
    office.entries = [replace(e, route=unknown) for e in office.entries]
    with pytest.raises(Refused, match="Route of a posted line holds “by hand”"):
        of(office, [pex(1)])


def test_schools_and_codes_are_told_apart() -> None:
    """CFR codes stand on the school's side only, S251 lines on the authority's only."""
    for line in of(Office(), [pex(1, FSM6="Y"), secondary(2), days(3)]):
        assert bool(line.cfr_code) != bool(line.s251_line) or line.use == "VAT output"
    assert ACADEMY in {x.laestab for x in of(Office(), [secondary(2)])}
