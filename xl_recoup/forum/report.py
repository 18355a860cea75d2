"""The report to the Schools Forum: pounds by status and numbers of pupils, small numbers hidden.

It names no school and no pupil. A number of pupils below 5, and the amounts beside it, are hidden,
and further groups with them where the rest would give the hidden one away (secondary suppression).

What is hidden can't be worked out from what is shown by adding and subtracting, in one of the three
breakdowns or across them; and within a breakdown at least two numbers of pupils fit every hidden
group. A report in which that can't be had hides everything.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from xl_recoup.contract import FORUM_AMOUNTS, normal
from xl_recoup.forum.suppression import (
    BREAKDOWNS,
    FEWEST_SHOWN,
    TOTAL,
    Cell,
    Key,
    Tally,
    suppressed,
)
from xl_recoup.money import ZERO
from xl_recoup.records import ChargeLine, Placement, RowKey

if TYPE_CHECKING:
    from xl_recoup.run.result import Result

FEW = "fewer than 5"
HIDDEN = "not shown"
WHY_FEW = "fewer than 5 pupils"
WHY_OTHERS = "hidden so that another group can't be worked out"


@dataclass(frozen=True, slots=True)
class ForumRow:
    """One group as it may be shown; a hidden number or amount is not in here at all."""

    breakdown: str
    group: str
    pupils: int | str
    amounts: tuple[Decimal, ...] | None
    """In pounds, in the order of `FORUM_AMOUNTS`."""
    note: str = ""

    @property
    def cells(self) -> tuple[str | int | Decimal | None, ...]:
        """The row as the ForumReport table holds it."""
        amounts = self.amounts or (HIDDEN,) * len(FORUM_AMOUNTS)
        return self.breakdown, self.group, self.pupils, *amounts, self.note or None


@dataclass(frozen=True, slots=True)
class ForumReport:
    """The groups of every breakdown, each breakdown with its total last."""

    year: str
    as_at: date
    rows: tuple[ForumRow, ...]


def forum_report(result: Result) -> ForumReport:
    """Return what the Forum may see of a run.

    A pupil is one UPN, or one episode where there is none, and counts in a group where a line of
    theirs has been priced: not nil, not held for an error, and not posted and taken back again. A
    pupil under two schemes counts in both, but once in the total.
    """
    groups = tallies(result.lines, result.rows, result.disputed)
    hidden = suppressed(groups)
    rows = tuple(_shown(g, hidden) for g in groups)
    return ForumReport(str(result.policy.period), result.policy.as_at, rows)


def tallies(
    lines: Iterable[ChargeLine], rows: Iterable[Placement], disputed: Collection[str]
) -> list[Tally]:
    """Return every group of every breakdown with its totals, by name, none of it hidden yet."""
    placements = {p.key: p for p in rows}
    by_cell: dict[Cell, list[ChargeLine]] = defaultdict(list)
    for line in lines:
        if line.status != "nil" and (line.amount or line.base is not None):
            by_cell[_cell(line, placements.get(line.row))].append(line)
    if not by_cell:
        return []
    pupils = {c: _pupils(held, placements) for c, held in by_cell.items()}
    sums = {c: _amounts(held, disputed) for c, held in by_cell.items()}
    found = []
    for place, breakdown in enumerate(BREAKDOWNS):
        members: dict[str, set[Cell]] = defaultdict(set)
        for cell in by_cell:
            members[cell[place]].add(cell)
        named = [(name, members[name]) for name in sorted(members)]
        for name, cells in [*named, (TOTAL, set(by_cell))]:
            found.append(
                Tally(
                    breakdown,
                    name,
                    len(set().union(*(pupils[c] for c in cells))),
                    tuple(map(_sum, zip(*(sums[c] for c in cells), strict=True))),
                    frozenset(cells),
                )
            )
    return found


def _cell(line: ChargeLine, p: Placement | None) -> Cell:
    phase = _phase(None if p is None else p.year_group)
    return line.scheme or "no scheme", phase, line.s251_line or "no line"


def _phase(year_group: int | None) -> str:
    if year_group is None or not 0 <= year_group <= 11:
        return "Other or not known"
    if year_group <= 6:
        return "Primary"
    return "Key stage 3" if year_group <= 9 else "Key stage 4"


def _pupil(line: ChargeLine, placements: Mapping[RowKey, Placement]) -> str:
    p = placements.get(line.row)
    if p is None:
        return f"ref {normal(line.placement_ref)}"
    return p.upn or (f"episode {normal(p.episode_ref)}" if p.episode_ref else f"ref {p.ref}")


def _pupils(lines: Iterable[ChargeLine], placements: Mapping[RowKey, Placement]) -> set[str]:
    """Return the pupils of a finest group, without those for whom all was taken back."""
    by_pupil: dict[str, list[ChargeLine]] = defaultdict(list)
    for line in lines:
        by_pupil[_pupil(line, placements)].append(line)
    return {name for name, held in by_pupil.items() if not _taken_back(held)}


def _taken_back(lines: Sequence[ChargeLine]) -> bool:
    """Say whether nothing is left of some posted charges, each with its corrections."""
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for line in lines:
        sums[normal(line.of or line.ref)] += line.amount
    posted = all(x.status == "posted" or x.component == "Correction" for x in lines)
    return posted and not any(sums.values())


def _amounts(lines: Iterable[ChargeLine], disputed: Collection[str]) -> tuple[Decimal, ...]:
    sums = dict.fromkeys(FORUM_AMOUNTS, ZERO)
    for line in lines:
        sums[line.status.capitalize()] += line.amount
        if disputed and normal(line.ref) in disputed:
            sums["Disputed"] += line.amount
    return tuple(sums.values())


def _sum(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, ZERO)


def _shown(g: Tally, hidden: Collection[Key]) -> ForumRow:
    if g.key not in hidden:
        return ForumRow(g.breakdown, g.group, g.pupils, g.amounts)
    few = g.pupils < FEWEST_SHOWN
    return ForumRow(
        g.breakdown, g.group, FEW if few else HIDDEN, None, WHY_FEW if few else WHY_OTHERS
    )
