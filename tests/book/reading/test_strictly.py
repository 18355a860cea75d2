"""What contradicts itself is refused, what is too much is refused, what is no text is cleaned."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.book.makers import SHEET, STRINGS, TABLE, hand_made, make_book, rewritten
from xl_recoup.book import read_workbook
from xl_recoup.book.package import shared_strings, xmltext, zips
from xl_recoup.book.reading import limits
from xl_recoup.errors import Refused
from xl_recoup.harmless_text import cleaned, on_screen, was_cleaned

HEAD = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>'
STYLES = "xl/styles.xml"


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="2"><c r="A3"><v>1</v></c></row>',
        '<row r="2"><c r="A2"><v>1</v></c><c r="B1"><v>2</v></c></row>',
        '<row r="2"><c r="A2" ><v>1</v></c><c r="B7"><v>2</v></c></row>',
        '<row r="2"><c r="A2"><v>1</v></c><c r="A2"><v>2</v></c></row>',
        '<row r="2"><c r="B2"><v>1</v></c><c r="A2"><v>2</v></c></row>',
        '<row r="2"><c r="A2"><v>1</v></c></row><row r="2"><c r="A2"><v>1</v></c></row>',
        '<row r="3"><c r="A3"><v>1</v></c></row><row r="2"><c r="A2"><v>1</v></c></row>',
        '<row r="2"><c r="A2"><v>1</v></c></row>lost<row r="3"><c r="A3"><v>2</v></c></row>',
        '<rox r="2"><c r="A2"><v>1</v></c></rox>',
        '<row r="2"><c r="A2"><v>1<?x y?>2</v></c></row>',
        '</sheetData><sheetData><row r="2"><c r="A2"><v>1</v></c></row>',
    ],
)
def test_a_sheet_that_contradicts_itself_is_refused(tmp_path: Path, rows: str) -> None:
    """A row or cell that states another place, stands twice, or is none, is never passed over."""
    path = hand_made(tmp_path / "a.xlsx", HEAD + rows, "A1:B4", ["One", "Two"])
    with pytest.raises(Refused, match=r"a\.xlsx .*sheet1\.xml of the file is damaged"):
        read_workbook(path)


@pytest.mark.parametrize(("part", "mark"), [(SHEET, b'r="5"'), (STRINGS, b"<t>"), (TABLE, b'id="')])
def test_a_lost_sign_is_refused_wherever_it_is_lost(tmp_path: Path, part: str, mark: bytes) -> None:
    """Of every part that is read one sign is taken away, and the workbook is refused."""
    path = make_book(tmp_path / "a.xlsx")
    rewritten(path, {part: lambda data: data.replace(mark, mark[:-1], 1)})
    with pytest.raises(Refused, match="is damaged"):
        read_workbook(path)


def test_strings_in_comments_and_blocks_are_no_strings(tmp_path: Path) -> None:
    """A comment that holds a text moves no other, and a character block is the text it says."""
    items = "<si><t>One</t></si><!--<si><t>no</t></si>--><si><t><![CDATA[a<b]]></t></si>"
    rows = (
        '<row r="1"><c r="A1" t="s"><v>0</v></c></row><row r="2"><c r="A2" t="s"><v>1</v></c></row>'
    )
    path = hand_made(tmp_path / "a.xlsx", rows, "A1:A2", ["One"], strings=items)
    assert [list(row) for row in read_workbook(path).tables["Charges"].rows] == [["a<b"]]


def test_what_is_no_text_is_cleaned_once(tmp_path: Path) -> None:
    """Half an emoji and control characters come as signs, however they are stored."""
    rows = HEAD + (
        '<row r="2"><c r="A2" t="inlineStr"><is><t>_xD83D_ Smith</t></is></c>'
        '<c r="B2" t="s"><v>0</v></c></row>'
        '<row r="3"><c r="A3" t="str"><v>_xD83D__xDE00_</v></c><c r="B3" t="s"><v>1</v></c></row>'
    )
    strings = "<si><t>_x001B_[31mRED</t></si><si><t>a&#x9B;b\u202ec</t></si>"
    path = hand_made(tmp_path / "a.xlsx", rows, "A1:B3", ["One", "Two"], strings=strings)
    held = read_workbook(path).tables["Charges"].rows
    assert [list(row) for row in held] == [["� Smith", "␛[31mRED"], ["😀", "a�b�c"]]


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("Zoë\tŁ.\r\nline", None),
        ("\x07", "␇"),
        ("\x7f", "␡"),
        ("\ud83d\ude00", "😀"),
        ("\ud83d", "�"),
    ],
)
def test_text_stays_text(text: str, clean: str | None) -> None:
    """Letters, tabs and line ends stay; a cleaned text stays as it is, and says that it was."""
    assert cleaned(text) == (text if clean is None else clean)
    assert cleaned(cleaned(text)) == cleaned(text)
    assert was_cleaned(cleaned(text)) == (clean is not None and clean != "😀")
    cleaned(text).encode()


def test_no_line_is_written_over_another() -> None:
    """A carriage return alone, which sends a terminal back to the line's start, is shown."""
    assert on_screen("Refused.\rDone.   ") == "Refused.␍Done.   "
    assert on_screen("one\r\ntwo") == "one\ntwo"


def test_too_much_is_refused_with_its_number(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each limit is said in a sentence, with how much there is or may be."""
    path = make_book(tmp_path / "a.xlsx")
    for module, name, least, says in (
        (zips, "LARGEST_PART", 100, "too big to be read"),
        (zips, "LARGEST_TEXTS", 100, "bytes of text"),
        (zips, "OF_ALL_THESE", 100, "which no workbook of Excel's does"),
        (zips, "MOST_MEMBERS", 3, "parts, and a workbook of more than 3"),
        (zips, "OF_THIS_SIZE", 100, "times its size in the file"),
        (xmltext, "LARGEST_TREE", 100, "too big for what it should hold"),
        (shared_strings, "MOST_STRINGS", 1, "different texts"),
        (limits, "MOST_TABLES", 0, "more than 0 tables"),
        (limits, "MOST_STYLES", 0, "cell styles"),
        (limits, "LONGEST", -1, "Reading was given up"),
    ):
        with monkeypatch.context() as patch:
            patch.setattr(module, name, least)
            patch.setattr(zips, "MOST_TIMES_IN_ALL", 1)
            patch.setattr(zips, "MOST_TIMES", 1 if name == "OF_THIS_SIZE" else zips.MOST_TIMES)
            with pytest.raises(Refused, match=says):
                read_workbook(path)
    assert read_workbook(path).tables["Charges"].rows


def test_a_table_drawn_down_the_sheet_holds_what_is_filled(tmp_path: Path) -> None:
    """A table that reaches the sheet's last row gives its filled rows, and no million of blanks."""
    path = make_book(tmp_path / "a.xlsx")
    rewritten(path, {TABLE: lambda data: data.replace(b"A4:D7", b"A4:D1048576")})
    assert len(read_workbook(path).tables["Charges"].rows) == 3


def test_a_folder_that_may_not_be_opened_is_named_as_such(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where this user may not look, nothing is said of what is not there."""

    def refuse(*_given: object, **_named: object) -> object:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "stat", refuse)
    with pytest.raises(Refused, match="no permission to open that folder") as refused:
        read_workbook(tmp_path / "a.xlsx")
    assert refused.value.exit_code == 3
