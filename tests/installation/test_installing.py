"""What an installation from a release puts in place, what it leaves out, and its undoing."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.support.workbook_files import contents
from xl_recoup import __version__
from xl_recoup.installation import installing, start_menu
from xl_recoup.installation.desktop import INTERPRETER, Desktop
from xl_recoup.installation.doctor_file import write_doctor_file
from xl_recoup.installation.installing import install, undo


@pytest.fixture
def desktop(tmp_path: Path) -> Desktop:
    """A user who has nothing of ours yet."""
    names = ("LOCALAPPDATA", "USERPROFILE", "APPDATA")
    return Desktop.of({name: str(tmp_path / "user" / name) for name in names})


@pytest.fixture
def release(tmp_path: Path) -> Path:
    """The folder with add-ins and page."""
    folder = tmp_path / "release"
    folder.mkdir()
    for name in ("recoupment.xlam", "recoupment-functions.xlam", "recoupment.html"):
        (folder / name).write_text(name, encoding="utf-8")
    return folder


def make(folder: Path) -> None:
    """Stand in for the environment: what pip leaves there that matters here."""
    library = folder / "Lib" / "site-packages" / "xlwings"
    files = ("python.exe", "pythonw.exe", "pip.exe", "xl-recoup.exe", "xlwings.exe")
    paths = [folder / "Scripts" / name for name in files]
    paths += [library / name for name in ("__init__.py", "quickstart.xlsm", "addin/xlwings.xlam",
                                          "pro/utils.py")]  # fmt: skip
    for path in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()


def put(desktop: Desktop, release: Path, **chosen: bool) -> None:
    source, page = release / "recoupment.xlam", release / "recoupment.html"
    install(desktop, make, source=source, page=page, **chosen)


def files(folder: Path) -> set[str]:
    return {name for name, (digest, _) in contents(folder).items() if digest != "folder"}


def test_the_ribbon(desktop: Desktop, release: Path, tmp_path: Path) -> None:
    """Environment, page and add-in; undone, no file is left, whatever was there."""
    put(desktop, release)
    assert files(tmp_path / "user") == {
        "APPDATA/Microsoft/Excel/XLSTART/recoupment.xlam",
        "LOCALAPPDATA/xl_recoup/installed.json",
        "LOCALAPPDATA/xl_recoup/page/recoupment.html",
        "LOCALAPPDATA/xl_recoup/python/Lib/site-packages/xlwings/__init__.py",
        "LOCALAPPDATA/xl_recoup/python/Scripts/python.exe",
        "LOCALAPPDATA/xl_recoup/python/Scripts/pythonw.exe",
    }
    noted = json.loads(desktop.manifest.read_text(encoding="utf-8"))
    assert noted == {"version": __version__, "add_ins": ["recoupment.xlam"]}
    undo(desktop)
    assert files(tmp_path / "user") == set()


def test_the_window_alone(desktop: Desktop, release: Path) -> None:
    """Nothing is put into Excel, and what was there of ours is taken away."""
    put(desktop, release, functions=True)
    functions = desktop.add_in.with_name("recoupment-functions.xlam")
    assert desktop.add_in.exists()
    assert functions.exists()
    put(desktop, release)
    assert functions.exists(), "brought up to date, what was asked for before stays"
    put(desktop, release, ribbon=False)
    assert list(desktop.add_in.parent.iterdir()) == []
    assert desktop.interpreter.exists()


def test_what_is_in_use(desktop: Desktop, release: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where Excel or the window holds a file, it says to close them."""

    def held(*_arguments: object, **_more: object) -> None:
        raise PermissionError(13, "in use", "python.exe")

    with pytest.raises(SystemExit, match="Close Excel and the window"):
        install(desktop, held, source=release / "recoupment.xlam")
    put(desktop, release)
    with monkeypatch.context() as patch:
        patch.setattr(shutil, "rmtree", held)
        patch.setattr(installing, "take_away", lambda _: None)
        with pytest.raises(SystemExit, match="Close Excel and the window"):
            undo(desktop)
    undo(desktop)
    assert not desktop.manifest.parent.exists(), "what did not finish is done again"


