"""Results that were typed over: told before the run and at it, kept, and nobody else accused."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.support.office import recalculated
from tests.support.workbook_files import answer, fix_clock_and_user, post, rewrite, run
from xl_recoup.book.package.output_mark import holds_results
from xl_recoup.book.package.package import load_file, open_package
from xl_recoup.contract import OUTPUT_SPECS, normal

SAMPLE = Path(__file__).parents[2] / "workbook" / "recoupment.xlsx"
DAY = ("--as-at", "2026-01-31")
TOLD = "typed over since the last run"


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the sample workbook, recalculated by this edition."""
    book = tmp_path_factory.mktemp("sample") / "book.xlsx"
    shutil.copyfile(SAMPLE, book)
    with pytest.MonkeyPatch.context() as patch:
        fix_clock_and_user(patch)
        assert run("recalculate", book, *DAY) == 0
    return book


@pytest.fixture
def path(sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy of it."""
    fix_clock_and_user(monkeypatch)
    return Path(shutil.copyfile(sample, tmp_path / "book.xlsx"))


def typed(path: Path, table: str, heading: str, value: object, row: int = 0) -> str:
    """Type a value into a table as a person does who saves it; return the cell's address."""
    book = openpyxl.load_workbook(path)
    for sheet in book.worksheets:
        if table in sheet.tables:
            first, last = sheet.tables[table].ref.split(":")
            (headings, *rows) = sheet[first:last]
            (at,) = [i for i, cell in enumerate(headings) if cell.value == heading]
            rows[row][at].value = value
            book.save(path)
            return str(rows[row][at].coordinate)
    raise AssertionError(table)


def told(capsys: Any, *arguments: object) -> list[str]:
    """Return what a command tells of what was typed over."""
    _, said = answer(capsys, *arguments)
    return [sentence for sentence in said["told"] if "since the last run" in sentence]


def kept(path: Path) -> list[tuple[object, ...]]:
    """Return the lines of the sheet Kept notes."""
    book = openpyxl.load_workbook(path)
    if "Kept notes" not in book.sheetnames:
        return []
    lines = book["Kept notes"].iter_rows(min_row=5, max_col=5, values_only=True)
    return [line for line in lines if line[2] != "format"]  # saving here marks heights of rows


def test_an_amount_typed_over_is_told_and_kept(path: Path, capsys: Any) -> None:
    """Validate says what will be replaced, check where, the run what was, once; it is kept."""
    cell = typed(path, "Charges", "Amount", 300)
    (before,) = told(capsys, "validate", path, *DAY)
    assert f"{cell}, Amount of PEX-2526-001/BS: £300.00, will be £1,479.62" in before
    _, checked = answer(capsys, "check", path)
    assert any(f"Charges {cell}: Amount is £300.00" in said for said in checked["drift"])
    (now,) = told(capsys, "recalculate", path, *DAY)
    assert (
        f"1 cell was {TOLD}, and is replaced: {cell}, Amount of PEX-2526-001/BS: £300.00, now £1"
        in now
    )
    assert "correct those" in now
    assert kept(path) == [("Charges", "PEX-2526-001/BS", "typed over", "Amount", 300)]
    assert told(capsys, "recalculate", path, *DAY) == []
    assert run("check", path) == 0


def test_every_table_that_a_run_fills_has_its_witness(path: Path) -> None:
    """What a run writes into a table of results is noted, whatever the table."""
    book = openpyxl.load_workbook(path)
    there = {normal(name) for sheet in book.worksheets for name in sheet.tables}
    noted = {
        normal(str(kind).removeprefix("written "))
        for kind, *_ in book["Last run"].iter_rows(min_row=5, values_only=True)
        if str(kind).startswith("written ")
    }
    results = {normal(spec.name) for spec in OUTPUT_SPECS}
    assert noted == results & there
    assert len(noted) > 15


TYPED = [
    ("SchoolSummary", "Billable", 12, "adds up the charges"),
    ("Exceptions", "Severity", "warning", "Signed off"),
    ("CheckResults", "Result", "well", "a column of your own"),
    ("ThisWorkbook", "How it stands", "well", "a column of your own"),
    ("YearSoFar", "How the year stands", "well", "a column of your own"),
    ("Charges", "Reason", "he has moved", "Queries"),
    ("Charges", "From", date(2025, 5, 1), "Queries"),
    ("Journal", "Debit", 5, "PO number"),
    ("Invoices", "Net", None, "PO number"),
    ("PlacePlus", "Pupils", 77, "Providers"),
    ("ServicePosition", "Gap", 5, "Services"),
    ("Forecast", "Posted", 5, "Expected placements"),
    ("Demand", "Peak", 99, "Providers"),
    ("YearEnd", "Gross", 5, "posted"),
    ("ForumReport", "Asked", 5, "paper"),
]
"""A cell of each kind of table: under which heading, what is typed, where a correction belongs."""


def test_each_table_says_where_a_correction_belongs(path: Path, capsys: Any) -> None:
    """Whatever is typed over in whatever table is told, with the place for it, and kept."""
    cells = [typed(path, table, heading, value) for table, heading, value, _ in TYPED]
    said = told(capsys, "recalculate", path, *DAY)
    for (table, heading, _, belongs), cell in zip(TYPED, cells, strict=True):
        assert any(f"{cell}, {heading}" in each and belongs in each for each in said), table
    assert {(line[0], line[3]) for line in kept(path)} == {
        (table, heading) for table, heading, value, _ in TYPED if value is not None
    }
    assert run("check", path) == 0


def test_changed_inputs_and_another_program_saving_are_not_accused(path: Path, capsys: Any) -> None:
    """Rows sorted by a person, an input that is another, a saving: no cell is typed over."""
    typed(path, "Placements", "Exclusion date", date(2025, 10, 6))
    assert told(capsys, "recalculate", path, *DAY) == []


def test_a_saving_by_libreoffice_is_no_typing(path: Path, tmp_path: Path, capsys: Any) -> None:
    """Every cell of results is the same after LibreOffice has worked it out and saved it."""
    (saved,) = recalculated([path], tmp_path / "office")
    assert not holds_results(open_package(saved, load_file(saved).data).members)
    assert told(capsys, "recalculate", saved, *DAY) == []


def test_a_file_that_nobody_saved_is_not_read_for_it(path: Path) -> None:
    """A run leaves a mark for the next one; one byte of a part that is another, and it is none."""

    def marked() -> bool:
        return holds_results(open_package(path, load_file(path).data).members)

    assert marked()
    assert run("recalculate", path, *DAY) == 0
    assert marked()
    rewrite(path, {"docProps/core.xml": lambda data: data.replace(b"</", b" </", 1)})
    assert not marked()


def test_a_sending_of_letters_and_the_year_ahead_are_no_typing(
    path: Path, tmp_path: Path, capsys: Any
) -> None:
    """What statements and the forecast change in tables of results is theirs, not a person's."""
    assert run("forecast", path) == 0
    assert run("statements", path, "--to", tmp_path / "letters") == 0
    openpyxl.load_workbook(path).save(path)
    assert told(capsys, "recalculate", path, *DAY) == []


def test_a_posting_that_was_accepted_tells_and_keeps(path: Path, capsys: Any) -> None:
    """Posting asks where the charges are not as they were given; accepted, it says what went."""
    typed(path, "Charges", "Amount", 300)
    assert post(path) == 2
    codes = re.findall(r"--accept ([a-z0-9-]+)", " ".join(capsys.readouterr().err.split()))
    assert post(path, "Autumn 2025", *(f"--accept={code}" for code in codes)) == 0
    assert TOLD in " ".join(capsys.readouterr().err.split())
    assert kept(path)[0][4] == 300


def unknown(path: Path) -> None:
    """Take the notes out of the record, as an earlier edition left it."""
    book = openpyxl.load_workbook(path)
    sheet = book["Last run"]
    for row in sheet.iter_rows(min_row=5):
        if str(row[0].value).startswith("written "):
            for cell in row:
                cell.value = None
    book.save(path)


def altered(path: Path) -> None:
    """Change a cell of the record itself."""
    book = openpyxl.load_workbook(path)
    book["Last run"]["C5"] = "another"
    book.save(path)


@pytest.mark.parametrize("spoilt", [unknown, altered])
def test_without_a_witness_nothing_is_said(
    path: Path, capsys: Any, spoilt: Callable[[Path], None]
) -> None:
    """A record of an earlier edition, or one that was altered, accuses nobody."""
    spoilt(path)
    typed(path, "Charges", "Amount", 300)
    assert told(capsys, "recalculate", path, *DAY) == []
