"""The time of a run: told from outside for reproducible books, else the local time."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from xl_recoup import clock


def test_the_time_is_told_in_utc(monkeypatch: pytest.MonkeyPatch) -> None:
    """`SOURCE_DATE_EPOCH` is in seconds of UTC, whatever the computer's own zone."""
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", " 1769860800 ")
    assert clock.now() == datetime(2026, 1, 31, 12)


@pytest.mark.parametrize("told", ["", "abc", "-5", "1.5", "²", "9" * 17, "253402300800"])
def test_what_is_no_time_counts_as_not_told(monkeypatch: pytest.MonkeyPatch, told: str) -> None:
    """A time that is no number of seconds, or beyond the year 9999, is the computer's own."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", told)
    before = datetime.now().replace(microsecond=0)  # noqa: DTZ005 - the local time
    assert before <= clock.now() <= before + timedelta(minutes=5)
