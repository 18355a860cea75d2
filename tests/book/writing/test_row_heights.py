"""Rows become as high as their wrapped texts; a height that a person set stays."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import xlsxwriter

from tests.support.workbook_files import parts
from xl_recoup.book import write_tables
from xl_recoup.tables import TableWrite

HEADINGS = ("Ref", "Working")
SHORT, LONG = "one line", "a word " * 30


def made(path: Path, *, wrapped: bool = True, width: float = 40, away: bool = False) -> Path:
    """Write a table of three rows, the second of a height that a person set."""
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Charges")
        sheet.set_column(1, 1, width, None, {"hidden": away})
        form = book.add_format({"text_wrap": wrapped})
        for row in range(1, 4):
            sheet.write_string(row, 0, f"R{row}")
            sheet.write_string(row, 1, SHORT, form)
        sheet.set_row(2, 33)
        columns = [{"header": h} for h in HEADINGS]
        sheet.add_table(0, 0, 3, 1, {"name": "Charges", "columns": columns})
    return path


def heights(path: Path) -> dict[int, str | None]:
    """Return the height that each row of the sheet says, if it says one."""
    sheet = parts(path)["xl/worksheets/sheet1.xml"].decode()
    rows = re.findall(r"<row ([^>]*)>", sheet)
    found = {int(there(r'r="(\d+)"', row)): re.search(r'\bht="([^"]*)"', row) for row in rows}
    return {number: height[1] if height else None for number, height in found.items()}


def there(pattern: str, text: str) -> str:
    found = re.search(pattern, text)
    assert found
    return found[1]


def write(path: Path, *texts: str) -> dict[int, str | None]:
    """Fill the table with rows of these texts, and return the heights afterwards."""
    rows = [(f"N{n}", text) for n, text in enumerate(texts)]
    write_tables(path, path, [TableWrite("Charges", HEADINGS, rows)])
    return heights(path)


def test_a_row_is_as_high_as_its_text(tmp_path: Path) -> None:
    """210 characters in a column of 40 are six lines of 15 points; so in rows that are new."""
    got = write(made(tmp_path / "b.xlsx"), LONG, SHORT, SHORT, SHORT, LONG)
    assert (got[2], got[4], got[5], got[6]) == ("90", None, None, "90")


def test_a_height_that_a_person_set_stays(tmp_path: Path) -> None:
    """Whatever is written into the row."""
    assert write(made(tmp_path / "b.xlsx"), SHORT, LONG, LONG)[3] == "33"


def test_a_row_becomes_low_again(tmp_path: Path) -> None:
    """A height that the program wrote is not left to the next text in that row."""
    path = made(tmp_path / "b.xlsx")
    write(path, LONG, SHORT, LONG)
    assert write(path, SHORT, SHORT, SHORT)[2] is None


@pytest.mark.parametrize(("wrapped", "width"), [(False, 40), (True, 250)])
def test_what_does_not_wrap_stays_low(tmp_path: Path, wrapped: bool, width: float) -> None:
    """Texts that run on in one line, or have room enough, need no height."""
    path = made(tmp_path / "b.xlsx", wrapped=wrapped, width=width)
    assert write(path, LONG, SHORT, LONG)[2] is None


def test_what_is_folded_away_makes_no_row_high(tmp_path: Path) -> None:
    """A long text in a hidden column is no reason for a tall row of nothing."""
    path = made(tmp_path / "b.xlsx", away=True)
    assert write(path, LONG, SHORT, LONG)[2] is None
