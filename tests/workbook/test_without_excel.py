"""What a file says to a program that does not calculate: all of it is of the run that filled it."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pandas
import pytest

from tests.support.office import recalculated, require
from tests.support.workbook_files import (
    fix_clock_and_user,
    parts,
    post,
    rewrite,
    run,
    sheet_parts,
    type_in,
)
from xl_recoup.book import read_workbook, write_tables
from xl_recoup.tables import CellWrites, TableWrite

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "workbook" / "recoupment.xlsx"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
AS_AT_SETTING = (8, 2)
Shown = dict[tuple[str, str], Any]


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return the sample recalculated, posted and meddled with, and a random book."""
    folder = tmp_path_factory.mktemp("without")
    names = ("spring", "autumn", "blank", "posted", "next", "moved")
    made = {name: Path(shutil.copyfile(SAMPLE, folder / f"{name}.xlsx")) for name in names}
    made["random"] = folder / "random.xlsx"
    maker = [sys.executable, str(ROOT / "scripts" / "make_book.py"), "--rows", "40", "--seed", "7"]
    subprocess.run([*maker, "--output", str(made["random"])], check=True, capture_output=True)
    write_tables(made["blank"], made["blank"], [CellWrites("Settings", {AS_AT_SETTING: None})])
    type_in(made["moved"], "Dashboard", "A17", "held")
    type_in(made["moved"], "Dashboard", "B9", 12.5)
    with pytest.MonkeyPatch.context() as patch:
        fix_clock_and_user(patch)
        days = {"autumn": "2025-11-15", "spring": "2026-03-31", "posted": "2026-03-31"}
        for name in ("spring", "autumn", "blank", "posted", "moved", "random"):
            as_at = ["--as-at", days[name]] if name in days else []
            assert run("recalculate", made[name], *as_at) == 0
        assert post(made["posted"], "Spring 2026", "--allow-draft") == 0
        made["next"].unlink()
        year = ["--year", "2026-27", "--output", made["next"]]
        assert run("new-year", made["posted"], *year) == 0
    return made


def shown(book: Path) -> Shown:
    """Return every cell as a reader that does not calculate gives it; days as serial numbers."""
    found: Shown = {}
    for sheet in openpyxl.load_workbook(book, data_only=True):
        for row in sheet.iter_rows():
            for cell in row:
                value = cell.value
                if isinstance(value, datetime):
                    value = (value - datetime(1899, 12, 30)).days
                found[sheet.title, cell.coordinate] = value
    return found


def _alike(one: Any, other: Any) -> bool:
    if isinstance(one, int | float) and isinstance(other, int | float):
        return abs(one - other) < 1e-6  # one adds up in decimals, the other in binary
    return (one or "") == (other or "")


def test_a_forced_calculation_changes_no_cell(books: dict[str, Path], tmp_path: Path) -> None:
    """LibreOffice works out every formula anew and comes to what was stored, in every workbook."""
    require()
    calculated = recalculated(list(books.values()), tmp_path / "twice")
    for (name, book), again in zip(books.items(), calculated, strict=True):
        stored, worked_out = shown(book), shown(again)
        formulas = {
            (sheet.title, cell.coordinate)
            for sheet in openpyxl.load_workbook(book)
            for row in sheet.iter_rows()
            for cell in row
            if cell.data_type == "f"
        }
        assert len(formulas) > 150, name
        wrong = {at for at in formulas if not _alike(stored[at], worked_out.get(at))}
        assert wrong == set(), name


def test_charts_keep_what_their_cells_show(books: dict[str, Path]) -> None:
    """A chart that is drawn without calculating draws the run's figures."""
    for name, book in books.items():
        sheet = openpyxl.load_workbook(book, data_only=True)["Dashboard"]
        charts = [data for part, data in parts(book).items() if part.startswith("xl/charts/")]
        assert len(charts) == 6
        for chart in charts:
            drawn = ElementTree.fromstring(chart)
            for copied in (*drawn.iter(f"{CHART}numRef"), *drawn.iter(f"{CHART}strRef")):
                cells = sheet[copied.findtext(f"{CHART}f", "").split("!")[1]]
                rows = cells if isinstance(cells, tuple) else ((cells,),)
                wanted = [cell.value for row in rows for cell in row]
                kept = [p.findtext(f"{CHART}v", "") for p in copied.iter(f"{CHART}pt")]
                if copied.tag.endswith("numRef"):
                    assert [float(v) for v in kept] == [v or 0 for v in wanted], name
                else:
                    assert kept == [str(v) for v in wanted if v], name


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("spring", datetime(2026, 3, 31)), ("autumn", datetime(2025, 11, 15)),
        ("posted", datetime(2026, 3, 31)), ("blank", datetime(2026, 1, 31)), ("next", None),
    ],
)  # fmt: skip
def test_the_day_shown_is_the_run_s(books: dict[str, Path], name: str, day: Any) -> None:
    """The as-at date beside the figures is theirs, whatever the setting says, or if it is blank."""
    sheet = openpyxl.load_workbook(books[name], data_only=True)["Dashboard"]
    assert (sheet["A7"].value, sheet["B7"].value) == ("As-at date", day)


