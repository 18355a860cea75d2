"""The stays of pupils at each provider: from the placements, and from the rolls pasted in.

One pupil is one UPN, or the placement's reference where there is none. Rows of a pupil whose days
follow each other or overlap are one stay; a move to another provider ends one and begins another.
A cancelled placement takes no place.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import accumulate
from typing import NamedTuple

from xl_recoup.contract import normal
from xl_recoup.intake.row_reading import Row
from xl_recoup.policy.whole_policy import Policy
from xl_recoup.records import Placement

DAY = timedelta(days=1)


class Stay(NamedTuple):
    """The days of one pupil at one provider, both counted; `end` is None where it is open."""

    start: date
    end: date | None

    @property
    def last(self) -> date:
        """The last day; of an open one, the end of time."""
        return self.end or date.max


class Presence:
    """How many pupils there are on each of some days, of stays at one provider."""

    def __init__(self, stays: Sequence[Stay], first: date, last: date) -> None:
        """Count them once, however many months are asked about."""
        self.stays = stays
        self._first, until = first.toordinal(), last.toordinal()
        steps = [0] * (until - self._first + 2)
        for stay in stays:
            begins = max(stay.start.toordinal(), self._first)
            ends = min(stay.last.toordinal(), until)
            if begins <= ends:
                steps[begins - self._first] += 1
                steps[ends - self._first + 1] -= 1
        self._pupils = list(accumulate(steps))

    def of(self, first: date, last: date) -> list[int]:
        """Return the pupils of each day from `first` to `last`, both counted, of those days."""
        return self._pupils[first.toordinal() - self._first : last.toordinal() - self._first + 1]


Stays = Mapping[str, list[Stay]]
"""By provider, in normal form."""


def stays_of_placements(rows: Iterable[Placement], policy: Policy) -> Stays:
    """Return the stays that the placements tell of; those without a start are left out."""
    found: dict[tuple[str, str], list[Stay]] = defaultdict(list)
    for p in rows:
        if p.start_date is None or p.cancelled_on is not None:
            continue
        for provider, stay in _by_provider(p, p.start_date, policy):
            if provider:
                found[normal(provider), p.upn or p.ref].append(stay)
    return _merged(found)


def stays_of_rolls(rows: Iterable[Row]) -> Stays:
    """Return the stays on the providers' own rolls, as they were pasted in."""
    found: dict[tuple[str, str], list[Stay]] = defaultdict(list)
    for row in rows:
        provider, upn, start = row.get("provider"), row.get("upn"), row.get("start_date")
        end = row.get("end_date")
        if provider and start and (end is None or end >= start):
            pupil = upn or f"{row.key.sheet} {row.key.row}"
            found[normal(provider), pupil].append(Stay(start, end))
    return _merged(found)


def provider_on(p: Placement, day: date, policy: Policy) -> str:
    """Return the provider of a placement on a day: the latest change in force, or its own."""
    change = policy.changes.value(p.placement_ref, "Provider", day)
    return p.provider if change is None else str(change.value)


def _by_provider(p: Placement, start: date, policy: Policy) -> Iterator[tuple[str, Stay]]:
    last = p.end_date or date.max
    if last < start:
        return
    changes = [c for c in policy.changes.of(p.placement_ref) if c.what == "Provider"]
    turns = {c.start for c in changes} | {c.end + DAY for c in changes if c.end}
    firsts = sorted({start, *(day for day in turns if start < day <= last)})
    for first, after in zip(firsts, [*firsts[1:], None], strict=True):
        end = p.end_date if after is None else after - DAY
        yield provider_on(p, first, policy), Stay(first, end)


def _merged(found: Mapping[tuple[str, str], list[Stay]]) -> Stays:
    stays: dict[str, list[Stay]] = defaultdict(list)
    for (provider, _), each in found.items():
        one: Stay | None = None
        for stay in sorted(each, key=lambda s: (s.start, s.last)):
            if one is None:
                one = stay
            elif one.end is None or stay.start <= one.end + DAY:
                later = None if one.end is None or stay.end is None else max(one.end, stay.end)
                one = Stay(one.start, later)
            else:
                stays[provider].append(one)
                one = stay
        if one is not None:
            stays[provider].append(one)
    return stays
