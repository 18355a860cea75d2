"""Schools by LAESTAB and day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from xl_recoup.closed_lists import SchoolType
from xl_recoup.contract import SCHOOL_TYPES, School
from xl_recoup.policy.school_list import OUTSIDE, SchoolList
from xl_recoup.records import Place

CONVERTED = date(2025, 9, 1)


def school(type_: SchoolType = "maintained", **more: Any) -> School:
    """Return a school."""
    given = {"laestab": "3054001", "name": "Yew", "place": Place("Schools", "A5")} | more
    return School(type=type_, **given)


BEFORE = school(open_to=CONVERTED - timedelta(days=1))
AFTER = school("academy", open_from=CONVERTED)


def test_every_type_has_its_treatment() -> None:
    """Each type of the contract is maintained, an academy, outside, or another authority's."""
    kinds = {
        t: (school(t).is_maintained, school(t).is_academy, t in OUTSIDE, t == "other authority")
        for t in SCHOOL_TYPES
    }
    assert all(sum(flags) == 1 for flags in kinds.values()), kinds
    assert [t for t in SCHOOL_TYPES if school(t).is_mainstream] == [
        "maintained", "academy", "free school",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("day", "found"),
    [
        (CONVERTED - timedelta(days=1), BEFORE),
        (CONVERTED, AFTER),
        (date(1990, 1, 1), BEFORE),
        (date(2090, 1, 1), AFTER),
    ],
)
def test_converted_school(day: date, found: School) -> None:
    """Of a school's two rows, the one that is open on the day counts."""
    assert SchoolList([AFTER, BEFORE]).on("3054001", day) is found


def test_nearest_row_outside_all() -> None:
    """On a day that no row covers, the nearest one counts."""
    old = school(open_from=date(2020, 9, 1), open_to=date(2025, 7, 31))
    new = school("academy", open_from=date(2025, 9, 1))
    schools = SchoolList([old, new])
    assert schools.on("3054001", date(2025, 8, 2)) is old
    assert schools.on("3054001", date(2025, 8, 30)) is new
    assert schools.on("3054001", date(2019, 1, 1)) is old


def test_known_and_unknown() -> None:
    """A LAESTAB is known with all its rows, or not at all; one row serves on every day."""
    schools = SchoolList([BEFORE])
    assert "3054001" in schools
    assert "3054002" not in schools
    assert schools.all("3054001") == [BEFORE]
    assert schools.all("3054002") == []
    assert schools.on("3054001", date(2090, 1, 1)) is BEFORE
    assert not BEFORE.is_open(CONVERTED)
    assert AFTER.is_open(CONVERTED)
    assert not AFTER.is_open(CONVERTED - timedelta(days=1))
