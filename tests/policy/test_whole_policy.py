"""The calendars of a policy."""

from __future__ import annotations

from datetime import date

import pytest

from tests.support.books import Row, book
from xl_recoup.intake.reference import read_reference
from xl_recoup.policy.whole_policy import CalendarGap, Policy
from xl_recoup.tables import Cell

DAY = date(2025, 10, 1)


def _policy(*rows: dict[str, Cell]) -> Policy:
    calendar: list[Row] = [
        {"Kind": "term", "From": date(2025, 9, 2), "To": date(2025, 12, 19), **r} for r in rows
    ]
    return read_reference(book(Calendar=calendar), DAY, DAY).policy


def test_calendar_by_name() -> None:
    """A calendar is found in any capitals; no name is the authority's own."""
    policy = _policy({"Calendar": "LA"}, {"Calendar": "Elm Trust"})
    assert policy.calendar("elm trust").name == "Elm Trust"
    assert policy.calendar("").name == "LA"


def test_missing_calendar() -> None:
    """A calendar that is not there raises, by its name."""
    with pytest.raises(CalendarGap, match="has no calendar named Elm Trust"):
        _policy({"Calendar": "LA"}).calendar("Elm Trust")


def test_broken_calendar() -> None:
    """A calendar with a row that can't be read is not used, and the row is named."""
    policy = _policy({"Calendar": "LA"}, {"Calendar": "LA", "Kind": "closure", "To": None})
    with pytest.raises(CalendarGap, match="a row of the calendar LA can't be read at Calendar A6"):
        policy.calendar("LA")
