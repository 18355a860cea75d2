"""The finest groups of the report to the Forum: whom and what each of its figures rests on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from xl_recoup.closed_lists import Blank, SchoolType
from xl_recoup.contract import FORUM_AMOUNTS, normal
from xl_recoup.contract.code_names import S251_NAMES
from xl_recoup.forum.derived_sums import Cell
from xl_recoup.forum.suppression import TOTAL, Group
from xl_recoup.money import ZERO
from xl_recoup.records import ChargeLine, Placement, RowKey, short_record

if TYPE_CHECKING:
    from xl_recoup.policy.whole_policy import Policy
    from xl_recoup.run.result import Result

BREAKDOWNS = ("Scheme", "Phase", "Type of school", "S251 line")
PUPILS = "Pupils"
LA_DIGITS = 3


@short_record
class Column:
    """One figure of a report by finest group: its pounds, or none in the count of pupils."""

    pupils: Mapping[Cell, frozenset[str]]
    pounds: Mapping[Cell, Decimal]

    def count(self, group: Group) -> int:
        """Return how many pupils the figure of a group rests on, each counted once."""
        return len(frozenset[str]().union(*(self.pupils.get(c, frozenset()) for c in group.cells)))

    def amount(self, group: Group) -> Decimal:
        """Return the pounds of a group."""
        return sum((self.pounds.get(c, ZERO) for c in group.cells), ZERO)


@short_record
class FinestGroups:
    """A run by finest group, before anything is hidden."""

    groups: Sequence[Group]
    """Those of every breakdown, each breakdown with its total last."""
    columns: Mapping[str, Column]
    """By heading: `Pupils`, then the amounts of the report."""


def finest_groups(result: Result) -> FinestGroups:
    """Return a run by scheme, phase, type of school and S251 line.

    A pupil is one UPN, or one episode where there is none, and counts in a group where a line of
    theirs has been priced: not nil, not held for an error, and not posted and taken back again. A
    pupil under two schemes counts in both, but once in the total. An amount rests on the pupils who
    have a line of that status, taken back or not.
    """
    placements = {p.key: p for p in result.rows}
    cell_of = _Cells(result.policy)
    by_cell: dict[Cell, list[ChargeLine]] = defaultdict(list)
    for line in result.lines:
        if line.status != "nil" and (line.amount or line.base is not None):
            by_cell[cell_of(line, placements.get(line.row))].append(line)
    counted = {c: _pupils(lines, placements) for c, lines in by_cell.items()}
    disputed = result.disputed
    columns = {PUPILS: Column(counted, {})}
    for heading in FORUM_AMOUNTS:
        part = {
            cell: [
                x for x in lines
                if (normal(x.ref) in disputed if heading == "Disputed" else
                    x.status == heading.lower())
            ]
            for cell, lines in by_cell.items()
        }  # fmt: skip
        columns[heading] = Column(
            {
                c: frozenset(pupil_of(x, placements) for x in xs if x.amount)
                for c, xs in part.items()
            },
            {c: sum((x.amount for x in xs), ZERO) for c, xs in part.items()},
        )
    return FinestGroups(_groups(by_cell), columns)


def _groups(cells: Iterable[Cell]) -> list[Group]:
    """Return the groups of each breakdown by name, its total last; none of no cells."""
    every, found = frozenset(cells), []
    for place, breakdown in enumerate(BREAKDOWNS if every else ()):
        members: dict[str, set[Cell]] = defaultdict(set)
        for cell in every:
            members[cell[place]].add(cell)
        found += [Group(breakdown, name, frozenset(members[name])) for name in sorted(members)]
        found.append(Group(breakdown, TOTAL, every))
    return found


class _Cells:
    """In which finest group a line stands: names, and codes before them."""

    def __init__(self, policy: Policy) -> None:
        self._policy = policy
        self._schemes: dict[str, str] = {}
        self._types: dict[str, str] = {}

    def __call__(self, line: ChargeLine, placement: Placement | None) -> Cell:
        phase = _phase(None if placement is None else placement.year_group)
        s251 = line.s251_line
        named = S251_NAMES.get(s251)
        return (
            self._scheme(line.scheme),
            phase,
            self._type(line.laestab),
            f"{s251}: {named}" if named else s251 or "no line",
        )

    def _scheme(self, code: str) -> str:
        if code not in self._schemes:
            row = self._policy.schemes.find(code) if code else None
            name = row.name if row else ""
            self._schemes[code] = f"{code}: {name}" if name else code or "no scheme"
        return self._schemes[code]

    def _type(self, laestab: str) -> str:
        if laestab not in self._types:
            self._types[laestab] = type_of(laestab, self._policy)
        return self._types[laestab]


def type_of(laestab: str, policy: Policy) -> str:
    """Return the type of a school, or what there is to say where Schools does not have it."""
    known = policy.schools.all(laestab)
    other: SchoolType | Blank = "other authority" if len(laestab) == LA_DIGITS else ""
    return (known[-1].type if known else other) or "not known"


def _phase(year_group: int | None) -> str:
    if year_group is None or not 0 <= year_group <= 11:
        return "Other or not known"
    if year_group <= 6:
        return "Primary"
    return "Key stage 3" if year_group <= 9 else "Key stage 4"


def pupil_of(line: ChargeLine, placements: Mapping[RowKey, Placement]) -> str:
    """Return what tells the pupil of a line apart, which nobody is ever shown."""
    p = placements.get(line.row)
    if p is None:
        return f"ref {normal(line.placement_ref)}"
    return p.upn or (f"episode {normal(p.episode_ref)}" if p.episode_ref else f"ref {p.ref}")


def _pupils(lines: Iterable[ChargeLine], placements: Mapping[RowKey, Placement]) -> frozenset[str]:
    """Return the pupils of a finest group, without those for whom all was taken back."""
    by_pupil: dict[str, list[ChargeLine]] = defaultdict(list)
    for line in lines:
        by_pupil[pupil_of(line, placements)].append(line)
    return frozenset(name for name, held in by_pupil.items() if not _taken_back(held))


def _taken_back(lines: Sequence[ChargeLine]) -> bool:
    """Say whether nothing is left of some posted charges, each with its corrections."""
    if not all(x.status == "posted" or x.component == "Correction" for x in lines):
        return False
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for line in lines:
        sums[normal(line.of or line.ref)] += line.amount
    return not any(sums.values())
