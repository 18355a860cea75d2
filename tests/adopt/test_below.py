"""Rows below a team's own Excel table are not read, and a run says so where they were meant."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from tests.adopt.support import findings
from tests.support.home_grown_sheets import PROVIDER, PUPILS, SCHEME, USUAL, Sheet
from tests.support.workbook_files import run

COLUMNS = [*USUAL, PROVIDER, SCHEME]
INSIDE = 8


def _book(path: Path, *below: tuple[Any, ...]) -> Path:
    """Write the pupils, the first eight in an Excel table, and rows below them all."""
    with xlsxwriter.Workbook(str(path), {"default_date_format": "dd/mm/yyyy"}) as book:
        sheet = Sheet(book, "Exclusions")
        sheet.table(COLUMNS, PUPILS)
        headings = [{"header": h} for h, _ in COLUMNS]
        sheet.sheet.add_table(
            0, 0, INSIDE, len(COLUMNS) - 1, {"name": "tblPex", "columns": headings}
        )
        for row in below:
            sheet.line(*row)
    return path


def _said(path: Path, code: str) -> list[tuple[Any, ...]]:
    assert run("adopt", path, "--confirm") == 0
    assert run("recalculate", path, "--as-at", "2026-01-31") == 0
    return [found[1:] for found in findings(path) if found[0] == code]


def test_pupils_below_the_teams_table_are_said(tmp_path: Path) -> None:
    """Pupils typed below the table, which did not grow, are a finding at their first cell."""
    total = ("Total", None, None, None, None, None, None, None, None, None, 10)
    note = ("Dates in red are to be confirmed by the school",)
    assert _said(_book(tmp_path / "book.xlsx", total, note), "S30") == [
        (
            "Exclusions",
            "A10",
            "Exclusions A10: rows 10 and 11 stand below the table tblPex and are not read, because"
            " the table ends above. Drag its lower right corner down over them, or clear the rows.",
        )
    ]


@pytest.mark.parametrize("count", [INSIDE, INSIDE + 1])
def test_as_many_as_there_are(count: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Totals, notes and legends below a table are none of its rows; one pupil is said as one."""
    monkeypatch.setattr("tests.adopt.test_below.PUPILS", PUPILS[:count])
    legend = [(None, None, "held"), ("Red", "to be confirmed"), ("Sum", None, 3)]
    said = _said(_book(tmp_path / "book.xlsx", *legend), "S30")
    assert [words for *_, words in said] == [
        "Exclusions A10: row 10 stands below the table tblPex and is not read, because the table"
        " ends above. Drag its lower right corner down over it, or clear the row."
    ][: count - INSIDE]
