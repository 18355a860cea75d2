"""What was accepted last, by the first run or a posting, and what has moved since then.

Totals grow by new placements and by days that pass, and shrink by places that end. What a posting
asks about is what moved for other reasons, and rates that are others.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from xl_recoup.intake.last_run_record import LastRunRecord, Remembered
from xl_recoup.money import ZERO
from xl_recoup.policy.rate_table import RateTable
from xl_recoup.records import short_record
from xl_recoup.run.inputs_before import Reason
from xl_recoup.run.movements import Movement

ACCEPTED, TOTAL, MOVED, RATE = "accepted", "total", "moved", "rate "
EXPECTED = (Reason.NEW, Reason.ENDED, Reason.TIME)
"""Reasons for which sums move from month to month, and nobody asks."""


@short_record
class SinceAccepted:
    """What has moved since the last posting, or since the first run where nothing was posted."""

    total: Decimal
    """What all charges came to then, in pounds."""
    moved: Decimal
    """By how many pounds they have moved for reasons that are not expected."""
    rates: Mapping[str, Decimal]
    """The rates as they were then, by what people call them."""

    def noted(self) -> Iterator[Remembered]:
        """Yield what the next run is to know of it."""
        yield Remembered(ACCEPTED, TOTAL, f"{self.total:f}")
        yield Remembered(ACCEPTED, MOVED, f"{self.moved:f}")
        for name, amount in self.rates.items():
            yield Remembered(ACCEPTED, RATE + name, f"{amount:f}")


def since_accepted(
    record: LastRunRecord,
    moved: Sequence[Movement] | None,
    total: Decimal,
    rates: RateTable,
    *,
    accepted: bool,
) -> SinceAccepted:
    """Return what has moved since it was last accepted; with `accepted`, that is now.

    `moved` is what moved since the last run, None where that run is made again.
    """
    now, known = rates_by_name(rates), record.of(ACCEPTED)
    if accepted or TOTAL not in known:
        return SinceAccepted(total, ZERO, now)
    before = {
        name.removeprefix(RATE): Decimal(amount)
        for name, amount in known.items()
        if name.startswith(RATE)
    }
    more = _unexpected(moved or ())
    kept = {name: before.get(name, amount) for name, amount in now.items()}
    return SinceAccepted(Decimal(known[TOTAL]), Decimal(known[MOVED]) + more, kept)


def _unexpected(moved: Iterable[Movement]) -> Decimal:
    return sum((m.difference for m in moved if m.reason not in EXPECTED), ZERO)


def rates_by_name(rates: RateTable) -> dict[str, Decimal]:
    """Return each rate by its factor, phase, school and first day; of two alike the smaller."""
    found: dict[str, Decimal] = {}
    for rate in sorted(rates.rates, key=lambda r: r.amount, reverse=True):
        if not rate.unusable:
            school = f" of {rate.school}" if rate.school else ""
            found[f"{rate.label} ({rate.phase}){school} from {rate.valid_from}"] = rate.amount
    return dict(sorted(found.items()))
