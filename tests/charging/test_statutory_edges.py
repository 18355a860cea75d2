"""The regulations at their edges: conversions, the last weeks, the first orders, one field filled.

Sums by hand. Basic entitlement of key stage 1 and 2 is £3,847.00, of key stage 3 £5,422.00.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.support.books import CALENDAR, OTHER_MAINTAINED, RATES, SCHOOLS, pex, run
from xl_recoup.records import ChargeLine
from xl_recoup.tables import Cell

YEAR_OVER = date(2026, 6, 30)
DAY = timedelta(days=1)


def lines(row: dict[str, Cell], **more: Any) -> dict[str, ChargeLine]:
    """Return the lines of one placement by the end of their reference, when the year is over."""
    more.setdefault("as_at", YEAR_OVER)
    return {x.ref.partition("/")[2]: x for x in run([row], **more).lines}


# A conversion that changes the calendar ---------------------------------------------------------

OWN: list[dict[str, Cell]] = [
    *CALENDAR,
    {"Calendar": "Elm", "Kind": "term", "From": date(2025, 9, 2), "To": date(2025, 12, 19)},
    {"Calendar": "Elm", "Kind": "closure", "From": date(2025, 10, 8), "To": date(2025, 10, 17)},
]
"""The academy closes from 8 to 17 October; the authority's half term is later."""


def converted(on: date) -> list[dict[str, Cell]]:
    """Return the schools, Oak Primary being an academy with its own calendar from a day on."""
    before = SCHOOLS[0] | {"Open to": on - DAY}
    after = SCHOOLS[0] | {
        "Type": "academy", "Trust": "Elm Trust", "Settlement": "invoice", "Calendar": "Elm",
        "Open from": on,
    }  # fmt: skip
    return [before, after, *SCHOOLS[1:]]


@pytest.mark.parametrize(
    ("on", "start", "weeks", "amount", "route"),
    [
        # Excluded on 6 October. The authority's calendar: 7, 8, 9, 10, 13, 14 October.
        # 14 October to 31 March are 169 days, 24 weeks: 3,847 × 24 / 52 = 1,775.538...
        (date(2025, 10, 15), date(2025, 10, 14), 24, "1775.54", "budget adjustment"),
        # Converted on 10 October: it still counts on the calendar of the school that excluded;
        # the academy, which answers on the relevant date, bears it.
        (date(2025, 10, 10), date(2025, 10, 14), 24, "1775.54", "invoice"),
        # Converted on the day of the exclusion: its own calendar: 7, 20, 21, 22, 23, 24 October.
        # 24 October to 31 March are 159 days, 22 weeks: 3,847 × 22 / 52 = 1,627.576...
        (date(2025, 10, 6), date(2025, 10, 24), 22, "1627.58", "invoice"),
    ],
)
def test_an_exclusion_counts_on_the_calendar_of_the_school_that_excluded(
    on: date, start: date, weeks: int, amount: str, route: str
) -> None:
    """The sixth school day is that of the day of the exclusion; who bears it, of the sixth."""
    row = pex(**{"Exclusion date": date(2025, 10, 6), "Decision date": None})
    share = lines(row, Schools=converted(on), Calendar=OWN)["BS"]
    assert (share.start, share.units, share.amount) == (start, weeks, Decimal(amount))
    assert share.route == route


# The last weeks ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "weeks", "amount", "status"),
    [
        (date(2026, 3, 18), 2, "-147.96", "billable"),  # 14 days
        (date(2026, 3, 19), 1, "-73.98", "billable"),  # 13 days: 1,775.54 × 1 / 24 = 73.980...
        (date(2026, 3, 25), 1, "-73.98", "billable"),  # exactly 7 days
        (date(2026, 3, 26), None, "0.00", "nil"),  # 6 days
        (date(2026, 3, 31), None, "0.00", "nil"),
    ],
)
def test_a_reinstatement_in_the_last_weeks(
    day: date, weeks: int | None, amount: str, status: str
) -> None:
    """One complete week left gives it back; none leaves a line that says so."""
    credit = lines(pex(**{"Reinstated on": day}))["RC-BS"]
    assert (credit.units, credit.amount, credit.status) == (weeks, Decimal(amount), status)
    assert (credit.reason == "no complete weeks remained from the reinstatement") == (weeks is None)


