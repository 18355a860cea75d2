"""`doctor` on a Windows desktop: each thing is as it should be, or it says what to do."""

from __future__ import annotations

import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.excel.made_up_registry import Registry
from tests.support.workbook_files import answer, sound
from xl_recoup import __version__
from xl_recoup.installation import line
from xl_recoup.installation.defender import CHILD_RULE
from xl_recoup.installation.desktop import INTERPRETER, Desktop, configured, with_entry
from xl_recoup.installation.excel import ON_WINDOWS, book_lines, excel_lines

ROOT = Path(__file__).parents[2]
OFFICE = r"HKCU\Software\Microsoft\Office\16.0\Excel"
POLICY = r"HKCU\Software\Policies\Microsoft\Office\16.0\Excel"
DEFENDER = r"HKLM\SOFTWARE\Policies\Microsoft\Windows Defender"


@pytest.fixture
def desktop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desktop:
    """A desktop on which everything is in place."""
    places = Desktop.of({n: str(tmp_path / n) for n in ("LOCALAPPDATA", "USERPROFILE", "APPDATA")})
    for path in (places.interpreter, places.add_in):
        path.parent.mkdir(parents=True)
    places.interpreter.touch()
    add_in(places.add_in, f"The tab; xl_recoup {__version__}.")
    monkeypatch.setattr(line, "version", lambda name: version_of(name))
    return places


def version_of(name: str) -> str:
    return "308" if name == "pywin32" else version(name)


def add_in(path: Path, description: str | None) -> None:
    book = openpyxl.Workbook()
    book.properties.description = description
    book.save(path)


def to_do(desktop: Desktop, **registry: Any) -> dict[str, str]:
    lines = excel_lines(desktop, Registry(registry.get("registry", {})))
    return {line.subject: line.words for line in lines if not line.ok}


def test_everything_in_place(desktop: Desktop) -> None:
    """A complete installation has nothing to do, and every subject has a line."""
    lines = list(excel_lines(desktop, Registry({})))
    assert [line.words for line in lines if not line.ok] == []
    assert (
        tuple(line.subject.replace(desktop.add_in.name, "the add-in") for line in lines)
        == ON_WINDOWS
    )


