"""Tables read from a workbook in memory, and what came of their rows."""

from __future__ import annotations

from datetime import date

from tests.support.books import ACADEMY
from xl_recoup.run.result import Result

AT_ACADEMY = {"Home school": ACADEMY, "Year group": "8", "Date of birth": date(2012, 10, 1)}


def statuses(result: Result) -> list[str]:
    """Return the status of each budget share."""
    return [line.status for line in result.lines if line.component == "Budget share"]