def test_pandas_reads_the_run_s_totals(books: dict[str, Path]) -> None:
    """An analyst who reads the sheet gets what the charges of the same file add up to."""
    for book in books.values():
        if book.stem == "moved":
            continue
        charges = pandas.read_excel(book, sheet_name="Charges", header=3, engine="openpyxl")
        page = pandas.read_excel(book, sheet_name="Dashboard", header=None, engine="openpyxl")
        billable = page.loc[page[0] == "Billable, after credits", 1].item()
        assert billable == round(charges.loc[charges["Status"] == "billable", "Amount"].sum(), 2)


def test_the_file_agrees_with_its_inputs(
    books: dict[str, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    """`check` finds nothing in what a run wrote; a Dashboard with a typed figure it names."""
    for name in ("spring", "autumn", "blank", "posted", "random"):
        assert run("check", books[name]) == 0, name
    capsys.readouterr()
    assert run("check", books["moved"]) == 1
    assert capsys.readouterr().out.startswith(
        "Dashboard B9: a value was typed over the formula of Asked for, not agreed.\n"
    )


def test_a_label_that_was_changed_is_followed(books: dict[str, Path]) -> None:
    """A formula that looks at a cell of the sheet is worked out with what stands there now."""
    sheet = openpyxl.load_workbook(books["moved"], data_only=True)["Dashboard"]
    assert sheet["B17"].value == sheet["B19"].value
    assert sheet["B9"].value == 12.5


def _instead(data: bytes, _: bytes) -> bytes:
    return data


def test_old_figures_are_named(
    books: dict[str, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A Dashboard and charts that are not of these charges are drift, said by sheet and cell."""
    stale = Path(shutil.copyfile(books["spring"], tmp_path / "stale.xlsx"))
    old = {
        name: data
        for name, data in parts(books["autumn"]).items()
        if name.startswith("xl/charts/") or name == sheet_parts(stale)["Dashboard"]
    }
    rewrite(stale, {name: partial(_instead, data) for name, data in old.items()})
    assert run("check", stale) == 1
    said = capsys.readouterr().out.splitlines()
    assert said[0].startswith("Dashboard A4: this text is As at 15 November 2025, £")
    assert said[1] == "Dashboard B7: As-at date is 15/11/2025 where the inputs give 31/03/2026."
    assert re.fullmatch(
        r"Dashboard B8: Billable, after credits is £[\d,]+\.\d\d where the inputs give"
        r" £[\d,]+\.\d\d\.",
        said[2],
    )
    assert re.fullmatch(r"\d+ more totals and figures of charts differ\.", said[10])
    charts = {name: data for name, data in old.items() if "charts" in name}
    shutil.copyfile(books["spring"], stale)
    rewrite(stale, {name: partial(_instead, data) for name, data in charts.items()})
    assert run("check", stale) == 1
    said = capsys.readouterr().out.splitlines()
    assert re.fullmatch(
        r"Dashboard B17:B21: the chart “Charges and credits by status” shows £[\d,]+\.\d\d where"
        r" the inputs give £[\d,]+\.\d\d\.",
        said[0],
    )


def test_warnings_to_read_are_those_that_nobody_signed_off(tmp_path: Path) -> None:
    """The Dashboard counts the warnings that are left; the draft rates are signed for."""
    book = Path(shutil.copyfile(SAMPLE, tmp_path / "book.xlsx"))
    with pytest.MonkeyPatch.context() as patch:
        fix_clock_and_user(patch)
        assert run("recalculate", book) == 0
        before = _warnings_to_read(book)
        headings = ("Code", "Sheet", "Item", "Signed by", "On")
        row = ("A21", "Rates", "all", "B. Head", date(2026, 1, 30))
        sign_off = TableWrite("SignedOff", headings, [row], append=True)
        write_tables(book, book, [sign_off])
        assert run("recalculate", book) == 0
    drafts = [r for r in _exceptions(book) if r["Code"] == "A21"]
    assert {r["State"] for r in drafts} == {"signed off"}
    assert before - _warnings_to_read(book) == sum(r["Count"] for r in drafts) > 20


def _warnings_to_read(book: Path) -> int:
    cells = shown(book)
    found = (at for at, v in cells.items() if v == "Warnings to read")
    at = next(cell for sheet, cell in found if sheet == "Dashboard")
    return int(cells["Dashboard", at.replace("A", "B")])


def _exceptions(book: Path) -> list[dict[str, Any]]:
    table = read_workbook(book).find("Exceptions")
    assert table is not None
    return [dict(zip(table.headings, row, strict=True)) for row in table.rows]


def test_letters_of_another_day_are_no_difference(
    books: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What waits for a person is as of them; the Dashboard shows that, and is as true as before."""
    fix_clock_and_user(monkeypatch)
    book = Path(shutil.copyfile(books["autumn"], tmp_path / "book.xlsx"))
    more = ("--format", "xlsx", "--as-at", "2026-01-31")
    assert run("statements", book, "--to", tmp_path / "letters", *more) == 0
    assert run("check", book) == 0
