"""Runs on the workbook that is open in Excel: read its tables, calculate, write them.

The counterpart of `files`; the workbook is acted on as it stands in Excel, saved or not, and
never by its path. What only some buttons need stands in modules of its own, so that the others
need not load it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import xlwings as xw

from xl_recoup import __version__, clock
from xl_recoup.excel.open_tables import read_tables
from xl_recoup.files.read_book import is_needed
from xl_recoup.run.as_last_run import as_last_run
from xl_recoup.run.calculate import calculate
from xl_recoup.run.result import Progress, Result, silent
from xl_recoup.tables import CellWrites, TableWrite, WorkbookTables


def validate_book(
    book: xw.Book,
    *,
    as_at: date | None = None,
    accept_missing: Sequence[str] = (),
    progress: Progress = silent,
    tell: Callable[[str], None] | None = None,
) -> Result:
    """Check and charge an open workbook without writing anything.

    `tell` gets what stands in the way of a writing, one sentence at a time.
    """
    tables, today = read(book, progress), clock.now().date()
    result = calculate(
        tables, as_at=as_at, today=today, progress=progress, accept_missing=accept_missing
    )
    if tell is not None:
        from xl_recoup.excel.open_in_the_way import before_writing

        for sentence in before_writing(book, lambda: [*_filled(result), *_beside(result)]):
            tell(sentence)
    return result


def recalculate_book(
    book: xw.Book,
    *,
    as_at: date | None = None,
    accepts: Callable[[Sequence[str]], bool] | None = None,
    progress: Progress = silent,
    tell: Callable[[str], None] = silent,
) -> Result:
    """Recalculate an open workbook and fill its output tables; it is not saved.

    `accepts` is asked whether what is missing since the last run may be gone; `tell` gets what
    the tables grow over and what was kept of rows that are gone, one sentence at a time. Raises
    Refused, and then leaves the workbook as it was.
    """
    from xl_recoup.excel.open_typed import typed_results
    from xl_recoup.excel.write_open import write_tables

    result = validate_book(book, as_at=as_at, progress=progress)
    if result.missing and accepts is not None and accepts(result.missing):
        gone = result.missing
        result = validate_book(book, as_at=as_at, accept_missing=gone, progress=progress)
    progress("writing")
    filled = _filled(result)
    typed = typed_results(book, result.before, lambda: filled)
    told = write_tables(book, [*filled, *typed.kept], _beside(result))
    for sentence in (*typed.told, *told):
        tell(sentence)
    return result


def _filled(result: Result) -> list[TableWrite]:
    from xl_recoup.outputs.all_tables import writes_with_log

    return writes_with_log(result, at=clock.now(), who=clock.user(), version=__version__)


def _beside(result: Result) -> list[CellWrites]:
    """Return what goes into cells beside the team's own placements."""
    from xl_recoup.outputs.own_columns import fill_writes

    return fill_writes(result)


def last_result(book: xw.Book, *, progress: Progress = silent) -> Result:
    """Return what an open workbook's inputs give, as at the last run's day."""
    tables = read(book, progress)
    return as_last_run(tables, as_at=None, today=clock.now().date(), progress=progress)


def read(book: xw.Book, progress: Progress) -> WorkbookTables:
    """Return the tables of an open workbook that its runs need."""
    progress("reading")
    return read_tables(book, wanted=is_needed)
