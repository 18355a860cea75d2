"""Writing tables: our cells say what was meant, and nothing else in the sheet moves."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.book.makers import (
    BOOK,
    HEADINGS,
    ROWS,
    SHEET,
    STRINGS,
    TABLE,
    changed_parts,
    check_well_formed,
    hand_made,
    make_book,
    parts,
    rewritten,
)
from xl_recoup.book import read_workbook, write_tables
from xl_recoup.errors import Refused
from xl_recoup.tables import Formula, TableWrite


def new_rows(count: int) -> list[tuple[Any, ...]]:
    """Return rows for the usual four headings."""
    return [(f"N{i}", Decimal(i) / 4, date(2026, 1, 1 + i % 28), None) for i in range(count)]


def put(path: Path, rows: Any, headings: Any = HEADINGS, **more: Any) -> Path:
    """Write rows into the table Charges, in place, and check that the file is sound."""
    write_tables(path, path, [TableWrite("Charges", tuple(headings), rows, **more)])
    check_well_formed(path)
    return path


def values(path: Path, table: str = "Charges") -> list[tuple[Any, ...]]:
    """Return what a table holds."""
    return [tuple(row) for row in read_workbook(path).tables[table].rows]


@pytest.mark.parametrize("count", [1, 2, 3, 4, 50])
def test_what_is_written_is_read_back(tmp_path: Path, count: int) -> None:
    """A table of any size takes the rows it is given, also for another reader."""
    path = put(make_book(tmp_path / "a.xlsx"), new_rows(count))
    assert values(path) == new_rows(count)
    sheet = openpyxl.load_workbook(path)["Charges"]
    assert sheet.tables["Charges"].ref == f"A4:D{4 + count}"
    assert sheet.tables["Charges"].autoFilter.ref == f"A4:D{4 + count}"
    assert sheet["A1"].value == "A title"
    assert sheet.max_row == 4 + count
    days = [sheet.cell(5 + i, 3).value for i in range(count)]
    assert days == [datetime(2026, 1, 1 + i % 28) for i in range(count)]


def test_shrink_to_nothing_and_grow_again(tmp_path: Path) -> None:
    """An empty table keeps one blank row in its styles, and grows from it as before."""
    path = put(make_book(tmp_path / "a.xlsx"), [])
    assert values(path) == [(None,) * 4]
    assert b'ref="A4:D5"' in parts(path)[TABLE]
    assert len(re.findall(rb"<row ", parts(path)[SHEET])) == 3
    put(path, new_rows(5))
    assert values(path) == new_rows(5)


def test_only_what_must_change_changes(tmp_path: Path) -> None:
    """Apart from the sheet, the table and the strings, every part keeps its bytes."""
    path = make_book(tmp_path / "a.xlsx")
    before = tmp_path / "before.xlsx"
    before.write_bytes(path.read_bytes())
    put(path, new_rows(9))
    assert changed_parts(before, path) == {SHEET, TABLE, STRINGS}


def test_the_same_inputs_give_the_same_bytes(tmp_path: Path) -> None:
    """Two runs give one file, and a run over its own result changes nothing."""
    source = make_book(tmp_path / "a.xlsx")
    one, two = tmp_path / "one.xlsx", tmp_path / "two.xlsx"
    write = TableWrite("Charges", HEADINGS, new_rows(7))
    write_tables(source, one, [write])
    write_tables(source, two, [write])
    assert one.read_bytes() == two.read_bytes()
    write_tables(one, two, [write])
    assert one.read_bytes() == two.read_bytes()


CELLS = st.one_of(
    st.none(),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=30),
    st.sampled_from([" a", "_x000D_", "_x005F_x", "a\r\nb", "\x00", "]]>", "<&>\"'", "\ufffe"]),
    st.decimals(-(10**9), 10**9, allow_nan=False, places=2),
    st.integers(-(10**14), 10**14),
    st.booleans(),
    st.dates(date(1900, 3, 1), date(9999, 12, 31)),
)


@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(rows=st.lists(st.tuples(CELLS, CELLS, CELLS, CELLS), max_size=6), old=st.integers(1, 6))
def test_any_values_survive(tmp_path: Path, rows: list[tuple[Any, ...]], old: int) -> None:
    """Whatever the values and sizes, they are read back equal (days as serials without a style)."""
    path = make_book(tmp_path / "a.xlsx", rows=[(1, 2, 3, 4)] * old)
    put(path, rows)

    def seen(value: Any) -> Any:
        if isinstance(value, date):
            return (value - date(1899, 12, 30)).days
        return float(value) if isinstance(value, Decimal) else value

    wanted = [tuple(None if v == "" else seen(v) for v in row) for row in rows]
    assert values(path) == (wanted or [(None,) * 4])


def test_numbers_are_exact_and_plain(tmp_path: Path) -> None:
    """A Decimal is written digit for digit, without an exponent."""
    rows = [(Decimal("1E+3"), Decimal("0.10"), Decimal("-0.0000001"), 10**15)]
    sheet = parts(put(make_book(tmp_path / "a.xlsx"), rows))[SHEET]
    for text in (b"<v>1000</v>", b"<v>0.10</v>", b"<v>-0.0000001</v>", b"<v>1000000000000000<"):
        assert text in sheet


def test_times_and_1904(tmp_path: Path) -> None:
    """Days and times are written in the workbook's own date system."""
    moment = datetime(2025, 4, 1, 9, 30)
    for options in ({}, {"date_1904": True}):
        path = make_book(tmp_path / "a.xlsx", options=options)
        put(path, [("x", 1, moment, None), ("y", 2, date(2025, 4, 2), None)])
        assert [row[2] for row in values(path)] == [moment, date(2025, 4, 2)]


