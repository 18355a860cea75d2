"""School days, and the relevant date: the sixth school day following a permanent exclusion."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from datetime import date, timedelta
from itertools import pairwise

from xl_recoup.law.periods import school_year_start

SATURDAY = 5
RELEVANT_SCHOOL_DAY = 6
LONGEST_HOLIDAY = 60
"""Days without school beyond which a term must be missing: the summer holiday has about 45."""


class CalendarTooShort(Exception):
    """The calendar does not reach far enough to count school days from a date."""


class SchoolDays:
    """The school days of one calendar: weekdays inside a term and outside every closure."""

    def __init__(
        self,
        name: str,
        terms: Iterable[tuple[date, date]],
        closures: Iterable[tuple[date, date]] = (),
    ) -> None:
        self.name = name
        self.terms = sorted(terms)
        self.closures = sorted(closures)
        closed = {day for first, last in self.closures for day in _weekdays(first, last)}
        in_term = {day for first, last in self.terms for day in _weekdays(first, last)}
        self.days: list[date] = sorted(in_term - closed)
        edges = [d for pair in (*self.terms, *self.closures) for d in pair]
        self.first: date | None = min(edges, default=None)
        self.last: date | None = max(edges, default=None)
        self._counted: dict[tuple[date, int], date] = {}

    def __contains__(self, day: date) -> bool:
        i = bisect_left(self.days, day)
        return i < len(self.days) and self.days[i] == day

    def covers(self, day: date) -> bool:
        """Say whether the calendar speaks of a day at all."""
        return self.first is not None and self.last is not None and self.first <= day <= self.last

    def reaches(self, day: date) -> bool:
        """Say whether no whole term can be missing between the calendar's days and a day."""
        if self.first is None or self.last is None:
            return False
        longest = timedelta(days=LONGEST_HOLIDAY)
        return self.first - longest <= day <= self.last + longest

    def nth_after(self, day: date, n: int) -> date:
        """Return the nth school day after `day`; the first school day after it is day 1.

        Raises CalendarTooShort where `day` is before the calendar begins, the count runs past its
        end, or a whole term seems to be missing on the way.
        """
        found = self._counted.get((day, n))
        if found is None:
            found = self._counted[day, n] = self._count_on(day, n)
        return found

    def _count_on(self, day: date, n: int) -> date:
        if self.first is None or day < self.first - timedelta(days=1):
            raise CalendarTooShort(self.name)
        begin = bisect_right(self.days, day)
        counted = self.days[begin : begin + n]
        if len(counted) < n:
            raise CalendarTooShort(self.name)
        if any((b - a).days > LONGEST_HOLIDAY for a, b in pairwise((day, *counted))):
            raise CalendarTooShort(self.name)
        return counted[-1]

    def count(self, first: date, last: date) -> int:
        """Return the number of school days from `first` to `last`, both counted."""
        return max(0, bisect_right(self.days, last) - bisect_left(self.days, first))

    def weeks_with_school(self, first: date, last: date) -> int:
        """Return the number of weeks, Monday to Sunday, with a school day from first to last."""
        days = self.days[bisect_left(self.days, first) : bisect_right(self.days, last)]
        return len({day.isocalendar()[:2] for day in days})

    def summer_term_end(self, day: date) -> date:
        """Return the last day of the summer term of the school year that holds `day`.

        Raises CalendarTooShort where no term ends from April to August of it.
        """
        year = school_year_start(day).year + 1
        ends = [last for _, last in self.terms if date(year, 4, 1) <= last <= date(year, 8, 31)]
        if not ends:
            raise CalendarTooShort(self.name)
        return max(ends)


# "the relevant date" is "the sixth school day following the date on which the pupil has been
# permanently excluded": reg 39, SI 2024/66.
def relevant_date(excluded_on: date, calendar: SchoolDays) -> date:
    """Return the sixth school day after the exclusion on the excluding school's calendar."""
    return calendar.nth_after(excluded_on, RELEVANT_SCHOOL_DAY)


def _weekdays(first: date, last: date) -> Iterable[date]:
    days = ((first + timedelta(days=n)) for n in range((last - first).days + 1))
    return (day for day in days if day.weekday() < SATURDAY)
