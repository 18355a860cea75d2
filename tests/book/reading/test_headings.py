"""Heading cells that say otherwise than the table's part, as other programs leave them."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from tests.support.workbook_files import contents, rewrite, run, sound
from xl_recoup.book import read_workbook
from xl_recoup.book.package.shared_strings import FewStrings, read_strings


def edited(path: Path, sheet: str, edit: Callable[[Worksheet], object]) -> Path:
    """Change a sheet with a library that knows nothing of what its tables' parts say."""
    book = openpyxl.load_workbook(path)
    edit(book[sheet])
    book.save(path)
    return path


def _column(sheet: Worksheet, heading: str) -> int:
    return next(c.column for row in sheet.iter_rows() for c in row if c.value == heading)


def _retyped(heading: str, value: str | None) -> Callable[[Worksheet], object]:
    def retype(sheet: Worksheet) -> None:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value == heading:
                    cell.value = value

    return retype


def _deleted(heading: str) -> Callable[[Worksheet], object]:
    return lambda sheet: sheet.delete_cols(_column(sheet, heading))


def _inserted(heading: str) -> Callable[[Worksheet], object]:
    return lambda sheet: sheet.insert_cols(_column(sheet, heading))


@pytest.mark.parametrize("edit", [_deleted("Notes"), _deleted("Decision date"), _inserted("UPN")])
def test_columns_are_read_by_the_headings_that_are_seen(
    tmp_path: Path, edit: Callable[[Worksheet], object]
) -> None:
    """A column deleted or inserted by another program moves no value under another heading."""
    path = sound(tmp_path / "book.xlsx")
    before = read_workbook(path).tables["Placements"]
    after = read_workbook(edited(path, "Placements", edit)).tables["Placements"]
    for heading in ("Placement ref", "Home school", "Exclusion date", "FSM6"):
        mine, theirs = before.headings.index(heading), after.headings.index(heading)
        assert [row[theirs] for row in after.rows] == [row[mine] for row in before.rows]


def test_the_same_words_otherwise_written_are_the_part_s(tmp_path: Path) -> None:
    """Capitals and line breaks in a heading cell make no other heading of it."""
    path = sound(tmp_path / "book.xlsx")
    before = read_workbook(path).tables["Placements"].headings
    edited(path, "Placements", _retyped("Exclusion date", "EXCLUSION\ndate "))
    assert read_workbook(path).tables["Placements"].headings == before


@pytest.mark.parametrize("value", ["Sum", None])
def test_a_heading_retyped_by_another_program_is_missing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], value: str | None
) -> None:
    """A heading that nobody sees any more is missing, whatever the part still says."""
    path = edited(sound(tmp_path / "book.xlsx"), "Rates", _retyped("Amount", value))
    before = contents(tmp_path)
    assert run("recalculate", path) == 2
    assert "Rates has no column headed Amount" in capsys.readouterr().err
    assert contents(tmp_path) == before


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (_retyped("Amount", "Sum"),
         "In E4 of the sheet Charges “Sum” stands where the table Charges has its column Amount."),
        (_inserted("Scheme"),
         "In L4 of the sheet Charges nothing stands where the table Charges has its column"
         " Scheme."),
    ],
)  # fmt: skip
def test_nothing_is_written_under_a_heading_that_says_otherwise(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    edit: Callable[[Worksheet], object],
    words: str,
) -> None:
    """Outputs whose columns were moved are refused, and the file stays as it was."""
    path = sound(tmp_path / "book.xlsx")
    assert run("recalculate", path) == 0
    edited(path, "Charges", edit)
    before = contents(tmp_path)
    assert run("recalculate", path) == 2
    assert words in capsys.readouterr().err
    assert contents(tmp_path) == before


def test_a_table_that_shows_no_heading_is_read_by_its_part(tmp_path: Path) -> None:
    """Where no heading cell is filled, what the part says is all there is."""
    path = sound(tmp_path / "book.xlsx")
    before = read_workbook(path).tables["Settings"].headings
    row = re.compile(b'<row r="4".*?</row>', re.DOTALL)
    rewrite(path, {"xl/worksheets/sheet1.xml": lambda data: row.sub(b"", data)})
    assert read_workbook(path).tables["Settings"].headings == before


@pytest.mark.parametrize("blank", [b"", b"<si/>", b"<si />"])
def test_few_strings_are_the_same_strings(blank: bytes) -> None:
    """A string asked for alone is what reading all of them gives, empty ones among them."""
    data = (
        b'<sst xmlns="urn:x" count="3"><si><t>a &amp; b</t></si>%s<si><r><t>c</t></r><r>'
        b"<t>_x000D_d</t></r></si></sst>" % blank
    )
    few = FewStrings(data)
    assert list(few) == few[:] == read_strings(data)
