"""How many units of a scheme a stretch of a placement holds.

Units are counted from the placement's start, and a stretch has what comes on top at its end: so
the stretches of a placement always add up to the whole, however often it is divided.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from xl_recoup.charging.gap import Gap
from xl_recoup.charging.scheme_stretch import DAY, FULL_TIME, Stretch
from xl_recoup.closed_lists import Blank, Measure
from xl_recoup.law.school_days import SchoolDays
from xl_recoup.law.weeks import WeeksReading, complete_weeks

SESSIONS_PER_DAY = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Meter:
    """Counts the units of one placement, on one calendar.

    `begun` is the day from which units count, `year_from` the first that this workbook's year
    charges: days attended all stand on it. `days_attended` is None where the row has none.
    """

    begun: date
    year_from: date
    days_attended: Decimal | None
    calendar: SchoolDays
    reading: WeeksReading

    def units(self, stretch: Stretch) -> Decimal:
        """Return the units of a stretch; none where nothing is charged for it.

        Raises Gap where the days attended are needed and missing.
        """
        if stretch.scheme is None or stretch.paused:
            return Decimal(0)
        measure = stretch.scheme.measure
        if measure == "school days attended":
            if self.days_attended is None:
                raise Gap("no days attended", "days_attended", "the days attended are missing")
            within = stretch.start <= self.year_from <= stretch.end
            return self.days_attended if within else Decimal(0)
        before = self._whole_units(measure, stretch.start - DAY)
        return Decimal(self._whole_units(measure, stretch.end) - before)

    def payable(self, stretch: Stretch, units: Decimal, used: Decimal) -> Decimal:
        """Return how many of a stretch's units the school pays for: those before the scheme's cap.

        `used` are the units of the stretches before it.
        """
        scheme = stretch.terms
        if scheme.cap is None:
            return units
        if scheme.cap_unit == "units":
            return max(Decimal(0), min(units, scheme.cap - used))
        last = self.begun + timedelta(weeks=int(scheme.cap)) - DAY
        return self.units(stretch.until(last)) if stretch.start <= last else Decimal(0)

    def _whole_units(self, measure: Measure | Blank, end: date) -> int:
        """Return the whole units of a measure from the placement's start to `end`, counted."""
        begun, calendar = self.begun, self.calendar
        if end < begun:
            return 0
        if measure == "complete weeks":
            return complete_weeks(begun, end, self.reading)
        if measure == "school weeks":
            return calendar.weeks_with_school(begun, end)
        if (
            measure == "school days agreed" or measure == "sessions"
        ):  # `in` holds no word to its list
            return calendar.count(begun, end)
        if measure == "terms":
            return sum(first <= end and last >= begun for first, last in calendar.terms)
        if measure == "event":
            return 1
        raise ValueError(f"the measure {measure!r} is not counted by the calendar")


def by_days(stretch: Stretch) -> tuple[Decimal, Decimal]:
    """Return (numerator, denominator) of a scheme's share for days per week.

    Five days may count as fewer (Lincolnshire: 5 counts as 4.5). Measures in days and sessions
    always go by the days agreed.
    """
    scheme, days = stretch.terms, stretch.days_per_week
    if scheme.measure == "school days agreed":
        return days, FULL_TIME
    if scheme.measure == "sessions":
        return days * SESSIONS_PER_DAY, FULL_TIME
    if not scheme.by_days:
        return Decimal(1), Decimal(1)
    return scheme.five_days_count_as if days == FULL_TIME else days, FULL_TIME
