"""Posting and making a run again, where what multiplies everything is asked about."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tests.posting.test_posting import own, posted
from tests.support.books import CONFIRMED, book, pex
from tests.support.finance_office import days
from tests.support.workbook_files import fix_clock_and_user, save, type_in
from xl_recoup.errors import Refused
from xl_recoup.files.run_files import check_file, recalculate_file, validate_file

NOT_YET = {"Area cost adjustment of 1": "asked about"}
STILL = date(2026, 1, 31)


@pytest.fixture(autouse=True)
def fixed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every run be at one time, by one person."""
    fix_clock_and_user(monkeypatch)


def wait(monkeypatch: pytest.MonkeyPatch, day: date) -> None:
    """Let the clock go on to a day."""
    at = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(at.timestamp())))


def test_a_multiplier_of_1_is_not_posted_by_the_way(tmp_path: Path) -> None:
    """Without the flag that lets drafts pass, nothing is posted on rates before an adjustment."""
    path = own(tmp_path / "a.xlsx", pex(1), settings=NOT_YET)
    before = path.read_bytes()
    with pytest.raises(Refused, match=r"area cost adjustment is 1.*--accept multiplier-of-1"):
        posted(path, allow_draft=False)
    assert path.read_bytes() == before
    assert posted(path).lines == 1


def test_a_confirmed_multiplier_is_posted(tmp_path: Path) -> None:
    """Where somebody said that it is 1, and why, nothing more is asked."""
    assert CONFIRMED["Value"] == "confirmed"
    assert posted(own(tmp_path / "a.xlsx", pex(1)), allow_draft=False).lines == 1


def test_what_rests_on_no_funding_is_posted(tmp_path: Path) -> None:
    """A day's price has no multiplier."""
    path = own(tmp_path / "a.xlsx", days(1), settings=NOT_YET)
    assert posted(path, allow_draft=False).lines == 1


def test_an_as_at_date_that_stands_still_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After 31 days on the clock, and not where the run is told its day."""
    path = save(tmp_path / "a.xlsx", book([pex(1)], settings={"As-at date": STILL}))
    found = []
    for day in (date(2026, 3, 3), date(2026, 3, 4)):
        wait(monkeypatch, day)
        found.append([f.code for f in validate_file(path, as_at=None).findings])
    assert found == [[], ["A48"]]
    assert validate_file(path, as_at=date(2026, 3, 4)).findings == []


def test_no_output_changes_by_waiting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A workbook that was sound on the day of its run is sound, and can be posted, months later."""
    path = own(tmp_path / "a.xlsx", pex(1), settings={"As-at date": STILL})
    wait(monkeypatch, date(2026, 11, 28))
    assert check_file(path, as_at=None)[1] == []
    assert posted(path).lines == 1
    assert check_file(path, as_at=None)[1] == []


def test_what_was_said_stays_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run that found the date old is made again as on its own day."""
    path = own(tmp_path / "a.xlsx", pex(1), settings={"As-at date": STILL})
    wait(monkeypatch, date(2026, 4, 1))
    recalculate_file(path, path, as_at=None)
    wait(monkeypatch, date(2026, 5, 1))
    assert check_file(path, as_at=None)[1] == []
    type_in(path, "Settings", "B5", 46100.0)
    assert check_file(path, as_at=None)[1] != []


def test_a_posting_as_at_a_day_long_gone_is_asked_about(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From the 32nd day on, whatever the day came from; one said for this posting is meant."""
    path = own(tmp_path / "a.xlsx", pex(1))
    before = path.read_bytes()
    wait(monkeypatch, date(2026, 3, 4))
    with pytest.raises(Refused, match=r"31 January 2026, 32 days ago.*--accept old-as-at"):
        posted(path, allow_draft=False)
    assert path.read_bytes() == before
    copy = tmp_path / "b.xlsx"
    for more in ({"as_at": STILL}, {"accepted": frozenset({"old-as-at"})}):
        copy.write_bytes(before)
        assert posted(copy, allow_draft=False, **more).lines == 1
    wait(monkeypatch, date(2026, 3, 3))
    assert posted(path, allow_draft=False).lines == 1
