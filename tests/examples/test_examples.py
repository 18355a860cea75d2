"""The worked examples and the councils' cases, run through the whole calculation."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest

from tests.examples.council import Case, all_cases
from tests.examples.reading import (
    FOLDER,
    KINDS,
    Example,
    all_examples,
    read_csv,
    wrong_sums,
)
from xl_recoup.contract import STATUSES
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

CASES = all_cases()
SUMMED = [case for case in CASES.values() if not case.no_sum]


@pytest.mark.parametrize("case", SUMMED, ids=lambda c: c.id)
def test_council_case_comes_out_of_rows(case: Case) -> None:
    """A case's figures come out of rows in tables alone, made of what the case says goes in."""
    sums = {key: value for key, value in case.expected.items() if key not in case.unsummed}
    assert case.outcome() == sums
    assert case.taken() == {key: case.given[key] for key in (*case.inputs, *case.typed)}


def test_each_term_of_a_scheme_has_its_example() -> None:
    """The page of schemes shows a case for each term that one council alone has published."""
    shown = {term for case in CASES.values() for term in case.shows.split(", ") if term}
    assert shown == {
        "Units free", "Tier from", "Tier to", "Hours", "Service", "Agreed amount",
        "Extra rate: agreed amount", "Authority rate", "EHCP", "School (of Rates)",
        "Phase: post-16 (of Rates)",
    }  # fmt: skip


def test_every_council_case_is_accounted_for() -> None:
    """Every case of the file has rows, or a reason; and so has every figure of it."""
    assert CASES.keys() == {row["id"] for row in read_csv(FOLDER / "council_cases.csv")}
    assert sorted(c.id for c in CASES.values() if c.no_sum) == ["P15", "P17", "P18"]
    for case in CASES.values():
        assert case.told["kind"] in KINDS
        assert bool(case.no_sum) != bool(case.gives or case.inputs)
        assert all(case.unsummed.values())
        assert not case.unsummed.keys() & case.gives.keys()
    assert sum(bool(c.gives) for c in CASES.values()) == 53
