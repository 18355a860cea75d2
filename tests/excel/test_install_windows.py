"""The per-user installation: what it puts in place, what it leaves alone, and its undoing."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from tests.support.workbook_files import contents
from xl_recoup.installation.desktop import INTERPRETER, Desktop, with_entry

SCRIPTS = Path(__file__).parents[2] / "scripts"


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """The script as a module."""
    monkeypatch.syspath_prepend(str(SCRIPTS))
    import install_windows

    yield install_windows
    for name in ("install_windows", "environment"):
        sys.modules.pop(name)


@pytest.fixture
def desktop(tmp_path: Path) -> Desktop:
    """A user who has nothing of ours yet."""
    names = ("LOCALAPPDATA", "USERPROFILE", "APPDATA")
    for name in names:
        (tmp_path / "user" / name).mkdir(parents=True)
    return Desktop.of({name: str(tmp_path / "user" / name) for name in names})


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "recoupment.xlam"
    path.write_bytes(b"the add-in")
    path.with_name("recoupment-functions.xlam").write_bytes(b"the functions")
    return path


def make(folder: Path) -> None:
    """Stand in for the environment, which takes minutes."""
    (folder / "Scripts").mkdir(parents=True, exist_ok=True)
    (folder / "Scripts" / "pythonw.exe").touch()


def files(folder: Path) -> set[str]:
    return {name for name, (digest, _) in contents(folder).items() if digest != "folder"}


def test_everything_is_put_in_place_and_taken_away(
    script: ModuleType, desktop: Desktop, source: Path, tmp_path: Path
) -> None:
    """Installed are the environment and the add-in, nothing else; undone, no file is left."""
    script.install(desktop, make, source=source)
    assert desktop.interpreter.exists()
    assert desktop.add_in.read_bytes() == b"the add-in"
    assert "XLSTART" in desktop.add_in.parts
    assert not desktop.functions.exists()
    assert not desktop.configuration.exists()
    script.undo(desktop)
    assert files(tmp_path / "user") == set()


def test_a_user_whose_name_has_accents(script: ModuleType, source: Path, tmp_path: Path) -> None:
    """The name is in folders alone: in no file that VBA, which knows other letters, would read."""
    home = tmp_path / "José Zoë"
    names = ("LOCALAPPDATA", "USERPROFILE", "APPDATA")
    theirs = Desktop.of({name: str(home / name) for name in names})
    script.install(theirs, make, functions=True, source=source)
    assert theirs.interpreter.exists()
    written = [path for path in home.rglob("*") if path.is_file()]
    assert len(written) > 3
    assert not any("Jos" in path.read_text(encoding="latin-1") for path in written)
    script.undo(theirs)
    assert files(tmp_path / "José Zoë") == set()


def test_the_functions_are_put_in_place_when_asked(
    script: ModuleType, desktop: Desktop, source: Path, tmp_path: Path
) -> None:
    """Once there, they are brought up to date along with the rest, and taken away with it."""
    script.install(desktop, make, functions=True, source=source)
    desktop.functions.write_bytes(b"old")
    script.install(desktop, make, source=source)
    assert desktop.functions.read_bytes() == b"the functions"
    script.undo(desktop)
    assert files(tmp_path / "user") == set()


@pytest.mark.parametrize("undo", [False, True])
@pytest.mark.parametrize("code", ["utf-8", "cp1252", "utf-16"])
@pytest.mark.parametrize("before", [None, "C:\\José\\other.exe"])
def test_what_the_first_edition_set_is_given_back(
    script: ModuleType, desktop: Desktop, source: Path, before: str | None, code: str, undo: bool
) -> None:
    """xlwings' settings are again what they were before it, in whatever code they are written."""
    mine = '"PYTHONPATH","C:\\José"\n'
    ours = with_entry(mine, INTERPRETER, str(desktop.interpreter))
    desktop.configuration.parent.mkdir()
    desktop.configuration.write_bytes(ours.encode(code))
    noted = {"configuration": True} | ({"interpreter": before} if before else {})
    desktop.manifest.parent.mkdir()
    desktop.manifest.write_text(json.dumps(noted), encoding="utf-8")
    if undo:
        script.undo(desktop)
    else:
        script.install(desktop, make, source=source)
    expected = with_entry(mine, INTERPRETER, before)
    assert desktop.configuration.read_bytes().decode(code) == expected
    script.undo(desktop)
    assert desktop.configuration.read_bytes().decode(code) == expected


def test_half_an_installation_can_be_undone(
    script: ModuleType, desktop: Desktop, source: Path, tmp_path: Path
) -> None:
    """Where the environment can't be made, undo takes away what was begun."""

    def fail(folder: Path) -> None:
        make(folder)
        raise SystemExit("no connection")

    with pytest.raises(SystemExit, match="no connection"):
        script.install(desktop, fail, source=source)
    script.undo(desktop)
    assert files(tmp_path / "user") == set()


def test_excel_has_the_add_in_open(
    script: ModuleType, desktop: Desktop, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where Excel holds the add-in, both ways say to close it."""

    def held(self: Path, *args: object, **more: object) -> None:
        raise PermissionError(13, "in use", str(self))

    script.install(desktop, make, source=source)
    monkeypatch.setattr(Path, "write_bytes", held)
    with pytest.raises(SystemExit, match="Close Excel and the window, and run this again"):
        script.install(desktop, make, source=source)
    monkeypatch.setattr(Path, "unlink", held)
    with pytest.raises(SystemExit, match="Close Excel and the window, and run this again"):
        script.undo(desktop)


def test_nothing_to_undo(
    script: ModuleType, desktop: Desktop, capsys: pytest.CaptureFixture[str]
) -> None:
    """Undoing what was never done says so."""
    script.undo(desktop)
    assert capsys.readouterr().out.startswith("xl_recoup is not installed for this user")


def test_an_incomplete_copy(script: ModuleType, desktop: Desktop, tmp_path: Path) -> None:
    """Without the add-in in the project folder nothing is begun."""
    with pytest.raises(SystemExit, match="not a complete copy"):
        script.install(desktop, make, source=tmp_path / "gone.xlam")
    assert files(tmp_path) == set()


@pytest.mark.skipif(sys.platform == "win32", reason="there it would install")
def test_elsewhere_than_on_windows(script: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    """On other systems the script says what to run instead."""
    monkeypatch.setattr(sys, "argv", ["install_windows.py"])
    with pytest.raises(SystemExit, match=r"scripts/start\.py"):
        script.main()


def test_a_python_whose_files_excel_does_not_find(
    script: ModuleType, desktop: Desktop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With Python from the Microsoft Store nothing is begun, and another Python is asked for."""
    store = "C:\\Program Files\\WindowsApps\\PythonSoftwareFoundation.Python.3.13_x64"
    for name, path in {"LOCALAPPDATA": "L", "USERPROFILE": "U", "APPDATA": "A"}.items():
        monkeypatch.setenv(name, str(tmp_path / "user" / path))
    monkeypatch.setattr(sys, "argv", ["install_windows.py"])
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(sys, "base_prefix", store)
    with pytest.raises(SystemExit, match=r"from the Microsoft Store.*python\.org"):
        script.main()
    assert files(tmp_path) == set()
