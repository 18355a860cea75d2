"""Formulas, formats, names, texts and the calculation chain when rows are written."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.book.makers import (
    BOOK,
    ROWS,
    SHEET,
    STRINGS,
    TABLE,
    hand_made,
    make_book,
    parts,
    rewritten,
)
from tests.book.writing.put import new_rows, put, values
from xl_recoup.book import read_workbook, write_tables
from xl_recoup.errors import Refused
from xl_recoup.tables import Formula, TableWrite


def test_the_teams_formulas_fill_new_rows(tmp_path: Path) -> None:
    """A calculated column of the team's own is filled down when the table grows."""

    def check(rows: int) -> None:
        sheet = parts(path)[SHEET].decode()
        assert len(re.findall(r"<f>Charges\[\[#This Row\],\[a\]\]&amp;1</f>", sheet)) == rows - 1
        assert 'fullCalcOnLoad="1"' in parts(path)[BOOK].decode()

    row = '<row r="2"><c r="A2"><v>1</v></c><c r="B2" s="0"><f>1+1</f><v>2</v></c></row>'
    path = hand_made(tmp_path / "a.xlsx", row, "A1:B2", "ab")
    column = b'<tableColumn id="2" name="b">%s</tableColumn>'
    formula = b"<calculatedColumnFormula>Charges[[#This Row],[a]]&amp;1</calculatedColumnFormula>"
    rewritten(
        path, {TABLE: lambda d: d.replace(b'<tableColumn id="2" name="b"/>', column % formula)}
    )
    put(path, [(1,), (2,), (3,)], "a")
    check(3)
    assert b'<c r="B2" s="0"><f>1+1</f><v>2</v></c>' in parts(path)[SHEET]


def test_formulas_that_name_cells_move_down(tmp_path: Path) -> None:
    """A filled-down formula with cell references is moved on from the last row's, as in Excel."""
    row = '<row r="2"><c r="A2"><v>1</v></c><c r="B2"><f>A2*B$1+LOG10(A2)&amp;"A2"</f></c></row>'
    path = hand_made(tmp_path / "a.xlsx", row, "A1:B2", "ab")
    column = b'<tableColumn id="2" name="b">%s</tableColumn>'
    formula = b"<calculatedColumnFormula>A2*B$1</calculatedColumnFormula>"
    rewritten(
        path, {TABLE: lambda d: d.replace(b'<tableColumn id="2" name="b"/>', column % formula)}
    )
    put(path, [(1,), (2,), (3,)], "a")
    put(path, [(4,)], "a", append=True)
    sheet = openpyxl.load_workbook(path)["Charges"]
    assert [sheet.cell(n, 2).value for n in (3, 4, 5)] == [
        f'=A{n}*B$1+LOG10(A{n})&"A2"' for n in (3, 4, 5)
    ]


def test_our_formulas_are_written_with_their_values(tmp_path: Path) -> None:
    """A column of one formula is known to the table, and every cell has its value."""
    text = 'IF(Charges[[#This Row],[Amount]]<1,"a&b",0)'
    rows = [("x", Formula(text, Decimal("1.50"))), ("y", Formula(text, "a&b"))]
    path = put(make_book(tmp_path / "a.xlsx"), rows, ("Ref", "Note"))
    table = read_workbook(path).tables["Charges"]
    assert [row[3] for row in table.rows] == [1.5, "a&b"]
    assert table.formulas == {"D5", "D6"}
    assert not table.valueless
    sheet = openpyxl.load_workbook(path)["Charges"]
    assert sheet["D5"].value == f"={text}"
    column = sheet.tables["Charges"].tableColumns[3]
    assert column.calculatedColumnFormula.attr_text == text
    part = parts(path)[TABLE]
    put(path, rows, ("Ref", "Note"))
    assert parts(path)[TABLE] == part


