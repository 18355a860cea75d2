"""Posting a workbook file: ledger, charges and run log written in one step, or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from xl_recoup import __version__, clock
from xl_recoup.book import read_workbook, refuse_unless_writable, write_tables
from xl_recoup.drift import drift
from xl_recoup.errors import Refused
from xl_recoup.file_runs import refuse_if_saved_since, saved_version
from xl_recoup.intake.ledger import closed_periods
from xl_recoup.money import ZERO
from xl_recoup.posting import ledger_write, new_entries
from xl_recoup.run import Progress, Result, calculate, silent, writes_with_log
from xl_recoup.runlog import last_run


@dataclass(frozen=True, slots=True)
class Posting:
    """What was posted, and the run that shows it."""

    period: str
    lines: int
    amount: Decimal
    result: Result


def post_file(
    source: Path,
    target: Path,
    *,
    period: str,
    approved_by: str,
    prepared_by: str = "",
    as_at: date | None = None,
    allow_draft: bool = False,
    accept_changes: bool = False,
    progress: Progress = silent,
) -> Posting:
    """Post the billable lines of a workbook under a period's name.

    As at the last run's day unless told otherwise. Raises Refused, and leaves the file as it was,
    where the inputs or outputs are not those of the last run (unless `accept_changes`), and for
    every reason of `new_entries`.
    """
    if target.is_symlink():
        target = target.resolve()  # the book that the link names is written; the link stays
    refuse_unless_writable(target)
    before = saved_version(source)
    progress("reading")
    book = read_workbook(source)
    last = last_run(book)
    if last is None:
        raise Refused(
            f"No run is recorded in {source.name}, so nobody can have looked at its charges."
            " Recalculate it first, then post."
        )
    day, now = as_at or last.as_at, clock.now()
    result = calculate(book, as_at=day, today=now.date(), progress=progress)
    changed = drift(book, result)
    if changed and not accept_changes:
        raise Refused(
            f"The workbook is not as the last run left it: {changed[0]} Recalculate it, look at the"
            " charges and post then, or use --accept-changes to post what is calculated now."
        )
    entries = new_entries(
        result,
        period=period,
        prepared_by=prepared_by or clock.user(),
        approved_by=approved_by,
        at=now,
        closed=closed_periods(book),
        allow_draft=allow_draft,
    )
    after = calculate(book, as_at=day, today=now.date(), posted=entries, progress=progress)
    progress("writing")
    log = writes_with_log(after, at=now, who=prepared_by or clock.user(), version=__version__)
    refuse_if_saved_since(source, before)
    write_tables(source, target, [ledger_write(entries), *log])
    amount = sum((e.amount for e in entries), ZERO)
    return Posting(period, len(entries), amount, after)