def test_a_missing_library(desktop: Desktop, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without pywin32 nothing can talk to Excel."""
    monkeypatch.setattr(line, "version", version)
    assert "pywin32 is not installed" in to_do(desktop)["pywin32"]


def test_a_missing_python(desktop: Desktop) -> None:
    """The macros know one place; where nothing is there, it may have been taken away."""
    desktop.interpreter.unlink()
    words = to_do(desktop)["Python for Excel"]
    assert words.startswith(f"{desktop.interpreter} is missing")
    assert "virus scanner" in words
    assert "Run install.py of the release again." in words


def test_settings_of_xlwings_do_not_matter(desktop: Desktop) -> None:
    """Whatever stands there, in whatever code, is neither read nor spoken of."""
    desktop.configuration.parent.mkdir(parents=True)
    desktop.configuration.write_bytes('"INTERPRETER_WIN","C:\\José\\python.exe"\n'.encode("cp1252"))
    assert to_do(desktop) == {}


def test_the_add_in_with_the_functions(desktop: Desktop) -> None:
    """It may be left out; where it is there, it is looked at like the other."""
    add_in(desktop.functions, "The functions; xl_recoup 0.0.1, xlwings 0.37.8.")
    assert [*to_do(desktop)] == ["Version of recoupment-functions.xlam"]


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
    [("The tab; xl_recoup 0.0.1.", "was built by 0.0.1 of xl_recoup, but"),
     (None, "was built by an unknown version of xl_recoup, but")],
)  # fmt: skip
def test_an_add_in_of_another_version(desktop: Desktop, built: str | None, said: str) -> None:
    """Macros and program must be of one version: one starts the other."""
    add_in(desktop.add_in, built)
    assert said in to_do(desktop)["Version of recoupment.xlam"]


def test_an_add_in_that_is_none(desktop: Desktop) -> None:
    """A file that is no workbook is something to do, not a traceback."""
    desktop.add_in.write_bytes(b"PK")
    assert "can't be read" in to_do(desktop)["Version of recoupment.xlam"]


MACRO_BOOK = ROOT / "workbook" / "recoupment.xlsm"


def test_a_workbook_with_macros(capsys: Any) -> None:
    """Of a workbook, doctor says whether Windows blocks it and whether its macros fit."""
    code, said = answer(capsys, "doctor", MACRO_BOOK)
    found = {line["subject"]: line["ok"] for line in said["checks"]}
    assert (code, found) == (0, {"Blocked mark on recoupment.xlsm": True,
                                 "Version of recoupment.xlsm": True,
                                 "Tabs called Recoupment": True})  # fmt: skip
    code, said = answer(capsys, "doctor", ROOT / "workbook" / "recoupment.xlsx")
    assert [line["subject"] for line in said["checks"]] == ["Blocked mark on recoupment.xlsx"]


@pytest.mark.parametrize("name", ["recoupment (1).xlam", "Recoupment old.xlsm"])
def test_a_second_file_that_excel_loads_by_itself(desktop: Desktop, name: str) -> None:
    """A copy of the add-in, or the workbook with macros, in the folder of the add-in: two tabs."""
    other = desktop.add_in.with_name(name)
    other.write_bytes(MACRO_BOOK.read_bytes())
    add_in(desktop.add_in.with_name("theirs.xlam"), "of others")
    desktop.add_in.with_name("~$recoupment.xlam").write_bytes(b"in use")
    desktop.add_in.with_name("broken.xlsx").write_bytes(b"PK")
    assert list(to_do(desktop)) == ["Tabs called Recoupment"]
    assert str(other) in to_do(desktop)["Tabs called Recoupment"]


def test_two_tabs(desktop: Desktop) -> None:
    """With the add-in in place, the macro workbook's tab is the second one: both do the same."""
    (words,) = [line.words for line in book_lines(MACRO_BOOK, desktop) if not line.ok]
    assert words.startswith("recoupment.xlsm has one and the add-in another, so Excel shows two.")
    desktop.add_in.unlink()
    assert all(line.ok for line in book_lines(MACRO_BOOK, desktop))


@pytest.mark.parametrize("state", ["visible", "hidden", "veryHidden"])
def test_a_workbook_that_would_steer_programs(capsys: Any, tmp_path: Path, state: str) -> None:
    """A sheet from which add-ins take their program is an error of validate, a line of doctor."""
    path = sound(tmp_path / "sent.xlsx")
    book = openpyxl.load_workbook(path)
    sheet = book.create_sheet("xlwings.conf")
    sheet.append(["INTERPRETER_WIN", "C:\\elsewhere\\python.exe"])
    sheet.sheet_state = state
    book.save(path)
    code, said = answer(capsys, "validate", path, "--as-at", "2026-01-31")
    (finding,) = [found for found in said["findings"] if found["severity"] == "error"]
    assert (code, finding["code"], finding["cell"]) == (1, "S35", "A1")
    assert finding["sheet"] == "xlwings.conf"
    code, said = answer(capsys, "doctor", path)
    (line_,) = [each for each in said["checks"] if not each["ok"]]
    assert (code, line_["subject"]) == (0, "Sheet xlwings.conf")
    assert "Delete the sheet." in line_["words"]


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
    assert all(subject in line["words"] for subject in ON_WINDOWS)


def test_one_entry_of_the_configuration() -> None:
    """An entry is set, replaced and taken out; every other line stays as it is."""
    text = '"PYTHONPATH","a,b"\n"interpreter_win","old"\n# a note\n'
    changed = with_entry(text, INTERPRETER, "C:\\new")
    assert configured(changed) == {"PYTHONPATH": "a,b", INTERPRETER: "C:\\new"}
    assert with_entry(changed, INTERPRETER, None) == '"PYTHONPATH","a,b"\n# a note\n'
