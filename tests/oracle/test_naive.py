"""The independent calculation against sums worked by hand, each written out beside its test.

All pupils and schools are invented. The amounts of 2015-16 are those published by Bath & North
East Somerset; the others are national factor values used as examples.
"""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from stdnum.gb import upn

from tests.oracle.naive import charge_lines, complete_weeks, relevant_date, to_pence
from tests.oracle.random_books import PLACEMENT_HEADINGS, random_case

Row = dict[str, Any]
D = dt.date
READINGS = ("inclusive", "exclusive", "calendar")

TERMS = (
    ("Autumn 2023", D(2023, 9, 4), D(2023, 12, 20)),
    ("Spring 2024", D(2024, 1, 3), D(2024, 3, 28)),
    ("Summer 2024", D(2024, 4, 15), D(2024, 7, 23)),
    ("Autumn 2024", D(2024, 9, 2), D(2024, 12, 20)),
    ("Spring 2025", D(2025, 1, 6), D(2025, 4, 4)),
    ("Summer 2025", D(2025, 4, 22), D(2025, 7, 22)),
    ("Autumn 2025", D(2025, 9, 1), D(2025, 12, 19)),
    ("Spring 2026", D(2026, 1, 5), D(2026, 4, 2)),
    ("Summer 2026", D(2026, 4, 20), D(2026, 7, 21)),
    ("Autumn 2026", D(2026, 9, 1), D(2026, 12, 18)),
)
CLOSURES = (("October half term 2025", D(2025, 10, 20), D(2025, 10, 31)),)

RATES = (
    ("basic_entitlement", "primary", "3847.00", "before ACA"),
    ("basic_entitlement", "ks3", "5422.00", "before ACA"),
    ("basic_entitlement", "ks4", "6113.00", "before ACA"),
    ("fsm", "all", "495.00", "before ACA"),
    ("fsm6", "primary", "1060.00", "before ACA"),
    ("fsm6", "secondary", "1555.00", "before ACA"),
    ("idaci_c", "secondary", "695.00", "local value"),
    ("eal", "secondary", "1595.00", "before ACA"),
    ("low_prior_attainment", "secondary", "1785.00", "before ACA"),
    ("mobility", "secondary", "1385.00", "before ACA"),
    ("minimum_per_pupil", "secondary", "6465.00", "before ACA"),
    ("pupil_premium_fsm6", "primary", "1515.00", "local value"),
    ("pupil_premium_fsm6", "secondary", "1075.00", "local value"),
    ("pupil_premium_lac", "all", "2630.00", "local value"),
    ("pupil_premium_service", "all", "350.00", "local value"),
)

MAINTAINED = "3054001"  # Years 7 to 11
ACADEMY = "3054002"  # Years 7 to 13, Alder Trust
PRIMARY = "3052001"
FREE_SCHOOL = "3054003"  # Years 7 to 11, Birch Trust
SPECIAL = "3057001"
PRU = "3051101"
AP_ACADEMY = "3057000"
OTHER = "2084001"


def school(laestab: str, kind: str, low: Any, high: Any, trust: str | None = None) -> Row:
    return {
        "LAESTAB": laestab,
        "Type": kind,
        "Lowest year": low,
        "Highest year": high,
        "Leaving years": None,
        "Trust": trust,
        "Calendar": None,
        "Open from": None,
        "Open to": None,
    }


def make_book(**settings: Any) -> Row:
    """Financial year 2025-26, defaults, as at 31 March 2027 (nothing is held)."""
    calendar = [
        {"Calendar": "LA", "Kind": "term", "Name": name, "From": first, "To": last}
        for name, first, last in TERMS
    ]
    calendar += [
        {"Calendar": "LA", "Kind": "closure", "Name": name, "From": first, "To": last}
        for name, first, last in CLOSURES
    ]
    return {
        "settings": {"Financial year": "2025-26", **settings},
        "schools": [
            school(MAINTAINED, "maintained", 7, 11),
            school(ACADEMY, "academy", 7, 13, "Alder Trust"),
            school(PRIMARY, "maintained", "R", 6),
            school(FREE_SCHOOL, "free school", 7, 11, "Birch Trust"),
            school(SPECIAL, "special", "R", 13),
            school(PRU, "PRU", 1, 11),
            school(AP_ACADEMY, "AP academy", 5, 11, "Cedar Trust"),
            school(OTHER, "other authority", 7, 11),
        ],
        "agreements": [],
        "rates": [
            {
                "Factor": factor,
                "Phase": phase,
                "Amount": amount,
                "Unit": "year",
                "Basis": basis,
                "Valid from": D(2025, 4, 1),
                "Valid to": None,
                "Status": "approved",
            }
            for factor, phase, amount, basis in RATES
        ],
        "calendar": calendar,
        "as_at": D(2027, 3, 31),
    }


