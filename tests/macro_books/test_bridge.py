"""How the buttons start Python: what the one line starts, what it reads, and what is said if not.

The VBA in the built add-in is executed here by an interpreter of VBA, over an Excel and a Windows
that are made for it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from oletools.olevba import VBA_Parser
from pyopenvba.exceptions import VBARuntimeError
from pyopenvba.interpreter import NOTHING, HostBridge, Interpreter, VBAObject

from tests.macro_books.books import ADDIN, FUNCTIONS_ADDIN, MACRO, parts_of, vba_of
from xl_recoup.excel.macros import BUTTONS
from xl_recoup.installation.desktop import Desktop

WITH_RIBBON = [pytest.param(MACRO, id="workbook"), pytest.param(ADDIN, id="add-in")]
PROGRAM = r"%LOCALAPPDATA%\xl_recoup\python\Scripts\pythonw.exe"
STARTS = re.compile(r"\b(?:Shell|Run|Exec|ShellExecute|CreateObject|GetObject|Declare)\b")
READS = re.compile(
    r"\b(?:Cells|Range|Sheets|Worksheets|Names|Evaluate|CustomDocumentProperties|Open|Dir|Input"
    r"|FileSystemObject|Environ|GetSetting|RegRead|Workbooks|ThisWorkbook|Parent|Path|FullName)\b"
)


def code_lines(book: Path) -> list[str]:
    """Return every line of VBA that is neither a remark nor blank, without its texts' contents."""
    lines = (line.strip() for code in vba_of(book).values() for line in code.splitlines())
    return [line for line in lines if line and not line.startswith(("'", "Attribute "))]


def without_texts(line: str) -> str:
    return re.sub(r'"(?:[^"]|"")*"', '""', line)


@pytest.mark.parametrize("book", WITH_RIBBON)
def test_one_line_starts_one_program_at_a_fixed_place(book: Path) -> None:
    """No Declare, and one line with anything that can start a program: the installed Python."""
    (line,) = [line for line in code_lines(book) if STARTS.search(line)]
    assert line == (
        f'Code = CreateObject("WScript.Shell").Run("""{PROGRAM}"" -I -m xl_recoup.excel.pressed "'
        ' & Action & " " & Application.Hwnd & " " & InDigits(ActiveWorkbook.Name), 1, True)'
    )


@pytest.mark.parametrize("book", WITH_RIBBON)
def test_nothing_is_read_but_the_workbooks_name(book: Path) -> None:
    """No cell, sheet, name, property, file, folder, variable or registry is asked for anything."""
    assert [line for line in code_lines(book) if READS.search(without_texts(line))] == []
    assert not [line for line in code_lines(book) if line.startswith("Private Sub Workbook_")]


@pytest.mark.parametrize("book", WITH_RIBBON)
def test_an_independent_analyser_finds_no_more(book: Path) -> None:
    """olevba sees no library call, nothing that starts by itself and no program but Python."""
    reader = VBA_Parser(str(book))
    try:
        found = {(kind, word) for kind, word, _ in reader.analyze_macros()}
    finally:
        reader.close()
    assert not [word for kind, word in found if kind == "AutoExec"]
    assert {word for kind, word in found if kind == "IOC"} == {"pythonw.exe"}
    assert not {word for _, word in found} & {
        "Lib",
        "Environ",
        "ShellExecute",
        "cmd.exe",
        "CallByName",
    }


def test_the_place_is_where_the_installation_puts_python(tmp_path: Path) -> None:
    """What the macros start is what the installing script makes, for whichever user."""
    names = ("LOCALAPPDATA", "USERPROFILE", "APPDATA")
    desktop = Desktop.of({name: str(tmp_path / name) for name in names})
    placed = PROGRAM.replace("%LOCALAPPDATA%", str(tmp_path / "LOCALAPPDATA")).replace("\\", "/")
    assert Path(placed) == desktop.interpreter


@pytest.mark.parametrize("book", [MACRO, ADDIN, FUNCTIONS_ADDIN])
def test_no_file_of_ours_knows_settings_of_xlwings(book: Path) -> None:
    """Neither VBA nor a sheet speaks of the settings by which a workbook can steer a program."""
    assert "xlwings.conf" not in "".join(vba_of(book).values())
    assert b"xlwings.conf" not in b"".join(parts_of(book).values())


def com_object(**members: Callable[..., object]) -> Any:
    """Return an object of Excel or of Windows as VBA sees one, with these members."""
    made = VBAObject()

    def asked(name: str, args: Sequence[object] = (), named: object = None) -> object:
        return members[name](*args)

    made.vba_get = made.vba_call = asked
    return made


