"""Forecast, demand and the year's end as rows to be written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from xl_recoup.accounts.year_end import YearEndLine, year_end
from xl_recoup.contract import DEMAND, FORECAST, YEAR_END, TableSpec
from xl_recoup.forecast.demand import DemandRow, demand
from xl_recoup.forecast.forecast import ForecastRow, forecast
from xl_recoup.outputs.table_write import table_write
from xl_recoup.run.result import Result
from xl_recoup.tables import OutCell, TableWrite

POUNDS = frozenset((
    "Posted", "To post", "Expected", "Budget", "Variance", "Charged", "To accrue", "Gross",
    "Income", "Net",
))  # fmt: skip
WIDTHS = {"Note": 90.0, "Provider": 14.0, "DSG block": 24.0}


def forecast_write(rows: Iterable[ForecastRow]) -> TableWrite:
    """Return the Forecast table; a month is its first day."""
    return _write(
        FORECAST,
        [
            (
                r.month, r.scheme, r.posted, r.to_post, r.expected, r.budget, r.variance,
                r.note or None,
            )
            for r in rows
        ],
    )  # fmt: skip


def demand_write(rows: Iterable[DemandRow]) -> TableWrite:
    """Return the Demand table; a month is its first day, occupancy in per cent."""
    return _write(
        DEMAND,
        [
            (
                r.provider, r.month, r.started, r.ended, r.average, r.peak, r.places, r.occupancy,
                r.days_stayed, r.on_roll, r.charged, r.note or None,
            )
            for r in rows
        ],
    )  # fmt: skip


def year_end_write(lines: Iterable[YearEndLine]) -> TableWrite:
    """Return the YearEnd table."""
    return _write(YEAR_END, [year_end_row(line) for line in lines])


def year_end_row(line: YearEndLine) -> tuple[OutCell, ...]:
    """Return a line's cells, in the order of the contract."""
    return (
        line.of, line.code or None, line.laestab or None, line.school or None, line.posted,
        line.to_accrue, line.gross, line.income, line.net, line.dsg_block or None,
        line.note or None,
    )  # fmt: skip


def forecast_of(result: Result) -> TableWrite:
    """Return the Forecast table of a run."""
    return forecast_write(forecast(result))


def demand_of(result: Result) -> TableWrite:
    """Return the Demand table of a run."""
    return demand_write(demand(result))


def year_end_of(result: Result) -> TableWrite:
    """Return the YearEnd table of a run."""
    return year_end_write(year_end(result.items))


def _write(spec: TableSpec, rows: list[tuple[OutCell, ...]]) -> TableWrite:
    write = table_write(spec, rows)
    pounds = POUNDS & frozenset(spec.headings)
    days = frozenset({"Month"}) & frozenset(spec.headings)
    return replace(write, pounds=pounds, days=days, widths={**write.widths, **WIDTHS})
