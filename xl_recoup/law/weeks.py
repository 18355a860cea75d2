"""Complete weeks, in the three readings that the words allow."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal

WeeksReading = Literal["inclusive", "exclusive", "calendar"]
_WEEK = 7


# "the number of complete weeks remaining in the funding period calculated from the relevant
# date": reg 39(2)(b), SI 2024/66. The regulations do not say whether the first day counts, nor
# where a week begins; hence three readings.
def complete_weeks(start: date, end: date, reading: WeeksReading = "inclusive") -> int:
    """Return the complete weeks from `start` to `end`, 0 where `end` is before `start`.

    `inclusive` counts both days, `exclusive` leaves out the first, `calendar` counts whole weeks
    from Monday to Sunday that lie inside. Raises ValueError for any other reading.
    """
    if reading == "inclusive":
        return max(0, ((end - start).days + 1) // _WEEK)
    if reading == "exclusive":
        return max(0, (end - start).days // _WEEK)
    if reading == "calendar":
        if end < start:
            return 0
        first_monday = start + timedelta(days=-start.weekday() % _WEEK)
        return max(0, ((end - first_monday).days + 1) // _WEEK)
    raise ValueError(f"Unknown reading of complete weeks: {reading!r}")
