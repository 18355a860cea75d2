"""What a finance officer sees in the workbook: nothing that is needed is cut off or left out."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils import column_index_from_string
from openpyxl.worksheet.worksheet import Worksheet

from tests.support.opened import there

BOOK = Path(__file__).resolve().parents[2] / "workbook" / "recoupment.xlsx"
HEADING_ROW = 4
TOLD_APART_BY = {
    "Charge ref", "Charge", "Placement ref", "Journal line", "Document", "LAESTAB", "UPN",
    "Scheme", "Measure", "Code", "Cost centre", "Subjective", "Status", "Period", "Factor",
}  # fmt: skip
"""Headings of what means nothing, or something else, when its end is missing."""
MONEY = ("Billable", "Asked", "Held", "Posted")


@pytest.fixture(scope="module")
def book() -> Workbook:
    return load_workbook(BOOK, data_only=True)


def widths(sheet: Worksheet) -> dict[int, float]:
    """Return each column's width in characters; neighbours of one width are kept together."""
    kept = sheet.column_dimensions.values()
    return {n: d.width for d in kept for n in range(there(d.min), there(d.max) + 1)}


def test_references_and_codes_are_not_cut_off(book: Workbook) -> None:
    """What rows are told apart by has room for its longest value and the space before it."""
    cut = set()
    for sheet in book.worksheets[2:]:
        room = widths(sheet)
        for column in sheet.iter_cols(min_row=HEADING_ROW):
            heading = column[0].value
            if heading not in TOLD_APART_BY:
                continue
            longest = max((str(c.value) for c in column[1:] if c.value), key=len, default="")
            if len(longest) + 1 > room[there(column[0].column)]:
                cut.add((sheet.title, heading, longest))
    assert cut == set()


def by_type(sheet: Worksheet) -> dict[str, tuple[int, list[float]]]:
    """Return the row and the amounts of each type of school on the Dashboard."""
    first = next(c.row for c in sheet["A"] if c.value == "By type of school") + 2
    found = {}
    for row in sheet.iter_rows(min_row=first, max_col=1 + len(MONEY)):
        found[str(row[0].value)] = (there(row[0].row), [float(str(c.value)) for c in row[1:]])
        if row[0].value == "Total":
            return found
    raise AssertionError("the table by type of school has no total")


def test_the_types_of_school_add_up_to_everything(book: Workbook) -> None:
    """No charge is missing from the Dashboard's table by type of school."""
    sheet = book["Dashboard"]
    _, total = by_type(sheet)["Total"]
    component = next(
        c.row for c in sheet["A"] if c.value == "By component and status, after credits"
    )
    row = next(r for r in range(component, component + 20) if sheet.cell(r, 1).value == "Total")
    assert total == [sheet.cell(row, n).value for n in range(2, 2 + len(MONEY))]


def test_the_chart_by_type_leaves_out_no_money(book: Workbook) -> None:
    """Every type of school that something falls on has its column in the chart."""
    with zipfile.ZipFile(BOOK) as parts:
        charts = [parts.read(n).decode() for n in parts.namelist() if "charts/chart" in n]
    chart = next(c for c in charts if "Net by type of school" in c)
    drawn = re.search(r"<c:cat>.*?\$A\$(\d+):\$A\$(\d+)", chart, re.DOTALL)
    assert drawn is not None
    rows = range(int(drawn[1]), int(drawn[2]) + 1)
    types = by_type(book["Dashboard"])
    assert [t for t, (row, sums) in types.items() if any(sums) and row not in rows] == ["Total"]


DIGIT, PADDING = 8, 5
"""Pixels of a digit of the style Normal (Calibri, 12 points) and of the margins of a column."""
ROW_NUMBERS, SCROLL_BAR = 50, 20
DEFAULT_COLUMN, EMU_A_PIXEL = 72, 9525


