"""What left is on record from the moment that it leaves: not first from the next run on."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import xlwings as xw

from tests.support.excel import running
from tests.support.workbook_files import fix_clock_and_user, post, run, save, signed_in, sound
from xl_recoup.book import read_workbook
from xl_recoup.contract.start_tables import THIS_WORKBOOK
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


def test_start_says_what_is_to_be_sent_once_letters_have_left(tmp_path: Path) -> None:
    """No letter waits and no posting is in its place; the last run and its person stay named."""
    path = with_start(tmp_path / "book.xlsx")
    assert run("recalculate", path) == 0
    before = start_lines(path)
    with signed_in("clerk"):
        assert run("statements", path, "--to", tmp_path / "letters", "--format", "xlsx") == 0
    after = start_lines(path)
    assert (before["Letters to send"], after["Letters to send"]) == (
        "1 request to a school.",
        "Nothing.",
    )
    assert before["Next step"].startswith("Send the letters")
    assert after["Next step"].endswith("then post the period.")
    kept = set(before) - {"Letters to send", "Next step"}
    assert {what: after[what] for what in kept} == {what: before[what] for what in kept}
    assert after["Last run"].endswith("by tester")


def test_letters_as_at_another_day_leave_start_as_the_run_left_it(tmp_path: Path) -> None:
    """What they say is not of the day that Start is of."""
    path = with_start(tmp_path / "book.xlsx")
    assert run("recalculate", path) == 0
    before = start_lines(path)
    more = ("--format", "xlsx", "--as-at", "2026-02-10")
    assert run("statements", path, "--to", tmp_path / "letters", *more) == 0
    assert start_lines(path) == before


def with_start(path: Path) -> Path:
    """Write a sound workbook with the table of Start."""
    lines: list[dict[str, Cell]] = [dict.fromkeys(THIS_WORKBOOK.headings)]
    return sound(path, settings=CONTACT, Agreements=[], ThisWorkbook=lines)


def start_lines(path: Path) -> dict[str, str]:
    """Return what Start says, by what it is about."""
    return {str(row[0]): str(row[2]) for row in read_workbook(path).tables["ThisWorkbook"].rows}


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
