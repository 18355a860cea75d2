"""The reference tables: what each way of breaking a row holds, and whom it leaves alone."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.checks.case import changed
from tests.intake.read_tables import AT_ACADEMY, statuses
from tests.support.books import (
    AGREEMENTS,
    CALENDAR,
    MAINTAINED,
    PROVIDERS,
    RATES,
    SCHEMES,
    SCHOOLS,
    book,
    leaver,
    pex,
    rate,
    run,
    table,
)
from xl_recoup import contract
from xl_recoup.errors import Refused
from xl_recoup.intake.reference import read_reference
from xl_recoup.run.result import Result
from xl_recoup.tables import CellError


def reasons(result: Result) -> list[str]:
    """Return the reasons of the lines that are held."""
    return [line.reason for line in result.lines if line.status == "held"]


def test_a_broken_calendar_row_holds_every_row_of_that_calendar() -> None:
    """A term that can't be read might hold the sixth school day: nothing of it is counted."""
    own = [row | {"Calendar": "Elm"} for row in CALENDAR]
    schools = changed(SCHOOLS, 2, Calendar="Elm")
    broken = changed(own, 4, To="the end of July")
    result = run([pex(1), pex(2, **AT_ACADEMY)], Schools=schools, Calendar=[*CALENDAR, *broken])
    assert statuses(result) == ["billable", "held"]
    assert reasons(result) == ["R62"]
    sound = run([pex(1), pex(2, **AT_ACADEMY)], Schools=schools, Calendar=[*CALENDAR, *own])
    assert statuses(sound) == ["billable", "billable"]


@pytest.mark.parametrize(
    "cells",
    [
        {"Kind": "holiday"}, {"Kind": None}, {"From": None}, {"To": CellError("#N/A")},
        {"From": "31/02/2025"}, {"From": date(2025, 4, 23), "To": date(2025, 4, 22)},
        {"To": date(2026, 4, 24)},
    ],
)  # fmt: skip
def test_every_way_of_breaking_a_calendar_row_holds(cells: dict[str, Any]) -> None:
    """A missing kind, an unreadable date or days in the wrong order are never worked around."""
    result = run([pex()], Calendar=changed(CALENDAR, 1, **cells))
    assert reasons(result) == ["R62"]
    assert {f.code for f in result.findings} >= {"S27", "R62"}


def test_a_blank_calendar_name_is_the_authoritys_own() -> None:
    """Rows without a calendar's name are the authority's calendar, `LA`."""
    rows = [row | {"Calendar": None} for row in CALENDAR]
    assert run([pex()], Calendar=rows).lines == run([pex()]).lines


def test_a_broken_rate_row_holds_the_rows_that_need_it_and_no_others() -> None:
    """A rate that can't be read is never taken as 0: whoever needs it waits for it."""
    rates = changed(RATES, 10, Amount="n/a")  # low prior attainment, secondary
    needing = {"Low prior attainment": "Y"} | AT_ACADEMY
    result = run([pex(1), pex(2, **needing), pex(3, **AT_ACADEMY)], Rates=rates)
    assert statuses(result) == ["billable", "held", "billable"]
    assert reasons(result) == ["R63"]


@pytest.mark.parametrize(
    "cells",
    [
        {"Amount": None}, {"Amount": "about 3,800"}, {"Amount": -1}, {"Amount": True},
        {"Phase": None}, {"Phase": "infant"}, {"Valid from": None}, {"Valid to": "March"},
        {"Basis": "gross"}, {"Status": "agreed"},
    ],
)  # fmt: skip
def test_every_way_of_breaking_a_rate_row_holds(cells: dict[str, Any]) -> None:
    """An amount, phase, day, basis or status that is not plain makes the rate unusable."""
    result = run([pex()], Rates=changed(RATES, 0, **cells))
    assert reasons(result) == ["R63"]
    assert "S27" in {f.code for f in result.findings}


@pytest.mark.parametrize("heading", contract.RATES.headings)
def test_an_excel_error_anywhere_in_a_rate_is_refused(heading: str) -> None:
    """No rate with an Excel error is ever charged with, wherever in its row it stands."""
    with pytest.raises(Refused, match=r"^The Rates table holds an Excel error at Rates [A-K]5,"):
        run([pex()], Rates=changed(RATES, 0, **{heading: CellError("#REF!")}))


def test_a_rate_formula_without_a_value_holds_the_rows_that_need_it() -> None:
    """A rate whose formula was never calculated is unknown, not 0."""
    rates = changed(RATES, 0, Amount=None)
    given = table("Rates", rates, contract.RATES.headings, valueless=frozenset({"C5"}))
    result = run([pex()], replace={"Rates": given})
    assert reasons(result) == ["R63"]
    assert "S24" in {f.code for f in result.findings}


def test_a_rate_without_a_factor_is_left_out_with_a_finding() -> None:
    """A row of Rates that says not what it is for can't be used by anybody."""
    result = run([pex()], Rates=[*RATES, rate("fsm", "all", 5) | {"Factor": None}])
    assert [f.message for f in result.findings] == [
        "Rates A23: this cell is blank, but the factor is needed, so placements that need"
        " the rate are held. Correct the cell."
    ]
    assert statuses(result) == ["billable"]


