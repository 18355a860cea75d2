"""The charges as at 31 March: those of a run of its own as at that day, line by line."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from tests.accounts.open_place import AUTUMN, OpenPlaces, place
from tests.oracle.random_books import random_case
from tests.oracle.random_scheme_placements import random_scheme_case
from tests.oracle.test_oracle import product as statutory
from tests.oracle.test_scheme_oracle import product as of_schemes
from tests.support.books import pex, run
from xl_recoup.records import ChargeLine
from xl_recoup.run.result import Result

LAST = date(2026, 3, 31)


def said(lines: Any) -> list[tuple[Any, ...]]:
    """Return what the lines say, in their order."""
    return [(x.ref, x.laestab, x.component, x.status, x.amount, x.start, x.end) for x in lines]


def by_ref(lines: Any) -> dict[str, list[ChargeLine]]:
    """Return lines by their placement's reference."""
    found: dict[str, list[ChargeLine]] = {}
    for line in lines:
        found.setdefault(line.placement_ref, []).append(line)
    return found


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize(
    ("make", "product"), [(random_case, statutory), (random_scheme_case, of_schemes)]
)
def test_they_are_those_of_a_run_as_at_that_day(
    make: Callable[..., Any], product: Callable[..., Result], seed: int
) -> None:
    """Whatever the book: placement by placement, but those that such a run would refuse."""
    placements, case = make(random.Random(seed))
    now = product(placements, case)
    end = now.policy.period.end
    if now.policy.as_at >= end:
        assert said(now.charges_at_year_end.lines) == said(now.lines)
        return
    then = product(placements, case | {"as_at": end})
    wanted, found = by_ref(then.lines), by_ref(now.charges_at_year_end.lines)
    assert wanted.keys() == found.keys()
    for ref in wanted.keys() - now.charges_at_year_end.not_priced.keys():
        assert said(found[ref]) == said(wanted[ref])


def test_what_is_posted_and_goes_on_has_a_further_charge() -> None:
    """Beside a ledger too: the same as a run as at 31 March over the same entries."""
    places = OpenPlaces([place(1), place(2, **{"End date": date(2025, 11, 28)})])
    places.post(AUTUMN)
    now, then = places.run(AUTUMN + timedelta(days=30)), places.run(LAST)
    assert said(now.charges_at_year_end.lines) == said(then.lines)
    assert any(x.component == "Further charge" for x in now.charges_at_year_end.lines)


def test_from_31_march_on_they_are_those_of_the_run() -> None:
    """A run of May looks back at a year that is over: nothing is charged again."""
    result = run([pex()], as_at=date(2026, 5, 4))
    assert result.charges_at_year_end.lines is result.lines


def test_what_can_t_be_priced_so_far_stays_as_it_is_and_is_named() -> None:
    """A rate that ends in January: until then it is charged, and the rest is not guessed."""
    places = OpenPlaces([place(1)])
    places.rates = [
        row | {"Valid to": date(2026, 1, 31)} if row["Factor"] == "basic_entitlement" else row
        for row in places.rates
    ]
    now = places.run(date(2026, 1, 16))
    assert said(now.charges_at_year_end.lines) == said(now.lines)
    assert list(now.charges_at_year_end.not_priced) == ["P001"]
