"""The forecast reconciles: with Charges today, and with a run as at 31 March."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.accounts.open_place import AUTUMN, OpenPlaces, place
from tests.oracle.random_books import random_case
from tests.oracle.random_scheme_placements import random_scheme_case
from tests.oracle.test_oracle import product as statutory
from tests.oracle.test_scheme_oracle import product as of_schemes
from tests.support.books import ACADEMY, EXPECTED, HHT_SERVICE, SCHEMES, leaver, pex, run
from xl_recoup.contract import normal
from xl_recoup.forecast.charged_months import ChargedMonths
from xl_recoup.forecast.forecast import ForecastRow, forecast
from xl_recoup.money import ZERO
from xl_recoup.records import ChargeLine
from xl_recoup.run.result import Result

LAST = date(2026, 3, 31)
FEBRUARY, MARCH = date(2026, 2, 1), date(2026, 3, 1)


def by_scheme(lines: Iterable[ChargeLine], *statuses: str) -> dict[str, Decimal]:
    """Return pounds by scheme of the lines of some statuses."""
    found: dict[str, Decimal] = defaultdict(Decimal)
    for line in lines:
        if line.status in statuses:
            found[normal(line.scheme)] += line.amount
    return {scheme: pounds for scheme, pounds in found.items() if pounds}


def totals(rows: Iterable[ForecastRow], *fields: str) -> dict[str, Decimal]:
    """Return the sum of some columns over the months, by scheme."""
    found: dict[str, Decimal] = defaultdict(Decimal)
    for row in rows:
        found[normal(row.scheme)] += sum((getattr(row, field) or ZERO for field in fields), ZERO)
    return {scheme: pounds for scheme, pounds in found.items() if pounds}


def one(result: Result, month: date, scheme: str = "PEX") -> ForecastRow:
    """Return the row of a month and scheme."""
    return next(r for r in forecast(result) if (r.month, r.scheme) == (month, scheme))


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize(
    ("make", "product"), [(random_case, statutory), (random_scheme_case, of_schemes)]
)
def test_the_months_add_up_to_the_charges(
    make: Callable[..., Any], product: Callable[..., Result], seed: int
) -> None:
    """Any book: to post is what is billable, and all is what a run as at 31 March makes billable.

    Months are those of the year, each once for a scheme; before the as-at date nothing statutory is
    expected.
    """
    placements, case = make(random.Random(seed))
    now = product(placements, case)
    rows = forecast(now)
    assert totals(rows, "to_post") == by_scheme(now.lines, "billable")
    end = now.policy.period.end
    if now.policy.as_at >= end:
        assert totals(rows, "expected") == {}
        return
    then = product(placements, case | {"as_at": end})
    if not now.charges_at_year_end.not_priced:
        expected = by_scheme(then.lines, "billable", "posted")
        assert totals(rows, "posted", "to_post", "expected") == expected
    assert len({(r.month, r.scheme) for r in rows}) == len(rows)
    assert all(r.month in now.policy.period for r in rows)


def test_what_is_posted_stays_in_its_months_and_what_goes_on_is_expected() -> None:
    """A place posted at Christmas: posted, to post and expected are those of the engine."""
    places = OpenPlaces([place(1), place(2, **{"End date": date(2025, 11, 28)})])
    places.post(AUTUMN)
    now, then = places.run(AUTUMN + timedelta(days=40)), places.run(LAST)
    rows = forecast(now)
    assert totals(rows, "posted") == by_scheme(now.lines, "posted")
    assert totals(rows, "posted", "to_post", "expected") == by_scheme(
        then.lines, "posted", "billable"
    )
    assert {r.month for r in rows if r.expected} <= {date(2026, 1, 1), FEBRUARY, MARCH}
    months = [r.posted for r in rows if r.scheme == "HHT"]
    assert all(months[5:9])
    assert not any(months[:5] + months[9:])


def test_at_31_march_with_all_ended_nothing_is_expected() -> None:
    """The year is over: what is posted and to post is all there is."""
    places = OpenPlaces([place(1, **{"End date": date(2026, 2, 27)})])
    rows = forecast(places.run(LAST))
    assert totals(rows, "expected") == {}
    assert totals(rows, "to_post") == by_scheme(places.lines(LAST), "billable")
    assert all("no new" not in r.note for r in rows)


@pytest.mark.parametrize(
    ("cells", "due"),
    [
        ({}, date(2025, 12, 1)),
        ({"Review status": "closed", "Review decided on": date(2026, 1, 12)}, date(2026, 1, 12)),
    ],
)
def test_a_statutory_sum_stands_in_the_month_in_which_it_becomes_billable(
    cells: dict[str, Any], due: date
) -> None:
    """56 days after 6 October, or when the review ended: the engine itself bills it from then."""
    result = run([pex(**cells)])
    line = next(x for x in result.lines if x.status == "billable")
    assert ChargedMonths(result.policy, result.rows).due_day(line) == due
    assert one(result, due.replace(day=1)).to_post == line.amount
    if not cells:
        before = run([pex()], as_at=due - timedelta(days=1))
        assert {x.status for x in before.lines} == {"held"}
        assert {x.status for x in run([pex()], as_at=due).lines} == {"billable"}
        assert one(before, due.replace(day=1)).expected == line.amount


def test_what_still_waits_on_31_march_is_accrued_and_not_expected() -> None:
    """Excluded in March: held until May, so it stands in no month, and a note says so."""
    result = run([pex(**{"Exclusion date": date(2026, 3, 2), "Decision date": None})],
                 as_at=date(2026, 3, 16))  # fmt: skip
    held = by_scheme(result.charges_at_year_end.lines, "held")["pex"]
    assert totals(forecast(result), "posted", "to_post", "expected") == {}
    assert f"£{held:,.2f} still held then, and accrued" in one(result, MARCH).note


def test_what_is_asked_is_no_income_and_is_said() -> None:
    """An academy without an agreement: nothing is expected of it, and a note says how much."""
    result = run([pex(**{"Home school": ACADEMY, "Year group": 8,
                         "Date of birth": date(2012, 11, 3)})], Agreements=[])  # fmt: skip
    assert by_scheme(result.lines, "asked")
    assert totals(forecast(result), "posted", "to_post", "expected") == {}
    assert "asked without an agreement, no debt" in one(result, MARCH).note


def test_new_placements_are_those_that_the_team_enters() -> None:
    """2 × £1,500.00 in February as entered; without an amount, the average of what was charged."""
    own = EXPECTED | {"Month": "2026-03", "Number": 3, "Average amount": None}
    result = run([pex(1), pex(2)], ExpectedPlacements=[EXPECTED, own])
    charged = by_scheme(result.lines, "billable")["pex"]
    assert one(result, FEBRUARY).expected == Decimal("3000.00")
    assert one(result, FEBRUARY).note == "new: 2 × £1,500.00 = £3,000.00, as entered"
    march = one(result, MARCH)
    assert march.expected == round(charged * 3 / 2, 2)
    assert march.note == (
        f"new: 3 × £{charged:,.2f} ÷ 2 placements charged so far = £{march.expected:,.2f}"
    )


def test_a_month_that_is_over_takes_no_new_ones() -> None:
    """Who came in January is among the placements: the row is left out, and a note says so."""
    row = EXPECTED | {"Month": "January"}
    result = run([pex()], ExpectedPlacements=[row])
    january = one(result, date(2026, 1, 1))
    assert january.expected == ZERO
    assert january.note.startswith("2 expected left out: January 2026 is over")
    assert one(result, FEBRUARY).note == "no new placements are entered in Expected placements"


def test_of_the_month_that_is_not_over_those_who_came_are_left_out() -> None:
    """Two of three rows' placements came by 20 January; one is still expected."""
    rows = [EXPECTED | {"Month": "Jan 2026", "Number": n} for n in (1, 2)]
    came = [pex(n, **{"Exclusion date": date(2026, 1, n), "Decision date": None}) for n in (7, 8)]
    january = one(run(came, as_at=date(2026, 1, 20), ExpectedPlacements=rows), date(2026, 1, 1))
    assert january.expected == Decimal("1500.00")
    assert january.note == (
        "1 expected, 1 came by 20 January 2026; new: 0 × £1,500.00 = £0.00, as entered; 2 expected,"
        " 1 came by 20 January 2026; new: 1 × £1,500.00 = £1,500.00, as entered"
    )


