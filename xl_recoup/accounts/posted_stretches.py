"""What is posted of each placement under a scheme: the days and units that later runs cut at."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

from xl_recoup.closed_lists import Component
from xl_recoup.contract import normal
from xl_recoup.money import ZERO
from xl_recoup.records import Entry, PostedStretch

STRETCHES: tuple[Component, ...] = ("Scheme charge", "Further charge")
"""Components of a scheme's stretches: each has days and units of its own."""
_DAY = r"(\d{1,2} [A-Z][a-z]+ \d{4})"
_FRESH_DAYS = re.compile(rf"; fresh: .* from {_DAY} to {_DAY} = ")
"""The first edition booked the next stretch of a place as a correction with the old dates; how far
it went stands in its working alone."""
_FRESH_UNITS = re.compile(
    r"; fresh: .*? × ([\d,.]+)(?: of [\d,.]+)? (?:school days? attended|hours?)"
)


def placement_of(charge_ref: str) -> str:
    """Return the part of a charge's reference that is its placement's, as it is compared."""
    return normal(charge_ref.rpartition("/")[0])


def posted_stretches(
    entries: Iterable[Entry], service_year: str
) -> Mapping[str, tuple[PostedStretch, ...]]:
    """Return the posted stretches of a financial year by placement, in the ledger's order.

    Several entries of one charge of a school, as one raised again on another route, are one
    stretch.
    """
    groups: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.service_year == service_year:
            groups[normal(entry.of), entry.laestab].append(entry)
    found: dict[str, list[PostedStretch]] = defaultdict(list)
    for group in groups.values():
        days = posted_days(group)
        if days:
            first = group[0]
            found[placement_of(first.of)].append(
                PostedStretch(
                    ref=first.of,
                    laestab=first.laestab,
                    scheme=first.scheme,
                    start=min(start for start, _ in days),
                    end=max(end for _, end in days),
                    units=_units(group),
                    turns=tuple(d for a, b in days for d in (a, b + timedelta(days=1))),
                )
            )
    return {placement: tuple(stretches) for placement, stretches in found.items()}


def posted_days(group: Sequence[Entry]) -> list[tuple[date, date]]:
    """Return the first and last day of each entry of a charge that has days of its own.

    An entry that the first edition called a correction, and whose working says that it goes on to a
    later day, makes the days before it longer.
    """
    days: list[tuple[date, date]] = []
    for entry in group:
        if entry.start is None or entry.end is None:
            continue
        if entry.component in STRETCHES:
            days.append((entry.start, entry.end))
        elif days and entry.component == "Correction":
            told = _told_days(entry.working)
            if told is not None:
                first, last = days[-1]
                days[-1] = min(first, told[0]), max(last, told[1])
    return days


def _told_days(working: str) -> tuple[date, date] | None:
    """Return from which day to which the sum goes that a correction was made to come to."""
    told = _FRESH_DAYS.search(working)
    if told is None:
        return None
    try:
        first, last = (datetime.strptime(day, "%d %B %Y").date() for day in told.groups())  # noqa: DTZ007
    except ValueError:
        return None
    return first, last


def _units(group: Sequence[Entry]) -> Decimal | None:
    """Return the units posted by now: those of the last entry, as its corrections changed them.

    A correction says its units in its working alone, where it is one of hours or days attended; one
    that gives no sum took the charge back.
    """
    units: Decimal | None = None
    for entry in group:
        if entry.component in STRETCHES:
            units = None if entry.units is None else Decimal(entry.units)
        elif entry.component == "Correction":
            told = _FRESH_UNITS.search(entry.working)
            if told is not None:
                units = Decimal(told[1].replace(",", ""))
            elif "; fresh: " not in entry.working:
                units = ZERO
    return units
