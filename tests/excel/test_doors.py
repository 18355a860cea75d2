"""Three doors alike: memory, file and open workbook give the same charges and findings.

The places are memory, a file, and a workbook that is open in Excel (real xlwings objects, over an
engine that behaves as Excel does where that bites).
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlwings as xw
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.filters import FilterColumn, Filters

from tests.oracle.random_books import random_case
from tests.support.books import pex
from tests.support.excel import running
from tests.support.workbook_files import PLACEMENTS, sound
from xl_recoup import clock
from xl_recoup.book import read_workbook
from xl_recoup.excel.open_runs import recalculate_book
from xl_recoup.excel.open_tables import read_tables
from xl_recoup.files.run_files import recalculate_file
from xl_recoup.reporting.answer import result_json
from xl_recoup.run.calculate import calculate
from xl_recoup.tables import CellError, WorkbookTables

SAMPLE = Path(__file__).parents[2] / "workbook" / "recoupment.xlsx"


def facts(result: Any) -> Any:
    """Return all that three doors must agree on, in a form that shows where they do not."""
    return [
        *(repr(line) for line in result.lines),
        *(repr(finding) for finding in result.findings),
        json.dumps(result_json(result, None), sort_keys=True),
        repr(result.digests),
    ]


def plain(tables: WorkbookTables) -> dict[str, Any]:
    """Return tables with their rows as lists, to compare them; not those of the Dashboard.

    They are formulas alone, which Excel works out itself and the stand-in does not.
    """
    return {
        name: replace(
            t,
            rows=[list(row) for row in t.rows],
            below={number: list(row) for number, row in t.below.items()},
            valueless=frozenset(),  # a formula that comes to "" stores none; Excel has one anyway
        )
        for name, t in tables.tables.items()
        if t.sheet != "Dashboard"
    }


def assert_doors_agree(path: Path, folder: Path, as_at: date) -> None:
    """Run a workbook through its file and through Excel; results and outputs are the same."""
    now = clock.now()
    memory = calculate(read_workbook(path), as_at=as_at, today=now.date())
    from_file = recalculate_file(path, folder / "file.xlsx", as_at=as_at)
    with running() as app:
        opened = xw.Book(impl=app.books.open(path))
        from_excel = recalculate_book(opened, as_at=as_at)
        assert facts(from_excel) == facts(from_file) == facts(memory)
        in_excel = read_tables(opened, formula_texts=True)
    in_file = read_workbook(folder / "file.xlsx", formula_texts=True)
    assert in_excel.sheets == in_file.sheets
    assert plain(in_excel) == plain(in_file)


def calls(path: Path) -> int:
    """Return how often cells are asked or written to in one run on an open workbook."""
    with running() as app:
        opened = xw.Book(impl=app.books.open(path))
        recalculate_book(opened, as_at=date(2026, 1, 31))  # the output tables come to be
        before = app.calls
        recalculate_book(opened, as_at=date(2026, 1, 31))
        return app.calls - before


def test_no_call_for_each_row(tmp_path: Path) -> None:
    """A run asks Excel as often for three hundred placements as for three: tables go as wholes."""
    few = sound(tmp_path / "few.xlsx", [pex(n) for n in range(1, 4)])
    many = sound(tmp_path / "many.xlsx", [pex(n) for n in range(1, 301)])
    assert calls(many) == calls(few) < 600


def protected(path: Path) -> Path:
    """Protect the sheet of the placements, and hide its first row."""
    file = openpyxl.load_workbook(path)
    file["Placements"].protection.sheet = True
    file["Placements"].row_dimensions[5].hidden = True
    file.save(path)
    return path


def every_other_hidden(path: Path) -> Path:
    """Hide every other row of the placements, as a filter does; one of those in sight is blank."""
    file = openpyxl.load_workbook(path)
    sheet = file["Placements"]
    for row in range(5, sheet.max_row + 1, 2):
        sheet.row_dimensions[row].hidden = True
    for cell in sheet[6]:
        cell.value = None
    file.save(path)
    return path


@pytest.mark.parametrize("prepared", [protected, every_other_hidden])
def test_no_call_for_each_row_of_a_protected_or_filtered_sheet(
    tmp_path: Path, prepared: Callable[[Path], Path]
) -> None:
    """What is out of sight is asked in a few calls, whatever the number of rows."""
    few = prepared(sound(tmp_path / "few.xlsx", [pex(n) for n in range(1, 9)]))
    many = prepared(sound(tmp_path / "many.xlsx", [pex(n) for n in range(1, 301)]))
    assert calls(many) - calls(few) < 30
    assert_doors_agree(few, tmp_path, date(2026, 1, 31))


@pytest.mark.parametrize("as_at", [date(2026, 1, 31), date(2025, 9, 1)])
def test_three_doors_agree_on_the_sample_workbook(tmp_path: Path, as_at: date) -> None:
    """The workbook of the repository gives the same charges, findings, references and outputs."""
    assert_doors_agree(SAMPLE, tmp_path, as_at)


def folded(path: Path) -> Path:
    """Fold four columns of the placements away in a group, and hide one more by hand."""
    file = openpyxl.load_workbook(path)
    columns = file["Placements"].column_dimensions
    columns.group("M", "P", outline_level=1, hidden=True)
    columns["R"].hidden = True
    file.save(path)
    return path


def test_no_call_for_each_column_that_is_folded_away(tmp_path: Path) -> None:
    """Which of the hidden columns are folded is asked of those together, not of every column."""
    plain_one = sound(tmp_path / "plain.xlsx")
    some = folded(sound(tmp_path / "folded.xlsx"))
    assert calls(some) - calls(plain_one) < 45
    assert_doors_agree(some, tmp_path, date(2026, 1, 31))


def test_three_doors_agree_on_what_is_wrong(tmp_path: Path) -> None:
    """Errors, wrong kinds of cells and gaps give the same findings."""
    wrong = [
        pex(7, **{"Exclusion date": "31/02/2025"}),
        {},
        pex(8, UPN=CellError("#N/A")),
        pex(9, **{"Year group": 4.0, "Days per week": "2.5", "Home school": 3052001}),
    ]
    path = sound(tmp_path / "wrong.xlsx", [*PLACEMENTS, *wrong])
    assert_doors_agree(path, tmp_path, date(2026, 1, 31))
    found_codes = {f.code for f in recalculate_file(path, path, as_at=None).findings}
    assert found_codes >= {"S23", "S10"}


def test_three_doors_agree_on_what_is_out_of_sight(tmp_path: Path) -> None:
    """Hidden rows, hidden columns, a filter and rows below a table give the same findings."""
    path = sound(tmp_path / "hidden.xlsx")
    file = openpyxl.load_workbook(path)
    sheet = file["Placements"]
    sheet.row_dimensions[6].hidden = True
    sheet.column_dimensions["D"].hidden = True
    sheet.tables["Placements"].autoFilter.filterColumn.append(
        FilterColumn(colId=0, filters=Filters(filter=["P001"]))
    )
    file["Schools"].protection.sheet = True
    file["Schools"].row_dimensions[5].hidden = True
    file["Schools"].append([])
    file["Schools"].append(["3052009", None, "Beech Primary", "maintained"])
    file.save(path)
    assert_doors_agree(path, tmp_path, date(2026, 1, 31))
    found_places = [
        (f.code, str(f.place)) for f in recalculate_file(path, path, as_at=None).findings
    ]
    assert {("S20", "Placements A6"), ("S21", "Placements D4"), ("S22", "Placements A4"),
            ("S20", "Schools A5"), ("S30", "Schools A12")} <= set(found_places)  # fmt: skip


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10_000))
def test_three_doors_agree_on_random_books(tmp_path: Path, seed: int) -> None:
    """Random sound placements under random rules give the same at every door."""
    placements, case = random_case(random.Random(seed))
    codes = sorted({p["Provider"] for p in placements if p.get("Provider")}) or ["AP1"]
    path = sound(
        tmp_path / f"{seed}.xlsx", placements, settings=case["settings"],
        Providers=[{"Code": code, "Provider": code} for code in codes],
        **{name: case[name.lower()] for name in ("Schools", "Agreements", "Rates", "Calendar")},
    )  # fmt: skip
    assert_doors_agree(path, tmp_path, case["as_at"])
