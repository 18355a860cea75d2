"""Place-plus funding of a commissioned provider, reconciled to the pupils on a count date.

The authority pays for every place that it commissions: a place rate and a top-up. Where the places
are less than a threshold full on the count date, a share of top-ups comes back. Bromley decided so
for the Bromley Trust Academy in 2015: below 80 % occupancy the funding is adjusted by 50 %. The
minute can be read in two ways, and which was meant is not settled: the share of the top-ups of the
pupils that are missing to the threshold, or, once below it, of those of all vacant places.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from xl_recoup.contract import normal
from xl_recoup.money import pounds, share
from xl_recoup.policy.options import PlacePlusReading
from xl_recoup.policy.whole_policy import Policy
from xl_recoup.records import Placement, record, short_record
from xl_recoup.words import counted, in_figures, long_date

BELOW, VACANT = "below the threshold", "all vacant places"
WHOLE = Decimal(100)


@record
class Commission:
    """Places commissioned at one provider on the same terms; amounts in pounds for a year.

    `threshold` and `adjusted` are per cent: of the places, and of the top-up that comes back.
    Raises ValueError where a number can't be meant.
    """

    provider: str
    places: int
    place_rate: Decimal
    top_up: Decimal
    threshold: Decimal = Decimal(80)
    adjusted: Decimal = Decimal(50)
    name: str = ""

    def __post_init__(self) -> None:
        if self.places < 1:
            raise ValueError("at least one place must be commissioned")
        if self.place_rate < 0 or self.top_up < 0:
            raise ValueError("a rate can't be below 0")
        if not 0 <= self.threshold <= WHOLE or not 0 <= self.adjusted <= WHOLE:
            raise ValueError("the threshold and the share adjusted must be from 0 to 100 per cent")

    @property
    def full_at(self) -> Decimal:
        """The pupils below which funding is adjusted, not rounded: 80 % of 47 places is 37.6."""
        return self.places * self.threshold / WHOLE


class WorkingLine(NamedTuple):
    """One line of the reconciliation: `base` × `units` × `percentage` / 100 = `amount`."""

    what: str
    base: Decimal
    units: Decimal
    percentage: Decimal
    amount: Decimal
    working: str


@short_record
class Reconciliation:
    """What a provider is funded for, what comes back, and how both came about."""

    commission: Commission
    pupils: int
    counted_on: date
    lines: tuple[WorkingLine, ...]

    @property
    def funding(self) -> Decimal:
        """What the commissioned places cost in a year."""
        return sum((x.amount for x in self.lines if x.amount > 0), Decimal("0.00"))

    @property
    def adjustment(self) -> Decimal:
        """What comes back, as a positive amount; 0.00 where nothing does."""
        return Decimal("0.00") - sum((x.amount for x in self.lines if x.amount < 0), Decimal(0))

    @property
    def payable(self) -> Decimal:
        """The funding after the adjustment."""
        return self.funding - self.adjustment


def reconciliations(policy: Policy, rows: Iterable[Placement]) -> list[Reconciliation]:
    """Return the reconciliation of every commission that was counted in this workbook's year.

    Pupils are those that the provider's row states, else those placed there on that day.
    """
    placed = list(rows)
    done = []
    for p in policy.providers.values():
        if p.places is None or p.place_rate is None:
            continue
        if p.counted_on is None or p.counted_on not in policy.period:
            continue
        c = Commission(
            provider=p.code,
            name=p.name,
            places=p.places,
            place_rate=p.place_rate,
            top_up=p.top_up,
            threshold=p.threshold,
            adjusted=p.adjusted,
        )
        pupils = p.pupils
        if pupils is None:
            pupils = pupils_at(p.code, p.counted_on, placed, policy)
        done.append(reconcile_places(c, pupils, p.counted_on, policy.options.place_plus))
    return done


def pupils_at(code: str, day: date, rows: Iterable[Placement], policy: Policy) -> int:
    """Count the pupils placed at a provider on a day; one UPN is one pupil."""
    found = set()
    for p in rows:
        if p.start_date is None or day < p.start_date or (p.end_date and p.end_date < day):
            continue
        change = policy.changes.value(p.placement_ref, "Provider", day)
        if normal(p.provider if change is None else str(change.value)) == normal(code):
            found.add(p.upn or p.ref)
    return len(found)


def reconcile_places(
    commission: Commission, pupils: int, counted_on: date, reading: PlacePlusReading
) -> Reconciliation:
    """Reconcile a commission to the pupils on its count date.

    At the threshold nothing is adjusted, only below it; more pupils than places change nothing.
    Each line is rounded once; parts of a pupil between the count and the threshold count as such.
    Raises ValueError for an unknown reading or a number of pupils below 0.
    """
    if pupils < 0:
        raise ValueError("the number of pupils can't be below 0")
    if reading not in (BELOW, VACANT):
        raise ValueError(f"Unknown reading of the occupancy rule: {reading!r}")
    c = commission
    lines = (
        _line("Places", c.place_rate, Decimal(c.places), f"{c.places} places"),
        _line("Top-up", c.top_up, Decimal(c.places), f"{c.places} places"),
        _adjustment(c, pupils, counted_on, reading),
    )
    return Reconciliation(c, pupils, counted_on, lines)


def _line(what: str, base: Decimal, units: Decimal, of: str) -> WorkingLine:
    amount = share(base, units, 1)
    working = f"{what}: {pounds(base)} × {of} = {pounds(amount)}"
    return WorkingLine(what, base, units, WHOLE, amount, working)


def _adjustment(
    c: Commission, pupils: int, counted_on: date, reading: PlacePlusReading
) -> WorkingLine:
    full = in_figures(c.full_at)
    found = f"{counted(pupils, 'pupil')} on {long_date(counted_on)}"
    rule = f"{in_figures(c.threshold)}% of {c.places} places is {full}"
    if pupils >= c.full_at:
        working = f"Occupancy: {found}; {rule}: not below it, so nothing is adjusted"
        return WorkingLine("Occupancy", c.top_up, Decimal(0), c.adjusted, Decimal("0.00"), working)
    if reading == BELOW:
        missing, words = c.full_at - pupils, f"({full} − {pupils}) pupils below the threshold"
    else:
        missing, words = Decimal(c.places - pupils), f"({c.places} − {pupils}) vacant places"
    amount = share(c.top_up * c.adjusted, missing, WHOLE)
    working = (
        f"Occupancy: {found}; {rule}: below it, so {in_figures(c.adjusted)}% × {pounds(c.top_up)}"
        f" × {in_figures(missing)} {words} = {pounds(amount)} comes back (reading: {reading})"
    )
    back = Decimal("0.00") - amount
    return WorkingLine("Occupancy", c.top_up, -missing, c.adjusted, back, working)
