"""The scenarios of one workbook over the placements, terms and rates of another one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from xl_recoup.contract import SCENARIOS, SETTINGS, normal
from xl_recoup.contract.cell_values import read_date
from xl_recoup.errors import Refused
from xl_recoup.intake.settings import read_options
from xl_recoup.law.periods import FundingPeriod
from xl_recoup.tables import Cell, Table, WorkbookTables


def year_of(book: WorkbookTables) -> FundingPeriod:
    """Return the financial year of a workbook. Raises Refused where its settings can't be read."""
    settings = book.find(SETTINGS.name)
    if settings is None:
        raise Refused(f"The workbook has no table {SETTINGS.name}, which says what year it is for.")
    return read_options(book, settings).financial_year


def over(book: WorkbookTables, base: WorkbookTables) -> WorkbookTables:
    """Return another workbook with the scenarios of this one.

    A day of a scenario becomes the same day of the other workbook's year. Findings name the cells
    of this workbook's sheet. Raises Refused where this one has no scenarios.
    """
    scenarios = book.find(SCENARIOS.name)
    if scenarios is None:
        raise Refused(f"There is nothing to compare: the workbook has no table {SCENARIOS.name}.")
    years = year_of(base).first_year - year_of(book).first_year
    kept = {n: t for n, t in base.tables.items() if normal(n) != normal(SCENARIOS.name)}
    return replace(base, tables={**kept, SCENARIOS.name: _moved(scenarios, years, book.date_1904)})


def _moved(table: Table, years: int, date_1904: bool) -> Table:
    days = {i for i, h in enumerate(table.headings) if normal(h) in ("from", "to")}

    def moved(row: Sequence[Cell]) -> list[Cell]:
        return [_day(c, years, date_1904) if i in days else c for i, c in enumerate(row)]

    return replace(table, rows=[moved(row) for row in table.rows])


def _day(cell: Cell, years: int, date_1904: bool) -> Cell:
    day, _ = read_date(cell, date_1904) if cell is not None else (None, None)
    if not isinstance(day, date):
        return cell
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February of another year
        return day.replace(year=day.year + years, day=28)
