"""A month of a financial year, as people type it: `April`, `Apr 2025`, `2025-04`, a day of it."""

from __future__ import annotations

import re
from datetime import date

_NAMES = "january february march april may june july august september october november december"
_MONTHS = {name: number for number, name in enumerate(_NAMES.split(), 1)}
_MONTHS |= {name[:3]: number for name, number in _MONTHS.items()} | {"sept": 9}
_NAMED = re.compile(r"([a-z]+)\.?(?:[ \-/,]+(\d{4}|\d{2}))?")
_ISO = re.compile(r"(\d{4})-(\d{1,2})(?:-\d{1,2})?")
_BRITISH = re.compile(r"(?:\d{1,2}[/.])?(\d{1,2})[/.](\d{4})")


def month_in(text: str, first_year: int) -> date | None:
    """Return the first day of a month of the year from April `first_year` to March.

    None where the text is no month, or one of another year. A number alone is no month: 4 may be
    April, or the fourth month of the financial year.
    """
    found = _month_and_year(text.strip().casefold())
    if found is None:
        return None
    month, year = found
    within = first_year if month >= 4 else first_year + 1
    return date(within, month, 1) if year in (None, within) else None


def why_no_month(text: str, first_year: int) -> str:
    """Return what is wrong with a month, in words that follow its address; "" where nothing is."""
    if month_in(text, first_year):
        return ""
    year = f"{first_year}-{(first_year + 1) % 100:02d}"
    if _month_and_year(text.strip().casefold()):
        return f"holds “{text}”, which is no month of the financial year {year}"
    return f"holds “{text}”, which is not a month such as April or {first_year}-04"


def _month_and_year(text: str) -> tuple[int, int | None] | None:
    """Return the number of the month, and its year where the text names one."""
    named = _NAMED.fullmatch(text)
    if named and named[1] in _MONTHS:
        year = int(named[2]) + (2000 if len(named[2]) == 2 else 0) if named[2] else None
        return _MONTHS[named[1]], year
    iso, british = _ISO.fullmatch(text), _BRITISH.fullmatch(text)
    said = (iso[2], iso[1]) if iso else (british[1], british[2]) if british else None
    if said is None or not 1 <= int(said[0]) <= 12:
        return None
    return int(said[0]), int(said[1])