def agreement(party: str, first: dt.date, last: dt.date | None = None, **more: Any) -> Row:
    return {
        "Party": party,
        "Scheme": "PEX",
        "Status": "signed",
        "From": first,
        "To": last,
        **more,
    }


def pex(excluded: dt.date, **more: Any) -> Row:
    """A Year 9 pupil of the maintained school, permanently excluded."""
    row: Row = {
        "Placement ref": "P1",
        "Episode ref": "E1",
        "Year group": 9,
        "Home school": MAINTAINED,
        "Scheme": "PEX",
        "Exclusion date": excluded,
    }
    row.update({heading.replace("_", " "): value for heading, value in more.items()})
    return row


def amounts(lines: list[Row]) -> list[tuple[str, str, str]]:
    """Component, amount and status of each line."""
    return [(line["Component"], str(line["Amount"]), line["Status"]) for line in lines]


# 23 September 2025 (Tuesday) -> 24, 25, 26, 29, 30 September, 1 October: day six is 1 October.
DAY_SIX_1_OCTOBER = D(2025, 9, 23)
# 10 April to 21 April 2025 is holiday; excluded Tue 22 April 2025: 23, 24, 25, 28, 29, 30 April.
DAY_SIX_30_APRIL = D(2025, 4, 22)


# Weeks ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("case", "start", "end", "expected"),
    [
        # 365 days: 52 weeks and 1 day; Mondays 7 April 2025 to 23 March 2026: 51 whole weeks.
        ("C01", D(2025, 4, 1), D(2026, 3, 31), (52, 52, 51)),
        # 21 + 31 + 30 + 31 + 31 + 28 + 31 = 203 days = 29 weeks exactly; 202 days gives 28.
        ("C03", D(2025, 9, 10), D(2026, 3, 31), (29, 28, 28)),
        # 31 + 30 + 31 + 31 + 28 + 31 = 182 days = 26 weeks exactly; 181 gives 25.
        ("C04", D(2025, 10, 1), D(2026, 3, 31), (26, 25, 25)),
        # 14 + 31 + 31 + 28 + 31 = 135 = 19 weeks and 2 days; starts on a Monday.
        ("C05", D(2025, 11, 17), D(2026, 3, 31), (19, 19, 19)),
        # 20 + 28 + 31 = 79 = 11 weeks and 2 days; starts on a Monday.
        ("C06", D(2026, 1, 12), D(2026, 3, 31), (11, 11, 11)),
        # 8 days; from a Tuesday no week from Monday to Sunday lies inside.
        ("C07", D(2026, 3, 24), D(2026, 3, 31), (1, 1, 0)),
        # The text's example: 7 days with both ends, 6 between them.
        ("text", D(2026, 3, 25), D(2026, 3, 31), (1, 0, 0)),
        ("C09", D(2026, 3, 26), D(2026, 3, 31), (0, 0, 0)),
        ("C10", D(2026, 3, 31), D(2026, 3, 31), (0, 0, 0)),
        # 366 days: 52 weeks and 2 days; 1 April 2023 is a Saturday, 31 March 2024 a Sunday.
        ("C11", D(2023, 4, 1), D(2024, 3, 31), (52, 52, 52)),
        # 1 + 31 + 30 + 22 = 84 = 12 weeks exactly.
        ("C12", D(2025, 4, 30), D(2025, 7, 22), (12, 11, 11)),
        # 93 = 13 weeks and 2 days; Mondays 5 May to 21 July: 12.
        ("C13", D(2025, 4, 30), D(2025, 7, 31), (13, 13, 12)),
        # 124 = 17 weeks and 5 days; Mondays 5 May to 25 August: 17 whole weeks, as 31 August 2025
        # is a Sunday.
        ("31 August", D(2025, 4, 30), D(2025, 8, 31), (17, 17, 17)),
        # 336 = 48 weeks exactly.
        ("C15", D(2025, 4, 30), D(2026, 3, 31), (48, 47, 47)),
        ("end before start", D(2025, 9, 8), D(2025, 7, 31), (0, 0, 0)),
    ],
)
def test_complete_weeks(case: str, start: D, end: D, expected: tuple[int, int, int]) -> None:
    assert tuple(complete_weeks(start, end, reading) for reading in READINGS) == expected, case


