"""Reading tables: every value with its own kind, and what the file shows beside them."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.table import Table
from python_calamine import CalamineWorkbook

from tests.book.makers import HEADINGS, ROWS, SHEET, TABLE, hand_made, make_book, rewritten
from tests.support.opened import only_sheet
from xl_recoup.book import read_workbook
from xl_recoup.tables import CellError


def test_values_keep_their_kinds(tmp_path: Path) -> None:
    """Text, numbers, days and blanks come back as what they are, leading zeros included."""
    table = read_workbook(make_book(tmp_path / "a.xlsx")).tables["Charges"]
    assert table.headings == HEADINGS
    assert (table.sheet, table.first_row, table.first_column) == ("Charges", 5, 1)
    assert [tuple(row) for row in table.rows] == list(ROWS)
    assert table.address(1, 2) == "C6"


def test_blank_text_and_error_stay_three_things(tmp_path: Path) -> None:
    """An error is an error, an empty string is blank, and spaces are text."""
    path = hand_made(
        tmp_path / "a.xlsx",
        '<row r="2"><c r="A2" t="e"><v>#REF!</v></c><c r="B2" t="str"><v></v></c>'
        '<c r="C2" t="inlineStr"><is><t xml:space="preserve"> x </t></is></c>'
        '<c r="D2" t="b"><v>1</v></c><c r="E2" t="inlineStr"><is><r><t>a&amp;</t></r>'
        "<rPh><t>no</t></rPh><r><t>_x000D_b</t></r></is></c></row>",
        "A1:E2",
        "abcde",
    )
    (row,) = read_workbook(path).tables["Charges"].rows
    assert row == (CellError("#REF!"), None, " x ", True, "a&\rb")


def test_formulas_with_and_without_value_are_listed(tmp_path: Path) -> None:
    """Cells with formulas are known by address, and those without a stored value."""
    path = hand_made(
        tmp_path / "a.xlsx",
        '<row r="2"><c r="A2"><f>1+1</f><v>2</v></c><c r="B2"><f>1+2</f></c>'
        '<c r="C2"><f>1+3</f><v/></c><c r="D2" t="str"><f>""</f><v></v></c></row>',
        "A1:D2",
        "abcd",
    )
    table = read_workbook(path).tables["Charges"]
    assert table.formulas == {"A2", "B2", "C2", "D2"}
    assert table.valueless == {"B2", "C2"}
    assert table.rows == [(2, None, None, None)]


def test_hidden_rows_columns_and_filters_are_seen(tmp_path: Path) -> None:
    """Rows and columns out of sight are read, and named."""

    def hide(book: Any, sheet: Any) -> None:
        sheet.set_row(5, None, None, {"hidden": True})
        sheet.set_column("B:B", None, None, {"hidden": True})
        sheet.set_column("C:C", None, None, {"hidden": True, "level": 1})  # its + can be seen

    path = make_book(tmp_path / "a.xlsx", extra=hide)
    rewritten(
        path,
        {
            TABLE: lambda data: data.replace(
                b'<autoFilter ref="A4:D7"/>',
                b'<autoFilter ref="A4:D7"><filterColumn colId="0"><filters><filter val="A1"/>'
                b"</filters></filterColumn></autoFilter>",
            )
        },
    )
    table = read_workbook(path).tables["Charges"]
    assert table.hidden_rows == {6}
    assert table.hidden_columns == {2}
    assert table.folded_columns == {3}
    assert table.filtered
    assert len(table.rows) == 3


def test_1904_days_are_right(tmp_path: Path) -> None:
    """A workbook that counts from 1904 gives the same days."""
    path = make_book(tmp_path / "a.xlsx", options={"date_1904": True})
    book = read_workbook(path)
    assert book.date_1904
    assert [row[2] for row in book.tables["Charges"].rows] == [row[2] for row in ROWS]


def test_times_and_odd_serials(tmp_path: Path) -> None:
    """A day with a time is a datetime; a time of day alone and a negative number stay numbers."""
    path = make_book(tmp_path / "a.xlsx", rows=[(datetime(2025, 1, 2, 13, 45, 30), 0, 0, 0)] * 3)

    def odd(data: bytes) -> bytes:
        first, second, third = (b'r="A%d"' % n for n in (5, 6, 7))
        value = data.split(first)[1].split(b"<v>")[1].split(b"</v>")[0]
        head, tail = data.split(second)
        tail = tail.replace(b"<v>" + value, b"<v>0.5", 1)
        middle, end = tail.split(third)
        return head + second + middle + third + end.replace(b"<v>" + value, b"<v>-1", 1)

    rewritten(path, {SHEET: odd})
    rows = read_workbook(path).tables["Charges"].rows
    assert [row[0] for row in rows] == [datetime(2025, 1, 2, 13, 45, 30), 0.5, -1]


def test_totals_row_and_missing_headings(tmp_path: Path) -> None:
    """A totals row is no data, and a table without a heading row has its part's headings."""
    totals = make_book(
        tmp_path / "a.xlsx",
        table={"total_row": False, "header_row": False},
    )
    table = read_workbook(totals).tables["Charges"]
    assert table.first_row == 4
    path = hand_made(
        tmp_path / "b.xlsx",
        '<row r="2"><c r="A2"><v>1</v></c></row><row r="3"><c r="A3"><v>9</v></c></row>',
        "A1:A3",
        "a",
        table='totalsRowCount="1"',
    )
    assert read_workbook(path).tables["Charges"].rows == [(1,)]


