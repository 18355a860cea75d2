"""What looks beyond the workbook that is open in Excel: its scenarios, and next year's workbook."""

from __future__ import annotations

from pathlib import Path

import xlwings as xw

from xl_recoup import clock
from xl_recoup.comparison.compare import Comparison, compare
from xl_recoup.comparison.compared_tables import compared_writes, scenarios_sheet
from xl_recoup.contract import SCENARIOS
from xl_recoup.disk.litter import temporary_folder
from xl_recoup.excel.dialogs import Desk
from xl_recoup.excel.open_runs import read
from xl_recoup.excel.write_open import write_tables
from xl_recoup.files.new_year_file import new_year
from xl_recoup.new_year.plan import NewYear
from xl_recoup.run.result import Progress, silent

SUFFIXES = frozenset({".xlsx", ".xlsm", ".xlsb", ".xls", ".xltx", ".xltm", ".csv", ".ods"})
"""Of the files that Excel opens as workbooks."""


def compare_book(book: xw.Book, *, progress: Progress = silent) -> Comparison | None:
    """Run an open workbook under its scenarios and fill the two tables of that; it is not saved.

    Where it has no Scenarios table it gets an empty one, and None is returned. Raises Refused, and
    then leaves the workbook as it was.
    """
    tables, found = read(book, progress), None
    writes = [scenarios_sheet()]
    if tables.find(SCENARIOS.name) is not None:
        found = compare(tables, as_at=None, today=clock.now().date(), progress=progress)
        writes = compared_writes(found)
    progress("writing")
    write_tables(book, writes)
    return found


def new_year_from_desk(book: xw.Book, desk: Desk) -> str:
    """Ask for the year and a file, write next year's workbook there, and say what it lacks."""
    year = desk.ask("For which financial year is the new workbook? Such as 2026-27.")
    stem, suffix = _parts(book.name)
    named = f"{stem} {year}{suffix or '.xlsx'}"
    output = desk.new_file(named, "Where should the new workbook go?")
    with desk.at_work():
        made = new_year_of(book, year, output, progress=desk.progress)
    return "\n".join([*made.sentences(), f"Written to {output}."])


def new_year_of(book: xw.Book, year: str, output: Path, *, progress: Progress = silent) -> NewYear:
    """Write next year's workbook from an open one as it stands, unsaved changes included."""
    with temporary_folder() as folder:
        stem, suffix = _parts(book.name)
        copy = folder / f"{stem}{suffix or '.xlsx'}"  # such is inside one that was never saved
        book.api.SaveCopyAs(str(copy))
        return new_year(copy, year, output, progress=progress)


def _parts(name: str) -> tuple[str, str]:
    """Return a workbook's name and its suffix; one that was never saved has none.

    Such a one is called `Book1`, or by its template and a number: `Recoupment v1.21`.
    """
    path = Path(name)
    return (path.stem, path.suffix) if path.suffix.lower() in SUFFIXES else (name, "")
