"""Every test of the command line runs at the same time of the same day, as the same user."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.support.workbook_files import fix_clock_and_user, run, sound


@pytest.fixture(autouse=True)
def fixed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fix the clock and the user."""
    fix_clock_and_user(monkeypatch)


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Make a sound workbook, once as it was typed and once filled by a run."""
    folder = tmp_path_factory.mktemp("made")
    typed = sound(folder / "typed.xlsx")
    filled = folder / "filled.xlsx"
    with pytest.MonkeyPatch.context() as patch:
        fix_clock_and_user(patch)
        assert run("recalculate", typed, "--output", filled) == 0
    return {"typed": typed, "filled": filled}


@pytest.fixture
def typed(made: dict[str, Path], tmp_path: Path) -> Path:
    """Return a workbook whose inputs are filled and whose outputs are not there yet."""
    return Path(shutil.copyfile(made["typed"], tmp_path / "book.xlsx"))


@pytest.fixture
def filled(made: dict[str, Path], tmp_path: Path) -> Path:
    """Return a workbook that was recalculated."""
    return Path(shutil.copyfile(made["filled"], tmp_path / "book.xlsx"))
