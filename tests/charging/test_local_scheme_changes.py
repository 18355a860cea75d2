"""Local schemes while something changes: days, pauses, providers, schools, years, agreements."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.charging.local_schemes import D, calculated, lines, local, place
from tests.support.books import ACADEMY, MAINTAINED_SECONDARY, SCHEMES, SCHOOLS

WEEKLY = local(Measure="complete weeks", Denominator=52.0, Base="basic entitlement")


def change(what: str, value: Any, start: date, **more: Any) -> dict[str, Any]:
    """Return one row of PlacementChanges."""
    return {"Placement ref": "P001", "What changes": what, "New value": value, "From": start} | more


def test_a_change_of_days_splits_the_line() -> None:
    """From the day of a change the new days count; the weeks of the parts add up to the whole."""
    scheme = WEEKLY | {"By days per week": "Y"}
    row = place(Days_per_week=3.0)
    first, second = lines(
        scheme, row, PlacementChanges=[change("Days per week", "2", date(2025, 11, 5))]
    )
    assert (first.ref, second.ref) == ("P001/SC", "P001/SC-20251105")
    assert (first.start, first.end, second.start) == (
        date(2025, 9, 1), date(2025, 11, 4), date(2025, 11, 5),
    )  # fmt: skip
    # 9 weeks × 3 = 27 and 21 weeks × 2 = 42, of 52 × 5
    assert (first.units, second.units, first.denominator) == (27, 42, 260)


def test_a_pause_is_not_charged() -> None:
    """The weeks of a pause are nil, and nobody pays them later."""
    made = lines(
        WEEKLY, place(), PlacementChanges=[
            change("Pause", None, date(2025, 11, 3), To=date(2025, 11, 30), Chargeable="N")
        ],
    )  # fmt: skip
    assert [(x.status, x.units) for x in made] == [("billable", 9), ("nil", None), ("billable", 17)]


def test_a_pause_that_is_chargeable_is_charged() -> None:
    """A place that is kept for a pupil is charged where the change says so."""
    change_of = change("Pause", None, date(2025, 11, 3), To=date(2025, 11, 30), Chargeable="Y")
    (line,) = lines(WEEKLY, place(), PlacementChanges=[change_of])
    assert (line.status, line.units) == ("billable", 30)


def test_another_provider_is_another_line() -> None:
    """The weeks of the two lines add up to the whole; the sum is what it was."""
    providers = [{"Code": "AP1"}, {"Code": "AP2"}]
    made = lines(
        WEEKLY, place(Provider="AP1"), Providers=providers,
        PlacementChanges=[change("Provider", "AP2", date(2025, 11, 3))],
    )  # fmt: skip
    assert [(x.ref, x.units) for x in made] == [("P001/SC", 9), ("P001/SC-20251103", 21)]


def test_a_line_of_a_later_year_has_a_reference_of_its_own() -> None:
    """Placed in February 2025: the line of the next financial year is not that of the first."""
    (line,) = lines(WEEKLY, place(Start_date=date(2025, 2, 3)))
    assert (line.ref, line.start) == ("P001/SC-20250401", date(2025, 4, 1))


def test_what_follows_a_schools_end_is_held_where_nobody_answers() -> None:
    """A school closed at Christmas: its weeks are charged, later ones wait for who answers."""
    closed = [
        s | {"Open to": date(2025, 12, 31)} if s["LAESTAB"] == MAINTAINED_SECONDARY else s
        for s in SCHOOLS
    ]
    before, after = lines(WEEKLY, place(), Schools=closed)
    assert (before.status, before.end, before.units) == ("billable", date(2025, 12, 31), 17)
    assert (after.status, after.laestab, after.units) == ("held", MAINTAINED_SECONDARY, 13)
    assert (
        after.reason
        == "the school closed on 31 December 2025 and Schools names no Successor for it"
    )
    taken = [
        s | {"Successor": ACADEMY} if s["LAESTAB"] == MAINTAINED_SECONDARY else s for s in closed
    ]
    _, after = lines(WEEKLY, place(), Schools=taken)
    assert (after.status, after.laestab, after.units) == ("billable", ACADEMY, 13)


def test_care_ends_the_premium() -> None:
    """From the day a pupil is looked after, no premium is counted."""
    scheme = WEEKLY | {"Pupil premium": "Y"}
    first, second = lines(
        scheme, place(FSM6="Y"), PlacementChanges=[change("Looked after", "Y", date(2025, 11, 3))]
    )
    assert (first.base, second.base) == (D("6497.0"), D("5422.0"))


def test_an_agreement_that_starts_meanwhile_splits_the_line() -> None:
    """A trust that signs in November is asked before and billed after."""
    scheme = WEEKLY | {"Agreement needed": "all schools"}
    agreed = [{"Party": "Elm Trust", "Scheme": "S", "Status": "signed", "Evidence": "letter",
               "From": date(2025, 11, 3)}]  # fmt: skip
    made = lines(scheme, place(Home_school=ACADEMY), Agreements=agreed)
    assert [(x.status, x.start) for x in made] == [
        ("asked", date(2025, 9, 1)), ("billable", date(2025, 11, 3)),
    ]  # fmt: skip
    assert sum(int(x.units or 0) for x in made) == 30


def test_a_closed_school_hands_over_to_its_successor() -> None:
    """Weeks after a school has closed go to its successor, by that one's own agreement."""
    closing = [dict(s) for s in SCHOOLS]
    for school in closing:
        if school["LAESTAB"] == MAINTAINED_SECONDARY:
            school |= {"Open to": date(2025, 12, 31), "Successor": ACADEMY}
    scheme = WEEKLY | {"Agreement needed": "academies"}
    first, second = lines(scheme, place(), Schools=closing)
    assert (first.laestab, first.status) == (MAINTAINED_SECONDARY, "billable")
    assert (second.laestab, second.status) == (ACADEMY, "asked")