def test_formats_validations_and_names_follow(tmp_path: Path) -> None:
    """Ranges over the table's rows end where the table ends; others stay."""

    def more(book: Any, sheet: Any) -> None:
        sheet.conditional_format("A5:B7", {"type": "blanks", "format": book.add_format()})
        sheet.conditional_format("A5:B6", {"type": "no_blanks", "format": book.add_format()})
        sheet.conditional_format("B5:B7", {"type": "data_bar", "data_bar_2010": True})
        sheet.data_validation("D5:D7", {"validate": "list", "source": ["Y", "N"]})
        book.define_name("Refs", "=Charges!$A$5:$A$7")
        book.define_name("Part", "=Charges!$A$5:$A$6")
        book.define_name("Beside", "=Charges!$A$5:$F$7")

    path = put(make_book(tmp_path / "a.xlsx", extra=more), new_rows(10))
    sheet, book = parts(path)[SHEET].decode(), parts(path)[BOOK].decode()
    for text in (
        'sqref="A5:B14"',
        'sqref="A5:B6"',
        "<xm:sqref>B5:B14</xm:sqref>",
        'sqref="D5:D14"',
    ):
        assert text in sheet
    assert 'dimension ref="A1:D14"' in sheet
    assert "Charges!$A$5:$A$14<" in book
    assert "Charges!$A$5:$A$6<" in book
    assert "Charges!$A$5:$F$14<" in book
    put(path, [])
    assert 'sqref="A5:B5"' in parts(path)[SHEET].decode()
    put(path, new_rows(3))
    assert 'sqref="A5:B7"' in parts(path)[SHEET].decode()


def test_append_leaves_what_is_there(tmp_path: Path) -> None:
    """Appended rows go below; a lone blank row is used first; old rows keep their bytes."""
    path = put(make_book(tmp_path / "a.xlsx"), [])
    put(path, new_rows(2), append=True)
    assert values(path) == new_rows(2)
    old = re.findall(rb'<row r="[56]".*?</row>', parts(path)[SHEET])
    put(path, new_rows(3), append=True)
    assert values(path) == new_rows(2) + new_rows(3)
    assert all(row in parts(path)[SHEET] for row in old)
    put(path, [], append=True)
    assert len(values(path)) == 5


def test_deleted_text_does_not_stay_in_the_file(tmp_path: Path) -> None:
    """A text that only our old cells held is gone; one that another cell uses stays."""

    def more(book: Any, sheet: Any) -> None:
        sheet.write("F5", "A2")

    path = make_book(tmp_path / "a.xlsx", extra=more)
    put(path, [("new", None), ("first", None)], ("Ref", "Note"))
    strings = parts(path)[STRINGS]
    assert b"A1" not in strings
    assert b"second" not in strings
    assert b">A2<" in strings
    assert b">first<" in strings
    assert openpyxl.load_workbook(path)["Charges"]["F5"].value == "A2"
    assert values(path)[0][0] == "new"


def test_strings_stay_untouched_when_nothing_is_orphaned(tmp_path: Path) -> None:
    """The shared strings keep their bytes when every text is still in use."""
    path = make_book(tmp_path / "a.xlsx")
    before = parts(path)[STRINGS]
    put(path, [(row[0], row[3]) for row in ROWS], ("Ref", "Note"))
    assert parts(path)[STRINGS] == before


def test_calculation_mode_is_kept_and_the_chain_dropped(tmp_path: Path) -> None:
    """Manual calculation stays manual; a stale chain of formulas goes with all that names it."""
    path = make_book(tmp_path / "a.xlsx", extra=lambda b, s: s.write_formula("F1", "=1+1"))
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml"
    link = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/calcChain"
    rewritten(
        path,
        {
            "xl/calcChain.xml": b'<calcChain xmlns="x"/>',
            "[Content_Types].xml": lambda d: d.replace(
                b"</Types>",
                f'<Override PartName="/xl/calcChain.xml" ContentType="{kind}"/></Types>'.encode(),
            ),
            "xl/_rels/workbook.xml.rels": lambda d: d.replace(
                b"</Relationships>",
                f'<Relationship Id="rId99" Type="{link}" Target="calcChain.xml"/>'
                "</Relationships>".encode(),
            ),
            BOOK: lambda d: re.sub(rb"<calcPr[^>]*>", b'<calcPr calcMode="manual" calcId="1"/>', d),
        },
    )
    put(path, new_rows(2))
    held = parts(path)
    assert "xl/calcChain.xml" not in held
    assert b"calcChain" not in held["[Content_Types].xml"] + held["xl/_rels/workbook.xml.rels"]
    assert b'<calcPr calcMode="manual" calcId="1" fullCalcOnLoad="1"/>' in held[BOOK]


