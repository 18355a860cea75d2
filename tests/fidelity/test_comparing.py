"""The comparison itself: it passes what was meant and names everything else.

A comparison that could not fail would prove nothing, so each thing that a writer might hurt is
hurt here on purpose.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

import fidelity
from fidelity_compare import Book, Meant, losses
from tests.book.makers import BOOK, HEADINGS, SHEET, TABLE, make_book, parts, rewritten
from xl_recoup.book import write_tables
from xl_recoup.tables import CellWrites, OutCell, TableWrite

OURS = HEADINGS[:3]
ROWS = [(f"N{i}", i, None) for i in range(5)]


def furnished(book: Any, sheet: Any) -> None:
    """Put something before, beside and below the table, and on other sheets."""
    sheet.set_column("A:A", 20)
    sheet.write("F5", "beside")
    sheet.write_formula("F6", "=SUM(B5:B7)", None, 27.25)
    sheet.write("A15", "below")
    sheet.conditional_format("B5:B7", {"type": "cell", "criteria": ">", "value": 1})
    sheet.data_validation("C5:C7", {"validate": "any", "input_title": "a day"})
    sheet.add_sparkline("H5", {"range": "Charges!A5:D5"})
    sheet.set_row(4, 30)
    other = book.add_worksheet("Other")
    other.write("A1", "other")
    book.define_name("Amounts", "=Charges!$B$5:$B$7")


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Make a workbook, and the same after a table of it grew and a sheet was added."""
    folder = tmp_path_factory.mktemp("pair")
    source, target = make_book(folder / "a.xlsx", extra=furnished), folder / "b.xlsx"
    new = TableWrite("Made", ("Text",), [("x",)])
    write_tables(source, target, [TableWrite("Charges", OURS, ROWS), new])
    return source, target


MEANT = (Meant("Charges", OURS, len(ROWS)), Meant("Made"))


def test_what_was_meant_is_no_loss(pair: tuple[Path, Path]) -> None:
    """Our cells, the table's range, what follows it and a new sheet are expected."""
    assert losses(Book(pair[0]), Book(pair[1]), MEANT) == []


