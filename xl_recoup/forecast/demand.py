"""Demand: how many pupils each provider had in each month, beside the places commissioned there.

Averages are over the days of the calendar, since a place is held in the holidays too. Months after
the as-at date are as the placements stand: open ones go on, and nobody new comes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

from xl_recoup.accounts.year_months import last_day, months_of
from xl_recoup.charging.place_plus import Reconciliation, reconciliations
from xl_recoup.closed_lists import BOOKED
from xl_recoup.contract import Provider, normal
from xl_recoup.forecast.charged_months import ChargedMonths
from xl_recoup.forecast.stays import Presence, provider_on, stays_of_placements, stays_of_rolls
from xl_recoup.money import ZERO, pounds, share
from xl_recoup.records import Placement, short_record
from xl_recoup.run.result import Result
from xl_recoup.words import counted, long_date

Charged = Mapping[tuple[str, date], Decimal]
"""Pounds by provider in normal form, and month."""


@short_record
class DemandRow:
    """One provider in one month; a blank is what is not known. Occupancy is in per cent."""

    provider: str
    month: date
    started: int | None
    ended: int | None
    average: Decimal | None
    peak: int | None
    places: int | None
    occupancy: Decimal | None
    days_stayed: Decimal | None
    """How long those stayed who ended in the month, on average, in days."""
    on_roll: Decimal | None
    """The average by the provider's own roll, where it is pasted in."""
    charged: Decimal | None
    """Pounds that schools are charged for it, posted and billable; None for months to come."""
    note: str = ""


def demand(result: Result) -> list[DemandRow]:
    """Return a row for each provider of the sheet Providers and each month of the year."""
    policy = result.policy
    placed, rolls = stays_of_placements(result.rows, policy), stays_of_rolls(result.rolls)
    reconciled = {normal(r.commission.provider): r for r in reconciliations(policy, result.rows)}
    charged = charged_by_provider(result)
    year = policy.period.start, policy.period.end
    rows: list[DemandRow] = []
    for key, provider in sorted(policy.providers.items()):
        untold = key not in placed and provider.pupils is not None
        stays = None if untold else placed.get(key, [])
        there = None if stays is None else Presence(stays, *year)
        on_roll = Presence(rolls[key], *year) if key in rolls else None
        for month in months_of(policy):
            pounds_of = charged.get((key, month))
            if pounds_of is None and month <= policy.as_at:
                pounds_of = ZERO
            notes = _notes(provider, month, untold, reconciled.get(key), charged, result)
            row = _row(provider, month, there, on_roll, pounds_of, "; ".join(notes))
            rows.append(row)
    return rows


def charged_by_provider(result: Result) -> Charged:
    """Return what schools are charged, posted and billable, by provider and month."""
    months = ChargedMonths(result.policy, result.rows)
    found: dict[tuple[str, date], Decimal] = defaultdict(Decimal)
    by_key = {p.key: p for p in result.rows}
    for line in result.lines:
        p = by_key.get(line.row)
        if p is None or line.status not in BOOKED or not line.amount:
            continue
        provider = normal(provider_on(p, line.start or result.policy.as_at, result.policy))
        for month, amount in months.of(line).items():
            found[provider, month] += amount
    return found


def _row(
    provider: Provider,
    month: date,
    there: Presence | None,
    roll: Presence | None,
    charged: Decimal | None,
    note: str,
) -> DemandRow:
    first, last = month, last_day(month)
    places = provider.places if _is_open(provider, first, last) else None
    on_roll = None if roll is None else _average(roll, first, last)
    if there is None:
        return DemandRow(
            provider.code, month, None, None, None, None, places, None, None, on_roll, charged, note
        )
    ended = [s for s in there.stays if s.end is not None and first <= s.end <= last]
    stayed = sum((s.last - s.start).days + 1 for s in ended)
    average = _average(there, first, last)
    return DemandRow(
        provider.code,
        month,
        sum(first <= s.start <= last for s in there.stays),
        len(ended),
        average,
        max(there.of(first, last)),
        places,
        share(Decimal(sum(there.of(first, last))), 100, places * ((last - first).days + 1))
        if places
        else None,
        share(Decimal(stayed), 1, len(ended)) if ended else None,
        on_roll,
        charged,
        note,
    )


def _is_open(provider: Provider, first: date, last: date) -> bool:
    begun = provider.open_from is None or provider.open_from <= last
    return begun and (provider.open_to is None or first <= provider.open_to)


def _average(there: Presence, first: date, last: date) -> Decimal:
    return share(Decimal(sum(there.of(first, last))), 1, (last - first).days + 1)


def _notes(
    provider: Provider,
    month: date,
    untold: bool,
    reconciled: Reconciliation | None,
    charged: Charged,
    result: Result,
) -> Iterator[str]:
    policy = result.policy
    if month > policy.as_at:
        yield f"as the placements stand on {long_date(policy.as_at)}: open ones go on, no new ones"
    if untold and provider.counted_on is not None:
        pupils = counted(provider.pupils or 0, "pupil")
        yield f"{pupils} counted on {long_date(provider.counted_on)}, none of them a placement here"
    if reconciled is not None and reconciled.counted_on.replace(day=1) == month:
        paid = sum((x for (key, _), x in charged.items() if key == normal(provider.code)), ZERO)
        back = pounds(reconciled.adjustment) if reconciled.adjustment else "nothing"
        yield (
            f"place-plus: {pounds(reconciled.funding)} a year, of which {back} comes back; schools"
            f" are charged {pounds(paid)}"
        )
    if month == months_of(policy)[-1]:
        missing = [p for p in result.rows if _lacks_start(p, provider)]
        if missing:
            yield f"{counted(len(missing), 'placement')} without a Start date not counted"


def _lacks_start(p: Placement, provider: Provider) -> bool:
    same = normal(p.provider) == normal(provider.code)
    return same and p.start_date is None and p.cancelled_on is None
