"""The independent calculation by hand: status, leaving otherwise, credits."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.oracle.by_hand import (
    ACADEMY,
    AP_ACADEMY,
    DAY_SIX_1_OCTOBER,
    DAY_SIX_30_APRIL,
    FREE_SCHOOL,
    MAINTAINED,
    OTHER,
    PRIMARY,
    PRU,
    SPECIAL,
    D,
    Row,
    amounts,
    make_book,
    pex,
)
from tests.oracle.naive import charge_lines


def agreement(party: str, first: dt.date, last: dt.date | None = None, **more: Any) -> Row:
    return {
        "Party": party,
        "Scheme": "PEX",
        "Status": "signed",
        "From": first,
        "To": last,
        **more,
    }


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
        # Whatever the hold days, nothing is due before day six, 1 October.
        (D(2025, 9, 30), 0, None, "held"),
        (D(2025, 10, 1), 0, None, "billable"),
    ],
)
def test_hold(as_at: D, hold_days: int, review: str | None, status: str) -> None:
    book = make_book(**{"Hold days": hold_days})
    book["as_at"] = as_at
    line = charge_lines(pex(DAY_SIX_1_OCTOBER, Review_status=review), book)[0]
    assert line["Status"] == status


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
        "Admission credit",
    ]
    assert lines[0]["Status"] == "asked"
    assert (lines[1]["Units"], str(lines[1]["Amount"])) == (weeks, amount)
    assert lines[1]["Status"] == ("nil" if amount == "0.00" else "billable")
    assert lines[1]["LAESTAB"] == MAINTAINED


def test_admitted_before_the_year() -> None:
    # Excluded 24 March 2025 (day six 1 April), admitted 31 March: outside the funding period.
    placement = pex(D(2025, 3, 24), Admitting_school=PRIMARY, Admitted_on=D(2025, 3, 31))
    assert amounts(charge_lines(placement, make_book()))[1] == ("Admission credit", "0.00", "nil")


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
    line = charge_lines(placement, make_book())[1]
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
        "Reinstatement credit",
    ]
    assert (lines[1]["Units"], str(lines[1]["Amount"])) == (weeks, amount)
    assert lines[1]["Status"] == ("asked" if weeks else "nil")
    assert lines[1]["LAESTAB"] == ACADEMY


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