def world(book: str | None, start: Callable[..., object], *, protected: bool) -> Any:
    """Return what the interpreter is told of Excel and of Windows, which starts programs."""
    window = com_object() if protected else NOTHING
    shown = NOTHING if book is None or protected else com_object(Name=lambda: book)
    known = {
        "application": com_object(Hwnd=lambda: 132456, ActiveProtectedViewWindow=lambda: window),
        "activeworkbook": shown,
    }
    host: Any = HostBridge()
    unknown = host.global_object("")
    host.global_object = lambda name: known.get(name.lower(), unknown)
    host.create = lambda kind: {"WScript.Shell": com_object(Run=start)}[kind]
    return host


def press(
    book: str | None = "Recoupment.xlsx",
    answer: int | Exception = 0,
    *,
    macro: str = "Validate",
    protected: bool = False,
    mac: bool = False,
) -> Any:
    """Run a macro of the add-in; return what was started and what was said."""
    started: list[tuple[str, ...]] = []

    def start(*asked: object) -> object:
        started.append(tuple(map(str, asked)))
        if isinstance(answer, Exception):
            raise answer
        return answer

    vba = Interpreter(world(book, start, protected=protected))
    code = vba_of(ADDIN)
    for name in ("RecoupmentBridge", "RecoupmentMacros"):
        text = code[name].replace("#If Mac Then", "#If True Then") if mac else code[name]
        vba.add_module(text, name=name)
    vba.run(f"Recoupment{macro}")
    return SimpleNamespace(started=started, said=[prompt for _, prompt, *_ in vba.dialogs])


NAMES = [
    "Recoup v=2.xlsx",
    "O'Hara & Sons % 50%.xlsx",
    "José Zoë – día.xlsx",
    "Book1",
    "学校.xlsx",
]


@pytest.mark.parametrize("name", NAMES)
def test_whatever_a_workbook_is_called(name: str) -> None:
    """Its name travels as digits: no sign in it can be misread, cut off or taken for a command."""
    done = press(name)
    ((command, style, wait),) = done.started
    start, _, digits = command.rpartition(" ")
    assert start == f'"{PROGRAM}" -I -m xl_recoup.excel.pressed validate 132456'
    assert re.fullmatch(r"[0-9A-F]+", digits)
    assert bytes.fromhex(digits).decode("utf-16-be") == name
    assert (style, wait, done.said) == ("1", "True", [])


def test_every_macro_starts_its_own_function() -> None:
    """Each macro hands over the name of its button's function and nothing else."""
    for button in BUTTONS:
        macro = "".join(word.capitalize() for word in button.macro.split("_"))
        ((command, *_),) = press(macro=macro).started
        assert command.split()[4] == button.macro


def failure(number: int) -> Exception:
    """Return what VBA makes of a number of Windows'."""
    failed: Exception = VBARuntimeError(number, "Method 'Run' of object 'IWshShell3' failed")
    return failed


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0x80070002 - 2**32, "Python is not in its place"),
        (0x80070003 - 2**32, "Python is not in its place"),
        (0x80070005 - 2**32, "did not let Excel start Python (access denied)"),
        (70, "did not let Excel start Python (access denied)"),
        (0x800704EC - 2**32, "a policy of your organisation blocks Python"),
        (0x800700E1 - 2**32, "the virus scanner blocks Python"),
        (429, "Excel may not use Windows Script Host"),
        (53, "Windows says: Method 'Run' of object 'IWshShell3' failed (53)"),
    ],
)
def test_why_python_did_not_start(number: int, said: str) -> None:
    """Each number that Windows gives has its sentence, and each names the way without macros."""
    (words,) = press(answer=failure(number)).said
    assert words.startswith("Nothing was done: ")
    assert said in words
    assert "python -m xl_recoup desk" in words


def test_python_that_ends_without_a_word() -> None:
    """An exit code that is not 0 means that nobody was told anything: then the macro tells it."""
    (words,) = press(answer=1).said
    assert words.startswith("Python was started and ended without a word (exit code 1).")
    assert "python -m xl_recoup doctor" in words


def test_what_keeps_a_button_from_beginning() -> None:
    """No workbook, Protected View and a Mac are said, each in its sentence; nothing is started."""
    nothing, protected, mac = press(None), press(protected=True), press(mac=True)
    assert nothing.said[0].startswith("No workbook is open.")
    assert protected.said[0].startswith("The workbook in front is in Protected View")
    assert mac.said[0].startswith("These buttons are for Windows only.")
    assert nothing.started == protected.started == mac.started == []
