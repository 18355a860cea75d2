"""Everything else in a workbook stays: charts, drawings, comments, extensions, other zips."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Any

from tests.book.makers import (
    BOOK,
    HEADINGS,
    SHEET,
    STRINGS,
    TABLE,
    changed_parts,
    check_well_formed,
    damaged_copies,
    make_book,
    parts,
)
from xl_recoup.book import read_workbook, write_tables
from xl_recoup.errors import Refused
from xl_recoup.tables import TableWrite

CHART = "xl/charts/chart1.xml"
_COPY = re.compile(rb"(?<=Cache>).*?(?=</c:numCache>)", re.DOTALL)


def rich(book: Any, sheet: Any) -> None:
    """Put one of nearly everything that XlsxWriter can make on the sheet."""
    sheet.add_sparkline("F5", {"range": "Charges!A5:D5"})
    sheet.write_comment("F6", "a comment")
    sheet.insert_textbox("H2", "text")
    chart = book.add_chart({"type": "line"})
    chart.add_series({"values": "=Charges!$B$5:$B$7"})
    sheet.insert_chart("H9", chart)
    sheet.conditional_format("B5:B7", {"type": "data_bar", "data_bar_2010": True})
    sheet.insert_checkbox("F8", True)
    sheet.write_dynamic_array_formula("G1", "=LEN(A5:A7)")
    sheet.write_rich_string("F9", "a", book.add_format({"bold": True}), "b")
    sheet.protect("", {"sort": True})
    sheet.outline_settings()
    sheet.set_footer("&P")
    other = book.add_worksheet("Other")
    other.write_formula("A1", "=SUM(Charges[Amount])", None, 27.25)
    book.set_properties({"title": "x"})


def test_features_keep_their_bytes(tmp_path: Path) -> None:
    """Sparklines, charts, comments, text boxes, check boxes, rich text, protection: all kept."""
    source = make_book(tmp_path / "a.xlsx", extra=rich)
    path = tmp_path / "b.xlsx"
    rows = [(f"N{i}", i, None, "t") for i in range(3)]
    write_tables(source, path, [TableWrite("Charges", HEADINGS, rows)])
    check_well_formed(path)
    assert changed_parts(source, path) <= {SHEET, TABLE, STRINGS, BOOK, CHART}
    held, made = (_COPY.split(parts(book)[CHART]) for book in (source, path))
    assert made == held  # but for the copies of cells, which say what these show now
    old, new = parts(source)[SHEET], parts(path)[SHEET]
    assert new.split(b"</sheetData>")[1] == old.split(b"</sheetData>")[1]
    assert new.split(b"<sheetData>")[0] == old.split(b"<sheetData>")[0]
    for cell in (b'r="F8"', b'r="F9"', b'r="G1"'):
        assert old.split(cell)[1].split(b"</c>")[0] == new.split(cell)[1].split(b"</c>")[0]


def test_any_zip_is_copied_member_by_member(tmp_path: Path) -> None:
    """Data descriptors, stored members, folders, comments and odd names are kept as they are."""
    held = parts(make_book(tmp_path / "a.xlsx"))
    path = tmp_path / "b.xlsx"

    class Stream(io.RawIOBase):  # a file that can't be sought: descriptors follow the data
        def __init__(self) -> None:
            self.held = bytearray()

        def writable(self) -> bool:
            return True

        def write(self, data: Any) -> int:
            self.held += bytes(data)
            return len(data)

    stream = Stream()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.comment = b"made by hand"
        for i, (name, data) in enumerate(held.items()):
            info = zipfile.ZipInfo(name, (1999, 12, 31, 23, 59, 58))
            info.comment, info.external_attr = b"c", 0o600 << 16
            info.compress_type = zipfile.ZIP_STORED if i % 2 else zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
        archive.writestr("xl/media/", b"")
        archive.writestr("xl/media/höhe.png", b"x")
        archive.writestr(zipfile.ZipInfo("/absolute/x.bin"), b"y")
    path.write_bytes(bytes(stream.held))
    rows = [("x", 1, None, None)]
    target = tmp_path / "c.xlsx"
    write_tables(path, target, [TableWrite("Charges", HEADINGS, rows)])
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target) as new:
        assert new.testzip() is None
        assert new.comment == b"made by hand"
        assert new.namelist() == old.namelist()
        for a, b in zip(old.infolist(), new.infolist(), strict=True):
            assert (a.date_time, a.comment, a.external_attr) == (
                b.date_time, b.comment, b.external_attr,
            )  # fmt: skip
            assert not b.flag_bits & 0x8


def test_no_writes_copy_the_file(tmp_path: Path) -> None:
    """Without anything to write, every part is copied as it is."""
    source, path = make_book(tmp_path / "a.xlsx", extra=rich), tmp_path / "b.xlsx"
    write_tables(source, path, [])
    assert changed_parts(source, path) == set()


def test_damaged_files_are_written_whole_or_refused(tmp_path: Path) -> None:
    """A damaged workbook is refused in a sentence, or written so that it can be read."""
    source = make_book(tmp_path / "a.xlsx", extra=rich)
    rows = [(f"N{i}", i, None, "t") for i in range(5)]
    new = TableWrite("Made", ("Text",), [("x",)])
    target = tmp_path / "c.xlsx"
    for path in damaged_copies(source, tmp_path / "b.xlsx"):
        target.unlink(missing_ok=True)
        try:
            write_tables(path, target, [TableWrite("Charges", HEADINGS, rows), new])
        except Refused:
            assert not target.exists()
            continue
        assert read_workbook(target).tables["Made"].rows == [("x",)]
