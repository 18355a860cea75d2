"""How many of a line's units lie up to a day: what its amount is shared by over years."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from xl_recoup.charging.divided_amounts import UnitsTo
from xl_recoup.closed_lists import Blank, Measure
from xl_recoup.contract import Scheme, normal
from xl_recoup.law.school_days import SchoolDays
from xl_recoup.money import ZERO
from xl_recoup.policy.measures import PER_SCHOOL_DAY, counted
from xl_recoup.policy.whole_policy import CalendarGap, Policy
from xl_recoup.records import ChargeLine, Entry, Placement

DAY = timedelta(days=1)
PER_DAY: dict[Measure | Blank, int] = {"school days agreed": 1, "sessions": 2}
FULL_WEEK = Decimal(5)


@dataclass(slots=True)
class UnitsOfLines:
    """Counts the units of a run's lines: as its policy and its placements are now."""

    policy: Policy
    rows: Iterable[Placement]
    _by_ref: dict[str, Placement] = field(init=False)

    def __post_init__(self) -> None:
        self._by_ref = {normal(p.placement_ref): p for p in self.rows}

    def of(self, line: Entry | ChargeLine) -> UnitsTo | None:
        """Return the counting of a line's units, or None: then calendar days are what is left.

        Statutory lines go by complete weeks; those of a scheme by what it measures, after its free
        units and up to its cap; hours and days attended, of which only the sum is told, by school
        days; an event stands on its first day. None where a posted line's placement, its scheme or
        the school's calendar is gone.
        """
        start = line.start
        if start is None or line.laestab not in self.policy.schools:
            return None
        scheme = self.policy.schemes.find(line.scheme, start)
        if scheme is None:
            return None
        try:
            calendar = self.policy.calendar_of(self.policy.schools.on(line.laestab, start))
        except CalendarGap:
            return None
        if scheme.kind == "statutory":
            reading = self.policy.options.complete_weeks
            return lambda d: Decimal(counted("complete weeks", start, d, calendar, reading))
        if scheme.measure == "event":
            return lambda d: Decimal(1)
        p = self._by_ref.get(normal(line.placement_ref))
        return None if p is None else self._of_scheme(p, scheme, start, calendar)

    def _of_scheme(
        self, p: Placement, scheme: Scheme, start: date, calendar: SchoolDays
    ) -> UnitsTo:
        """Return the counting of a placement's charged units from `start` on."""
        first = (p.left_roll_on if scheme.starts == "off-roll date" else p.start_date) or start
        begun = first
        if scheme.notice_days and p.notice_sent_on:
            begun = max(first, p.notice_sent_on + timedelta(days=scheme.notice_days))
        first, begun = min(first, start), min(begun, start)
        each = Decimal(1)
        if scheme.measure in PER_SCHOOL_DAY:
            each = PER_SCHOOL_DAY[scheme.measure] * (p.days_per_week or FULL_WEEK) / FULL_WEEK
        reading = self.policy.options.complete_weeks
        measure = scheme.measure

        def units(since: date, day: date) -> Decimal:
            return counted(measure, since, day, calendar, reading) * each

        def charged(day: date) -> Decimal:
            if scheme.cap is not None and scheme.cap_unit == "weeks":
                day = min(day, first + timedelta(weeks=int(scheme.cap)) - DAY)
            free = max(ZERO, scheme.units_free - units(first, begun - DAY))
            found = max(ZERO, units(begun, day) - free)
            capped = scheme.cap is not None and scheme.cap_unit == "units"
            return min(found, scheme.cap) if capped and scheme.cap is not None else found

        before = charged(start - DAY)
        return lambda day: charged(day) - before
