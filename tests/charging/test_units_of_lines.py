"""Over a year end a charge is shared by what it counts: weeks, school days, sessions, terms."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.accounts.open_place import ATTENDED, SCHEME, OpenPlaces, converted, place
from tests.support.books import pex
from xl_recoup.charging.units_of_lines import UnitsOfLines
from xl_recoup.records import ChargeLine
from xl_recoup.statements import statements
from xl_recoup.statements.statement_records import StatementLine, YearEnd

JULY, AUGUST, AUTUMN = date(2025, 7, 22), date(2025, 8, 31), date(2025, 12, 19)
D = Decimal


def summer(scheme: dict[str, Any] | None = None, **cells: Any) -> OpenPlaces:
    """Return an open place at an academy from 2 June 2025, under a scheme."""
    row = place(**{"Start date": date(2025, 6, 2)} | cells)
    return OpenPlaces(
        rows=[row], scheme=SCHEME | (scheme or {}), schools=converted(date(2025, 4, 1))
    )


def august(book: OpenPlaces) -> YearEnd:
    """Return what is said of 31 August in the academy's statement as at 19 December 2025."""
    (statement,) = statements(book.run(AUTUMN))
    return statement.sections[0].year_ends[0]


def parts(book: OpenPlaces) -> list[str]:
    """Return the shares of the one line, before 31 August and after it, in pounds."""
    (statement,) = statements(book.run(AUTUMN))
    (line,) = statement.sections[0].lines
    return [f"{part.amount:.2f}" for part in line.parts]


def test_eight_of_twenty_two_school_weeks_belong_to_the_summer() -> None:
    """£3,847.00 × 8 of 38 weeks: what a posting in July has charged; nothing is left to accrue."""
    assert august(summer()).service == D("809.89")
    book = summer()
    book.post(JULY)
    said = august(book)
    assert (said.service, said.charged, said.accrual) == (D("809.89"), D("809.89"), D("0.00"))


@pytest.mark.parametrize(
    ("scheme", "cells", "shares"),
    [
        # 13 complete weeks to 31 August, 28 to 19 December
        ({"Measure": "complete weeks", "Denominator": 52.0}, {}, ["961.75", "1109.71"]),
        # 37 school days before, 69 after it
        ({"Measure": "school days agreed", "Denominator": 190.0}, {}, ["749.15", "1397.07"]),
        ({"Measure": "sessions", "Denominator": 380.0}, {"Days per week": 2.0},
         ["299.66", "558.83"]),
        # one term of two
        ({"Measure": "terms", "Denominator": 3.0}, {}, ["1282.34", "1282.33"]),
        # the cap's ten weeks: eight in the summer, two in September
        ({"Cap": 10.0, "Cap unit": "units"}, {}, ["809.90", "202.47"]),
        ({"Cap": 15.0, "Cap unit": "weeks"}, {}, ["809.90", "202.47"]),
        # the first five weeks are free: three in the summer, fourteen after it
        ({"Units free": 5.0}, {}, ["303.71", "1417.32"]),
        ({"Measure": "event", "Denominator": 1.0, "Base": "named rate", "Rate": "day_place"}, {},
         ["95.00", "0.00"]),
        (ATTENDED, {"Days attended": 106.0}, ["3515.00", "6555.00"]),
    ],
)  # fmt: skip
def test_a_line_is_shared_by_its_units(
    scheme: dict[str, Any], cells: dict[str, Any], shares: list[str]
) -> None:
    """Not by calendar days: what the scheme counts up to 31 August is the summer's."""
    assert parts(summer(scheme, **cells)) == shares


def statutory() -> tuple[ChargeLine, UnitsOfLines]:
    """Return a budget share from 14 October 2025, and the counting of its run's lines."""
    result = OpenPlaces(rows=[pex()]).run(AUTUMN)
    return result.lines[0], UnitsOfLines(result.policy, result.rows)


def test_a_statutory_line_goes_by_complete_weeks() -> None:
    """From 14 October: one week to the 20th, none to the 19th; 24 to 31 March."""
    line, units = statutory()
    to = units.of(line)
    assert to is not None
    assert [to(date(2025, 10, d)) for d in (19, 20)] == [0, 1]
    assert to(date(2026, 3, 31)) == 24


def test_without_its_placement_scheme_or_school_a_line_goes_by_days() -> None:
    """Then there is nothing to count by; the parts still add up."""
    book = summer()
    result = book.run(AUTUMN)
    (line,) = result.lines
    units = UnitsOfLines(result.policy, result.rows)
    assert units.of(line) is not None
    assert units.of(replace(line, placement_ref="P9")) is None
    assert units.of(replace(line, scheme="GONE")) is None
    assert units.of(replace(line, laestab="3059999")) is None
    book.post(AUTUMN)
    book.rows = []
    (statement,) = statements(book.run(AUTUMN))
    lines: tuple[StatementLine, ...] = statement.sections[0].lines
    assert sum(part.amount for x in lines for part in x.parts) == sum(x.net for x in lines)


def test_a_school_that_converts_in_the_autumn_has_its_summer_shared_by_weeks() -> None:
    """Charged as a maintained school's, asked for as an academy's: 31 August counts its weeks."""
    book = OpenPlaces(rows=[place(**{"Start date": date(2025, 6, 2)})])
    book.schools = list(converted(date(2025, 12, 1)))
    ends = [s.sections[0].year_ends[0] for s in statements(book.run(AUTUMN))]
    assert D("809.89") in {end.service for end in ends}
