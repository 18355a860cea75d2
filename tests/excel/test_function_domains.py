"""What the functions are worked out for, and nothing else: the rest is #VALUE!, whatever it is."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tests.excel.test_functions import CALENDAR_TABLE
from xl_recoup import contract
from xl_recoup.excel.functions import (
    FUNCTIONS,
    RECOUP_AMOUNT,
    RECOUP_CHARGES,
    RECOUP_CREDIT,
    RECOUP_RELEVANT_DATE,
    RECOUP_UPN_VALID,
    RECOUP_WEEKS,
    RECOUP_WORKING,
)
from xl_recoup.law.formula import admission_increase
from xl_recoup.law.weeks import complete_weeks
from xl_recoup.money import share

START, END = date(2025, 10, 1), date(2026, 3, 31)
CHARGES = [["Charge ref", "Placement ref", "Working"], ["P1/BS", "P1", "£1.00"], ["X", "", "#N/A"]]
NO_NUMBER = [None, "", "26", "x", True, False, "#REF!", "#N/A", START, -1, -0.01, float("nan"),
             float("inf"), 10**40]  # fmt: skip
NO_DAY = [None, "", "soon", "31/02/2026", True, "#VALUE!", -5, 0, 0.5, 10**9, float("nan")]
LAWFUL: dict[Any, tuple[Any, ...]] = {
    RECOUP_AMOUNT: (5022, 26, 52),
    RECOUP_CREDIT: (2511, 13, 26),
    RECOUP_WEEKS: (START, END, "inclusive"),
    RECOUP_RELEVANT_DATE: (date(2025, 10, 6), CALENDAR_TABLE, "LA"),
    RECOUP_WORKING: ("P1/BS", CHARGES),
}
UNLAWFUL: dict[tuple[Any, int], list[Any]] = {
    **{(RECOUP_AMOUNT, at): NO_NUMBER for at in range(3)},
    **{(RECOUP_CREDIT, at): NO_NUMBER for at in range(3)},
    **{(RECOUP_WEEKS, at): NO_DAY for at in range(2)},
    (RECOUP_WEEKS, 2): ["roughly", "in clusive", True, 1, START, "#N/A"],
    (RECOUP_RELEVANT_DATE, 0): [*NO_DAY, date(2010, 10, 6), date(2040, 10, 6)],
    (RECOUP_RELEVANT_DATE, 1): [None, 5, "Calendar", [[]], CALENDAR_TABLE[1:], [["Calendar"]],
                                "#REF!"],
    (RECOUP_RELEVANT_DATE, 2): ["Elsewhere", 5, True, START, "#N/A"],
    (RECOUP_WORKING, 0): [None, "", "  ", True, "#N/A", "X"],
    (RECOUP_WORKING, 1): [None, 5, "Charges", [], [[]], CHARGES[1:], [["Charge ref"]], "#REF!",
                          [*CHARGES, ["short"]]],
}  # fmt: skip


@pytest.mark.parametrize(
    ("call", "arguments"),
    [
        (RECOUP_CREDIT, (2511, 30, 26)),
        (RECOUP_CREDIT, (2511, 26, 53)),
        (RECOUP_CREDIT, (2511, 13.5, 26)),
        (RECOUP_CREDIT, (2511, 13, 26.5)),
        (RECOUP_CREDIT, (2511, 1, 0)),
        (RECOUP_AMOUNT, (5022, 60)),
        (RECOUP_AMOUNT, (5022, 53, 52)),
        (RECOUP_AMOUNT, (5022, 26.5)),
        (RECOUP_AMOUNT, (5022, 39, 38)),
        (RECOUP_AMOUNT, (5022, 26, 52.5)),
        (RECOUP_AMOUNT, (5022, 26, 0)),
        (RECOUP_AMOUNT, (5022, 26, 0.5)),
        (RECOUP_AMOUNT, (-5, 26)),
        (RECOUP_WEEKS, (END, START)),
        (RECOUP_WEEKS, (date(2026, 4, 1), END)),
        (RECOUP_WEEKS, (START, date(2052, 3, 31))),
        (RECOUP_CHARGES, ([["no"]], [["table"]], None, None, None, None, None)),
    ],
)
def test_sums_that_the_law_does_not_know(call: Any, arguments: tuple[Any, ...]) -> None:
    """A credit above its charge, 60 of 52 weeks, half a complete week, an end before its start."""
    with pytest.raises(ValueError, match=r"\w"):
        call(*arguments)


@pytest.mark.parametrize(
    ("call", "arguments", "value"),
    [
        (RECOUP_CREDIT, (2511, 26, 26), -2511.0),
        (RECOUP_CREDIT, (2511, 0, 0), 0.0),
        (RECOUP_CREDIT, (0, 13, 52), 0.0),
        (RECOUP_AMOUNT, (5022, 52), 5022.0),
        (RECOUP_AMOUNT, (5022, 0), 0.0),
        (RECOUP_AMOUNT, (0, 26), 0.0),
        (RECOUP_AMOUNT, (5700, 28.5, 190), 855.0),
        (RECOUP_AMOUNT, (31.83, 60, 1), 1909.8),
        (RECOUP_WEEKS, (END, END), 0),
        (RECOUP_WEEKS, (date(2025, 4, 1), END), 52),
        (RECOUP_WEEKS, (date(2023, 4, 1), date(2024, 3, 31)), 52),
        (RECOUP_WEEKS, (START, END, ""), 26),
        (RECOUP_UPN_VALID, (None,), False),
        (RECOUP_UPN_VALID, (True,), False),
        (RECOUP_UPN_VALID, (5,), False),
        (RECOUP_WORKING, ("p1", CHARGES), "£1.00"),
        (RECOUP_WORKING, ("P2", CHARGES), "#N/A"),
    ],
)
def test_sums_at_the_edge_stay(call: Any, arguments: tuple[Any, ...], value: Any) -> None:
    """What is lawful is worked out: all weeks of a charge, none, units of a price, half days."""
    assert call(*arguments) == value


@pytest.mark.parametrize(
    ("call", "at", "bad"), [(call, at, bad) for (call, at), all_ in UNLAWFUL.items()
                            for bad in all_]
)  # fmt: skip
def test_every_argument_has_a_domain(call: Any, at: int, bad: Any) -> None:
    """Blanks, texts, truth values, errors and impossible numbers, one argument at a time."""
    lawful = LAWFUL[call]
    call(*lawful)
    with pytest.raises(ValueError, match=r"\w"):
        call(*lawful[:at], bad, *lawful[at + 1 :])


def test_every_function_is_looked_at() -> None:
    """A new function has a place here."""
    looked_at = {f.__name__ for f in LAWFUL} | {"RECOUP_UPN_VALID", "RECOUP_CHARGES"}
    assert {f.name for f in FUNCTIONS} == looked_at


def test_a_bad_cell_of_a_range_is_an_error_alone() -> None:
    """In a column the lawful sums stand beside real errors, which SUM does not pass over."""
    assert RECOUP_AMOUNT([[5022], [-5], [None]], 26) == [[2511.0], ["#VALUE!"], ["#VALUE!"]]
    assert RECOUP_CREDIT(2511, [[13], [30]], 26) == [[-1255.5], ["#VALUE!"]]
    assert RECOUP_WORKING([["P1"], [None], ["X"]], CHARGES) == [["£1.00"], ["#VALUE!"], ["#VALUE!"]]


ANY_CELL = some.one_of(
    some.none(), some.booleans(), some.integers(), some.floats(), some.text(max_size=8),
    some.dates(), some.decimals(), some.sampled_from(["#REF!", "#N/A"]),
)  # fmt: skip
POUNDS = some.decimals(0, 10**6, places=2)


@given(ANY_CELL, ANY_CELL, ANY_CELL)
def test_whatever_comes_is_a_number_or_refused(one: Any, two: Any, three: Any) -> None:
    """No cell at all brings another failure, a text, or a sum beyond what it is made from."""
    for call, bound in ((RECOUP_AMOUNT, None), (RECOUP_CREDIT, 0.0), (RECOUP_WEEKS, 52)):
        try:
            found = call(one, two, three)
        except ValueError:
            continue
        assert isinstance(found, int | float)
        assert bound is None or found <= bound


@given(POUNDS, some.integers(0, 52), some.integers(0, 52))
def test_lawful_credits_are_the_law_s(pounds: Decimal, one: int, two: int) -> None:
    """Every E up to every F up to 52 gives D × (E/F); any E above F is refused."""
    e, f = sorted((one, two))
    assert RECOUP_CREDIT(float(pounds), e, f) == -float(admission_increase(pounds, e, f))
    if e < f:
        with pytest.raises(ValueError, match="no more weeks"):
            RECOUP_CREDIT(float(pounds), f, e)


@given(POUNDS, some.integers(1, 366), some.data())
def test_lawful_amounts_are_the_law_s(pounds: Decimal, whole: int, data: Any) -> None:
    """Every number of units up to the denominator gives its share, one more is refused."""
    units = data.draw(some.integers(0, whole))
    assert RECOUP_AMOUNT(float(pounds), units, whole) == float(share(pounds, units, whole))
    if whole > 1:
        with pytest.raises(ValueError, match="more units"):
            RECOUP_AMOUNT(float(pounds), whole + 1, whole)


@given(some.dates(date(2000, 1, 1), date(2060, 1, 1)), some.integers(-400, 364),
       some.sampled_from(["inclusive", "exclusive", "calendar"]))  # fmt: skip
def test_weeks_within_a_year_are_the_law_s(first: date, days: int, reading: Any) -> None:
    """Any end within a year has its weeks, any end before the start is refused."""
    last = first + timedelta(days=days)
    if days < 0:
        with pytest.raises(ValueError, match="before the first"):
            RECOUP_WEEKS(first, last, reading)
    else:
        assert RECOUP_WEEKS(first, last, reading) == complete_weeks(first, last, reading)


def test_the_calendar_table_is_the_contract_s() -> None:
    """What these tests hand over is what Calendar[#All] holds."""
    assert CALENDAR_TABLE[0] == list(contract.CALENDAR.headings)
