"""The policy of one workbook: its options and reference tables together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from xl_recoup.contract import DEFAULT_CALENDAR, Provider, Query, School, normal
from xl_recoup.law.periods import FundingPeriod
from xl_recoup.law.school_days import SchoolDays
from xl_recoup.policy.agreement_list import AgreementList
from xl_recoup.policy.change_list import ChangeList
from xl_recoup.policy.funding import PupilFunding
from xl_recoup.policy.memory import Memory
from xl_recoup.policy.options import Options
from xl_recoup.policy.rate_table import RateTable
from xl_recoup.policy.scheme_list import SchemeList
from xl_recoup.policy.school_list import SchoolList
from xl_recoup.policy.terms import StatutoryTerms
from xl_recoup.records import Place


class CalendarGap(Exception):
    """A school's calendar is not in the Calendar table, or a row of it can't be read."""


@dataclass(frozen=True)
class Policy:
    """Everything that decides a charge besides the placement itself."""

    options: Options
    as_at: date
    schools: SchoolList
    agreements: AgreementList
    schemes: SchemeList
    rates: RateTable
    calendars: Mapping[str, SchoolDays]
    providers: Mapping[str, Provider] = field(default_factory=dict)
    queries: tuple[Query, ...] = ()
    changes: ChangeList = field(default_factory=ChangeList)
    broken_calendars: Mapping[str, Place] = field(default_factory=dict)

    @cached_property
    def period(self) -> FundingPeriod:
        """The funding period that the workbook is for."""
        return self.options.financial_year

    @cached_property
    def service_year(self) -> str:
        """The same as its lines say it: `2025-26`."""
        return str(self.period)

    @cached_property
    def freed_until(self) -> date:
        """The last day that is no longer held: what took effect on it, or before, moves money."""
        return self.as_at - timedelta(days=self.options.hold_days)

    @cached_property
    def funding(self) -> PupilFunding:
        """What pupils attract at the rates of every school."""
        return self._funding[""]

    def funding_at(self, school: School) -> PupilFunding:
        """Return what a school's pupils attract: its own rates go before those of every school."""
        return self._funding[school.laestab if school.laestab in self.rates.schools else ""]

    @cached_property
    def _funding(self) -> Memory[str, PupilFunding]:
        def of(laestab: str) -> PupilFunding:
            rates = RateTable(self.rates.rates, laestab)
            return PupilFunding(rates, self.options.area_cost_adjustment)

        return Memory(of)

    @cached_property
    def terms(self) -> StatutoryTerms:
        """On what terms schools answer for statutory lines."""
        return StatutoryTerms(self.agreements, self.period, self.options.regulations)

    def calendar(self, name: str) -> SchoolDays:
        """Return a calendar by name; raises CalendarGap where it is missing or unreadable."""
        key = normal(name or DEFAULT_CALENDAR)
        if key in self.broken_calendars:
            raise CalendarGap(
                f"a row of the calendar {name} can't be read at {self.broken_calendars[key]}"
            )
        found = self.calendars.get(key)
        if found is None:
            raise CalendarGap(f"the Calendar table has no calendar named {name}")
        return found

    def calendar_of(self, school: School) -> SchoolDays:
        """Return the calendar that a school keeps; raises CalendarGap."""
        return self.calendar(school.calendar)
