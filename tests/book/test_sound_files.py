"""Sound files are not called damaged: what Excel wrote, or takes without a word, is kept."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl

from tests.book.makers import BOOK, check_well_formed, make_book, parts, rewritten
from xl_recoup.book import read_workbook, write_tables
from xl_recoup.book.package.package import open_package
from xl_recoup.book.package.shared_strings import used_strings
from xl_recoup.book.reading.inventory import inventory
from xl_recoup.tables import TableWrite

ADDED = TableWrite(
    "Made", ("Day", "Pounds"), [(date(2026, 1, 31), 1)], pounds=frozenset({"Pounds"})
)
STYLES = "xl/styles.xml"


def rewrite(path: Path, part: str, edit: Any) -> Path:
    rewritten(path, {part: edit})
    return path


def test_a_macro_module_of_the_1990s_is_read_past(tmp_path: Path) -> None:
    """Excel lists it among the sheets without a part, and writes it so again."""
    module = b'<sheet name="Module1" sheetId="99" state="veryHidden" r:id=""/></sheets>'
    path = rewrite(make_book(tmp_path / "a.xlsx"), BOOK, lambda d: d.replace(b"</sheets>", module))
    assert read_workbook(path).sheets == ("Charges",)
    assert [name for name, _ in inventory(open_package(path)).sheets] == ["Charges"]
    write_tables(path, path, [ADDED])
    assert module[:-9] in parts(path)[BOOK]
    assert read_workbook(path).sheets == ("Charges", "Made")


def test_the_strings_of_a_macro_sheet_are_in_use() -> None:
    """Only its root has a prefix: a text that a cell of it shows must not be taken for nobody's."""
    sheet = (
        b'<xm:macrosheet xmlns="m" xmlns:xm="x"><sheetData><row r="1"><c r="A1" t="s"><v>2</v></c>'
        b'<c r="B1" t="s"><f>A1</f><v>3</v></c></row></sheetData></xm:macrosheet>'
    )
    assert used_strings(sheet) == {2, 3}
    assert used_strings(b'<x:sheetData><x:c r="A1" t="s"><x:v>4</x:v></x:c></x:sheetData>') == {4}


def test_an_empty_style_sheet_gets_the_least_that_it_needs(tmp_path: Path) -> None:
    """A new sheet's days are days all the same."""
    path = make_book(tmp_path / "a.xlsx")
    rewrite(path, STYLES, lambda d: re.sub(rb"(<styleSheet[^>]*)>.*", rb"\1/>", d, flags=re.DOTALL))
    rewrite(path, "xl/worksheets/sheet1.xml", lambda d: re.sub(rb' s="\d+"', b"", d))
    write_tables(path, path, [ADDED])
    check_well_formed(path)
    assert openpyxl.load_workbook(path)["Made"]["A5"].value.date() == date(2026, 1, 31)


def test_alternatives_in_styles_are_all_kept_alike(tmp_path: Path) -> None:
    """A list that a part offers twice grows in both."""
    space = b'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '

    def offer(data: bytes) -> bytes:
        held = re.search(rb"<cellXfs.*</cellXfs>", data, re.DOTALL)
        assert held
        twice = (
            b'<mc:AlternateContent><mc:Choice Requires="x14">%s</mc:Choice>'
            b"<mc:Fallback>%s</mc:Fallback></mc:AlternateContent>" % (held[0], held[0])
        )
        return data.replace(held[0], twice).replace(b"<styleSheet ", b"<styleSheet " + space)

    path = rewrite(make_book(tmp_path / "a.xlsx"), STYLES, offer)
    before = read_workbook(path).tables["Charges"].rows
    assert any(isinstance(cell, date) for row in before for cell in row)
    write_tables(path, path, [ADDED])
    lists = re.findall(rb"<cellXfs.*?</cellXfs>", parts(path)[STYLES], re.DOTALL)
    assert len(lists) == 2
    assert lists[0] == lists[1]
    assert read_workbook(path).tables["Made"].rows[0][0] == date(2026, 1, 31)


def test_content_types_without_defaults_get_what_a_new_sheet_needs(tmp_path: Path) -> None:
    """Excel asks for the type of every part: relationships have theirs by a default."""

    def without(data: bytes) -> bytes:
        names = [
            b"/_rels/.rels",
            b"/xl/_rels/workbook.xml.rels",
            b"/xl/worksheets/_rels/sheet1.xml.rels",
        ]
        kind = b"application/vnd.openxmlformats-package.relationships+xml"
        lines = b"".join(b'<Override PartName="%s" ContentType="%s"/>' % (n, kind) for n in names)
        return re.sub(rb'<Default Extension="rels"[^>]*/>', b"", data).replace(
            b"</Types>", lines + b"</Types>"
        )

    path = rewrite(make_book(tmp_path / "a.xlsx"), "[Content_Types].xml", without)
    write_tables(path, path, [ADDED])
    types = parts(path)["[Content_Types].xml"]
    assert b'Extension="rels"' in types or b"/_rels/sheet2.xml.rels" in types
    assert read_workbook(path).find("Made")
