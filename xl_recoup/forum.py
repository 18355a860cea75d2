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
from fractions import Fraction
from typing import TYPE_CHECKING

from xl_recoup.charging.ledger import CORRECTION
from xl_recoup.contract import normal
from xl_recoup.contract.reports import FORUM_AMOUNTS, FORUM_REPORT
from xl_recoup.money import ZERO
from xl_recoup.outputs import table_write
from xl_recoup.records import ChargeLine, Placement, RowKey

if TYPE_CHECKING:
    import pandas as pd

    from xl_recoup.run import Result
    from xl_recoup.tables import TableWrite

FEWEST_SHOWN = 5
FEW = "fewer than 5"
HIDDEN = "not shown"
TOTAL = "Total"
Key = tuple[str, str]
"""A breakdown and a group of it."""
Cell = tuple[str, ...]
"""A finest group: a scheme, a phase and an S251 line."""
Vector = dict[Cell, Fraction]
BREAKDOWNS = ("Scheme", "Phase", "S251 line")
AMOUNTS = FORUM_AMOUNTS
WHY_FEW = "fewer than 5 pupils"
WHY_OTHERS = "hidden so that another group can't be worked out"


@dataclass(frozen=True, slots=True)
class ForumRow:
    """One group as it may be shown; a hidden number or amount is not in here at all."""

    breakdown: str
    group: str
    pupils: int | str
    amounts: tuple[Decimal, ...] | None
    """In pounds, in the order of `AMOUNTS`."""
    note: str = ""

    @property
    def cells(self) -> tuple[str | int | Decimal | None, ...]:
        """The row as the ForumReport table holds it."""
        amounts = self.amounts or (HIDDEN,) * len(AMOUNTS)
        return self.breakdown, self.group, self.pupils, *amounts, self.note or None


@dataclass(frozen=True, slots=True)
class ForumReport:
    """The groups of every breakdown, each breakdown with its total last."""

    year: str
    as_at: date
    rows: tuple[ForumRow, ...]

    def to_frame(self) -> pd.DataFrame:
        """Return the report as a DataFrame; amounts stay exact decimals, hidden ones are words."""
        import pandas as pd

        return pd.DataFrame([row.cells for row in self.rows], columns=list(FORUM_REPORT.headings))


@dataclass(frozen=True, slots=True)
class Tally:
    """A group before anything is hidden. `cells` are the finest groups that it is made of."""

    breakdown: str
    group: str
    pupils: int
    amounts: tuple[Decimal, ...]
    cells: frozenset[Cell]

    @property
    def key(self) -> Key:
        """The breakdown and the group."""
        return self.breakdown, self.group


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


def forum_write(report: ForumReport) -> TableWrite:
    """Return the writing of the ForumReport table."""
    return table_write(FORUM_REPORT, [row.cells for row in report.rows])


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
                    breakdown, name, len(set().union(*(pupils[c] for c in cells))),
                    tuple(map(_sum, zip(*(sums[c] for c in cells), strict=True))), frozenset(cells),
                )
            )  # fmt: skip
    return found


def _cell(line: ChargeLine, p: Placement | None) -> Cell:
    year = p.year_group if p is not None else None
    return line.scheme or "no scheme", _phase(year), line.s251_line or "no line"


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
    posted = all(x.status == "posted" or x.component == CORRECTION for x in lines)
    return posted and not any(_charges(lines).values())


def _charges(lines: Iterable[ChargeLine]) -> dict[str, Decimal]:
    """Return pounds by charge, with its corrections."""
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for line in lines:
        sums[normal(line.of or line.ref)] += line.amount
    return sums


def _amounts(lines: Iterable[ChargeLine], disputed: Collection[str]) -> tuple[Decimal, ...]:
    sums = dict.fromkeys(AMOUNTS, ZERO)
    for line in lines:
        sums[line.status.capitalize()] += line.amount
        if disputed and normal(line.ref) in disputed:
            sums["Disputed"] += line.amount
    return tuple(sums.values())


def _sum(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, ZERO)


def suppressed(groups: Sequence[Tally]) -> frozenset[Key]:
    """Return the (breakdown, group) of all that must be hidden: little beside what is small.

    Where a group could be worked out, the smallest that helps is hidden too; where none is left,
    everything is, since the other breakdowns would give the total away.
    """
    everything = frozenset(g.key for g in groups)
    hidden = {g.key for g in groups if g.pupils < FEWEST_SHOWN}
    while (helping := _helping(groups, hidden)) is not None:
        if not helping:
            return everything
        hidden.add(min(helping, key=lambda g: (g.pupils, g.key)).key)
    return everything if any(name == TOTAL for _, name in hidden) else frozenset(hidden)


def _helping(groups: Sequence[Tally], hidden: Collection[Key]) -> list[Tally] | None:
    """Return the groups of which one must be hidden as well; None where nothing is exposed."""
    parts = [g for g in groups if g.group != TOTAL]
    shown = [g for g in groups if g.key not in hidden]
    for breakdown in BREAKDOWNS:
        inside = [g for g in parts if g.breakdown == breakdown]
        if _told_by_bounds([g.pupils for g in inside if g.key in hidden]):
            return [g for g in inside if g.key not in hidden]
    basis = _basis(shown)
    for told in (g for g in parts if g.key in hidden and _spanned(g, basis)):
        free = [g for g in shown if g.group != TOTAL]
        enough = [g for g in free if not _spanned(told, _basis([x for x in shown if x is not g]))]
        return enough or free
    return None


def _told_by_bounds(hidden: Sequence[int]) -> bool:
    """Say whether the sum of the hidden groups leaves one of them a single possible number.

    A reader knows that sum from the total, and of each group whether it is below 5.
    """
    rest = sum(hidden)
    low = [min(n, 1) if n < FEWEST_SHOWN else FEWEST_SHOWN for n in hidden]
    high = [FEWEST_SHOWN - 1 if n < FEWEST_SHOWN else rest for n in hidden]
    return any(
        min(high[i], rest - (sum(low) - low[i])) <= max(low[i], rest - (sum(high) - high[i]))
        for i in range(len(hidden))
    )


def _basis(groups: Iterable[Tally]) -> dict[Cell, Vector]:
    """Return the groups as equations, each solved for one finest group (Gauss)."""
    basis: dict[Cell, Vector] = {}
    for g in groups:
        left = _reduced(dict.fromkeys(g.cells, Fraction(1)), basis)
        if left:
            pivot = min(left)
            basis[pivot] = {c: n / left[pivot] for c, n in left.items()}
    return basis


def _spanned(g: Tally, basis: dict[Cell, Vector]) -> bool:
    """Say whether a group is a sum and difference of the groups that a basis stands for."""
    return not _reduced(dict.fromkeys(g.cells, Fraction(1)), basis)


def _reduced(vector: Vector, basis: dict[Cell, Vector]) -> Vector:
    left = dict(vector)
    while pivots := [c for c in left if c in basis]:
        pivot = min(pivots)
        times = left[pivot]
        for c, n in basis[pivot].items():
            left[c] = left.get(c, Fraction(0)) - times * n
            if not left[c]:
                del left[c]
    return left


def _shown(g: Tally, hidden: Collection[Key]) -> ForumRow:
    if g.key not in hidden:
        return ForumRow(g.breakdown, g.group, g.pupils, g.amounts)
    few = g.pupils < FEWEST_SHOWN
    return ForumRow(
        g.breakdown, g.group, FEW if few else HIDDEN, None, WHY_FEW if few else WHY_OTHERS
    )
