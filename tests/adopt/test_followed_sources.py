"""What was turned, or read as a matrix of rates, follows later changes there, or says so."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from tests.adopt.support import charges, findings
from tests.adopt.test_odd_shapes import across
from tests.support.workbook_files import run
from xl_recoup.book import read_workbook, write_tables
from xl_recoup.tables import Cell, CellWrites, OutCell

Cells = dict[tuple[int, int], OutCell]


def typed(path: Path, sheet: str, cells: Cells) -> None:
    """Type into cells of a sheet, by row and column."""
    write_tables(path, path, [CellWrites(sheet, cells)], keep=None)


def changed(path: Path) -> list[tuple[Cell, ...]]:
    """Return what a run says of sheets that changed after they were taken over."""
    assert run("recalculate", path, "--as-at", "2026-01-31") == 0
    return [f for f in findings(path) if f[0] == "S50"]


def cell(path: Path, sheet: str, where: str) -> object:
    return openpyxl.load_workbook(path)[sheet][where].value


def rates(path: Path) -> list[dict[str, Cell]]:
    table = read_workbook(path).tables["Rates"]
    return [dict(zip(table.headings, row, strict=True)) for row in table.rows]


@pytest.fixture
def turned(tmp_path: Path) -> Path:
    """A list with a pupil in each column, adopted and confirmed: turned on a sheet of its own."""
    path = across(tmp_path / "b.xlsx")
    assert run("adopt", path, "--confirm") == 0
    assert changed(path) == []
    return path


@pytest.fixture
def matrix(grown: Path, tmp_path: Path) -> Path:
    """A workbook whose rates stand as a matrix, adopted and confirmed."""
    path = tmp_path / "b.xlsx"
    assert run("adopt", grown / "rates-matrix.xlsx", "--output", path, "--confirm") == 0
    assert changed(path) == []
    return path


def test_a_list_that_changed_is_said_with_both_cells(turned: Path) -> None:
    """Every run says it until it is taken over; what stands on the turned sheet counts."""
    before = charges(turned)
    typed(turned, "Cases", {(7, 3): date(2025, 9, 30), (8, 4): None})
    ((_, sheet, where, words),) = changed(turned)
    assert (sheet, where) == ("Cases", "C7")
    assert "C7 (there G6) and D8 (there H7)" in str(words)
    assert "Use adopt again" in str(words)
    assert charges(turned) == before
    assert run("adopt", turned) == 0
    assert cell(turned, "Cases turned", "G6") == datetime(2025, 9, 30)
    assert cell(turned, "Cases turned", "H7") is None
    assert changed(turned) == []
    assert charges(turned) != before


def test_a_pupil_more_and_one_less(turned: Path) -> None:
    """Both are told; a new pupil is taken over as a row of its own, below its heading's column."""
    more: Cells = {
        (n, 12): value for n, value in enumerate(("AP-011", "A.N.", None, None, 4, "3052069"), 1)
    }
    typed(turned, "Cases", {**more, (7, 12): date(2025, 11, 4)})
    ((_, _, _, words),) = changed(turned)
    assert "the pupil of column L is not there" in str(words)
    assert run("adopt", turned) == 0
    assert cell(turned, "Cases turned", "A15") == "AP-011"
    assert changed(turned) == []


