"""Local schemes: every council's pattern is rows, and gives the council's own figures.

The figures are those of the published pages and of the sums derived from them
(`tests/examples/council_cases.csv`); the pupils are invented.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.charging.local_schemes import D, lines, local, place
from tests.support.books import MAINTAINED, MAINTAINED_SECONDARY, rate


def unit(name: str, phase: str, amount: float) -> dict[str, Any]:
    """Return a rate for one unit."""
    return rate(name, phase, amount, Unit="per unit", Basis="local value")


def awpu(amount: float, phase: str) -> list[dict[str, Any]]:
    """Return a named rate that stands for a council's own basic entitlement."""
    return [unit("council_awpu", phase, amount)]


@pytest.mark.parametrize(
    ("case", "year", "phase", "base", "expected"),
    [
        # 3,391.46 × 50% = 1,695.73
        ("P01", "4", "primary", 3391.46, "1695.73"),
        # 4,781.42 × 50% = 2,390.71
        ("P02", "8", "ks3", 4781.42, "2390.71"),
    ],
)
def test_lincolnshire_turnaround(
    case: str, year: str, phase: str, base: float, expected: str
) -> None:
    """Half of basic entitlement, flat for a placement of 16 weeks (published)."""
    scheme = local(Measure="event", Base="named rate", Rate="council_awpu", Percentage=50.0)
    dob = date(2016, 10, 1) if year == "4" else date(2012, 10, 1)
    home = MAINTAINED if year == "4" else MAINTAINED_SECONDARY
    row = place(Year_group=year, Date_of_birth=dob, Home_school=home, End_date=date(2025, 12, 19))
    (line,) = lines(scheme, row, awpu(base, phase))
    assert (case, line.amount, line.status) == (case, D(expected), "billable")


@pytest.mark.parametrize(
    ("case", "days", "expected"),
    [
        ("D08_3", 3.0, "3233.38"),  # 5,388.96 × 3 / 5 = 3,233.376
        ("D08_5", 5.0, "4850.06"),  # 5,388.96 × 4.5 / 5 = 4,850.064
    ],
)
def test_lincolnshire_days_per_week(case: str, days: float, expected: str) -> None:
    """Days per week over 5, but five days count as 4.5 (P03, derived sums D08)."""
    scheme = local(
        Measure="event", Base="named rate", Rate="council_awpu", By_days_per_week="Y",
        Five_days_count_as=4.5,
    )  # fmt: skip
    row = place(Year_group="10", Date_of_birth=date(2010, 10, 1), Days_per_week=days)
    (line,) = lines(scheme, row, awpu(5388.96, "ks4"))
    assert (case, line.amount) == (case, D(expected))


def test_lincolnshire_ehcp() -> None:
    """A pupil with an EHCP is not charged (P04)."""
    scheme = local(Measure="event", Base="named rate", Rate="council_awpu", EHCP="no charge")
    (line,) = lines(scheme, place(EHCP="Y"), awpu(4781.42, "ks3"))
    assert (line.amount, line.status) == (D("0.00"), "nil")
    assert "EHCP" in line.reason


@pytest.mark.parametrize(
    ("rounding", "expected"),
    [
        ("once", "1321.58"),  # 5,022.00 × 10 / 38 = 1,321.578...
        ("unit rate first", "1321.60"),  # 5,022.00 / 38 = 132.157... → 132.16 × 10
    ],
)
def test_buckinghamshire_school_weeks(rounding: str, expected: str) -> None:
    """1/38 of funding for each school week, rounded once or unit rate first (D07a)."""
    scheme = local(
        Measure="school weeks", Denominator=38.0, Base="named rate", Rate="council_awpu",
        Rounding=rounding,
    )  # fmt: skip
    # 8 September to 28 November: 12 weeks, two of them half term
    row = place(Start_date=date(2025, 9, 8), End_date=date(2025, 11, 28))
    (line,) = lines(scheme, row, awpu(5022.00, "ks3"))
    assert line.amount == D(expected)


