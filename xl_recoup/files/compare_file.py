"""Compare the policies of a workbook file: two tables of it are filled, all else stays."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from xl_recoup import clock
from xl_recoup.book import write_tables
from xl_recoup.comparison.compare import Comparison, compare
from xl_recoup.comparison.compared_tables import compared_writes, scenarios_sheet
from xl_recoup.contract import SCENARIOS
from xl_recoup.files.one_run import one_run
from xl_recoup.files.read_book import is_needed, read_book
from xl_recoup.run.result import Progress, silent


def compare_file(
    source: Path,
    target: Path,
    *,
    names: Sequence[str] = (),
    as_at: date | None,
    progress: Progress = silent,
    tell: Callable[[str], None] = silent,
    replace: bool = False,
) -> Comparison | None:
    """Run a workbook under its scenarios and write what comes of them to `target`.

    Where the workbook has no Scenarios table it gets an empty one, and None is returned. `names`
    are those of the scenarios that are run, all of them where there are none. `tell` gets what a
    person should know of the file afterwards, one sentence at a time. Raises Refused or
    FileUnavailable, and then leaves every file as it was.
    """
    with one_run(source, target, replace=replace, progress=progress, tell=tell) as work:
        progress("reading")
        book = read_book(work.read, wanted=is_needed)
        found = None
        if book.find(SCENARIOS.name) is None:
            writes = [scenarios_sheet()]
        else:
            today = clock.now().date()
            found = compare(book, as_at=as_at, today=today, names=names, progress=progress)
            writes = compared_writes(found)
        progress("writing")
        for sentence in write_tables(work.read, work.target, writes, output=work.is_output):
            tell(sentence)
        return found
