"""School days, and the relevant date."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xl_recoup.law.school_days import CalendarTooShort, SchoolDays, relevant_date

D = date
TERMS = [(D(2025, 9, 2), D(2025, 12, 19)), (D(2026, 1, 5), D(2026, 4, 2)),
         (D(2026, 4, 20), D(2026, 7, 21))]  # fmt: skip
CLOSURES = [(D(2025, 10, 20), D(2025, 10, 31)), (D(2026, 2, 16), D(2026, 2, 20)),
            (D(2026, 5, 4), D(2026, 5, 4))]  # fmt: skip
YEAR = SchoolDays("LA", TERMS, CLOSURES)
IN_YEAR = st.dates(D(2025, 9, 2), D(2026, 6, 19))


@st.composite
def calendars(draw: st.DrawFn) -> SchoolDays:
    """Any calendar: terms and closures that may overlap, leave gaps or swallow each other."""

    def spans(most: int, longest: int) -> list[tuple[date, date]]:
        starts = draw(st.lists(st.dates(D(2024, 1, 1), D(2026, 12, 31)), max_size=most))
        return [(s, s + timedelta(days=draw(st.integers(0, longest)))) for s in starts]

    return SchoolDays("any", spans(4, 100), spans(6, 14))


def _is_school_day(calendar: SchoolDays, day: date) -> bool:
    """Say so from the terms and closures alone."""
    in_term = any(first <= day <= last for first, last in calendar.terms)
    closed = any(first <= day <= last for first, last in calendar.closures)
    return day.weekday() < 5 and in_term and not closed


@given(calendars(), st.dates(D(2024, 1, 1), D(2027, 6, 30)))
def test_a_school_day_is_a_weekday_in_term_and_not_closed(calendar: SchoolDays, day: date) -> None:
    """A day is a school day by its definition and by nothing else."""
    assert (day in calendar) == _is_school_day(calendar, day)
    assert calendar.count(day, day) == int(_is_school_day(calendar, day))


@given(calendars(), st.lists(st.dates(D(2024, 1, 1), D(2027, 6, 30)), min_size=3, max_size=3))
def test_count_adds_up(calendar: SchoolDays, days: list[date]) -> None:
    """The days of two spans that follow each other are those of both together."""
    first, middle, last = sorted(days)
    after = middle + timedelta(days=1)
    assert calendar.count(first, last) == calendar.count(first, middle) + calendar.count(
        after, last
    )
    assert calendar.count(last + timedelta(days=1), last) == 0


@given(IN_YEAR, st.integers(1, 12))
def test_nth_school_day_is_one_and_is_the_nth(day: date, n: int) -> None:
    """The nth school day after a day is a school day after it, with n counted up to it."""
    found = YEAR.nth_after(day, n)
    assert found in YEAR
    assert found > day
    assert YEAR.count(day + timedelta(days=1), found) == n


@given(IN_YEAR, st.integers(0, 10), st.integers(1, 11))
def test_nth_school_day_is_monotone(day: date, later: int, n: int) -> None:
    """A later day or a higher number never gives an earlier school day."""
    assert YEAR.nth_after(day, n) < YEAR.nth_after(day, n + 1)
    assert YEAR.nth_after(day, n) <= YEAR.nth_after(day + timedelta(days=later), n)


@given(IN_YEAR)
def test_relevant_date_is_after_the_exclusion(day: date) -> None:
    """The relevant date is a school day at least six days after the exclusion."""
    found = relevant_date(day, YEAR)
    assert found >= day + timedelta(days=6)
    assert found in YEAR
    assert found == YEAR.nth_after(day, 6)


def test_day_one_is_the_first_school_day_after() -> None:
    """The day of the exclusion does not count, nor do weekends and the half term."""
    assert YEAR.nth_after(D(2025, 10, 15), 1) == D(2025, 10, 16)
    assert relevant_date(D(2025, 10, 15), YEAR) == D(2025, 11, 6)
    assert relevant_date(D(2025, 10, 4), YEAR) == D(2025, 10, 13)


def test_a_calendar_that_ends_too_soon_raises() -> None:
    """Where fewer than six school days follow, nothing is guessed; the calendar is named."""
    assert relevant_date(D(2026, 7, 13), YEAR) == D(2026, 7, 21)
    with pytest.raises(CalendarTooShort, match="LA"):
        relevant_date(D(2026, 7, 14), YEAR)


def test_a_calendar_that_begins_too_late_raises() -> None:
    """Days before the calendar begins may have been school days: it does not say."""
    assert YEAR.nth_after(D(2025, 9, 1), 1) == D(2025, 9, 2)
    with pytest.raises(CalendarTooShort):
        YEAR.nth_after(D(2025, 8, 31), 1)


def test_an_empty_calendar() -> None:
    """A calendar without rows covers no day and counts none."""
    empty = SchoolDays("none", [])
    assert not empty.covers(D(2025, 9, 2))
    assert D(2025, 9, 2) not in empty
    assert empty.count(D(2025, 1, 1), D(2026, 1, 1)) == 0
    with pytest.raises(CalendarTooShort):
        empty.nth_after(D(2025, 9, 2), 1)


def test_covers_reaches_from_the_first_row_to_the_last() -> None:
    """A calendar speaks of every day from its first row to its last, holidays between too."""
    assert YEAR.covers(D(2025, 9, 2))
    assert YEAR.covers(D(2026, 1, 1))
    assert YEAR.covers(D(2026, 7, 21))
    assert not YEAR.covers(D(2025, 9, 1))
    assert not YEAR.covers(D(2026, 7, 22))


def test_summer_term_end() -> None:
    """The summer term is the last one that ends from April to August of the school year."""
    assert YEAR.summer_term_end(D(2025, 9, 1)) == D(2026, 7, 21)
    assert YEAR.summer_term_end(D(2026, 8, 31)) == D(2026, 7, 21)
    with pytest.raises(CalendarTooShort):
        YEAR.summer_term_end(D(2026, 9, 1))


def test_weeks_with_school() -> None:
    """A week counts where it has a school day inside the span, once, over New Year too."""
    assert YEAR.weeks_with_school(D(2025, 9, 2), D(2025, 9, 14)) == 2
    assert YEAR.weeks_with_school(D(2025, 9, 5), D(2025, 9, 8)) == 2
    assert YEAR.weeks_with_school(D(2025, 10, 17), D(2025, 11, 3)) == 2
    assert YEAR.weeks_with_school(D(2025, 10, 20), D(2025, 10, 31)) == 0
    assert YEAR.weeks_with_school(D(2025, 12, 19), D(2026, 1, 5)) == 2


@given(calendars(), st.dates(D(2024, 1, 1), D(2026, 12, 31)), st.integers(0, 200))
def test_weeks_with_school_are_no_more_than_days(
    calendar: SchoolDays, first: date, length: int
) -> None:
    """There are never more weeks than school days, nor fewer than a fifth of them."""
    last = first + timedelta(days=length)
    weeks, days = calendar.weeks_with_school(first, last), calendar.count(first, last)
    assert weeks <= days <= 5 * weeks


@pytest.mark.parametrize(
    ("ends", "summer_term_ends"),
    [
        ([D(2026, 7, 21)], D(2026, 7, 21)),
        ([D(2026, 5, 22), D(2026, 8, 28)], D(2026, 8, 28)),
        ([D(2026, 8, 31)], D(2026, 8, 31)),
        ([D(2026, 4, 1), D(2026, 3, 31)], D(2026, 4, 1)),
        ([D(2025, 8, 31), D(2026, 7, 21), D(2026, 9, 1)], D(2026, 7, 21)),
    ],
)
def test_the_summer_term_ends_from_april_to_august(
    ends: list[date], summer_term_ends: date
) -> None:
    """The last end of a term from 1 April to 31 August of the school year, and no other."""
    terms = [(end - timedelta(days=30), end) for end in ends]
    assert SchoolDays("LA", terms).summer_term_end(D(2026, 3, 2)) == summer_term_ends


@pytest.mark.parametrize("end", [D(2026, 3, 31), D(2026, 9, 1)])
def test_no_summer_term_is_said(end: date) -> None:
    """A calendar without a term that ends in those months does not give another one's end."""
    calendar = SchoolDays("LA", [(end - timedelta(days=30), end)])
    with pytest.raises(CalendarTooShort):
        calendar.summer_term_end(D(2026, 3, 2))
