"""The VBA in the workbook and the add-in is the sources' own, and leads to Python that exists."""

from __future__ import annotations

import importlib
import io
import re
import sys
import tomllib
from importlib.metadata import version
from pathlib import Path
from types import FunctionType, SimpleNamespace
from unittest.mock import MagicMock

import pytest
import xlwings
from oletools.olevba import decompress_stream
from pyopenvba import ExcelFile
from python_calamine import CalamineWorkbook

from tests.macro_books.books import ADDIN, FOLDER, MACRO, macros, parts_of, project_of, vba_of
from xl_recoup.excel.functions import FUNCTIONS
from xl_recoup.excel.macros import BUTTONS

BOOKS = [pytest.param(MACRO, id="workbook"), pytest.param(ADDIN, id="add-in")]
RUNS = re.compile(r'RecoupmentRun "(\w+)"')
CALL = re.compile(r"XLPy\.CallUDF\(.*?Application\.Caller\)")
HANDED = re.compile(
    r'RunPython "import (?P<module>[\w.]+) as m; m\." & Name & "\(\)"$', re.MULTILINE
)


@pytest.mark.parametrize("book", BOOKS)
def test_an_independent_reader_finds_the_sources(book: Path) -> None:
    """oletools reads out of the file exactly the modules that went in, and no other code."""
    read = vba_of(book)
    written = macros.modules(addin=book is ADDIN)
    for name, text in written.items():
        assert read[name].rstrip("\n") == text.replace("\r\n", "\n").rstrip("\n"), name
    assert read["ThisWorkbook"].endswith(macros.workbook_code())
    others = set(read) - set(written) - {"ThisWorkbook"}
    assert all(re.fullmatch(r"Sheet\d+", name) for name in others)
    for name in others:
        assert all(line.startswith("Attribute VB_") for line in read[name].splitlines()), name


@pytest.mark.parametrize("book", BOOKS)
def test_the_project_is_source_text_alone(book: Path) -> None:
    """A module's stream is its compressed text from the first byte; nothing compiled is stored."""
    file = project_of(book)
    streams = ["/".join(path) for path in file.listdir()]
    assert not [s for s in streams if "__SRP_" in s]
    cache = file.openstream("VBA/_VBA_PROJECT").read()
    assert cache[:2] == b"\xcc\x61"
    assert not any(cache[5:])
    for name, text in macros.modules(addin=book is ADDIN).items():
        stream = bytearray(file.openstream(f"VBA/{name}").read())
        assert decompress_stream(stream).decode("cp1252").split() == text.split(), name


@pytest.mark.parametrize("book", BOOKS)
def test_every_sheet_has_its_module(book: Path) -> None:
    """The project names a module for the workbook and for each sheet, by their code names."""
    project = project_of(book).openstream("PROJECT").read().decode("cp1252")
    documents = re.findall(r"^Document=(\w+)/", project, re.MULTILINE)
    texts = [data.decode("utf-8") for name, data in parts_of(book).items()
             if re.fullmatch(r"xl/(workbook|worksheets/sheet\d+)\.xml", name)]  # fmt: skip
    named = [re.findall(r'<(?:workbookPr|sheetPr)[^>]* ?codeName="(\w+)"', t) for t in texts]
    assert all(len(found) == 1 for found in named)
    assert sorted(documents) == sorted(found[0] for found in named)


@pytest.mark.parametrize("book", BOOKS)
def test_the_project_is_sound_for_its_library(book: Path) -> None:
    """The project's streams agree with each other, and the ribbon's types can be found."""
    with ExcelFile(book) as file:
        assert file.validate() == []
        assert {r.name for r in file.references()} == {"stdole", "Office"}


def test_the_bridge_is_the_pinned_xlwings() -> None:
    """The xlwings module is the installed package's, whose version pyproject.toml pins exactly."""
    installed = version("xlwings")
    project = tomllib.loads((FOLDER.parent / "pyproject.toml").read_text(encoding="utf-8"))
    assert f"xlwings=={installed}" in project["project"]["dependencies"]
    package = Path(xlwings.__file__).parent
    own = (package / "xlwings.bas").read_bytes().decode("cp1252").replace("\r\n", "\n")
    assert vba_of(MACRO)["xlwings"].rstrip("\n") == own.rstrip("\n")
    for book in (MACRO, ADDIN):
        assert f'XLWINGS_VERSION As String = "{installed}"' in vba_of(book)["xlwings"]


