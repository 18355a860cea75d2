"""A totals row moves with its table, when nothing is hurt by it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.book.makers import BOOK, HEADINGS, SHEET, TABLE, changed_parts, hand_made, parts
from xl_recoup.book import read_workbook, write_tables
from xl_recoup.errors import Refused
from xl_recoup.tables import TableWrite

TOTALS = {
    "total_row": True,
    "columns": [
        {"header": "Ref", "total_string": "Total"},
        {"header": "Amount", "total_function": "sum"},
        {"header": "From"},
        {"header": "Note", "total_function": "count"},
    ],
}
"""The table stands at A4:D8: headings in row 4, three rows, totals in row 8."""


def with_totals(path: Path, extra: Any = None) -> Path:
    """Make a workbook whose table has a totals row in row 8."""

    def furnish(book: Any, sheet: Any) -> None:
        sheet.add_table(3, 0, 7, 3, {"name": "Charges", **TOTALS})
        for row, cells in enumerate([("A1", 10.5), ("A2", 20), ("A3", -3.25)], 4):
            sheet.write_row(row, 0, cells)
        if extra:
            extra(book, sheet)

    import xlsxwriter

    with xlsxwriter.Workbook(str(path)) as book:
        furnish(book, book.add_worksheet("Charges"))
    return path


def put(path: Path, count: int, *, append: bool = False) -> None:
    """Write so many rows into our two columns."""
    rows = [(f"N{i}", i) for i in range(count)]
    write_tables(path, path, [TableWrite("Charges", HEADINGS[:2], rows, append=append)])


def column(path: Path, letter: str, first: int, last: int) -> list[Any]:
    """Return formulas and values of a column as another program reads them."""
    sheet = openpyxl.load_workbook(path)["Charges"]
    return [sheet[f"{letter}{row}"].value for row in range(first, last + 1)]


@pytest.mark.parametrize("count", [1, 2, 3, 4, 6])
def test_totals_stand_below_the_last_row(tmp_path: Path, count: int) -> None:
    """Growing, shrinking or neither: labels and formulas stand below the data, and only there."""
    path = with_totals(tmp_path / "a.xlsx")
    put(path, count)
    wanted = [f"N{i}" for i in range(count)]
    assert column(path, "A", 5, 12) == [*wanted, "Total", *[None] * (7 - count)]
    assert column(path, "B", 4 + count, 6 + count)[1:] == ["=SUBTOTAL(109,[Amount])", None]
    assert f'ref="A4:D{5 + count}"'.encode() in parts(path)[TABLE]
    assert f'<autoFilter ref="A4:D{4 + count}"'.encode() in parts(path)[TABLE]
    assert len(read_workbook(path).tables["Charges"].rows) == count


def test_rows_can_be_appended_above_totals(tmp_path: Path) -> None:
    """What is appended goes between the last row and the totals."""
    path = with_totals(tmp_path / "a.xlsx")
    put(path, 2, append=True)
    assert column(path, "A", 5, 11) == ["A1", "A2", "A3", "N0", "N1", "Total", None]


def test_the_same_number_of_rows_leaves_totals_alone(tmp_path: Path) -> None:
    """Where nothing has to move, the totals keep their bytes, but for what they come to now."""
    path = with_totals(tmp_path / "a.xlsx")
    before = parts(path)[SHEET].split(b'<row r="8"')[1]
    put(path, 3)
    after = before.replace(b"[Amount])</f><v>0<", b"[Amount])</f><v>3<")
    assert parts(path)[SHEET].split(b'<row r="8"')[1] == after != before


def test_what_stands_beside_the_totals_stays(tmp_path: Path) -> None:
    """Cells right of the table keep their rows, before, in and after the old totals row."""

    def beside(book: Any, sheet: Any) -> None:
        for row in (7, 8, 10):
            sheet.write(row, 5, f"note {row}")

    path = with_totals(tmp_path / "a.xlsx", beside)
    put(path, 6)
    assert column(path, "F", 8, 11) == ["note 7", "note 8", None, "note 10"]
    put(path, 1)
    assert column(path, "F", 8, 11) == ["note 7", "note 8", None, "note 10"]


def test_ranges_that_mean_totals_or_data_follow(tmp_path: Path) -> None:
    """Formats, validations and names on the data, on a total and on both end where they should."""

    def ranges(book: Any, sheet: Any) -> None:
        rule = {"type": "cell", "criteria": ">", "value": 1}
        sheet.conditional_format("B5:B7", rule)
        sheet.conditional_format("B8", rule)
        sheet.conditional_format("A4:D8", rule)
        sheet.data_validation("D5:D7", {"validate": "any", "input_title": "x"})
        book.define_name("Data", "=Charges!$B$5:$B$7")
        book.define_name("Total", "=Charges!$B$8")
        book.define_name("Whole", "=Charges!$A$4:$D$8")
        book.define_name("Elsewhere", "=Charges!$F$5:$F$8")

    path = with_totals(tmp_path / "a.xlsx", ranges)
    put(path, 5)
    sheet, book = parts(path)[SHEET].decode(), parts(path)[BOOK].decode()
    for ref in ("B5:B9", "B10", "A4:D10", "D5:D9"):
        assert f'sqref="{ref}"' in sheet
    for ref in ("$B$5:$B$9<", "$B$10<", "$A$4:$D$10<", "$F$5:$F$8<"):
        assert f">Charges!{ref}" in book


def test_a_total_by_addresses_follows(tmp_path: Path) -> None:
    """A typed total is a formula of addresses: its range over the data, its own array."""
    rows = (
        '<row r="2"><c r="A2"><v>1</v></c><c r="B2"><v>2</v></c></row>'
        '<row r="3"><c r="A3"><f t="array" ref="A3">SUM(A2:A2*2)</f><v>1</v></c>'
        '<c r="B3" s="0"><f>SUM(Charges!$B$2:B2)+A3+D3+"B2:B2"+SUM(A$1:A1)</f><v>3</v></c></row>'
    )
    path = hand_made(tmp_path / "a.xlsx", rows, "A1:B3", "ab", table='totalsRowCount="1"')
    write_tables(path, path, [TableWrite("Charges", ("a",), [(1,), (2,), (3,)])])
    sheet = parts(path)[SHEET].decode()
    assert '<c r="A5"><f t="array" ref="A5">SUM(A2:A4*2)</f><v>1</v></c>' in sheet
    assert (
        '<c r="B5" s="0"><f>SUM(Charges!$B$2:B4)+A5+D3+&quot;B2:B2&quot;+SUM(A$1:A1)</f>' in sheet
    )


def test_a_filled_cell_below_is_in_the_way(tmp_path: Path) -> None:
    """The totals row needs a row more than the data."""
    path = with_totals(tmp_path / "a.xlsx", lambda book, sheet: sheet.write("C10", "x"))
    put(path, 4)
    with pytest.raises(Refused, match=r"cell C10 of the sheet Charges is filled.* reach row 10"):
        put(path, 5)


def test_what_somebody_typed_is_in_the_way(tmp_path: Path) -> None:
    """A note in a column that is not ours is not covered by the totals."""
    path = with_totals(tmp_path / "a.xlsx", lambda book, sheet: sheet.write("D6", "mine"))
    with pytest.raises(Refused, match=r"needs row 6 .* but cell D6 is filled"):
        put(path, 1)
    put(path, 2)
    assert column(path, "D", 6, 7) == ["mine", "=SUBTOTAL(103,[Note])"]


def on_other(formula: str) -> Any:
    """Put a formula on another sheet."""
    return lambda book, sheet: book.add_worksheet("Other").write_formula("A1", formula)


MEANT: dict[str, tuple[Any, str]] = {
    "on another sheet": (on_other("=Charges!B8*2"), "a formula on the sheet Other"),
    "to its end": (on_other("=SUM(Charges!B5:B8)"), "a formula on the sheet Other"),
    "beside": (lambda b, s: s.write_formula("F2", "=$B$8"), "a formula on the sheet Charges"),
    "in a format": (
        lambda b, s: s.conditional_format("F1", {"type": "formula", "criteria": "=$B$8>1"}),
        "a formula on the sheet Charges",
    ),
    "a comment": (lambda b, s: s.write_comment("B8", "see"), "a comment sits on its cell B8"),
    "a link": (lambda b, s: s.write_url("D8", "internal:Charges!A1"), "a link sits on its cell D8"),
    "a merge": (lambda b, s: s.merge_range("D10:E10", ""), "The cells D10:E10 .* are merged"),
}


@pytest.mark.parametrize("case", MEANT)
def test_what_means_a_total_by_address_refuses_the_move(tmp_path: Path, case: str) -> None:
    """A formula that named the total would silently read a row of data: refused, and said where."""
    extra, words = MEANT[case]
    path = with_totals(tmp_path / "a.xlsx", extra)
    before = path.read_bytes()
    with pytest.raises(Refused, match=words):
        put(path, 5)
    assert path.read_bytes() == before
    put(path, 3)


def test_a_chart_of_the_totals_refuses_the_move(tmp_path: Path) -> None:
    """A chart's ranges stay as they are, so it may not mean the totals."""

    def charted(book: Any, sheet: Any) -> None:
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": "=Charges!$B$8:$D$8"})
        sheet.insert_chart("H2", chart)

    with pytest.raises(Refused, match="but a chart means it by its address"):
        put(with_totals(tmp_path / "a.xlsx", charted), 5)


