"""The independent calculation by hand: leavers, years, other authorities and nil rows."""

from __future__ import annotations

import pytest

from tests.oracle.by_hand import (
    ACADEMY,
    AP_ACADEMY,
    DAY_SIX_1_OCTOBER,
    DAY_SIX_30_APRIL,
    MAINTAINED,
    OTHER,
    PRU,
    SPECIAL,
    D,
    Row,
    amounts,
    make_book,
    pex,
)
from tests.oracle.naive import charge_lines


@pytest.mark.parametrize(
    ("year_group", "settings", "weeks", "amount"),
    [
        # 6113 x 13/52 = 1528.25; x 12/52 = 1410.692... -> 1410.69; x 17/52 = 1998.480... ;
        # x 48/52 = 5642.769... -> 5642.77.
        (11, {}, 13, "1528.25"),
        (11, {"Leavers' year ends": "31 August"}, 17, "1998.48"),
        (11, {"Leavers' year ends": "end of summer term"}, 12, "1410.69"),
        (10, {}, 48, "5642.77"),
    ],
)
def test_year_11_on_30_april(year_group: int, settings: Row, weeks: int, amount: str) -> None:
    line = charge_lines(pex(DAY_SIX_30_APRIL, Year_group=year_group), make_book(**settings))[0]
    assert (line["Units"], str(line["Amount"])) == (weeks, amount)


@pytest.mark.parametrize(
    ("excluded", "ends", "weeks"),
    [
        # Day six 2 May: 30 + 30 + 31 = 91 days to 31 July = 13 weeks exactly; 5 May: 88 days = 12.
        (D(2025, 4, 24), "31 July", 13),
        (D(2025, 4, 25), "31 July", 12),
        # Day six 5 May: 27 + 30 + 31 + 31 = 119 days to 31 August = 17 weeks exactly; 6 May: 16.
        (D(2025, 4, 25), "31 August", 17),
        (D(2025, 4, 28), "31 August", 16),
    ],
)
def test_leavers_year_ends_on_its_last_day(excluded: D, ends: str, weeks: int) -> None:
    book = make_book(**{"Leavers' year ends": ends})
    assert charge_lines(pex(excluded, Year_group=11), book)[0]["Units"] == weeks


@pytest.mark.parametrize(
    ("who", "override", "weeks"),
    [
        ("highest year", None, 48),
        ("highest year and Year 11", None, 13),
        ("highest year", "11,13", 13),
        ("highest year and Year 11", "13", 48),  # the override is the whole answer
    ],
)
def test_year_11_in_an_11_to_18_school(who: str, override: str | None, weeks: int) -> None:
    book = make_book(**{"Who leaves": who})
    book["schools"][1]["Leaving years"] = override
    line = charge_lines(pex(DAY_SIX_30_APRIL, Year_group=11, Home_school=ACADEMY), book)[0]
    assert (line["Units"], line["Status"]) == (weeks, "asked")


@pytest.mark.parametrize(
    ("excluded", "boundary", "weeks"),
    [
        # C16. Excluded 1 April 2025: 2, 3, 4, 22, 23, 24 April; to 31 July 7 + 31 + 30 + 31 = 99
        # days = 14 weeks; to 31 March 2026 99 + 243 = 342 days = 48 weeks.
        (D(2025, 4, 1), "on or after 1 April", 14),
        (D(2025, 4, 1), "after 1 April", 48),
        # Excluded 2 April: 3, 4, 22, 23, 24, 25 April; 98 days = 14 weeks under both.
        (D(2025, 4, 2), "on or after 1 April", 14),
        (D(2025, 4, 2), "after 1 April", 14),
        # Excluded 24 March 2025, day six 1 April: before the boundary, so to 31 March: 52.
        (D(2025, 3, 24), "on or after 1 April", 52),
        # Excluded in the autumn: on or after 1 September is before the 1 April of its school year.
        (DAY_SIX_1_OCTOBER, "on or after 1 April", 26),
        # Excluded 18 July, day six 4 September: nothing of the school year is left.
        (D(2025, 7, 18), "on or after 1 April", 0),
    ],
)
def test_leavers_boundary(excluded: D, boundary: str, weeks: int) -> None:
    book = make_book(**{"Leavers' boundary": boundary})
    lines = charge_lines(pex(excluded, Year_group=11), book)
    assert lines[0]["Units"] == weeks
    assert lines[0]["Status"] == ("nil" if weeks == 0 else "billable")


def test_day_six_in_the_next_year() -> None:
    # Excluded 24 March 2025, day six 1 April 2025: 5422 x 52/52 in 2025-26.
    new_counts = charge_lines(pex(D(2025, 3, 24)), make_book())
    assert amounts(new_counts)[0] == ("Budget share", "5422.00", "billable")
    old_only = charge_lines(
        pex(D(2025, 3, 24)), make_book(**{"Day six next year": "old year only"})
    )
    assert amounts(old_only) == [("Budget share", "0.00", "nil")]
    # The old year's own workbook bears nothing.
    old_book = make_book(**{"Financial year": "2024-25"})
    assert amounts(charge_lines(pex(D(2025, 3, 24)), old_book)) == [("Budget share", "0.00", "nil")]


