"""A range with room below a table covers all its rows still where the table outgrows that room."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.formatting.rule import Rule
from openpyxl.worksheet.table import Table

from xl_recoup.addresses import Range
from xl_recoup.book import write_tables
from xl_recoup.book.writing.reference_text import followed
from xl_recoup.book.writing.table_move import Move
from xl_recoup.tables import TableWrite

WHOLE, DATA = Range(1, 5, 24, 25), Range(1, 6, 24, 25)


@pytest.mark.parametrize(
    ("formula", "last", "after"),
    [
        ("SUM(Charges!M6:M30)", 40, "SUM(Charges!M6:M40)"),
        ("SUM(Charges!$M$5:$M$30)", 40, "SUM(Charges!$M$5:$M$40)"),
        ("SUM(Charges!M6:M30)", 28, "SUM(Charges!M6:M30)"),
        ("SUM(Charges!M6:M30)", 10, "SUM(Charges!M6:M30)"),
        ("SUM(Charges!M7:M30)", 40, "SUM(Charges!M7:M30)"),
        ("SUM(Charges!M:M)", 40, "SUM(Charges!M:M)"),
        ("SUM(Charges!AA6:AA30)", 40, "SUM(Charges!AA6:AA30)"),
    ],
)
def test_formulas(formula: str, last: int, after: str) -> None:
    """What covered every row and some below it covers every row; what did not stays."""
    move = Move("Charges", "Charges", WHOLE, DATA, last, totals=False)
    assert followed(formula, move, own=False) == (after, False)


def test_a_workbook(tmp_path: Path) -> None:
    """Sums, names and formats of a list that had room for five rows, and gets nine."""
    path, book = tmp_path / "a.xlsx", openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = "List"
    for row in (["Ref", "Amount"], ["A", 1], ["B", 2]):
        sheet.append(row)
    sheet.add_table(Table(displayName="List", ref="A1:B3"))
    red = Rule(type="cellIs", operator="greaterThan", formula=["5"])
    sheet.conditional_formatting.add("B2:B6", red)
    other = book.create_sheet("Sums")
    other["A1"] = "=SUM(List!B2:B6)"
    book.defined_names["Amounts"] = openpyxl.workbook.defined_name.DefinedName(
        "Amounts", attr_text="List!$B$2:$B$6"
    )
    book.save(path)
    rows = [(f"R{n}", n) for n in range(1, 10)]
    write_tables(path, path, [TableWrite("List", ("Ref", "Amount"), rows)])
    found = openpyxl.load_workbook(path)
    assert found["Sums"]["A1"].value == "=SUM(List!B2:B10)"
    assert found.defined_names["Amounts"].attr_text == "List!$B$2:$B$10"
    assert [str(r.sqref) for r in found["List"].conditional_formatting] == ["B2:B10"]
    assert openpyxl.load_workbook(path, data_only=True)["Sums"]["A1"].value in (45, None)
