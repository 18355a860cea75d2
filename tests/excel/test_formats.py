"""What cells show, asked from Excel: as from the file, and never cell by cell."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import xlwings as xw

from tests.book.makers import make_book
from tests.support.excel import running
from xl_recoup.book import read_workbook
from xl_recoup.excel.open_tables import read_tables
from xl_recoup.tables import ShownAs, WorkbookTables


def formatted(path: Path, codes: list[str], number: float = 0.5) -> Path:
    """Write a table whose column B holds one number under these formats."""
    make_book(path, [(f"A{n}", number, None, None) for n in range(len(codes))])
    book = openpyxl.load_workbook(path)
    for row, code in enumerate(codes, 5):
        book["Charges"][f"B{row}"].number_format = code
    book.save(path)
    return path


def column(tables: WorkbookTables) -> list[Any]:
    """Return column B, each cell with its type and what it is shown as."""
    cells = [row[1] for row in tables.tables["Charges"].rows]
    return [(type(c), c, c.guise if isinstance(c, ShownAs) else None) for c in cells]


def seen(path: Path) -> tuple[list[Any], int]:
    """Return column B as Excel gives it, and how often cells were asked."""
    with running() as app:
        opened = xw.Book(impl=app.books.open(path))
        before = app.calls
        return column(read_tables(opened)), app.calls - before


def test_excel_and_file_agree(tmp_path: Path) -> None:
    """Per cents, times, currencies, days and plain numbers beside each other."""
    codes = ["General", "0%", "0.0%", "h:mm", "[h]:mm", "$0.00", "#,##0.0,", "dd/mm/yyyy", "0%"]
    for number in (0.5, 3.25, 45992.0):
        path = formatted(tmp_path / "a.xlsx", codes, number)
        assert seen(path)[0] == column(read_workbook(path))


def test_one_format_is_one_question(tmp_path: Path) -> None:
    """A column of per cents costs as many calls with three rows as with three hundred."""
    few = seen(formatted(tmp_path / "few.xlsx", ["0%"] * 3))[1]
    assert seen(formatted(tmp_path / "many.xlsx", ["0%"] * 300))[1] == few


def test_few_stretches_are_few_questions(tmp_path: Path) -> None:
    """One cell of three hundred that shows a per cent is found by halves."""
    few = seen(formatted(tmp_path / "few.xlsx", ["0"] * 300))[1]
    cells, calls = seen(formatted(tmp_path / "one.xlsx", ["0"] * 150 + ["0%"] + ["0"] * 149))
    assert [n for n, (kind, _, _) in enumerate(cells) if kind is ShownAs] == [150]
    assert calls - few < 30