@pytest.mark.parametrize(
    ("cells", "at", "words"),
    [
        ({"Scheme": "NOBODY"}, "A5", "not a scheme"),
        ({"Scheme": "LOCAL"}, "A5", "not in use"),
        ({"Scheme": None}, "A5", "scheme's code is needed"),
        ({"Month": "Smarch"}, "B5", "not a month"),
        ({"Month": 4}, "B5", "not a month"),
        ({"Month": "April 2026"}, "B5", "no month of the financial year 2025-26"),
        ({"Month": date(2025, 3, 1)}, "B5", "no month of the financial year 2025-26"),
        ({"Month": None}, "B5", "the month is needed"),
        ({"Number": "many"}, "C5", "not a number"),
        ({"Number": -1}, "C5", "below 0"),
        ({"Number": None}, "C5", "is needed"),
        ({"Average amount": -5}, "D5", "below 0"),
        ({"Scheme": "LEAVER", "Average amount": None}, "D5", "charged no placement so far"),
    ],
)
def test_a_bad_row_is_a_finding_at_its_cell(cells: dict[str, Any], at: str, words: str) -> None:
    """It is left out of the forecast, and no charge changes."""
    result = run([pex()], ExpectedPlacements=[EXPECTED | cells])
    found = [f for f in result.findings if f.place.sheet == "ExpectedPlacements"]
    assert [(f.place.cell, f.row) for f in found] == [(at, None)]
    assert words in found[0].message
    assert totals(forecast(result), "expected") == {}
    assert result.lines == run([pex()]).lines


