"""Totals by status, row and school."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from xl_recoup.charging.summary import by_school, tally, totals
from xl_recoup.closed_lists import Status
from xl_recoup.contract import STATUSES, School
from xl_recoup.policy.school_list import SchoolList
from xl_recoup.records import ChargeLine, Place, Placement, RowKey

YEW = School(
    laestab="3054001", name="Yew", type="academy", trust="Yew Trust", place=Place("Schools", "A5")
)
OLD_YEW = School(
    laestab="3054001", name="Yew (old)", type="maintained", place=Place("Schools", "A4")
)


def line(row: int, status: Status, amount: str, **more: Any) -> ChargeLine:
    """Return a line of the row."""
    given = {
        "ref": f"P{row}/{status}{amount}", "placement_ref": f"P{row}", "laestab": "3054001",
        "school": "Yew", "scheme": "PEX", "component": "Budget share",
    } | more  # fmt: skip
    return ChargeLine(row=RowKey("Placements", row), status=status, amount=Decimal(amount), **given)


LINES = [
    line(1, "billable", "100.00"),
    line(1, "nil", "0.00"),
    line(2, "held", "50.00"),
    line(2, "billable", "4000.00"),
    line(3, "nil", "0.00"),
    line(4, "asked", "30.00"),
    line(4, "asked", "-10.00"),
    line(5, "posted", "7.00", laestab="3059999", school=""),
]


def _rows(n: int) -> list[Placement]:
    return [
        Placement(key=RowKey("Placements", i), ref=f"P{i}", columns={}) for i in range(1, n + 1)
    ]


def test_tally() -> None:
    """Any held line makes a row held; nil lines alone make it nil; the rest is charged."""
    outlived = line(9, "held", "1.00")  # posted for a row that is no longer there
    counted = tally(_rows(5), [*LINES, outlived])
    assert (counted.read, counted.charged, counted.nil, counted.held) == (5, 3, 1, 1)


def test_totals_name_every_status() -> None:
    """Pounds by status, also of a status that no line has."""
    assert totals([]) == dict.fromkeys(STATUSES, Decimal("0.00"))
    assert totals(LINES) == {
        "billable": Decimal("4100.00"), "asked": Decimal("20.00"), "held": Decimal("50.00"),
        "posted": Decimal("7.00"), "nil": Decimal("0.00"),
    }  # fmt: skip


def test_by_school() -> None:
    """A school's totals, with its latest name; a school that is not in the table is shown too."""
    yew, unknown = by_school(LINES, SchoolList([OLD_YEW, YEW]), {"p4/asked30.00"})
    assert (yew.laestab, yew.school, yew.type, yew.trust) == (
        "3054001", "Yew", "academy", "Yew Trust",
    )  # fmt: skip
    assert yew.placements == 4
    assert (yew.asked, yew.billable, yew.held) == (Decimal(20), Decimal(4100), Decimal(50))
    assert (yew.credits, yew.disputed, yew.to_post) == (Decimal(-10), Decimal(30), Decimal(4100))
    assert yew.total == Decimal(4170)
    assert (unknown.school, unknown.type, unknown.trust) == ("(not in the Schools table)", "", "")
    assert (unknown.posted, unknown.total) == (Decimal(7), Decimal(7))


def test_an_authority_is_no_school() -> None:
    """Lines between authorities are summed under the other one's number and name."""
    given = [line(1, "billable", "50.00", laestab="208", school="Authority 208")]
    (other,) = by_school(given, SchoolList([YEW]), ())
    assert (other.laestab, other.school, other.type, other.total) == (
        "208", "Authority 208", "other authority", Decimal(50),
    )  # fmt: skip


def test_pence_are_no_credit() -> None:
    """A school's credits are what is below nothing, to the penny: 0.50 charged is not among it."""
    given = [line(1, "billable", "0.50"), line(2, "billable", "-0.01"), line(3, "nil", "0.00")]
    (school,) = by_school(given, SchoolList([YEW]), ())
    assert (str(school.credits), str(school.total)) == ("-0.01", "0.49")
