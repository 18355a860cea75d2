"""A number that names nothing stops a writing, unless the workbook had it so before."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.book.makers import BOOK, HEADINGS, SHEET, make_book, rewritten
from tests.book.writing.put import new_rows
from tests.support.workbook_files import parts
from xl_recoup.book import write_tables
from xl_recoup.book.package.package import load_bytes, open_package
from xl_recoup.book.writing.reference_rules import newly_broken
from xl_recoup.book.writing.write_tables import build
from xl_recoup.tables import TableWrite

WRITE = TableWrite("Charges", HEADINGS, new_rows(3))
TABLE, STYLES = "xl/tables/table1.xml", "xl/styles.xml"
LOCAL = b'<definedNames><definedName name="x" localSheetId="9"/></definedNames>'
HURTS = [
    (SHEET, b'<row r="5"', b'<row r="5" s="99"', "a style number 99"),
    (SHEET, b"</sheetData>", b'<row r="99"><c r="A99" t="s"><v>7777</v></c></row></sheetData>',
     "a string number 7777"),
    (SHEET, b"</sheetData>", b'</sheetData><drawing r:id="rId77"/>', "the relationship rId77"),
    (TABLE, b"<table ", b'<table dataDxfId="55" ', "a format number 55"),
    (BOOK, b"<calcPr", LOCAL + b"<calcPr", "a name's sheet number 9"),
    (STYLES, b"</cellXfs>", b'<xf fontId="88"/></cellXfs>', "a style's fontId number 88"),
]  # fmt: skip


@pytest.mark.parametrize(("part", "old", "new", "said"), HURTS)
def test_what_is_newly_broken_is_found(
    tmp_path: Path, part: str, old: bytes, new: bytes, said: str
) -> None:
    """Each kind of reference is known, and a sound draft has none that is broken."""
    path = make_book(tmp_path / "a.xlsx")
    draft, _ = build(open_package(path, load_bytes(path)), [WRITE])
    assert newly_broken(draft, {}) is None
    before = draft.content(part)
    assert old in before
    draft.put(part, before.replace(old, new, 1))
    assert newly_broken(draft, {}) == f"{said} in the part {part.lower()}"


def test_what_was_broken_before_is_no_reason_to_refuse(tmp_path: Path) -> None:
    """A workbook that Excel takes all the same is written, and keeps what was broken."""
    path = make_book(tmp_path / "a.xlsx", extra=lambda _, sheet: sheet.set_row(20, 15))
    rewritten(path, {SHEET: lambda data: data.replace(b'<row r="21"', b'<row r="21" s="99"')})
    before = parts(path)[SHEET]
    write_tables(path, path, [WRITE])
    after = parts(path)[SHEET]
    assert after != before
    assert b'<row r="21" s="99"' in after
