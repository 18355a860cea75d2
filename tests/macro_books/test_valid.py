"""Every workbook that is built or written keeps the file format, by two kinds of rules.

Microsoft's Open XML SDK checks the schema; our own rules check what Excel repairs although the
schema is kept.
"""

from __future__ import annotations

import re
import shutil
import zipfile
from pathlib import Path

import pytest

from tests.macro_books.books import ADDIN, FUNCTIONS_ADDIN, MACRO, PLAIN, RIBBON_PART, macros
from tests.support.openxml_validator import schema_errors
from tests.support.repairs import repairs
from tests.support.workbook_files import signed_in
from xl_recoup.cli.main import main


def settings_numbers() -> tuple[int, int]:
    """Return the numbers of the sheet Settings and of its table, by which their parts are named."""
    with zipfile.ZipFile(MACRO) as file:
        tables = (name for name in file.namelist() if name.startswith("xl/tables/"))
        table = next(name for name in tables if b'displayName="Settings"' in file.read(name))
        names = re.findall(rb'<sheet name="([^"]*)"', file.read("xl/workbook.xml"))
    return names.index(b"Settings") + 1, int("".join(filter(str.isdigit, table)))


NUMBER, TABLE_NUMBER = settings_numbers()
TABLE, SHEET, BOOK, STRINGS, STYLES = (
    f"xl/tables/table{TABLE_NUMBER}.xml", f"xl/worksheets/sheet{NUMBER}.xml", "xl/workbook.xml",
    "xl/sharedStrings.xml", "xl/styles.xml",
)  # fmt: skip


@pytest.mark.parametrize("book", [PLAIN, MACRO, ADDIN, FUNCTIONS_ADDIN], ids=lambda b: b.name)
def test_what_is_built_is_valid(book: Path) -> None:
    """The three committed files."""
    assert schema_errors(book) == []
    assert repairs(book) == []


WRITES = {
    "recalculated": ["recalculate", "--as-at", "2026-03-31"],
    "posted": ["post", "--period", "Autumn 2025", "--approved-by", "B. Head", "--allow-draft"],
    "next year's": ["new-year", "--year", "2026-27"],
}


@pytest.mark.parametrize("book", [PLAIN, MACRO], ids=["plain", "macro"])
@pytest.mark.parametrize("what", WRITES)
def test_what_is_written_is_valid(what: str, book: Path, tmp_path: Path) -> None:
    """A workbook recalculated with other results, posted, and carried into the next year."""
    command, *options = WRITES[what]
    target = tmp_path / f"written{book.suffix}"
    with signed_in("bhead"):
        assert main([command, str(book), *options, "--output", str(target)]) == 0
    assert target.read_bytes() != book.read_bytes()
    assert schema_errors(target) == []
    assert repairs(target) == []


def test_statements_are_valid(tmp_path: Path) -> None:
    """The first, the longest and the last of the statements' workbooks."""
    book, folder = tmp_path / PLAIN.name, tmp_path / "statements"
    shutil.copyfile(PLAIN, book)  # they are registered in the workbook
    assert main(["statements", str(book), "--to", str(folder)]) == 0
    books = sorted(folder.rglob("*.xlsx"))
    chosen = {books[0], max(books, key=lambda b: b.stat().st_size), books[-1]}
    for book in sorted(chosen):
        assert schema_errors(book) == [], book.name
    for book in books:
        assert repairs(book) == [], book.name


def spoilt(folder: Path, part: str, old: str, new: str) -> Path:
    """Return the macro workbook with one text of one part replaced, once."""
    target = folder / "spoilt.xlsm"
    with zipfile.ZipFile(MACRO) as source, zipfile.ZipFile(target, "w") as file:
        for name in source.namelist():
            text = source.read(name)
            if name == part:
                assert old.encode() in text
                text = text.replace(old.encode(), new.encode(), 1)
            file.writestr(name, text)
    return target


SCHEMA = {
    "an unknown attribute": (BOOK, "<workbookPr ", '<workbookPr wrong="1" '),
    "a ribbon button of an unknown size": (RIBBON_PART, 'size="large"', 'size="huge"'),
    "an unknown ribbon element": (RIBBON_PART, "<tabs>", "<tabs><knob/>"),
    "an element in the wrong place": (SHEET, "<sheetData>", "<legacyDrawing/><sheetData>"),
}


