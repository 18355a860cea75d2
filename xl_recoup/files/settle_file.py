"""Receipts that a person accepted go to Settlements, in a workbook file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from xl_recoup import clock
from xl_recoup.book import write_tables
from xl_recoup.contract import PROPOSED_SETTLEMENTS, normal
from xl_recoup.files.one_run import one_run
from xl_recoup.files.read_book import is_needed, read_book
from xl_recoup.outputs.accepted_receipts import Accepted, accepted_receipts
from xl_recoup.run.as_last_run import as_last_run
from xl_recoup.run.result import Progress, Result, silent


def needed_to_settle(table: str) -> bool:
    """Say whether a table is needed: those of a run, and the proposals with what people wrote."""
    return is_needed(table) or normal(table) == normal(PROPOSED_SETTLEMENTS.name)


def settle_file(
    source: Path,
    target: Path,
    *,
    as_at: date | None,
    progress: Progress = silent,
    tell: Callable[[str], None] = silent,
    replace: bool = False,
) -> tuple[Result, Accepted]:
    """Add the accepted receipts below the rows of Settlements, and nothing else.

    `tell` gets what a person should know, one sentence at a time. Raises Refused or
    FileUnavailable, and then leaves every file as it was.
    """
    with one_run(source, target, replace=replace, progress=progress, tell=tell) as work:
        progress("reading")
        book = read_book(work.read, wanted=needed_to_settle)
        result = as_last_run(book, as_at=as_at, today=clock.now().date(), progress=progress)
        found = accepted_receipts(book, result)
        for sentence in found.told:
            tell(sentence)
        if found.entered or work.is_output:
            progress("writing")
            writes = [found.write] if found.entered else []
            for sentence in write_tables(work.read, work.target, writes, output=work.is_output):
                tell(sentence)
    return result, found
