"""Every test here runs at the same time of the same day; the home-grown workbooks are made once."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.adopt.support import OURS, adopted_name, recalculated
from tests.support.home_grown import STYLES
from tests.support.workbook_files import fix_clock_and_user, run


@pytest.fixture(autouse=True)
def fixed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fix the clock and the user."""
    fix_clock_and_user(monkeypatch)


@pytest.fixture(scope="session")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with every home-grown workbook, as the team has it."""
    folder = tmp_path_factory.mktemp("grown")
    for name, make in STYLES.items():
        make(folder / name)
    return folder


@pytest.fixture(scope="session")
def adopted(grown: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with every home-grown workbook adopted, confirmed and recalculated."""
    folder = tmp_path_factory.mktemp("adopted")
    with pytest.MonkeyPatch.context() as patch:
        fix_clock_and_user(patch)
        for book in sorted(grown / name for name in STYLES):
            target = folder / adopted_name(book.name)
            assert run("adopt", book, "--output", target, "--confirm") == 0
            assert run("recalculate", target, "--as-at", "2026-01-31") == 0
    return folder


@pytest.fixture(scope="session")
def own(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a workbook of ours with the same pupils, recalculated."""
    with pytest.MonkeyPatch.context() as patch:
        fix_clock_and_user(patch)
        return recalculated(OURS(tmp_path_factory.mktemp("own") / "own.xlsx"))


@pytest.fixture
def copy(grown: Path, tmp_path: Path) -> Callable[[str], Path]:
    """Return a function that gives a private copy of a home-grown workbook."""

    def of(name: str) -> Path:
        return Path(shutil.copyfile(grown / name, tmp_path / name))

    return of
