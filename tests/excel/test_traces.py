"""`doctor` sees what has happened since the installation: taken away, left over, broken."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.excel.made_up_registry import Registry
from xl_recoup.installation.desktop import Desktop
from xl_recoup.installation.excel import excel_lines
from xl_recoup.installation.running_excels import running_excels, seen
from xl_recoup.installation.traces import ExcelProcess, com_cache, com_caches, without_window


@pytest.fixture
def desktop(tmp_path: Path) -> Desktop:
    """A desktop on which nothing lies yet."""
    return Desktop.of({n: str(tmp_path / n) for n in ("LOCALAPPDATA", "USERPROFILE", "APPDATA")})


@pytest.mark.parametrize(
    ("noted", "said"),
    [
        (None, "is missing. Run"),
        ('{"add_ins": ["recoupment.xlam"]}', "was installed and is gone"),
        ('{"add_ins": []}', "not in Excel, as was chosen"),
        ("{}", "was installed and is gone: a virus scanner"),
        ('{"interpreter": null, "configuration": false}', "Protection history"),
        ("half a no", "is missing. Run"),
    ],
)
def test_an_add_in_that_was_taken_away(desktop: Desktop, noted: str | None, said: str) -> None:
    """What the installer has noted tells *gone* from *never there*; then it goes to IT."""
    if noted is not None:
        desktop.manifest.parent.mkdir(parents=True)
        desktop.manifest.write_text(noted, encoding="utf-8")
    found = {line.subject: line.words for line in excel_lines(desktop, Registry({}))}
    assert said in found["Add-in"]


def test_an_excel_without_a_window() -> None:
    """An Excel that nobody sees is named by its number; one with a window is nothing to do."""
    windows = {1: ("XLMAIN", 40, True), 2: ("XLMAIN", 70, False), 3: ("Notepad", 90, False),
               4: ("XLMAIN", 40, False)}  # fmt: skip
    gui = SimpleNamespace(
        EnumWindows=lambda look, more: [look(window, more) for window in windows],
        GetClassName=lambda window: windows[window][0],
        IsWindowVisible=lambda window: windows[window][2],
    )
    process = SimpleNamespace(GetWindowThreadProcessId=lambda window: (0, windows[window][1]))
    running = seen(gui, process)
    assert running == [ExcelProcess(40, True), ExcelProcess(70, False)]
    line = without_window(running)
    assert not line.ok
    assert "(number 70)" in line.words
    assert without_window(running[:1]).ok


def test_windows_that_cannot_be_seen() -> None:
    """Without pywin32 there is nothing to say of them."""
    assert running_excels() == []


def test_what_pywin32_keeps_of_excel(desktop: Desktop, tmp_path: Path) -> None:
    """A module without its list of classes is half made: the folder to delete is named."""
    assert com_cache(com_caches(desktop, {})).ok
    kept = tmp_path / "temp" / "gen_py"
    module = kept / "3.11" / "00020813-0000-0000-C000-000000000046x0x1x9.py"
    module.parent.mkdir(parents=True)
    module.write_text("CLSIDToClassMap = {}\n", encoding="utf-8")
    folders = list(com_caches(desktop, {"TEMP": str(tmp_path / "temp"), "TMP": "/nowhere"}))
    assert folders == [kept]
    assert com_cache(folders).ok
    module.write_text("", encoding="utf-8")
    line = com_cache(folders)
    assert not line.ok
    assert f"{kept} is broken" in line.words
    module.unlink()
    package = module.with_suffix("")
    package.mkdir()
    assert not com_cache(folders).ok
    (package / "__init__.py").write_text("CLSIDToPackageMap = {}\n", encoding="utf-8")
    assert com_cache(folders).ok