@pytest.mark.parametrize(
    "formula", ["=SUM(Charges!B:B)", "=Charges[[#Totals],[Amount]]", "=Charges!F8", "=B8", '="B8"']
)
def test_what_does_not_mean_a_total_is_left_alone(tmp_path: Path, formula: str) -> None:
    """Whole columns, structured references, other columns and other sheets are no hindrance."""
    path = with_totals(tmp_path / "a.xlsx", on_other(formula))
    before = tmp_path / "before.xlsx"
    before.write_bytes(path.read_bytes())
    put(path, 5)
    assert changed_parts(before, path) == {SHEET, TABLE, "xl/sharedStrings.xml"}


def test_a_shared_formula_reaches_the_totals(tmp_path: Path) -> None:
    """A group of formulas beside the table means the totals in its last cell."""
    rows = (
        '<row r="1"><c r="D1"><f t="shared" ref="D1:D3" si="0">A1</f><v>0</v></c></row>'
        '<row r="2"><c r="A2"><v>1</v></c><c r="D2"><f t="shared" si="0"/><v>1</v></c></row>'
        '<row r="3"><c r="A3"><v>1</v></c><c r="D3"><f t="shared" si="0"/><v>1</v></c></row>'
    )
    path = hand_made(tmp_path / "a.xlsx", rows, "A1:A3", "a", table='totalsRowCount="1"')
    with pytest.raises(Refused, match="a formula on the sheet Charges"):
        write_tables(path, path, [TableWrite("Charges", ("a",), [(1,), (2,)])])


def test_totals_stored_as_a_group_are_written_out(tmp_path: Path) -> None:
    """A shared formula along the totals row becomes one of each cell's own."""
    rows = (
        '<row r="2"><c r="A2"><v>1</v></c></row>'
        '<row r="3"><c r="A3"><f t="shared" ref="A3:B3" si="0">SUM(A2:A2)</f></c>'
        '<c r="B3"><f t="shared" si="0"/></c></row>'
    )
    path = hand_made(tmp_path / "a.xlsx", rows, "A1:B3", "ab", table='totalsRowCount="1"')
    write_tables(path, path, [TableWrite("Charges", ("a",), [(1,), (2,)])])
    sheet = parts(path)[SHEET].decode()
    assert '<c r="A4"><f>SUM(A2:A3)</f></c><c r="B4"><f>SUM(B2:B3)</f></c>' in sheet
