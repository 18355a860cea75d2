"""How the charges of a reference came about, for a workbook that is a file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from xl_recoup import clock
from xl_recoup.files.read_book import is_needed, read_book
from xl_recoup.reporting.explanation import Explanation, explain_alone
from xl_recoup.run.of_some_rows import Asked
from xl_recoup.run.result import Progress, silent


def explain_file(
    source: Path, ref: str, *, as_at: date | None, progress: Progress = silent
) -> Explanation:
    """Return what a charge or placement reference stands for in a file, as at the last run's day.

    Only what its rows need is charged. Raises Refused where there is none of that name.
    """
    progress("reading")
    book, today = read_book(source, wanted=is_needed), clock.now().date()
    asked = Asked(ref=ref)
    return explain_alone(book, asked, source.name, as_at=as_at, today=today, progress=progress)
