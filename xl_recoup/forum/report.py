"""The report to the Schools Forum: pounds by status and numbers of pupils, small numbers hidden.

It names no school and no pupil. Each number and each amount is judged by the pupils that it rests
on itself: below 5 it is hidden, and further ones with it where the rest would give it away
(secondary suppression), in one of the breakdowns or across them. What is hidden looks the same
whatever the reason. A column in which that can't be had is hidden altogether.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from xl_recoup.contract import FORUM_AMOUNTS
from xl_recoup.forum.finest_groups import PUPILS, FinestGroups, finest_groups
from xl_recoup.forum.suppression import Group, Key, suppressed
from xl_recoup.records import short_record

if TYPE_CHECKING:
    from xl_recoup.policy.options import PublicationRounding
    from xl_recoup.run.result import Result

HIDDEN = "not shown"
WHY = "what is not shown rests on fewer than 5 pupils, or would give such a figure away"
ROUNDED_TO_NOTHING = "under £500"
THOUSAND, FIVE = Decimal(1000), Decimal(5)
Figure = Decimal | str
"""Pounds, or the words in their place."""


@short_record
class ForumRow:
    """One group as it may be shown; a hidden number or amount is not in here at all."""

    breakdown: str
    group: str
    pupils: int | str
    amounts: tuple[Figure, ...]
    """In pounds, in the order of `FORUM_AMOUNTS`; words where an amount is not shown."""

    @property
    def note(self) -> str:
        """Why something is not shown; "" where all is."""
        return WHY if HIDDEN in (self.pupils, *self.amounts) else ""

    @property
    def cells(self) -> tuple[str | int | Decimal | None, ...]:
        """The row as the ForumReport table holds it."""
        return self.breakdown, self.group, self.pupils, *self.amounts, self.note or None

    def figure(self, heading: str) -> Figure:
        """Return what may be shown of an amount of `FORUM_AMOUNTS`."""
        return self.amounts[FORUM_AMOUNTS.index(heading)]


@short_record
class ForumReport:
    """The groups of every breakdown, each breakdown with its total last."""

    year: str
    as_at: date
    rows: tuple[ForumRow, ...]
    rounding: PublicationRounding = "exact"


def forum_report(result: Result) -> ForumReport:
    """Return what the Forum may see of a run."""
    policy, finest = result.policy, finest_groups(result)
    rounding = policy.options.publication_rounding
    return ForumReport(str(policy.period), policy.as_at, shown_rows(finest, rounding), rounding)


def shown_rows(finest: FinestGroups, rounding: PublicationRounding) -> tuple[ForumRow, ...]:
    """Return the rows of a report, with what may not be shown left out and the rest rounded."""
    numbers = {g.key: finest.columns[PUPILS].count(g) for g in finest.groups}
    hidden = {
        heading: suppressed(finest.groups, column.pupils, numbers if heading == PUPILS else None)
        for heading, column in finest.columns.items()
    }

    def amount(group: Group, heading: str) -> Figure:
        return figure(group.key in hidden[heading], finest.columns[heading].amount(group), rounding)

    return tuple(
        ForumRow(
            g.breakdown,
            g.name,
            _number(g.key, numbers[g.key], hidden[PUPILS], rounding),
            tuple(amount(g, heading) for heading in FORUM_AMOUNTS),
        )
        for g in finest.groups
    )


def figure(hidden: bool, amount: Decimal, rounding: PublicationRounding) -> Figure:
    """Return pounds as they may be shown."""
    if hidden:
        return HIDDEN
    if rounding == "exact" or not amount:
        return amount
    return _nearest(amount, THOUSAND) or ROUNDED_TO_NOTHING


def _number(
    key: Key, pupils: int, hidden: Collection[Key], rounding: PublicationRounding
) -> int | str:
    if key in hidden:
        return HIDDEN
    return pupils if rounding == "exact" else int(_nearest(Decimal(pupils), FIVE))


def _nearest(number: Decimal, step: Decimal) -> Decimal:
    return (number / step).quantize(Decimal(1), rounding=ROUND_HALF_UP) * step
