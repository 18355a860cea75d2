"""Schemes by code and day."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from xl_recoup.contract import Scheme
from xl_recoup.policy.scheme_list import SchemeList
from xl_recoup.records import Place

OLD = Scheme(code="PEX", place=Place("Schemes", "A5"), valid_to=date(2025, 3, 31), cfr_code="I01")
NEW = Scheme(code="PEX", place=Place("Schemes", "A6"), valid_from=date(2025, 4, 1), cfr_code="I09")
SCHEMES = SchemeList([OLD, NEW])


def test_code_whatever_its_capitals() -> None:
    """A code is found in any capitals; an unknown one is not."""
    assert "pex" in SCHEMES
    assert "PEXX" not in SCHEMES
    assert SCHEMES.find("pexx") is None
    assert SCHEMES.find("pexx", date(2025, 4, 1)) is None


def test_row_of_the_day() -> None:
    """Of several rows the one valid on the day counts; without a day, or outside all, the first."""
    assert SCHEMES.find("PEX", date(2025, 3, 31)) is OLD
    assert SCHEMES.find("PEX", date(2025, 4, 1)) is NEW
    assert SCHEMES.find("PEX") is OLD
    assert SchemeList([NEW]).find("PEX", date(2025, 3, 31)) is NEW


def _local(lowest: int | None, highest: int | None, **more: Any) -> Scheme:
    return Scheme(
        code="HOME",
        kind="local",
        measure="event",
        base="named rate",
        rate="home",
        place=Place("Schemes", "A7"),
        lowest_year=lowest,
        highest_year=highest,
        **more,
    )


@pytest.mark.parametrize(
    ("lowest", "highest", "fits"),
    [
        (None, None, [None, -1, 0, 6, 7, 13]),
        (0, 6, [0, 6]),
        (7, None, [7, 13]),
        (None, 6, [-1, 0, 6]),
    ],
)
def test_years_of_a_row(lowest: int | None, highest: int | None, fits: list[int | None]) -> None:
    """A row is for its years, both ends counted; without years for all, also an unknown one."""
    row = _local(lowest, highest)
    assert [y for y in (None, -1, 0, 6, 7, 13) if row.fits(y)] == fits


def test_terms_of_a_day_and_year_group() -> None:
    """The terms of a scheme are its rows of that day for that year group."""
    primary, secondary = _local(0, 6), _local(7, 11)
    past = _local(0, 6, valid_to=date(2025, 3, 31))
    schemes = SchemeList([past, primary, secondary])
    assert schemes.terms("home", date(2025, 4, 1), 4) == [primary]
    assert schemes.terms("home", date(2025, 3, 31), 4) == [past, primary]
    assert schemes.terms("home", date(2025, 4, 1), 13) == []
    assert schemes.rows_of("Home") == [past, primary, secondary]
    assert schemes.rows_of("none") == schemes.terms("none", date(2025, 4, 1), 4) == []
    assert primary.is_local
    assert not OLD.is_local
