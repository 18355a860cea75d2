"""What a finance officer sees in the workbook: nothing that is needed is cut off or left out."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
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