@pytest.mark.parametrize("first", [D(2023, 4, 1), D(2025, 4, 1), D(2027, 4, 1)])
@pytest.mark.parametrize("reading", READINGS)
def test_never_more_than_52_weeks(first: D, reading: str) -> None:
    last = D(first.year + 1, 3, 31)
    every_day = [first + dt.timedelta(days=n) for n in range((last - first).days + 1)]
    assert max(complete_weeks(day, last, reading) for day in every_day) <= 52


# Relevant date ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("excluded", "day_six"),
    [
        # C18. 16 and 17 October are days 1 and 2; two weeks closed; 3 to 6 November days 3 to 6.
        (D(2025, 10, 15), D(2025, 11, 6)),
        # 24, 25, 26, 27, 30 September, 1 October 2024.
        (D(2024, 9, 23), D(2024, 10, 1)),
        # 25, 26, 27, 28, 31 March, 1 April 2025: the text's "excluded 24 March".
        (D(2025, 3, 24), D(2025, 4, 1)),
        # 21, 22 July (last days of term), then 1, 2, 3, 4 September.
        (D(2025, 7, 18), D(2025, 9, 4)),
        # A Saturday: the Monday after is day 1.
        (D(2025, 9, 27), D(2025, 10, 6)),
    ],
)
def test_sixth_school_day(excluded: D, day_six: D) -> None:
    assert relevant_date(pex(excluded), make_book()) == day_six


def test_own_calendar_stands_alone() -> None:
    # No half term in the school's own calendar: 16, 17, 20, 21, 22, 23 October.
    book = make_book()
    book["schools"][0]["Calendar"] = "Own"
    book["calendar"].append(
        {"Calendar": "Own", "Kind": "term", "From": D(2025, 9, 1), "To": D(2025, 12, 19)},
    )
    assert relevant_date(pex(D(2025, 10, 15)), book) == D(2025, 10, 23)


@pytest.mark.parametrize(
    ("starts", "day"),
    [
        ("sixth school day", D(2025, 10, 1)),
        ("exclusion date", D(2025, 9, 23)),
        ("decision date", D(2025, 10, 7)),
        ("off-roll date", D(2025, 10, 20)),
    ],
)
def test_count_starts(starts: str, day: D) -> None:
    placement = pex(DAY_SIX_1_OCTOBER, Decision_date=D(2025, 10, 7), Left_roll_on=D(2025, 10, 20))
    assert relevant_date(placement, make_book(**{"Count starts": starts})) == day


def test_missing_decision_date_is_refused() -> None:
    with pytest.raises(ValueError, match="Decision date"):
        charge_lines(pex(DAY_SIX_1_OCTOBER), make_book(**{"Count starts": "decision date"}))


# Amounts ----------------------------------------------------------------------------------------


def test_half_up_on_the_magnitude() -> None:
    # 0.005 -> 0.01; 0.0049 -> 0.00; 1748.115 -> 1748.12.
    given = [Fraction(1, 200), Fraction(49, 10000), Fraction("1748.115")]
    assert [str(to_pence(amount)) for amount in given] == ["0.01", "0.00", "1748.12"]


