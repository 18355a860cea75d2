"""What the AP team's list says otherwise than the placements is proposed row by row."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.adopt.support import OURS
from tests.adopt.test_bad_input import refusal
from tests.support.home_grown_sheets import PUPILS, Column, Pupil, Sheet, new_book
from tests.support.workbook_files import run

SENT: tuple[Column, ...] = (
    ("Name", "Pupil"), ("UPN", "UPN"), ("DOB", "Date of birth"), ("AP provider", "Provider"),
    ("Date excluded", "Exclusion date"), ("Start date", "Start date"), ("End date", "End date"),
    ("Days per week", "Days per week"),
)  # fmt: skip
BTA = [p for p in PUPILS if p["Provider"] == "BTA"]


def sent(path: Path, pupils: Sequence[Pupil], columns: Sequence[Column] = SENT) -> Path:
    """Write a list."""
    with new_book(path) as book:
        Sheet(book, "January").table(columns, pupils)
    return path


def changes(
    tmp_path: Path,
    pupils: Sequence[Pupil],
    capsys: pytest.CaptureFixture[str],
    columns: Sequence[Column] = SENT,
) -> list[tuple[Any, ...]]:
    """Return what is proposed, each by change, reference, heading, before and now."""
    book = OURS(tmp_path / "book.xlsx")
    capsys.readouterr()
    before = book.read_bytes()
    assert run("monthly", book, sent(tmp_path / "list.xlsx", pupils, columns), "--json") == 0
    assert book.read_bytes() == before
    found = json.loads(capsys.readouterr().out)["changes"]
    return [(f["change"], f["ref"], f["heading"], f["before"], f["now"]) for f in found]


def test_a_list_that_says_the_same(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A provider's list without news gives none, and the other provider's pupils are not missed."""
    assert changes(tmp_path, BTA, capsys) == []


def test_ended_changed_new_and_missing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each with its cell, what is there and what the list says; a blank says nothing.

    The third has neither number nor day on the list: name and date of birth tell who it is.
    """
    first, second, third = BTA[:3]
    pupils = [
        {**first, "End date": date(2026, 1, 9), "Start date": date(2025, 10, 20)},
        {**second, "Start date": date(2025, 9, 25)},
        {**third, "UPN": "", "Start date": None},
        {**PUPILS[0], "UPN": PUPILS[3]["UPN"], "Pupil": "N.N."},
    ]
    assert changes(tmp_path, pupils, capsys) == [
        ("changed", "AP-001", "Start date", "", "20 Oct 2025"),
        ("ended", "AP-001", "End date", "", "9 Jan 2026"),
        ("changed", "AP-002", "Start date", "24 Sep 2025", "25 Sep 2025"),
        ("new", "", "", "", ""),
        *(("missing", p["Placement ref"], "", "", "") for p in BTA[3:]),
    ]  # fmt: skip


def test_without_a_day_the_pupil_tells(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A list of names and days a week finds the placement of the pupil."""
    columns = [c for c in SENT if "date" not in c[0]]
    pupils = [{**p, "Days per week": 4} for p in BTA[:1]] + BTA[1:]
    assert changes(tmp_path, pupils, capsys, columns) == [
        ("changed", "AP-001", "Days per week", "", "4")
    ]


def test_nothing_of_the_pupil_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A name that differs is said to differ, by its cells."""
    book = OURS(tmp_path / "book.xlsx")
    pupils = [{**BTA[0], "Pupil": "Someone Else"}, *BTA[1:]]
    assert run("monthly", book, sent(tmp_path / "list.xlsx", pupils)) == 0
    said = capsys.readouterr().out
    assert "changed: AP-001, Pupil differs (Placements C5; January A2 of the list)." in said
    assert "Someone" not in said
    assert "1 changed. Nothing was written: enter on the placement sheets what is right." in said


def test_what_is_no_list_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """So is a sheet that is not there."""
    book = OURS(tmp_path / "book.xlsx")
    path = sent(tmp_path / "list.xlsx", BTA, [("Name", "Pupil"), ("Colour", "EAL")])
    assert "holds no list of pupils" in refusal(capsys, "monthly", book, path)
    assert "no sheet named May" in refusal(capsys, "monthly", book, path, "--sheet", "May")
