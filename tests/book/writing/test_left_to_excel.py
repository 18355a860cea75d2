"""Formulas that are not ours keep their stored values, and whoever wrote the file is told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from tests.book.makers import parts
from xl_recoup.book import write_tables
from xl_recoup.contract.dashboard import PURPOSE
from xl_recoup.tables import TableWrite

TOLD = (
    "Formulas that rest on what was written show what they showed before until the workbook is"
    " opened in Excel, which works them out anew: {}."
)
WRITE = TableWrite("Charges", ("Ref", "Amount"), [("a", 1), ("b", 2), ("c", 4)])
OURS = "SUM(Charges[Amount])"


def make(path: Path, furnish: Callable[[Any, Any], None], purpose: str = PURPOSE) -> Path:
    """Make a workbook with the table Charges and a sheet Dashboard, furnished."""
    with xlsxwriter.Workbook(str(path)) as book:
        charges, page = book.add_worksheet("Charges"), book.add_worksheet("Dashboard")
        charges.add_table(3, 0, 5, 1, {
            "name": "Charges", "columns": [{"header": "Ref"}, {"header": "Amount"}],
            "data": [["a", 8], ["b", 8]],
        })  # fmt: skip
        page.write_string("A2", purpose)
        page.write_formula("B5", f"={OURS}", None, 16)
        furnish(book, page)
    return path


def stored(path: Path, sheet: str, cell: str) -> Any:
    return openpyxl.load_workbook(path, data_only=True)[sheet][cell].value


def elsewhere(*formulas: str) -> Callable[[Any, Any], None]:
    """Return what puts formulas below each other on a sheet of the team's own."""

    def furnish(book: Any, page: Any) -> None:
        book.define_name("All_of_it", "=Charges!$B$5:$B$6")
        sheet = book.add_worksheet("Our sums")
        for row, formula in enumerate(formulas):
            sheet.write_formula(row, 0, f"={formula}", None, 16)

    return furnish


def test_our_sheet_shows_what_was_written(tmp_path: Path) -> None:
    """Where nothing else rests on the tables, nobody has to be told anything."""
    path = make(tmp_path / "a.xlsx", lambda book, page: None)
    assert write_tables(path, path, [WRITE]) == []
    assert stored(path, "Dashboard", "B5") == 7
    before = path.read_bytes()
    assert write_tables(path, path, [WRITE]) == []
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("formulas", "named"),
    [
        (["SUM(Charges[Amount])"], "Our sums A1"),
        (["SUM(charges!B5:B6)", "1+1"], "Our sums A1"),
        (["1", "SUM('Charges'!B5:B6)", "Charges!B5"], "Our sums A2 and 1 more"),
        (["SUM(All_of_it)"], "Our sums A1"),
    ],
)
def test_formulas_of_the_team_are_left_and_told(
    tmp_path: Path, formulas: list[str], named: str
) -> None:
    """Whatever they say of the table, its sheet or a name for it; their ranges alone follow."""
    path = make(tmp_path / "a.xlsx", elsewhere(*formulas))
    before = parts(path)["xl/worksheets/sheet3.xml"]
    assert write_tables(path, path, [WRITE]) == [TOLD.format(named)]
    assert parts(path)["xl/worksheets/sheet3.xml"] == before.replace(b"!B5:B6", b"!B5:B7")
    assert stored(path, "Dashboard", "B5") == 7


def test_formulas_on_other_things_are_not_told(tmp_path: Path) -> None:
    """Another table, a name that begins alike or a text is no reason to say anything."""
    path = make(tmp_path / "a.xlsx", elsewhere("A9+1", "SUM(Dashboard!B5)", "LEN(B1)", '"Charges"'))
    assert write_tables(path, path, [WRITE]) == []


def test_above_and_beside_the_table(tmp_path: Path) -> None:
    """A sum above the table on its own sheet is told too."""

    def furnish(book: Any, page: Any) -> None:
        book.get_worksheet_by_name("Charges").write_formula("B2", "=SUM(B5:B6)", None, 16)

    path = make(tmp_path / "a.xlsx", furnish)
    assert write_tables(path, path, [WRITE]) == [TOLD.format("Charges B2")]


def test_what_the_team_made_of_our_sheet(tmp_path: Path) -> None:
    """A formula on the Dashboard that we do not know is left, and so is what rests on it."""

    def furnish(book: Any, page: Any) -> None:
        page.write_formula("B6", "=AVERAGE(Charges[Amount])", None, 8)
        page.write_formula("B7", "=B5+B6", None, 24)
        page.write_formula("B8", "=B5+B5", None, 32)
        page.write_array_formula("B9:B9", "{=SUM(Charges[Amount])}", None, 16)

    path = make(tmp_path / "a.xlsx", furnish)
    assert write_tables(path, path, [WRITE]) == [TOLD.format("Dashboard B6 and 1 more")]
    cells = {cell: stored(path, "Dashboard", cell) for cell in ("B5", "B6", "B7", "B8", "B9")}
    assert cells == {"B5": 7, "B6": 8, "B7": 24, "B8": 14, "B9": 16}


def test_a_dashboard_of_the_team_s_own_keeps_its_bytes(tmp_path: Path) -> None:
    """A sheet of that name that does not say what ours says is not ours."""
    path = make(tmp_path / "a.xlsx", lambda book, page: None, purpose="Our figures")
    before = parts(path)["xl/worksheets/sheet2.xml"]
    assert write_tables(path, path, [WRITE]) == [TOLD.format("Dashboard B5")]
    assert parts(path)["xl/worksheets/sheet2.xml"] == before
