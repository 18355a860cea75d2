"""The sheet `xlwings.conf`: what the macros are told, whatever the settings of the computer."""

from __future__ import annotations

import xlwings
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from workbook_builder.looks import Looks
from workbook_builder.sheets import page_setup
from workbook_builder.wrappers import PYTHON

NAME = "xlwings.conf"
WORD = "MACROS"
TITLE = "Settings of the macros"
PURPOSE = "Read by the macros when a button is pressed; nothing here needs to be changed."
SETTINGS = (
    ("ADD_WORKBOOK_TO_PYTHONPATH", "False", "Programs that lie beside the workbook are never run."),
    ("UDF MODULES", PYTHON, "Where the custom functions come from."),
    ("SHOW CONSOLE", "False", "No black window while a macro runs."),
    ("XLWINGS MODULE", xlwings.__version__,
     "The version of xlwings that the macros were built for; “xl-recoup doctor” compares it."),
)  # fmt: skip


def write_conf(book: Workbook, looks: Looks) -> Worksheet:
    """Write the sheet: names in column A without a gap from the top, as xlwings reads them."""
    sheet = book.add_worksheet(NAME)
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 30)
    sheet.set_column(2, 2, 84)
    sheet.set_row(0, 32)
    sheet.write_string(0, 0, TITLE, looks.title())
    sheet.write_string(1, 0, PURPOSE, looks.purpose())
    sheet.write_string(2, 0, f"{WORD} – leave as it is", looks.make(bold=True))
    heading = looks.make(bold=True, bottom=1, bottom_color="#9DB4CC")
    for column, words in enumerate(("Setting of xlwings", "Value", "What it does")):
        sheet.write_string(3, column, words, heading)
    for row, cells in enumerate(SETTINGS, 4):
        for column, words in enumerate(cells):
            sheet.write_string(row, column, words, looks.make(num_format="@"))
    page_setup(sheet, wide=False)
    sheet.fit_to_pages(1, 1)
    sheet.set_selection(0, 0, 0, 0)
    return sheet
