"""The report to the Forum from a workbook file, with what its scenarios would change."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from xl_recoup.comparison.compare import Comparison, compare
from xl_recoup.comparison.in_words import left_out_text
from xl_recoup.disk.disk_files import refuse_over
from xl_recoup.files.run_files import last_result
from xl_recoup.forum_paper.paper_files import (
    NEEDS_NO_SCENARIOS,
    refuse_other_endings,
    write_forum,
)
from xl_recoup.forum_paper.proposals_section import MOST
from xl_recoup.run.result import Progress, Result, silent
from xl_recoup.scenarios.scenario_list import scenarios_of
from xl_recoup.scenarios.value_ranges import is_range
from xl_recoup.tables import WorkbookTables
from xl_recoup.words import listed


def forum_file(
    source: Path,
    target: Path | None,
    *,
    as_at: date | None,
    progress: Progress = silent,
    tell: Callable[[str], None] = silent,
    replace: bool = False,
) -> Result:
    """Return a workbook's run, and write what the Forum may see of it where a target is named.

    `tell` gets what a person should know: of the target, and of scenarios that are not in the
    paper. Raises Refused or FileUnavailable, and then leaves every file as it was.
    """
    if target is not None:
        refuse_over(source, target)
        refuse_other_endings(target)
    book, result = last_result(source, as_at=as_at, progress=progress)
    if target is not None:
        write_paper(book, result, target, progress=progress, tell=tell, replace=replace)
    return result


def write_paper(
    book: WorkbookTables,
    result: Result,
    target: Path,
    *,
    progress: Progress = silent,
    tell: Callable[[str], None] = silent,
    replace: bool = False,
) -> None:
    """Write what the Forum may see of a workbook's run, with what its scenarios would change.

    Raises Refused or FileUnavailable, and then leaves every file as it was.
    """
    refuse_other_endings(target)
    compared = None
    if target.suffix.casefold() != NEEDS_NO_SCENARIOS:
        compared = _compared(book, result.policy.as_at, progress, tell)
    for sentence in write_forum(result, compared, target, replace=replace):
        tell(sentence)


def _compared(
    book: WorkbookTables, as_at: date, progress: Progress, tell: Callable[[str], None]
) -> Comparison | None:
    scenarios = scenarios_of(book)
    if not scenarios:
        return None
    ranges = [s.name for s in scenarios if any(is_range(a.says.value) for a in s.alterations)]
    alone = [s.name for s in scenarios if s.name not in ranges]
    if len(alone) > MOST:
        tell(
            f"The paper has room for {MOST} proposals: {listed(alone[MOST:])}"
            f" {'is' if len(alone) == MOST + 1 else 'are'} left out."
        )
    names = [*alone[:MOST], *ranges]
    found = compare(book, as_at=as_at, today=as_at, names=names, progress=progress)
    for sentence in left_out_text(found):
        tell(sentence)
    return found