def test_the_teams_columns_and_neighbours_stay(tmp_path: Path) -> None:
    """Columns that are not ours, and cells left, right and below, keep their bytes."""

    def beside(book: Any, sheet: Any) -> None:
        sheet.write("F5", "right")
        sheet.write_formula("F6", "=1+1", None, 2)
        sheet.write("F20", "far below")

    path = make_book(tmp_path / "a.xlsx", extra=beside)
    old = parts(path)[SHEET]
    kept = [m[0] for m in re.finditer(rb'<c r="(?:[DF]\d+|A1)".*?(?:</c>|/>)', old)]
    put(path, [(Decimal(1), "B"), (Decimal(2), "C"), (Decimal(3), "D")], ("amount ", "REF"))
    new = parts(path)[SHEET]
    assert all(cell in new for cell in kept)
    assert [row[:2] for row in values(path)] == [("B", 1), ("C", 2), ("D", 3)]
    assert [row[2:] for row in values(path)] == [row[2:] for row in ROWS]


def test_a_missing_column_is_refused_by_name(tmp_path: Path) -> None:
    """A heading that the table lacks is named, with the table and the sheet."""
    path = make_book(tmp_path / "a.xlsx")
    before = path.read_bytes()
    with pytest.raises(Refused, match="table Charges on the sheet Charges has no column Status"):
        put(path, [("x",)], ("Status",))
    assert path.read_bytes() == before


def test_what_is_below_is_never_overwritten(tmp_path: Path) -> None:
    """Growing into a filled cell is refused with its place, and without its value."""

    def below(book: Any, sheet: Any) -> None:
        sheet.write("B9", "SECRET")

    path = make_book(tmp_path / "a.xlsx", extra=below)
    put(path, new_rows(4))
    with pytest.raises(Refused, match="cell B9 of the sheet Charges") as refusal:
        put(path, new_rows(5))
    assert "SECRET" not in str(refusal.value)