def test_buckinghamshire_notice() -> None:
    """Two weeks' notice before a charge: no notice holds it, a later one moves the start."""
    scheme = local(
        Measure="school weeks", Denominator=38.0, Base="named rate", Rate="council_awpu",
        Notice_days=14.0,
    )  # fmt: skip
    row = place(Start_date=date(2025, 9, 8), End_date=date(2025, 11, 28))
    (held,) = lines(scheme, row, awpu(5022.00, "ks3"))
    assert held.status == "held"
    (line,) = lines(scheme, row | {"Notice sent on": date(2025, 9, 8)}, awpu(5022.00, "ks3"))
    # from 22 September: 8 school weeks; 5,022.00 × 8 / 38 = 1,057.263...
    assert (line.start, line.amount, line.status) == (
        date(2025, 9, 22), D("1057.26"), "billable",
    )  # fmt: skip


def west_berkshire() -> list[dict[str, Any]]:
    """Return the PRU day of West Berkshire: two rows, by year groups."""
    common = {"Measure": "school days agreed", "Base": "named rate", "Rate": "pru_day",
              "School_rate": "school_day", "Cap_unit": "weeks"}  # fmt: skip
    return [
        local(**common, Cap=12.0, Lowest_year="R", Highest_year="6"),
        local(**common, Cap=6.0, Lowest_year="7", Highest_year="11"),
    ]


WB_RATES = [
    unit("pru_day", "all", 103.25), unit("school_day", "primary", 38.00),
    unit("school_day", "secondary", 76.00),
]  # fmt: skip


def test_west_berkshire_primary() -> None:
    """38.00 of 103.25 a day for twelve weeks: school 2,280.00, authority 3,915.00 (P07, D09)."""
    calendar = [
        {"Calendar": "LA", "Kind": "term", "Name": "unbroken", "From": date(2025, 9, 1),
         "To": date(2026, 3, 31)},
    ]  # fmt: skip
    row = place(
        Year_group="4", Date_of_birth=date(2016, 10, 1), Home_school=MAINTAINED, Days_per_week=5.0,
        End_date=date(2025, 11, 23),
    )  # fmt: skip
    (line,) = lines(west_berkshire(), row, WB_RATES, Calendar=calendar)
    # 12 weeks × 5 days = 60; 60 × 38.00 = 2,280.00; 60 × 103.25 = 6,195.00
    assert (line.amount, line.authority_share) == (D("2280.00"), D("3915.00"))
    (later,) = lines(
        west_berkshire(), row | {"End date": date(2025, 11, 30)}, WB_RATES, Calendar=calendar
    )
    # the 13th week: the school pays nothing, the authority 5 × 103.25 more
    assert (later.amount, later.authority_share) == (D("2280.00"), D("3915.00") + 5 * D("103.25"))


def test_west_berkshire_secondary() -> None:
    """76.00 a day for the first six weeks (P08)."""
    calendar = [
        {"Calendar": "LA", "Kind": "term", "Name": "unbroken", "From": date(2025, 9, 1),
         "To": date(2026, 3, 31)},
    ]  # fmt: skip
    row = place(Days_per_week=5.0, End_date=date(2025, 11, 30))
    (line,) = lines(west_berkshire(), row, WB_RATES, Calendar=calendar)
    # 30 days × 76.00 = 2,280.00; 65 days × 103.25 = 6,711.25
    assert (line.amount, line.authority_share) == (D("2280.00"), D("6711.25") - D("2280.00"))


def test_west_berkshire_terms() -> None:
    """1,500.00 a term, six terms at most (P09)."""
    scheme = local(Measure="terms", Base="named rate", Rate="ks4_term", Cap=6.0)
    rates = [unit("ks4_term", "ks4", 1500.00)]
    row = place(Year_group="10", Date_of_birth=date(2010, 10, 1))
    (line,) = lines(scheme, row, rates)
    assert line.amount == D("3000.00")  # autumn and spring
    (capped,) = lines(scheme | {"Cap": 1.0}, row, rates)
    assert (capped.amount, capped.authority_share) == (D("1500.00"), D("1500.00"))


