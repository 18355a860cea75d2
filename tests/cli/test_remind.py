"""`remind`: what it answers, writes and records, what it refuses; and nothing is sent twice."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.checks.cases_audit_trail import document, entry
from tests.statements.support import pdf_text
from tests.support.books import pex
from tests.support.office import table_rows
from tests.support.workbook_files import answer, run, sound
from xl_recoup.tables import Cell

ISSUED = {"Issued on": date(2026, 1, 2), "Made on": date(2026, 1, 2)}
CONTACT: dict[str, Cell] = {"Contact": "AP team", "Contact e-mail": "ap@example.gov.uk"}
LOG: list[dict[str, Cell]] = [{"Run by": "tester"}]
FRAME = ("files", "letters", "new", "chased")


def made(folder: Path, **tables: Any) -> Path:
    """Return a workbook with an invoice over £100.00 that was to be paid by 1 February 2026."""
    known: dict[str, Any] = {"settings": CONTACT}
    return with_invoice(folder / "book.xlsx", **known | tables)


def with_invoice(path: Path, **tables: Any) -> Path:
    """Return a workbook at `path` in which an invoice is issued, with these tables besides."""
    known: dict[str, Any] = {"Ledger": [entry()], "Documents": [document() | ISSUED], "RunLog": LOG}
    return sound(path, [pex(1, Pupil="Quillfeather")], **known | tables)


def on(patch: pytest.MonkeyPatch, day: date) -> None:
    """Let what follows happen on a day."""
    at = datetime(day.year, day.month, day.day, 9, tzinfo=UTC)
    patch.setenv("SOURCE_DATE_EPOCH", str(int(at.timestamp())))


def test_a_month_of_days(tmp_path: Path, monkeypatch: Any, capsys: Any) -> None:
    """Run and reminded every week: two letters leave, each once, and stand on Letters."""
    book, folder = made(tmp_path), tmp_path / "letters"
    sent = {}
    for day in (date(2026, 2, n) for n in (1, 9, 16, 23)):
        on(monkeypatch, day)
        run("recalculate", book)
        code, said = answer(capsys, "remind", book, "--to", folder)
        assert code == 0
        assert set(FRAME) <= set(said)
        sent[day.day] = said["files"]
    assert sent == {
        1: [], 9: ["INV-2526-0001-R1-v1-Elm-Academy.pdf"], 16: [],
        23: ["INV-2526-0001-R2-v1-Elm-Academy.pdf"],
    }  # fmt: skip
    rows = table_rows(book, "Letters")
    assert [(r["Number"], r["Version"], r["Kind"], r["Party"]) for r in rows] == [
        ("INV-2526-0001-R1", 1, "reminder", "Elm Academy"),
        ("INV-2526-0001-R2", 1, "reminder", "Elm Academy"),
    ]
    assert all(r["File digest"] and r["Entry digest"] and not r["Placements"] for r in rows)
    names = {p.name for p in folder.iterdir()}
    assert {"covering-list-reminders.xlsx", "manifest-reminders.json"} <= names
    assert [row for row in table_rows(book, "Recovery") if any(row.values())] == []
    for path in folder.glob("*.pdf"):
        assert "Quillfeather" not in pdf_text(path.read_bytes())


def test_what_is_to_do_follows_from_the_letters(tmp_path: Path, monkeypatch: Any) -> None:
    """A letter is to be sent; once it has left, it is merely overdue."""
    book = made(tmp_path)
    on(monkeypatch, date(2026, 2, 9))
    run("recalculate", book)
    assert [r["What"] for r in table_rows(book, "ToDo") if r["Reference"] == "INV-2526-0001"] == [
        "Send a letter"
    ]
    assert run("remind", book, "--to", tmp_path / "letters") == 0
    for _ in ("at once", "after the next run"):
        (row,) = (r for r in table_rows(book, "ToDo") if r["Reference"] == "INV-2526-0001")
        assert (row["What"], row["Stage"], row["Next step"], row["Days"]) == (
            "Overdue", "reminder", "second reminder", 8,
        )  # fmt: skip
        figures = {r["Figure"]: r["Number"] for r in table_rows(book, "RecoveryFigures")}
        assert "Send a letter" not in figures
        assert (figures["Overdue"], figures["Unpaid"]) == (1, 1)
        assert run("recalculate", book) == 0
    assert run("check", book) == 0


def test_a_draft_is_not_on_record(tmp_path: Path, monkeypatch: Any, capsys: Any) -> None:
    """Without a contact a letter is refused, and a draft is not."""
    book = made(tmp_path, settings={})
    on(monkeypatch, date(2026, 2, 9))
    run("recalculate", book)
    before = book.read_bytes()
    code, said = answer(capsys, "remind", book, "--to", tmp_path / "letters")
    assert (code, "Contact" in said["error"]) == (2, True)
    code, said = answer(capsys, "remind", book, "--to", tmp_path / "letters", "--draft")
    assert (code, said["files"], said["new"]) == (0, ["INV-2526-0001-R1-draft-Elm-Academy.pdf"], 1)
    assert book.read_bytes() == before


@pytest.mark.parametrize(
    ("table", "rows"),
    [
        ("Settlements", [{"Document": "INV-2526-0001", "Date": "soon", "Amount": 100}]),
        ("Recovery", [{"Stage": "dispute", "On": date(2026, 2, 3), "Note": "dates"}]),
    ],
)
def test_what_can_t_be_read_may_be_the_payment_or_the_dispute(
    tmp_path: Path, monkeypatch: Any, capsys: Any, table: str, rows: list[dict[str, Cell]]
) -> None:
    """It is refused with its cell, and nothing is in the folder."""
    book = made(tmp_path, **{table: rows})
    on(monkeypatch, date(2026, 2, 9))
    run("recalculate", book)
    code, said = answer(capsys, "remind", book, "--to", tmp_path / "letters")
    assert code == 2
    assert f"No reminder was written. {table}" in said["error"]
    assert not (tmp_path / "letters").exists()


def test_what_is_wrong_on_recovery_is_held_and_said(
    tmp_path: Path, monkeypatch: Any, capsys: Any
) -> None:
    """A dispute without a note stops the letter, and the answer names what is held."""
    step: dict[str, Cell] = {
        "Reference": "INV-2526-0001", "Stage": "dispute", "On": date(2026, 2, 3)
    }  # fmt: skip
    book = made(tmp_path, Recovery=[step])
    on(monkeypatch, date(2026, 2, 9))
    run("recalculate", book)
    capsys.readouterr()
    assert run("remind", book, "--to", tmp_path / "letters") == 0
    out = capsys.readouterr().out
    assert "as at 9 February 2026, the day of the last run (--as-at names another)." in out
    assert "Held until Recovery is corrected: INV-2526-0001." in out
