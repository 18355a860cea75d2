"""A column of Schools that was sorted alone: held, not posted, and settled in one of two ways."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from tests.support.workbook_files import fix_clock_and_user, post, run, sound

DAY = ("--as-at", "2026-01-31")


def _swap_names(path: Path) -> None:
    """Let the names of the first two schools change places, and nothing beside them."""
    book = openpyxl.load_workbook(path)
    sheet = book["Schools"]
    (at,) = [cell for row in sheet["A1:Z6"] for cell in row if cell.value == "School"]
    first, second = (at.offset(row=n) for n in (1, 2))
    first.value, second.value = second.value, first.value
    book.save(path)


@pytest.mark.parametrize("accepted", [False, True])
def test_a_column_that_was_sorted_alone_is_told_until_it_is_back_or_accepted(
    accepted: bool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A second run says it again, what is written is true, nothing is posted, and it ends."""
    fix_clock_and_user(monkeypatch)
    path = sound(tmp_path / "book.xlsx")
    assert run("recalculate", path, *DAY) == 0
    _swap_names(path)
    for _ in range(2):
        capsys.readouterr()
        assert run("recalculate", path, *DAY) == 0
        assert "error A16" in capsys.readouterr().out
    assert run("check", path) == 0
    assert post(path) == 2
    assert "stands beside other schools than at the last run" in capsys.readouterr().err
    if not accepted:
        _swap_names(path)
    more = ("--accept-missing", "Schools[School]") if accepted else ()
    assert run("recalculate", path, *DAY, *more) == 0
    assert "A16" not in capsys.readouterr().out
    assert run("check", path) == 0
