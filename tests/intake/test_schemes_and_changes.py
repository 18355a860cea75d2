"""Local schemes and dated changes as rows: understood, or held back where they contradict."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.support.books import SCHEMES, book, pex, run, table
from xl_recoup import contract
from xl_recoup.contract import Change, Scheme
from xl_recoup.intake.reference import Reference, read_reference
from xl_recoup.run.result import Result
from xl_recoup.tables import CellError

DAILY: dict[str, Any] = {
    "Scheme": "DAILY", "Kind": "local", "In use": "Y", "Measure": "school days agreed",
    "Base": "named rate", "Rate": "Day  Rate", "Denominator": 1,
}  # fmt: skip
YEARLY: dict[str, Any] = {
    "Scheme": "YEARLY", "Kind": "Local", "In use": "Y", "Measure": "complete weeks",
    "Base": "basic entitlement", "Denominator": 52,
}  # fmt: skip
AGREED = DAILY | {"Scheme": "AGREED", "Base": "agreed amount", "Rate": None}
PLACED = {"Scheme": "DAILY", "Start date": date(2025, 11, 3), "Days per week": 5}


def reference(*schemes: dict[str, Any], changes: tuple[dict[str, Any], ...] = ()) -> Reference:
    """Return what reading these schemes, after the usual ones, and changes gives."""
    tables = book(Schemes=[*SCHEMES, *schemes], PlacementChanges=list(changes))
    return read_reference(tables, None, date(2026, 1, 31))


def scheme(**cells: Any) -> Scheme | None:
    """Return the scheme of one row; underscores stand for spaces."""
    row = {name.replace("_", " "): cell for name, cell in cells.items()}
    return reference(row).policy.schemes.find(str(row["Scheme"]))


def held(result: Result) -> list[str]:
    """Return the reasons of held lines."""
    return [line.reason for line in result.lines if line.status == "held"]


def test_a_scheme_row_fills_its_terms() -> None:
    """Names of rates are evened out; numbers, flags and codes are as typed."""
    row = DAILY | {
        "Notice days": 14, "Hold days": "7", "School share": 50, "CFR code": "E27", "Cap": 12,
        "Cap unit": "weeks",
    }  # fmt: skip
    found = reference(row).policy.schemes.find("daily")
    assert found is not None
    assert (found.rate, found.denominator, found.school_share) == (
        "day_rate",
        Decimal(1),
        Decimal(50),
    )
    assert (found.notice_days, found.hold_days, found.cap) == (14, 7, Decimal(12))
    assert (found.cfr_code, found.cap_unit, found.is_local, found.in_use) == (
        "E27", "weeks", True, True,
    )  # fmt: skip


CONTRADICTIONS: list[tuple[dict[str, Any], dict[str, Any], str]] = [
    (DAILY, {"Measure": None}, "Measure"),
    (DAILY, {"Base": None, "Rate": None}, "Base"),
    (DAILY, {"Rate": None}, "Rate"),
    (YEARLY, {"Rate": "day_rate"}, "Rate"),
    (DAILY, {"Denominator": 0}, "Denominator"),
    (DAILY, {"Pupil premium": "Y"}, "Pupil premium"),
    (YEARLY, {"Denominator": 1}, "Denominator"),
    (DAILY, {"By days per week": "Y"}, "By days per week"),
    (YEARLY, {"Five days count as": 4.5}, "Five days count as"),
    (YEARLY, {"By days per week": "Y", "Five days count as": 6}, "Five days count as"),
    (DAILY, {"School rate": "school_day", "School share": 50}, "School share"),
    (DAILY, {"School share": 101}, "School share"),
    (DAILY, {"Percentage": 0}, "Percentage"),
    (DAILY, {"Percentage": 5000}, "Percentage"),
    (DAILY, {"Cap": 0}, "Cap"),
    (DAILY, {"Cap": 2.5, "Cap unit": "weeks"}, "Cap"),
    (DAILY, {"Valid from": date(2025, 9, 1), "Valid to": date(2025, 8, 31)}, "Valid to"),
    (DAILY, {"Notice days": -1}, "Notice days"),
    (DAILY, {"Hold days": -1}, "Hold days"),
    (DAILY, {"Lowest year": 9, "Highest year": 7}, "Highest year"),
    (DAILY, {"Kind": None}, "Kind"),
    (DAILY, {"Kind": "statutory"}, "Kind"),
    (DAILY, {"Extra rate": "day_rate"}, "Extra rate"),
    (YEARLY, {"Denominator": 38}, "Denominator"),
    (YEARLY, {"Measure": "school days agreed", "Denominator": 52}, "Denominator"),
    (YEARLY, {"Measure": "terms", "Denominator": 2}, "Denominator"),
    (YEARLY, {"Measure": "sessions", "Denominator": 190}, "Denominator"),
    (DAILY, {"School rate": "school_day", "School share": 100}, "School share"),
    (DAILY, {"Cap unit": "weeks"}, "Cap unit"),
    (DAILY, {"Measure": "event", "Cap": 1}, "Cap"),
    (DAILY, {"Measure": "school days attended", "Cap": 6, "Cap unit": "weeks"}, "Cap unit"),
    (DAILY, {"Notice days": 1.5}, "Notice days"),
    (DAILY, {"Hold days": 0.5}, "Hold days"),
    (DAILY, {"VAT percentage": 101, "VAT code": "standard"}, "VAT percentage"),
    (DAILY, {"VAT percentage": 20}, "VAT percentage"),
    (DAILY, {"VAT percentage": 20, "VAT code": "Outside the scope"}, "VAT percentage"),
    (DAILY, {"Authority rate": "part", "School share": 50}, "Authority rate"),
    (DAILY, {"Authority rate": "part", "School rate": "school_day"}, "Authority rate"),
    (DAILY, {"Units free": -1}, "Units free"),
    (DAILY, {"Measure": "event", "Units free": 1}, "Units free"),
    (DAILY, {"Tier from": 0}, "Tier from"),
    (DAILY, {"Tier to": 2.5}, "Tier to"),
    (DAILY, {"Tier from": 3, "Tier to": 2}, "Tier to"),
    (AGREED, {"Extra rate": "agreed amount"}, "Extra rate"),
    (AGREED, {"Rate": "day_rate"}, "Rate"),
    (AGREED, {"Pupil premium": "Y"}, "Pupil premium"),
]


@pytest.mark.parametrize(("base", "cells", "heading"), CONTRADICTIONS)
def test_a_scheme_that_contradicts_itself_is_not_charged_by(
    base: dict[str, Any], cells: dict[str, Any], heading: str
) -> None:
    """A contradiction in a scheme in use is found at its cell, and its placements are held."""
    row = base | cells
    result = run([pex(**PLACED | {"Scheme": row["Scheme"]})], Schemes=[*SCHEMES, row])
    column = contract.SCHEMES.headings.index(heading)
    place = table("Schemes", [], contract.SCHEMES.headings).address(3, column)
    found = [str(f.place) for f in result.findings if f.code == "S27"]
    assert found == [f"Schemes {place}"]
    assert held(result) == ["R06"]


@pytest.mark.parametrize(("base", "cells", "heading"), CONTRADICTIONS)
def test_a_scheme_that_is_not_in_use_may_be_half_filled(
    base: dict[str, Any], cells: dict[str, Any], heading: str
) -> None:
    """Terms are checked when a scheme is switched on; before, they may be work in progress."""
    row = base | cells | {"In use": "N"}
    result = run([pex(**PLACED | {"Scheme": row["Scheme"]})], Schemes=[*SCHEMES, row])
    assert [f.code for f in result.findings] == []
    assert [line.status for line in result.lines] == ["nil"]


def test_a_local_scheme_without_its_rate_or_calendar_holds_its_placements() -> None:
    """A missing rate, two rates, or a calendar that is not there hold a local placement too."""
    day_rate = {
        "Factor": "day_rate", "Phase": "all", "Amount": 100, "Valid from": date(2025, 4, 1),
        "Valid to": date(2026, 3, 31), "Status": "approved",
    }  # fmt: skip
    schemes, placed = [*SCHEMES, DAILY], [pex(**PLACED)]
    rates = [*book().tables["Rates"].rows]
    assert rates
    assert held(run(placed, Schemes=schemes)) == ["R63"]
    twice = run(placed, Schemes=schemes, Rates=[day_rate, day_rate])
    assert held(twice) == ["R64"]
    calendar = [{"Calendar": "LA", "Kind": "term", "From": "?", "To": date(2026, 7, 22)}]
    broken = run(placed, Schemes=schemes, Rates=[day_rate], Calendar=calendar)
    assert held(broken) == ["R62"]
    assert [f.message for f in broken.findings if f.code == "R62"] == [
        "Placements G5: the placement's days can't be counted: a row of the calendar LA can't be"
        " read at Calendar A5, so the row is not charged. Complete or correct the Calendar sheet."
    ]


CHANGE: dict[str, Any] = {
    "Placement ref": "P001", "From": date(2025, 11, 10), "What changes": "Pause",
}  # fmt: skip


def change(**cells: Any) -> Change | None:
    """Return the change of one row; underscores stand for spaces."""
    row = CHANGE | {name.replace("_", " "): cell for name, cell in cells.items()}
    rows = reference(changes=(row,)).policy.changes.rows
    return rows[0] if rows else None


@pytest.mark.parametrize(
    ("what", "cell", "value"),
    [
        ("Days per week", "2.5", Decimal("2.5")), ("days per week", 3, Decimal(3)),
        ("Pause", None, None), ("Provider", "AP2", "AP2"), ("EHCP", "Y", True),
        ("Looked after", "no", False), ("Year group", "R", 0),
    ],
)  # fmt: skip
def test_a_changes_new_value_is_read_as_its_columns_kind(
    what: str, cell: Any, value: object
) -> None:
    """A new value is read as the placement's own column of that name would be."""
    found = change(What_changes=what, New_value=cell)
    assert found is not None
    assert found.value == value


