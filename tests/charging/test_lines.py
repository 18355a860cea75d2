"""Charge lines: what the worked examples leave open."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.support.books import (
    ACADEMY,
    AGREEMENTS,
    MAINTAINED,
    OTHER_MAINTAINED,
    RATES,
    SCHEMES,
    SCHOOLS,
    leaver,
    pex,
    run,
)
from xl_recoup.charging.placement_lines import held_for_errors
from xl_recoup.charging.status import is_statutory
from xl_recoup.records import ChargeLine
from xl_recoup.run.result import Result

AFTER_YEAR = date(2026, 6, 30)


def by_end(result: Result) -> dict[str, ChargeLine]:
    """Return the lines of the one placement by the end of their reference."""
    return {line.ref.removeprefix("P001/"): line for line in result.lines}


@pytest.mark.parametrize(
    ("scheme", "statutory"), [("pex", True), (" Leaver ", True), ("HOME", False)]
)
def test_statutory_schemes(scheme: str, statutory: bool) -> None:
    """PEX and LEAVER are the regulations' own, in any capitals."""
    (p,) = run([pex(Scheme=scheme)]).rows
    assert is_statutory(p) == statutory


@pytest.mark.parametrize(
    ("row", "ref", "laestab", "school"),
    [
        (pex(**{"Exclusion date": None}), "P001/BS", MAINTAINED, "Oak Primary"),
        (pex(**{"Home school": "9999999"}), "P001/BS", "9999999", ""),
        (pex(Scheme="LOCAL", **{"Days per week": 9}), "P001/SC", MAINTAINED, "Oak Primary"),
    ],
)
def test_a_row_with_errors_is_held(
    row: dict[str, Any], ref: str, laestab: str, school: str
) -> None:
    """A row with errors has one held line of 0 with the codes as its reason."""
    result = run([row])
    (line,) = result.lines
    assert (line.ref, line.laestab, line.school) == (ref, laestab, school)
    assert (line.status, line.amount) == ("held", Decimal(0))
    codes = {f.code for f in result.findings if f.row == line.row and f.severity.value == "error"}
    assert set(line.reason.split(", ")) == codes
    assert line.reason in line.working


def test_codes_are_said_once_and_in_order() -> None:
    """A code that is found twice on a row stands once in its reason."""
    result = run([pex()])
    line = held_for_errors(result.rows[0], ["R60", "R61", "R60"], result.policy)
    assert line.reason == "R60, R61"


def test_ledger_codes_come_from_the_scheme() -> None:
    """CFR and S251 codes are the scheme's, the usual ones where its row leaves them blank."""
    own = [
        SCHEMES[0] | {"CFR code": "X01", "Premium CFR code": "X05", "S251 line": "9.9.9"},
        {"Scheme": "LEAVER", "Kind": "statutory", "In use": "Y"},
    ]
    mine = by_end(run([pex(FSM6="Y")], Schemes=own))
    assert (mine["BS"].cfr_code, mine["PP"].cfr_code) == ("X01", "X05")
    assert mine["BS"].s251_line == "9.9.9"
    usual = by_end(run([leaver(FSM6="Y")], Schemes=own))
    assert (usual["BS"].cfr_code, usual["PP"].cfr_code) == ("I01", "I05")
    assert usual["BS"].s251_line == "1.2.7"


def test_draft_rates_show_on_the_line() -> None:
    """A line that a draft rate is part of says so, and so does its credit."""
    draft = [r | {"Status": "draft"} if r["Factor"] == "basic_entitlement" else r for r in RATES]
    row = pex(FSM6="Y", **{"Admitting school": OTHER_MAINTAINED, "Admitted on": date(2025, 11, 3)})
    lines = by_end(run([row], Rates=draft))
    assert {end: line.draft_rate for end, line in lines.items()} == {
        "BS": True, "PP": False, "AC-BS": True, "AC-PP": False,
    }  # fmt: skip


def test_order_before_orders_existed() -> None:
    """Before 1 September 2012 there was no C."""
    row = pex(**{"Exclusion date": date(2012, 5, 1), "Decision date": None,
                 "Adjustment order": "Y", "Order date": date(2012, 6, 1)})  # fmt: skip
    early = {"Financial year": "2012-13", "Count starts": "exclusion date"}
    rates = [r | {"Valid from": date(2012, 4, 1)} for r in RATES]
    line = by_end(run([row], settings=early, Rates=rates))["AO"]
    assert line.status == "nil"
    assert line.reason == "there were no financial adjustment orders before 1 September 2012"