@pytest.mark.parametrize(
    ("fault", "column"),
    [
        ({"Measure": None}, "Measure"),
        ({"Base": None}, "Base"),
        ({"Base": "named rate"}, "Rate"),
        ({"Rate": "x"}, "Rate"),
        ({"Denominator": 0.0}, "Denominator"),
        ({"Denominator": 1.0}, "Denominator"),
        ({"Five days count as": 4.5}, "Five days count as"),
        ({"School share": 101.0}, "School share"),
        ({"School rate": "x", "School share": 50.0}, "School share"),
        ({"Percentage": 0.0}, "Percentage"),
        ({"Cap": 0.0}, "Cap"),
        ({"Cap": 1.5, "Cap unit": "weeks"}, "Cap"),
        ({"Valid from": date(2025, 9, 1), "Valid to": date(2025, 8, 1)}, "Valid to"),
        ({"Notice days": -1.0}, "Notice days"),
        ({"Lowest year": "8", "Highest year": "7"}, "Highest year"),
        (
            {"Measure": "sessions", "Denominator": 380.0, "By days per week": "Y"},
            "By days per week",
        ),
        ({"Base": "named rate", "Rate": "x", "Pupil premium": "Y"}, "Pupil premium"),
    ],
)
def test_a_scheme_that_contradicts_itself_is_a_finding_on_its_cell(
    fault: dict[str, Any], column: str
) -> None:
    """Each contradiction is said at the cell that is wrong, and nothing is charged by the row."""
    from xl_recoup.addresses import column_letters
    from xl_recoup.contract import SCHEMES as SPEC

    result = calculated(WEEKLY | fault, place())
    found = [f for f in result.findings if f.code == "S27"]
    letters = column_letters(SPEC.headings.index(column) + 1)
    assert [f.place.cell for f in found] == [f"{letters}{5 + len(SCHEMES)}"]
    assert {x.status for x in result.lines} == {"held"}