def in_sight(sheet: Worksheet) -> dict[str, tuple[int, int]]:
    """Return from which pixel to which each column that is not folded away is seen."""
    room, at, found = widths(sheet), ROW_NUMBERS, {}
    kept = sheet.column_dimensions.values()
    away = {n for d in kept if d.hidden for n in range(there(d.min), there(d.max) + 1)}
    for cell in sheet[HEADING_ROW]:
        number = there(cell.column)
        if number not in away:
            wide = round((room[number] * DIGIT * 256 + 128) // 256)
            found[str(cell.value)] = (at, at + wide)
            at += wide
    return found


def test_the_sheets_are_in_12_points(book: Workbook) -> None:
    """So is the style Normal, in whose digits Excel counts the width of a column."""
    normal = book._named_styles["Normal"].font  # type: ignore[attr-defined]
    assert (normal.name, normal.sz) == ("Calibri", 12)
    sizes = {c.font.sz for s in book.worksheets for row in s.iter_rows(max_row=60) for c in row}
    assert sizes == {12, 14, 18}


def test_a_screen_shows_what_a_charge_is(book: Workbook) -> None:
    """1,920 pixels wide, at 100 %: down to the reason, and the first 30 digits of the working."""
    seen, last = in_sight(book["Charges"]), 1920 - SCROLL_BAR
    wanted = ("Charge ref", "School", "Component", "Amount", "Status", "Reason")
    assert all(seen[heading][1] <= last for heading in wanted)
    assert last - seen["Working"][0] >= 30 * DIGIT


def test_a_screen_shows_every_column_of_a_placement_that_is_not_folded(book: Workbook) -> None:
    """Few of the 43: those that most rows fill."""
    seen = in_sight(book["Placements"])
    assert len(seen) <= 16
    assert max(end for _, end in seen.values()) <= 1920 - SCROLL_BAR


@pytest.mark.parametrize(
    ("sheet", "headings"),
    [
        ("To do today", "Where, What to do"),
        ("Documents", "PO number, Issued on, Finance reference"),
        ("Letters", "Number, File"),
        ("Ledger", "Prepared by, Approved by"),
        ("Run log", "Posting, Accepted"),
        ("Aged debt", "Over 90 days"),
        ("Reconciliation", "What to do"),
        ("Since last run", "What changed"),
        ("Settings", "Reason, Approved by"),
        ("Rates", "Rate in words"),
        ("Demand", "Note"),
        ("Year end", "Note"),
        ("Schools summary", "Total"),
    ],
)
def test_a_screen_shows_what_is_looked_for(book: Workbook, sheet: str, headings: str) -> None:
    """Whole, and not folded away: what people fill in, ask for or are told to do."""
    seen = in_sight(book[sheet])
    assert all(seen[heading][1] <= 1920 - SCROLL_BAR for heading in headings.split(", "))


def test_a_screen_shows_the_chart_of_the_forecast(book: Workbook) -> None:
    """Whole, beside its table."""
    sheet = book["Forecast"]
    (chart,) = sheet._charts  # type: ignore[attr-defined]
    end = chart.anchor.to
    table = max(right for _, right in in_sight(sheet).values())
    assert chart.anchor._from.col >= sheet.max_column
    beside = (end.col - sheet.max_column) * DEFAULT_COLUMN + end.colOff // EMU_A_PIXEL
    assert table + beside <= 1920 - SCROLL_BAR


def test_every_link_lands_in_sight(book: Workbook) -> None:
    """None begins in a column that is folded away, on any sheet that has links to cells."""
    formulas, found, hidden = load_workbook(BOOK), 0, set()
    for sheet in formulas.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                link = re.match(r"=HYPERLINK\(\"#'(.+?)'!([A-Z]+)\d", str(cell.value))
                if link is None:
                    continue
                found += 1
                kept = formulas[link[1]].column_dimensions.values()
                at = column_index_from_string(link[2])
                if any(d.hidden and there(d.min) <= at <= there(d.max) for d in kept):
                    hidden.add((sheet.title, cell.coordinate, cell.value))
    assert found > 80
    assert hidden == set()


def test_the_first_row_of_exceptions_is_an_error_with_its_message(book: Workbook) -> None:
    """On the first screen, with the link to its cell."""
    sheet = book["Exceptions"]
    first = dict(
        zip((c.value for c in sheet[HEADING_ROW]), (c.value for c in sheet[5]), strict=True)
    )
    assert (first["Severity"], first["Go to"]) == ("error", "Placements J7")
    seen = in_sight(sheet)
    assert 1920 - SCROLL_BAR - seen["Message"][0] >= 60 * DIGIT


@pytest.mark.parametrize(
    ("sheet", "heading"),
    [("Schools summary", "Total"), ("Journal", "Debit"), ("Invoices", "Gross")],
)
def test_totals_stand_above_the_headings(book: Workbook, sheet: str, heading: str) -> None:
    """Of the column below them, as a run left it."""
    page = book[sheet]
    column = next(there(c.column) for c in page[HEADING_ROW] if c.value == heading)
    cells = [page.cell(row, column).value for row in range(HEADING_ROW + 1, page.max_row + 1)]
    total = page.cell(HEADING_ROW - 1, column).value
    assert total == pytest.approx(sum(float(str(c)) for c in cells if c is not None), abs=0.001)
    assert total