def test_what_was_typed_over_is_never_written_over(
    turned: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A person enters what is right; what then agrees is silent, the rest is noted by --confirm."""
    typed(turned, "Cases turned", {(6, 11): "3052068"})
    assert changed(turned) == []
    typed(turned, "Cases", {(7, 3): date(2025, 9, 30)})
    ((_, _, _, words),) = changed(turned)
    assert "Enter on Cases turned what is right" in str(words)
    capsys.readouterr()
    assert run("adopt", turned) == 0
    assert "Cases C7: this sheet was taken over on Cases turned" in capsys.readouterr().out
    assert cell(turned, "Cases turned", "G6") == datetime(2025, 9, 16)
    typed(turned, "Cases turned", {(6, 7): date(2025, 9, 30), (6, 11): None})
    assert changed(turned) == []
    typed(turned, "Cases turned", {(6, 11): "3052068"})
    assert len(changed(turned)) == 1
    assert run("adopt", turned, "--confirm") == 0
    assert cell(turned, "Cases turned", "K6") == "3052068"
    assert changed(turned) == []


def test_a_sheet_that_is_gone_or_has_another_name_is_told(
    turned: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Under its new name it is found again; deleted on purpose, a person says so once."""
    book = openpyxl.load_workbook(turned)
    book["Cases"].title = "Old cases"
    book.save(turned)
    said = [f for f in changed(turned) if "the sheet Cases is not in the workbook" in str(f[3])]
    assert [f[1] for f in said] == ["Mapping"]
    assert run("adopt", turned) == 0
    assert "Cases is named Old cases by now: it was noted." in capsys.readouterr().out
    assert changed(turned) == []
    book = openpyxl.load_workbook(turned)
    del book["Old cases"]
    book.save(turned)
    assert len(changed(turned)) == 1
    assert run("adopt", turned, "--confirm") == 0
    assert changed(turned) == []


def test_a_list_that_is_none_any_more_is_told(turned: Path) -> None:
    """What can't be compared is not taken for unchanged."""
    typed(turned, "Cases", {(n, 1): None for n in range(1, 18)})
    ((_, sheet, _, words),) = changed(turned)
    assert sheet == "Cases"
    assert "has no list with a pupil in each column any more" in str(words)
    assert run("adopt", turned, "--confirm") == 0
    assert changed(turned) == []


def test_a_matrix_that_changed_is_said_and_taken_over_as_drafts(
    matrix: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The amount is written where it was not typed over; a new year comes in below."""
    before = charges(matrix)
    typed(matrix, "Rates", {(3, 3): Decimal(7000)})
    typed(matrix, "Rates", {(1, 4): "2026-27", (2, 4): Decimal(4000)})
    ((_, sheet, where, words),) = changed(matrix)
    assert (sheet, where) == ("Rates", "C3")
    assert "C3 (there C" in str(words)
    assert "D2 is not there" in str(words)
    assert charges(matrix) == before
    status = next(r for r in rates(matrix) if r["Source"] == "Rates C3")
    assert (status["Amount"], status["Status"]) == (5422, "draft")
    capsys.readouterr()
    assert run("adopt", matrix) == 0
    assert "C3 and D2 are taken over. Changed and new rates are drafts" in capsys.readouterr().out
    assert [(r["Phase"], r["Amount"], r["Status"]) for r in rates(matrix)
            if r["Source"] in ("Rates C3", "Rates D2")] == [
        ("ks3", 7000, "draft"), ("primary", 4000, "draft")]  # fmt: skip
    assert changed(matrix) == []
    assert charges(matrix) != before


def test_a_rate_that_was_typed_over_stays(matrix: Path) -> None:
    """Only what the matrix says later is told; a moved row says nothing else."""
    row = next(i for i, r in enumerate(rates(matrix)) if r["Source"] == "Rates C3")
    typed(matrix, "Rates 2", {(5 + row, 3): Decimal(5500)})
    assert changed(matrix) == []
    typed(matrix, "Rates", {(4, 3): Decimal(6200)})
    ((_, _, _, words),) = changed(matrix)
    assert "Enter on Rates 2 what is right" in str(words)
    assert run("adopt", matrix) == 0
    assert next(r for r in rates(matrix) if r["Source"] == "Rates C4")["Amount"] == 6113


def test_a_workbook_that_was_adopted_before_anything_was_noted(turned: Path) -> None:
    """Nothing noted is not nothing changed: every difference is told."""
    table = read_workbook(turned).tables["Mapping"]
    row = next(i for i, r in enumerate(table.rows) if r[1] == "Cases")
    typed(turned, "Mapping", {(table.first_row + row, 7): None})
    assert changed(turned) == []
    typed(turned, "Cases", {(7, 3): date(2025, 9, 30)})
    ((_, _, _, words),) = changed(turned)
    assert "differs from it: it says otherwise in C7 (there G6)" in str(words)
