"""The year ahead from an open workbook: its sheets filled, added and brought into sight."""

from __future__ import annotations

import xlwings as xw

from xl_recoup import clock
from xl_recoup.contract.sheet_list import sheets_of_the_forecast
from xl_recoup.excel.open_runs import read
from xl_recoup.excel.open_showing import show_named
from xl_recoup.excel.open_typed import typed_results
from xl_recoup.excel.write_open import write_tables
from xl_recoup.outputs.asked_for import year_ahead_writes
from xl_recoup.outputs.forecast_words import before_it, box_text
from xl_recoup.run.as_last_run import as_last_run
from xl_recoup.run.result import Progress, silent


def forecast_in_a_box(book: xw.Book, *, progress: Progress = silent) -> str:
    """Fill and show the sheets of the year ahead of an open workbook; return what it comes to.

    The workbook is not saved. Raises Refused, and then leaves it as it was.
    """
    tables, today = read(book, progress), clock.now().date()
    result = as_last_run(tables, as_at=None, today=today, progress=progress)
    progress("writing")
    writes = year_ahead_writes(tables, result)
    typed = typed_results(book, result.before, lambda: writes)
    told = [*typed.told, *write_tables(book, [*writes, *typed.kept])]
    show_named(book, sheets_of_the_forecast())
    return "\n\n".join([*before_it(tables, result), *box_text(result), *told])