@pytest.mark.parametrize(
    ("allowed", "scheme", "route"),
    [("Y", "all", "net-off"), ("N", "all", "invoice"), ("Y", "HOME", "invoice")],
)
def test_order_of_an_academy_takes_its_route(allowed: str, scheme: str, route: str) -> None:
    """An order is netted off only where an agreement that covers exclusions allows it."""
    school = SCHOOLS[2] | {"Settlement": "net-off"}
    agreed = [AGREEMENTS[0] | {"Net-off allowed": allowed, "Scheme": scheme}]
    row = pex(**{"Home school": ACADEMY, "Year group": "8", "Adjustment order": "Y",
                 "Order date": date(2025, 12, 1)})  # fmt: skip
    line = by_end(run([row], Schools=[school], Agreements=agreed))["AO"]
    assert (line.status, line.route) == ("billable", route)


def test_routes_without_a_settlement() -> None:
    """Where Settlement is blank, a maintained school is adjusted and an academy invoiced."""
    schools = [s | {"Settlement": None} for s in SCHOOLS]
    maintained = by_end(run([pex()], Schools=schools))
    academy = by_end(run([pex(**{"Home school": ACADEMY, "Year group": "8"})], Schools=schools))
    assert maintained["BS"].route == "budget adjustment"
    assert academy["BS"].route == "invoice"


def test_agreement_without_a_first_day() -> None:
    """An agreement with no first day is cited without one."""
    agreed = [AGREEMENTS[0] | {"From": None}]
    line = by_end(run([pex(**{"Home school": ACADEMY, "Year group": "8"})], Agreements=agreed))[
        "BS"
    ]
    assert "; signed agreement on the terms of the 2025-26 regulations" in line.working


def test_no_weeks_give_no_credit_lines() -> None:
    """A row that is nil as a whole has one line: nothing is credited, no line says otherwise."""
    row = pex(FSM6="Y", **{
        "Exclusion date": date(2026, 3, 18), "Decision date": None,
        "Admitting school": OTHER_MAINTAINED, "Admitted on": date(2026, 3, 27),
        "Reinstated on": date(2026, 3, 30), "Left admitting school on": date(2026, 3, 27),
    })  # fmt: skip
    lines = by_end(run([row], as_at=AFTER_YEAR))
    assert list(lines) == ["BS"]
    assert all(line.status == "nil" for line in lines.values())


def test_credit_where_f_is_nothing() -> None:
    """A leavers' charge always leaves weeks to March: F is 0 only where the charge is nil too."""
    reading = {"Complete weeks": "calendar", "Count starts": "exclusion date", "Hold days": 0}
    for day in range(1, 32):
        row = pex(**{
            "Exclusion date": date(2026, 3, day), "Decision date": None,
            "Admitting school": OTHER_MAINTAINED, "Admitted on": date(2026, 3, day),
        })  # fmt: skip
        lines = by_end(run([row], as_at=AFTER_YEAR, settings=reading))
        if lines["BS"].status == "nil":
            assert "AC-BS" not in lines
        else:
            assert lines["AC-BS"].amount == -lines["BS"].amount


BASIC = {"Pupil-led funding": "basic entitlement"}


@pytest.mark.parametrize("end", ["AC-BS", "RC-BS"])
def test_a_credit_rests_on_the_reading_of_its_charge(end: str) -> None:
    """A credit on a line made under a local reading is local policy too, and says which."""
    row = pex(**{
        "Admitting school": OTHER_MAINTAINED, "Admitted on": date(2025, 11, 3),
        "Left admitting school on": date(2025, 11, 28), "Reinstated on": date(2025, 12, 1),
    })  # fmt: skip
    line = by_end(run([row], settings=BASIC))[end]
    assert line.legal_basis == "local policy"
    assert "local policy (A is basic entitlement alone)" in line.working


def test_old_year_only_is_local_policy() -> None:
    """A row that is not charged because of a local reading says so in its legal basis."""
    row = pex(**{"Exclusion date": date(2025, 3, 31), "Decision date": None})
    line = by_end(run([row], settings={"Day six next year": "old year only"}))["BS"]
    assert line.status == "nil"
    assert line.legal_basis == "local policy"


def test_asked_does_not_rest_on_an_agreement() -> None:
    """Where there is no agreement, no line claims one as its legal basis."""
    row = pex(**{"Home school": ACADEMY, "Year group": "8"})
    line = by_end(run([row], Agreements=[]))["BS"]
    assert line.status == "asked"
    assert line.legal_basis != "agreement"


def test_legal_basis_is_one_of_four() -> None:
    """The contract knows four legal bases; a filter on them finds every line."""
    row = pex(**{"Home school": ACADEMY, "Year group": "8"})
    line = by_end(run([row], settings={"Complete weeks": "exclusive"}))["BS"]
    assert line.legal_basis in ("statute", "order", "agreement", "local policy")
