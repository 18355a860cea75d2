"""Schools: what each is in one period, which years it has, how it settles."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any

from pydantic import BeforeValidator

from xl_recoup.closed_lists import (
    DEFAULT_CALENDAR,
    Blank,
    SchoolSettlement,
    SchoolType,
)
from xl_recoup.contract.cell_values import read_year_group
from xl_recoup.contract.columns import Kind
from xl_recoup.contract.table_row import Laestab, TableRow, YearGroup, cell, wrong

ACADEMY_TYPES: tuple[SchoolType, ...] = ("academy", "free school")


def _year_groups(words: Any) -> Any:
    """Return the year groups of a text such as `6, 11`."""
    if not isinstance(words, str):
        return words
    years = []
    for word in words.replace(";", ",").split(","):
        if word.strip():
            year, issue = read_year_group(word)
            if issue:
                raise wrong(issue.words)
            years.append(year)
    return tuple(years)


class School(
    TableRow,
    table="Schools",
    purpose="One row per school and period; a school that converted has two.",
    named_by="laestab",
):
    """One row of the Schools table: a school as it was in one period."""

    laestab: Laestab = cell("LAESTAB", needed="a LAESTAB")
    urn: str = cell("URN", default="")
    name: str = cell("School", needed="the school's name")
    type: SchoolType = cell("Type", needed="the school's type")
    phase: str = cell("Phase", default="")
    lowest_year: YearGroup | None = cell("Lowest year", default=None)
    highest_year: YearGroup | None = cell("Highest year", default=None, steering=True)
    leaving_years: Annotated[tuple[int, ...], Kind.TEXT, BeforeValidator(_year_groups)] = cell(
        "Leaving years",
        default=(),
        steering=True,
        note="overrides who leaves; years with commas",
    )
    trust: str = cell("Trust", default="", steering=True)
    calendar: str = cell(
        "Calendar",
        default=DEFAULT_CALENDAR,
        steering=True,
        note="blank: the authority's own, LA",
    )
    settlement: SchoolSettlement | Blank = cell("Settlement", default="", steering=True)
    cost_centre: str = cell("Cost centre", default="")
    open_from: date | None = cell("Open from", default=None, steering=True)
    open_to: date | None = cell("Open to", default=None, steering=True)
    successor: Laestab = cell("Successor", default="", steering=True)
    contact: str = cell(
        "Contact",
        default="",
        aside=True,
        note="whom letters go to: a role, a name or an e-mail address",
    )
    address: str = cell(
        "Address", default="", aside=True, note="where letters go, its lines divided by semicolons"
    )

    def contradictions(self) -> Iterator[tuple[str, str]]:
        """Yield the last day or year where it comes before the first."""
        low, high = self.lowest_year, self.highest_year
        if self.open_from and self.open_to and self.open_to < self.open_from:
            yield "open_to", "is before the school's first day, under Open from"
        elif low is not None and high is not None and high < low:
            yield "highest_year", "is below the Lowest year"

    def is_open(self, day: date) -> bool:
        """Say whether the row speaks of a day; an empty end is open."""
        return (self.open_from is None or self.open_from <= day) and (
            self.open_to is None or day <= self.open_to
        )

    def closed_before(self, day: date) -> bool:
        """Say whether the row ended before a day."""
        return self.open_to is not None and self.open_to < day

    @property
    def is_academy(self) -> bool:
        """True for an academy or free school, which no regulation binds to pay."""
        return self.type in ACADEMY_TYPES

    @property
    def is_maintained(self) -> bool:
        """True for a mainstream school that the authority maintains."""
        return self.type == "maintained"

    @property
    def is_mainstream(self) -> bool:
        """True where the regulation, or its terms by agreement, can reach the school."""
        return self.is_maintained or self.is_academy


SCHOOLS = School.spec