@pytest.mark.parametrize("style", ["prefixed", "strict", "implicit", "quoted", "comment", "utf16"])
def test_other_ways_to_write_the_same_sheet(tmp_path: Path, style: str) -> None:
    """Prefixes, the strict namespace, cells without places, quotes, UTF-16: all read alike."""
    rows = '<row r="2"><c r="A2"><v>1</v></c><c r="B2" t="str"><v>x</v></c></row>'
    more = {}
    if style == "prefixed":
        rows = rows.replace("<", "<x:").replace("<x:/", "</x:")
        more = {"prefix": "x:"}
    if style == "strict":
        more = {
            "main": "http://purl.oclc.org/ooxml/spreadsheetml/main",
            "relations": "http://purl.oclc.org/ooxml/officeDocument/relationships",
        }
    if style == "implicit":
        rows = '<row/><row><c><v>1</v></c><c t="str"><v>x</v></c></row>'
    if style == "quoted":
        rows = rows.replace('"', "'").replace("<v>1</v>", "<v >1</v >")
    if style == "comment":
        rows = "<!-- a -->" + rows.replace("x", "<![CDATA[x]]>")
    path = hand_made(tmp_path / "a.xlsx", rows, "A1:B2", "ab", **more)
    if style == "utf16":
        head = '<?xml version="1.0" encoding="UTF-16"?>'
        rewritten(path, {SHEET: lambda d: (head + d.decode()).encode("utf-16")})
    assert read_workbook(path).tables["Charges"].rows == [(1, "x")]


def test_headings_with_line_breaks_and_blank_rows(tmp_path: Path) -> None:
    """A heading keeps its line break, and rows that the file leaves out are blank."""
    path = hand_made(
        tmp_path / "a.xlsx",
        '<row r="4"><c r="A4"><v>3052000</v></c></row>',
        "A1:A4",
        ["Home_x000a_school"],
    )
    table = read_workbook(path).tables["Charges"]
    assert table.headings == ("Home\nschool",)
    assert [tuple(r) for r in table.rows] == [(None,), (None,), (3052000,)]


def test_tables_that_are_not_wanted_come_without_rows(tmp_path: Path) -> None:
    """Of a table that is not wanted the part is known; its sheet is not even looked at."""

    def more(book: Any, sheet: Any) -> None:
        other = book.add_worksheet("Other")
        other.add_table("B2:C4", {"name": "Second", "data": [(1, 2), (3, 4)]})

    path = make_book(tmp_path / "a.xlsx", extra=more)
    whole = read_workbook(path)
    sheet = "xl/worksheets/sheet2.xml"
    rewritten(
        path,
        {
            sheet: b"damaged",
            "xl/tables/table2.xml": lambda d: d.replace(
                b'<autoFilter ref="B2:C4"/>',
                b'<autoFilter ref="B2:C4"><filterColumn colId="0"/></autoFilter>',
            ),
        },
    )
    asked = []

    def wanted(name: str) -> bool:
        asked.append(name)
        return name == "Charges"

    book = read_workbook(path, wanted=wanted)
    assert asked == ["Charges", "Second"]
    assert book.tables["Charges"] == whole.tables["Charges"]
    second, before = book.tables["Second"], whole.tables["Second"]
    assert (second.rows, second.filtered, len(before.rows)) == ((), True, 2)
    assert second.headings == before.headings == ("Column1", "Column2")
    assert second.address(0, 1) == before.address(0, 1) == "C3"
    assert book.sheets == whole.sheets


def test_the_texts_of_formulas_are_given_when_asked_for(tmp_path: Path) -> None:
    """Entities are resolved, and every cell of a shared group gives its first cell's text."""
    path = hand_made(
        tmp_path / "a.xlsx",
        '<row r="1"><c r="C1"><f t="shared" ref="C1:C3" si="1">A1&amp;"x"</f><v>1</v></c></row>'
        '<row r="2"><c r="A2"><f t="shared" ref="A2:A3" si="0">B2&lt;1</f><v>1</v></c>'
        '<c r="B2"><f>1+1</f><v>2</v></c><c r="C2"><f t="shared" si="1"/><v>1</v></c></row>'
        '<row r="3"><c r="A3"><f t="shared" si="0"/><v>1</v></c><c r="B3"><v>2</v></c>'
        '<c r="C3"><f t="shared" si="9"/><v>1</v></c></row>',
        "A1:C3",
        "abc",
    )
    table = read_workbook(path, formula_texts=True).tables["Charges"]
    assert table.formula_texts == {
        "A2": "B2<1", "A3": "B2<1", "B2": "1+1", "C2": 'A1&"x"', "C3": "",
    }  # fmt: skip
    assert table.formula_texts.keys() == table.formulas
    assert read_workbook(path).tables["Charges"].formula_texts == {}


