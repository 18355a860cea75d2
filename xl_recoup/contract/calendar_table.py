"""Calendar: terms and closures; a school day is a weekday in a term and outside every closure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from xl_recoup.closed_lists import DEFAULT_CALENDAR, CalendarKind
from xl_recoup.contract.table_row import TableRow, cell


class CalendarDays(
    TableRow,
    table="Calendar",
    purpose="Terms and closures; a school day is a weekday in a term and outside every closure.",
    named_by="calendar",
):
    """One row of the Calendar table: a term or a closure, both its end days among it."""

    calendar: str = cell("Calendar", default=DEFAULT_CALENDAR, required=True)
    kind: CalendarKind = cell("Kind", needed="the kind")
    name: str = cell("Name", default="")
    start: date = cell("From", needed="the first day")
    end: date = cell("To", needed="the last day")

    def contradictions(self) -> Iterator[tuple[str, str]]:
        """Yield the last day where it is before the first, or too long after it."""
        if self.end < self.start or (self.end - self.start).days > 366:
            how = "before" if self.end < self.start else "more than a year after"
            yield "end", f"is {how} the first day of its row"


CALENDAR = CalendarDays.spec
