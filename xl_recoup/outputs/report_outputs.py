"""The report tables as rows to be written: place-plus, and the report to the Forum."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping

from xl_recoup.accounts.service_position import ServicePosition
from xl_recoup.charging.place_plus import Reconciliation, reconciliations
from xl_recoup.closed_lists import SERVICE_MONEY, Status
from xl_recoup.contract import (
    DEMAND,
    FORECAST,
    FORUM_REPORT,
    PLACE_PLUS,
    SERVICE_POSITION,
    YEAR_END,
    YEAR_SO_FAR,
    TableSpec,
    normal,
)
from xl_recoup.forum.report import ForumReport, forum_report
from xl_recoup.money import ZERO, to_pence
from xl_recoup.outputs.forecast_outputs import demand_of, forecast_of, year_end_of
from xl_recoup.outputs.table_write import table_write
from xl_recoup.outputs.year_so_far import service_positions, year_so_far_of
from xl_recoup.run.result import Result
from xl_recoup.tables import Formula, OutCell, TableWrite

_PLACE = "PlacePlus[[#This Row],[{}]]".format
PLACE_PLUS_CHECK = (
    f"ROUND(ROUND({_PLACE('Base')}*{_PLACE('Units')}*{_PLACE('Percentage')}/100,2)"
    f"-{_PLACE('Amount')},2)"
)
"""Recomputes the amount from the columns beside it; shows 0.00."""
SHOWN_STATUSES: tuple[Status, ...] = ("posted", "billable", "asked", "held")


def writes(result: Result, there: Container[str]) -> list[TableWrite]:
    """Return the report tables that a run fills: those that are `there`, by normal name, or due.

    Those of the year ahead get a sheet by the run that first has something to say on it.
    """
    made = []
    if normal(PLACE_PLUS.name) in there:
        made.append(place_plus_write(reconciliations(result.policy, result.rows)))
    due = has_content(result)
    made += [
        make(result)
        for spec, make in YEAR_AHEAD.items()
        if normal(spec.name) in there or spec.name in due
    ]
    if normal(FORUM_REPORT.name) in there:
        made.append(forum_write(forum_report(result)))
    if normal(YEAR_SO_FAR.name) in there:
        made.append(year_so_far_of(result))
    return made


def has_content(result: Result) -> frozenset[str]:
    """Return the tables of the year ahead that a workbook without them gets, by their names.

    A position needs costs, a forecast a budget or a profile, demand places, and the year's end
    something posted. A forecast without either is made when it is asked for.
    """
    policy, accounts = result.policy, result.items.accounts
    year = str(policy.period)
    found = {
        SERVICE_POSITION: bool(accounts.services),
        FORECAST: bool(accounts.services or accounts.expected),
        DEMAND: any(provider.places for provider in policy.providers.values()),
        YEAR_END: any(item.service_year == year for item in result.items.posted),
    }
    return frozenset(spec.name for spec, has in found.items() if has)


def place_plus_write(done: list[Reconciliation]) -> TableWrite:
    """Return the PlacePlus table: three lines for each commission that is counted."""
    check = Formula(PLACE_PLUS_CHECK, ZERO)
    rows: list[tuple[OutCell, ...]] = [
        (
            r.commission.provider,
            r.commission.name or None,
            line.what,
            r.counted_on,
            r.pupils,
            line.base,
            line.units,
            line.percentage,
            line.amount,
            line.working,
            check,
        )
        for r in done
        for line in r.lines
    ]
    return table_write(PLACE_PLUS, rows)


def positions_write(made: list[ServicePosition]) -> TableWrite:
    """Return the ServicePosition table."""
    rows: list[tuple[OutCell, ...]] = []
    for p in made:
        percentage = p.closing_percentage
        rows.append(
            (
                p.service,
                p.financial_year,
                p.basis,
                *(p.money.get(what) for what in SERVICE_MONEY),
                *(p.recouped.of(status) for status in SHOWN_STATUSES),
                p.recouped.received,
                p.gap,
                p.gap_if_all_paid,
                None if percentage is None else to_pence(percentage),
            )
        )
    return table_write(SERVICE_POSITION, rows)


def positions_of(result: Result) -> TableWrite:
    """Return the ServicePosition table of a run."""
    return positions_write(service_positions(result))


def forum_write(report: ForumReport) -> TableWrite:
    """Return the writing of the ForumReport table."""
    return table_write(FORUM_REPORT, [row.cells for row in report.rows])


YEAR_AHEAD: Mapping[TableSpec, Callable[[Result], TableWrite]] = {
    SERVICE_POSITION: positions_of,
    FORECAST: forecast_of,
    DEMAND: demand_of,
    YEAR_END: year_end_of,
}
"""What is said of the year and its end, on sheets that a run or the command `forecast` adds."""
