"""The worked examples and the councils' cases, run through the whole calculation."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.examples.reading import (
    FOLDER,
    KINDS,
    Example,
    all_examples,
    read_csv,
    shared,
    wrong_sums,
)
from tests.support.books import book, pex, run
from xl_recoup.contract import STATUSES
from xl_recoup.intake.reference import read_reference
from xl_recoup.law.formula import adjustment, admission_increase, reduction
from xl_recoup.law.leavers import leavers_clause_applies, leaving_years
from xl_recoup.law.school_days import SchoolDays, relevant_date
from xl_recoup.law.weeks import complete_weeks
from xl_recoup.records import ChargeLine

EXAMPLES = all_examples()
LINE_FIELDS = {
    "line", "school", "name", "base", "weeks", "amount", "status", "why", "nil", "route", "basis",
    "cfr", "from", "to", "working", "cites", "never",
}  # fmt: skip
ORDER = (
    "BS", "PP", "AO", "AC-BS", "AC-PP", "RC-BS", "RC-PP", "IA-FROM", "IA-TO", "RC-IA-FROM",
    "RC-IA-TO",
)  # fmt: skip


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: e.id)
def test_example(example: Example) -> None:
    """An example gives exactly the lines that it names, to the penny, in their order."""
    result = example.run()
    assert result.errors == 0, [f.message for f in result.findings]
    assert [line.ref for line in result.lines] == [
        f"{example.id}/{expected['line']}" for expected in example.lines
    ]
    for line, expected in zip(result.lines, example.lines, strict=True):
        assert _shown(line, expected) == _expected(expected)
        for words in expected.get("cites", []):
            assert words in line.working
        for words in expected.get("never", []):
            assert words not in line.working
        assert expected.get("why", "") in line.reason
        assert bool(line.reason) == (line.status in ("asked", "held", "nil"))
    assert set(example.warnings) <= {f.code for f in result.findings}


def _kind(line: Mapping[str, Any]) -> str:
    """Return the kind of a line; one between authorities ends in the other one's number."""
    return str(line["line"]).rstrip("0123456789").removesuffix("-")


def _expected(expected: Mapping[str, Any]) -> dict[str, Any]:
    """Return what an expected line says of the fields that are compared as a whole."""
    said = {key: value for key, value in expected.items() if key in EXACT}
    if "nil" in expected:
        return said | {"status": "nil", "amount": "0.00", "weeks": "None/None", "nil": True}
    return said


EXACT = {
    "school", "name", "base", "weeks", "amount", "status", "route", "basis", "cfr", "from", "to",
    "working",
}  # fmt: skip


def _shown(line: ChargeLine, expected: Mapping[str, Any]) -> dict[str, Any]:
    """Return the same fields of the line that the run made."""
    shown: dict[str, Any] = {
        "school": line.laestab, "name": line.school, "weeks": f"{line.units}/{line.denominator}",
        "amount": str(line.amount), "status": line.status, "route": line.route,
        "basis": line.legal_basis, "cfr": line.cfr_code, "from": line.start, "to": line.end,
        "working": line.working,
    }  # fmt: skip
    if "base" in expected:
        shown["base"] = expected["base"] if Decimal(expected["base"]) == line.base else line.base
    asked = EXACT & expected.keys()
    if "nil" in expected:
        asked |= {"status", "amount", "weeks"}
        says = expected["nil"] in line.reason and line.working == f"Nil: {line.reason}."
        return {key: shown[key] for key in asked} | {"nil": says}
    return {key: shown[key] for key in asked}


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: e.id)
def test_sum_by_hand(example: Example) -> None:
    """The written sum holds in exact fractions, and shows every amount that the lines expect."""
    assert wrong_sums(example.sum) == []
    for line in example.lines:
        amount = Decimal(line.get("amount", "0.00"))
        assert amount == 0 or f"= £{abs(amount):,.2f}" in example.sum


