"""Our columns get a format where their cells have none; what has one keeps it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import xlsxwriter

from tests.book.makers import check_well_formed, parts
from xl_recoup.book import write_tables
from xl_recoup.tables import TableWrite

HEADINGS = ("Ref", "From", "Amount", "Typed")
ROWS = [(f"A{n}", date(2025, 10, n), Decimal("1234.5"), date(2025, 9, n)) for n in (1, 2, 3)]
WRITE = TableWrite("Charges", HEADINGS, ROWS, pounds=frozenset({"Amount"}))


def make(path: Path) -> Path:
    """Make a table without formats but for a bold reference and a day shown in a way of its own."""
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Charges")
        bold = book.add_format({"bold": True, "bg_color": "yellow"})
        own = book.add_format({"num_format": "mmm yy"})
        sheet.add_table(
            3, 0, 5, 3, {"name": "Charges", "columns": [{"header": h} for h in HEADINGS]}
        )
        for row in (4, 5):
            sheet.write(row, 1, 45000, bold if row == 5 else None)
            sheet.write(row, 3, 45000, own)
    return path


def test_days_and_pounds_are_shown_as_such(tmp_path: Path) -> None:
    """A cell keeps its fill and font, and gets a format; one that has a format keeps it."""
    path = make(tmp_path / "a.xlsx")
    write_tables(path, path, [WRITE])
    check_well_formed(path)
    sheet = openpyxl.load_workbook(path)["Charges"]
    formats = [[sheet.cell(row, c).number_format for c in (1, 2, 3, 4)] for row in (5, 6, 7)]
    assert formats == [["General", "mm-dd-yy", "#,##0.00", "mmm yy"]] * 3
    assert [sheet.cell(row, 2).font.bold for row in (5, 6)] == [False, True]
    assert sheet["B6"].fill.fgColor.rgb == "FFFFFF00"


def test_a_second_writing_adds_no_style(tmp_path: Path) -> None:
    """The styles stay as they are once every cell has a format."""
    path = make(tmp_path / "a.xlsx")
    write_tables(path, path, [WRITE])
    styles = parts(path)["xl/styles.xml"]
    write_tables(path, path, [WRITE])
    assert parts(path)["xl/styles.xml"] == styles