def test_a_cap_counts_the_units_of_earlier_years() -> None:
    """Of seven terms from September 2023 the sixth is paid; the seventh is the authority's."""
    terms = [(2023, 9, 12), (2024, 1, 3), (2024, 4, 7), (2024, 9, 12), (2025, 1, 3), (2025, 4, 7),
             (2025, 9, 12)]  # fmt: skip
    calendar = [
        {"Calendar": "LA", "Kind": "term", "Name": "term", "From": date(year, first, 8),
         "To": date(year, last, 15)}
        for year, first, last in terms
    ]  # fmt: skip
    scheme = local(Measure="terms", Base="named rate", Rate="ks4_term", Cap=6.0)
    rates = [unit("ks4_term", "ks4", 1500.00) | {"Valid from": date(2023, 9, 1)}]
    row = place(Year_group="11", Date_of_birth=date(2009, 10, 1), Start_date=date(2023, 9, 8),
                End_date=date(2025, 12, 15))  # fmt: skip
    (line,) = lines(scheme, row, rates, Calendar=calendar)
    assert (line.start, line.amount, line.authority_share) == (
        date(2025, 4, 1), D("1500.00"), D("1500.00"),
    )  # fmt: skip


def test_sandwell_days_attended() -> None:
    """95.00 for each day attended (P06)."""
    scheme = local(Measure="school days attended", Base="named rate", Rate="day")
    (line,) = lines(scheme, place(Days_attended=7.0), [unit("day", "all", 95.00)])
    assert line.amount == D("665.00")


@pytest.mark.parametrize(("amount", "case"), [(14900.00, "P16"), (21000.00, "P19")])
def test_flat_charge_needs_an_agreement(amount: float, case: str) -> None:
    """A flat charge per exclusion is asked of everyone, and billable only by agreement."""
    scheme = local(Measure="event", Base="named rate", Rate="flat") | {
        "Agreement needed": "all schools"
    }
    rates = [unit("flat", "all", amount)]
    (asked,) = lines(scheme, place(), rates)
    assert (case, asked.status, asked.amount) == (case, "asked", D(str(amount)).quantize(D("0.01")))
    agreed = [
        {"Party": MAINTAINED_SECONDARY, "Scheme": "S", "Status": "signed", "Evidence": "letter"}
    ]
    (billable,) = lines(scheme, place(), rates, Agreements=agreed)
    assert (billable.status, billable.legal_basis) == ("billable", "agreement")


def test_herefordshire_place_year() -> None:
    """3,000.00 for a place, by complete weeks: 1 September to 31 March is 30 weeks."""
    scheme = local(Measure="complete weeks", Denominator=52.0, Base="named rate", Rate="place")
    (line,) = lines(scheme, place(), [unit("place", "all", 3000.00)])
    assert (line.units, line.amount) == (30, D("1730.77"))  # 3,000 × 30 / 52 = 1,730.769...


def test_staffordshire_funding_premium_and_top_up() -> None:
    """Basic entitlement, premium and a top-up for the weeks commissioned."""
    scheme = local(
        Measure="complete weeks", Denominator=52.0, Base="basic entitlement", Extra_rate="top_up",
        Pupil_premium="Y",
    )  # fmt: skip
    (line,) = lines(scheme, place(FSM6="Y"), [unit("top_up", "all", 1000.00)])
    # (5,422 + 1,075 + 1,000) × 30 / 52 = 4,325.192...
    assert line.amount == D("4325.19")


def test_east_sussex_next_year() -> None:
    """A full year's basic entitlement at next year's rates."""
    scheme = local(Measure="event", Base="basic entitlement", Rates_of="next year")
    next_year = rate("basic_entitlement", "ks3", 5600.00)
    next_year |= {"Valid from": date(2026, 4, 1), "Valid to": date(2027, 3, 31)}
    (line,) = lines(scheme, place(), [next_year])
    assert line.amount == D("5600.00")


def test_sessions_shared_half_and_half() -> None:
    """Two sessions a day; the school bears its share and the authority the rest."""
    scheme = local(Measure="sessions", Base="named rate", Rate="session", School_share=50.0)
    row = place(Start_date=date(2025, 9, 8), End_date=date(2025, 9, 12), Days_per_week=3.0)
    (line,) = lines(scheme, row, [unit("session", "all", 20.01)])
    # 5 school days × 3/5 × 2 = 6 sessions × 20.01 = 120.06, half of it 60.03
    assert (line.amount, line.authority_share) == (D("60.03"), D("60.03"))
