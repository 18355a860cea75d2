"""What stands beside, below and around the rows that are written, and how rows look."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.book.makers import ROWS, SHEET, TABLE, hand_made, make_book, parts, rewritten
from tests.book.writing.put import new_rows, put, values
from xl_recoup.errors import Refused


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
        '<row r="2"><c r="B2"><v>1</v></c><c r="C2" s="4"><v>2</v></c></row>'
        '<row r="3"><c r="B3"><v>3</v></c><c r="D3" s="4"><v>4</v></c></row>'
    )
    assert f"<sheetData>{want}</sheetData>" in parts(path)[SHEET].decode()
    before = parts(path)
    put(path, [(1, 2, None), (3, None, 4)], "bcd")
    assert parts(path) == before
    row = '<row r="2" s="7" customFormat="1"><c r="B2"><v>1</v></c></row>'
    put(hand_made(path, row, "B1:D2", "bcd", **more), [(1, 2, None)], "bcd")
    want = '<c r="B2"><v>1</v></c><c r="C2" s="7"><v>2</v></c><c r="D2" s="7"/></row>'
    assert want in parts(path)[SHEET].decode()


def test_a_colour_in_the_first_row_stays_there(tmp_path: Path) -> None:
    """A blank cell is left out where it looks as its column; it keeps that look all the same."""
    more = {"before": '<cols><col min="1" max="2" style="4"/></cols>'}
    rows = '<row r="2"><c r="A2" s="4"/><c r="B2" s="9"/></row><row r="3"><c r="A3" s="4"/></row>'
    path = hand_made(tmp_path / "a.xlsx", rows, "A1:B3", "ab", **more)
    put(path, [(1, None), (2, None)], "ab")
    left = '<row r="2"><c r="A2" s="4"><v>1</v></c><c r="B2" s="9"/></row>'
    assert f'{left}<row r="3"><c r="A3" s="4"><v>2</v></c></row>' in parts(path)[SHEET].decode()
    put(path, [(1, 5), (2, 6)], "ab")
    assert '<c r="B2" s="9"><v>5</v></c></row>' in parts(path)[SHEET].decode()
    assert '<c r="B3" s="4"><v>6</v></c></row>' in parts(path)[SHEET].decode()


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
    plain = '><c r="A{0}" s="1"><v>{0}</v></c><c r="B{0}" s="2" t="str"><v>y</v></c>'
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
