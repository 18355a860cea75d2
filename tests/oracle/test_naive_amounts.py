"""The independent calculation against sums worked by hand, each written out beside its test.

All pupils and schools are invented. The amounts of 2015-16 are those published by Bath & North
East Somerset; the others are national factor values used as examples.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import pytest

from tests.oracle.by_hand import DAY_SIX_1_OCTOBER, MAINTAINED, D, Row, amounts, make_book, pex
from tests.oracle.naive import charge_lines
from tests.oracle.naive_policy import relevant_date
from tests.oracle.naive_values import complete_weeks, to_pence

READINGS = ("inclusive", "exclusive", "calendar")


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
    (budget_share,) = charge_lines(pex(D(2024, 9, 23)), book)
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
        ({}, None),
        ({"FSM6": "Y"}, "537.50"),  # 1075 x 26/52
        ({"FSM": "Y"}, None),  # FSM alone is no premium
        ({"Looked_after": "Y", "FSM6": "Y"}, None),  # paid to the authority
        ({"Previously_looked_after": "Y", "FSM6": "Y"}, "1315.00"),  # 2630 x 26/52
        ({"Service_child": "Y"}, "175.00"),  # 350 x 26/52
        ({"Service_child": "Y", "Previously_looked_after": "Y"}, "1490.00"),  # 2980 x 26/52
        ({"Service_child": "Y", "Looked_after": "Y"}, "175.00"),  # 0 + 350
    ],
)
def test_premium_base(flags: Row, premium: str | None) -> None:
    lines = amounts(charge_lines(pex(DAY_SIX_1_OCTOBER, **flags), make_book()))[1:]
    assert lines == ([("Pupil premium", premium, "billable")] if premium else [])


def test_premium_left_alone() -> None:
    lines = charge_lines(
        pex(DAY_SIX_1_OCTOBER, FSM6="Y"), make_book(**{"Pupil premium": "left alone"})
    )
    # (5422 + 1555) x 26/52 = 3488.50.
    assert amounts(lines) == [
        ("Budget share", "3488.50", "billable"),
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
