"""Readings of local schemes that the second calculation (tests/oracle) settled."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.charging.local_schemes import D, calculated, lines, local, place
from tests.support.books import ACADEMY, AGREEMENTS, MAINTAINED_SECONDARY, SCHOOLS, rate

DAILY = local(Measure="school days agreed", Base="named rate", Rate="day_rate")


def dated(factor: str, this_year: float, next_year: float) -> list[dict[str, Any]]:
    """Return a rate of this workbook's year and one of the next."""
    following = {"Valid from": date(2026, 4, 1), "Valid to": date(2027, 3, 31)}
    return [rate(factor, "all", this_year), rate(factor, "all", next_year, **following)]


def test_next_years_rates_are_next_years_for_every_part() -> None:
    """Under `Rates of` = next year the school's and the authority's parts are next year's too."""
    rates = dated("day_rate", 100.0, 110.0) + dated("part", 40.0, 50.0)
    week = place(End_date=date(2025, 9, 5))  # 4 school days from 2 September
    scheme = DAILY | {"Rates of": "next year"}
    (school,) = lines(scheme | {"School rate": "part"}, week, rates)
    assert (school.amount, school.authority_share) == (D("200.00"), D("240.00"))
    (authority,) = lines(scheme | {"Authority rate": "part"}, week, rates)
    assert (authority.amount, authority.authority_share) == (D("240.00"), D("200.00"))


def test_a_cancelled_placement_is_nil() -> None:
    """`Cancelled on` makes a row nil under a local scheme too."""
    (line,) = lines(DAILY, place(Cancelled_on=date(2025, 9, 3)), [rate("day_rate", "all", 100.0)])
    assert (line.status, line.reason) == ("nil", "cancelled on 3 September 2025")


def test_a_row_that_lapses_holds_an_event() -> None:
    """A scheme without a row for a later day of the placement holds it, an event too."""
    scheme = local(Measure="event", Base="named rate", Rate="flat", Valid_to=date(2025, 12, 31))
    row, rates = place(End_date=date(2026, 1, 1)), [rate("flat", "all", 900.0)]
    (held,) = lines(scheme, row, rates)
    assert (held.status, held.reason) == ("held", "R82")
    (line,) = lines(scheme, row | {"End date": date(2025, 12, 31)}, rates)
    assert (line.status, line.amount) == ("billable", D("900.00"))


def test_the_row_of_the_first_day_is_that_of_the_off_roll_date() -> None:
    """Where a scheme counts from leaving the roll, hold and notice are the row's of that day."""
    scheme = DAILY | {"Starts": "off-roll date"}
    rows = [
        scheme | {"Hold days": 300, "Valid to": date(2025, 9, 30)},
        scheme | {"Hold days": 0, "Valid from": date(2025, 10, 1)},
    ]
    row = place(Left_roll_on=date(2025, 9, 1), Start_date=date(2025, 10, 6))
    made = lines(rows, row, [rate("day_rate", "all", 100.0)])
    assert {line.status for line in made} == {"held"}


def test_a_tier_counts_from_the_day_that_is_charged_first() -> None:
    """A placement whose notice ends in the year has its number in it, though it began before."""
    tiers = [
        DAILY | {"Notice days": 14, "Tier from": 1, "Tier to": 1},
        DAILY | {"Notice days": 14, "Tier from": 2, "Percentage": 50},
    ]
    row = place(
        Start_date=date(2025, 3, 24), Notice_sent_on=date(2025, 3, 24), End_date=date(2025, 4, 25)
    )
    result = calculated(tiers, row, [rate("day_rate", "all", 100.0)])
    # from 7 April: 22 to 25 April are school days
    assert [(line.status, line.amount) for line in result.lines] == [("billable", D("400.00"))]


def test_an_agreement_of_a_school_that_has_closed_cuts_nothing() -> None:
    """What begins for a closed school does not concern the successor that answers."""
    closed, successor = "3054009", MAINTAINED_SECONDARY
    schools = [
        *SCHOOLS,
        {"LAESTAB": closed, "School": "Old School", "Type": "maintained", "Lowest year": "7",
         "Highest year": "11", "Open to": date(2025, 3, 31), "Successor": successor},
    ]  # fmt: skip
    agreement = {"Party": closed, "Scheme": "S", "Status": "signed", "From": date(2025, 10, 6),
                 "Evidence": "letter on file"}  # fmt: skip
    (line,) = lines(
        DAILY, place(Home_school=closed), [rate("day_rate", "all", 100.0)],
        Schools=schools, Agreements=[*AGREEMENTS, agreement],
    )  # fmt: skip
    assert (line.laestab, line.start, line.end) == (successor, date(2025, 9, 1), date(2026, 3, 31))


def test_rates_after_year_11_overlap_only_with_their_own() -> None:
    """A rate for post-16 and one for secondary are valid side by side."""
    rates = [rate("day_rate", "secondary", 100.0), rate("day_rate", "post-16", 80.0)]
    result = calculated(DAILY, place(End_date=date(2025, 9, 5)), rates)
    assert [line.amount for line in result.lines] == [D("400.00")]
    assert not [f for f in result.findings if f.code == "A20"]
    twice = calculated(DAILY, place(), [*rates, rate("day_rate", "all", 90.0)])
    assert [f for f in twice.findings if f.code == "A20"]


def test_the_order_of_scheme_rows_decides_nothing() -> None:
    """A place begun before its scheme's rows goes by the row for its pupil, however they stand."""
    terms = {"Measure": "school weeks", "Denominator": 38.0, "Base": "basic entitlement"}
    younger = local(**terms, Lowest_year="1", Highest_year="6", Valid_from=date(2025, 4, 1))
    older = younger | {"Lowest year": "7", "Highest year": "11", "Hold days": 1000.0}
    row = place(Start_date=date(2025, 3, 3), End_date=date(2025, 12, 19))
    one_way, other_way = lines([younger, older], row), lines([older, younger], row)
    assert [(x.ref, x.status, x.amount, x.reason) for x in one_way] == [
        (x.ref, x.status, x.amount, x.reason) for x in other_way
    ]
    assert {x.status for x in one_way} == {"held"}


def test_the_order_of_agreement_rows_decides_no_route() -> None:
    """Of two agreements for the same days, the one that allows no net-off decides."""
    scheme = local(Measure="school weeks", Denominator=38.0, Base="basic entitlement")
    schools = [
        row | {"Settlement": "net-off"} if row["LAESTAB"] == ACADEMY else row for row in SCHOOLS
    ]
    agreed = {"Party": ACADEMY, "Scheme": "S", "Status": "signed", "From": date(2025, 4, 1)}
    rows = [agreed | {"Net-off allowed": word, "Evidence": "letter"} for word in ("Y", "N")]
    for given in (rows, rows[::-1]):
        (line,) = lines(
            scheme | {"Agreement needed": "all schools"},
            place(Home_school=ACADEMY, End_date=date(2025, 12, 19)),
            Schools=schools,
            Agreements=given,
        )
        assert (line.status, line.route) == ("billable", "invoice")
