"""The VBA in the workbook and the add-ins is the sources' own, and keeps the format's rules."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from oletools.olevba import decompress_stream
from pyopenvba import ExcelFile
from pyvbaanalysis import analyze_office_file

from tests.macro_books.books import (
    ADDIN,
    FOLDER,
    FUNCTIONS_ADDIN,
    MACRO,
    parts_of,
    project_of,
    source_of,
    vba_of,
)
from xl_recoup.excel import macros
from xl_recoup.excel.macros import BUTTONS

BOOKS = [
    pytest.param(MACRO, id="workbook"), pytest.param(ADDIN, id="add-in"),
    pytest.param(FUNCTIONS_ADDIN, id="functions"),
]  # fmt: skip
RUNS = re.compile(r'RecoupmentRun "(\w+)"')
NO_COMPILED_CODE = bytes.fromhex("cc61ffff000000")
"""What a writer must put into `_VBA_PROJECT`, and nothing after it: MS-OVBA 2.3.4.1."""
MODULE_OFFSET = bytes.fromhex("310004000000")
"""The record of `dir` before four bytes that say where a module's text begins: 2.3.4.2.3.2.5."""


@pytest.mark.parametrize("book", BOOKS)
def test_an_independent_reader_finds_the_sources(book: Path) -> None:
    """oletools reads out of the file exactly the modules that went in, and no other code."""
    read, source = vba_of(book), source_of(book)
    for name, text in source.modules.items():
        assert read[name].rstrip("\n") == text.replace("\r\n", "\n").rstrip("\n"), name
    assert read["ThisWorkbook"].endswith(source.workbook_code)
    others = set(read) - set(source.modules) - {"ThisWorkbook"}
    assert all(re.fullmatch(r"Sheet\d+", name) for name in others)
    for name in others:
        assert all(line.startswith("Attribute VB_") for line in read[name].splitlines()), name


@pytest.mark.parametrize("book", BOOKS)
def test_the_project_is_source_text_alone(book: Path) -> None:
    """No compiled code, nor rests of a template's: not in a stream of its own nor before a text."""
    file = project_of(book)
    streams = ["/".join(path) for path in file.listdir()]
    assert not [s for s in streams if "__SRP_" in s]
    assert file.openstream("VBA/_VBA_PROJECT").read() == NO_COMPILED_CODE
    directory = decompress_stream(bytearray(file.openstream("VBA/dir").read()))
    modules = [path[1] for path in file.listdir() if path[0] == "VBA" and len(path) == 2]
    texts = sorted({*modules} - {"dir", "_VBA_PROJECT"})
    assert directory.count(MODULE_OFFSET) == len(texts)
    assert directory.count(MODULE_OFFSET + bytes(4)) == len(texts)
    for name in texts:  # each stream is its compressed text from the first byte to the last
        text = decompress_stream(bytearray(file.openstream(f"VBA/{name}").read()))
        assert text.startswith(f'Attribute VB_Name = "{name}"'.encode()), name


@pytest.mark.parametrize("book", BOOKS)
def test_every_sheet_has_its_module(book: Path) -> None:
    """The project names a module for the workbook and for each sheet, by their code names."""
    project = project_of(book).openstream("PROJECT").read().decode("cp1252")
    documents = re.findall(r"^Document=(\w+)/", project, re.MULTILINE)
    standard = re.findall(r"^Module=(\w+)", project, re.MULTILINE)
    texts = [data.decode("utf-8") for name, data in parts_of(book).items()
             if re.fullmatch(r"xl/(workbook|worksheets/sheet\d+)\.xml", name)]  # fmt: skip
    named = [re.findall(r'<(?:workbookPr|sheetPr)[^>]* ?codeName="(\w+)"', t) for t in texts]
    assert all(len(found) == 1 for found in named)
    assert sorted(documents) == sorted(found[0] for found in named)
    assert standard == [*source_of(book).modules]


@pytest.mark.parametrize("book", BOOKS)
def test_modules_of_workbook_and_sheets_say_what_they_are(book: Path) -> None:
    """Each has the attributes by which Excel binds it to the workbook or to a sheet."""
    code = vba_of(book)
    for name in code:
        if name == "ThisWorkbook" or name.startswith("Sheet"):
            kind = "00020819" if name == "ThisWorkbook" else "00020820"
            head = code[name].splitlines()[:8]
            assert head[1] == f'Attribute VB_Base = "0{{{kind}-0000-0000-C000-000000000046}}"'
            assert "Attribute VB_PredeclaredId = True" in head


@pytest.mark.parametrize("book", BOOKS)
def test_the_project_is_sound_for_its_library(book: Path) -> None:
    """The project's streams agree with each other, and the ribbon's types can be found."""
    with ExcelFile(book) as file:
        assert file.validate() == []
        assert {r.name for r in file.references()} == {"stdole", "Office"}


@pytest.mark.parametrize("book", BOOKS)
def test_an_analyser_of_vba_has_nothing_to_say(book: Path) -> None:
    """The project as a whole, against Excel's own objects: no error, no warning, no remark."""
    said = analyze_office_file(str(book))
    assert {*said} >= {*source_of(book).modules}
    assert [f"{name}: {found.message}" for name, all_ in said.items() for found in all_] == []


@pytest.mark.parametrize("book", [MACRO, ADDIN])
def test_every_python_command_resolves(book: Path) -> None:
    """What each macro runs is a function of the installed package that needs no argument."""
    named = RUNS.findall(vba_of(book)["RecoupmentMacros"])
    assert len(named) == len(BUTTONS)
    for name in named:
        function = getattr(macros, name)
        assert function.__module__ == macros.__name__
        assert function.__code__.co_argcount == 0


@pytest.mark.parametrize("book", BOOKS)
def test_lines_fit_the_editor(book: Path) -> None:
    """No line is over 1,023 characters, and no statement over 24 continued lines: VBA's limits."""
    for name, code in vba_of(book).items():
        assert max(map(len, code.split("\n"))) <= 1023, name
        assert not re.search(r"(?:[^\n]* _\n){25}", code), name


def test_hand_written_modules_declare_their_variables() -> None:
    """Every VBA source says Option Explicit, so that a slip of the pen is an error."""
    sources = [path for path in FOLDER.glob("vba/**/*") if path.is_file()]
    assert len(sources) == 4
    assert all("Option Explicit" in s.read_text(encoding="utf-8") for s in sources)
