"""What left is on record from the moment that it leaves: not first from the next run on."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import xlwings as xw

from tests.support.excel import running
from tests.support.workbook_files import fix_clock_and_user, post, run, save, signed_in, sound
from xl_recoup.book import read_workbook
from xl_recoup.excel.open_letters import send_open
from xl_recoup.excel.open_tables import read_tables
from xl_recoup.files.letters_file import LettersWanted
from xl_recoup.intake.past_runs import last_run
from xl_recoup.tables import Cell

CONTACT: dict[str, Cell] = {"Contact": "AP finance", "Contact e-mail": "ap@council.example"}


@pytest.fixture(autouse=True)
def fixed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every run be at one time, by one person."""
    fix_clock_and_user(monkeypatch)


@pytest.fixture
def sent(tmp_path: Path) -> Path:
    """Return a workbook whose statements left, by somebody who never calculated it."""
    path = sound(tmp_path / "book.xlsx", settings=CONTACT)
    assert run("recalculate", path) == 0
    with signed_in("clerk"):
        assert run("statements", path, "--to", tmp_path / "letters", "--format", "xlsx") == 0
    return path


def test_a_sending_is_no_run(sent: Path) -> None:
    """The run log says who sent, the outputs are still the last run's, its preparer prepared."""
    book = read_workbook(sent)
    log = book.tables["RunLog"]
    line = dict(zip(log.headings, log.rows[-1], strict=True))
    assert (line["Run by"], line["Posting"]) == ("clerk", "letters sent")
    assert str(line["Letters head"]).startswith(f"{len(book.tables['Letters'].rows)}.")
    last = last_run(book)
    assert last is not None
    assert last.prepared_by == "tester"
    assert run("check", sent) == 0
    assert post(sent) == 0
    assert run("check", sent) == 0


@pytest.mark.parametrize("kept", [0, 1])
def test_letters_deleted_before_the_next_run_are_missed(
    sent: Path, kept: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """All rows gone: every command is refused; some: A85, and nothing is sent or posted."""
    book = read_workbook(sent)
    letters = book.tables["Letters"]
    fewer = replace(letters, rows=letters.rows[:kept])
    path = save(sent.parent / "less.xlsx", replace(book, tables={**book.tables, "Letters": fewer}))
    known = f"the run log knows of {len(letters.rows)} entries in it"
    again = ("statements", path, "--to", path.parent / "again")
    if not kept:
        assert run("validate", path) == 2
        assert known in capsys.readouterr().err
    assert run(*again) == 2
    assert "Letters" in capsys.readouterr().err
    assert post(path) == 2
    assert not (path.parent / "again").exists()


def test_a_sheet_of_letters_that_is_gone_is_refused(
    sent: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """No run has seen it, the run log knows of it."""
    book = read_workbook(sent)
    tables = {name: table for name, table in book.tables.items() if name != "Letters"}
    path = save(sent.parent / "less.xlsx", replace(book, tables=tables))
    assert run("recalculate", path) == 2
    assert "no table named Letters, but the run log knows of" in capsys.readouterr().err


def test_statements_from_excel_are_noted_too(tmp_path: Path) -> None:
    """The button adds the same line."""
    path = sound(tmp_path / "book.xlsx", settings=CONTACT)
    assert run("recalculate", path) == 0
    with running() as app:
        opened = xw.Book(impl=app.books.open(path))
        send_open(opened, LettersWanted(tmp_path / "letters", formats=("xlsx",)))
        log = read_tables(opened).tables["RunLog"]
    assert log.rows[-1][log.headings.index("Posting")] == "letters sent"
