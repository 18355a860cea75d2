"""What the AP team's list says otherwise than the placements is proposed row by row."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.table import Table

from tests.adopt.support import OURS
from tests.adopt.test_bad_input import refusal
from tests.support.home_grown_sheets import PUPILS, Column, Pupil, Sheet, new_book
from tests.support.workbook_files import run
from xl_recoup.book import read_workbook

SENT: tuple[Column, ...] = (
    ("Name", "Pupil"), ("UPN", "UPN"), ("DOB", "Date of birth"), ("AP provider", "Provider"),
    ("Date excluded", "Exclusion date"), ("Start date", "Start date"), ("End date", "End date"),
    ("Days per week", "Days per week"),
)  # fmt: skip
NEW = {**PUPILS[0], "UPN": PUPILS[3]["UPN"], "Pupil": "N.N.", "Exclusion date": date(2026, 1, 12)}
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
        ("new", "", "", "", "Provider BTA; Exclusion date 6 Oct 2025"),
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


def test_a_name_in_full_says_what_its_initials_say(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In whatever order; other initials are another name, which is proposed."""
    first, second, third = BTA[:3]
    letters = [[w for w in str(p["Pupil"]).split(".") if w] for p in (first, second, third)]
    pupils = [
        {**first, "Pupil": f"{letters[0][0]}aula {letters[0][1]}ark"},
        {**second, "Pupil": f"{letters[1][1]}ark, {letters[1][0]}aula Jane"},
        {**third, "Pupil": "Xenia Zed"},
        *BTA[3:],
    ]
    assert changes(tmp_path, pupils, capsys) == [("changed", "AP-003", "Pupil", "", "")]


def test_what_can_t_be_read_on_the_list_is_said_when_it_is_proposed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of a new pupil and of a known one; the number itself is never said."""
    wrong = {**PUPILS[0], "UPN": "A305990123999", "Exclusion date": "TBC", "Pupil": "N.N."}
    known = {**BTA[1], "End date": "next week"}
    book = OURS(tmp_path / "book.xlsx")
    path = sent(tmp_path / "list.xlsx", [BTA[0], known, *BTA[2:], wrong])
    codes = set()
    for _ in range(2):
        assert run("monthly", book, path) == 0
        said = capsys.readouterr().out
        assert "unclear: AP-002: End date (January G3) can't be read on the list" in said
        assert "UPN (January B9) and Exclusion date (January E9) can't be read on the list" in said
        assert "A305990123999" not in said
        codes.add(tuple(line[:6] for line in said.splitlines()))
    assert len(codes) == 1
    assert "Or take it over" not in said


def test_the_answer_names_the_command_that_does_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With the sheet for new rows where there are several; what it says is done."""
    book = OURS(tmp_path / "book.xlsx")
    opened = openpyxl.load_workbook(book)
    copy = opened.copy_worksheet(opened["Placements"])
    copy.title = "Placements HHT"
    copy.delete_rows(6, copy.max_row)
    copy["A5"] = "HH-001"
    table = opened["Placements"].tables["Placements"]
    copy.add_table(Table(displayName="Placements_HHT", ref=f"A4:{table.ref.split(':')[1][0]}5"))
    opened.save(book)
    path = sent(tmp_path / "list.xlsx", [*BTA, {**NEW, "Provider": ""}])
    assert run("monthly", book, path) == 0
    said = capsys.readouterr().out
    (command,) = re.findall(r"python -m xl_recoup (monthly .* --into \"Placements\")\.", said)
    assert "New rows go where --into says: Placements and Placements HHT." in said
    assert run(*shlex.split(command)) in (0, 1)
    assert "taken over: new: " in capsys.readouterr().out


def test_the_sheet_alone_shows_the_pupil(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Initials and number of a new one, whose name the list has in full; the screen shows none."""
    book = OURS(tmp_path / "book.xlsx")
    path = sent(tmp_path / "list.xlsx", [*BTA, {**NEW, "Pupil": "Nora Nowak"}])
    assert run("monthly", book, path, "--propose") == 0
    table = read_workbook(book).tables["MonthlyProposals"]
    rows = [dict(zip(table.headings, row, strict=True)) for row in table.rows]
    assert [r["Pupil on the list"] for r in rows if r["What"] == "new"] == [f"N.N., {NEW['UPN']}"]
    said = capsys.readouterr().out
    assert "Nora" not in said
    assert str(NEW["UPN"]) not in said
    assert f'monthly "{book}" "{path}" --take-over.' in said