def test_cells_beside_a_table_are_never_interpreted(tmp_path: Path) -> None:
    """What stands left or right of a table is left out, whatever it holds, in any order."""
    rows = (
        '<row r="2"><c r="A2" t="s"><v>999</v></c><c r="B2"><v>1</v></c>'
        '<c r="D2"><f>1/0</f></c></row>'
        '<row r="3"><c r="C3"><v>3</v></c><c r="E3" t="b"><v>1</v></c></row>'
        '<row r="4"><c r="A4"><v>4</v></c></row>'
    )
    table = read_workbook(hand_made(tmp_path / "a.xlsx", rows, "B1:C4", "bc")).tables["Charges"]
    assert [tuple(row) for row in table.rows] == [(1, None), (None, 3), (None, None)]
    assert not table.formulas


def test_filled_rows_below_a_table_are_known(tmp_path: Path) -> None:
    """Filled rows close below a table are given apart from its own, in its columns alone."""
    rows = (
        '<row r="2"><c r="B2"><v>1</v></c></row><row r="3"><c r="B3"><v>9</v></c></row>'
        '<row r="4"><c r="B4" s="0"/></row><row r="6"><c r="C6"><v>2</v></c></row>'
        '<row r="7"><c r="A7"><v>3</v></c><c r="D7"><v>4</v></c></row><row r="8"/>'
    )
    for held in (rows, rows.replace('row r="2"', 'row  r="2"')):
        path = hand_made(tmp_path / "a.xlsx", held, "B1:C3", "bc", table='totalsRowCount="1"')
        table = read_workbook(path).tables["Charges"]
        assert [tuple(row) for row in table.rows] == [(1, None)]
        assert {n: tuple(row) for n, row in table.below.items()} == {6: (None, 2)}


def test_a_table_below_another_is_not_below_it(tmp_path: Path) -> None:
    """What belongs to a second table, further down on the same sheet, is that table's own."""
    book = openpyxl.Workbook()
    for row in (["a"], [1], [7], [None], ["b"], [2]):
        only_sheet(book).append(row)
    for name, ref in (("One", "A1:A2"), ("Two", "A5:A6")):
        only_sheet(book).add_table(Table(displayName=name, ref=ref))
    book.save(tmp_path / "a.xlsx")
    tables = read_workbook(tmp_path / "a.xlsx").tables
    assert {n: list(row) for n, row in tables["One"].below.items()} == {3: [7]}
    assert tables["Two"].below == {}


def test_a_million_empty_rows_below_cost_little(tmp_path: Path) -> None:
    """Formatted empty rows below a table are never gone through."""
    ghosts = "".join(f'<row r="{n}" s="0" customFormat="1"/>' for n in range(3, 1_000_001))
    path = hand_made(
        tmp_path / "a.xlsx", f'<row r="2"><c r="A2"><v>1</v></c></row>{ghosts}', "A1:A2", "a"
    )
    assert read_workbook(path).tables["Charges"].rows == [(1,)]


def test_sheets_of_all_kinds_are_listed(tmp_path: Path) -> None:
    """Every sheet's name is given in order; a chart sheet is no trouble."""

    def more(book: Any, sheet: Any) -> None:
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": "=Charges!$B$5:$B$7"})
        book.add_chartsheet("Chart").set_chart(chart)
        book.add_worksheet("Last")

    path = make_book(tmp_path / "a.xlsx", extra=more)
    assert read_workbook(path).sheets == ("Charges", "Chart", "Last")


def test_other_readers_see_the_same(tmp_path: Path) -> None:
    """openpyxl and calamine agree with us on a sheet of every kind of value."""
    kinds = [1, -2.5, "x", "007", True, date(2024, 2, 29), "  two  ", "é€𝄞"]
    rows = [[kinds[(i + j) % len(kinds)] for j in range(5)] for i in range(40)]
    path = make_book(tmp_path / "a.xlsx", rows=rows, headings="abcde")
    ours = [list(row) for row in read_workbook(path).tables["Charges"].rows]
    assert ours == rows
    calamine = CalamineWorkbook.from_path(path).get_sheet_by_index(0)
    assert calamine.to_python(skip_empty_area=False)[4:] == ours
    sheet = openpyxl.load_workbook(path)["Charges"]
    found = [[cell.value for cell in row] for row in sheet["A5:E44"]]
    assert [[v.date() if isinstance(v, datetime) else v for v in r] for r in found] == ours
