"""LibreOffice opens the macro workbook and saves it again: nothing is lost on the way."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.macro_books.books import MACRO, RIBBON_PART, parts_of, vba_of
from tests.support import office

FORM = "xlsm:Calc MS Excel 2007 VBA XML"


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the macro workbook as LibreOffice saves it."""
    folder = tmp_path_factory.mktemp("office")
    subprocess.run(
        [office.require(), f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
         "--norestore", "--convert-to", FORM, "--outdir", str(folder), str(MACRO)],
        capture_output=True, timeout=office.SECONDS, check=True,
    )  # fmt: skip
    return folder / MACRO.name


def _opened(book: Path) -> Workbook:
    return openpyxl.load_workbook(book, data_only=True)


def _cells(book: Workbook) -> dict[tuple[str, str], Any]:
    return {
        (sheet.title, cell.coordinate): cell.value
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }


def test_every_cell_sheet_and_table_is_there(saved: Path) -> None:
    """Sheets in their order, every value, every table with its range, the tabs' colours."""
    before, after = _opened(MACRO), _opened(saved)
    assert after.sheetnames == before.sheetnames
    expected = _cells(before)
    assert _cells(after) == expected
    assert len(expected) > 10_000
    for sheet in before:
        again = after[sheet.title]
        assert _ranges(again) == _ranges(sheet)
        assert again.sheet_properties.tabColor == sheet.sheet_properties.tabColor


def _ranges(sheet: Worksheet) -> dict[str, str]:
    return {table.name: table.ref for table in sheet.tables.values()}


def test_macros_and_ribbon_are_there(saved: Path) -> None:
    """Each module with its code, and the ribbon as it was."""
    before, after = (
        {name: code.rstrip() for name, code in vba_of(book).items()} for book in (MACRO, saved)
    )
    assert after == before
    assert parts_of(saved)[RIBBON_PART] == parts_of(MACRO)[RIBBON_PART]
