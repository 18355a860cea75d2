"""What is written into other people's workbooks keeps the file format, and opens elsewhere."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

import fidelity
from tests.book.makers import make_book, rewritten
from tests.fidelity.attached_books import ATTACHED
from tests.fidelity.building import SHEET
from tests.fidelity.written_books import WRITTEN
from tests.support.office import recalculated, table_rows
from tests.support.openxml_validator import schema_errors
from tests.support.repairs import repairs

CORPUS = os.environ.get("XL_RECOUP_CORPUS", "")
EVERY = 12
"""One workbook of so many is validated here; a few seconds each."""
BOOKS: dict[str, Callable[[Path], Path]] = WRITTEN | ATTACHED
OPENED = ("conditional formats", "drawings", "pivot", "totals row", "names", "filter", "prefixed")


def written(name: str, folder: Path) -> tuple[Path, Path]:
    """Make a workbook with a feature, write into it, and return both."""
    kept = folder / "kept"
    kept.mkdir(exist_ok=True)
    suffix = ".xlsm" if name == "macros" else ".xlsx"
    path = BOOKS[name](folder / f"{name.replace(' ', '-')}{suffix}")
    assert fidelity.examined(path, kept).losses == []
    return path, kept / path.name


@pytest.mark.parametrize("name", BOOKS)
def test_no_feature_is_made_invalid(name: str, tmp_path: Path) -> None:
    """The written workbook has no error for the Open XML SDK, and nothing new to be repaired."""
    before, after = written(name, tmp_path)
    assert schema_errors(after) == []
    assert Counter(repairs(after)) <= Counter(repairs(before))


def test_an_error_would_be_seen(tmp_path: Path) -> None:
    """The validator is at work on such a workbook."""
    path = make_book(tmp_path / "a.xlsx")
    rewritten(path, {SHEET: lambda data: data.replace(b"<sheetData>", b"<sheetData wrong='1'>")})
    assert schema_errors(path)


@pytest.mark.skipif(not CORPUS, reason="XL_RECOUP_CORPUS names no folder of workbooks")
def test_real_workbooks_get_no_new_error(tmp_path: Path) -> None:
    """Whatever errors a workbook has, writing into it adds none of another kind."""
    for source in fidelity.workbooks(Path(CORPUS))[::EVERY]:
        assert fidelity.examined(source, tmp_path).losses == []
        after = tmp_path / source.name
        if after.exists():
            assert _kinds(schema_errors(after)) <= _kinds(schema_errors(source)), source.name
            assert Counter(repairs(after)) <= Counter(repairs(source)), source.name


def _kinds(errors: list[str]) -> set[str]:
    """Return errors without their places: a longer table repeats what its rows had."""
    return {error.partition(": ")[2] for error in errors}


@pytest.mark.filterwarnings("ignore:.*will be removed:UserWarning")
def test_written_workbooks_open_in_libreoffice(tmp_path: Path) -> None:
    """Another program reads the tables and calculates the totals anew."""
    books = [written(name, tmp_path)[1] for name in OPENED]
    copies = dict(zip(OPENED, recalculated(books, tmp_path / "office"), strict=True))
    for name, copy in copies.items():
        rows = table_rows(copy, "Recoup_fidelity")
        assert [row["Text"] for row in rows] == ["added & kept", "<none>"], name
    rows = table_rows(copies["totals row"], "Charges")
    amounts = [row["Amount"] for row in rows]
    assert [row["Ref"] for row in rows] == ["A1", "A2", "A3", "A3", "A3", "Total"]
    assert amounts[-1] == sum(amounts[:-1]) == 33.5
    assert [row["Double"] for row in rows[:-1]] == [2 * amount for amount in amounts[:-1]]