def test_an_incomplete_copy(desktop: Desktop, release: Path, tmp_path: Path) -> None:
    """Where the page is missing nothing is begun."""
    (release / "recoupment.html").unlink()
    with pytest.raises(SystemExit, match="not a complete copy"):
        put(desktop, release)
    assert not (tmp_path / "user").exists()


@pytest.mark.parametrize("code", ["utf-8", "latin-1"])
def test_what_the_first_edition_changed_is_put_back(
    desktop: Desktop, release: Path, code: str
) -> None:
    """A line of xlwings' settings is as it was before, in whatever letters the file is written."""
    before = f'"PYTHONPATH","C:\\José Zoë"\n"{INTERPRETER}","C:\\José Zoë\\other.exe"\n'
    desktop.configuration.parent.mkdir(parents=True)
    ours = before.replace("other.exe", "pythonw.exe")
    desktop.configuration.write_bytes(ours.encode(code))
    desktop.manifest.parent.mkdir(parents=True)
    noted = {"interpreter": "C:\\José Zoë\\other.exe", "configuration": True}
    desktop.manifest.write_text(json.dumps(noted), encoding="utf-8")
    put(desktop, release)
    assert desktop.configuration.read_bytes().decode(code) == before
    put(desktop, release)
    undo(desktop)
    assert desktop.configuration.read_bytes().decode(code) == before


def test_the_start_menu(desktop: Desktop, release: Path) -> None:
    """The window by the signed Python, never by a launcher of ours; the page by its folder."""
    put(desktop, release)
    written: list[start_menu.Shortcut] = []
    start_menu.put(desktop, written.append)
    window, page, doctor = written
    assert (window.path.name, window.target, window.arguments) == (
        "Recoupment.lnk", desktop.interpreter, "-I -m xl_recoup desk"
    )  # fmt: skip
    assert (page.path.name, page.target) == (
        "Recoupment page.lnk",
        desktop.manifest.parent / "page",
    )
    assert (doctor.path.name, doctor.target) == ("Recoupment doctor.lnk", desktop.interpreter)
    assert window.path.parent.is_dir()
    start_menu.take_away(desktop)
    assert not window.path.parent.exists()


def test_windows_itself_writes_a_shortcut(
    desktop: Desktop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is asked of Windows: path, arguments, words, and to save it where it lies."""
    said: list[Any] = []
    link = SimpleNamespace(
        SetPath=said.append, SetArguments=said.append, SetDescription=said.append,
        QueryInterface=lambda _: SimpleNamespace(Save=lambda path, _more: said.append(path)),
    )  # fmt: skip
    names = ("CLSID_ShellLink", "CLSCTX_INPROC_SERVER", "IID_IShellLink", "IID_IPersistFile")
    windows = SimpleNamespace(CoCreateInstance=lambda *_: link, **dict.fromkeys(names))
    monkeypatch.setattr(start_menu, "import_module", lambda _name: windows)
    window, _doctor = start_menu.shortcuts(desktop)
    start_menu.write_shortcut(window)
    assert said == [str(window.target), window.arguments, window.words, str(window.path)]


def test_the_end_of_an_installation(desktop: Desktop, monkeypatch: pytest.MonkeyPatch) -> None:
    """The shortcuts, then what doctor sees, both by python.exe; what fails is not passed over."""
    asked: list[list[str]] = []

    def run(command: list[str], **_: object) -> SimpleNamespace:
        asked.append(command)
        return SimpleNamespace(returncode=len(asked) // 3)

    monkeypatch.setattr(subprocess, "run", run)
    assert installing.start_menu(desktop) == 0
    python = str(desktop.interpreter.with_name("python.exe"))
    assert asked == [
        [python, "-I", "-m", "xl_recoup.installation.start_menu"],
        [python, "-I", "-m", "xl_recoup", "doctor"],
    ]
    assert installing.start_menu(desktop) == 1
    assert len(asked) == 3


def test_doctor_without_a_command_prompt(desktop: Desktop) -> None:
    """What doctor sees is a text that opens by itself, a line for each thing."""
    shown: list[Path] = []
    path = write_doctor_file(desktop, shown.append)
    text = path.read_text(encoding="utf-8-sig")
    assert shown == [path]
    assert text.startswith("What xl_recoup finds on this computer, ")
    assert f"\nok     xl_recoup: {__version__}\n" in text