def test_text_example_of_the_working() -> None:
    # GBP 5,022.00 x 26/52 = 2,511.00: excluded 23 September 2024, day six 1 October 2024.
    book = make_book(**{"Financial year": "2024-25"})
    book["rates"] = [
        {
            "Factor": "basic_entitlement",
            "Phase": "ks3",
            "Amount": "5022.00",
            "Basis": "local value",
            "Valid from": D(2024, 4, 1),
            "Valid to": D(2025, 3, 31),
        },
    ]
    budget_share, premium = charge_lines(pex(D(2024, 9, 23)), book)
    assert budget_share == {
        "Component": "Budget share",
        "LAESTAB": MAINTAINED,
        "Amount": Decimal("2511.00"),
        "Status": "billable",
        "Base": Fraction(5022),
        "Units": 26,
        "Denominator": 52,
        "CFR code": "I01",
    }
    assert premium == {
        "Component": "Pupil premium",
        "LAESTAB": MAINTAINED,
        "Amount": Decimal("0.00"),
        "Status": "nil",
        "Base": Fraction(0),
        "Units": 26,
        "Denominator": 52,
        "CFR code": "I05",
    }


def test_bath_and_north_east_somerset() -> None:
    # 1 October 2015 to 31 March 2016: 31 + 30 + 31 + 31 + 29 + 31 = 183 days = 26 weeks.
    # D01: 3496.23 x 26/52 = 1748.115 -> 1748.12. D04: 935 x 26/52 = 467.50.
    # Admitted 1 January 2016: 31 + 29 + 31 = 91 days = 13 weeks.
    # D05: 1748.12 x 13/26 = 874.06; the premium 467.50 x 13/26 = 233.75.
    book = make_book(**{"Financial year": "2015-16", "Count starts": "decision date"})
    book["rates"] = [
        {"Factor": factor, "Phase": phase, "Amount": amount, "Basis": "local value"}
        for factor, phase, amount in (
            ("basic_entitlement", "ks3", "3496.23"),
            ("fsm6", "secondary", "0"),
            ("pupil_premium_fsm6", "secondary", "935"),
        )
    ]
    placement = pex(
        D(2015, 9, 14),
        Decision_date=D(2015, 10, 1),
        FSM6="Y",
        Admitting_school=MAINTAINED,
        Admitted_on=D(2016, 1, 1),
    )
    placement["Home school"] = "305/4001"
    lines = charge_lines(placement, book)
    assert amounts(lines) == [
        ("Budget share", "1748.12", "billable"),
        ("Pupil premium", "467.50", "billable"),
        ("Admission credit", "-874.06", "billable"),
        ("Admission credit", "-233.75", "billable"),
    ]
    assert [line["CFR code"] for line in lines] == ["I01", "I05", "I01", "I05"]
    assert (lines[2]["Base"], lines[2]["Units"], lines[2]["Denominator"]) == (
        Fraction("1748.12"),
        13,
        26,
    )


def test_all_factors_with_area_cost_adjustment() -> None:
    # Before ACA: 5422 + 495 + 1555 + 1595 + 1785 + 1385 = 12237; 12237 x 1.0827 = 13248.9999;
    # the IDACI rate of 695 is a local value: + 695 = 13943.9999.
    # x 26/52 = 6971.99995 -> 6972.00. Premium without ACA: 1075 + 350 = 1425 x 26/52 = 712.50.
    placement = pex(
        DAY_SIX_1_OCTOBER,
        FSM="Y",
        FSM6="Y",
        IDACI_band="C",
        EAL="Y",
        Low_prior_attainment="Y",
        Mobility="Y",
        Service_child="Y",
    )
    lines = charge_lines(placement, make_book(**{"Area cost adjustment": "1.0827"}))
    assert lines[0]["Base"] == Fraction("13943.9999")
    assert amounts(lines) == [
        ("Budget share", "6972.00", "billable"),
        ("Pupil premium", "712.50", "billable"),
    ]
    # Basic entitlement only: 5422 x 1.0827 = 5870.3994; x 26/52 = 2935.1997 -> 2935.20.
    narrow = {"Area cost adjustment": 1.0827, "Pupil-led funding": "basic entitlement"}
    lines = charge_lines(placement, make_book(**narrow))
    assert amounts(lines) == [
        ("Budget share", "2935.20", "billable"),
        ("Pupil premium", "712.50", "billable"),
    ]


