"""Setting up: what was left half made is mended, and what can't be done is said in a sentence."""

from __future__ import annotations

import subprocess
import sys
import venv
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

SCRIPTS = Path(__file__).parents[2] / "scripts"
LOCK = "requirements.lock"


class Computer:
    """What setting up does to a computer: environments made, and runs of their Python."""

    def __init__(self, *, pip: bool = True) -> None:
        self.pip = pip
        self.made: list[Path] = []
        self.installed: list[list[str]] = []

    def make(self, folder: Path, **_: Any) -> None:
        self.made.append(folder)
        self.pip = True
        for program in (folder / "bin" / "python", folder / "Scripts" / "python.exe"):
            program.parent.mkdir(parents=True, exist_ok=True)
            program.touch()

    def run(self, command: list[str], **_: Any) -> SimpleNamespace:
        if not Path(command[0]).exists():
            raise FileNotFoundError(command[0])
        if "install" in command:
            self.installed.append(command)
        return SimpleNamespace(returncode=0 if self.pip else 1)


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """The module that sets up."""
    monkeypatch.syspath_prepend(str(SCRIPTS))
    import environment

    yield environment
    sys.modules.pop("environment")


@pytest.fixture
def computer(environment: ModuleType, monkeypatch: pytest.MonkeyPatch) -> Computer:
    """A computer that has nothing yet."""
    its = Computer()
    monkeypatch.setattr(environment.subprocess, "run", its.run)
    monkeypatch.setattr(venv, "create", its.make)
    return its


def test_set_up_once(environment: ModuleType, computer: Computer, tmp_path: Path) -> None:
    """The second time nothing is made or installed."""
    for _ in range(2):
        environment.python(LOCK, tmp_path)
    assert computer.made == [tmp_path]
    assert len(computer.installed) == 2  # what the lock file lists, and the program


def test_nothing_is_resolved(environment: ModuleType, computer: Computer, tmp_path: Path) -> None:
    """What is installed is what the lock file lists: no newer release, no tool to build with."""
    environment.python(LOCK, tmp_path)
    packages, program = computer.installed
    assert {"--no-deps", "--require-hashes"} <= set(packages)
    assert {"--no-deps", "--no-build-isolation"} <= set(program)


def test_half_made_is_made_anew(
    environment: ModuleType, computer: Computer, tmp_path: Path
) -> None:
    """An environment whose making was interrupted has a Python and no pip."""
    computer.make(tmp_path)
    computer.pip = False
    environment.python(LOCK, tmp_path)
    assert computer.made == [tmp_path, tmp_path]


def test_what_works_is_kept(environment: ModuleType, computer: Computer, tmp_path: Path) -> None:
    """An environment for other versions is brought up to date, not made anew."""
    environment.python(LOCK, tmp_path)
    (tmp_path / f"installed-{LOCK}").write_text("of another lock file", encoding="ascii")
    environment.python(LOCK, tmp_path)
    assert computer.made == [tmp_path]
    assert len(computer.installed) == 4


def test_moved(
    environment: ModuleType, computer: Computer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a folder that was moved or copied with its environment, the program is installed again."""
    environment.python(LOCK, tmp_path)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    for name in (LOCK, "pyproject.toml"):
        (elsewhere / name).write_bytes((environment.ROOT / name).read_bytes())
    monkeypatch.setattr(environment, "ROOT", elsewhere)
    environment.python(LOCK, tmp_path)
    assert computer.installed[-1][-1] == str(elsewhere)


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (PermissionError(13, "Permission denied"), "own, or close what uses it"),
        (subprocess.CalledProcessError(1, "ensurepip"), "install python3-venv"),
    ],
)
def test_no_environment_can_be_made(
    environment: ModuleType,
    computer: Computer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
    says: str,
) -> None:
    """A folder of somebody else's, or a Python without venv, is answered in a sentence."""

    def fails(*_: Any, **__: Any) -> None:
        raise error

    monkeypatch.setattr(venv, "create", fails)
    with pytest.raises(SystemExit, match=says):
        environment.python(LOCK, tmp_path / "new")
    assert computer.installed == []
