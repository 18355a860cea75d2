"""Which placements, changes and queries go on into another year. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field

from xl_recoup.charging.case import Case
from xl_recoup.charging.gap import Gap
from xl_recoup.charging.status import takes_effect
from xl_recoup.charging.week_count import count_start
from xl_recoup.contract import normal, statutory_code
from xl_recoup.intake.row_reading import TableReading
from xl_recoup.law.periods import FundingPeriod
from xl_recoup.policy.whole_policy import Policy
from xl_recoup.records import Placement, RowKey

DECIDING = frozenset(
    [
        "placement_ref",
        "scheme",
        "home_school",
        "exclusion_date",
        "left_roll_on",
        "start_date",
        "end_date",
        "reinstated_on",
        "admitted_on",
        "cancelled_on",
        "review_status",
        "order_date",
    ]
)
"""Fields of a placement on which it rests whether it goes on."""


@dataclass(slots=True)
class Sorting:
    """The rows that go on, by their place, and how many there were."""

    carried: set[RowKey] = field(default_factory=set)
    read: int = 0

    @property
    def dropped(self) -> int:
        """The number of rows that stay behind."""
        return self.read - len(self.carried)


def goes_on(p: Placement, policy: Policy, year: FundingPeriod) -> bool:
    """Say whether a placement goes on into a year.

    It does while it is open: it has no end, or its end lies in the year or after it. Under PEX and
    LEAVER it is over when the pupil is reinstated or admitted elsewhere, too, and a row without a
    start date is no placement but only the exclusion. An exclusion goes on where its relevant date
    falls in the year or can't be known yet, where a review is open, and where an order of the
    review panel belongs to the year. A row in which any of this can't be read goes on, to be seen.
    """
    if p.unreadable & DECIDING:
        return True
    if not statutory_code(p.scheme):
        return p.end_date is None or p.end_date >= year.start
    ends = [
        d for d in (p.end_date, p.reinstated_on, p.admitted_on, p.cancelled_on) if d is not None
    ]
    if p.start_date is not None and (not ends or min(ends) >= year.start):
        return True
    if p.review_status == "open" or (p.order_date is not None and p.order_date >= year.start):
        return True
    return counts_in(p, policy, year)


def counts_in(p: Placement, policy: Policy, year: FundingPeriod) -> bool:
    """Say whether an exclusion's relevant date falls in a year or later, or isn't known."""
    day = takes_effect(p)
    if p.cancelled_on is not None:
        return False
    if day is None or p.home_school not in policy.schools:
        return True
    try:
        start, _ = count_start(Case.on(p, policy, day), day)
    except Gap:
        return True
    return start >= year.start


def sort_placements(rows: list[Placement], policy: Policy, year: FundingPeriod) -> Sorting:
    """Sort placements into those that go on and those that stay behind."""
    return Sorting({p.key for p in rows if goes_on(p, policy, year)}, len(rows))


def sort_changes(reading: TableReading | None, refs: set[str]) -> Sorting:
    """Carry the changes of the placements whose references, in normal form, go on.

    A row without a reference goes on too, to be seen.
    """
    rows = reading.rows if reading else []
    refs = {*refs, ""}
    return Sorting({r.key for r in rows if normal(r.get("placement_ref", "")) in refs}, len(rows))


def sort_queries(reading: TableReading | None) -> Sorting:
    """Carry the queries that have no closing date."""
    rows = reading.rows if reading else []
    return Sorting({r.key for r in rows if "closed" not in r.values}, len(rows))