@pytest.mark.parametrize(
    ("flags", "premium"),
    [
        ({}, "0.00"),
        ({"FSM6": "Y"}, "537.50"),  # 1075 x 26/52
        ({"FSM": "Y"}, "0.00"),  # FSM alone is no premium
        ({"Looked_after": "Y", "FSM6": "Y"}, "0.00"),  # paid to the authority
        ({"Previously_looked_after": "Y", "FSM6": "Y"}, "1315.00"),  # 2630 x 26/52
        ({"Service_child": "Y"}, "175.00"),  # 350 x 26/52
        ({"Service_child": "Y", "Previously_looked_after": "Y"}, "1490.00"),  # 2980 x 26/52
        ({"Service_child": "Y", "Looked_after": "Y"}, "175.00"),  # 0 + 350
    ],
)
def test_premium_base(flags: Row, premium: str) -> None:
    line = charge_lines(pex(DAY_SIX_1_OCTOBER, **flags), make_book())[1]
    expected_status = "nil" if premium == "0.00" else "billable"
    assert (str(line["Amount"]), line["Status"]) == (premium, expected_status)


def test_premium_left_alone() -> None:
    lines = charge_lines(
        pex(DAY_SIX_1_OCTOBER, FSM6="Y"), make_book(**{"Pupil premium": "left alone"})
    )
    # (5422 + 1555) x 26/52 = 3488.50.
    assert amounts(lines) == [
        ("Budget share", "3488.50", "billable"),
        ("Pupil premium", "0.00", "nil"),
    ]


def test_band_g_needs_no_rate() -> None:
    lines = charge_lines(pex(DAY_SIX_1_OCTOBER, IDACI_band="G"), make_book())
    assert str(lines[0]["Amount"]) == "2711.00"  # 5422 / 2


def test_rates_are_those_of_the_relevant_date() -> None:
    # Excluded 23 September, day six 1 October: the rate from 1 October, not the one before.
    book = make_book()
    basic = next(row for row in book["rates"] if row["Phase"] == "ks3")
    book["rates"].append({**basic, "Amount": "6000.00", "Valid from": D(2025, 10, 1)})
    basic["Valid to"] = D(2025, 9, 30)
    assert str(charge_lines(pex(DAY_SIX_1_OCTOBER), book)[0]["Amount"]) == "3000.00"


# Leavers ----------------------------------------------------------------------------------------


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


# Years ------------------------------------------------------------------------------------------


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
    assert amounts(lines) == [("Budget share", "0.00", "nil"), ("Pupil premium", "0.00", "nil")]
    assert [line["Units"] for line in lines] == [0, 0]


# Other authorities ------------------------------------------------------------------------------


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


# Nil rows and orders ----------------------------------------------------------------------------


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
        (D(2026, 3, 31), ("Adjustment order", "4000.00", "billable")),
        (D(2026, 4, 1), ("Adjustment order", "0.00", "nil")),
    ],
)
def test_order_in_the_year_of_its_date_for_an_academy_too(
    ordered: D, expected: tuple[str, str, str]
) -> None:
    # The order is not multiplied by B/52, and neither hold nor agreement touches it.
    book = make_book()
    book["as_at"] = D(2025, 10, 1)
    placement = pex(
        DAY_SIX_1_OCTOBER, Home_school=ACADEMY, Adjustment_order="Y", Order_date=ordered
    )
    assert amounts(charge_lines(placement, book)) == [
        ("Budget share", "2711.00", "held"),
        ("Pupil premium", "0.00", "nil"),
        expected,
    ]


def test_other_scheme() -> None:
    placement = pex(DAY_SIX_1_OCTOBER, Scheme="DAY-RATE")
    assert amounts(charge_lines(placement, make_book())) == [("Scheme charge", "0.00", "nil")]