def test_another_table_or_a_merged_block_below_is_refused(tmp_path: Path) -> None:
    """Growing into another table, or over merged cells, is refused."""

    def table(book: Any, sheet: Any) -> None:
        sheet.add_table("C9:D11", {"name": "Other"})

    with pytest.raises(Refused, match="Other starts at row 9"):
        put(make_book(tmp_path / "a.xlsx", extra=table), new_rows(6))

    def merged(book: Any, sheet: Any) -> None:
        sheet.merge_range("B10:C10", "")

    with pytest.raises(Refused, match="B10:C10 of the sheet Charges are merged"):
        put(make_book(tmp_path / "b.xlsx", extra=merged), new_rows(6))


def test_styles_are_kept_and_carried_to_new_rows(tmp_path: Path) -> None:
    """A cell keeps its style, a new row takes the first row's, heights follow."""
    rows = (
        '<row r="2" ht="30" customHeight="1" hidden="1" spans="1:2"><c r="A2" s="3"><v>1</v></c>'
        '<c r="B2" s="4"/></row><row r="3" ht="20" customHeight="1" hidden="1"><c r="A3" s="5" '
        'cm="1"><v>1</v></c></row>'
    )
    path = put(
        hand_made(tmp_path / "a.xlsx", rows, "A1:B3", "ab"), [(1, 2), (3, 4), (5, None)], "ab"
    )
    sheet = parts(path)[SHEET].decode()
    assert '<c r="A2" s="3"><v>1</v></c><c r="B2" s="4"><v>2</v></c>' in sheet
    assert '<row r="2" ht="30" customHeight="1" hidden="1" spans="1:2">' in sheet
    assert '<c r="A3" s="5"><v>3</v></c><c r="B3" s="4"><v>4</v></c>' in sheet
    assert (
        '<row r="4" ht="20" customHeight="1"><c r="A4" s="3"><v>5</v></c><c r="B4" s="4"/>' in sheet
    )


def test_cells_that_are_missing_look_like_their_column(tmp_path: Path) -> None:
    """A table without any cells yet takes its columns' styles, as typing in Excel would."""
    columns = '<col min="1" max="2" style="0"/><col min="3" max="9" style="4"/>'
    more = {"before": f"<cols>{columns}</cols>"}
    path = hand_made(tmp_path / "a.xlsx", "", "B1:D2", "bcd", **more)
    put(path, [(1, 2, None), (3, None, 4)], "bcd")
    want = (
        '<row r="2"><c r="B2"><v>1</v></c><c r="C2" s="4"><v>2</v></c><c r="D2" s="4"/></row>'
        '<row r="3"><c r="B3"><v>3</v></c><c r="C3" s="4"/><c r="D3" s="4"><v>4</v></c></row>'
    )
    assert f"<sheetData>{want}</sheetData>" in parts(path)[SHEET].decode()
    before = parts(path)
    put(path, [(1, 2, None), (3, None, 4)], "bcd")
    assert parts(path) == before
    row = '<row r="2" s="7" customFormat="1"><c r="B2"><v>1</v></c></row>'
    put(hand_made(path, row, "B1:D2", "bcd", **more), [(1, 2, None)], "bcd")
    want = '<c r="B2"><v>1</v></c><c r="C2" s="7"><v>2</v></c><c r="D2" s="7"/></row>'
    assert want in parts(path)[SHEET].decode()


