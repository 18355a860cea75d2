"""What every door does the same, once the tables are read: results as at the last run, posting.

Nothing here reads or writes a workbook: a door reads the tables, asks here, and writes.
"""

from __future__ import annotations

from datetime import date

from xl_recoup.intake.past_runs import last_run
from xl_recoup.run.calculate import calculate
from xl_recoup.run.result import Progress, Result, silent
from xl_recoup.tables import WorkbookTables


def as_last_run(
    book: WorkbookTables, *, as_at: date | None, today: date, progress: Progress = silent
) -> Result:
    """Return what a workbook's inputs give, as at the last run's day unless told otherwise.

    The last run is made again as on its own day, so what it found does not change by waiting.
    """
    last = last_run(book)
    if last is None or as_at is not None:
        return calculate(
            book, as_at=as_at, today=today, progress=progress, what="new" if as_at else "same"
        )
    made_on = last.at.date() if last.at else today
    return calculate(book, as_at=last.as_at, today=made_on, progress=progress, what="same")