# Status -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "status"),
    [
        (agreement("Alder Trust", D(2025, 10, 1)), "billable"),
        (agreement("Alder Trust", D(2025, 10, 2)), "asked"),
        (agreement("Alder Trust", D(2025, 4, 1), D(2025, 10, 1)), "billable"),
        (agreement("Alder Trust", D(2025, 4, 1), D(2025, 9, 30)), "asked"),
        (agreement(ACADEMY, D(2025, 4, 1), Status="funding agreement"), "billable"),
        (agreement("Alder Trust", D(2025, 4, 1), Scheme="all"), "billable"),
        (agreement("Alder Trust", D(2025, 4, 1), Scheme="LEAVER"), "asked"),
        (agreement("Alder Trust", D(2025, 4, 1), Status="refused"), "asked"),
        (agreement("Alder Trust", D(2025, 4, 1), Status="no reply"), "asked"),
        (agreement("Birch Trust", D(2025, 4, 1)), "asked"),
        (agreement(MAINTAINED, D(2025, 4, 1)), "asked"),
    ],
)
def test_academy_needs_an_agreement_on_the_relevant_date(row: Row, status: str) -> None:
    book = make_book()
    book["agreements"] = [row]
    line = charge_lines(pex(DAY_SIX_1_OCTOBER, Home_school=ACADEMY), book)[0]
    assert (str(line["Amount"]), line["Status"]) == ("2711.00", status)


@pytest.mark.parametrize(
    ("as_at", "hold_days", "review", "status"),
    [
        # 23 September + 56 days = 18 November 2025.
        (D(2025, 11, 17), 56, None, "held"),
        (D(2025, 11, 18), 56, None, "billable"),
        (D(2025, 11, 18), 56, "open", "held"),
        (D(2025, 11, 18), 56, "closed", "billable"),
        (D(2025, 9, 23), 0, None, "billable"),
    ],
)
def test_hold(as_at: D, hold_days: int, review: str | None, status: str) -> None:
    book = make_book(**{"Hold days": hold_days})
    book["as_at"] = as_at
    line = charge_lines(pex(DAY_SIX_1_OCTOBER, Review_status=review), book)[0]
    assert line["Status"] == status


# Leaving otherwise ------------------------------------------------------------------------------


def test_leaver_counts_from_the_leaving_date() -> None:
    # Left on 1 October 2025: 26 weeks, 5422 x 26/52 = 2711.00, whatever the count starts from.
    placement = pex(D(2025, 10, 1), Scheme="LEAVER", Left_roll_on=D(2025, 10, 1))
    placement["Exclusion date"] = None
    for starts in ("sixth school day", "exclusion date", "decision date", "off-roll date"):
        line = charge_lines(placement, make_book(**{"Count starts": starts}))[0]
        assert (line["Units"], str(line["Amount"])) == (26, "2711.00")


@pytest.mark.parametrize("scheme", ["PEX", "LEAVER", "all"])
def test_leaver_of_an_academy(scheme: str) -> None:
    book = make_book()
    book["agreements"] = [agreement(ACADEMY, D(2025, 4, 1), Scheme=scheme)]
    placement = pex(D(2025, 10, 1), Scheme="LEAVER", Home_school=ACADEMY)
    placement["Left roll on"] = placement.pop("Exclusion date")
    assert charge_lines(placement, book)[0]["Status"] == "billable"
    book["agreements"] = []
    assert charge_lines(placement, book)[0]["Status"] == "asked"


# Credits ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("admitted", "left", "weeks", "amount"),
    [
        # D = 2711.00, F = 26. 10 November 2025 to 31 March 2026: 21 + 31 + 31 + 28 + 31 = 142
        # days = 20 weeks; 2711 x 20/26 = 2085.3846... -> 2085.38.
        (D(2025, 11, 10), None, 20, "-2085.38"),
        # Before day six: E counts from the relevant date, the whole charge is passed on.
        (D(2025, 9, 26), None, 26, "-2711.00"),
        # Left again on 21 December 2025: 21 + 21 = 42 days = 6 weeks; 2711 x 6/26 = 625.6153...
        (D(2025, 11, 10), D(2025, 12, 21), 6, "-625.62"),
        # Left on 20 December: 41 days = 5 weeks; 2711 x 5/26 = 521.346...
        (D(2025, 11, 10), D(2025, 12, 20), 5, "-521.35"),
        # The last week of the year: 7 days, 2711/26 = 104.269...
        (D(2026, 3, 25), None, 1, "-104.27"),
        (D(2026, 3, 26), None, 0, "0.00"),
        (D(2026, 4, 1), None, None, "0.00"),
    ],
)
def test_admission_credit(admitted: D, left: D | None, weeks: int | None, amount: str) -> None:
    placement = pex(
        DAY_SIX_1_OCTOBER,
        Admitting_school=MAINTAINED,
        Admitted_on=admitted,
        Left_admitting_school_on=left,
    )
    placement["Home school"] = ACADEMY
    lines = charge_lines(placement, make_book())
    # The academy is only asked, the maintained school's credit is due all the same.
    assert [line["Component"] for line in lines] == [
        "Budget share",
        "Pupil premium",
        "Admission credit",
    ]
    assert lines[0]["Status"] == "asked"
    assert (lines[2]["Units"], str(lines[2]["Amount"])) == (weeks, amount)
    assert lines[2]["Status"] == ("nil" if amount == "0.00" else "billable")
    assert lines[2]["LAESTAB"] == MAINTAINED


