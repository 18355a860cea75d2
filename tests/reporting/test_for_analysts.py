"""`xl_recoup.recalculate`: a run as pandas tables, and the page that shows how it is used."""

from __future__ import annotations

import re
import shutil
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import xl_recoup
from tests.support.workbook_files import contents, fix_clock_and_user, parts, post, run
from xl_recoup import contract
from xl_recoup.disk.kept_copies import previous_of
from xl_recoup.errors import Refused
from xl_recoup.files.run_files import validate_file

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "for-analysts.md"
EXAMPLE = re.compile(r"```python\n(.*?)```", re.DOTALL)
DAY = date(2026, 1, 31)
SHEETS = {
    "charges": contract.CHARGES,
    "findings": contract.EXCEPTIONS,
    "schools": contract.SCHOOL_SUMMARY,
    "ledger": contract.LEDGER,
    "documents": contract.DOCUMENTS,
}


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the sample workbook, at one time and to one person."""
    fix_clock_and_user(monkeypatch)
    return Path(
        shutil.copyfile(ROOT / "workbook" / "recoupment.xlsx", tmp_path / "recoupment.xlsx")
    )


@pytest.fixture
def posted(book: Path) -> Path:
    """Give the sample after a posting, so that every table has rows."""
    assert post(book, "Autumn 2025", "--allow-draft") == 0
    return book


def test_the_examples_of_the_page_run_as_they_stand(book: Path, monkeypatch: Any) -> None:
    """One after the other, beside the sample workbook, as a reader types them."""
    monkeypatch.chdir(book.parent)
    names: dict[str, Any] = {}
    examples = EXAMPLE.findall(PAGE.read_text(encoding="utf-8"))
    assert len(examples) == 6
    for example in examples:
        exec(compile(example, PAGE.name, "exec"), names)
    assert names["in_june"].totals["billable"] > names["run"].totals["billable"]
    assert len(previous_of(book)) == 1


def test_the_page_names_every_table() -> None:
    """What the result has is what the page's list has."""
    listed = re.findall(r"^\| `run\.(\w+)` \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert listed == [*SHEETS, "totals"]


def test_the_tables_are_those_of_the_sheets(posted: Path) -> None:
    """Headings in the contract's order; cells are text, exact decimals, days, counts or None."""
    given = xl_recoup.recalculate(posted, as_at=DAY)
    for name, spec in SHEETS.items():
        frame: pd.DataFrame = getattr(given, name)
        assert tuple(frame.columns) == spec.headings
        assert len(frame) > 0
        kinds = {type(cell) for column in frame.columns for cell in frame[column]}
        assert kinds <= {str, Decimal, date, datetime, int, type(None)}


def test_every_penny_is_there(posted: Path) -> None:
    """Sums of the tables are the totals of the run, which are those of the command."""
    given = xl_recoup.recalculate(str(posted), as_at=DAY)
    result = validate_file(posted, as_at=DAY)
    assert given.totals == result.totals
    by_status = given.charges.groupby("Status")["Amount"].sum()
    assert {status: by_status.get(status, Decimal(0)) for status in given.totals} == given.totals
    assert sum(given.ledger["Amount"]) == given.totals["posted"] > 0
    assert sum(given.schools["Total"]) == sum(given.totals.values())


def test_nothing_is_written_unless_asked_for(book: Path) -> None:
    """Without `write` the folder stays as it was; with it the file is what the command makes."""
    before = contents(book.parent)
    xl_recoup.recalculate(book, as_at=DAY)
    assert contents(book.parent) == before
    by_command = book.with_name("by-command.xlsx")
    assert run("recalculate", book, "--as-at", "2026-01-31", "--output", by_command) == 0
    xl_recoup.recalculate(book, as_at=DAY, write=True)
    assert parts(book) == parts(by_command)


def test_a_file_that_cannot_be_used_is_refused(tmp_path: Path) -> None:
    """The sentence is the command's own."""
    with pytest.raises(Refused, match=r"none\.xlsx was not found"):
        xl_recoup.recalculate(tmp_path / "none.xlsx")
