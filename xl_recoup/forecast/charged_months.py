"""In which month of the year the pounds of a charge stand.

A statutory sum stands in the month in which it becomes billable: its relevant date, or when the
hold days are over and no review is open any more. A scheme's line stands in the months of its
units, as accruals share it; what time adds to a line that is billable already stands in the months
after the as-at date.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from xl_recoup.accounts.year_months import last_day, month_of, months_of
from xl_recoup.charging.divided_amounts import UnitsTo, split
from xl_recoup.charging.status import takes_effect
from xl_recoup.charging.units_of_lines import UnitsOfLines
from xl_recoup.contract import statutory_code
from xl_recoup.policy.whole_policy import Policy
from xl_recoup.records import ChargeLine, Placement, RowKey

ByMonth = dict[date, Decimal]
DAY = timedelta(days=1)


@dataclass(slots=True)
class ChargedMonths:
    """Shares the lines of a run over the months of its year, to the penny."""

    policy: Policy
    rows: Iterable[Placement]
    _units: UnitsOfLines = field(init=False)
    _by_key: dict[RowKey, Placement] = field(init=False)
    _ends: list[date] = field(init=False)

    def __post_init__(self) -> None:
        held = list(self.rows)
        self._units = UnitsOfLines(self.policy, held)
        self._by_key = {p.key: p for p in held}
        self._ends = [last_day(month) for month in months_of(self.policy)]

    def of(self, line: ChargeLine) -> ByMonth:
        """Return what a line comes to in each month."""
        if statutory_code(line.scheme) or line.start is None or line.end is None:
            return {month_of(self.due_day(line), self.policy): line.amount}
        return self._shared(line.amount, line.start, line.end, self._units.of(line))

    def added(self, line: ChargeLine, more: Decimal) -> ByMonth:
        """Return in which months the pounds stand by which a line is more than it is now."""
        if statutory_code(line.scheme) or line.start is None or line.end is None:
            return {month_of(self.due_day(line), self.policy): more}
        start = max(line.start, min(self.policy.as_at + DAY, line.end))
        units, before = self._units.of(line), start - DAY
        if units is None or start == line.start:
            return self._shared(more, start, line.end, units)
        so_far = units(before)
        return self._shared(more, start, line.end, lambda day: units(day) - so_far)

    def due_day(self, line: ChargeLine) -> date:
        """Return the day on which a statutory line becomes billable.

        Without its placement, as a posted line may be, it is the line's first day.
        """
        begins = line.start or self.policy.as_at
        p = self._by_key.get(line.row)
        effect = takes_effect(p) if p is not None else None
        if p is None or effect is None or line.component == "Adjustment order":
            return begins
        released = effect + timedelta(days=self.policy.options.hold_days)
        decided = p.review_decided_on if p.review_status == "closed" else None
        return max(begins, released, decided or begins)

    def _shared(self, amount: Decimal, start: date, end: date, units: UnitsTo | None) -> ByMonth:
        found: ByMonth = defaultdict(Decimal)
        for part in split(amount, start, max(start, end), self._ends, units):
            found[month_of(part.start, self.policy)] += part.amount
        return dict(found)
