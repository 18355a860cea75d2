"""A workbook of the team's own gives the same when it is open in Excel."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlwings as xw
from openpyxl.worksheet.worksheet import Worksheet

from tests.adopt.support import adopted_name
from tests.support.excel import running
from tests.support.excel.values import ComError
from tests.support.home_grown import STYLES
from xl_recoup.errors import Refused
from xl_recoup.excel.open_runs import recalculate_book, validate_book
from xl_recoup.excel.open_tables import read_tables
from xl_recoup.excel.write_open import write_tables
from xl_recoup.files.read_book import read_book
from xl_recoup.files.run_files import recalculate_file, validate_file
from xl_recoup.tables import CellWrites, WorkbookTables

AS_AT = date(2026, 1, 31)


def plain(book: WorkbookTables) -> Any:
    """Return all that was read, with rows as lists."""
    tables = {n: replace(t, rows=[list(r) for r in t.rows]) for n, t in book.tables.items()}
    return replace(book, tables=tables)


@pytest.mark.parametrize("name", map(adopted_name, STYLES))
def test_read_through_its_mapping_it_is_the_same(name: str, adopted: Path) -> None:
    """Tables, remarks, columns to fill, charges and findings are those of the file."""
    path = adopted / name
    with running() as app:
        book = xw.Book(impl=app.books.open(path))
        assert plain(read_tables(book)) == plain(read_book(path))
        in_excel, in_file = validate_book(book, as_at=AS_AT), validate_file(path, as_at=AS_AT)
    assert in_excel.lines == in_file.lines
    assert in_excel.findings == in_file.findings
    assert in_excel.digests == in_file.digests


def charge_columns(adopted: Path, tmp_path: Path) -> Path:
    """Return a copy of the workbook with charges beside its placements, one of them emptied."""
    path = Path(shutil.copyfile(adopted / "charge-columns.xlsx", tmp_path / "book.xlsx"))
    file = openpyxl.load_workbook(path)
    file["Placements"]["U5"] = None
    file.save(path)
    return path


def test_charges_beside_the_placements_are_filled(adopted: Path, tmp_path: Path) -> None:
    """The team's own columns hold the same as after a run on the file; their formulas stay."""
    path = charge_columns(adopted, tmp_path)
    recalculate_file(path, tmp_path / "file.xlsx", as_at=AS_AT)
    with running() as app:
        opened = app.books.open(path)
        recalculate_book(xw.Book(impl=opened), as_at=AS_AT)
        sheet = opened.file["Placements"]
        in_file = openpyxl.load_workbook(tmp_path / "file.xlsx")["Placements"]
        assert sheet["U5"].value > 0
        for row in in_file.iter_rows():
            for cell in row:
                assert sheet[cell.coordinate].value == cell.value, cell.coordinate


def formula(sheet: Worksheet) -> None:
    sheet["U7"] = "=1+1"


def merged(sheet: Worksheet) -> None:
    sheet.merge_cells("U6:U7")


def protected(sheet: Worksheet) -> None:
    sheet.protection.sheet = True


def filtered(sheet: Worksheet) -> None:
    sheet.auto_filter.ref = "A2:U12"
    sheet.auto_filter.add_filter_column(0, ["x"])


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (formula, "Placements U7 holds a formula of the team's own"),
        (merged, "Cells of the column U of the sheet Placements are merged"),
        (protected, "The sheet Placements is protected, so the charges beside the placements"),
        (filtered, "A filter is on in the sheet Placements"),
    ],
)
def test_what_is_in_the_way_is_said(
    adopted: Path, tmp_path: Path, change: Callable[[Worksheet], None], said: str
) -> None:
    """A formula, merged cells, protection or a filter: one sentence, and nothing changed."""
    path = charge_columns(adopted, tmp_path)
    with running() as app:
        opened = app.books.open(path)
        change(opened.file["Placements"])
        before = opened.contents()
        with pytest.raises(Refused, match=said):
            recalculate_book(xw.Book(impl=opened), as_at=AS_AT)
        assert opened.contents() == before


def test_a_formula_is_never_replaced(adopted: Path, tmp_path: Path) -> None:
    """Also where a formula came to be after the workbook was read, nothing is written."""
    path = charge_columns(adopted, tmp_path)
    with running() as app:
        opened = app.books.open(path)
        formula(opened.file["Placements"])
        values = CellWrites("Placements", {(6, 21): 1, (7, 21): 2})
        with pytest.raises(Refused, match="U7 holds a formula, which is never replaced"):
            write_tables(xw.Book(impl=opened), [], [values])
        assert opened.file["Placements"]["U7"].value == "=1+1"


def test_excel_fails_while_they_are_filled(adopted: Path, tmp_path: Path) -> None:
    """Where Excel breaks off at the last of them, all is put back."""
    path = charge_columns(adopted, tmp_path)
    with running() as app:
        opened = app.books.open(path)
        before = opened.contents()
        for at in range(40):
            app.fail_on_write = at
            try:
                recalculate_book(xw.Book(impl=opened), as_at=AS_AT)
            except ComError:
                assert opened.contents() == before, at
            else:
                break
        assert 8 < at < 39