def test_last_day_of_the_year_is_a_nil_line_with_no_weeks() -> None:
    # Excluded 23 March 2026: 24, 25, 26, 27, 30, 31 March; 1 day is no week.
    lines = charge_lines(pex(D(2026, 3, 23), FSM6="Y"), make_book())
    assert amounts(lines) == [("Budget share", "0.00", "nil")]
    assert [line["Units"] for line in lines] == [0]


def authority_lines(placement: Row) -> list[tuple[str, str, str, int | None, int | None]]:
    """Authority, amount, status, weeks and of how many, of each line between authorities."""
    lines = [x for x in charge_lines(placement, make_book()) if len(x["LAESTAB"]) == 3]
    return [
        (x["LAESTAB"], str(x["Amount"]), x["Status"], x["Units"], x["Denominator"]) for x in lines
    ]


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        # Excluded on 23 September 2025: 190 days, 27 weeks; 5,422.00 × 27 / 52 = 2,815.269...
        ({"Home_school": OTHER}, [("208", "2815.27", "billable", 27, 52)]),
        # We began on 5 January 2026: 86 days, 12 weeks; 5,422.00 × 12 / 52 = 1,251.230...
        (
            {"Home_school": OTHER, "Educated_from": D(2026, 1, 5)},
            [("208", "1251.23", "billable", 12, 52)],
        ),
        # 207 taught in between and pays us, not 208.
        (
            {"Home_school": OTHER, "Intermediate_authority": "207", "Educated_from": D(2026, 1, 5)},
            [("207", "1251.23", "billable", 12, 52)],
        ),
        # Our pupil goes to a school of 208 and comes back on 5 January: 2,815.27 × 12 / 27.
        (
            {"Old_authority": "305", "Admitting_school": OTHER, "Admitted_on": D(2025, 10, 6),
             "Left_admitting_school_on": D(2026, 1, 4), "Reinstated_on": D(2026, 1, 5)},
            [("208", "-2815.27", "billable", 27, 52), ("208", "1251.23", "billable", 12, 27)],
        ),
        # Between 208 and 303 we have no part; an academy's exclusion is outside the section.
        (
            {"Home_school": MAINTAINED, "Old_authority": "208", "Admitting_school": OTHER,
             "Admitted_on": D(2025, 10, 6)},
            [("208", "0.00", "nil", 0, 0)],
        ),
        ({"Home_school": ACADEMY, "Old_authority": "208"}, [("208", "0.00", "nil", 0, 0)]),
    ],
)  # fmt: skip
def test_money_between_authorities(
    more: Row, expected: list[tuple[str, str, str, int | None, int | None]]
) -> None:
    placement = pex(D(2025, 9, 23), **more)
    assert authority_lines(placement) == expected


@pytest.mark.parametrize(
    "more",
    [
        {"Home_school": SPECIAL},
        {"Home_school": PRU},
        {"Home_school": AP_ACADEMY},
        {"Reserved_SEN_place": "Y"},
        {"Year_group": "N"},
        {"Year_group": 12, "Home_school": ACADEMY},
        {"Year_group": 13, "Home_school": ACADEMY},
        {"Cancelled_on": D(2025, 9, 30)},
        {"Reinstated_on": D(2025, 10, 1)},
    ],
)
def test_nil_rows_have_one_line_and_the_order_only_against_mainstream(more: Row) -> None:
    placement = pex(DAY_SIX_1_OCTOBER, FSM6="Y", **more)
    book = make_book()
    lines = charge_lines(placement, book)
    assert amounts(lines) == [("Budget share", "0.00", "nil")]
    assert lines[0]["LAESTAB"] == placement["Home school"]

    placement |= {"Adjustment order": "Y", "Order date": D(2026, 1, 20)}
    outside = more.get("Home_school") in (SPECIAL, PRU, AP_ACADEMY)
    expected = [("Budget share", "0.00", "nil")]
    if not outside and "Reserved_SEN_place" not in more:
        expected.append(("Adjustment order", "4000.00", "billable"))
    assert amounts(charge_lines(placement, book)) == expected


@pytest.mark.parametrize(
    ("ordered", "expected"),
    [
        (D(2025, 3, 31), ("Adjustment order", "0.00", "nil")),
        (D(2025, 4, 1), ("Adjustment order", "4000.00", "billable")),
        (D(2025, 10, 1), ("Adjustment order", "4000.00", "billable")),
        (D(2025, 10, 2), ("Adjustment order", "4000.00", "held")),
        (D(2026, 3, 31), ("Adjustment order", "4000.00", "held")),
        (D(2026, 4, 1), ("Adjustment order", "0.00", "nil")),
    ],
)
def test_order_in_the_year_of_its_date_for_an_academy_too(
    ordered: D, expected: tuple[str, str, str]
) -> None:
    # The order is not multiplied by B/52; neither hold days nor agreement touch it, only its date.
    book = make_book()
    book["as_at"] = D(2025, 10, 1)
    placement = pex(
        DAY_SIX_1_OCTOBER, Home_school=ACADEMY, Adjustment_order="Y", Order_date=ordered
    )
    assert amounts(charge_lines(placement, book)) == [
        ("Budget share", "2711.00", "held"),
        expected,
    ]


def test_other_scheme() -> None:
    placement = pex(DAY_SIX_1_OCTOBER, Scheme="DAY-RATE")
    assert amounts(charge_lines(placement, make_book())) == [("Scheme charge", "0.00", "nil")]
