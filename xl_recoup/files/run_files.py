"""Runs on workbook files, for the command line and for CI: read, calculate, write."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from xl_recoup import __version__, clock
from xl_recoup.book import SecondProcess, write_tables
from xl_recoup.book.package.package import load_file, open_package
from xl_recoup.book.writing.in_the_way import before_writing
from xl_recoup.book.writing.stored_figures import stale_figures
from xl_recoup.checks.run_so_far import CHANGED_BY_HAND
from xl_recoup.contract import CHARGES, normal
from xl_recoup.contract.code_names import headings_with_names
from xl_recoup.files.one_run import Work, one_run
from xl_recoup.files.read_book import is_needed, read_book
from xl_recoup.files.typed_results import typed_results
from xl_recoup.intake.past_runs import last_run
from xl_recoup.outputs.all_tables import writes, writes_with_log
from xl_recoup.outputs.charges import charges
from xl_recoup.outputs.drift import OF_THE_DAY, drift
from xl_recoup.outputs.name_columns import PlainNames, with_names
from xl_recoup.outputs.own_columns import fill_drift, fill_writes
from xl_recoup.outputs.table_write import POUNDS
from xl_recoup.policy.whole_policy import Policy
from xl_recoup.records import ChargeLine
from xl_recoup.run.as_last_run import as_last_run
from xl_recoup.run.calculate import calculate
from xl_recoup.run.result import Progress, Result, silent
from xl_recoup.tables import CellWrites, TableWrite, WorkbookTables

if TYPE_CHECKING:
    from xl_recoup.files.head_start import Process


def recalculate_file(
    source: Path,
    target: Path,
    *,
    as_at: date | None,
    accept_missing: Collection[str] = (),
    progress: Progress = silent,
    tell: Callable[[str], None] = silent,
    second: Process | None = None,
    replace: bool = False,
) -> Result:
    """Recalculate a workbook and write its outputs to `target`, which may be the same file.

    `accept_missing` names what may be gone since the last run. `tell` gets what a person should
    know of the file afterwards, one sentence at a time; `second` is a process that has begun on the
    workbook. With `replace` the target may be any file. Raises Refused or FileUnavailable, and then
    leaves every file as it was.
    """
    with one_run(source, target, replace=replace, progress=progress, tell=tell) as work:
        return _recalculated(work, as_at, accept_missing, progress, tell, second)


def _recalculated(
    work: Work,
    as_at: date | None,
    accept_missing: Collection[str],
    progress: Progress,
    tell: Callable[[str], None],
    second: Process | None,
) -> Result:
    helper = None
    if second:
        headings = headings_with_names(CHARGES.name, CHARGES.headings)
        spare = frozenset(headings) - {*CHARGES.headings}
        helper = SecondProcess(
            second, CHARGES.name, headings, CHARGES.keys, POUNDS, spare, shared_texts=True
        )
    shown: list[TableWrite] = []

    def charged(lines: Sequence[ChargeLine], disputed: frozenset[str], policy: Policy) -> None:
        shown.append(with_names(charges(lines, disputed), PlainNames(policy), have))
        if helper is not None:
            helper.give(shown[0])

    progress("reading")
    given = helper.tables(work.read.version) if helper else None
    book = given or read_book(work.read, wanted=is_needed)
    table = book.find(CHARGES.name)
    have = {} if table is None else {normal(table.name): {*map(normal, table.headings)}}
    result = calculate(
        book,
        as_at=as_at,
        today=clock.now().date(),
        progress=progress,
        charged=charged,
        digests=helper.known if helper and given else None,
        accept_missing=accept_missing,
    )
    progress("writing")
    filled = writes_with_log(
        result, at=clock.now(), who=clock.user(), version=__version__, shown=shown[0]
    )
    typed = typed_results(work.read, result.before, lambda: filled)
    sentences = write_tables(
        work.read,
        work.target,
        [*filled, *typed.kept, *fill_writes(result)],
        second=helper,
        output=work.is_output,
    )
    for sentence in (*typed.told, *sentences):
        tell(sentence)
    return result


def writes_of_run(result: Result) -> list[TableWrite | CellWrites]:
    """Return all that a run on this computer would write now."""
    filled = writes_with_log(result, at=clock.now(), who=clock.user(), version=__version__)
    return [*filled, *fill_writes(result)]


def validate_file(
    source: Path,
    *,
    as_at: date | None,
    accept_missing: Collection[str] = (),
    progress: Progress = silent,
    tell: Callable[[str], None] | None = None,
) -> Result:
    """Check and charge a workbook without writing anything.

    `tell` gets what stands in the way of a writing, one sentence at a time.
    """
    progress("reading")
    read = load_file(source)
    book, today = read_book(read, wanted=is_needed), clock.now().date()
    result = calculate(
        book, as_at=as_at, today=today, progress=progress, accept_missing=accept_missing
    )
    if tell is not None:
        package = open_package(read.path, read.data)
        for sentence in before_writing(package, lambda: writes_of_run(result)):
            tell(sentence)
        typed = typed_results(read, result.before, lambda: writes(result), done=False)
        for sentence in typed.told:
            tell(sentence)
    return result


def last_result(
    source: Path, *, as_at: date | None, progress: Progress = silent, outputs: bool = False
) -> tuple[WorkbookTables, Result]:
    """Return a workbook and what its inputs give, as at the last run's day.

    With `outputs`, the rows of the output tables are read too, and the text of formulas.
    """
    progress("reading")
    book = read_book(source, wanted=None if outputs else is_needed, formula_texts=outputs)
    today = clock.now().date()
    return book, as_last_run(book, as_at=as_at, today=today, progress=progress)


def check_file(
    source: Path, *, as_at: date | None, progress: Progress = silent
) -> tuple[Result, list[str]]:
    """Return what the inputs give, as at the last run's day, and how the file differs from it.

    Where a posted record was changed by hand that is all: what rests on it differs for that reason,
    and no run would put it right.
    """
    book, result = last_result(source, as_at=as_at, progress=progress, outputs=True)
    progress("comparing")
    if CHANGED_BY_HAND in {f.code for f in result.findings}:
        return result, [f.message for f in result.findings if f.code == CHANGED_BY_HAND]
    found = [*drift(book, result), *fill_drift(result)]
    if last_run(book) is not None:
        kept = [write for write in writes(result) if write.table not in OF_THE_DAY]
        found += stale_figures(open_package(source), kept)
    return result, found