@pytest.mark.parametrize(
    ("admitted", "left", "amount"),
    [
        (date(2026, 3, 25), None, "-73.98"),
        (date(2026, 3, 26), None, "0.00"),
        (date(2025, 11, 3), date(2025, 11, 9), "-73.98"),
        (date(2025, 11, 3), date(2025, 11, 8), "0.00"),
    ],
)
def test_an_admission_of_exactly_a_week(admitted: date, left: date | None, amount: str) -> None:
    """Seven days at the admitting school are a complete week; six are none, with its reason."""
    row = pex(**{"Admitting school": OTHER_MAINTAINED, "Admitted on": admitted,
                 "Left admitting school on": left})  # fmt: skip
    credit = lines(row)["AC-BS"]
    assert credit.amount == Decimal(amount)
    assert ("(E is 0)" in credit.reason) == (credit.status == "nil") == (amount == "0.00")


# What is half told ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "codes"),
    [
        ({"Admitted on": date(2025, 11, 3)}, "R42"),
        ({"Admitting school": OTHER_MAINTAINED}, "R43"),
        ({"Admitting school": "2084001"}, "R04, R43"),
    ],
)
def test_half_an_admission_holds_the_row(cells: dict[str, Cell], codes: str) -> None:
    """A date without a school, or a school without a date: asked about, never read as no."""
    (line,) = lines(pex(**cells)).values()
    assert (line.status, line.amount, line.reason) == ("held", Decimal("0.00"), codes)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"Old authority": "305"}, {"BS": "1775.54"}),
        # 6 October to 31 March are 177 days, 25 weeks: 3,847 × 25 / 52 = 1,849.519...
        ({"Old authority": "306"}, {"IA-FROM-306": "1849.52"}),
        ({"Intermediate authority": "207"}, {"BS": "1775.54", "IA-TO-207": "-1849.52"}),
        ({"Educated from": date(2025, 11, 3)}, {"BS": "1775.54"}),
    ],
)
def test_one_field_about_authorities(cells: dict[str, Cell], expected: dict[str, str]) -> None:
    """Each of the fields alone: ours or another's pupil, one that another taught, one of ours."""
    made = lines(pex(**cells))
    assert {end: str(line.amount) for end, line in made.items()} == expected


# The first orders -------------------------------------------------------------------------------

OLD = {"Valid from": date(2012, 4, 1), "Valid to": date(2013, 3, 31)}
OF_2012: list[dict[str, Cell]] = [
    {"Calendar": "LA", "Kind": "term", "From": date(2012, 4, 16), "To": date(2012, 7, 20)},
    {"Calendar": "LA", "Kind": "term", "From": date(2012, 9, 3), "To": date(2012, 12, 21)},
    {"Calendar": "LA", "Kind": "term", "From": date(2013, 1, 7), "To": date(2013, 4, 30)},
]


@pytest.mark.parametrize(
    ("ordered", "amount", "status"),
    [
        (date(2012, 8, 31), "0.00", "nil"),
        (date(2012, 9, 1), "4000.00", "billable"),
        (date(2012, 9, 2), "4000.00", "billable"),
    ],
)
def test_the_first_day_of_orders(ordered: date, amount: str, status: str) -> None:
    """The regulations came into force on 1 September 2012: no order is older."""
    row = pex(**{
        "Exclusion date": date(2012, 6, 11), "Decision date": None, "Adjustment order": "Y",
        "Order date": ordered, "Date of birth": None, "UPN": "UN1",
    })  # fmt: skip
    order = lines(
        row, settings={"Financial year": "2012-13"}, as_at=date(2013, 3, 31), Calendar=OF_2012,
        Rates=[r | OLD for r in RATES],
    )["AO"]  # fmt: skip
    assert (order.amount, order.status) == (Decimal(amount), status)
    assert ("before 1 September 2012" in order.reason) == (status == "nil")
