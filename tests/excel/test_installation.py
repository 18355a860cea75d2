"""`xl-recoup doctor` on a Windows desktop: each thing is as it should be, or it says what to do."""

from __future__ import annotations

import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.excel.made_up_registry import Registry
from tests.support.workbook_files import answer
from xl_recoup.installation import line
from xl_recoup.installation.defender import CHILD_RULE
from xl_recoup.installation.desktop import (
    CONF_SHEET,
    INTERPRETER,
    MODULE_VERSION,
    Desktop,
    configured,
    with_entry,
)
from xl_recoup.installation.excel import excel_lines

ROOT = Path(__file__).parents[2]
OFFICE = r"HKCU\Software\Microsoft\Office\16.0\Excel"
POLICY = r"HKCU\Software\Policies\Microsoft\Office\16.0\Excel"
DEFENDER = r"HKLM\SOFTWARE\Policies\Microsoft\Windows Defender"


@pytest.fixture
def desktop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desktop:
    """A desktop on which everything is in place."""
    places = Desktop.of({n: str(tmp_path / n) for n in ("LOCALAPPDATA", "USERPROFILE", "APPDATA")})
    for path in (places.interpreter, places.configuration, places.add_in):
        path.parent.mkdir(parents=True)
    places.interpreter.touch()
    places.configuration.write_text(f'"{INTERPRETER}","{places.interpreter}"\n', encoding="utf-8")
    add_in(places.add_in, version("xlwings"))
    monkeypatch.setattr(line, "version", lambda name: version_of(name))
    return places


def version_of(name: str) -> str:
    return "308" if name == "pywin32" else version(name)


def add_in(path: Path, built_for: str | None) -> None:
    book = openpyxl.Workbook()
    if built_for:
        sheet = book.create_sheet(CONF_SHEET)
        sheet.append(["ADD_WORKBOOK_TO_PYTHONPATH", "False"])
        sheet.append([MODULE_VERSION, built_for])
    book.save(path)


def to_do(desktop: Desktop, **registry: Any) -> dict[str, str]:
    lines = excel_lines(desktop, Registry(registry.get("registry", {})))
    return {line.subject: line.words for line in lines if not line.ok}


def test_everything_in_place(desktop: Desktop) -> None:
    """A complete installation has nothing to do, and every subject has a line."""
    lines = list(excel_lines(desktop, Registry({})))
    assert [line.words for line in lines if not line.ok] == []
    assert [line.subject for line in lines] == [
        "pywin32", "xlwings configuration", "Add-in", "Blocked mark on recoupment.xlam",
        "xlwings VBA module", "Add-ins switched off by Excel", "Trusted locations", "Macros",
        "Add-ins", "Macros in files from the internet", "Profile", "Command prompt",
        "Windows Script Host", "Application control", "Rule against child processes",
        "Rule against Win32 calls from macros", "Excel without a window", "COM cache",
        "What only Excel can show",
    ]  # fmt: skip


