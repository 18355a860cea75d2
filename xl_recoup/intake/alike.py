"""What was probably meant: the name among others that is most like one that is not there."""

from __future__ import annotations

from collections.abc import Iterable

from xl_recoup.contract import normal

ALIKE = 76
"""From this likeness, of 100, a name is suggested; it is never used without a person."""


def most_like(wanted: str, names: Iterable[str]) -> str:
    """Return the name that is most like one, whatever its capitals and spaces; "" if none is."""
    from rapidfuzz import fuzz, process  # a workbook that lacks nothing need not wait for it

    given = {normal(name): name for name in names if name}
    found = process.extractOne(normal(wanted), list(given), scorer=fuzz.WRatio, score_cutoff=ALIKE)
    return given[found[0]] if found else ""
