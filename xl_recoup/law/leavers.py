"""The leavers' clause: pupils of an age that normally leaves the school that summer."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from functools import lru_cache
from typing import Literal

from xl_recoup.law.periods import school_year_start
from xl_recoup.law.school_days import SchoolDays

LeaversBoundary = Literal["on or after 1 April", "after 1 April"]
LeaversYearEnds = Literal["31 July", "31 August", "end of summer term"]
WhoLeaves = Literal["highest year", "highest year and Year 11"]
YEAR_11 = 11
APRIL, AUGUST = 4, 8
"""From the start of a funding period to the end of a school year, as months."""


# "pupils of the same age, or age group, as the pupil in question normally leave that school
# before being admitted to another school with a different pupil age range":
# reg 39(2)(b)(ii), SI 2024/66.
@lru_cache(maxsize=1_024)
def leaving_years(
    highest_year: int | None, who: WhoLeaves, override: tuple[int, ...] = ()
) -> frozenset[int]:
    """Return the year groups that normally leave a school; `override` goes before the rule."""
    if override:
        return frozenset(override)
    if highest_year is None:
        return frozenset()
    years = {highest_year}
    if who == "highest year and Year 11" and highest_year > YEAR_11:
        years.add(YEAR_11)
    return frozenset(years)


# "where the permanent exclusion takes effect on or after 1st April in a school year at the end
# of which pupils ... normally leave": reg 39(2)(b)(ii), SI 2024/66. The department's operational
# guide says "after 1 April".
def leavers_clause_applies(
    takes_effect: date, year_group: int, leaves: Collection[int], boundary: LeaversBoundary
) -> bool:
    """Say whether B is counted to the end of the school year instead of the funding period."""
    month = takes_effect.month
    if not APRIL <= month <= AUGUST or year_group not in leaves:
        return False
    return boundary == "on or after 1 April" or (month, takes_effect.day) != (APRIL, 1)


# "the number of complete weeks remaining in that school year": reg 39(2)(b)(ii), SI 2024/66,
# which does not say on which day a school year ends.
def school_year_end(takes_effect: date, reading: LeaversYearEnds, calendar: SchoolDays) -> date:
    """Return the last day of the school year in which the exclusion takes effect.

    Raises CalendarTooShort where the reading needs a summer term that the calendar lacks.
    """
    if reading == "end of summer term":
        return calendar.summer_term_end(takes_effect)
    year = school_year_start(takes_effect).year + 1
    return date(year, 7, 31) if reading == "31 July" else date(year, 8, 31)
