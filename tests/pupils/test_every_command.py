"""A pupil planted in every field goes through every command: nothing of it is anywhere else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment

from tests.adopt.test_monthly_list import SENT
from tests.pupils.test_without_pupils import (
    AUNT,
    BORN,
    NAME,
    NOTE,
    PLANTED,
    UPN,
    everything,
    whole,
)
from tests.support.books import ACADEMY, pex
from tests.support.finance_office import ALL_CODES
from tests.support.home_grown_sheets import Pupil, Sheet, new_book
from tests.support.workbook_files import TO_POST, run, signed_in, sound
from xl_recoup.cli.main import COMMANDS

THEIRS = ("Placements", "PlacementChanges", "ExclusionsRegister", "LedgerExtract", "Our list")
"""The sheets in which the pupil was planted; everywhere else nothing may be."""
NO_FILE = ("attach", "desk", "completion")
"""Commands that act on no workbook file."""
PRIVATE: dict[str, Any] = {
    "Pupil": NAME, "UPN": UPN, "Date of birth": BORN, "Notes": NOTE, "Year group": "9",
    "Home school": ACADEMY,
}  # fmt: skip
CONTACT = {"Contact": "AP team", "Contact e-mail": "ap@example.gov.uk"}
FILLED = ("ToDo", "ProposedSettlements", "RecoveryFigures", "ForumReport", "ThisWorkbook",
          "WhatMoved", "YearSoFar", "AgedDebt", "Invoices", "Journal", "Forecast", "Demand",
          "YearEnd", "Reconciliation", "PlacePlus", "ServicePosition")  # fmt: skip
"""Tables that a run fills where they are there."""


@pytest.fixture
def planted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workbook with every table, a pupil in every field that a person types in, and a comment."""
    day = date(2026, 1, 5)
    path = sound(
        tmp_path / "book.xlsx",
        [pex(1, **PRIVATE), pex(2), pex(3, **{"Home school": ACADEMY})],
        settings=CONTACT,
        **TO_POST,
        **{name: [] for name in FILLED},
        Codes=ALL_CODES,
        PlacementChanges=[
            {"Placement ref": "P001", "From": date(2025, 12, 1), "What changes": "Provider",
             "New value": "AP1", "Note": f"{NAME} moved", "Evidence": f"call, {AUNT}"}],
        ExclusionsRegister=[{"UPN": UPN, "School": "3052000", "Note": NOTE,
                             "Exclusion date": date(2025, 10, 6)}],
        Queries=[{"Query ref": "Q1", "Charge ref": "P001/BS", "Opened": day, "Reason": "weeks",
                  "Owner": "A. Officer"}],
        LedgerExtract=[{"Reference": "INV-2526-0001", "Date": day, "Amount": 10,
                        "Text": f"{NAME} {UPN}"}],
        SignedOff=[],
        Scenarios=[{"Scenario": "More", "Changes": "setting", "Item": "Hold days", "Value": 10}],
    )  # fmt: skip
    book = openpyxl.load_workbook(path)
    own = book.create_sheet("Our list")
    own["C3"], own["C4"] = UPN, f"{AUNT}, about {NAME}"
    book["Placements"]["A5"].comment = Comment(f"ask {NAME}", "A. Officer")
    book.save(path)
    monkeypatch.setenv("HOME", str(tmp_path / "made"))
    monkeypatch.setenv("TMPDIR", str(tmp_path / "made"))
    return path


def at(patch: pytest.MonkeyPatch, day: date) -> None:
    """Let what follows happen on a day."""
    moment = datetime(day.year, day.month, day.day, 9, tzinfo=UTC)
    patch.setenv("SOURCE_DATE_EPOCH", str(int(moment.timestamp())))


