"""Compare the policies of a workbook file: two tables of it are filled, all else stays."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from xl_recoup import clock
from xl_recoup.book import write_tables
from xl_recoup.comparison.compare import Comparison, compare
from xl_recoup.comparison.compared_tables import compared_writes, scenarios_sheet
from xl_recoup.comparison.other_base import over, year_of
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
    base: Path | None = None,
) -> Comparison | None:
    """Run a workbook under its scenarios and write what comes of them to `target`.

    Where the workbook has no Scenarios table it gets an empty one, and None is returned. `names`
    are those of the scenarios that are run, all of them where there are none. With `base` they are
    run over that workbook instead, such as last year's. `tell` gets what a person should know of
    the file afterwards, one sentence at a time. Raises Refused or FileUnavailable, and then leaves
    every file as it was.
    """
    with one_run(source, target, replace=replace, progress=progress, tell=tell) as work:
        progress("reading")
        book = read_book(work.read, wanted=is_needed)
        found = None
        if book.find(SCENARIOS.name) is None:
            writes = [scenarios_sheet()]
        else:
            today = clock.now().date()
            run_over, named = book, ""
            if base is not None:
                run_over = over(book, read_book(base, wanted=is_needed))
                named = str(year_of(run_over))
                tell(
                    f"Compared over {base.name}, {named}: its placements, terms and rates. Days of"
                    " scenarios are those of that year."
                )
            found = compare(run_over, as_at=as_at, today=today, names=names, progress=progress)
            writes = compared_writes(found, named)
        progress("writing")
        for sentence in write_tables(work.read, work.target, writes, output=work.is_output):
            tell(sentence)
        return found