def test_a_wrong_sum_is_noticed() -> None:
    """A sum that is a penny out, rounded down at the half, or miscounts weeks is not accepted."""
    assert wrong_sums("£3,496.23 × 26 / 52 = £1,748.11") == ["£3,496.23 × 26 / 52 = £1,748.11"]
    assert wrong_sums("£1.00 × 1 / 3 = £0.34") == ["£1.00 × 1 / 3 = £0.34"]
    assert wrong_sums("92 days / 7 = 13 weeks") == ["92 days / 7 = 13 weeks"]
    assert wrong_sums("£1.00 × 1 = 1") == ["£1.00 × 1 = 1"]
    assert wrong_sums("£3,496.23 × 26 / 52 = £1,748.12") == []


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: e.id)
def test_example_is_well_formed(example: Example) -> None:
    """An example says what it is; a line that is not nil says weeks, amount, route and basis."""
    assert example.kind in KINDS
    assert example.situation.strip()
    places = [ORDER.index(_kind(line)) for line in example.lines]
    assert places == sorted(places)
    for line in example.lines:
        assert line.keys() <= LINE_FIELDS
        if "nil" not in line:
            assert {"school", "weeks", "amount", "status", "route", "basis"} <= line.keys()
            assert line["status"] in STATUSES


def test_examples_have_ids_of_their_own() -> None:
    """No two examples share an id."""
    ids = [example.id for example in EXAMPLES]
    assert len(ids) == len(set(ids))


def test_examples_cover_the_situations() -> None:
    """Together the examples show every component, status, route, kind of basis and reading."""
    lines = [line for example in EXAMPLES for line in example.lines]
    assert {_kind(line) for line in lines} == set(ORDER)
    assert {"nil" if "nil" in line else line["status"] for line in lines} == {
        "billable", "asked", "held", "nil",
    }  # fmt: skip
    assert {line["route"] for line in lines if "route" in line} == {
        "budget adjustment", "invoice", "net-off", "inter-authority",
    }  # fmt: skip
    assert {line["basis"] for line in lines if "basis" in line} == {
        "statute", "order", "agreement", "local policy",
    }  # fmt: skip
    assert {name for example in EXAMPLES for name in example.settings} == {
        "Complete weeks", "Count starts", "Leavers' year ends", "Leavers' boundary", "Who leaves",
        "Day six next year", "Pupil-led funding", "Pupil premium", "Area cost adjustment",
        "Hold days", "Regulations",
    }  # fmt: skip
    assert sum("working" in line for line in lines) >= 8


# The councils' cases --------------------------------------------------------------------------

COUNCIL_CASES = {row["id"]: row for row in read_csv(FOLDER / "council_cases.csv")}

NOT_COMPUTED = {
    "P15": "an average of many pupils, from which no single charge follows",
    "P17": "what a place costs, not what a school is charged",
    "P18": "what a place costs, not what a school is charged",
}
"""Cases of the file that nothing computes, with the reason."""

COMPUTED_ELSEWHERE = {
    "test_schemes.py": (
        "P01", "P02", "P03", "P04", "P06", "P07", "P08", "P09", "P16", "P19", "D07a", "D08_3",
        "D08_5", "D09",
    ),
    "place_plus/test_place_plus.py": ("P10", "P11", "P12", "P13", "D11b"),
}  # fmt: skip
"""Local schemes: the test file that computes a case, and names it."""

Inputs = Mapping[str, Any]


def _weeks(given: Inputs) -> dict[str, Any]:
    start = date.fromisoformat(given["relevant_date"])
    end = date.fromisoformat(given["period_end"])
    return {
        "weeks_inclusive_floor": complete_weeks(start, end, "inclusive"),
        "weeks_exclusive_floor": complete_weeks(start, end, "exclusive"),
        "weeks_calendar_mon_sun": complete_weeks(start, end, "calendar"),
    }


def _branch(given: Inputs) -> dict[str, Any]:
    day, year = date.fromisoformat(given["exclusion_date"]), given["ncy"]
    leaves = leaving_years(11, "highest year")
    branch = {True: "branch ii", False: "branch i"}
    return {
        "SI_wording_on_or_after": branch[
            leavers_clause_applies(day, year, leaves, "on or after 1 April")
        ],
        "operational_guide_wording_after": branch[
            leavers_clause_applies(day, year, leaves, "after 1 April")
        ],
    }


def _sixth_day(given: Inputs) -> dict[str, Any]:
    excluded = date.fromisoformat(given["exclusion_date"])
    closures = []
    for closed in given["closed"]:
        first, last = closed.split(" ")[0].split("..")
        closures.append((date.fromisoformat(first), date.fromisoformat(last)))
    calendar = SchoolDays("case", [(date(2025, 9, 1), date(2025, 12, 19))], closures)
    return {
        "day1": str(calendar.nth_after(excluded, 1)),
        "sixth_school_day": str(relevant_date(excluded, calendar)),
    }


