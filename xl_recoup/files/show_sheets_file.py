"""Sheets of ours in a workbook file: all of them shown, or those in daily use alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from xl_recoup.book import write_tables
from xl_recoup.book.package.package import open_package, places_of
from xl_recoup.book.package.sheet_states import sheet_states
from xl_recoup.book.reading.read_tables import tables_of
from xl_recoup.book.writing.sheets_needed import SHEET
from xl_recoup.contract import EXCEPTIONS, normal
from xl_recoup.contract.our_sheets import daily_and_others
from xl_recoup.files.one_run import one_run
from xl_recoup.tables import SheetsShown, WorkbookTables
from xl_recoup.words import counted, listed


class Showing(NamedTuple):
    """What changed: the sheets that are in sight now, or that are no longer."""

    shown: list[str]
    hidden: list[str]

    def sentence(self) -> str:
        """Return what a person is told."""
        if self.shown:
            return f"{counted(len(self.shown), 'sheet')} shown: {listed(self.shown)}."
        if self.hidden:
            return (
                f"{counted(len(self.hidden), 'sheet')} hidden: {listed(self.hidden)}. What is on"
                " them is kept, and runs go on filling them."
            )
        return "Nothing to do: the sheets are as they were asked for."


def show_sheets_file(
    source: Path,
    target: Path,
    *,
    daily: bool,
    replace: bool = False,
    tell: Callable[[str], None] = lambda sentence: None,
) -> Showing:
    """Show every hidden sheet of ours, or with `daily` hide those that are not in daily use.

    A sheet on which a finding stands stays in sight; sheets that the team made itself stay as they
    are. `tell` gets what a person should know of the file; with `replace` the target may be any
    file. Raises Refused or FileUnavailable, and then leaves every file as it was.
    """
    with one_run(source, target, replace=replace, tell=tell) as work:
        package = open_package(source, work.read.data)
        tables = [(place.table.name, place.sheet.name) for place in places_of(package).values()]
        named = _named(tables_of(package, _is_exceptions)) if daily else ()
        show, hide = daily_and_others(tables, named, daily=daily)
        states = sheet_states(package.bytes_of(package.workbook))
        shown = [name for name, state in states.items() if state == "hidden" and name in show]
        hidden = [name for name, state in states.items() if state == "visible" and name in hide]
        if shown or hidden or work.is_output:
            chosen = SheetsShown(frozenset(shown), frozenset(hidden))
            for sentence in write_tables(work.read, work.target, [chosen], output=work.is_output):
                tell(sentence)
    return Showing(shown, hidden)


def _is_exceptions(table: str) -> bool:
    return normal(table) == normal(EXCEPTIONS.name)


def _named(book: WorkbookTables) -> list[object]:
    """Return the sheets that Exceptions names."""
    table = book.find(EXCEPTIONS.name)
    headings = [] if table is None else [normal(heading) for heading in table.headings]
    if table is None or normal(SHEET) not in headings:
        return []
    return [row[headings.index(normal(SHEET))] for row in table.rows]