def test_admitted_before_the_year() -> None:
    # Excluded 24 March 2025 (day six 1 April), admitted 31 March: outside the funding period.
    placement = pex(D(2025, 3, 24), Admitting_school=PRIMARY, Admitted_on=D(2025, 3, 31))
    assert amounts(charge_lines(placement, make_book()))[2] == ("Admission credit", "0.00", "nil")


@pytest.mark.parametrize(
    ("laestab", "status"),
    [
        (ACADEMY, "nil"),
        (FREE_SCHOOL, "billable"),
        (SPECIAL, "nil"),
        (PRU, "nil"),
        (AP_ACADEMY, "nil"),
        (OTHER, "nil"),
    ],
)
def test_who_gets_a_credit(laestab: str, status: str) -> None:
    # Admitted on day six, so all of it: (5422 + 1555) x 26/52 = 3488.50; 1075 x 26/52 = 537.50.
    book = make_book()
    book["agreements"] = [agreement("Birch Trust", D(2025, 4, 1))]
    placement = pex(
        DAY_SIX_1_OCTOBER,
        FSM6="Y",
        Admitting_school=laestab,
        Admitted_on=D(2025, 10, 1),
    )
    share, premium = ("-3488.50", "-537.50") if status == "billable" else ("0.00", "0.00")
    assert amounts(charge_lines(placement, book))[2:] == [
        ("Admission credit", share, status),
        ("Admission credit", premium, status),
    ]
    # Held with its charge; nil stays nil.
    book["as_at"] = D(2025, 10, 2)
    held = "held" if status == "billable" else "nil"
    assert [line["Status"] for line in charge_lines(placement, book)][2:] == [held, held]


def test_a_leavers_small_credit() -> None:
    # Year 11, day six 30 April: D = 6113 x 13/52 = 1528.25, F = 48 weeks to 31 March 2026.
    # Admitted 2 June 2025: 29 + 31 + 31 + 30 + 31 + 30 + 31 + 31 + 28 + 31 = 303 days = 43 weeks.
    # 1528.25 x 43/48 = 65714.75/48 = 1369.0572... -> 1369.06.
    placement = pex(
        DAY_SIX_30_APRIL,
        Year_group=11,
        Admitting_school=MAINTAINED,
        Admitted_on=D(2025, 6, 2),
    )
    line = charge_lines(placement, make_book())[2]
    assert (line["Units"], line["Denominator"], str(line["Amount"])) == (43, 48, "-1369.06")


@pytest.mark.parametrize(
    ("reinstated", "weeks", "amount"),
    [
        # G = 2711.00, I = 26. 2 October: 181 days = 25 weeks; 2711 x 25/26 = 2606.7307...
        (D(2025, 10, 2), 25, "-2606.73"),
        # 1 January 2026: 90 days = 12 weeks; 2711 x 12/26 = 1251.2307...
        (D(2026, 1, 1), 12, "-1251.23"),
        (D(2026, 4, 20), 0, "0.00"),
    ],
)
def test_reinstatement(reinstated: D, weeks: int, amount: str) -> None:
    # Against an academy without agreement the charge is asked, and so is what reverses it.
    placement = pex(DAY_SIX_1_OCTOBER, Home_school=ACADEMY, Reinstated_on=reinstated)
    lines = charge_lines(placement, make_book())
    assert [line["Component"] for line in lines] == [
        "Budget share",
        "Pupil premium",
        "Reinstatement credit",
    ]
    assert (lines[2]["Units"], str(lines[2]["Amount"])) == (weeks, amount)
    assert lines[2]["Status"] == ("asked" if weeks else "nil")
    assert lines[2]["LAESTAB"] == ACADEMY


