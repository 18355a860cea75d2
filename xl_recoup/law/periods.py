"""Funding periods (1 April to 31 March) and school years (1 September to 31 August)."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from xl_recoup.records import short_record


@short_record
class FundingPeriod:
    """A financial year of the authority, named as in `2025-26`."""

    first_year: int

    @classmethod
    def parse(cls, name: str) -> FundingPeriod:
        """Read `2025-26` or `2025/26`; raises ValueError where the two years do not follow."""
        match = re.fullmatch(r"(\d{4})\s*[-/–]\s*(\d{2}|\d{4})", name.strip())
        if not match or (int(match[1]) + 1) % 100 != int(match[2]) % 100:
            raise ValueError(f"{name!r} is not a financial year such as 2025-26")
        return cls(int(match[1]))

    @classmethod
    def of(cls, day: date) -> FundingPeriod:
        """Return the funding period that holds a day."""
        return cls(day.year if day.month >= 4 else day.year - 1)

    @property
    def start(self) -> date:
        """The first day, 1 April."""
        return _days(self.first_year)[0]

    @property
    def end(self) -> date:
        """The last day, 31 March."""
        return _days(self.first_year)[1]

    @property
    def next(self) -> FundingPeriod:
        """The period that follows."""
        return FundingPeriod(self.first_year + 1)

    def __contains__(self, day: date) -> bool:
        first, last = _days(self.first_year)
        return first <= day <= last

    def __str__(self) -> str:
        return _name(self.first_year)


@lru_cache(maxsize=256)
def _name(first_year: int) -> str:
    return f"{first_year}-{(first_year + 1) % 100:02d}"


@lru_cache(maxsize=256)
def _days(first_year: int) -> tuple[date, date]:
    return date(first_year, 4, 1), date(first_year + 1, 3, 31)


def school_year_start(day: date) -> date:
    """Return the 1 September on or before a day."""
    return date(day.year if day.month >= 9 else day.year - 1, 9, 1)