@pytest.mark.parametrize("fault", SCHEMA)
def test_the_validator_finds(fault: str, tmp_path: Path) -> None:
    """The validator is really at work, in the workbook's parts and in the ribbon."""
    assert schema_errors(spoilt(tmp_path, *SCHEMA[fault]))


FAULTS: dict[str, tuple[str, str, str, str]] = {
    "a content type for nothing": ("[Content_Types].xml", "/xl/theme/theme1.xml",
        "/xl/theme/theme9.xml", "theme9.xml, which is missing"),
    "a part without a content type": ("[Content_Types].xml", '<Default Extension="bin"',
        '<Default Extension="bim"', "xl/vbaProject.bin has no content type"),
    "a way to nothing": ("_rels/.rels", 'Target="customUI/customUI.xml"',
        'Target="customUI/other.xml"', "leads to customUI/other.xml, which is missing"),
    "a part that nothing leads to": ("_rels/.rels", macros.RIBBON_LINK, "",
        "nothing leads to customUI/customUI.xml"),
    "two relationships of one id": ("_rels/.rels", 'Id="rIdRibbon"', 'Id="rId1"',
        "the package has 2 relationships rId1"),
    "two sheets of one name": (BOOK, 'name="Rates"', 'name="schools"',
        "2 sheets are called schools"),
    "two sheets of one id": (BOOK, 'sheetId="4"', 'sheetId="5"', "2 sheet ids are called 5"),
    "a sheet with a forbidden name": (BOOK, 'name="Rates"', 'name="Rates?"',
        "'Rates?' can't be the name of a sheet"),
    "a name like a cell": (BOOK, '<definedName name="_xlnm.Print_Titles"',
        '<definedName name="AB12"', "'AB12' can't be a defined name"),
    "a name on a missing sheet": (BOOK, 'localSheetId="2"', 'localSheetId="99"',
        "belongs to a sheet that is not there"),
    "two modules of one name": (SHEET, f'codeName="Sheet{NUMBER}"', 'codeName="Sheet4"',
        "2 modules behind sheets are called sheet4"),
    "a wrong count of styles": (STYLES, "<fonts count=", '<fonts count="999" x=',
        "styles: fonts counts 999"),
    "a font out of range": (STYLES, 'fontId="4"', 'fontId="999"', "fontId of cellXfs"),
    "an unknown number format": (STYLES, 'numFmtId="164" formatCode', 'numFmtId="999" formatCode',
        "the number format 164 is not there"),
    "a wrong count of texts": (STRINGS, 'uniqueCount="', 'uniqueCount="9',
        "sharedStrings counts 9"),
    "two tables of one id": (TABLE, f'id="{TABLE_NUMBER}"', 'id="1"',
        "2 tables or names have the id 1"),
    "two tables of one name": (TABLE, 'displayName="Settings"', 'displayName="Rates"',
        "2 tables or names have the name rates"),
    "a heading that its cell does not hold": (TABLE, 'name="Value"', 'name="Values"',
        "the cell of the heading 'Values' holds something else"),
    "two columns of one name": (TABLE, 'name="Value"', 'name="setting"',
        "2 columns have the name 'setting'"),
    "two columns of one id": (TABLE, '<tableColumn id="2"', '<tableColumn id="1"',
        "2 columns have the id '1'"),
    "a table wider than its columns": (TABLE, 'ref="A4:', 'ref="B4:', "the columns do not fill"),
    "a filter off its table": (TABLE, '<autoFilter ref="A4', '<autoFilter ref="A5',
        "is not the table's"),
    "a table style out of range": (TABLE, '<tableColumn id="1"',
        '<tableColumn dataDxfId="9999" id="1"', "dataDxfId 9999 is out of range"),
    "a table that its sheet does not name": (SHEET, "<tablePart ", "<tablePast ",
        "the sheet names 0 tables and leads to 1"),
    "merged cells inside a table": (SHEET, "</sheetData>",
        '</sheetData><mergeCells><mergeCell ref="A6:B7"/></mergeCells>', "overlaps A6:B7"),
    "merged cells that overlap": (SHEET, "</sheetData>",
        '</sheetData><mergeCells><mergeCell ref="H1:I2"/><mergeCell ref="I2:J3"/></mergeCells>',
        "merged cells H1:I2 and I2:J3 overlap"),
    "a row out of order": (SHEET, '<row r="5"', '<row r="3"', "row 3 stands after row 4"),
    "a cell out of order": (SHEET, '<c r="B5"', '<c r="A5"', "A5 is out of order"),
    "a style out of range": (SHEET, '<c r="A5" s="', '<c r="A5" s="999', "the style 999"),
    "a shared text that is not there": (SHEET, "<v>", "<v>9999", "the shared text 9999"),
    "a drop-down that is too long": (SHEET, '<formula1>"', f'<formula1>"{"x" * 256}',
        "a drop-down holds"),
    "a wrong count of drop-downs": (SHEET, '<dataValidations count="', '<dataValidations count="9',
        "dataValidations counts 9"),
    "two ribbon controls of one id": (RIBBON_PART, 'id="recoupmentAbout"', 'id="recoupmentHelp"',
        "2 ribbon controls are called recoupmenthelp"),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_our_own_rules_find(fault: str, tmp_path: Path) -> None:
    """Each rule finds its fault in a workbook that is sound but for it."""
    part, old, new, said = FAULTS[fault]
    assert [f for f in repairs(spoilt(tmp_path, part, old, new)) if said in f]


DASHBOARD_FORMULA = {
    "a formula with the short form": ("<f>", "<f>T[@[A]]+", "can't be read back"),
    "a number that is none": ('"?*")</f><v>', '"?*")</f><v>n/a ', "is no number"),
}


@pytest.mark.parametrize("fault", DASHBOARD_FORMULA)
def test_our_own_rules_find_in_formulas(fault: str, tmp_path: Path) -> None:
    """Formulas that Excel can't read back, and values that are not what their cell says."""
    old, new, said = DASHBOARD_FORMULA[fault]
    found = repairs(spoilt(tmp_path, "xl/worksheets/sheet2.xml", old, new))
    assert [f for f in found if said in f]


def test_a_conditional_format_out_of_range_is_found(tmp_path: Path) -> None:
    """A rule that names a format which the styles lack."""
    with zipfile.ZipFile(MACRO) as file:
        sheets = [n for n in file.namelist() if n.startswith("xl/worksheets/sheet")]
        part = next(n for n in sheets if b"dxfId=" in file.read(n))
    found = repairs(spoilt(tmp_path, part, 'dxfId="', 'dxfId="999'))
    assert [f for f in found if "conditional format: dxfId 999" in f]


def test_a_calculation_chain_to_nothing_is_found(tmp_path: Path) -> None:
    """A chain that names a cell without a formula."""
    target = tmp_path / "chained.xlsx"
    shutil.copyfile(PLAIN, target)
    rels, types = "xl/_rels/workbook.xml.rels", "[Content_Types].xml"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    added = {
        rels: f'<Relationship Id="rIdC" Type="{office}/calcChain" Target="calcChain.xml"/>',
        types: '<Override PartName="/xl/calcChain.xml" ContentType="application/xml"/>',
    }
    chain = (
        '<calcChain xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        '<c r="A1" i="1"/></calcChain>'
    )
    with zipfile.ZipFile(PLAIN) as source, zipfile.ZipFile(target, "w") as file:
        for name in source.namelist():
            text = source.read(name).decode("utf-8", "surrogateescape")
            if name in added:
                head, _, tail = text.rpartition("</")
                text = f"{head}{added[name]}</{tail}"
            file.writestr(name, text.encode("utf-8", "surrogateescape"))
        file.writestr("xl/calcChain.xml", chain)
    assert repairs(target) == ["calcChain names A1 of sheet 1, which has no formula"]


def test_a_part_that_stands_twice_is_found(tmp_path: Path) -> None:
    """Two members of one name: readers disagree on which counts."""
    target = tmp_path / "twice.xlsx"
    shutil.copyfile(PLAIN, target)
    with zipfile.ZipFile(target, "a") as file:
        file.writestr("XL/workbook.xml", b"<x/>")
    assert "the part xl/workbook.xml is there 2 times" in repairs(target)
