"""The sheets Start and Dashboard of the workbook that is built, and what a run writes on them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils.cell import coordinate_from_string

from tests.support.opened import boundaries
from tests.support.workbook_files import fix_clock_and_user, run
from xl_recoup.contract.sheet_list import SHEET_GROUPS, SHEET_LIST
from xl_recoup.contract.start_tables import THIS_WORKBOOK, THIS_WORKBOOK_ROWS

SENTENCE = (
    "As at 31 January 2026, £180,526.73 is billable and £81,091.19 is asked for and not agreed;"
    " 25 errors to correct."
)


@pytest.fixture(scope="module")
def filled(built: Path) -> Path:
    target = built.with_name("started.xlsx")
    with pytest.MonkeyPatch.context() as patch:
        fix_clock_and_user(patch)
        assert run("recalculate", built, "--output", target) == 0
    return target


@pytest.fixture(scope="module")
def values(filled: Path) -> Workbook:
    return load_workbook(filled, data_only=True)


def column(book: Workbook, letter: str = "A") -> list[Any]:
    return [cell.value for cell in book["Start"][letter]]


def test_start_says_how_this_workbook_stands(values: Workbook) -> None:
    """The last run, its day, what is wrong, what waits and what comes next, each in a line."""
    page = values["Start"]
    left, top, right, bottom = boundaries(page.tables[THIS_WORKBOOK.name].ref)
    assert bottom - top == THIS_WORKBOOK_ROWS
    rows = page.iter_rows(top + 1, bottom, left, right, values_only=True)
    assert [tuple(row) for row in rows] == [
        ("In one sentence", None, SENTENCE),
        ("Last run", None, "31 January 2026, 12:00, by tester"),
        ("As at", None, "31 January 2026"),
        ("Errors to correct", "Exceptions", "25. What they hold is not charged until then."),
        ("Warnings to read", "Exceptions", "58. They change nothing by themselves."),
        ("Waits to be posted", "Charges", "£180,526.73 in 97 lines."),
        ("Letters to send", None, "26 requests to schools."),
        ("Next step", "Placements J7",
         "Correct the first error, and the others on Exceptions; then recalculate."),
    ]  # fmt: skip


def test_the_links_lead_to_cells_that_can_be_seen(filled: Path) -> None:
    """A link to a hidden sheet would do nothing."""
    book = load_workbook(filled)
    shown = {page.title for page in book if page.sheet_state == "visible"}
    links = [str(v) for v in column(book, "B") if str(v).startswith("=HYPERLINK")]
    assert len(links) == 4
    for link in links:
        sheet, cell = link.split('"')[1].removeprefix("#'").split("'!")
        assert sheet in shown
        assert coordinate_from_string(cell)


def test_the_sheets_stand_in_four_groups_with_their_words(built: Path) -> None:
    """Each with a word on when it appears, if it is hidden at first."""
    book = load_workbook(built)
    names, when = column(book), column(book, "B")
    places = [names.index(f"Sheets: {group}") for group in SHEET_GROUPS]
    assert places == sorted(places)
    for sheet in (s for s in SHEET_LIST if s.name in book.sheetnames):
        row = names.index(sheet.name)
        group = max(place for place in places if place < row)
        assert names[group] == f"Sheets: {sheet.group}"
        assert bool(when[row]) == (book[sheet.name].sheet_state == "hidden")


def test_the_four_steps_can_be_ticked_off(built: Path) -> None:
    """To do or done, by choosing from a list; no run writes there."""
    page = load_workbook(built)["Start"]
    first = column(load_workbook(built)).index("The four steps") + 2
    steps = [page.cell(row, 2).value for row in range(first, first + 4)]
    assert steps == ["to do"] * 4
    (rule,) = page.data_validations.dataValidation
    assert (str(rule.sqref), rule.formula1) == (f"B{first}:B{first + 3}", '"to do,done"')


def test_a_tick_survives_a_run(built: Path, tmp_path: Path) -> None:
    """The steps are the team's, and stand where they stood."""
    book, path = load_workbook(built), tmp_path / "ticked.xlsx"
    row = column(book).index("The four steps") + 2
    book["Start"].cell(row, 2).value = "done"
    book.save(path)
    assert run("recalculate", path) == 0
    assert load_workbook(path)["Start"].cell(row, 2).value == "done"


def test_the_dashboard_begins_with_that_sentence(values: Workbook) -> None:
    """As a value too, for whoever looks without calculating."""
    assert values["Dashboard"]["A4"].value == SENTENCE


def test_the_dashboard_hides_what_only_its_formulas_need(filled: Path) -> None:
    """The rows that are looked up stand in a hidden column; all that is seen has a heading."""
    page = load_workbook(filled)["Dashboard"]
    helping = {cell.column_letter for row in page.iter_rows() for cell in row if cell.value
               and cell.column > 7}  # fmt: skip
    assert helping == {"Z"}
    assert page.column_dimensions["Z"].hidden


def test_each_chart_stands_beside_its_figures(filled: Path) -> None:
    """In the row of their title, and none over another."""
    page: Any = load_workbook(filled)["Dashboard"]
    titles = {str(cell.value): cell.row for cell in page["A"] if cell.value}
    tops = [chart.anchor._from.row + 1 for chart in page._charts]  # openpyxl has no other way
    bottoms = [chart.anchor.to.row + 1 for chart in page._charts]
    assert tops == [titles[name] for name in (
        "Key figures", "By component and status, after credits", "By type of school",
        "The ten schools with the largest totals", "Forecast to 31 March")]  # fmt: skip
    assert all(b < t for b, t in zip(bottoms, tops[1:], strict=False))
