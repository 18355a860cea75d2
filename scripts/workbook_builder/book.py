"""Putting the workbook together: Start, Dashboard, inputs, and what waits for a run."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from xlsxwriter import Workbook

from workbook_builder import dashboard, sources
from workbook_builder.looks import FONTS, Looks
from workbook_builder.named_styles import finish
from workbook_builder.sheets import write_table_sheet
from workbook_builder.sources import TableContent
from workbook_builder.start import place_of, write_start
from xl_recoup import __version__
from xl_recoup.contract import FORECAST, LAST_RUN, RESULT_SHEETS
from xl_recoup.contract.code_names import with_name_columns
from xl_recoup.contract.dashboard import SHEET
from xl_recoup.contract.sheet_list import SHEET_LIST, listed_sheet

OF_12_POINTS = {
    "default_format_properties": FONTS, "default_row_height": 21, "default_column_width": 72,
}  # fmt: skip
"""What XlsxWriter asks of a workbook in another font than its own: pixels of a row and a column."""

# The day on which the example book says it was made; a build knows no clock.
CREATED = datetime(2026, 1, 31, 12, 0, tzinfo=UTC).replace(tzinfo=None)


def build(
    target: Path,
    folder: Path,
    inputs: list[TableContent] | None = None,
    *,
    blank_formats: bool = True,
) -> None:
    """Write the workbook with its inputs, all else empty; the same sources give the same bytes.

    `inputs` stand in for the tables of the sources.
    """
    tables = sources.read_all(folder) if inputs is None else inputs
    outputs = [
        TableContent(s.name, s.sheet, s, with_name_columns(s), [], set(), s.purpose)
        for s in RESULT_SHEETS
    ]
    with Workbook(str(target), {"in_memory": True, **OF_12_POINTS}) as book:
        book.set_properties({
            "title": "Recoupment for alternative provision",
            "subject": "Charges and credits to schools, with invented placements",
            "author": "xl_recoup",
            "comments": f"Built from text sources by xl_recoup {__version__}.",
            "created": CREATED,
        })  # fmt: skip
        book.set_size(1600, 900)
        book.set_calc_mode("auto")
        looks = Looks(book)
        sheets = [SHEET, *(t.sheet for t in (*tables, *outputs))]
        write_start(book, looks, sheets, folder)
        for sheet_name in sheets:
            book.define_name(place_of(sheet_name), f"='{sheet_name}'!$A$1")
        dashboard.write_dashboard(book, looks)
        for content in in_order((*tables, *outputs)):
            sheet = write_table_sheet(book, looks, content, blank_formats=blank_formats)
            if not _in_daily_use(content.sheet):
                sheet.hide()
            if content.name == FORECAST.name:
                dashboard.draw_forecast(book, sheet, len(content.columns) + 1)
        record = TableContent(LAST_RUN.name, LAST_RUN.sheet, LAST_RUN, LAST_RUN.columns, [], set())
        write_table_sheet(book, looks, record, blank_formats=False).very_hidden()
        name_for_macros(book)
    finish(target)


def in_order(contents: Iterable[TableContent]) -> list[TableContent]:
    """Return the sheets as they stand side by side: in daily use first, as Start names them."""
    places = [sheet.name for sheet in SHEET_LIST]
    return sorted(contents, key=lambda c: (not _in_daily_use(c.sheet), places.index(c.sheet)))


def _in_daily_use(sheet: str) -> bool:
    listed = listed_sheet(sheet)
    return listed is not None and listed.daily


def name_for_macros(book: Workbook) -> None:
    """Give book and sheets the names by which macros know them, where there are macros or not."""
    book.set_vba_name()
    for sheet in book.worksheets():
        sheet.set_vba_name()