def test_the_add_ins_bridge_serves_the_active_workbook() -> None:
    """The add-in acts on the workbook in front, with the settings file of xlwings itself."""
    bridge = vba_of(ADDIN)["xlwings"]
    assert '--wb=" & """" & ActiveWorkbook.Name' in bridge
    assert 'PROJECT_NAME As String = "xlwings"' in bridge
    assert "ThisWorkbook, Application.Caller" not in vba_of(ADDIN)["RecoupmentFunctions"]


@pytest.mark.parametrize("book", BOOKS)
def test_every_python_command_resolves(book: Path) -> None:
    """What each macro runs is a function of the installed package that needs no argument."""
    code = vba_of(book)
    said = HANDED.search(code["RecoupmentBridge"])
    assert said
    named = RUNS.findall(code["RecoupmentMacros"])
    assert len(named) == len(BUTTONS)
    for name in named:
        function = getattr(importlib.import_module(said["module"]), name)
        assert function.__module__ == said["module"]
        assert function.__code__.co_argcount == 0


@pytest.mark.parametrize("book", BOOKS)
def test_each_function_has_its_wrapper(book: Path) -> None:
    """Names, arguments in order and which may be left out are those of the Python functions."""
    code = vba_of(book)["RecoupmentFunctions"]
    found = re.findall(r"^Public Function (\w+)\((.*)\) As Variant$", code, re.MULTILINE)
    expected = [
        (f.name, ", ".join(f"Optional {a.name}" if a.optional else a.name for a in f.arguments))
        for f in FUNCTIONS
    ]
    assert found == expected
    for function in FUNCTIONS:
        assert f"    {function.name} = Failure(" in code
        for argument in function.arguments:
            assert f'"{argument.doc}"' in code
    assert "Failure = CVErr(xlErrValue)" in code
    assert "Err.Description\n    Failure" in code


@pytest.mark.parametrize("book", BOOKS)
def test_wrappers_call_as_xlwings_calls(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each wrapper hands over exactly as the one that xlwings itself would generate."""
    for name in ("pythoncom", "pywintypes", "win32com", "win32com.client"):
        monkeypatch.setitem(sys.modules, name, MagicMock())
    udfs = importlib.import_module("xlwings.udfs")
    copies = SimpleNamespace()
    for function in FUNCTIONS:
        call = function.call
        copy = FunctionType(call.__code__, call.__globals__, call.__name__, call.__defaults__)
        copy.__doc__ = call.__doc__
        setattr(copies, function.name, udfs.xlfunc(copy))
    lines: list[str] = []
    writer = SimpleNamespace(write=lines.append)
    udfs.generate_vba_wrapper(
        "xl_recoup.excel.functions", copies, writer, SimpleNamespace(Name=book.name)
    )
    stock = CALL.findall("".join(lines))
    assert len(stock) == len(FUNCTIONS)
    assert sorted(stock) == sorted(CALL.findall(vba_of(book)["RecoupmentFunctions"]))


@pytest.mark.parametrize("book", BOOKS)
def test_lines_fit_the_editor(book: Path) -> None:
    """No line is over 1,023 characters, and no statement over 24 continued lines: VBA's limits."""
    for name, code in vba_of(book).items():
        if name == "xlwings":
            continue
        assert max(map(len, code.split("\n"))) <= 1023, name
        assert not re.search(r"(?:[^\n]* _\n){25}", code), name


@pytest.mark.parametrize("book", BOOKS)
def test_the_settings_sheet_reads_as_xlwings_reads_it(book: Path) -> None:
    """From A1 down without a gap, no name twice; Python beside the workbook is never run."""
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(book.read_bytes())).get_sheet_by_name(
        "xlwings.conf"
    )
    assert sheet.start == (0, 0)
    rows = [row[:2] for row in sheet.to_python()]
    names = [str(name).upper() for name, _ in rows]
    assert "" not in names
    assert len(set(names)) == len(names)
    settings = dict(zip(names, (value for _, value in rows), strict=True))
    assert settings["ADD_WORKBOOK_TO_PYTHONPATH"] == "False"
    assert settings["UDF MODULES"] == "xl_recoup.excel.functions"
    assert settings["XLWINGS MODULE"] == version("xlwings")


def test_hand_written_modules_declare_their_variables() -> None:
    """Every VBA source says Option Explicit, so that a slip of the pen is an error."""
    sources = [*FOLDER.glob("vba/*")]
    assert len(sources) == 2
    assert all("Option Explicit" in s.read_text(encoding="utf-8") for s in sources)
