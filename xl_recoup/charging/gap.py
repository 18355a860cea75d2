"""What keeps a placement from being charged: a value that the sum needs is not there."""

from __future__ import annotations

from enum import Enum

from xl_recoup.policy.rate_table import RateGap, RateOverlap
from xl_recoup.policy.scheme_list import SchemeOverlap
from xl_recoup.policy.whole_policy import CalendarGap


class GapKind(Enum):
    """What keeps a placement from being assessed."""

    NO_DATE = "a date that the count starts from is missing"
    NO_YEAR_GROUP = "the year group is missing"
    NO_HIGHEST_YEAR = "the school's highest year is missing"
    CALENDAR = "the calendar does not reach"
    RATE_MISSING = "a rate is missing"
    RATE_OVERLAP = "two rates apply"
    SCHEME_OVERLAP = "two rows of a scheme apply"
    NO_DAYS = "the days attended are missing"


class Gap(Exception):
    """A value that the sum needs is not there; says which field of the placement it concerns."""

    def __init__(self, kind: GapKind, field: str, message: str) -> None:
        super().__init__(message)
        self.kind, self.field, self.message = kind, field, message

    @classmethod
    def of(cls, error: RateGap | RateOverlap | SchemeOverlap | CalendarGap, field: str) -> Gap:
        """Return the gap that a table of the policy leaves."""
        return cls(LEFT_BY[type(error)], field, str(error))


LEFT_BY: dict[type[Exception], GapKind] = {
    RateGap: GapKind.RATE_MISSING,
    RateOverlap: GapKind.RATE_OVERLAP,
    SchemeOverlap: GapKind.SCHEME_OVERLAP,
    CalendarGap: GapKind.CALENDAR,
}


def no_year_group() -> Gap:
    """Return the gap of a row without a year group."""
    return Gap(GapKind.NO_YEAR_GROUP, "year_group", "no year group, so no rate can be found")
