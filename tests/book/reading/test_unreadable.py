"""Files that cannot be read: what is no workbook, damaged or unsafe is refused in a sentence."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from tests.book.makers import (
    BOOK,
    SHEET,
    TABLE,
    damaged_copies,
    hand_made,
    make_book,
    parts,
    rewritten,
)
from xl_recoup.book import read_workbook
from xl_recoup.errors import Refused


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (b"not a workbook", "is not an Excel workbook"),
        (b"PK\x03\x04 cut", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "is not an Excel workbook"),
    ],
)
def test_what_is_no_workbook_is_refused(tmp_path: Path, content: bytes, says: str) -> None:
    """A file that is something else is refused in a sentence that names it."""
    path = tmp_path / "book.xlsx"
    path.write_bytes(content)
    with pytest.raises(Refused, match=f"book.xlsx.*{says}"):
        read_workbook(path)


def test_missing_files_folders_and_binary_workbooks_are_refused(tmp_path: Path) -> None:
    """What can't be there, and an .xlsb, are refused in a sentence."""
    with pytest.raises(Refused, match=r"gone\.xlsx was not found"):
        read_workbook(tmp_path / "gone.xlsx")
    with pytest.raises(Refused, match="is a folder"):
        read_workbook(tmp_path)
    path = make_book(tmp_path / "a.xlsx")
    rewritten(path, {"xl/workbook.bin": b"x"} | {BOOK: None})
    with pytest.raises(Refused, match=r"\.xlsb"):
        read_workbook(path)
    with zipfile.ZipFile(tmp_path / "b.xlsx", "w") as archive:
        archive.writestr("word.txt", "x")
    with pytest.raises(Refused, match="not an Excel workbook"):
        read_workbook(tmp_path / "b.xlsx")


def test_entities_are_refused(tmp_path: Path) -> None:
    """A part with a document type definition is refused before anything is expanded."""
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]>'
    for part in (BOOK, SHEET, TABLE):
        path = make_book(tmp_path / "a.xlsx")
        rewritten(path, {part: lambda d: bomb + d[d.index(b"?>") + 2 :]})
        with pytest.raises(Refused, match="document type definition"):
            read_workbook(path)


def test_a_sheet_without_its_part_is_refused(tmp_path: Path) -> None:
    """A sheet that the workbook lists and the file lacks is never passed over."""
    path = rewritten(make_book(tmp_path / "a.xlsx"), {SHEET: None})
    with pytest.raises(Refused, match=f"The part {SHEET} is missing from the file"):
        read_workbook(path)


def test_duplicate_parts_are_refused(tmp_path: Path) -> None:
    """Two parts of one name are refused where it matters which one counts."""
    path = make_book(tmp_path / "a.xlsx")
    held = parts(path)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in held.items():
            archive.writestr(name, data)
        archive.writestr(SHEET.upper(), b"<x/>")
    path.write_bytes(buffer.getvalue())
    with pytest.raises(Refused, match="two parts named"):
        read_workbook(path)


def test_damaged_files_only_ever_give_a_refusal(tmp_path: Path) -> None:
    """Cut short, bytes flipped in the zip, XML damaged: values or a sentence, never a crash."""
    for path in damaged_copies(make_book(tmp_path / "a.xlsx"), tmp_path / "b.xlsx"):
        try:
            said = "." if read_workbook(path).sheets else "no sheets"
        except Refused as refusal:
            said = str(refusal)
        assert said.endswith(".")


def test_a_damaged_tag_is_found_out_at_once(tmp_path: Path) -> None:
    """A tag that never closes does not send the search through every way to split it."""
    path = hand_made(tmp_path / "a.xlsx", f'<row r="2"><c {"x y " * 200}<</row>', "A1:A2", "a")
    with pytest.raises(Refused, match="damaged"):
        read_workbook(path)
