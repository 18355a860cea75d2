"""What every door does the same, once the tables are read: results as at the last run, posting.

Nothing here reads or writes a workbook: a door reads the tables, asks here, and writes.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from xl_recoup.intake.past_runs import last_run
from xl_recoup.run.calculate import Run, calculate
from xl_recoup.run.of_some_rows import Asked, Part, calculate_rows
from xl_recoup.run.result import Progress, Result, silent
from xl_recoup.tables import WorkbookTables


def as_last_run(
    book: WorkbookTables, *, as_at: date | None, today: date, progress: Progress = silent
) -> Result:
    """Return what a workbook's inputs give, as at the last run's day unless told otherwise.

    The last run is made again as on its own day, so what it found does not change by waiting.
    """
    days = _days(book, as_at, today)
    what: Run = "same" if days.same_run else "new"
    return calculate(book, as_at=days.as_at, today=days.today, progress=progress, what=what)


def rows_as_last_run(
    book: WorkbookTables,
    asked: Asked,
    *,
    as_at: date | None,
    today: date,
    progress: Progress = silent,
) -> Part:
    """Return what `as_last_run` gives of some rows, charging no more than they need."""
    part = calculate_rows(book, asked, **_days(book, as_at, today)._asdict(), progress=progress)
    if part is not None:
        return part
    result = as_last_run(book, as_at=as_at, today=today, progress=progress)
    return Part(result.lines, result.findings)


class _Days(NamedTuple):
    as_at: date | None
    today: date
    same_run: bool


def _days(book: WorkbookTables, as_at: date | None, today: date) -> _Days:
    last = last_run(book)
    if last is None or as_at is not None:
        return _Days(as_at, today, same_run=as_at is None)
    return _Days(last.as_at, last.at.date() if last.at else today, same_run=True)