def test_calculation_is_asked_for_where_nothing_is_said(tmp_path: Path) -> None:
    """A workbook without calculation settings gets them in the right place."""
    path = hand_made(
        tmp_path / "a.xlsx", "", "A1:A2", "a", book="<definedNames/><extLst><ext/></extLst>"
    )
    put(path, [(1,)], "a")
    assert b'<definedNames/><calcPr fullCalcOnLoad="1"/><extLst>' in parts(path)[BOOK]


def test_formula_groups_across_the_edge_are_refused(tmp_path: Path) -> None:
    """A shared or array formula that is partly ours is refused; one inside our cells is not."""
    for kind in ("shared", "array"):
        row = f'<row r="2"><c r="A2"><f t="{kind}" si="0" ref="A2:%s">1+1</f></c></row>'
        path = hand_made(tmp_path / "a.xlsx", row % "B2", "A1:A2", "a")
        with pytest.raises(Refused, match="A2:B2, partly inside"):
            put(path, [(1,)], "a")
        path = hand_made(tmp_path / "a.xlsx", row % "A2", "A1:A2", "a")
        put(path, [(1,)], "a")


@pytest.mark.parametrize("style", ["prefixed", "strict", "implicit", "quoted"])
def test_other_ways_to_write_a_sheet_are_patched(tmp_path: Path, style: str) -> None:
    """Prefixes, the strict namespace, cells without places and single quotes are all patched."""
    rows = (
        '<row r="2"><c r="A2"><v>1</v></c><c r="B2"><v>5</v></c><c r="C2"><v>6</v></c></row>'
        '<row r="5"><c r="A5"><v>9</v></c></row>'
    )
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
        rows = (
            "<row/><row><c><v>1</v></c><c><v>5</v></c><c><v>6</v></c></row><row/><row/>"
            "<row><c><v>9</v></c></row>"
        )
    if style == "quoted":
        rows = rows.replace('"', "'")
    path = hand_made(tmp_path / "a.xlsx", rows, "A1:B2", "ab", **more)
    put(path, [("x", "<y>"), ("z", None)], "ab")
    assert values(path) == [("x", "<y>"), ("z", None)]
    if style != "strict":  # which openpyxl does not read
        sheet = openpyxl.load_workbook(path)["Charges"]
        assert [[c.value for c in row] for row in sheet["A1:C5"]] == [
            [None, None, None],
            ["x", "<y>", 6],
            ["z", None, None],
            [None, None, None],
            [9, None, None],
        ]
    put(path, [("x", 1)], "ba")
    assert values(path) == [(1, "x")]


def test_parts_that_cannot_be_changed_are_refused(tmp_path: Path) -> None:
    """UTF-16, comments in the sheet, a query's table: refused in a sentence, nothing changed."""
    row = '<row r="2"><c r="A2"><v>1</v></c></row>'
    path = hand_made(tmp_path / "a.xlsx", row + "<!-- x -->", "A1:A2", "a")
    with pytest.raises(Refused, match="comments"):
        put(path, [(1,)], "a")
    hand_made(path, row, "A1:A2", "a", table='tableType="queryTable"')
    with pytest.raises(Refused, match="query"):
        put(path, [(1,)], "a")
    hand_made(path, row, "A1:A2", "a")
    head = '<?xml version="1.0" encoding="UTF-16"?>'
    rewritten(path, {SHEET: lambda d: (head + d.decode()).encode("utf-16")})
    before = path.read_bytes()
    with pytest.raises(Refused, match="UTF-8"):
        put(path, [(1,)], "a")
    assert path.read_bytes() == before


def test_a_text_too_long_for_a_cell_is_refused(tmp_path: Path) -> None:
    """Excel's limit for a cell is kept, not left to a repair."""
    with pytest.raises(Refused, match="too long"):
        put(make_book(tmp_path / "a.xlsx"), [("x" * 32_768,)], ("Ref",))


def test_programmers_errors_are_not_refusals(tmp_path: Path) -> None:
    """Rows that do not fit, a table written twice, a foreign type: these raise as bugs do."""
    path = make_book(tmp_path / "a.xlsx")
    with pytest.raises(ValueError, match="do not fit"):
        put(path, [(1, 2)], ("Ref",))
    with pytest.raises(TypeError, match="can't be written"):
        put(path, [({},)], ("Ref",))
    write = TableWrite("Charges", ("Ref",), [])
    with pytest.raises(ValueError, match="twice"):
        write_tables(path, path, [write, write])
