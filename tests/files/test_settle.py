"""A proposed settlement that a person accepts goes to Settlements, once, and nothing else moves."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.checks.cases_audit_trail import document, entry
from tests.cli.test_remind import ISSUED, LOG, on
from tests.support.books import pex
from tests.support.office import table_rows
from tests.support.workbook_files import answer, fix_clock_and_user, run, sound

CAME = {"Reference": "INV-2526-0001", "Amount": -60, "Date": date(2026, 2, 3),
        "Description": "BACS receipt"}  # fmt: skip
OTHER = CAME | {"Reference": "BACS 77", "Amount": -12}


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workbook with two receipts, one of which names its invoice, after a run."""
    fix_clock_and_user(monkeypatch)
    on(monkeypatch, date(2026, 2, 9))
    path = sound(
        tmp_path / "book.xlsx", [pex(1)], Ledger=[entry()], Documents=[document() | ISSUED],
        RunLog=LOG, LedgerExtract=[CAME, OTHER],
    )  # fmt: skip
    run("recalculate", path)
    return path


def accept(path: Path, *rows: int) -> None:
    """Write Y under Accept, as a person does."""
    book = openpyxl.load_workbook(path)
    sheet = book["Proposed settlements"]
    at = [cell.value for cell in sheet[4]].index("Accept") + 1
    for row in rows:
        sheet.cell(row, at).value = "Y"
    book.save(path)


def settled(path: Path) -> list[dict[str, Any]]:
    return [r for r in table_rows(path, "Settlements") if r["Document"]]


def test_what_is_accepted_is_entered_once(book: Path, capsys: Any) -> None:
    """Asked again, and after another run, it stands there already."""
    accept(book, 5)
    code, said = answer(capsys, "settle", book)
    assert code == 0
    assert said["entered"] == [
        {"document": "INV-2526-0001", "date": "2026-02-03", "amount": "60.00",
         "reference": "INV-2526-0001"}
    ]  # fmt: skip
    (row,) = settled(book)
    assert (row["Document"], row["Method"], row["Amount"]) == ("INV-2526-0001", "payment", 60)
    code, said = answer(capsys, "settle", book)
    assert said["entered"] == []
    assert said["told"] == [
        "Proposed settlements, row 5: it stands on Settlements already, and is not entered twice."
    ]
    assert run("recalculate", book) == 0
    assert len(settled(book)) == 1
    _, said = answer(capsys, "settle", book)
    assert (said["entered"], len(settled(book))) == ([], 1)


def test_a_row_that_was_copied_enters_its_receipt_once(book: Path, capsys: Any) -> None:
    """Filled or pasted down, the same receipt stands accepted twice; the money came once."""
    accept(book, 5)
    held = openpyxl.load_workbook(book)
    sheet = held["Proposed settlements"]
    for column, cell in enumerate(sheet[5], 1):
        sheet.cell(6, column).value = cell.value
    held.save(book)
    _, said = answer(capsys, "settle", book)
    assert len(said["entered"]) == len(settled(book)) == 1
    assert said["told"] == [
        "Proposed settlements, row 6: another row above it is of the same receipt, which is entered"
        " once."
    ]


def test_without_a_word_nothing_is_entered(book: Path, capsys: Any) -> None:
    """And the file stays as it is."""
    before = book.read_bytes()
    code, said = answer(capsys, "settle", book)
    assert (code, said["entered"], said["output"]) == (0, [], None)
    assert book.read_bytes() == before


def test_the_word_stays_with_its_row(book: Path) -> None:
    """A run between the word and the entering does not lose it."""
    accept(book, 5)
    run("recalculate", book)
    assert [r["Accept"] for r in table_rows(book, "ProposedSettlements")] == ["Y", None]


def test_what_is_not_clear_is_left_to_a_person(book: Path, capsys: Any) -> None:
    """Accepting a receipt that names no document enters nothing, and says why."""
    accept(book, 6)
    _, said = answer(capsys, "settle", book)
    assert said["entered"] == []
    (told,) = said["told"]
    assert told.startswith("Proposed settlements, row 6: it is not clear which document it pays")


def test_an_extract_that_was_pasted_anew_is_looked_at_again(book: Path, capsys: Any) -> None:
    """What the row says must still be what the extract says."""
    accept(book, 5)
    held = openpyxl.load_workbook(book)
    held["LedgerExtract"]["B5"] = -61
    held.save(book)
    _, said = answer(capsys, "settle", book)
    assert said["entered"] == []
    assert "Recalculate and look again" in said["told"][0]


def test_a_workbook_without_proposals_is_told_how_to_get_them(tmp_path: Path, capsys: Any) -> None:
    """The command says what it needs."""
    path = sound(tmp_path / "plain.xlsx")
    code, said = answer(capsys, "settle", path)
    assert code == 2
    assert "paste the ledger extract and recalculate" in said["error"]
