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

from tests.book.makers import HEADINGS, SHEET, STRINGS, TABLE, changed_parts, make_book, parts
from tests.book.writing.put import new_rows, put, values
from xl_recoup.book import write_tables
from xl_recoup.harmless_text import cleaned
from xl_recoup.tables import TableWrite


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


@pytest.mark.parametrize(("text", "cell"), [
    ("A & B", 't="str"><v>A &amp; B</v></c>'),
    ("00123", 't="str"><v>00123</v></c>'),
    (" x", 't="inlineStr"><is><t xml:space="preserve"> x</t></is></c>'),
    ("x  y", 't="inlineStr"><is><t xml:space="preserve">x  y</t></is></c>'),
    ("x\ny", 't="inlineStr"><is><t xml:space="preserve">x\ny</t></is></c>'),
])  # fmt: skip
@pytest.mark.parametrize("beside", [(), ("plain",)])
def test_a_text_is_a_value_where_no_space_needs_care(
    tmp_path: Path, text: str, cell: str, beside: tuple[str, ...]
) -> None:
    """The shorter form, as Excel's for the cells of a dynamic array; else as one that was typed."""
    path = put(make_book(tmp_path / "a.xlsx"), [(t, None, None, None) for t in (text, *beside)])
    assert cell in parts(path)["xl/worksheets/sheet1.xml"].decode()
    assert openpyxl.load_workbook(path)["Charges"]["A5"].value == text


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


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.tuples(CELLS, CELLS, CELLS, CELLS), max_size=6), old=st.integers(1, 6))
def test_any_values_survive(tmp_path: Path, rows: list[tuple[Any, ...]], old: int) -> None:
    """Whatever values, they are read back equal: days as serials among others, text cleaned."""
    path = make_book(tmp_path / "a.xlsx", rows=[(1, 2, 3, 4)] * old)
    put(path, rows)

    def seen(value: Any) -> Any:
        if isinstance(value, date):
            return (value - date(1899, 12, 30)).days
        if isinstance(value, str):
            return cleaned(value)
        return float(value) if isinstance(value, Decimal) else value

    columns = [{type(v) for v in column} - {type(None)} for column in zip(*rows, strict=True)]
    alone = [kinds == {date} for kinds in columns]  # such a column gets a format of days
    wanted = [
        tuple(
            None if v == "" else v if days and v else seen(v)
            for v, days in zip(row, alone, strict=True)
        )
        for row in rows
    ]
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


def test_a_sparkline_keeps_its_place(tmp_path: Path) -> None:
    """The last row's sparkline belongs to its one cell, however long the table gets."""
    path = make_book(
        tmp_path / "a.xlsx",
        extra=lambda book, sheet: sheet.add_sparkline("D7", {"range": "Charges!A7:C7"}),
    )
    put(path, new_rows(6))
    assert b"<xm:f>Charges!A7:C7</xm:f><xm:sqref>D7</xm:sqref>" in parts(path)[SHEET]
