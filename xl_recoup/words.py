"""Plain English: things counted, lists, days and year groups as they are said in a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache

SHOWN = 5
YEAR_NAMES = {-1: "nursery", 0: "Reception"} | {n: f"Year {n}" for n in range(1, 14)}


def counted(count: int, noun: str, plural: str = "") -> str:
    """Return a number of things as said in a sentence: `1 school day`, `2,000 files`."""
    return f"{count:,} {noun if count == 1 else plural or noun + 's'}"


def listed(parts: Sequence[str]) -> str:
    """Return a list for a sentence: `B`, `B and C`, `B, C and D`."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def some(parts: Sequence[str]) -> str:
    """Return a list for a sentence, cut short: `B, C, D, E, F and 12 more`."""
    more = [f"{len(parts) - SHOWN:,} more"] if len(parts) > SHOWN else []
    return listed([*parts[:SHOWN], *more])


def short_date(day: date) -> str:
    """Return a day as it is said in a finding: `3 Sep 2025`."""
    return f"{day.day} {day:%b %Y}"


def in_figures(number: Decimal) -> str:
    """Return a number for a sentence, without trailing zeros or an exponent: `4.5`, `12`."""
    return f"{number.normalize():f}"


@lru_cache(maxsize=4_096)
def long_date(day: date) -> str:
    """Return a day as said in a sentence: `1 October 2024`."""
    return f"{day.day} {day:%B %Y}"


def some_dates(days: Iterable[date | None]) -> str:
    """Return days for a sentence, each said once; `none` where there is no day."""
    return some(["none" if d is None else short_date(d) for d in dict.fromkeys(days)])


def year_name(year_group: int) -> str:
    """Return a year group as said in a sentence: `Reception`, `Year 11`."""
    return YEAR_NAMES[year_group]
