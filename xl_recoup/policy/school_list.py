"""Schools by LAESTAB and day: what each is, whether the regulations reach it, how it settles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from xl_recoup.closed_lists import SchoolType
from xl_recoup.contract import School

OUTSIDE: dict[SchoolType, str] = {
    "special": "a special school is outside the regulation",
    "PRU": "a pupil referral unit is outside the regulation",
    "AP academy": "an alternative provision academy is outside the regulation",
}


class SchoolList:
    """All schools of a workbook."""

    def __init__(self, schools: Iterable[School]) -> None:
        self.rows = tuple(schools)
        self._by_laestab: dict[str, list[School]] = defaultdict(list)
        for school in self.rows:
            self._by_laestab[school.laestab].append(school)
        self.of_other_authorities = frozenset(
            school.laestab for school in self.rows if school.type == "other authority"
        )
        """The schools that any row says are another authority's."""
        self._found: dict[tuple[str, date], School] = {}

    def __contains__(self, laestab: str) -> bool:
        return laestab in self._by_laestab

    def all(self, laestab: str) -> list[School]:
        """Return every row of a school, or an empty list."""
        return self._by_laestab.get(laestab, [])

    def on(self, laestab: str, day: date) -> School:
        """Return a known school as it was on a day: the row that covers it, else the nearest."""
        rows = self._by_laestab[laestab]
        if len(rows) == 1:
            return rows[0]
        found = self._found.get((laestab, day))
        if found is None:
            found = self._found[laestab, day] = min(rows, key=lambda s: _distance(s, day))
        return found

    def answering(self, laestab: str, day: date) -> School:
        """Return who answers for a known school on a day: it, or the successor of a closed one.

        A closed school whose successor is not known answers itself.
        """
        school = self.on(laestab, day)
        seen = {school.laestab}
        while school.closed_before(day) and school.successor in self._by_laestab:
            if school.successor in seen:
                break
            seen.add(school.successor)
            school = self.on(school.successor, day)
        return school


def _distance(school: School, day: date) -> int:
    if school.is_open(day):
        return 0
    if school.open_from is not None and day < school.open_from:
        return (school.open_from - day).days
    return (day - school.open_to).days if school.open_to is not None else 0
