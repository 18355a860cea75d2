"""The year ahead in words: what it comes to on 31 March by month, and pupils beside places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import date
from decimal import Decimal

from xl_recoup.accounts.service_position import ServicePosition
from xl_recoup.closed_lists import SERVICE_MONEY
from xl_recoup.contract import DEMAND, EXPECTED_PLACEMENTS, FORECAST, SERVICES
from xl_recoup.forecast.demand import demand
from xl_recoup.forecast.forecast import ForecastRow, forecast
from xl_recoup.intake.digests import DIGESTED
from xl_recoup.intake.past_runs import last_run
from xl_recoup.money import ZERO, plain, pounds
from xl_recoup.outputs.year_so_far import forecast_line, position_lines, service_positions
from xl_recoup.run.result import Result
from xl_recoup.tables import WorkbookTables
from xl_recoup.words import counted, in_figures, long_date

PARTS = ("Posted", "To post", "Expected", "Total")
Figures = dict[str, str | int | None]


def forecast_text(result: Result) -> list[str]:
    """Return the paragraphs that a person reads: the year, its months, places, what to enter."""
    return ["\n".join(part) for part in _paragraphs(result)]


def box_text(result: Result) -> list[str]:
    """Return the same without the months, whose columns a box would not keep in line."""
    return ["\n".join(part) for part in (_in_short(result), *_said_besides(result))]


def _paragraphs(result: Result) -> Iterator[list[str]]:
    yield _in_short(result)
    yield list(_months(forecast(result)))
    yield from _said_besides(result)


def _in_short(result: Result) -> list[str]:
    return [*forecast_line(result), *position_lines(result)]


def _said_besides(result: Result) -> Iterator[list[str]]:
    places = list(_places(result))
    if places:
        yield [f"Pupils and places as at {long_date(result.policy.as_at)}:", *places]
    accounts = result.items.accounts
    if not accounts.expected:
        yield [
            "No new placements are in it: enter how many you expect on the sheet"
            f" {EXPECTED_PLACEMENTS.sheet}."
        ]
    if not accounts.services:
        yield [
            "What a service costs is not known, so neither its position nor a budget is shown:"
            f" enter its costs on the sheet {SERVICES.sheet}."
        ]
    yield [f"The rest is on the sheets {FORECAST.sheet} and {DEMAND.sheet}, with notes."]


def before_it(book: WorkbookTables, result: Result) -> list[str]:
    """Return what a person should know first: whether Charges is of the same inputs."""
    last = last_run(book)
    if last is None:
        return ["No run is recorded yet: recalculate, so that Charges says the same."]
    said = []
    if last.as_at is not None and last.as_at != result.policy.as_at:
        said.append(
            f"It is as at {long_date(result.policy.as_at)}, and Charges as at"
            f" {long_date(last.as_at)}."
        )
    if any(h in last.digests and last.digests[h] != d for h, d in result.digests.items()):
        changed = [DIGESTED[h] for h, d in result.digests.items() if last.digests.get(h, d) != d]
        said.append(
            f"The last run did not know what stands on {', '.join(changed)} now; the forecast does."
            " Recalculate, so that Charges says the same."
        )
    return said


def _months(rows: Iterable[ForecastRow]) -> Iterator[str]:
    sums: dict[date, list[Decimal]] = {}
    for row in rows:
        held = sums.setdefault(row.month, [ZERO] * 3)
        for place, amount in enumerate((row.posted, row.to_post, row.expected)):
            held[place] += amount or ZERO
    lines = {f"{month:%B %Y}": [*held, sum(held, ZERO)] for month, held in sums.items()}
    lines["The year"] = [sum(column, ZERO) for column in zip(*lines.values(), strict=True)]
    yield _row("Month", PARTS)
    for name, amounts in lines.items():
        yield _row(name, map(pounds, amounts))


def _row(name: str, cells: Iterable[str]) -> str:
    return f"{name:<16}{''.join(f'{cell:>14}' for cell in cells)}"


def _places(result: Result) -> Iterator[str]:
    month = result.policy.as_at.replace(day=1)
    rows = demand(result)
    for row in (r for r in rows if r.month == month and r.average is not None):
        most = max((r.peak or 0 for r in rows if r.provider == row.provider), default=0)
        pupils = in_figures(row.average or ZERO)
        beside = f" for {counted(row.places, 'place')}" if row.places else ""
        full = f" ({in_figures(row.occupancy)}%)" if row.occupancy is not None else ""
        yield f"{row.provider}: {pupils} pupils on average this month{beside}{full}; {most} at most"


def forecast_json(result: Result) -> dict[str, list[Figures]]:
    """Return the forecast, demand and positions for a program; amounts are text such as `12.50`."""
    return {
        "forecast": [_figures(asdict(row)) for row in forecast(result)],
        "demand": [_figures(asdict(row)) for row in demand(result)],
        "positions": [_position(p) for p in service_positions(result)],
    }


def _figures(row: dict[str, object]) -> Figures:
    return {name: _said(value) for name, value in row.items()}


def _said(value: object) -> str | int | None:
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, date):
        return value.isoformat()
    return value if value is None or isinstance(value, int) else str(value)


def _position(p: ServicePosition) -> Figures:
    known: dict[str, object] = {
        "service": p.service,
        "financial_year": p.financial_year,
        "basis": p.basis,
        **{str(what): p.money.get(what) for what in SERVICE_MONEY},
        "gap": p.gap,
        "gap_if_all_paid": p.gap_if_all_paid,
        "closing_percentage": p.closing_percentage,
    }
    return _figures(known)
