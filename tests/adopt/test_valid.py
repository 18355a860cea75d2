"""An adopted workbook keeps the file format, and its sums are right in another program."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from tests.support.office import recalculated, table_rows
from tests.support.openxml_validator import schema_errors
from tests.support.repairs import repairs

BOOKS = ("charge-columns.xlsx", "names.xlsx", "from-1904.xlsx", "macros.xlsm")


@pytest.mark.parametrize("name", BOOKS)
def test_no_new_schema_error(name: str, grown: Path, adopted: Path) -> None:
    """The Open XML SDK finds nothing in the adopted workbook that was not in the team's."""
    assert set(schema_errors(adopted / name)) - set(schema_errors(grown / name)) == set()


@pytest.mark.parametrize("name", BOOKS)
def test_nothing_that_excel_would_repair(name: str, grown: Path, adopted: Path) -> None:
    """Nor do our own rules for what makes Excel repair a file."""
    assert set(repairs(adopted / name)) - set(repairs(grown / name)) == set()


def test_formulas_are_right_in_another_program(adopted: Path, tmp_path: Path) -> None:
    """LibreOffice works out every Check as 0, and the team's own sums over the filled columns."""
    (copy,) = recalculated([adopted / "charge-columns.xlsx"], tmp_path / "office")
    rows = table_rows(copy, "Charges")
    assert len(rows) > 15
    assert {row["Check"] for row in rows} == {0}
    total = round(sum(float(row["Amount"]) for row in rows), 2)
    book = openpyxl.load_workbook(copy, data_only=True)
    assert round(float(str(book["Placements"]["U13"].value)), 2) == total
    by_school = [float(str(row[1])) for row in book["Summary"].iter_rows(values_only=True)]
    assert round(sum(by_school), 2) == total
