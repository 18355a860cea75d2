"""What a placement under a local scheme is charged for: its days, and why they may wait."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from xl_recoup.charging.case import Case
from xl_recoup.charging.gap import Gap
from xl_recoup.contract import Scheme
from xl_recoup.policy.whole_policy import Policy
from xl_recoup.records import Placement, record
from xl_recoup.words import counted, long_date


@record
class Service:
    """The days of a placement under its scheme, and the part of them in this workbook's year.

    `first` is the placement's own start, from which free units, a cap in weeks and hold days count.
    `begun` is the day from which units are charged: that start, or the end of the notice.
    """

    first: date
    begun: date
    start: date
    end: date
    waiting: str = ""
    """Why all of it is held, if it is."""

    def last_of(self, weeks: Decimal) -> date:
        """Return the last day of a cap of so many weeks, which count from its start."""
        return self.first + timedelta(weeks=int(weeks)) - timedelta(days=1)


def deciding_row(p: Placement, policy: Policy, number: int | None = None) -> Scheme | None:
    """Return the row of a scheme that decides its start, notice, hold and end.

    It is the row in use that is valid on the first day that it counts from; without one, the
    earliest of those for the pupil, then of all; None where there is none. The order of rows on the
    sheet never decides. `number` is the placement's own among its school's, where rows go by it.
    Raises SchemeOverlap.
    """
    rows = sorted(
        (row for row in policy.schemes.rows_of(p.scheme) if row.in_use),
        key=lambda row: not (row.fits(p.year_group) and row.takes(number)),
    )
    for starts in dict.fromkeys(row.starts for row in rows):
        first = p.left_roll_on if starts == "off-roll date" else p.start_date
        if first is None:
            continue
        row = policy.schemes.the_terms(p.scheme, first, p.year_group, number)
        if row is not None and row.in_use and row.starts == starts:
            return row
    return rows[0] if rows else None


def first_day(p: Placement, scheme: Scheme) -> date | None:
    """Return the day from which a scheme counts, if the placement has it."""
    return p.left_roll_on if scheme.starts == "off-roll date" else p.start_date


def begun_on(p: Placement, scheme: Scheme) -> date | None:
    """Return the day from which units are charged: the first one, or the end of the notice."""
    first = first_day(p, scheme)
    if first is None or not scheme.notice_days or p.notice_sent_on is None:
        return first
    return max(first, p.notice_sent_on + timedelta(days=scheme.notice_days))


def service_of(case: Case, scheme: Scheme) -> Service | str:
    """Return what is charged for in this workbook's year, or why nothing is.

    Raises Gap where the date that it starts on is missing.
    """
    p, as_at, year = case.placement, case.policy.as_at, case.policy.period
    first, begun, waiting = first_day(p, scheme), begun_on(p, scheme), ""
    if first is None or begun is None:
        field = "left_roll_on" if scheme.starts == "off-roll date" else "start_date"
        raise Gap("no date", field, f"there is no {scheme.starts} to count from")
    if scheme.notice_days and p.notice_sent_on is None:
        waiting = f"{scheme.notice_days} days' notice is due and none was sent"
    until = as_at if scheme.ends == "as-at date" else year.end
    last = min(p.end_date or until, until, year.end)
    start = max(begun, year.start)
    if begun > year.end or (p.end_date is not None and p.end_date < year.start):
        return f"no part of the placement lies in this workbook's year {year}"
    if last < start:
        since = f", since it counts from {long_date(begun)}" if begun > as_at else ""
        return f"nothing is due as at {long_date(as_at)}{since}"
    held_until = first + timedelta(days=scheme.hold_days)
    if not waiting and as_at < held_until and scheme.hold_days:
        days = counted(scheme.hold_days, "day")
        waiting = f"until {long_date(held_until)}, {days} after the start"
    return Service(first=first, begun=begun, start=start, end=last, waiting=waiting)
