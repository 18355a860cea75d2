"""Lists in other shapes: turned or read where that is safe, else told by name."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from tests.adopt.support import findings
from tests.adopt.test_bad_input import refusal
from tests.support.home_grown_doubts import COLUMNS
from tests.support.home_grown_sheets import PUPILS, Sheet, new_book, shown_value
from tests.support.workbook_files import run
from xl_recoup import contract
from xl_recoup.adopt.odd_shapes import odd_shape
from xl_recoup.adopt.rate_matrix import rate_matrix
from xl_recoup.book import read_workbook
from xl_recoup.book.package.package import open_package
from xl_recoup.book.reading.whole_sheets import read_views
from xl_recoup.files.supplied_lists import shipped_rows, table_of
from xl_recoup.tables import Cell, SheetView


def across(path: Path, *more: tuple[str, ...]) -> Path:
    """Write a list with a pupil in each column, and more lines below."""
    with xlsxwriter.Workbook(str(path), {"default_date_format": "dd/mm/yyyy"}) as book:
        sheet = Sheet(book, "Cases")
        for heading, source in COLUMNS:
            sheet.line(heading, *(shown_value(p, source) for p in PUPILS))
        for line in more:
            sheet.line(*line)
    return path


def test_a_pupil_in_each_column(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Turned on a sheet of its own, counted; nothing of it is charged before it is confirmed."""
    path = across(tmp_path / "b.xlsx")
    assert run("adopt", path) == 0
    said = capsys.readouterr().out
    assert "Cases seems to have one pupil in each column. 10 pupils of it stand on the new" in said
    assert "Cases turned A4:Q4: Placements (suggested" in said
    assert "Cases turned waits to be confirmed" in refusal(capsys, "validate", path)
    assert run("adopt", path, "--confirm") == 0
    assert "pupil in each column" not in capsys.readouterr().out
    before = across(tmp_path / "before.xlsx")
    assert run("adopt", path, "--undo", "--output", tmp_path / "u.xlsx") == 0
    assert read_views(open_package(tmp_path / "u.xlsx")) == read_views(open_package(before))


def test_what_can_not_be_turned_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A heading that comes twice would be a column that is there twice; formulas would be lost."""
    twice = across(tmp_path / "b.xlsx", ("UPN", "A"))
    summed = across(tmp_path / "c.xlsx", ("Weeks", "=1+1"))
    for path in (twice, summed):
        said = refusal(capsys, "adopt", path)
        assert "Cases seems to have one pupil in each column" in said
        assert "Paste Special > Transpose" in said


def rates_of(lines: Sequence[Sequence[Cell]], name: str = "Rates") -> Any:
    """Return what is read of a sheet as rates, beside the program's own."""
    drafts = table_of(contract.RATES, shipped_rows("Rates"))
    found = rate_matrix(SheetView(name, lines), drafts)
    if found is None:
        return None
    return [(r.factor, r.phase, r.amount, r.valid_from.year, r.cell) for r in found.rates]


def test_rates_as_a_matrix_are_read_as_drafts(
    grown: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In place of the program's own of that factor and year, each with its cell as the source."""
    book = tmp_path / "b.xlsx"
    assert run("adopt", grown / "rates-matrix.xlsx", "--output", book) == 0
    said = capsys.readouterr().out
    assert "Rates looks like rates as a matrix. It names no factor; its numbers are near" in said
    assert "Its 6 numbers (basic entitlement; 2024-25 and 2025-26)" in said
    table = read_workbook(book).tables["Rates"]
    rows = [dict(zip(table.headings, row, strict=True)) for row in table.rows]
    basic = [r for r in rows if r["Factor"] == "basic_entitlement"]
    assert [(r["Phase"], r["Amount"], r["Source"], r["Status"]) for r in basic] == [
        ("primary", 3562, "Rates B2", "draft"), ("primary", 3847, "Rates C2", "draft"),
        ("ks3", 5022, "Rates B3", "draft"), ("ks3", 5422, "Rates C3", "draft"),
        ("ks4", 5661, "Rates B4", "draft"), ("ks4", 6113, "Rates C4", "draft"),
    ]  # fmt: skip
    assert {r["Factor"] for r in rows} > {"fsm6", "eal"}
    assert run("adopt", book, "--confirm") == 0
    assert "looks like rates" not in capsys.readouterr().out


def test_a_matrix_may_lie_either_way() -> None:
    """Phases across, years down; factors down, phases across, the year in the title."""
    assert rates_of([
        ("AWPU",), ("Year", "Primary", "KS3", "KS4"), ("2025/26", 4000, 5500, "£6,200.00"),
    ]) == [
        ("basic_entitlement", "primary", 4000, 2025, "B3"),
        ("basic_entitlement", "ks3", 5500, 2025, "C3"),
        ("basic_entitlement", "ks4", Decimal("6200.00"), 2025, "D3"),
    ]  # fmt: skip
    assert rates_of([
        ("Factors 2025-26",), ("", "Primary", "KS3", "KS4"), ("FSM", 500, 510, 520),
        ("Lump sum", 1, 2, 3),
    ]) == [("fsm", "primary", 500, 2025, "B3"), ("fsm", "ks3", 510, 2025, "C3"),
           ("fsm", "ks4", 520, 2025, "D3")]  # fmt: skip
    assert rates_of([
        ("Factor", "Phase", "2025-26"), ("AWPU", "Primary", 3900), ("AWPU", "KS3", 5500),
        ("AWPU", "KS4", 6200), ("IDACI band A", "Primary", None),
    ]) == [("basic_entitlement", "primary", 3900, 2025, "C2"),
           ("basic_entitlement", "ks3", 5500, 2025, "C3"),
           ("basic_entitlement", "ks4", 6200, 2025, "C4")]  # fmt: skip


def test_numbers_of_no_known_factor_are_nobodys() -> None:
    """They may be top-ups; no year, and they hold for none; a word among them is told."""
    far: list[tuple[Cell, ...]] = [
        ("Phase", "2025-26"),
        ("Primary", 10_000),
        ("KS3", 12_000),
        ("KS4", 14_000),
    ]
    assert rates_of(far) is None
    assert "looks like rates as a matrix" in odd_shape(SheetView("Rates", far))
    assert rates_of([("AWPU", "Primary", "KS3", "KS4"), ("", 4000, 5500, 6200)]) is None
    odd: list[tuple[Cell, ...]] = [*far[:1], ("Primary", 3900), ("KS3", 5500), ("KS4", 6200)]
    odd += [("Secondary", "as KS3")]
    found = rate_matrix(SheetView("AWPU", odd), None)
    assert found is not None
    assert found.unread == ["B5"]
    assert "B5 can't be read: enter it by hand" in found.sentence()


def test_two_pupils_in_a_cell(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Told when adopting and by every run, once, with how to split the row; nobody is charged."""
    one, two = PUPILS[:2]
    both = {**one, "UPN": f"{one['UPN']}\n{two['UPN']}", "Pupil": "B.P. and C.Q.",
            "Year group": "4 and 2"}  # fmt: skip
    path = tmp_path / "b.xlsx"
    with new_book(path) as book:
        Sheet(book, "List").table(COLUMNS, [both, *PUPILS[2:]])
    assert run("adopt", path, "--confirm") == 0
    assert "List C2: two pupils share a row" in capsys.readouterr().out
    assert run("recalculate", path, "--as-at", "2026-01-31") == 0
    assert [(f[0], f[2]) for f in findings(path) if "List" in str(f[1]) and f[2] == "C2"] == [
        ("S09", "C2")
    ]
    assert "S08" not in {f[0] for f in findings(path)}
