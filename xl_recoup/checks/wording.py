"""Words that several checks share, so that findings speak with one voice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

SHOWN = 5


def short_date(day: date) -> str:
    """Return a day as it is said in a finding: `3 Sep 2025`."""
    return f"{day.day} {day:%b %Y}"


def date_under(heading: str) -> str:
    """Return a date column in a sentence: `the Exclusion date`, `the date under Cancelled on`."""
    return f"the {heading}" if heading.endswith("date") else f"the date under {heading}"


def listed(parts: Sequence[str]) -> str:
    """Return a list for a sentence: `B`, `B and C`, `B, C and D`."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def some(parts: Sequence[str]) -> str:
    """Return a list for a sentence, cut short: `B, C, D, E, F and 12 more`."""
    more = [f"{len(parts) - SHOWN:,} more"] if len(parts) > SHOWN else []
    return listed([*parts[:SHOWN], *more])


def some_dates(days: Iterable[date | None]) -> str:
    """Return days for a sentence, each said once; `none` where there is no day."""
    return some(["none" if d is None else short_date(d) for d in dict.fromkeys(days)])


def plural(count: int, noun: str) -> str:
    """Return a number with its noun: `1 school day`, `12 school days`."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