def test_the_budget_is_what_a_service_counts_on_from_schools() -> None:
    """Cost less all else that pays, evenly but for what names its month; blank where none is."""
    schemes = [SCHEMES[0] | {"Service": "HHT"}, *SCHEMES[1:]]
    services = [
        HHT_SERVICE | {"Amount": 1300}, HHT_SERVICE | {"Line": "DSG", "Amount": 100},
        HHT_SERVICE | {"Amount": 50, "Month": "May"}, HHT_SERVICE | {"Basis": "actual"},
        HHT_SERVICE | {"Financial year": "2024-25"},
    ]  # fmt: skip
    rows = forecast(run([pex(), leaver(2)], Schemes=schemes, Services=services))
    of_pex = [r for r in rows if r.scheme == "PEX"]
    assert [r.budget for r in of_pex][1] == Decimal("150.00")
    assert {r.budget for r in of_pex} == {Decimal("100.00"), Decimal("150.00")}
    assert all(r.variance == (r.to_post or 0) - (r.budget or 0) for r in of_pex)
    assert {(r.budget, r.variance) for r in rows if r.scheme == "LEAVER"} == {(None, None)}


def test_without_a_budgeted_cost_there_is_no_budget() -> None:
    """What others pay alone says nothing of what schools are to bring: blank, never 0."""
    schemes = [SCHEMES[0] | {"Service": "HHT"}, *SCHEMES[1:]]
    rows = forecast(run([pex()], Schemes=schemes, Services=[HHT_SERVICE | {"Line": "DSG"}]))
    assert {(r.budget, r.variance) for r in rows} == {(None, None)}


def test_schemes_of_one_service_have_their_budget_together() -> None:
    """Nobody says how it is divided: a row of its own, whose pounds are counted once."""
    schemes = [row | {"Service": "HHT"} for row in SCHEMES[:2]]
    rows = forecast(run([pex(), leaver(2)], Schemes=schemes, Services=[HHT_SERVICE]))
    both = [r for r in rows if r.scheme == "LEAVER + PEX"]
    assert sum((r.budget or ZERO for r in both), ZERO) == Decimal(1000)
    assert {r.posted for r in both} == {r.to_post for r in both} == {None}
    december = date(2025, 12, 1)
    total = sum((r.to_post or ZERO for r in rows if r.month == december), ZERO)
    assert next(r.variance for r in both if r.month == december) == total - Decimal("83.33")
