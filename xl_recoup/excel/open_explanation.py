"""How the charges of the selected row of an open workbook came about."""

from __future__ import annotations

import xlwings as xw

from xl_recoup.excel.open_runs import last_result
from xl_recoup.excel.selection import SELECT, selected
from xl_recoup.reporting.explanation import Explanation, explain
from xl_recoup.reporting.results import explanation_text
from xl_recoup.run.result import Progress, silent


def explained(book: xw.Book, *, progress: Progress = silent) -> str:
    """Return in words how the charges of the selected row came about, as of the last run.

    Raises Refused where no charge or placement is selected.
    """
    ref, row = selected(book)
    result = last_result(book, progress=progress)
    if ref:
        return explanation_text(explain(result, ref, book.name)) or SELECT
    lines = [line for line in result.lines if line.row == row]
    findings = [finding for finding in result.findings if finding.row == row]
    return explanation_text(Explanation(lines, findings)) or SELECT
