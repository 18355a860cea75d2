"""How much a stretch of a placement holds of what its scheme measures, and whom it falls to.

Units are counted from one day on, and a stretch has what comes on top at its end: so the stretches
of a placement add up to the whole, however often it is divided.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from xl_recoup.charging.case import Case
from xl_recoup.charging.gap import Gap
from xl_recoup.charging.scheme_stretch import DAY, FULL_WEEK, WHOLE_MEASURES, Stretch
from xl_recoup.charging.service import Service
from xl_recoup.closed_lists import Blank, Measure
from xl_recoup.law.school_days import SchoolDays
from xl_recoup.money import ZERO
from xl_recoup.policy.measures import PER_SCHOOL_DAY, counted
from xl_recoup.records import record
from xl_recoup.words import long_date


@record
class Measured:
    """The units of a stretch: in all, those that are free, and those that the school pays for.

    What is neither free nor charged lies above the cap: the authority bears it.
    """

    whole: Decimal
    free: Decimal
    charged: Decimal
    school_days: int = 0
    """The school days behind a measure that goes by the days agreed per week."""
    passed: Decimal = ZERO
    """The placement's units before it: they used up free ones."""
    paid_before: Decimal = ZERO
    """Those before it that the school pays for: they used up a cap in units."""

    def divided(self, charged: Decimal, *, last: bool) -> tuple[Measured, Measured]:
        """Return so many of the charged units, and what is left.

        The free units go with the first part; what lies above the cap goes with the `last` of
        several, where all that is charged is divided by then.
        """
        taken = min(charged, self.charged)
        beyond = self.whole - self.free - self.charged
        if not last or taken < self.charged:
            beyond = ZERO
        here = replace(self, whole=self.free + taken + beyond, charged=taken)
        left = replace(
            self,
            whole=self.whole - here.whole,
            free=ZERO,
            charged=self.charged - taken,
            passed=self.passed + here.whole,
            paid_before=self.paid_before + taken,
        )
        return here, left


@dataclass(slots=True)
class Meter:
    """Counts the units of one placement, stretch by stretch in their order, each once.

    `stands_on` is the first day of the stretch that has all units of a whole measure, if any has.
    """

    case: Case
    service: Service
    stands_on: date | None = None
    passed: Decimal = ZERO
    """Units so far, from the placement's start: they use up the free ones."""
    charged: Decimal = ZERO
    """Units so far that the school pays for: they use up a cap in units."""

    def take(self, stretch: Stretch) -> Measured:
        """Count the next stretch, in which something is charged for; raises Gap."""
        scheme = stretch.scheme
        days, whole = self._units(stretch)
        free = max(ZERO, min(whole, scheme.units_free - self.passed))
        passed, paid = self.passed, self.charged
        self.passed += whole
        if stretch.end < self.service.begun:  # the notice runs: free units pass, none is charged
            return Measured(whole=whole, free=whole, charged=ZERO)
        charged = whole - free
        if scheme.cap is not None and scheme.cap_unit == "units":
            charged = max(ZERO, min(charged, scheme.cap - self.charged))
        elif scheme.cap is not None:
            last = self.service.last_of(scheme.cap)
            within = self._units(stretch.until(last))[1] if stretch.start <= last else ZERO
            charged = max(ZERO, within - free)
        self.charged += charged
        return Measured(
            whole=whole,
            free=free,
            charged=charged,
            school_days=days,
            passed=passed,
            paid_before=paid,
        )

    def _units(self, stretch: Stretch) -> tuple[int, Decimal]:
        """Return the school days behind the units of a stretch, if they are, and the units."""
        measure = stretch.scheme.measure
        if measure in WHOLE_MEASURES:
            stands = stretch.start == self.stands_on
            return 0, self._told(measure) if stands else ZERO
        begun = self.service.begun if stretch.end >= self.service.begun else self.service.first
        calendar = self._calendar(stretch, begun)
        reading = self.case.policy.options.complete_weeks
        count = counted(measure, begun, stretch.end, calendar, reading)
        count -= counted(measure, begun, stretch.start - DAY, calendar, reading)
        if measure in PER_SCHOOL_DAY:
            return count, count * PER_SCHOOL_DAY[measure] * stretch.days_per_week / FULL_WEEK
        return 0, Decimal(count)

    def _told(self, measure: Measure | Blank) -> Decimal:
        """Return the units that stand on the placement's row; an event is one, in its own year."""
        p, service = self.case.placement, self.service
        if measure == "event":
            return Decimal(1 if service.begun == service.start else 0)
        units = p.hours if measure == "hours" else p.days_attended
        if units is None and measure == "hours":
            raise Gap("no hours", "hours", "the hours are missing")
        if units is None:
            raise Gap("no days attended", "days_attended", "the days attended are missing")
        return units

    def _calendar(self, stretch: Stretch, begun: date) -> SchoolDays:
        """Return the calendar that a stretch counts on; raises Gap where it does not reach so far.

        What comes before it matters only where earlier units are free or use up a cap.
        """
        calendar, scheme = self.case.at(stretch.school).calendar, stretch.scheme
        if scheme.measure == "complete weeks":
            return calendar
        for day in (begun if scheme.units_free or scheme.cap else stretch.start, stretch.end):
            if not calendar.reaches(day):
                said = f"the calendar {calendar.name} does not reach {long_date(day)}"
                raise Gap("calendar too short", "home_school", said)
        return calendar
