"""A table that the workbook lacks is made on a new sheet."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.book.makers import (
    BOOK,
    SHEET,
    TABLE,
    changed_parts,
    check_well_formed,
    make_book,
    parts,
    rewritten,
)
from xl_recoup.book import read_workbook, write_tables
from xl_recoup.errors import Refused
from xl_recoup.tables import Formula, TableWrite

ROWS = [
    ("x", date(2025, 4, 1), Decimal("1234.50"), Formula("Made[[#This Row],[Sum]]", Decimal(5))),
    ("y", None, Decimal("2"), Formula("Made[[#This Row],[Sum]]", Decimal(6))),
]
MADE = TableWrite(
    "Made", ("Text", "Day", "Sum", "Check"), ROWS, sheet="Charges", title="A <title>",
    purpose="What it is for", widths={"Text": 40},
)  # fmt: skip


def test_a_missing_table_is_added_on_its_own_sheet(tmp_path: Path) -> None:
    """Title, purpose, headings in row 4, styles, widths, frozen panes; the rest keeps its bytes."""
    source, path = make_book(tmp_path / "a.xlsx"), tmp_path / "b.xlsx"
    write_tables(source, path, [MADE])
    check_well_formed(path)
    table = read_workbook(path).tables["Made"]
    assert (table.sheet, table.first_row) == ("Charges 2", 5)
    assert [tuple(row) for row in table.rows] == [
        ("x", date(2025, 4, 1), 1234.5, 5),
        ("y", None, 2, 6),
    ]
    sheet = openpyxl.load_workbook(path)["Charges 2"]
    assert sheet["A1"].value == "A <title>"
    assert sheet["A1"].font.b
    assert sheet["A2"].value == "What it is for"
    assert [cell.value for cell in sheet[4]] == ["Text", "Day", "Sum", "Check"]
    assert sheet["C5"].number_format == "#,##0.00"
    assert sheet["B5"].is_date
    assert sheet.freeze_panes == "A5"
    assert sheet.column_dimensions["A"].width == 40
    assert sheet.tables["Made"].ref == "A4:D6"
    kept = {SHEET, TABLE, "xl/theme/theme1.xml", "docProps/app.xml", "xl/sharedStrings.xml"}
    assert not kept & changed_parts(source, path)


def test_a_new_sheet_is_written_to_again(tmp_path: Path) -> None:
    """What was added is patched by the next run, and a second sheet adds no more styles."""
    path = make_book(tmp_path / "a.xlsx")
    other = TableWrite("Other", ("Day", "Sum"), [(date(2025, 1, 1), Decimal(1))])
    write_tables(path, path, [MADE, other])
    styles = parts(path)["xl/styles.xml"]
    third = TableWrite("Third", ("Text",), [])
    write_tables(path, path, [TableWrite("Made", MADE.headings, ROWS * 3), third])
    check_well_formed(path)
    book = read_workbook(path)
    assert book.sheets == ("Charges", "Charges 2", "Other", "Third")
    assert len(book.tables["Made"].rows) == 6
    assert parts(path)["xl/styles.xml"] == styles
    ids = [t.id for s in openpyxl.load_workbook(path) for t in s.tables.values()]
    assert sorted(ids) == [1, 2, 3, 4]


def test_old_styles_keep_their_numbers(tmp_path: Path) -> None:
    """Styles are added at the end: every old cell looks as it did."""
    path = make_book(tmp_path / "a.xlsx")
    old = openpyxl.load_workbook(path)["Charges"]["C5"].number_format
    write_tables(path, path, [MADE])
    assert openpyxl.load_workbook(path)["Charges"]["C5"].number_format == old


def test_a_protected_structure_is_refused(tmp_path: Path) -> None:
    """Where no sheet may be added, none is."""
    path = make_book(tmp_path / "a.xlsx")
    lock = b'<workbookProtection lockStructure="1"/><bookViews>'
    rewritten(path, {BOOK: lambda data: data.replace(b"<bookViews>", lock)})
    with pytest.raises(Refused, match="structure is protected"):
        write_tables(path, path, [MADE])


def test_a_sheet_that_is_no_persons_is_out_of_excels_lists(tmp_path: Path) -> None:
    """A hidden table is read and written like others; a protected structure goes without it."""
    path, hidden = make_book(tmp_path / "a.xlsx"), replace(MADE, sheet="Last", hidden=True)
    write_tables(path, path, [hidden])
    write_tables(path, path, [replace(hidden, rows=ROWS[:1])])
    check_well_formed(path)
    assert openpyxl.load_workbook(path)["Last"].sheet_state == "veryHidden"
    assert len(read_workbook(path).tables["Made"].rows) == 1
    locked = make_book(tmp_path / "b.xlsx")
    lock = b'<workbookProtection lockStructure="1"/><bookViews>'
    rewritten(locked, {BOOK: lambda data: data.replace(b"<bookViews>", lock)})
    before = locked.read_bytes()
    write_tables(locked, locked, [hidden, TableWrite("Charges", ("Ref",), [("x",)])])
    assert "Made" not in read_workbook(locked).tables
    assert locked.read_bytes() != before


@pytest.mark.parametrize(
    ("wanted", "got"),
    [
        ("Run [1]: a/b", "Run  1   a b"),
        ("x" * 40, "x" * 31),
        ("'", "Table"),
        ("History", "History 2"),
    ],
)
def test_sheet_names_are_made_fit_for_excel(tmp_path: Path, wanted: str, got: str) -> None:
    """Characters, lengths and names that Excel does not take are mended."""
    path = make_book(tmp_path / "a.xlsx")
    write: Any = TableWrite("Made", ("Text",), [("x",)], sheet=wanted)
    write_tables(path, path, [write])
    assert read_workbook(path).sheets[-1] == got
