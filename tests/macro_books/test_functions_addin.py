"""The add-in with the custom functions: each leads to its Python, at the installation's place."""

from __future__ import annotations

import importlib
import re
import sys
import tomllib
from importlib.metadata import version
from types import FunctionType, SimpleNamespace
from unittest.mock import MagicMock

import pytest

from tests.macro_books.books import ADDIN, FOLDER, FUNCTIONS_ADDIN, MACRO, vba_of
from tests.macro_books.test_bridge import code_lines
from xl_recoup.excel.functions import FUNCTIONS

CALL = re.compile(r"(?:XLPy|PythonServer)(\.CallUDF\(.*?Application\.Caller\))")


def test_each_function_has_its_wrapper() -> None:
    """Names, arguments in order and which may be left out are those of the Python functions."""
    code = vba_of(FUNCTIONS_ADDIN)["RecoupmentFunctions"]
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


def test_wrappers_call_as_xlwings_calls(monkeypatch: pytest.MonkeyPatch) -> None:
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
        "xl_recoup.excel.functions", copies, writer, SimpleNamespace(Name=FUNCTIONS_ADDIN.name)
    )
    stock = CALL.findall("".join(lines))
    assert len(stock) == len(FUNCTIONS)
    assert sorted(stock) == sorted(CALL.findall(vba_of(FUNCTIONS_ADDIN)["RecoupmentFunctions"]))


def test_library_and_python_are_the_installations() -> None:
    """One folder gives both; the library's version is the one that pyproject.toml pins exactly."""
    installed = version("xlwings")
    project = tomllib.loads((FOLDER.parent / "pyproject.toml").read_text(encoding="utf-8"))
    assert f"xlwings=={installed}" in project["project"]["dependencies"]
    code = vba_of(FUNCTIONS_ADDIN)["RecoupmentServer"]
    assert {*re.findall(r"xlwings(?:32|64)-[\w.]+dll", code)} == {
        f"xlwings{bits}-{installed}.dll" for bits in (32, 64)
    }
    assert r'Place = Environ$("LOCALAPPDATA") & "\xl_recoup\python"' in code
    command = r'Place & "\Scripts\pythonw.exe"" -I -c ""import xlwings; xlwings.serve('
    assert command in code


def test_nothing_steers_it() -> None:
    """No cell, sheet, file or setting is read; the one variable names the user's own folder."""
    lines = code_lines(FUNCTIONS_ADDIN)
    for word in ("Sheets(", "Cells", ".Value", ".FullName", "GetConfig", "cmd.exe", " Open "):
        assert not [line for line in lines if word in line], word
    assert len([line for line in lines if "Environ" in line]) == 1


def test_the_files_with_the_ribbon_have_no_functions() -> None:
    """Custom functions, their library and their start are in the add-in that can be left out."""
    for book in (MACRO, ADDIN):
        assert not {"RecoupmentFunctions", "RecoupmentServer"} & {*vba_of(book)}


def test_help_is_given_at_the_first_click() -> None:
    """Not while Excel starts, when it refuses: at the first workbook or click, until it works."""
    code = vba_of(FUNCTIONS_ADDIN)["ThisWorkbook"]
    opened, later = code.split("Private Sub Workbook_Open()")[1].split("End Sub", 1)
    assert opened.split() == ["Set", "Watched", "=", "Application"]
    assert later.count("    Describe\n") == 2
    assert (
        "    DescribeFunctions\n    ThisWorkbook.Saved = True\n    Set Watched = Nothing" in later
    )
