"""New placements that the team expects: what they bring, or why that can't be said.

One is expected to bring the amount that the team enters, else the average of the placements that
its scheme has charged so far in this year. Months that are over on the as-at date are left out: who
came in them is among the placements. Of the month that is not over, so are those who have come.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Literal

from xl_recoup.accounts.year_months import last_day, month_name, month_of
from xl_recoup.closed_lists import BOOKED
from xl_recoup.contract import ExpectedPlacement, normal
from xl_recoup.contract.cell_words import quoted
from xl_recoup.contract.month_words import month_in, why_no_month
from xl_recoup.money import ZERO, pounds, share
from xl_recoup.policy.whole_policy import Policy
from xl_recoup.records import ChargeLine, Placement, short_record
from xl_recoup.words import counted, in_figures, long_date


@short_record
class SoFar:
    """What the placements of one scheme were charged so far in the year, posted or to post."""

    amount: Decimal
    placements: int


@short_record
class NewPlacements:
    """What new placements of a scheme are expected to bring in a month, in pounds, and how."""

    scheme: str
    month: date
    amount: Decimal
    words: str


@short_record
class NotExpected:
    """A row that can't be used: the field, and words that follow the address of its cell."""

    row: ExpectedPlacement
    field: Literal["scheme", "month", "average_amount"]
    words: str


def charged_so_far(lines: Iterable[ChargeLine]) -> dict[str, SoFar]:
    """Return by scheme, in normal form, what is posted or billable and for how many placements."""
    amounts: dict[str, Decimal] = defaultdict(Decimal)
    placements: dict[str, set[object]] = defaultdict(set)
    for line in lines:
        if line.status in BOOKED and line.amount:
            amounts[normal(line.scheme)] += line.amount
            placements[normal(line.scheme)].add(normal(line.placement_ref) or line.row)
    return {scheme: SoFar(amounts[scheme], len(placements[scheme])) for scheme in amounts}


def expected_of(
    rows: Iterable[ExpectedPlacement],
    lines: Iterable[ChargeLine],
    placements: Sequence[Placement],
    policy: Policy,
) -> Iterator[NewPlacements | NotExpected]:
    """Yield what each row of the team's table is expected to bring, or why it can't be used."""
    came = _came(placements, policy)
    so_far = charged_so_far(lines)
    first_year = policy.period.first_year
    for row in rows:
        known = policy.schemes.rows_of(row.scheme)
        month = month_in(row.month, first_year)
        if row.scheme not in policy.schemes:
            words = f"names {quoted(row.scheme)}, which is not a scheme on the sheet Schemes"
            yield NotExpected(row, "scheme", words)
        elif known and not any(s.in_use for s in known):
            words = f"names {quoted(row.scheme)}, which is not in use (Schemes: In use)"
            yield NotExpected(row, "scheme", words)
        elif month is None:
            yield NotExpected(row, "month", why_no_month(row.month, first_year))
        elif row.average_amount is None and normal(row.scheme) not in so_far:
            words = (
                f"is blank, and {row.scheme} has charged no placement so far in {policy.period}, so"
                " there is no average"
            )
            yield NotExpected(row, "average_amount", words)
        else:
            key = normal(row.scheme)
            here = 0
            if month == month_of(policy.as_at, policy):
                here = min(came[key], int(row.number))
                came[key] -= here
            yield _new(row, month, here, so_far.get(key), policy)


def _came(placements: Iterable[Placement], policy: Policy) -> Counter[str]:
    """Count by scheme the placements that began in the month of the as-at date, until that day."""
    month = month_of(policy.as_at, policy)
    return Counter(
        normal(p.scheme)
        for p in placements
        if p.cancelled_on is None
        and p.counts_from is not None
        and month <= p.counts_from <= policy.as_at
    )


def _new(
    row: ExpectedPlacement, month: date, came: int, so_far: SoFar | None, policy: Policy
) -> NewPlacements:
    left, as_at = row.number - came, long_date(policy.as_at)
    if last_day(month) <= policy.as_at:
        words = (
            f"{in_figures(row.number)} expected left out: {month_name(month)} is over, and who came"
            " is among the placements"
        )
        return NewPlacements(row.scheme, month, ZERO, words)
    said = f"new: {in_figures(left)}"
    if came:
        said = f"{in_figures(row.number)} expected, {came} came by {as_at}; {said}"
    if row.average_amount is not None:
        amount = share(row.average_amount, left, 1)
        words = f"{said} × {pounds(row.average_amount)} = {pounds(amount)}, as entered"
        return NewPlacements(row.scheme, month, amount, words)
    assert so_far is not None
    amount = share(so_far.amount, left, so_far.placements)
    words = (
        f"{said} × {pounds(so_far.amount)} ÷"
        f" {counted(so_far.placements, 'placement')} charged so far = {pounds(amount)}"
    )
    return NewPlacements(row.scheme, month, amount, words)
