"""A workbook that lost Ledger, documents, run log and record: its posted charges still tell.

No run reads what Charges holds, but where nothing else is left it is the last to know.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import xlwings as xw

from tests.support.excel import running
from tests.support.workbook_files import fix_clock_and_user, post, run, save, sound
from xl_recoup.book import read_workbook
from xl_recoup.errors import Refused
from xl_recoup.excel.open_runs import validate_book

GONE = ("Ledger", "Documents", "RunLog", "LastRun")
COMMANDS = (
    "recalculate",
    "validate",
    "check",
    "explain P001",
    "statements --to S",
    "forum",
)


@pytest.fixture(autouse=True)
def fixed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every run be at one time, by one person."""
    fix_clock_and_user(monkeypatch)


@pytest.fixture(params=["emptied", "deleted"])
def forgotten(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """Return a workbook that was posted, without a row of its records or without the tables."""
    path = sound(tmp_path / "book.xlsx")
    assert run("recalculate", path) == 0
    assert post(path) == 0
    book = read_workbook(path)
    tables = {name: table for name, table in book.tables.items() if name not in GONE}
    if request.param == "emptied":
        tables |= {name: replace(book.tables[name], rows=[]) for name in GONE}
    return save(tmp_path / "forgotten.xlsx", replace(book, tables=tables))


@pytest.mark.parametrize("command", COMMANDS)
def test_posted_charges_are_the_last_witness(
    forgotten: Path, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every command is refused: what Charges shows as posted would be charged a second time."""
    name, *more = command.split()
    before = forgotten.read_bytes()
    more = [str(forgotten.parent / m) if m == "S" else m for m in more]
    assert run(name, forgotten, *more) == 2
    said = capsys.readouterr().err
    assert "Ledger" in said
    assert "the sheet Charges shows 7 posted lines of £" in said
    assert forgotten.read_bytes() == before


def test_nothing_is_posted_again(forgotten: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Not by the command, whoever approves it."""
    assert post(forgotten, "Spring 2026") == 2
    assert "No run is recorded" in capsys.readouterr().err


def test_excel_says_the_same(forgotten: Path) -> None:
    """The button reads Charges as well, where it is all that is left."""
    with running() as app, pytest.raises(Refused, match="the sheet Charges shows 7 posted lines"):
        validate_book(xw.Book(impl=app.books.open(forgotten)))


def test_charges_that_nobody_posted_witness_nothing(tmp_path: Path) -> None:
    """Without posted lines a workbook that forgot its runs is run as a new one."""
    path = sound(tmp_path / "book.xlsx")
    assert run("recalculate", path) == 0
    book = read_workbook(path)
    kept = {name: table for name, table in book.tables.items() if name not in GONE}
    assert run("recalculate", save(tmp_path / "new.xlsx", replace(book, tables=kept))) == 0
