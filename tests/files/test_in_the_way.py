"""Protected sheets, comments and boxes in the way are said, before anything is written too."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment

from tests.support.books import pex
from tests.support.workbook_files import run, sound


def changed(path: Path, change: Any) -> Path:
    """Change a workbook as a person does in Excel."""
    book = openpyxl.load_workbook(path)
    change(book)
    book.save(path)
    return path


def test_a_protected_sheet_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """By doctor, which writes nothing, and by the run, whose file no protection stops."""
    path = sound(tmp_path / "book.xlsx")
    assert run("recalculate", path, "--as-at", "2026-01-31") == 0
    changed(path, lambda book: book["Charges"].protection.enable())
    for command in (["doctor", path], ["recalculate", path, "--as-at", "2026-01-31"]):
        capsys.readouterr()
        run(*command)
        out = capsys.readouterr()
        assert "The sheet Charges is protected. In the file Charges is filled" in out.out + out.err


def test_what_a_table_grows_over_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A comment below the table lies on its rows afterwards; who does not grow says nothing."""
    path = sound(tmp_path / "book.xlsx", [pex(1)])
    assert run("recalculate", path, "--as-at", "2026-01-31") == 0
    more = openpyxl.load_workbook(sound(tmp_path / "more.xlsx", [pex(n) for n in range(1, 6)]))

    def grown(book: Any) -> None:
        charges, rows = book["Charges"], book["Placements"]
        (table,) = charges.tables.values()
        last = int(table.ref.split(":")[1].lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
        charges.cell(last + 1, 2).comment = Comment("look here", "A. Officer")
        for line in more["Placements"].iter_rows():
            for cell in line:
                rows[cell.coordinate] = cell.value
        (table,) = rows.tables.values()
        table.ref = next(iter(more["Placements"].tables.values())).ref

    capsys.readouterr()
    changed(path, grown)
    assert run("doctor", path) == 0
    assert "The table Charges grows on the sheet Charges over rows where" in capsys.readouterr().out
    assert run("recalculate", path, "--as-at", "2026-01-31") == 0
    out = capsys.readouterr()
    assert "a note at B" in out.out + out.err
    assert run("recalculate", path, "--as-at", "2026-01-31") == 0
    out = capsys.readouterr()
    assert "grows on the sheet" not in out.out + out.err
