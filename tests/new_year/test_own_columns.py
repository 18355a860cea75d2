"""The team's own columns beside the placements that go on into the next year's workbook."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from tests.new_year.old_books import ended, open_
from tests.support.books import book
from tests.support.workbook_files import save
from xl_recoup.book import read_workbook
from xl_recoup.errors import Refused
from xl_recoup.files.new_year_file import new_year
from xl_recoup.tables import CellError, WorkbookTables

# The team's own columns


def team_book(path: Path, formula_rows: Sequence[int] = (), **cell: Any) -> Path:
    """Write a workbook with two columns of the team's own; `Twice` is filled by Excel.

    `formula_rows` are rows, counted from 0, whose cell in the column Own is a formula.
    """
    tables = book([ended(1), open_(2), open_(3)])
    headings = (
        "Placement ref",
        "Own",
        "Home school",
        "Scheme",
        "End date",
        "Days per week",
        "Twice",
    )
    rows: list[list[Any]] = [
        ["P001", "one", "3052001", "LOCAL", date(2026, 1, 1), 1.5, None],
        ["P002", "two", "3052001", "LOCAL", None, 2.1, None],
        ["P003", "three", "3052001", "LOCAL", None, 3, None],
    ]
    for address, value in cell.items():
        rows[int(address[1:]) - 2][ord(address[0]) - 65] = value
    others = {n: t for n, t in tables.tables.items() if n != "Placements"}
    save(path, WorkbookTables(others, tuple(t.sheet for t in others.values())))
    with xlsxwriter.Workbook(str(path), {"default_date_format": "dd/mm/yyyy"}) as file:
        for table in others.values():
            _add(file, table.sheet, table.name, table.headings, table.rows, table.first_row - 2)
        sheet = _add(file, "Placements", "Placements", headings, rows, 0, twice="Days per week")
        for i in formula_rows:
            sheet.write_formula(i + 1, 1, '="f"', None, f"value {i}")
    return path


def _add(
    file: Any, name: str, table: str, headings: Sequence[str], rows: Sequence[Sequence[Any]],
    top: int, twice: str = "",
) -> Any:  # fmt: skip
    sheet = file.add_worksheet(name)
    columns: list[dict[str, str]] = [{"header": h} for h in headings]
    if twice:
        columns[-1]["formula"] = f"=[@[{twice}]]*2"
    last = top + max(len(rows), 1)
    sheet.add_table(top, 0, last, len(headings) - 1, {"name": table, "columns": columns})
    for i, row in enumerate(rows):
        for j, value in enumerate(row):
            if isinstance(value, CellError):
                sheet.write_formula(top + 1 + i, j, "=1/0", None, value.code)
            elif value is not None:
                sheet.write(top + 1 + i, j, value)
    return sheet


def test_the_teams_own_columns_stay_beside_their_rows(tmp_path: Path) -> None:
    """What the team typed moves with its placement; what Excel fills in stays a formula."""
    path = team_book(tmp_path / "old.xlsx")
    done = new_year(path, "2026-27", tmp_path / "new.xlsx")
    table = read_workbook(tmp_path / "new.xlsx").tables["Placements"]
    assert [row[:6] for row in map(list, table.rows)] == [
        ["P002", "two", "3052001", "LOCAL", None, 2.1],
        ["P003", "three", "3052001", "LOCAL", None, 3],
    ]
    assert table.formulas == {"G2", "G3"}
    assert done.fixed == []


def test_a_formula_that_stands_alone_becomes_its_value_and_is_named(tmp_path: Path) -> None:
    """It can't move by itself; the report says which cells."""
    path = team_book(tmp_path / "old.xlsx", formula_rows=[1])
    done = new_year(path, "2026-27", tmp_path / "new.xlsx")
    table = read_workbook(tmp_path / "new.xlsx").tables["Placements"]
    assert [row[1] for row in table.rows] == ["value 1", "three"]
    assert [str(place) for place in done.fixed] == ["Placements B3"]
    assert done.sentences()[-1] == (
        "What was a formula in the old file at Placements B3 is a typed value in the new."
    )


def test_an_error_in_a_row_that_goes_on_is_refused(tmp_path: Path) -> None:
    """An Excel error can't be written as a value; the cell is named and nothing is written."""
    path = team_book(tmp_path / "old.xlsx", B3=CellError("#REF!"))
    with pytest.raises(Refused) as refusal:
        new_year(path, "2026-27", tmp_path / "new.xlsx")
    assert str(refusal.value) == (
        "Placements B3 holds the error #REF!, which can't be brought forward. Correct or clear the"
        " cell, save, and try again."
    )
    assert not (tmp_path / "new.xlsx").exists()


def test_an_error_in_a_row_that_stays_behind_is_nothing_to_refuse(tmp_path: Path) -> None:
    """Its cell isn't written at all."""
    path = team_book(tmp_path / "old.xlsx", B2=CellError("#REF!"))
    new_year(path, "2026-27", tmp_path / "new.xlsx")
    table = read_workbook(tmp_path / "new.xlsx").tables["Placements"]
    assert [row[1] for row in table.rows] == ["two", "three"]
