"""Next year's workbook as a file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from xl_recoup.book import write_tables
from xl_recoup.book.package.package import Package, open_package, places_of
from xl_recoup.book.package.sheet_states import sheet_states
from xl_recoup.book.reading.read_tables import tables_of
from xl_recoup.contract import MAPPING
from xl_recoup.contract.our_sheets import daily_and_others
from xl_recoup.disk.disk_files import refuse_over, refuse_unless_found
from xl_recoup.errors import Refused
from xl_recoup.files.one_run import Work, one_run
from xl_recoup.intake.settings import YEARS
from xl_recoup.law.periods import FundingPeriod
from xl_recoup.new_year.plan import Headings, NewYear, bring_forward
from xl_recoup.run.result import Progress, silent
from xl_recoup.tables import SheetsShown, TableWrite


def new_year(
    source: Path,
    year: str,
    output: Path,
    *,
    progress: Progress = silent,
    tell: Callable[[str], None] = silent,
    replace: bool = False,
) -> NewYear:
    """Write the workbook of a later year; missing rates are listed, not refused.

    `tell` gets what a person should know of the file afterwards, one sentence at a time.

    Raises Refused, with nothing written, where the year is not a later one, the output is a file
    that is not the program's own and `replace` is not said, or has another kind of name, or a row
    can't be brought forward as it is.
    """
    wanted = _year(year)
    refuse_unless_found(source)
    refuse_over(source, output)
    with one_run(source, output, replace=replace, progress=progress, tell=tell) as work:
        plan, writes = _planned(work, wanted, progress)
        progress("writing")
        for sentence in write_tables(work.read, work.target, writes, output=work.is_output):
            tell(sentence)
        return plan


def _planned(
    work: Work, wanted: FundingPeriod, progress: Progress
) -> tuple[NewYear, list[TableWrite | SheetsShown]]:
    progress("reading")
    package = open_package(work.read.path, work.read.data)
    book, filled_down = tables_of(package), _filled_down(package)
    if book.find(MAPPING.name) is not None:
        raise Refused(
            f"{work.read.name} is read through its Mapping, and the placements on the team's own"
            " sheets are not moved. Save a copy for next year in Excel, clear what is finished,"
            " change the Financial year in Settings and, in the copy alone, empty the Ledger."
        )
    progress("sorting")
    plan = bring_forward(book, wanted, filled_down)
    return plan, [*(r.write for r in plan.rewritings), _daily_alone(package)]


def _daily_alone(package: Package) -> SheetsShown:
    """Return the hiding of what is not in daily use: last year's postings and findings are gone."""
    tables = [(place.table.name, place.sheet.name) for place in places_of(package).values()]
    _, others = daily_and_others(tables, daily=True)
    states = sheet_states(package.bytes_of(package.workbook))
    return SheetsShown(hide=frozenset(n for n in others if states.get(n) == "visible"))


def _year(name: str) -> FundingPeriod:
    try:
        year = FundingPeriod.parse(name)
    except ValueError:
        raise Refused(f"“{name}” is not a financial year. Write it as 2026-27.") from None
    if year.first_year not in YEARS:
        raise Refused(f"A workbook can't be for {year}: it is too far from our time.")
    return year


def _filled_down(package: Package) -> Headings:
    """Return by table the headings of the columns that Excel fills with a formula."""
    return {
        part.name: frozenset(h for h, f in zip(part.headings, part.formulas, strict=True) if f)
        for sheet in package.sheets
        for part in package.tables_on(sheet)
    }
