"""Charging schemes as rows: what is measured, on what base, who pays, with which codes.

Every pattern that councils are known to use is a row; a new scheme is not new code.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from xl_recoup.contract import Scheme, normal, statutory_code

BUDGET_SHARE_CFR = "I01"
PUPIL_PREMIUM_CFR = "I05"
OTHER_AP_S251 = "1.2.7"


class SchemeOverlap(Exception):
    """Two rows of a scheme claim the same day and year group; says where they stand."""


def _by_days(row: Scheme) -> tuple[date, date, str]:
    """Return what the rows of a code are ordered by: never their order on the sheet."""
    terms = repr(row.model_dump(exclude={"place"}))
    return row.valid_from or date.min, row.valid_to or date.max, terms


class SchemeList:
    """All schemes of a workbook, by code whatever its capitals; a code's earliest row is first."""

    def __init__(self, schemes: Iterable[Scheme], *, complete: bool = True) -> None:
        """Take the rows that could be read; `complete` where none could not."""
        self.rows = tuple(schemes)
        self._complete = complete
        self._by_code: dict[str, list[Scheme]] = defaultdict(list)
        for scheme in self.rows:
            self._by_code[normal(scheme.code)].append(scheme)
        for rows in self._by_code.values():
            rows.sort(key=_by_days)

    def __contains__(self, code: str) -> bool:
        """Say whether a code is known; the regulations' own need no row of the table.

        Where a row can't be read it may have been theirs, and then they are not known.
        """
        statutory = self._complete and statutory_code(code)
        return bool(statutory) or normal(code) in self._by_code

    def go_by_number(self, code: str) -> bool:
        """Say whether a scheme's rows are for some of a school's placements, by their number."""
        return any(s.has_tiers for s in self.rows_of(code) if s.in_use)

    def find(self, code: str, day: date | None = None) -> Scheme | None:
        """Return a scheme's row, the one valid on `day` where several."""
        rows = self._by_code.get(normal(code), [])
        if day is not None and len(rows) > 1:
            return next((s for s in rows if s.covers(day)), rows[0])
        return rows[0] if rows else None

    def rows_of(self, code: str) -> list[Scheme]:
        """Return every row of a scheme."""
        return self._by_code.get(normal(code), [])

    def terms(
        self, code: str, day: date, year_group: int | None, number: int | None = None
    ) -> list[Scheme]:
        """Return the rows of a scheme valid on a day for a year group: one where all is well.

        `number` is the placement's own among those of its school and year, where rows go by it.

        Rows in use go before those that are not.
        """
        rows = self._by_code.get(normal(code), [])
        found = [s for s in rows if s.covers(day) and s.fits(year_group) and s.takes(number)]
        return [s for s in found if s.in_use] or found

    def the_terms(
        self, code: str, day: date, year_group: int | None, number: int | None = None
    ) -> Scheme | None:
        """Return the one row of a scheme valid on a day for a year group, if there is one.

        Raises SchemeOverlap where two rows in use are.
        """
        found = self.terms(code, day, year_group, number)
        if len(found) > 1 and found[0].in_use:
            places = " and ".join(str(s.place) for s in found)
            raise SchemeOverlap(f"more than one row of the scheme {code} applies: {places}")
        return found[0] if found else None
