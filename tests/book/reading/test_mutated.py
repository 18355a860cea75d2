"""Workbooks changed at random: refused in a sentence, or read as another reader reads them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from fuzz import fuzz
from tests.support.mutated import outcome
from tests.support.mutated_written import WRITING, outcome_of_writing
from tests.support.workbook_files import fix_clock_and_user

IN_WRITING = sorted((Path(__file__).parent / "once_failed_in_writing").glob("*.xlsx"))
ONCE_FAILED = sorted((Path(__file__).parent / "once_failed").glob("*.xlsx"))
A_RUN, WRITTEN, SEED = 300, 100, 17


@pytest.fixture
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    fix_clock_and_user(monkeypatch)


def test_what_is_mutated_is_refused_or_read() -> None:
    """300 files of a seed: none ends in a defect, some are refused, some are read."""
    found, defects = fuzz(A_RUN, SEED)
    assert defects == []
    assert found["refused"] > found["read"] > A_RUN / 20


@pytest.mark.usefixtures("_clock")
def test_what_is_mutated_is_refused_or_filled() -> None:
    """Whatever writes leaves what it said: its sums stand in the file, as other readers see it."""
    found, defects = fuzz(WRITTEN, SEED, writing=True)
    assert defects == []
    assert found["refused"] > found["written"] > WRITTEN / 20


@pytest.mark.parametrize("path", ONCE_FAILED, ids=lambda path: path.stem)
def test_what_once_failed_fails_no_more(path: Path) -> None:
    """Each file that showed a defect once is kept, and has a right outcome now."""
    assert outcome(path) in ("refused", "read", "alone")


@pytest.mark.usefixtures("_clock")
@pytest.mark.parametrize("name", WRITING)
@pytest.mark.parametrize("path", IN_WRITING, ids=lambda path: path.stem)
def test_what_once_failed_in_writing_fails_no_more(path: Path, name: str, tmp_path: Path) -> None:
    """Each file that a command stumbled over is kept, and every command answers for it now."""
    shutil.copy(path, tmp_path / Path(WRITING[name][1]).name)
    assert outcome_of_writing(name, tmp_path) in ("refused", "written", "alone")