@pytest.mark.parametrize(
    ("cells", "at"),
    [
        ({"Placement ref": None}, "A5"), ({"From": None}, "B5"), ({"What changes": None}, "D5"),
        ({"What changes": "Mood"}, "D5"), ({"From": "31/06/2025"}, "B5"),
        ({"To": date(2025, 11, 9)}, "C5"), ({"Chargeable": "perhaps"}, "F5"),
        ({"What changes": "Days per week", "New value": None}, "E5"),
        ({"What changes": "Days per week", "New value": "some"}, "E5"),
        ({"What changes": "Days per week", "New value": 5.5}, "E5"),
        ({"What changes": "Days per week", "New value": 0}, "E5"),
        ({"What changes": "EHCP", "New value": "soon"}, "E5"),
        ({"What changes": "Year group", "New value": 14}, "E5"),
        ({"What changes": "Provider", "New value": CellError("#N/A")}, "E5"),
    ],
)  # fmt: skip
def test_a_change_that_can_not_be_read_holds_its_placement(cells: dict[str, Any], at: str) -> None:
    """A change is never left out in silence: it is found, and its placement waits for it."""
    result = run([pex(1), pex(2)], PlacementChanges=[CHANGE | cells])
    found = [str(f.place) for f in result.findings if f.code == "S27"]
    assert found == [f"PlacementChanges {at}"]
    assert held(result) == ([] if at == "A5" else ["R27"])
