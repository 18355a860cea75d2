"""How the year stands, in a few lines on the sheet Start.

Each subject gives lines of its own; they stand in the order of `SUBJECTS`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal

from xl_recoup.accounts.service_position import (
    ServicePosition,
    positions,
    recouped_by_service,
)
from xl_recoup.contract import YEAR_SO_FAR, YEAR_SO_FAR_ROWS
from xl_recoup.forecast.forecast import forecast
from xl_recoup.money import ZERO, pounds, to_pence
from xl_recoup.outputs.table_write import table_write
from xl_recoup.run.result import Result
from xl_recoup.tables import TableWrite
from xl_recoup.words import in_figures, long_date

Subject = Callable[[Result], Iterable[str]]


def year_so_far_of(result: Result) -> TableWrite:
    """Return the lines of the year so far: as many as the sheet has room for."""
    lines = [line for subject in SUBJECTS for line in subject(result)]
    return table_write(YEAR_SO_FAR, [(line,) for line in lines[:YEAR_SO_FAR_ROWS]])


def service_positions(result: Result) -> list[ServicePosition]:
    """Return what each service costs and what is short, with what this run charges for it."""
    policy, items = result.policy, result.items
    recouped = recouped_by_service(policy.schemes, items, result.lines, policy.as_at)
    return positions(items.accounts.services, recouped, str(policy.period))


def _forecast(result: Result) -> Iterator[str]:
    rows = forecast(result)
    posted = sum((r.posted or ZERO for r in rows), ZERO)
    to_post = sum((r.to_post or ZERO for r in rows), ZERO)
    expected = sum((r.expected or ZERO for r in rows), ZERO)
    yield (
        f"Forecast to {long_date(result.policy.period.end)}: {pounds(posted + to_post + expected)}:"
        f" {pounds(posted)} posted, {pounds(to_post)} to post, {pounds(expected)} expected."
    )


def _positions(result: Result) -> Iterator[str]:
    year = str(result.policy.period)
    for p in service_positions(result):
        if p.financial_year == year:
            yield f"{p.service}, {year} ({p.basis}): {_position(p)}"


def _position(p: ServicePosition) -> str:
    if p.gap is None:
        return "no cost is entered in Services, so its position is not known."
    if p.gap <= 0:
        return f"{_gap(p.gap)}."
    said = f"{_gap(p.gap)}, {_gap(p.gap_if_all_paid or ZERO)} if all that is asked is paid"
    percentage = p.closing_percentage
    if percentage is None:
        return f"{said}; nothing is charged for it yet."
    return f"{said}; charges would have to rise by {in_figures(to_pence(percentage))}%."


def _gap(gap: Decimal) -> str:
    return f"{pounds(gap)} short" if gap > 0 else f"{pounds(-gap)} left over"


SUBJECTS: tuple[Subject, ...] = (_forecast, _positions)
"""What is told, in this order."""
