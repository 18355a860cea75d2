"""The year's end: the returns' totals are those of the ledger, the accruals and the journal."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.support.books import ACADEMY, HHT_SERVICE, SCHEMES, pex, run
from tests.support.finance_office import APRIL, YEAR_END, Office
from xl_recoup.accounts.journal import journal
from xl_recoup.accounts.year_end import YearEndLine, year_end
from xl_recoup.money import ZERO
from xl_recoup.run.result import Result

AUTUMN = date(2025, 12, 31)
AT_ACADEMY = {"Home school": ACADEMY, "Year group": 8, "Date of birth": date(2012, 11, 3)}
HELD = {"Exclusion date": date(2026, 3, 2), "Decision date": None}


def of(result: Result, kind: str, code: str) -> YearEndLine:
    """Return one line of a return."""
    return next(x for x in year_end(result.items) if (x.of, x.code) == (kind, code))


@pytest.mark.parametrize("as_at", [YEAR_END, APRIL])
def test_the_income_of_the_year_is_that_of_the_journal(as_at: date) -> None:
    """By S251 line: posted by 31 March and accrued then, whenever the run is made after it."""
    office = Office()
    office.post([pex(1)], "Autumn", AUTUMN)
    result = office.run([pex(1), pex(2), pex(3, **AT_ACADEMY), pex(4, **HELD)], as_at)
    end = result.policy.period.end
    booked: dict[str, Decimal] = {}
    for x in journal(result.items):
        if x.use != "AP recovery income" or x.accounting_date is None or x.accounting_date > end:
            continue
        if x.type == "accrual" or (x.type == "actual" and x.posted):
            booked[x.s251_line] = booked.get(x.s251_line, ZERO) - x.signed
    found = {x.code: x.income for x in year_end(result.items) if x.of == "S251"}
    assert found == booked
    line = of(result, "S251", "1.2.7")
    assert line.posted > 0 < line.to_accrue
    assert line.dsg_block == "high needs block"


def test_before_the_year_s_end_it_is_as_it_stands() -> None:
    """In January: billable, and held for a day, would be accrued; what is asked is not."""
    result = run([pex(1), pex(2, **AT_ACADEMY)], Agreements=[])
    line = of(result, "S251", "1.2.7")
    assert (line.posted, line.to_accrue) == (ZERO, result.totals["billable"])
    assert result.totals["asked"]


def test_cfr_is_for_maintained_schools_alone() -> None:
    """Each school and code: a budget share less, so income is less; an academy has no CFR."""
    result = run([pex(1), pex(2, **AT_ACADEMY)])
    lines = [x for x in year_end(result.items) if x.of == "CFR"]
    assert [(x.code, x.school) for x in lines] == [("I01", "Oak Primary")]
    amount = lines[0].to_accrue
    assert (lines[0].income, lines[0].gross, lines[0].net) == (-amount, ZERO, amount)
    assert lines[0].dsg_block == ""


def test_an_expenditure_code_is_gross() -> None:
    """E27, bought-in curriculum services, is what the school spends."""
    schemes = [SCHEMES[0] | {"CFR code": "E27"}, *SCHEMES[1:]]
    line = of(run([pex(1)], Schemes=schemes), "CFR", "E27")
    assert (line.gross, line.income, line.net) == (line.to_accrue, ZERO, line.to_accrue)


ACTUAL: dict[str, Any] = HHT_SERVICE | {"Basis": "actual", "Amount": 9000}


def with_service(*services: dict[str, Any], both: bool = True) -> Result:
    """Return a run whose statutory schemes recoup the cost of a service."""
    schemes = [SCHEMES[0] | {"Service": "HHT"}, SCHEMES[1] | {"Service": "HHT" if both else ""}]
    return run([pex(1)], Schemes=[*schemes, SCHEMES[2]], Services=list(services))


def test_the_gross_of_a_line_is_the_actual_cost_of_its_services() -> None:
    """Other income counts as income; DSG and the authority's contribution are no income."""
    result = with_service(
        ACTUAL, ACTUAL | {"Line": "other income", "Amount": 500}, ACTUAL | {"Line": "DSG"}
    )
    line = of(result, "S251", "1.2.7")
    assert line.gross == Decimal(9000)
    assert line.income == result.totals["billable"] + 500
    assert line.net == Decimal(9000) - line.income


@pytest.mark.parametrize(
    ("services", "words"),
    [
        ([], "gross and net are not known; no cost is known of PEX (no Service on the sheet"),
        ([HHT_SERVICE], "Services has no actual cost of HHT for 2025-26"),
        ([ACTUAL | {"Financial year": "2024-25"}], "Services has no actual cost of HHT"),
    ],
)
def test_a_cost_that_is_not_known_is_blank_and_said(
    services: list[dict[str, Any]], words: str
) -> None:
    """A budget is no cost, nor is another year's: gross and net stay blank, with the reason."""
    result = with_service(*services) if services else run([pex(1)])
    line = of(result, "S251", "1.2.7")
    assert (line.gross, line.net, line.income) == (None, None, result.totals["billable"])
    assert words in line.note


def test_a_service_of_two_lines_is_in_neither() -> None:
    """Nobody says how its cost is divided: a note names both lines."""
    schemes = [
        SCHEMES[0] | {"Service": "HHT"}, SCHEMES[1] | {"Service": "HHT", "S251 line": "1.2.6"},
        SCHEMES[2],
    ]  # fmt: skip
    line = of(run([pex(1)], Schemes=schemes, Services=[ACTUAL]), "S251", "1.2.7")
    assert line.gross is None
    assert "not in it: the service HHT, whose schemes name 1.2.6 and 1.2.7" in line.note
