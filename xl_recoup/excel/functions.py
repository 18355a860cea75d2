"""The custom functions of the workbook: the law's steps, one at a time, in any cell.

Each takes single cells or whole ranges and fills as many cells as its arguments have. Amounts are
pounds as Excel holds them, worked out exactly and rounded once, half-up, to the penny. Bad
arguments raise ValueError, which Excel shows as `#VALUE!`; among many results, the ones that can't
be worked out are `#VALUE!` by themselves.

They are plain Python functions as well: `RECOUP_WEEKS(date(2025, 10, 1), date(2026, 3, 31))`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from xl_recoup import clock, contract
from xl_recoup.contract import normal
from xl_recoup.contract.cell_values import text_of
from xl_recoup.contract.upn import is_upn
from xl_recoup.errors import Refused
from xl_recoup.excel import arguments
from xl_recoup.excel.arguments import NOT_AVAILABLE, BadArgument, Cells, Grid, each, grid
from xl_recoup.excel.function_list import FUNCTIONS, Function, function
from xl_recoup.excel.remembered import Remembered
from xl_recoup.intake.reference import read_calendars
from xl_recoup.law.formula import FULL_PERIOD_WEEKS, admission_increase
from xl_recoup.law.school_days import CalendarTooShort, SchoolDays, relevant_date
from xl_recoup.law.weeks import complete_weeks
from xl_recoup.money import share
from xl_recoup.outputs.charges import charges
from xl_recoup.run.calculate import calculate
from xl_recoup.tables import Cell, CellError, Formula, WorkbookTables

__all__ = ["FUNCTIONS", "Function"]

SPILLED = tuple(h for h in contract.CHARGES.headings if h != "Check")
"""The columns that RECOUP_CHARGES fills: those of Charges without its formula."""


@function(
    exclusion_date="the day of the permanent exclusion: one cell or a range",
    calendar_table="the Calendar table with its headings: Calendar[#All]",
    calendar_name="which calendar of the table; LA where left out",
)
def RECOUP_RELEVANT_DATE(  # noqa: N802 - the name in Excel
    exclusion_date: Cells, calendar_table: Cells, calendar_name: Cells = contract.DEFAULT_CALENDAR
) -> Any:
    """The relevant date: the sixth school day following a permanent exclusion."""
    calendars, broken = _CALENDARS.of([tuple(row) for row in grid(calendar_table)])

    def one(excluded: Cell, name: Cell) -> date:
        key = normal(arguments.text(name, "the calendar's name")) or normal(
            contract.DEFAULT_CALENDAR
        )
        if key not in calendars or key in broken:
            raise BadArgument("the calendar is missing, or one of its rows can't be read")
        try:
            return relevant_date(arguments.day(excluded, "the exclusion date"), calendars[key])
        except CalendarTooShort:
            raise BadArgument("the calendar does not reach that far") from None

    return each(one, exclusion_date, calendar_name)


@function(
    first_day="the day from which weeks are counted, such as the relevant date",
    last_day="the last day of the funding period or school year",
    reading="inclusive (where left out), exclusive or calendar",
)
def RECOUP_WEEKS(first_day: Cells, last_day: Cells, reading: Cells = "inclusive") -> Any:  # noqa: N802
    """Complete weeks from one day to another of a funding period or school year, 52 at most."""

    def one(first: Cell, last: Cell, how: Cell) -> int:
        word = normal(arguments.text(how, "the reading")) or "inclusive"
        if word not in ("inclusive", "exclusive", "calendar"):
            raise BadArgument("the reading is none of inclusive, exclusive and calendar")
        start, end = arguments.day(first, "the first day"), arguments.day(last, "the last day")
        if end < start:
            raise BadArgument("the last day comes before the first")
        weeks = complete_weeks(start, end, word)  # type: ignore[arg-type] # one of the three
        if weeks > FULL_PERIOD_WEEKS:
            raise BadArgument("there are more weeks than in a full funding period")
        return weeks

    return each(one, first_day, last_day, reading)


@function(
    funding="pounds for a full funding period, such as A of the regulations",
    weeks="complete weeks, or other units, not more than are in a full period",
    denominator="units in a full period; 52 where left out, 1 where the pounds are for one unit",
)
def RECOUP_AMOUNT(funding: Cells, weeks: Cells, denominator: Cells = FULL_PERIOD_WEEKS) -> Any:  # noqa: N802
    """Funding × weeks / 52, rounded once, half-up, to the penny: A × (B/52) of the regulations."""

    def one(pounds: Cell, units: Cell, of: Cell) -> float:
        whole = _whole(of, "the denominator")
        if not whole:
            raise BadArgument("the denominator is 0")
        counted = (_whole if whole == FULL_PERIOD_WEEKS else _least)(units, "the number of units")
        if whole > 1 and counted > whole:
            raise BadArgument(f"there are more units than the {whole} of a full period")
        return float(share(_least(pounds, "the funding"), counted, Decimal(whole)))

    return each(one, funding, weeks, denominator)


@function(
    charge="pounds of the charge that is given back in part, without any adjustment order",
    weeks="complete weeks from admission or reinstatement to the end of the funding period",
    weeks_from_relevant_date="complete weeks from the relevant date to the same day",
)
def RECOUP_CREDIT(charge: Cells, weeks: Cells, weeks_from_relevant_date: Cells) -> Any:  # noqa: N802
    """The credit to an admitting or reinstating school, D × (E/F), as a negative amount."""

    def one(pounds: Cell, units: Cell, of: Cell) -> float:
        d, e = _least(pounds, "the charge"), _whole(units, "the number of weeks")
        f = _whole(of, "the number of weeks from the relevant date")
        if not e <= f <= FULL_PERIOD_WEEKS:
            raise BadArgument("a credit counts no more weeks than its charge, and that 52 at most")
        credit = admission_increase(d, e, f)
        return -float(credit) if credit else 0.0

    return each(one, charge, weeks, weeks_from_relevant_date)


@function(upn="the unique pupil number: one cell or a range")
def RECOUP_UPN_VALID(upn: Cells) -> Any:  # noqa: N802
    """TRUE where a unique pupil number has the right form and check letter, else FALSE."""
    return each(lambda cell: is_upn(arguments.text(cell, "the UPN")), upn)


@function(
    placements="the Placements table with its headings: Placements[#All]",
    settings="Settings[#All]",
    schools="Schools[#All]",
    agreements="Agreements[#All]",
    schemes="Schemes[#All]",
    rates="Rates[#All]",
    calendar_table="Calendar[#All]",
    providers="Providers[#All], where there is one",
    changes="PlacementChanges[#All], where there is one",
    queries="Queries[#All], where there is one",
    as_at="the day as at which it is judged; where left out, the setting's, or today",
)
def RECOUP_CHARGES(  # noqa: N802
    placements: Cells,
    settings: Cells,
    schools: Cells,
    agreements: Cells,
    schemes: Cells,
    rates: Cells,
    calendar_table: Cells,
    providers: Cells = None,
    changes: Cells = None,
    queries: Cells = None,
    as_at: Cells = None,
) -> Any:
    """The charge lines of these placements under these tables, with headings; nothing is posted."""
    given = {
        contract.PLACEMENTS: placements,
        contract.SETTINGS: settings,
        contract.SCHOOLS: schools,
        contract.AGREEMENTS: agreements,
        contract.SCHEMES: schemes,
        contract.RATES: rates,
        contract.CALENDAR: calendar_table,
        contract.PROVIDERS: providers,
        contract.PLACEMENT_CHANGES: changes,
        contract.QUERIES: queries,
    }
    tables = {
        spec.name: arguments.table(cells, spec)
        for spec, cells in given.items()
        if arguments.grid(cells) != [[None]]
    }
    asked = arguments.single(as_at, "the as-at date")
    day = None if asked is None else arguments.day(asked, "the as-at date")
    book = WorkbookTables(tables, tuple(tables))
    try:
        result = calculate(book, as_at=day, today=clock.now().date())
    except Refused as refused:
        raise BadArgument(str(refused)) from refused
    write = charges(result.lines, result.disputed)
    places = [write.headings.index(h) for h in SPILLED]
    rows = [[_shown(row[i]) for i in places] for row in write.rows]
    return [list(SPILLED), *rows]


@function(
    reference="a Charge ref or a Placement ref: one cell or a range",
    charges_table="the Charges table with its headings, Charges[#All], or RECOUP_CHARGES(…)",
)
def RECOUP_WORKING(reference: Cells, charges_table: Cells) -> Any:  # noqa: N802
    """The working of a charge in plain English; of a placement, its lines one below another."""
    said = _WORKINGS.of(arguments.parts_of(charges_table, READ_FOR_WORKINGS, "Charges"))

    def one(cell: Cell) -> str:
        key = normal(arguments.text(cell, "the reference"))
        if not key or isinstance(cell, bool):
            raise BadArgument("the reference is blank or no reference")
        if None in (workings := said.get(key, [])):
            raise BadArgument("the working is an error")
        return "\n".join(filter(None, workings)) if workings else NOT_AVAILABLE

    return each(one, reference)


def _calendars(cells: Grid) -> tuple[Mapping[str, SchoolDays], Collection[str]]:
    return read_calendars(arguments.table(cells, contract.CALENDAR))


def _workings(rows: Grid) -> dict[str, list[str | None]]:
    """Return by charge and by placement the workings, None for an error."""
    said: dict[str, list[str | None]] = {}
    for *references, working in grid(rows) if rows else ():
        words = None if isinstance(working, CellError) else text_of(working)
        keys = {normal(text_of(cell)) for cell in references if not isinstance(cell, CellError)}
        for key in keys - {""}:
            said.setdefault(key, []).append(words)
    return said


READ_FOR_WORKINGS = ("Charge ref", "Placement ref", "Working")
_CALENDARS = Remembered(_calendars)
_WORKINGS = Remembered(_workings)


def _least(cell: Cell, what: str) -> Decimal:
    """Return a number that is not below 0."""
    found = arguments.number(cell, what)
    if found < 0:
        raise BadArgument(f"{what} is below 0")
    return found


def _whole(cell: Cell, what: str) -> int:
    """Return a whole number that is not below 0."""
    found = _least(cell, what)
    if found != found.to_integral_value():
        raise BadArgument(f"{what} is not whole")
    return int(found)


def _shown(value: Any) -> Any:
    """Return an output cell as Excel takes it from a function: numbers as floats, blank as ""."""
    if isinstance(value, Formula):
        value = value.value
    if value is None:
        return ""
    return float(value) if isinstance(value, Decimal) else value