def test_factors_are_known_whatever_their_spelling() -> None:
    """Capitals and spaces instead of underscores name the same factor."""
    rates = changed(RATES, 0, Factor="Basic  Entitlement", Unit="Per pupil per year")
    assert run([pex()], Rates=rates).lines == run([pex()]).lines


@pytest.mark.parametrize(
    "unit",
    ["per pupil", "Per annum", "p.a.", "£ per pupil per year", "each year", "a year", "per FTE",
     "per pupil/year", None],
)  # fmt: skip
def test_units_are_understood_in_many_words(unit: str | None) -> None:
    """What a rate is for may be said in the words that finance uses."""
    result = run([pex()], Rates=changed(RATES, 0, Unit=unit))
    assert result.findings == []


@pytest.mark.parametrize("unit", ["per day", "per week", "£000", "thousands", "per month"])
def test_another_unit_is_a_warning(unit: str) -> None:
    """Unit is for reading: what a year's factor is divided by stands in the regulation."""
    result = run([pex()], Rates=changed(RATES, 0, Unit=unit))
    assert [(f.code, str(f.place)) for f in result.findings] == [("A49", "Rates D5")]
    assert result.lines == run([pex()]).lines


@pytest.mark.parametrize(
    "cells",
    [
        {"LAESTAB": "30520"}, {"School": None}, {"Type": "grammar"}, {"Type": None},
        {"Open from": "soon"}, {"Highest year": 20}, {"Leaving years": "6; top"},
    ],
)  # fmt: skip
def test_a_broken_school_row_holds_its_placements(cells: dict[str, Any]) -> None:
    """A school whose row can't be read is not known, so its placements are held."""
    result = run([pex()], Schools=changed(SCHOOLS, 0, **cells))
    assert reasons(result) == ["R03"]
    assert "S27" in {f.code for f in result.findings}


@pytest.mark.parametrize("years", ["6", "R, 6", "2;6", " Year 6 , "])
def test_leaving_years_are_a_list(years: str) -> None:
    """Commas or semicolons part the years at whose end pupils leave a school."""
    policy = read_reference(
        book(Schools=changed(SCHOOLS, 0, **{"Leaving years": years})), None, date(2026, 1, 31)
    ).policy
    assert 6 in policy.schools.on(MAINTAINED, date(2025, 10, 6)).leaving_years


@pytest.mark.parametrize(
    "cells", [{"Status": "perhaps"}, {"Status": None}, {"Scheme": None}, {"From": "then"}]
)
def test_a_broken_agreement_makes_nothing_billable(cells: dict[str, Any]) -> None:
    """An agreement that can't be read binds nobody: the charge is asked for, and it is said."""
    result = run([pex(**AT_ACADEMY)], Agreements=[AGREEMENTS[0] | cells])
    assert statuses(result) == ["asked"]
    assert "S27" in {f.code for f in result.findings}


@pytest.mark.parametrize("cells", [{"Scheme": None}, {"In use": "perhaps"}, {"Valid to": "n/a"}])
def test_a_broken_scheme_row_holds_its_placements(cells: dict[str, Any]) -> None:
    """A scheme whose row can't be read is not known, so placements under it are held."""
    result = run([pex()], Schemes=changed(SCHEMES, 0, **cells))
    assert reasons(result) == ["R06"]
    assert "S27" in {f.code for f in result.findings}


@pytest.mark.parametrize(
    "schemes", [{"Schemes": None}, {"Schemes": table("Schemes", [], ["Scheme"])}]
)
def test_the_regulations_schemes_need_no_row(schemes: dict[str, Any]) -> None:
    """PEX and LEAVER are known without a Schemes table, or with one that lacks them."""
    result = run([pex(1), leaver(2)], replace=schemes)
    assert statuses(result) == ["billable", "billable"]
    assert "R06" not in {f.code for f in result.findings}


def test_a_local_scheme_needs_the_schemes_table() -> None:
    """Without the table a local code can't be explained, and nothing is calculated."""
    with pytest.raises(Refused, match="no table named Schemes"):
        run([pex(1), pex(2, Scheme="BTA-TURN")], replace={"Schemes": None})


def test_a_provider_needs_a_code_and_no_more() -> None:
    """A provider without a code is left out with a finding; other cells may be unreadable."""
    rows = [*PROVIDERS, {"Provider": "Nameless"}, {"Code": "AP3", "Places commissioned": "few"}]
    result = run([pex(1), pex(2, Provider="AP3")], Providers=rows)
    assert [str(f.place) for f in result.findings] == ["Providers A6", "Providers E7"]
    assert statuses(result) == ["billable", "billable"]


def test_without_a_providers_table_no_provider_is_wrong() -> None:
    """The Providers table may be absent; then codes are not checked."""
    result = run([pex(Provider="anything")], replace={"Providers": None, "Queries": None})
    assert result.findings == []


def test_a_query_needs_its_reference_and_a_charge() -> None:
    """A query without either is left out with a finding; an open one marks its charge."""
    rows = [
        {"Query ref": "Q1", "Charge ref": "p001/bs"},
        {"Query ref": "Q2"},
        {"Charge ref": "P001/PP"},
        {"Query ref": "Q4", "Charge ref": "P001/PP", "Closed": date(2026, 1, 5)},
    ]
    result = run([pex()], Queries=rows)
    assert [str(f.place) for f in result.findings] == ["Queries B6", "Queries A7"]
    assert result.disputed == frozenset({"p001/bs"})
