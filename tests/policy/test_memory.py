"""What is remembered never answers another question: each part of a question counts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xl_recoup.closed_lists import RatePhase
from xl_recoup.contract import Agreement, Rate, School
from xl_recoup.contract.rates_table import PREMIUM_FACTORS, PUPIL_LED_FACTORS
from xl_recoup.law.periods import FundingPeriod
from xl_recoup.policy.agreement_list import AgreementList
from xl_recoup.policy.funding import PupilFunding
from xl_recoup.policy.memory import Memory
from xl_recoup.policy.rate_table import RateTable
from xl_recoup.policy.terms import StatutoryTerms, Terms
from xl_recoup.records import Place, Placement, RowKey

MAY = date(2024, 5, 1)
OCTOBER = date(2024, 10, 1)
YEAR = FundingPeriod(2024)
OAK = School(laestab="3052001", name="Oak", type="maintained", place=Place("Schools", "A4"))
ELM = School(laestab="3054010", name="Elm", type="academy", place=Place("Schools", "A5"))
ELM_NETTED = School(
    laestab="3054010",
    name="Elm",
    type="academy",
    place=Place("Schools", "A6"),
    settlement="net-off",
)
FROM_JUNE = Agreement(
    party="3054010",
    scheme="PEX",
    status="signed",
    place=Place("Agreements", "A5"),
    start=date(2024, 6, 1),
    net_off_allowed=True,
)
READ_LOCALLY = ("complete weeks exclusive",)


class Sides(NamedTuple):
    """A question in two parts."""

    left: int
    right: int


def test_an_answer_is_worked_out_once() -> None:
    """The same question, put again in other words, is not worked out again."""
    asked: list[Sides] = []

    def product(sides: Sides) -> int:
        asked.append(sides)
        return sides.left * sides.right

    memory = Memory(product)
    assert [memory[Sides(2, 3)], memory[Sides(2, 3)], memory[Sides(3, 2)]] == [6, 6, 6]
    assert asked == [Sides(2, 3), Sides(3, 2)]


def test_an_error_is_not_remembered() -> None:
    """A question that raised is worked out again: what it lacked may be there by then."""
    known: dict[int, str] = {}
    memory = Memory(known.__getitem__)
    with pytest.raises(KeyError):
        memory[1]
    known[1] = "one"
    assert memory[1] == "one"


def terms(**parts: Any) -> tuple[Any, ...]:
    """Return a question on the terms of an academy, by its parts."""
    asked = {"school": ELM, "scheme": "PEX", "day": OCTOBER, "readings": (), "paragraph": "(2)"}
    return tuple((asked | parts).values())


@pytest.mark.parametrize(
    "other",
    [
        {"school": OAK},
        {"school": ELM_NETTED},
        {"scheme": "LEAVER"},
        {"day": MAY},
        {"day": date(2025, 10, 1)},
        {"readings": READ_LOCALLY},
        {"paragraph": "(4)"},
    ],
)
def test_terms_asked_for_differently_differ(other: dict[str, Any]) -> None:
    """Two questions on terms that differ in one part get two answers, in either order."""
    remembered = StatutoryTerms(AgreementList([FROM_JUNE]), YEAR, "")
    first, second = remembered.of(*terms()), remembered.of(*terms(**other))
    assert first != second
    assert remembered.of(*terms()) == first
    assert remembered.of(*terms(**other)) == second


@given(
    st.lists(
        st.tuples(
            st.sampled_from([OAK, ELM, ELM_NETTED]),
            st.sampled_from(["PEX", "LEAVER", " pex"]),
            st.dates(date(2024, 3, 1), date(2025, 5, 1)),
            st.sampled_from([(), READ_LOCALLY]),
            st.sampled_from(["(2)", "(4)", ""]),
        ),
        max_size=12,
    ),
    st.sampled_from(["", "reg 40, SI 2024/1"]),
)
def test_terms_are_those_of_one_who_remembers_nothing(
    questions: list[tuple[Any, ...]], regulations: str
) -> None:
    """Whatever was asked before, the answer is that of a policy asked for the first time."""

    def fresh() -> StatutoryTerms:
        return StatutoryTerms(AgreementList([FROM_JUNE]), YEAR, regulations)

    remembered = fresh()
    found: list[Terms] = [remembered.of(*asked) for asked in questions]
    assert found == [fresh().of(*asked) for asked in questions]


def rates() -> RateTable:
    """Return a rate of every factor for each half of a year, each amount once."""
    halves = [(date(2024, 4, 1), date(2024, 9, 30)), (OCTOBER, date(2025, 3, 31))]
    factors = [*PUPIL_LED_FACTORS, *PREMIUM_FACTORS]
    phases: tuple[RatePhase, ...] = ("primary", "secondary")
    return RateTable(
        Rate(
            factor=factor,
            phase=phase,
            amount=Decimal(2**n),
            valid_from=first,
            valid_to=last,
            basis="before ACA",
            status="approved",
            place=Place("Rates"),
        )
        for n, (factor, phase, (first, last)) in enumerate(
            (f, p, h) for f in factors for p in phases for h in halves
        )
    )


FLAGS = ("fsm", "fsm6", "eal", "low_prior_attainment", "mobility")
CARE = ("previously_looked_after", "service_child")


@given(
    st.lists(
        st.tuples(
            st.fixed_dictionaries(
                {flag: st.booleans() for flag in FLAGS + CARE}
                | {"idaci_band": st.sampled_from(["", "A", "F", "G"])}
            ),
            st.integers(0, 11),
            st.dates(date(2024, 4, 1), date(2025, 3, 31)),
            st.sampled_from(["all factors", "basic entitlement"]),
            st.booleans(),
        ),
        max_size=12,
    )
)
def test_funding_is_that_of_one_who_remembers_nothing(questions: list[tuple[Any, ...]]) -> None:
    """Whichever pupils came before, a pupil attracts what the rates give for that pupil alone."""

    def answers(funding: PupilFunding, asked: tuple[Any, ...]) -> tuple[object, ...]:
        facts, year, day, contents, looked_after = asked
        p = Placement(key=RowKey("Placements", 5), ref="P1", columns={}, **facts)
        premium = funding.premium(p, year, day, looked_after=looked_after)
        return funding.pupil_led(p, year, day, contents), premium

    remembered = PupilFunding(rates(), Decimal("1.08"))
    found = [answers(remembered, asked) for asked in questions]
    assert found == [answers(PupilFunding(rates(), Decimal("1.08")), q) for q in questions]
