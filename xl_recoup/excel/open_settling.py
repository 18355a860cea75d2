"""Receipts that a person accepted go to Settlements, in the workbook that is open in Excel."""

from __future__ import annotations

import xlwings as xw

from xl_recoup import clock
from xl_recoup.excel.open_tables import read_tables
from xl_recoup.excel.write_open import write_tables
from xl_recoup.files.settle_file import needed_to_settle
from xl_recoup.outputs.accepted_receipts import accepted_receipts
from xl_recoup.run.as_last_run import as_last_run
from xl_recoup.run.result import Progress, silent


def settled_in_a_box(book: xw.Book, *, progress: Progress = silent) -> str:
    """Add the accepted receipts below the rows of Settlements; return what is to be told.

    The workbook is not saved. Raises Refused, and then leaves it as it was.
    """
    progress("reading")
    tables, today = read_tables(book, wanted=needed_to_settle), clock.now().date()
    result = as_last_run(tables, as_at=None, today=today, progress=progress)
    found = accepted_receipts(tables, result)
    told = write_tables(book, [found.write]) if found.entered else []
    return "\n".join([found.words(), *found.told, *told])
