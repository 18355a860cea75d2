"""The year ahead from a workbook file: the sheets that say it are filled, added and shown."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from xl_recoup import clock
from xl_recoup.book import write_tables
from xl_recoup.book.package.package import open_package
from xl_recoup.book.package.sheet_states import sheet_states
from xl_recoup.book.package.workbook_part import structure_locked
from xl_recoup.book.writing.write_tables import Write
from xl_recoup.contract import normal
from xl_recoup.contract.sheet_list import sheets_of_the_forecast
from xl_recoup.files.one_run import one_run
from xl_recoup.files.read_book import is_needed, read_book
from xl_recoup.files.typed_results import typed_results
from xl_recoup.outputs.asked_for import year_ahead_writes
from xl_recoup.outputs.forecast_words import before_it
from xl_recoup.run.as_last_run import as_last_run
from xl_recoup.run.result import Progress, Result, silent
from xl_recoup.tables import SheetsShown


def forecast_file(
    source: Path,
    target: Path,
    *,
    as_at: date | None,
    progress: Progress = silent,
    tell: Callable[[str], None] = silent,
    replace: bool = False,
) -> Result:
    """Fill the sheets of the year ahead as at the last run's day, and bring them into sight.

    Sheets that the workbook lacks are added: those that say it, and empty ones for what people
    enter. `tell` gets what a person should know, one sentence at a time; with `replace` the target
    may be any file. Raises Refused or FileUnavailable, and then leaves every file as it was.
    """
    with one_run(source, target, replace=replace, progress=progress, tell=tell) as work:
        progress("reading")
        book = read_book(work.read, wanted=is_needed)
        today = clock.now().date()
        result = as_last_run(book, as_at=as_at, today=today, progress=progress)
        for sentence in before_it(book, result):
            tell(sentence)
        progress("writing")
        package = open_package(source, work.read.data)
        listed = package.bytes_of(package.workbook)
        hidden = [name for name, state in sheet_states(listed).items() if state == "hidden"]
        ours = sheets_of_the_forecast()
        shown = [name for name in hidden if normal(name) in ours]
        if structure_locked(listed):
            shown = []
        writes: list[Write] = [*year_ahead_writes(book, result)]
        typed = typed_results(work.read, result.before, lambda: writes)
        writes += [*typed.kept, SheetsShown(frozenset(shown))]
        sentences = write_tables(work.read, work.target, writes, output=work.is_output)
        for sentence in (*typed.told, *sentences):
            tell(sentence)
    return result
