"""How far each proposal moves each type of school, as far as that may be shown.

A difference rests on the pupils for whom a proposal comes to another sum. Beside the report it must
not tell of few: neither of those whom it touches, nor of those whom it leaves alone, nor of those
for whom two proposals differ.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from xl_recoup.closed_lists import BOOKED, Status
from xl_recoup.comparison.compare import Comparison
from xl_recoup.forum.derived_sums import Cell
from xl_recoup.forum.finest_groups import pupil_of, type_of
from xl_recoup.forum.report import Figure, figure
from xl_recoup.forum.suppression import FEWEST_SHOWN, TOTAL, Group, Key, suppressed
from xl_recoup.money import ZERO
from xl_recoup.policy.options import PublicationRounding
from xl_recoup.records import short_record
from xl_recoup.run.result import Result

BREAKDOWN = "Type of school"
IN_ALL: tuple[Status, ...] = ("posted", "billable", "asked", "held")
MAY_BE_CHARGED: tuple[Status, ...] = BOOKED


class OfPupil(NamedTuple):
    """A pupil at a type of school: what is charged for them stands under this."""

    school_type: str
    pupil: str


Sums = Mapping[OfPupil, Decimal]


@short_record
class ShownDifferences:
    """By type of school, in order, and of all: a figure for each proposal."""

    rows: Mapping[str, Sequence[Figure]]

    @property
    def total(self) -> Sequence[Figure]:
        """Return the difference of all schools for each proposal."""
        return self.rows[TOTAL]

    def of(self, places: Sequence[int]) -> ShownDifferences:
        """Return the figures of some of the proposals."""
        return ShownDifferences({n: [held[i] for i in places] for n, held in self.rows.items()})


def shown_differences(
    comparison: Comparison, statuses: Collection[Status], rounding: PublicationRounding
) -> ShownDifferences:
    """Return what each proposal changes in the lines of some statuses together."""
    today = _sums(comparison.today.result, statuses)
    moved = [_moved(today, _sums(one.result, statuses)) for one in comparison.outcomes]
    every = today.keys() | {key for change in moved for key in change}
    types = sorted({key.school_type for key in every})
    groups = [Group(BREAKDOWN, name, frozenset({(name,)})) for name in types]
    groups.append(Group(BREAKDOWN, TOTAL, frozenset((name,) for name in types)))
    hidden: list[frozenset[Key]] = []
    for place, change in enumerate(moved):
        few = {
            group.key
            for group in groups
            if _few(change, group, every)
            or any(
                _few(_moved(moved[before], change), group)
                for before in range(place)
                if group.key not in hidden[before]
            )
        }
        hidden.append(suppressed(groups, _pupils(change), few=few))
    return ShownDifferences(
        {
            group.name: [
                figure(group.key in hidden[place], _sum(change, group), rounding)
                for place, change in enumerate(moved)
            ]
            for group in groups
        }
    )


def _sums(result: Result, statuses: Collection[Status]) -> Sums:
    placements = {p.key: p for p in result.rows}
    found: dict[OfPupil, Decimal] = defaultdict(lambda: ZERO)
    for line in result.lines:
        if line.amount and line.status in statuses:
            where = type_of(line.laestab, result.policy)
            found[OfPupil(where, pupil_of(line, placements))] += line.amount
    return found


def _moved(before: Sums, after: Sums) -> Sums:
    """Return the difference for each pupil for whom there is one."""
    return {
        key: difference
        for key in before.keys() | after.keys()
        if (difference := after.get(key, ZERO) - before.get(key, ZERO))
    }


def _few(change: Sums, group: Group, every: Collection[OfPupil] = ()) -> bool:
    """Say whether a change touches few pupils of a group, or leaves few of them alone."""
    touched = {key for key in change if (key.school_type,) in group.cells}
    left = {key for key in every if (key.school_type,) in group.cells} - touched
    numbers = [len({key.pupil for key in keys}) for keys in (touched, left if touched else ())]
    return any(0 < number < FEWEST_SHOWN for number in numbers)


def _pupils(change: Sums) -> dict[Cell, frozenset[str]]:
    found: dict[Cell, set[str]] = defaultdict(set)
    for key in change:
        found[key.school_type,].add(key.pupil)
    return {cell: frozenset(names) for cell, names in found.items()}


def _sum(change: Sums, group: Group) -> Decimal:
    return sum((x for key, x in change.items() if (key.school_type,) in group.cells), ZERO)
