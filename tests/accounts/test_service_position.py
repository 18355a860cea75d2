"""The position of a service: what it costs, what pays for it, what is short."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.books import AS_AT, HHT_SERVICE, SCHEMES, book, leaver, pex, run
from tests.support.finance_office import PEX_PRIMARY
from xl_recoup.accounts.service_position import (
    NOTHING,
    Recouped,
    positions,
    recouped_by_service,
)
from xl_recoup.closed_lists import ServiceMoney
from xl_recoup.contract import SERVICES, ServiceLine
from xl_recoup.outputs.year_so_far import service_positions
from xl_recoup.records import Place
from xl_recoup.run.calculate import calculate

NORTHAMPTONSHIRE: list[tuple[str, ServiceMoney, int]] = [
    ("2013-14", "DSG", 3_229_426), ("2013-14", "DSG", -1_840_000),
    ("2013-14", "other income", 628_990), ("2013-14", "cost", 1_591_389),
    ("2014-15", "DSG", 3_119_426), ("2014-15", "DSG", -1_840_000),
    ("2014-15", "other income", 646_131), ("2014-15", "cost", 1_817_962),
    ("2014-15", "cost", 130_000),
    ("2015-16", "DSG", 3_119_426), ("2015-16", "DSG", -2_108_333),
    ("2015-16", "other income", 746_131), ("2015-16", "cost", 1_682_066),
    ("2015-16", "cost", 483_976),
]  # fmt: skip
"""Northamptonshire Schools Forum, 2014-15, item 7b: budget less recoupment from DSG, clawbacks, and
payments for alternative provision."""


def line(year: str, money: ServiceMoney, amount: int | Decimal, service: str = "AP") -> ServiceLine:
    return ServiceLine(
        place=Place("Services", "E5"), service=service, financial_year=year, line=money,
        amount=Decimal(amount), basis="actual",
    )  # fmt: skip


def test_the_published_years_come_out_to_the_pound() -> None:
    """427,027 left over, then 22,405 and 408,818 short."""
    made = positions([line(*row) for row in NORTHAMPTONSHIRE], {}, "2025-26")
    assert {p.financial_year: p.gap for p in made} == {
        "2013-14": Decimal(-427_027), "2014-15": Decimal(22_405), "2015-16": Decimal(408_818),
    }  # fmt: skip


@given(st.dictionaries(st.sampled_from(["cost", "DSG", "other income"]), st.integers(0, 10**7)),
       st.integers(1, 10**7), st.integers(0, 10**7))  # fmt: skip
def test_charges_raised_by_the_percentage_close_the_gap(
    money: dict[ServiceMoney, int], billable: int, asked: int
) -> None:
    """Whatever a service costs: posted and billable times (1 + percentage/100) leave a gap of 0."""
    recouped = Recouped({"billable": Decimal(billable), "asked": Decimal(asked)}, Decimal(0))
    rows = [line("2025-26", what, pounds) for what, pounds in money.items()]
    for p in positions(rows, {"ap": recouped}, "2025-26"):
        if "cost" not in money:
            assert (p.gap, p.gap_if_all_paid, p.closing_percentage) == (None, None, None)
            continue
        assert p.gap is not None
        assert p.closing_percentage is not None
        assert abs(p.gap - billable * p.closing_percentage / 100) < Decimal("0.01")
        assert p.gap_if_all_paid == p.gap - asked


def test_what_is_charged_counts_in_this_workbook_s_year_alone() -> None:
    """Charges belong to the workbook's year; without any there is no percentage."""
    recouped = Recouped({"posted": Decimal(600)}, Decimal(200))
    rows = [line("2024-25", "cost", 1000), line("2025-26", "cost", 1000)]
    before, now = positions(rows, {"ap": recouped}, "2025-26")
    assert before.gap == Decimal(1000)
    assert (before.closing_percentage, before.recouped) == (None, NOTHING)
    assert now.gap == Decimal(400)
    assert now.recouped.received == Decimal(200)
    assert now.closing_percentage == Decimal(400) * 100 / 600


@pytest.mark.parametrize(("year", "words"), [("2025-27", "not a financial year"), ("", "blank")])
def test_a_row_that_can_t_be_read_is_a_finding(year: str, words: str) -> None:
    """A wrong or blank year is an error at its cell, and the sum is left out."""
    row = HHT_SERVICE | {"Financial year": year or None}
    result = run(Services=[row])
    found = [f for f in result.findings if f.place.sheet == "Services"]
    assert [(f.code, f.place.cell) for f in found] == [("S29", "B5")]
    assert words in found[0].message
    assert service_positions(result) == []


def test_the_table_names_what_the_contract_names() -> None:
    """The columns of Services are the contract's, and behind them the name that readers see."""
    assert SERVICES.headings == (
        "Service", "Financial year", "Line", "Month", "Amount", "Basis", "Note", "Name",
    )  # fmt: skip


def test_what_is_charged_is_added_up_by_the_service_of_its_scheme() -> None:
    """Of every status by itself; a scheme without a service is in none."""
    schemes = [SCHEMES[0] | {"Service": "HHT"}, *SCHEMES[1:]]
    rows = [pex(1), pex(2), pex(3, **{"Review status": "open"}), leaver(4)]
    result = calculate(book(rows, Schemes=schemes), as_at=date(2026, 1, 31), today=AS_AT)
    found = recouped_by_service(result.policy.schemes, result.items, result.lines, AS_AT)
    assert list(found) == ["hht"]
    assert dict(found["hht"].by_status) == {
        "billable": 2 * PEX_PRIMARY, "held": PEX_PRIMARY
    }  # fmt: skip
    assert found["hht"].of("billable", "held") == 3 * PEX_PRIMARY
    assert found["hht"].received == 0