def test_rows_unlike_the_others_keep_what_is_theirs(tmp_path: Path) -> None:
    """Among many plain rows, those with other styles, heights or foreign cells stay so."""
    lines = [
        f'<row r="{n}"><c r="A{n}" s="1"><v>{n}</v></c><c r="B{n}" s="2" t="str"><v>x</v></c></row>'
        for n in range(2, 12)
    ]
    lines[1] = '<row r="3" ht="40"><c r="A3" s="9"><v>3</v></c><c r="B3" t="str"><v>x</v></c></row>'
    lines[3] = lines[3].replace("</row>", '<c r="D5" s="8"><f>A5&amp;"&lt;c"</f><v>1</v></c></row>')
    lines[5] = '<row r="7"/>'
    lines[6] = '<row r="8"><c s="3" r="A8"><v>1</v></c></row>'
    path = hand_made(tmp_path / "a.xlsx", "".join(lines), "A1:B11", "ab")
    put(path, [(n, None if n == 4 else "y") for n in range(2, 14)], "ab")
    sheet = parts(path)[SHEET].decode()
    written = dict(re.findall(r'<row r="(\d+)"([^/]*?>.*?)</row>', sheet))
    plain = '><c r="A{0}" s="1"><v>{0}</v></c><c r="B{0}" s="2" t="inlineStr"><is><t>y</t></is></c>'
    assert {n: text for n, text in written.items() if text != plain.format(n)} == {
        "3": plain.format(3)
        .replace('"1"', '"9"')
        .replace(' s="2"', "")
        .replace(">", ' ht="40">', 1),
        "4": '><c r="A4" s="1"><v>4</v></c><c r="B4" s="2"/>',
        "5": plain.format(5) + '<c r="D5" s="8"><f>A5&amp;"&lt;c"</f><v>1</v></c>',
        "8": plain.format(8).replace('"1"', '"3"'),
    }
    assert len(written) == 12


def test_a_table_of_many_rows_is_written_in_parts(tmp_path: Path) -> None:
    """Thousands of rows are written piece by piece, each as it should be, and read back."""
    rows = [
        (f"N{i}" if i % 500 else f"a & {i} ", Decimal(i) / 8, date(2026, 1, 1 + i % 28), None)
        for i in range(4_500)
    ]
    path = put(make_book(tmp_path / "a.xlsx"), rows)
    assert values(path) == rows
    put(path, [])
    put(path, [], append=True)
    assert values(path) == [(None,) * 4]
    put(path, rows[:3])
    put(path, [], append=True)
    assert values(path) == rows[:3]


def test_no_ghost_rows_stay_behind(tmp_path: Path) -> None:
    """After shrinking, rows without anything left are gone, hidden ones too."""
    rows = "".join(
        f'<row r="{n}" spans="1:1" hidden="1"><c r="A{n}" s="1"><v>1</v></c></row>'
        for n in range(2, 9)
    )
    more = '<row r="9"><c r="C9"><v>5</v></c></row>'
    path = put(hand_made(tmp_path / "a.xlsx", rows + more, "A1:A8", "a"), [(1,)], "a")
    assert re.findall(rb'<row r="(\d+)"', parts(path)[SHEET]) == [b"2", b"9"]


def test_a_value_typed_beside_survives_shrinking(tmp_path: Path) -> None:
    """What the team typed in its own column stays, a filled-down formula goes."""
    rows = "".join(
        f'<row r="{n}"><c r="A{n}"><v>1</v></c><c r="B{n}"><v>2</v></c><c r="C{n}"><f>1+1</f></c>'
        "</row>"
        for n in (2, 3)
    )
    path = hand_made(tmp_path / "a.xlsx", rows, "A1:C3", "abc")
    column = b'<tableColumn id="3" name="c">%s</tableColumn>'
    formula = b"<calculatedColumnFormula>Charges[[#This Row],[a]]&amp;1</calculatedColumnFormula>"
    rewritten(
        path,
        {TABLE: lambda d: d.replace(b'<tableColumn id="3" name="c"/>', column % formula)},
    )
    put(path, [(1,)], "a")
    assert b'<row r="3"><c r="B3"><v>2</v></c></row>' in parts(path)[SHEET]
    with pytest.raises(Refused, match="cell B3"):
        put(path, [(1,), (2,)], "a")


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
    assert "Charges!$A$5:$F$7<" in book
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


def test_a_sparkline_keeps_its_place(tmp_path: Path) -> None:
    """The last row's sparkline belongs to its one cell, however long the table gets."""
    path = make_book(
        tmp_path / "a.xlsx",
        extra=lambda book, sheet: sheet.add_sparkline("D7", {"range": "Charges!A7:C7"}),
    )
    put(path, new_rows(6))
    assert b"<xm:f>Charges!A7:C7</xm:f><xm:sqref>D7</xm:sqref>" in parts(path)[SHEET]
