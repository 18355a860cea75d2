"""What was kept of a row that is gone stands in it again where a later run has it again."""

from __future__ import annotations

import os
import random
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.book.makers import check_well_formed
from tests.book.writing.kept_rows import (
    PLAIN,
    Row,
    make,
    random_row,
    standing,
    write_of,
)
from tests.support.repairs import repairs
from tests.support.workbook_files import run
from xl_recoup.book import write_tables

SAMPLE = Path(__file__).resolve().parents[3] / "workbook" / "recoupment.xlsx"
BOOKS = int(os.environ.get("XL_RECOUP_REORDERINGS", "48")) // 4


def waiting(path: Path) -> list[tuple[str, str]]:
    """Return key and kind of what is on the sheet Kept notes and was not put back."""
    book = openpyxl.load_workbook(path)
    if "Kept notes" not in book.sheetnames:
        return []
    sheet: Any = book["Kept notes"]
    rows = sheet.iter_rows(min_row=5, values_only=True)
    return [(r[1], r[2]) for r in rows if r[2] and not r[5]]


def resaved(path: Path) -> None:
    """Save the workbook as another program does, which numbers styles and parts anew."""
    openpyxl.load_workbook(path).save(path)


def as_kept(found: Row, team: Row, new: bool) -> Row:
    """Return a row; one that came back looks as most do where nothing was kept of its look."""
    if not new:
        return found
    return replace(
        found,
        fill=found.fill if team.fill else 0,
        our_fill=found.our_fill if team.our_fill else 0,
        height=found.height if team.height else None,
    )


@pytest.mark.parametrize("seed", range(BOOKS))
def test_rows_that_go_and_return(tmp_path: Path, seed: int) -> None:
    """However often, in whatever order, whoever saved the file meanwhile."""
    dice = random.Random(seed)
    keys = [f"AP-{n:03}/BS" for n in dice.sample(range(100), dice.randrange(4, 9))]
    team = {key: replace(random_row(dice, key), checked=False) for key in keys}
    always = [f"AP-{n}/BS" for n in range(200, 210)]
    team |= dict.fromkeys(always, PLAIN)  # what most rows are like is clear
    path = make(tmp_path / "a.xlsx", team)
    there = list(keys)
    new: set[str] = set()
    for step in range(5):
        after = [*always, *(key for key in keys if dice.random() < 0.6)]
        dice.shuffle(after)
        told = "\n".join(write_tables(path, path, [write_of(after)]))
        check_well_formed(path)
        assert repairs(path) == []
        back = [key for key in after if key not in there]
        for key in back:
            assert (f"{key} is in Charges again" in told) == (team[key] != PLAIN), (seed, step)
        if dice.random() < 0.5:
            resaved(path)
        found = standing(path)
        new |= {*back}
        for key in after:
            assert as_kept(found[key], team[key], key in new) == team[key], f"{seed}, {step}, {key}"
        gone = {key for key in keys if key not in after}
        assert {key for key, _ in waiting(path)} <= gone
        there = after


def test_nothing_typed_meanwhile_is_written_over(tmp_path: Path) -> None:
    """It is said, with what stays on the sheet; what is free is put back."""
    team = {"A": Row(owner="one"), "B": Row(owner="two", beside="three", note="four"), "C": PLAIN}
    path = make(tmp_path / "a.xlsx", team)
    write_tables(path, path, [write_of(["A", "C"])])
    book = openpyxl.load_workbook(path)
    sheet: Any = book["Charges"]
    sheet["F7"] = "typed below the table meanwhile"
    book.save(path)
    told = write_tables(path, path, [write_of(["A", "C", "B"])])
    row = standing(path)["B"]
    assert (row.owner, row.note, row.beside) == ("two", "four", "typed below the table meanwhile")
    assert any("stands there again" in each for each in told)
    assert any("cell Beside stays on the sheet Kept notes: something else" in e for e in told)
    assert waiting(path) == [("B", "cell")]


