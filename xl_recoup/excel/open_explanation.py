"""How the charges of the selected row of an open workbook came about."""

from __future__ import annotations

import xlwings as xw

from xl_recoup import clock
from xl_recoup.excel.open_runs import read
from xl_recoup.excel.selection import SELECT, selected
from xl_recoup.reporting.explanation import explain_alone
from xl_recoup.reporting.results import explanation_text
from xl_recoup.run.of_some_rows import Asked
from xl_recoup.run.result import Progress, silent


def explained(book: xw.Book, *, progress: Progress = silent) -> str:
    """Return in words how the charges of the selected row came about, as of the last run.

    Raises Refused where no charge or placement is selected.
    """
    asked, today = Asked(*selected(book)), clock.now().date()
    tables = read(book, progress)
    found = explain_alone(tables, asked, book.name, as_at=None, today=today, progress=progress)
    return explanation_text(found) or SELECT
