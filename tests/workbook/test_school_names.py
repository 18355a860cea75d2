"""The school's name beside its number on the placement sheets: right, seen, and read by nothing."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils import get_column_letter

from tests.support.office import recalculated, table_rows
from tests.support.workbook_files import answer, parts, run, sheet_parts, type_in
from xl_recoup.book import read_workbook, write_tables
from xl_recoup.contract.looked_up_names import (
    HOME_SCHOOL,
    HOME_SCHOOL_NAME,
    NOT_ON_SCHOOLS,
    looking_up,
    name_shown,
    names_by_number,
    names_on_schools,
    with_looked_up,
)
from xl_recoup.intake.digests import digests
from xl_recoup.tables import TableWrite

SAMPLE = Path(__file__).parents[2] / "workbook" / "recoupment.xlsx"
SHEETS = {"Placements": "Placements", "Placements BTA": "Placements_BTA",
          "Placements HHT": "Placements_HHT"}  # fmt: skip
ON_SCREEN = 1_872
"""Pixels of a screen of 1,920 that cells have, beside the numbers of rows and the scroll bar."""
SPELT: tuple[Any, ...] = ("3052069", 3052069, "305/2069", "305-2069", " 3052069 ", 9999999, "  ", 1)
HARD = "\N{NO-BREAK SPACE}"
BLANKS = (f"{HARD}3052069", f"3052069{HARD}", f"305{HARD}/ 2069", HARD)
ON_SCHOOLS: dict[str, Any] = {"3052068": 3052068, "3052080": "305/2080", "3052082": "305 2082",
              "3052074": f"3052074{HARD}", "3052042": "3052042 "}  # fmt: skip
"""Numbers of Schools as somebody may have written them."""


def sample(tmp_path: Path) -> Path:
    """Return a copy of the sample, which has the names in its last columns."""
    return Path(shutil.copyfile(SAMPLE, tmp_path / "book.xlsx"))


def findings(capsys: Any, path: Path, *codes: str) -> list[tuple[str, str, str]]:
    """Return code, cell and message of what a run finds, of these checks."""
    _, said = answer(capsys, "validate", path)
    found = [(f["code"], f"{f['sheet']} {f['cell']}", f["message"]) for f in said["findings"]]
    return [f for f in found if not codes or f[0] in codes]


@pytest.mark.parametrize(("sheet", "name"), SHEETS.items())
def test_the_name_is_last_and_seen_beside_the_number(sheet: str, name: str) -> None:
    """Every placements table ends with it, and both are in sight on a screen of 1,920 pixels."""
    page = openpyxl.load_workbook(SAMPLE)[sheet]
    columns = page.tables[name].tableColumns
    assert columns[-1].name == HOME_SCHOOL_NAME
    assert columns[-1].calculatedColumnFormula.attr_text == looking_up(name)
    letters = [get_column_letter(n) for n in range(1, len(columns) + 1)]
    dimensions = page.column_dimensions.values()
    held = {n: d for d in dimensions for n in range(int(d.min or 0), int(d.max or 0) + 1)}
    seen = [n for n in range(1, len(letters) + 1) if not held[n].hidden]
    assert {len(letters), [c.name for c in columns].index(HOME_SCHOOL) + 1} <= set(seen)
    assert sum(int(held[n].width * 8 + 5) for n in seen) <= ON_SCREEN


def test_what_is_stored_is_what_libreoffice_works_out(tmp_path: Path) -> None:
    """However number and school are written; what no row of Schools has is said in a word."""
    path = sample(tmp_path)
    book = openpyxl.load_workbook(path)
    page, schools = book["Placements"], book["Schools"]
    number = [c.value for c in page[4]].index(HOME_SCHOOL) + 1
    for row, cell in enumerate(SPELT, 5):
        page.cell(row, number).value = cell
    for row, given in enumerate((*ON_SCHOOLS, *BLANKS), 13):
        page.cell(row, number).value = given
    for row in range(5, schools.max_row + 1):
        written = schools.cell(row, 1)
        written.value = ON_SCHOOLS.get(str(written.value), written.value)
    book.save(path)
    (copy,) = recalculated([path], tmp_path / "office")
    shown = [row[HOME_SCHOOL_NAME] or "" for row in table_rows(copy, "Placements")]
    edgebury = "Edgebury Primary School"
    assert shown[:8] == [edgebury] * 5 + [NOT_ON_SCHOOLS, "", NOT_ON_SCHOOLS]
    assert shown[8:13] == [
        "Langley Park Primary School", "Poverest Primary School", "Bickley Primary School",
        "Clare House Primary School", "Farnborough Primary School",
    ]  # fmt: skip
    assert shown[13:17] == [edgebury] * 3 + [""]
    tables = read_workbook(path).tables
    names = names_by_number((row[0], row[2]) for row in tables["Schools"].rows)
    assert tables["Schools"].headings[2] == "School"
    numbers = [row[number - 1] for row in tables["Placements"].rows]
    assert shown == [name_shown(each, names) for each in numbers]


@pytest.mark.parametrize("name", SHEETS.values())
def test_what_the_builder_stored_is_right(name: str) -> None:
    """Each name is that of the row's number."""
    tables = read_workbook(SAMPLE).tables
    names = names_by_number((row[0], row[2]) for row in tables["Schools"].rows)
    table = tables[name]
    number = table.headings.index(HOME_SCHOOL)
    shown = [row[-1] or "" for row in table.rows]
    assert shown == [name_shown(row[number], names) for row in table.rows]
    assert sum(map(bool, shown)) > 10