def through_everything(path: Path, made: Path, patch: pytest.MonkeyPatch) -> Iterator[str]:
    """Run every command on a workbook, as two months at the desk do; yield each one's name."""
    made.mkdir()
    with new_book(made.parent / "list.xlsx") as book:
        rows: list[Pupil] = [{"Pupil": NAME, "UPN": UPN, "Date of birth": BORN, "Provider": "AP1",
                 "Exclusion date": date(2025, 10, 6), "Start date": date(2025, 10, 20)},
                {"Pupil": f"{NAME} Younger", "Date of birth": BORN, "Provider": "AP1",
                 "Exclusion date": date(2025, 11, 3)}]  # fmt: skip
        Sheet(book, "January").table(SENT, rows)
    posting = ("post", path, "--period", "Autumn 2025", "--approved-by", "B. Head")
    calls: tuple[tuple[date, str, tuple[Any, ...]], ...] = (
        (date(2026, 1, 31), "tester", ("validate", path)),
        (date(2026, 1, 31), "tester", ("monthly", path, made.parent / "list.xlsx", "--propose")),
        (date(2026, 1, 31), "tester", ("recalculate", path)),
        (date(2026, 1, 31), "bhead", (*posting, "--preview")),
        (date(2026, 1, 31), "bhead", posting),
        (date(2026, 1, 31), "tester", ("recalculate", path)),
        (date(2026, 1, 31), "tester", ("check", path, "--json")),
        (date(2026, 1, 31), "tester", ("explain", path, "P001", "--json")),
        (date(2026, 1, 31), "tester", ("statements", path, "--to", made / "s")),
        (date(2026, 1, 31), "tester", ("statements", path, "--to", made / "n", "--notices")),
        (date(2026, 1, 31), "tester", ("export", path, "--to", made / "finance")),
        (date(2026, 3, 31), "tester", ("recalculate", path)),
        (date(2026, 3, 31), "tester", ("remind", path, "--to", made / "r")),
        (date(2026, 3, 31), "tester", ("remind", path, "--to", made / "rd", "--draft", "--json")),
        (date(2026, 3, 31), "tester", ("forecast", path)),
        (date(2026, 3, 31), "tester", ("compare", path)),
        *((date(2026, 3, 31), "tester", ("forum", path, "--output", made / f"f.{suffix}"))
          for suffix in ("csv", "xlsx", "docx", "pdf")),
        (date(2026, 3, 31), "tester", ("settle", path)),
        (date(2026, 3, 31), "tester", ("forecast", path)),
        (date(2026, 3, 31), "tester", ("show-sheets", path)),
        (date(2026, 3, 31), "tester", ("adopt", path)),
        (date(2026, 3, 31), "tester", ("doctor", path, "--json")),
        (date(2026, 3, 31), "tester", ("pupil", path, "--upn", UPN, "--json")),
        (date(2026, 3, 31), "tester", ("without-pupils", path, "--output", made / "w.xlsx")),
        (date(2026, 3, 31), "tester", ("new-year", path, "--year", "2026-27", "--output",
                                       made.parent / "next.xlsx")),
    )  # fmt: skip
    for day, user, arguments in calls:
        at(patch, day)
        with signed_in(user):
            assert run(*arguments) in (0, 1, 2, 3), arguments
        if arguments == posting:
            issue(path, date(2026, 2, 2))
        yield str(arguments[0])


def issue(path: Path, day: date) -> None:
    """Enter on every document the day on which it was issued, as the team does."""
    book = openpyxl.load_workbook(path)
    sheet = book["Documents"]
    head, *rows = sheet[sheet.tables["Documents"].ref]
    (column,) = [i for i, cell in enumerate(head) if cell.value == "Issued on"]
    for row in rows:
        row[column].value = day
    book.save(path)


def test_nothing_is_anywhere_else(
    planted: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """No file, screen, log or other sheet repeats what was planted; deleted, it is gone."""
    made = planted.parent / "made"
    tried = set(through_everything(planted, made, monkeypatch))
    assert tried | set(NO_FILE) == set(COMMANDS)
    screen = capsys.readouterr()

    assert leaks(everything(made, planted) + screen.out + screen.err) == []
    for name in ("s", "r", "finance"):
        assert len(list((made / name).iterdir())) > 2, name
    book = openpyxl.load_workbook(planted)
    cells = {
        sheet.title: "\n".join(str(c.value) for row in sheet.rows for c in row if c.value)
        for sheet in book.worksheets
    }
    assert {title for title, text in cells.items() if leaks(text)} == set(THEIRS)
    assert {"Monthly proposals", "Letters", "Ledger", "ToDo", "Last run"} <= set(cells)
    forget(planted)
    for _ in range(2):  # the first one says what was deleted
        assert run("recalculate", planted) in (0, 1, 2)
    assert leaks(whole(planted)) == []


def leaks(text: str) -> list[str]:
    """Return what of the planted stands in a text."""
    return [words for words in PLANTED if re.search(rf"(?<!\d){re.escape(words)}(?!\d)", text)]


def forget(path: Path) -> None:
    """Delete what is personal about the pupil, as an officer does who is asked to."""
    book = openpyxl.load_workbook(path)
    for name in THEIRS[:-1]:
        for row in book[name].rows:
            for cell in row:
                if leaks(str(cell.value)) or (name == "Placements" and cell.value == BORN):
                    cell.value = None
    book["Placements"]["A5"].comment = None
    del book["Our list"]
    book.save(path)