def test_a_missing_library(desktop: Desktop, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without pywin32 nothing can talk to Excel."""
    monkeypatch.setattr(line, "version", version)
    assert "pywin32 is not installed" in to_do(desktop)["pywin32"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, "is missing, so Excel does not know which Python"),
        ('"PYTHONPATH","x"\n', "names no INTERPRETER_WIN"),
        ('"INTERPRETER_WIN","C:\\gone.exe"\n', "names C:\\gone.exe, which is missing"),
    ],
)
def test_the_configuration(desktop: Desktop, text: str | None, said: str) -> None:
    """The settings of xlwings must name a Python that is there."""
    desktop.configuration.unlink()
    if text is not None:
        desktop.configuration.write_text(text, encoding="utf-8")
    words = to_do(desktop)["xlwings configuration"]
    assert said in words
    assert words.endswith("Run scripts\\install_windows.py.")


def test_a_missing_add_in(desktop: Desktop) -> None:
    """Without the add-in, one line says so and nothing is said about what is in it."""
    desktop.add_in.unlink()
    assert list(to_do(desktop)) == ["Add-in"]


@pytest.mark.parametrize(
    ("mark", "blocked"),
    [("[ZoneTransfer]\r\nZoneId=3\r\n", True), ("[ZoneTransfer]\nZoneId=1\n", False)],
)
def test_a_file_from_the_internet(desktop: Desktop, mark: str, blocked: bool) -> None:
    """The mark of the web is found in the file's second stream."""
    stream = desktop.add_in.with_name(f"{desktop.add_in.name}:Zone.Identifier")
    stream.write_text(mark, encoding="ascii")
    assert ("Blocked mark on recoupment.xlam" in to_do(desktop)) is blocked


@pytest.mark.parametrize(
    ("built", "said"),
    [("0.30.0", "was built for xlwings 0.30.0, but"), (None, "has no sheet xlwings.conf")],
)
def test_an_add_in_of_another_version(desktop: Desktop, built: str | None, said: str) -> None:
    """The VBA module must be of the xlwings that is installed."""
    add_in(desktop.add_in, built)
    assert said in to_do(desktop)["xlwings VBA module"]


def test_an_add_in_that_is_none(desktop: Desktop) -> None:
    """A file that is no workbook is something to do, not a traceback."""
    desktop.add_in.write_bytes(b"PK")
    assert "can't be read" in to_do(desktop)["xlwings VBA module"]


def test_a_workbook_with_macros(capsys: Any) -> None:
    """Of a workbook, doctor says whether Windows blocks it and whether its VBA module fits."""
    code, said = answer(capsys, "doctor", ROOT / "workbook" / "recoupment.xlsm")
    found = {line["subject"]: line["ok"] for line in said["checks"]}
    assert (code, found) == (0, {"Blocked mark on recoupment.xlsm": True,
                                 "xlwings VBA module": True})  # fmt: skip
    code, said = answer(capsys, "doctor", ROOT / "workbook" / "recoupment.xlsx")
    assert [line["subject"] for line in said["checks"]] == ["Blocked mark on recoupment.xlsx"]


@pytest.mark.parametrize(
    ("registry", "subject"),
    [
        ({rf"{OFFICE}\Resiliency\DisabledItems": {"a": "…"}}, "Add-ins switched off by Excel"),
        ({rf"{POLICY}\Security\Trusted Locations": {"alllocationsdisabled": "1"}},
         "Trusted locations"),
        ({rf"{POLICY}\Security": {"vbawarnings": "4"}, rf"{OFFICE}\Security": {"vbawarnings": "1"}},
         "Macros"),
        ({rf"{DEFENDER}\Windows Defender Exploit Guard\ASR\Rules": {CHILD_RULE: "1"}},
         "Rule against child processes"),
        ({rf"{DEFENDER}\Policy Manager": {"asrrules": f"x=1|{{{CHILD_RULE.upper()}}}=1"}},
         "Rule against child processes"),
    ],
)  # fmt: skip
def test_what_the_registry_forbids(
    desktop: Desktop, registry: dict[str, dict[str, str]], subject: str
) -> None:
    """Each setting by which IT stops the program is named, with what to ask for."""
    assert list(to_do(desktop, registry=registry)) == [subject]


@pytest.mark.parametrize(
    "registry",
    [
        {rf"{POLICY}\Security": {"vbawarnings": "2"}, rf"{OFFICE}\Security": {"vbawarnings": "4"}},
        {rf"{OFFICE}\Security": {"vbawarnings": "3"}},
        {rf"{DEFENDER}\Windows Defender Exploit Guard\ASR\Rules": {CHILD_RULE: "2"}},
        {rf"{OFFICE}\Security\Trusted Locations\Location1": {"path": "C:\\Finance"}},
    ],
)
def test_what_the_registry_allows(desktop: Desktop, registry: dict[str, dict[str, str]]) -> None:
    """A policy goes before the user's own setting, and a rule that only watches blocks nothing."""
    assert to_do(desktop, registry=registry) == {}


def test_trusted_folders_are_listed(desktop: Desktop) -> None:
    """The folders that Excel trusts are named."""
    held = {rf"{OFFICE}\Security\Trusted Locations\Location1": {"path": "C:\\Finance"}}
    words = {line.subject: line.words for line in excel_lines(desktop, Registry(held))}
    assert words["Trusted locations"] == "C:\\Finance"


@pytest.mark.skipif(sys.platform == "win32", reason="there Excel is looked at")
def test_elsewhere_than_on_windows(capsys: Any) -> None:
    """On other systems doctor says that Excel was not looked at, and is content."""
    _, said = answer(capsys, "doctor")
    (line,) = [line for line in said["checks"] if line["subject"] == "Excel"]
    assert line["ok"]
    assert line["words"].startswith("not looked at")


def test_one_entry_of_the_configuration() -> None:
    """An entry is set, replaced and taken out; every other line stays as it is."""
    text = '"PYTHONPATH","a,b"\n"interpreter_win","old"\n# a note\n'
    changed = with_entry(text, INTERPRETER, "C:\\new")
    assert configured(changed) == {"PYTHONPATH": "a,b", INTERPRETER: "C:\\new"}
    assert with_entry(changed, INTERPRETER, None) == '"PYTHONPATH","a,b"\n# a note\n'