def _reduction(given: Inputs) -> dict[str, Any]:
    return {"reduction": str(reduction(Decimal(given["A"]), given["B"]))}


def _premium(given: Inputs) -> dict[str, Any]:
    return {"pp_reduction": str(reduction(Decimal(given["pp"]), given["B"]))}


def _credit(given: Inputs) -> dict[str, Any]:
    d = reduction(Decimal(given["A"]), given["B"])
    return {"credit": str(admission_increase(d, given["E"], given["F"]))}


def _upn(given: Inputs) -> dict[str, Any]:
    """Say whether the check of UPNs lets a placement with it pass."""
    result = run([pex(UPN=given["upn"], **{"Date of birth": None})])
    return {"valid": result.errors == 0}


def _rate(factor: str, year_group: int, day: date) -> str:
    reference = read_reference(
        book(Rates=shared("rates"), Schools=shared("schools"), Calendar=shared("calendar")),
        day,
        day,
    )
    return str(reference.policy.rates.find(factor, year_group, day).amount)


AWPU_YEARS = {"awpu_primary": 4, "awpu_ks3": 8, "awpu_ks4": 10}


def _rate_table(_: Inputs) -> dict[str, Any]:
    return {
        name: _rate("basic_entitlement", year, date(2024, 10, 1))
        for name, year in AWPU_YEARS.items()
    }


def _published_rates(given: Inputs) -> dict[str, Any]:
    day = date(2015, 10, 1)
    for name, year in AWPU_YEARS.items():
        assert Decimal(_rate("basic_entitlement", year, day)) == Decimal(given[name])
    for name, factor, year in (
        ("pp_primary", "pupil_premium_fsm6", 4),
        ("pp_secondary", "pupil_premium_fsm6", 8),
        ("pp_service", "pupil_premium_service", 8),
    ):
        assert Decimal(_rate(factor, year, day)) == Decimal(given[name])
    return {"rates_only": True, "financial_adjustment_order": f"{adjustment():.0f}"}


COMPUTED: dict[str, Callable[[Inputs], dict[str, Any]]] = {
    "weeks remaining": _weeks,
    "branch test": _branch,
    "sixth school day across half term": _sixth_day,
    "A x B/52": _reduction,
    "pupil premium x B/52": _premium,
    "D x E/F": _credit,
    "UPN check": _upn,
    "rate table": _rate_table,
    "statutory A x B/52 + C": _published_rates,
}
"""How a case is computed, by its column `scheme`."""


def _computable(kind: str) -> list[str]:
    return [
        name
        for name, case in COUNCIL_CASES.items()
        if case["kind"] == kind and case["scheme"] in COMPUTED
    ]


def _compare(name: str) -> None:
    case = COUNCIL_CASES[name]
    assert COMPUTED[case["scheme"]](json.loads(case["inputs"])) == json.loads(case["expected"])


@pytest.mark.parametrize("name", _computable("published"))
def test_published_case(name: str) -> None:
    """What somebody else has published comes out."""
    _compare(name)


@pytest.mark.parametrize("name", _computable("derived"))
def test_derived_case(name: str) -> None:
    """A figure worked out from published ones comes out."""
    _compare(name)


@pytest.mark.parametrize("name", _computable("convention"))
def test_convention_case(name: str) -> None:
    """A case of counting comes out under each reading."""
    _compare(name)


def test_every_council_case_is_accounted_for() -> None:
    """Every case of the file is computed, here or in a named file, or has a reason why not."""
    here = [name for kind in KINDS for name in _computable(kind)]
    elsewhere = [name for names in COMPUTED_ELSEWHERE.values() for name in names]
    assert sorted([*here, *elsewhere, *NOT_COMPUTED]) == sorted(COUNCIL_CASES)
    assert all(NOT_COMPUTED.values())
    assert {case["kind"] for case in COUNCIL_CASES.values()} <= set(KINDS)
    assert {case["scheme"] for case in COUNCIL_CASES.values()} >= COMPUTED.keys()


@pytest.mark.parametrize("file", COMPUTED_ELSEWHERE)
def test_cases_computed_elsewhere_are_named_there(file: str) -> None:
    """A file that computes cases of the councils names each of them."""
    text = (Path(__file__).parent / file).read_text(encoding="utf-8")
    assert [n for n in COMPUTED_ELSEWHERE[file] if not re.search(rf"\b{n}\b", text)] == []
