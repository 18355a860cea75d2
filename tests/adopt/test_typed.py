"""What people really type into their sheets is read; what is ambiguous is a finding."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from tests.adopt.support import findings
from tests.support.home_grown_sheets import PROVIDER, PUPILS, SCHEME, USUAL, Sheet
from tests.support.workbook_files import rewrite, run, sheet_parts, type_in
from xl_recoup.book import read_workbook
from xl_recoup.files.read_book import read_book
from xl_recoup.tables import CellError

COLUMNS = [*USUAL, PROVIDER, SCHEME, ("Days/week", "Days per week"), ("LAC", "Service child")]
AT = {h: "ABCDEFGHIJKLMNOPQRST"[i] for i, (h, _) in enumerate(COLUMNS)}


def typed(path: Path, cells: Mapping[str, Any], extra: Callable[[Any], None] | None = None) -> Path:
    """Write a sheet of two pupils with some cells of the second one typed otherwise; adopt it."""
    with xlsxwriter.Workbook(str(path), {"default_date_format": "dd/mm/yyyy"}) as book:
        sheet = Sheet(book, "List")
        sheet.table(COLUMNS, PUPILS[:2])
        if extra:
            extra(sheet)
    for heading, value in cells.items():
        type_in(path, "List", f"{AT[heading]}3", value)
    assert run("adopt", path, "--confirm") == 0
    assert run("recalculate", path, "--as-at", "2026-01-31") == 0
    return path


def second(path: Path) -> dict[str, Any]:
    """Return the second placement as the run understood it, by its headings."""
    from xl_recoup.intake.placement_rows import read_placements

    row = read_placements(read_book(path)).rows[1]
    return {"date": row.exclusion_date, "upn": row.upn, "school": row.home_school,
            "fsm6": row.fsm6, "eal": row.eal, "days": row.days_per_week,
            "year": row.year_group}  # fmt: skip


@pytest.mark.parametrize(
    "text",
    ["16/09/2025", "16.9.2025", "16-09-25", "16 Sep 2025", "16 September 2025", "16th Sept 2025",
     "Tue 16 Sep 2025", "Tuesday, 16th September 2025", "2025-09-16", "2025-09-16 00:00:00",
     " 16/09/25\u00a0", "16-Sep-25"],
)  # fmt: skip
def test_dates_as_text(text: str, tmp_path: Path) -> None:
    """British forms of a date are read, and said once for the column to be text."""
    path = typed(tmp_path / "book.xlsx", {"Date of Exclusion": text})
    assert second(path)["date"] == date(2025, 9, 16)
    assert [(f[1], f[2]) for f in findings(path) if f[0] == "S11"] == [("List", "G3")]


@pytest.mark.parametrize("text", ["03/04/05", "3.4.14", "01-02-03"])
def test_an_ambiguous_date_is_a_finding(text: str, tmp_path: Path) -> None:
    """A date that can be read in more than one way is never guessed."""
    path = typed(tmp_path / "book.xlsx", {"Date of Exclusion": text})
    assert second(path)["date"] is None
    assert [(f[1], f[2]) for f in findings(path) if f[0] == "S03"] == [("List", "G3")]


@pytest.mark.parametrize(
    ("yes", "meant"),
    [("Yes", True), ("y", True), ("TRUE", True), ("✓", True), ("No ", False), ("FALSE", False)],
)
def test_flags(yes: str, meant: bool, tmp_path: Path) -> None:
    """Yes, TRUE and a tick are understood, and so are their opposites."""
    assert second(typed(tmp_path / "book.xlsx", {"Ever 6": yes}))["fsm6"] is meant


@pytest.mark.parametrize(
    ("cells", "field", "meant"),
    [
        ({"UPN": f" {str(PUPILS[1]['UPN']).lower()}\u00a0"}, "upn", PUPILS[1]["UPN"]),
        ({"Excluding School DfE No": 3052080.0}, "school", "3052080"),
        ({"Excluding School DfE No": "305/2080 "}, "school", "3052080"),
        ({"Excluding School DfE No": "Poverest  Primary school"}, "school", "3052080"),
        ({"NC Year": "Year 2"}, "year", 2),
        ({"NC Year": "2 "}, "year", 2),
        ({"Days/week": "4.5 "}, "days", 4.5),
    ],
)
def test_identifiers_and_numbers(
    cells: Mapping[str, Any], field: str, meant: object, tmp_path: Path
) -> None:
    """Spaces, small letters, slashes, decimals and names in the place of numbers are read."""
    path = typed(tmp_path / "book.xlsx", cells)
    found = second(path)[field]
    assert (float(found) if field == "days" else found) == meant
    assert run("validate", path) == 0


def test_an_error_cell_holds_its_row(tmp_path: Path) -> None:
    """An Excel error is neither blank nor 0, and the finding has its cell."""
    path = typed(tmp_path / "book.xlsx", {"Date of Exclusion": CellError("#REF!")})
    assert [(f[1], f[2]) for f in findings(path) if f[0] == "S01"] == [("List", "G3")]


def test_a_formula_without_a_value_holds_its_row(tmp_path: Path) -> None:
    """A formula that no spreadsheet has worked out is a finding: open and save in Excel."""
    path = typed(tmp_path / "book.xlsx", {})

    def bare(data: bytes) -> bytes:
        cell = re.compile(rb'<c r="F3"([^>]*?)(?: t="\w+")?>.*?</c>', re.DOTALL)
        return cell.sub(rb'<c r="F3"\1><f>E3+1</f></c>', data, count=1)

    rewrite(path, {sheet_parts(path)["List"]: bare})
    assert run("recalculate", path, "--as-at", "2026-01-31") == 0
    found = [f for f in findings(path) if f[0] == "S24"]
    assert [(f[1], f[2]) for f in found] == [("List", "F3")]
    assert "Open the workbook in Excel, save it" in str(found[0][3])


def test_hidden_rows_columns_filters_and_gaps_are_said(adopted: Path) -> None:
    """What is out of sight is read like the rest, and said once of each kind."""
    found = [(f[0], f[1]) for f in findings(adopted / "untidy.xlsx")]
    assert [c for c, sheet in found if sheet == "List" and c in ("S20", "S21", "S22", "S23")] == [
        "S22", "S21", "S20", "S23",
    ]  # fmt: skip


def test_many_empty_formatted_rows_are_nothing(tmp_path: Path) -> None:
    """A hundred thousand empty rows with heights and styles hold no placement and no gap."""
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(str(path), {"default_date_format": "dd/mm/yyyy"}) as book:
        Sheet(book, "List").table([*USUAL, PROVIDER, SCHEME], PUPILS)
    rows = b"".join(b'<row r="%d" ht="15" customHeight="1" s="1"/>' % n for n in range(20, 100_020))
    rewrite(
        path,
        {sheet_parts(path)["List"]: lambda d: d.replace(b"</sheetData>", rows + b"</sheetData>")},
    )
    assert run("adopt", path, "--confirm") == 0
    assert run("recalculate", path, "--as-at", "2026-01-31") == 0
    table = read_book(path).tables["Placements_List"]
    assert len(table.rows) == len(PUPILS)
    assert not [f for f in findings(path) if f[0] == "S23"]


def test_spellings_are_mapped_once(adopted: Path) -> None:
    """A spelling has one row in the Mapping, however many cells hold it."""
    rows = read_workbook(adopted / "names.xlsx").tables["Mapping"].rows
    words = [row[3] for row in rows if row[0] == "value"]
    assert len(words) == len(set(words)) == 5
    assert {"Perm Ex", "Removed from roll", "Pending"} <= set(words)
