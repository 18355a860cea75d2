"""What keeps a placement from being charged: a value that the sum needs is not there."""

from __future__ import annotations

from typing import Literal

from xl_recoup.policy.rate_table import RateGap, RateOverlap
from xl_recoup.policy.scheme_list import SchemeOverlap
from xl_recoup.policy.whole_policy import CalendarGap

GapKind = Literal[
    "no date",
    "no year group",
    "no highest year",
    "no days attended",
    "no hours",
    "no agreed amount",
    "no terms",
    "calendar too short",
    "rate missing",
    "two rates",
    "two scheme rows",
]
"""What keeps a placement from being assessed. A calendar is too short where it can't be used."""


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
    RateGap: "rate missing",
    RateOverlap: "two rates",
    SchemeOverlap: "two scheme rows",
    CalendarGap: "calendar too short",
}


def no_year_group() -> Gap:
    """Return the gap of a row without a year group."""
    return Gap("no year group", "year_group", "no year group, so no rate can be found")