def test_a_converted_school_on_its_relevant_date() -> None:
    # Excluded 23 September, academy from 1 October: on the relevant date it is an academy.
    book = make_book()
    first = book["schools"][0]
    book["schools"].append(
        {**first, "Type": "academy", "Trust": "Alder Trust", "Open from": D(2025, 10, 1)},
    )
    first["Open to"] = D(2025, 9, 30)
    assert charge_lines(pex(DAY_SIX_1_OCTOBER), book)[0]["Status"] == "asked"
    assert charge_lines(pex(D(2025, 9, 22)), book)[0]["Status"] == "billable"


# The random books -------------------------------------------------------------------------------

DATES_IN_ORDER = (
    ("Exclusion date", "Decision date"),
    ("Exclusion date", "Left roll on"),
    ("Decision date", "Left roll on"),
    ("Exclusion date", "Cancelled on"),
    ("Exclusion date", "Reinstated on"),
    ("Left roll on", "Reinstated on"),
    ("Decision date", "Reinstated on"),
    ("Exclusion date", "Review decided on"),
    ("Review decided on", "Order date"),
    ("Exclusion date", "Admitted on"),
    ("Left roll on", "Admitted on"),
    ("Admitted on", "Left admitting school on"),
    ("Left admitting school on", "Reinstated on"),
)


@pytest.mark.parametrize("seed", range(60))
def test_random_cases_are_valid_and_can_be_calculated(seed: int) -> None:
    placements, book = random_case(random.Random(seed))
    assert 1 <= len(placements) <= 30
    for heading in ("Placement ref", "Episode ref"):
        values = [row[heading] for row in placements]
        assert len(values) == len(set(values))
    for row in placements:
        assert tuple(row) == PLACEMENT_HEADINGS
        assert row["UPN"] == "UN1" or upn.is_valid(row["UPN"])
        for earlier, later in DATES_IN_ORDER:
            if row[earlier] is not None and row[later] is not None:
                assert row[earlier] <= row[later], (earlier, later)
        lines = charge_lines(row, book)
        assert lines[0]["Component"] == "Budget share"
        for line in lines:
            assert (line["Amount"] == 0) == (line["Status"] == "nil")
        of_schools = [line for line in lines if len(line["LAESTAB"]) == 7]
        for line in of_schools:  # what we pay another authority is negative too
            assert (line["Amount"] < 0) <= line["Component"].endswith("credit")
        if row["Reinstated on"] is None:
            assert sum(line["Amount"] for line in of_schools) >= 0


def test_the_same_seed_gives_the_same_case() -> None:
    assert random_case(random.Random(7)) == random_case(random.Random(7))


def test_the_random_space_is_wide() -> None:
    seen: Counter[Any] = Counter()
    for seed in range(300):
        placements, book = random_case(random.Random(seed))
        seen.update(book["settings"][name] for name in book["settings"])
        for row in placements:
            seen.update((line["Component"], line["Status"]) for line in charge_lines(row, book))
    for component in ("Budget share", "Pupil premium", "Reinstatement credit"):
        for status in ("billable", "asked", "held", "nil"):
            assert seen[(component, status)] >= 20
    for status in ("billable", "held", "nil"):
        assert seen[("Admission credit", status)] >= 20
    for status in ("billable", "nil"):
        assert seen[("Adjustment order", status)] >= 20
    options = (
        "exclusive",
        "calendar",
        "off-roll date",
        "decision date",
        "exclusion date",
        "31 August",
        "end of summer term",
        "after 1 April",
        "old year only",
        "highest year and Year 11",
        "basic entitlement",
        "left alone",
        0,
        "1.0827",
    )
    for option in options:
        assert seen[option] >= 10, option
