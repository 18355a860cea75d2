"""The one maker of charge lines: a line knows whose it is."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.support.books import ACADEMY, AS_AT, MAINTAINED, SCHEMES, SCHOOLS, book, pex
from xl_recoup.charging.case import Case, elsewhere
from xl_recoup.charging.line_of import LineOf, Priced, line_of
from xl_recoup.closed_lists import Component
from xl_recoup.intake.placement_rows import read_placements
from xl_recoup.intake.reference import read_reference
from xl_recoup.money import ZERO
from xl_recoup.policy.terms import Terms
from xl_recoup.records import Booking, ChargeLine

DAY = date(2025, 10, 14)
PRICED = Priced(
    start=DAY,
    end=date(2026, 3, 31),
    base=Decimal(5200),
    units=10,
    denominator=52,
    amount=Decimal("1000.00"),
    authority_share=Decimal("1.00"),
    draft=True,
    words="£5,200.00 × 10 of 52 = £1,000.00",
)
TERMS = Terms(route="invoice", legal_basis="agreement", authority="a signed agreement")


def case(row: dict[str, Any] | None = None, **tables: Any) -> Case:
    """Return the case of one exclusion at its home school."""
    made = book([row or pex()], **tables)
    policy = read_reference(made, AS_AT, AS_AT).policy
    return Case.anywhere(read_placements(made).rows[0], policy, DAY)


def whose(line: ChargeLine) -> tuple[object, ...]:
    """Return what a line says of whose it is."""
    return (
        line.placement_ref, line.row, line.laestab, line.school, line.scheme, line.service_year
    )  # fmt: skip


def test_every_kind_of_line_says_whose_it_is() -> None:
    """A charge, a nil line and a held one of a case belong to the same placement and school."""
    of = case()
    new = line_of(of, "Budget share", DAY)
    made = [new.charge(PRICED, TERMS), new.nil("a reason", DAY), new.held("R60", DAY)]
    p = of.placement
    expected = (p.placement_ref, p.key, MAINTAINED, "Oak Primary", "PEX", "2025-26")
    assert [whose(line) for line in made] == [expected] * 3
    assert [line.ref for line in made] == ["P001/BS"] * 3


def test_at_another_school_the_line_is_that_schools() -> None:
    """A case at another school, or at another authority, gives lines of that one."""
    of = case()
    admitting = of.policy.schools.on(ACADEMY, DAY)
    line = LineOf(case=of.at(admitting), component="Admission credit", suffix="AC-BS").nil(
        "a reason", DAY
    )
    assert (line.ref, line.laestab, line.school) == ("P001/AC-BS", ACADEMY, admitting.name)
    line = LineOf(case=of.at(elsewhere("306", "Authority 306")), component="Budget share").nil(
        "a reason", DAY
    )
    assert (line.laestab, line.school) == ("306", "Authority 306")
    assert line.route == "inter-authority"


def test_a_charge_says_what_it_is_priced_from() -> None:
    """All of the sum stands in the line, and its working ends with the authority."""
    booking = Booking("C1", "S1", "V", Decimal(20))
    terms = Terms(route="net-off", legal_basis="local policy", authority="a rule", booking=booking)
    line = line_of(case(), "Budget share", DAY).charge(PRICED, terms)
    assert (line.start, line.end, line.base) == (PRICED.start, PRICED.end, PRICED.base)
    assert (line.units, line.denominator, line.amount) == (10, 52, Decimal("1000.00"))
    assert (line.authority_share, line.draft_rate) == (Decimal("1.00"), True)
    assert (line.route, line.legal_basis, line.booking) == ("net-off", "local policy", booking)
    assert line.working == "£5,200.00 × 10 of 52 = £1,000.00; a rule"


@pytest.mark.parametrize(
    ("held", "only_asked", "status", "reason"),
    [
        ("", "", "billable", ""),
        ("", "no reply", "asked", "no reply"),
        ("a review is open", "", "held", "a review is open"),
        ("a review is open", "no reply", "held", "a review is open"),
    ],
)
def test_status(held: str, only_asked: str, status: str, reason: str) -> None:
    """A charge is billable; it is asked where nothing binds the school, and a hold goes before."""
    terms = Terms(route="invoice", legal_basis="agreement", only_asked=only_asked)
    line = line_of(case(), "Budget share").charge(PRICED, terms, held)
    assert (line.status, line.reason) == (status, reason)
    assert line.working == PRICED.words


@pytest.mark.parametrize(
    ("component", "cfr"),
    [("Budget share", "X01"), ("Pupil premium", "X05"), ("Adjustment order", "X01")],
)
def test_codes_are_the_schemes(component: Component, cfr: str) -> None:
    """Each component has its own code of the scheme's row, and the usual one without a row."""
    own = [SCHEMES[0] | {"CFR code": "X01", "Premium CFR code": "X05", "S251 line": "9.9.9"}]
    new = line_of(case(Schemes=own), component)
    assert (new.cfr_code, new.s251_line) == (cfr, "9.9.9")
    usual = line_of(case(pex(Scheme="LEAVER"), Schemes=own), component)
    assert (usual.cfr_code, usual.s251_line) == (cfr.replace("X", "I"), "1.2.7")


def test_a_school_that_is_not_known_has_no_route() -> None:
    """A row whose home school the Schools table lacks is held under its LAESTAB, with no route."""
    line = LineOf(case=case(pex(**{"Home school": "9999999"})), component="Budget share").held(
        "R03", DAY
    )
    assert (line.laestab, line.school, line.route) == ("9999999", "", "")
    assert (line.status, line.amount, line.cfr_code) == ("held", ZERO, "")


def test_a_case_keeps_its_schools_calendar() -> None:
    """The calendar of a case is that of its school."""
    of = case(Schools=[SCHOOLS[0]])
    assert of.calendar is of.policy.calendar_of(of.school)