def test_a_run_neither_reads_nor_writes_it(tmp_path: Path, capsys: Any) -> None:
    """No finding is about it, also without stored values; the sheet stays byte for byte."""
    path = sample(tmp_path)
    before = findings(capsys, path)
    assert not [f for f in before if f[0] in ("S24", "S49") or f[1].startswith("Placements AT")]
    part = sheet_parts(path)["Placements"]
    held = parts(path)[part]
    assert run("recalculate", path) == 0
    assert parts(path)[part] == held
    book = openpyxl.load_workbook(path)
    book.save(path)  # openpyxl drops what the formulas came to
    assert findings(capsys, path) == before
    for sheet, name in SHEETS.items():
        page = book[sheet]
        page.delete_cols(page.max_column)
        page.tables[name].tableColumns.pop()
        left, _, right = page.tables[name].ref.partition(":")
        last = openpyxl.utils.cell.coordinate_from_string(right)[1]
        page.tables[name].ref = f"{left}:{get_column_letter(page.max_column)}{last}"
        page.tables[name].autoFilter.ref = page.tables[name].ref
    assert digests(read_workbook(path)) == digests(read_workbook(SAMPLE))
    book.save(path)
    assert digests(read_workbook(path)) == digests(read_workbook(SAMPLE))
    assert findings(capsys, path) == before


def test_a_name_typed_there_is_held_against_the_number(tmp_path: Path, capsys: Any) -> None:
    """Another school's name gives a warning at the number, an unknown one too; the same none."""
    path = sample(tmp_path)
    for address, name in (
        ("AT5", "Poverest Primary School"),
        ("AT6", "St Olave’s & St Saviour’s Grammar School"),
        ("AT7", "The school on the hill"),
    ):
        type_in(path, "Placements", address, name)
    (_, place, message), (_, unknown, what) = findings(capsys, path, "S49")
    assert (place, unknown) == ("Placements G5", "Placements G7")
    assert "“The school on the hill” is typed in AT7. The number counts" in what
    assert message == (
        "Placements G5: Home school is the number of “Edgebury Primary School”, and “Poverest"
        " Primary School” is typed in AT5. The number counts: correct whichever is wrong, and copy"
        " the formula of Home school name down again from another row."
    )


def test_names_go_on_with_their_rows_into_the_new_year(tmp_path: Path) -> None:
    """Nothing shows the name of the placement that stood in the row before."""
    new = tmp_path / "next.xlsx"
    assert run("new-year", sample(tmp_path), "--year", "2026-27", "--output", new) == 0
    tables = read_workbook(new).tables
    names = names_by_number((row[0], row[2]) for row in tables["Schools"].rows)
    for name in SHEETS.values():
        table = tables[name]
        number = table.headings.index(HOME_SCHOOL)
        shown = [row[-1] or "" for row in table.rows]
        assert shown == [name_shown(row[number], names) for row in table.rows]
        assert len(table.formulas) >= len([s for s in shown if s])


def test_rows_that_are_added_bring_their_names(tmp_path: Path) -> None:
    """As those that are taken over from the AP team's list: the formula, and what it comes to."""
    path = sample(tmp_path)
    book = read_workbook(path)
    table, names = book.tables["Placements_HHT"], names_on_schools(book)
    headings = ("Placement ref", HOME_SCHOOL)
    given = TableWrite(table.name, headings, [("NEW", "3052069")], append=True)
    write_tables(path, path, [with_looked_up(given, table, names)])
    after = read_workbook(path).tables[table.name]
    last = len(table.rows)
    assert (after.rows[last][6], after.rows[last][-1]) == ("3052069", "Edgebury Primary School")
    assert after.address(last, len(after.headings) - 1) in after.formulas
    assert [row[-1] for row in after.rows[:last]] == [row[-1] for row in table.rows]
    plain = TableWrite(table.name, ("Placement ref",), [("NEW",)], append=True)
    assert with_looked_up(plain, table, names) is plain
