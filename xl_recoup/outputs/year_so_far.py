"""How the year stands, in a few lines on the sheet Start: as it is at the end of a run.

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
from xl_recoup.contract import SERVICE_POSITION, YEAR_SO_FAR, YEAR_SO_FAR_ROWS
from xl_recoup.forecast.forecast import forecast
from xl_recoup.money import ZERO, pounds, to_pence
from xl_recoup.outputs.recovery_lines import debt_line, take_up_line, to_do_line
from xl_recoup.outputs.table_write import table_write
from xl_recoup.run.result import Result
from xl_recoup.tables import TableWrite
from xl_recoup.words import counted, in_figures, long_date

Subject = Callable[[Result], Iterable[str]]
MOST_POSITIONS = 2


def year_so_far_of(result: Result) -> TableWrite:
    """Return the lines of the year so far: as many as the sheet has room for."""
    lines = [line for subject in SUBJECTS for line in subject(result)]
    return table_write(YEAR_SO_FAR, [(line,) for line in lines[:YEAR_SO_FAR_ROWS]])


def service_positions(result: Result) -> list[ServicePosition]:
    """Return what each service costs and what is short, with what this run charges for it."""
    policy, items = result.policy, result.items
    recouped = recouped_by_service(policy.schemes, items, result.lines, policy.as_at)
    return positions(items.accounts.services, recouped, str(policy.period))


def forecast_line(result: Result) -> Iterator[str]:
    """Yield what schools will have been charged on 31 March, as far as it is known."""
    rows = forecast(result)
    posted = sum((r.posted or ZERO for r in rows), ZERO)
    to_post = sum((r.to_post or ZERO for r in rows), ZERO)
    expected = sum((r.expected or ZERO for r in rows), ZERO)
    yield (
        f"Forecast to {long_date(result.policy.period.end)}: {pounds(posted + to_post + expected)}:"
        f" {pounds(posted)} posted, {pounds(to_post)} to post, {pounds(expected)} expected."
    )


def position_lines(result: Result) -> Iterator[str]:
    """Yield how each service stands this year, in a sentence each."""
    year = str(result.policy.period)
    for p in service_positions(result):
        if p.financial_year == year:
            yield f"{p.name}, {year} ({p.basis}): {_position(p)}"


def _few_positions(result: Result) -> Iterator[str]:
    """Yield as many positions as there is room for beside the other subjects."""
    lines = list(position_lines(result))
    if len(lines) <= MOST_POSITIONS:
        yield from lines
    else:
        yield from lines[: MOST_POSITIONS - 1]
        more = counted(len(lines) - MOST_POSITIONS + 1, "position")
        yield f"{more} more: see the sheet {SERVICE_POSITION.sheet}."


def _position(p: ServicePosition) -> str:
    if p.gap is None:
        return "no cost is entered in Services, so its position is not known."
    if p.gap <= 0:
        return f"{_gap(p.gap)}."
    said = _gap(p.gap)
    if p.gap_if_all_paid != p.gap:
        said += f", {_gap(p.gap_if_all_paid or ZERO)} if all that is asked is paid"
    percentage = p.closing_percentage
    if percentage is None:
        return f"{said}; nothing is charged for it yet."
    return f"{said}; charges would have to rise by {in_figures(to_pence(percentage))}%."


def _gap(gap: Decimal) -> str:
    return f"{pounds(gap)} short" if gap > 0 else f"{pounds(-gap)} left over"


SUBJECTS: tuple[Subject, ...] = (
    forecast_line,
    _few_positions,
    take_up_line,
    debt_line,
    to_do_line,
)
"""What is told, in this order."""