def swap(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    """Return an edit that replaces one text, which must be there."""

    def edit(data: bytes) -> bytes:
        assert old in data
        return data.replace(old, new, 1)

    return edit


HURTS: dict[str, tuple[str, Callable[[bytes], bytes] | None, str]] = {
    "a part gone": ("xl/theme/theme1.xml", None, "members are gone"),
    "a part changed": ("xl/theme/theme1.xml", swap(b"Office", b"Offize"), "its bytes changed"),
    "another sheet": ("xl/worksheets/sheet2.xml", swap(b"A1", b"A2"), "its bytes changed"),
    "a cell beside": (SHEET, swap(b'<c r="F5"', b'<c r="G5"'), "cell F5 is gone"),
    "a formula": (SHEET, swap(b"SUM(B5:B9)", b"SUM(B5:B7)"), "cell F6 changed"),
    "a cached value": (SHEET, swap(b"27.25", b"0"), "cell F6 changed"),
    "a cell below": (SHEET, swap(b'<c r="A15" t="s">', b'<c r="A15">'), "cell A15 changed"),
    "a foreign column": (SHEET, swap(b'<c r="D5" t="s"><v>', b'<c r="D5" t="s"><v>1'), "cell D5"),
    "a style of ours": (SHEET, swap(b'<c r="C5" s="1"', b'<c r="C5" s="2"'), "its style was 1"),
    "a row's height": (SHEET, swap(b' ht="30"', b' ht="31"'), "row 5: its attributes"),
    "a column's width": (SHEET, swap(b"<col ", b'<col hidden="1" '), "the attribute hidden"),
    "a sparkline": (SHEET, swap(b"<xm:f>Charges!A5", b"<xm:f>Charges!A6"), "the text was"),
    "a format's rule": (SHEET, swap(b"greaterThan", b"lessThan"), "the attribute operator"),
    "a format's range": (SHEET, swap(b'sqref="B5:B9"', b'sqref="B5:B7"'), "the attribute sqref"),
    "a validation left behind": (SHEET, swap(b'"C5:C9"', b'"C5:C7"'), "the attribute sqref"),
    "a declaration": (SHEET, swap(b"<worksheet ", b'<worksheet xmlns:q="q" '), "root element"),
    "a margin": (SHEET, swap(b'left="0.7"', b'left="0.8"'), "the attribute left"),
    "an element gone": (SHEET, swap(b"<extLst>", b"<extLzt>"), "no sound XML"),
    "a name left behind": (BOOK, swap(b"$B$9", b"$B$7"), "definedName: the text was"),
    "a sheet's name": (BOOK, swap(b'name="Other"', b'name="Othar"'), "the attribute name"),
    "a heading": (TABLE, swap(b'name="Note"', b'name="Nota"'), "the attribute name"),
    "a table's filter": (TABLE, swap(b"<autoFilter ref=", b"<autoFilter rof="), "attribute ref"),
    "a table's style": (TABLE, swap(b"TableStyleMedium9", b"TableStyleMedium2"), "attribute name"),
    "a style's number": ("xl/styles.xml", swap(b'<xf numFmtId="0"', b'<xf numFmtId="1"'), "xf"),
    "a content type": ("[Content_Types].xml", swap(b"theme+xml", b"thema+xml"), "is gone"),
    "a relationship": ("xl/_rels/workbook.xml.rels", swap(b'Id="rId3"', b'Id="rId33"'), "is gone"),
    "a string in use": ("xl/sharedStrings.xml", swap(b"beside", b"beyond"), "the string"),
    "a new part": ("xl/tables/table2.xml", None, "the table made is missing"),
}


@pytest.mark.parametrize("hurt", HURTS)
def test_everything_else_is_a_loss(pair: tuple[Path, Path], tmp_path: Path, hurt: str) -> None:
    """Each part, cell, style, range and relationship that is hurt is named."""
    part, edit, expected = HURTS[hurt]
    path = Path(shutil.copyfile(pair[1], tmp_path / "c.xlsx"))
    rewritten(path, {part: edit})
    assert expected in "\n".join(losses(Book(pair[0]), Book(path), MEANT))


def test_a_part_too_many_is_a_loss(pair: tuple[Path, Path], tmp_path: Path) -> None:
    """Nothing is added but the new sheet, its table and their relationships."""
    path = Path(shutil.copyfile(pair[1], tmp_path / "c.xlsx"))
    held = parts(path)
    assert "xl/media/x.bin" not in held
    import zipfile

    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/media/x.bin", b"x")
    assert losses(Book(pair[0]), Book(path), MEANT) == ["xl/media/x.bin: it was added"]


def test_single_cells_may_be_filled_and_no_others(tmp_path: Path) -> None:
    """Of a sheet of the team's own, the cells that were meant may change, keeping their style."""
    source, target = make_book(tmp_path / "a.xlsx", extra=furnished), tmp_path / "b.xlsx"
    cells: dict[tuple[int, int], OutCell] = {(5, 6): "ours", (5, 7): 1, (15, 1): None}
    write_tables(source, target, [CellWrites("Charges", cells)])
    assert losses(Book(source), Book(target), [Meant("Charges", cells=frozenset(cells))]) == []
    meant = [Meant("Charges", cells=frozenset({(5, 6)}))]
    assert losses(Book(source), Book(target), meant) == [
        f"{SHEET}: cell A15 is gone", f"{SHEET}: cell G5 was added",
    ]  # fmt: skip


def with_a_line_break(path: Path, edits: dict[str, Callable[[bytes], bytes]]) -> Path:
    """Write a workbook with a line break in a heading, and edit its parts."""
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("List")
        columns = [{"header": h} for h in ("Ref", "Amount\nin £", "Note")]
        sheet.add_table("A4:C6", {"columns": columns, "data": [["A1", 1, "x"], ["A2", 2]]})
        sheet.write("E4", "beside")
    rewritten(path, edits)
    return path


ODD: dict[str, dict[str, Callable[[bytes], bytes]]] = {
    "a line break in a heading": {},
    "a line break as Excel escapes it": {
        "xl/tables/table1.xml": swap(b"Amount&#xA;in", b"Amount_x000a_in")
    },
    "an empty number": {SHEET: swap(b'<c r="B6"><v>2</v>', b'<c r="B6"><v/>')},
    "an empty text": {SHEET: swap(b'<c r="E4" t="s"><v>6</v>', b'<c r="E4" t="s"><v></v>')},
    "an empty style": {SHEET: swap(b'<c r="B6"', b'<c r="B6" s=""')},
    "quotes of the other kind": {SHEET: lambda part: part.replace(b'"', b"'")},
    "huge shared strings": {
        "xl/sharedStrings.xml": swap(
            b"</sst>", b"<si><t>" + b"w" * 1000 + b"</t></si>" + b"<si><t>w</t></si>" * 20_000
            + b"</sst>",
        )
    },
}  # fmt: skip


@pytest.mark.parametrize("odd", ODD)
def test_what_is_odd_is_no_loss_and_no_failure(
    odd: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The whole script over one such workbook: it compares, and says only what is lost."""
    (tmp_path / "in").mkdir()
    with_a_line_break(tmp_path / "in" / "odd.xlsx", ODD[odd])
    assert fidelity.main([str(tmp_path / "in")]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "tables made longer: 1, shorter: 1" in said
    assert "losses: 0" in said


def test_a_format_that_a_grown_table_needs_is_no_loss(tmp_path: Path) -> None:
    """It stands at the end of the list of formats, so that no number changes."""
    source, target = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    with xlsxwriter.Workbook(str(source)) as book:
        columns = [{"header": "Ref"}, {"header": "From"}]
        book.add_worksheet("List").add_table("A4:B5", {"columns": columns})
    days = [(f"A{n}", date(2025, 10, n)) for n in range(1, 4)]
    write_tables(source, target, [TableWrite("Table1", ("Ref", "From"), days)])
    assert parts(source)["xl/styles.xml"] != parts(target)["xl/styles.xml"]
    assert losses(Book(source), Book(target), [Meant("Table1", ("Ref", "From"), 3)]) == []
