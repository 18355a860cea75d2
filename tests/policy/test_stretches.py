"""Days of one stretch are alike: no row begins or ends between them."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from xl_recoup.policy.stretches import Stretches

DAYS = st.dates(date(2024, 1, 1), date(2024, 3, 31))
SPANS = st.lists(st.tuples(st.none() | DAYS, st.none() | DAYS), max_size=6)


def covers(span: tuple[date | None, date | None], day: date) -> bool:
    """Say whether a row with these end days is valid on a day."""
    first, last = span
    return (first is None or first <= day) and (last is None or day <= last)


@given(SPANS, DAYS, DAYS)
def test_the_same_rows_hold_on_all_days_of_a_stretch(
    spans: list[tuple[date | None, date | None]], one: date, other: date
) -> None:
    """Two days of one stretch are covered by exactly the same rows."""
    stretches = Stretches(spans)
    if stretches.first_day(one) == stretches.first_day(other):
        assert [covers(s, one) for s in spans] == [covers(s, other) for s in spans]


def test_a_row_that_ends_parts_the_next_day_from_its_last() -> None:
    """A row is valid on both its end days; one without an end parts nothing after it begins."""
    stretches = Stretches([(date(2025, 4, 1), date(2026, 3, 31)), (None, date.max)])
    assert stretches.first_day(date(2025, 3, 31)) != stretches.first_day(date(2025, 4, 1))
    assert stretches.first_day(date(2025, 4, 1)) == stretches.first_day(date(2026, 3, 31))
    assert stretches.first_day(date(2026, 3, 31)) != stretches.first_day(date(2026, 4, 1))
    later = date(2026, 4, 1) + timedelta(days=9_999)
    assert stretches.first_day(later) == stretches.first_day(date.max)