def test_values_stay_what_they_were(tmp_path: Path) -> None:
    """A number is a number, a day a day, and digits that were typed as text are text."""
    path = make(tmp_path / "a.xlsx", {"A": PLAIN, "B": PLAIN, "C": PLAIN, "D": PLAIN, "E": PLAIN})
    book = openpyxl.load_workbook(path)
    sheet: Any = book["Charges"]
    values = (12.5, date(2026, 1, 9), "007", True)
    for row, value in enumerate(values, 6):
        sheet[f"D{row}"] = value
    sheet["F6"], sheet["F7"] = "=1+2", "=B7*2"
    book.save(path)
    write_tables(path, path, [write_of(["A"])])
    kept: Any = openpyxl.load_workbook(path)["Kept notes"]
    shown = [kept.cell(row, 5) for row in range(5, 11)]
    assert next(c.value for c in shown if c.is_date).date() == date(2026, 1, 9)
    told = write_tables(path, path, [write_of(["A", "B", "C", "D", "E"])])
    sheet = openpyxl.load_workbook(path)["Charges"]
    found = [sheet[f"D{row}"].value for row in range(6, 10)]
    found[1] = found[1].date()
    assert tuple(found) == values
    assert (sheet["F6"].value, sheet["F7"].value) == ("=1+2", None)
    assert any("a formula that names cells has to be typed again" in each for each in told)


def test_a_sheet_of_the_earlier_edition_gets_the_column(tmp_path: Path) -> None:
    """A sheet Kept notes without the column Returned is made wider when a line goes back."""
    path = make(tmp_path / "a.xlsx", {"A": PLAIN, "B": Row(owner="two", note="three")})
    write_tables(path, path, [write_of(["A", "C"])])
    book: Any = openpyxl.load_workbook(path)
    sheet = book["Kept notes"]
    (table,) = sheet.tables.values()
    table.ref = table.ref.replace("F", "E")
    table.autoFilter.ref = table.ref
    del table.tableColumns[5]
    sheet["F4"] = None
    book.save(path)
    write_tables(path, path, [write_of(["A", "B"])])
    assert (standing(path)["B"].owner, standing(path)["B"].note) == ("two", "three")
    assert waiting(path) == []
    sheet = openpyxl.load_workbook(path)["Kept notes"]
    assert sheet["F4"].value == "Returned"


def test_heights_of_whole_lines_are_ours_where_a_program_marks_every_height(
    tmp_path: Path,
) -> None:
    """Saved by a program that calls every height set by hand, what is gone leaves no note."""
    path = tmp_path / "a.xlsx"
    assert run("recalculate", SAMPLE, "--as-at", "2026-03-23", "--output", path) == 0
    for day in ("2025-11-30", "2026-03-22", "2025-12-31"):
        resaved(path)
        assert run("recalculate", path, "--as-at", day) == 0
    assert waiting(path) == []


def test_a_height_that_its_text_does_not_need_is_a_persons(tmp_path: Path) -> None:
    """Saved by whichever program: it stays, and is kept where its row goes."""
    path = tmp_path / "a.xlsx"
    assert run("recalculate", SAMPLE, "--as-at", "2026-03-23", "--output", path) == 0
    book = openpyxl.load_workbook(path)
    sheet: Any = book["Charges"]
    rows = {str(sheet.cell(row, 1).value): row for row in range(5, sheet.max_row + 1)}
    high = {"PEX-2526-001/BS": 157.5, "BTA-2526-009/SC-20251213": 126.0}
    for ref, points in high.items():
        sheet.row_dimensions[rows[ref]].height = points
    book.save(path)
    assert run("recalculate", path, "--as-at", "2025-11-30") == 0
    after: Any = openpyxl.load_workbook(path)["Charges"]
    (row,) = (n for n in range(5, after.max_row + 1) if after.cell(n, 1).value == "PEX-2526-001/BS")
    assert after.row_dimensions[row].height == high["PEX-2526-001/BS"]
    assert waiting(path) == [("BTA-2526-009/SC-20251213", "format")]
