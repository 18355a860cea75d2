"""Next year's workbook as a file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from xl_recoup.book import (
    read_workbook,
    refuse_other_kind,
    refuse_unless_found,
    refuse_unless_writable,
    write_tables,
)
from xl_recoup.book.package.disk_files import (
    is_there,
    refuse_if_saved_since,
    refuse_over,
    saved_version,
)
from xl_recoup.book.package.package import open_package
from xl_recoup.contract import MAPPING
from xl_recoup.errors import Refused
from xl_recoup.intake.settings import YEARS
from xl_recoup.law.periods import FundingPeriod
from xl_recoup.new_year.plan import Headings, NewYear, bring_forward
from xl_recoup.run.result import Progress, silent


def new_year(
    source: Path,
    year: str,
    output: Path,
    *,
    progress: Progress = silent,
    tell: Callable[[str], None] = silent,
) -> NewYear:
    """Write the workbook of a later year; missing rates are listed, not refused.

    `tell` gets what a person should know of the file afterwards, one sentence at a time.

    Raises Refused, with nothing written, where the year is not a later one, the output exists or
    has another kind of name, or a row can't be brought forward as it is.
    """
    wanted = _year(year)
    refuse_unless_found(source)
    _refuse_output(source, output)
    refuse_unless_writable(output)
    before = saved_version(source)
    progress("reading")
    book, filled_down = read_workbook(source), _filled_down(source)
    if book.find(MAPPING.name) is not None:
        raise Refused(
            f"{source.name} is read through its Mapping, and the placements on the team's own"
            " sheets are not moved. Save a copy for next year in Excel, clear what is finished,"
            " change the Financial year in Settings and, in the copy alone, empty the Ledger."
        )
    progress("sorting")
    plan = bring_forward(book, wanted, filled_down)
    progress("writing")
    refuse_if_saved_since(source, before)
    writes = [r.write for r in plan.rewritings]
    for sentence in write_tables(source, output, writes, keep_previous=False):
        tell(sentence)
    return plan


def _year(name: str) -> FundingPeriod:
    try:
        year = FundingPeriod.parse(name)
    except ValueError:
        raise Refused(f"“{name}” is not a financial year. Write it as 2026-27.") from None
    if year.first_year not in YEARS:
        raise Refused(f"A workbook can't be for {year}: it is too far from our time.")
    return year


def _refuse_output(source: Path, output: Path) -> None:
    refuse_over(source, output)
    if is_there(output):
        raise Refused(
            f"{output.name} is there already, and a new year is never written over a file. Give"
            " another name with --output, or move the file away."
        )
    refuse_other_kind(source, output)


def _filled_down(source: Path) -> Headings:
    """Return by table the headings of the columns that Excel fills with a formula."""
    package = open_package(source)
    return {
        part.name: frozenset(h for h, f in zip(part.headings, part.formulas, strict=True) if f)
        for sheet in package.sheets
        for part in package.tables_on(sheet)
    }
