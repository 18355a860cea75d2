"""Every new year is made at one time, by one user."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.new_year.old_books import CHANGES, PLACEMENTS, QUERIES
from tests.support.workbook_files import fix_clock_and_user, run, sound


@pytest.fixture(autouse=True)
def fixed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fix the clock and the user."""
    fix_clock_and_user(monkeypatch)


@pytest.fixture
def this_year(tmp_path: Path) -> Path:
    """Return a workbook of 2025-26 that was run and posted."""
    path = sound(
        tmp_path / "2025-26.xlsx", PLACEMENTS, PlacementChanges=CHANGES, Queries=QUERIES,
        settings={"Financial year": "2025-26", "As-at date": date(2026, 1, 31), "Hold days": 28,
                  "Regulations": "reg 40, SI 2025/1"},
    )  # fmt: skip
    assert run("recalculate", path) == 0
    return path
