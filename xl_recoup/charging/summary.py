"""Totals: by status, by row and by school. Pure sums of the charge lines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from decimal import Decimal

from xl_recoup.closed_lists import Blank, SchoolType, Status
from xl_recoup.contract import STATUSES, normal
from xl_recoup.money import ZERO
from xl_recoup.policy.school_list import SchoolList
from xl_recoup.records import ChargeLine, Placement, RowKey, record, short_record

LA_DIGITS = 3
"""Lines between authorities bear the other one's number in place of a LAESTAB."""


@short_record
class Tally:
    """Placement rows read = charged + nil + held."""

    read: int
    charged: int
    nil: int
    held: int


@record
class SchoolTotals:
    """One row of SchoolSummary, in pounds."""

    laestab: str
    school: str
    type: SchoolType | Blank
    trust: str
    placements: int
    asked: Decimal
    billable: Decimal
    held: Decimal
    credits: Decimal
    posted: Decimal
    disputed: Decimal
    to_post: Decimal
    total: Decimal


def tally(rows: Sequence[Placement], lines: Iterable[ChargeLine]) -> Tally:
    """Count rows: held with any held line, else nil if all lines are nil, else charged."""
    statuses: dict[RowKey, set[Status]] = {p.key: set() for p in rows}
    for line in lines:
        if line.row in statuses:  # a posted line may outlive its placement
            statuses[line.row].add(line.status)
    held = sum(any(x == "held" for x in s) for s in statuses.values())
    nil = sum(all(x == "nil" for x in s) for s in statuses.values() if s)
    return Tally(len(rows), len(statuses) - held - nil, nil, held)


def totals(lines: Iterable[ChargeLine]) -> dict[Status, Decimal]:
    """Return pounds by status, every status named."""
    sums = dict.fromkeys(STATUSES, ZERO)
    for line in lines:
        sums[line.status] += line.amount
    return sums


def by_school(
    lines: Iterable[ChargeLine], schools: SchoolList, disputed: Collection[str]
) -> list[SchoolTotals]:
    """Return the totals of every school that has a line, by LAESTAB.

    `disputed` holds the references, in normal form, of charges with an open query.
    """
    grouped: dict[str, list[ChargeLine]] = defaultdict(list)
    for line in lines:
        grouped[line.laestab].append(line)
    return [_school_totals(k, grouped[k], schools, disputed) for k in sorted(grouped)]


def _school_totals(
    laestab: str, lines: list[ChargeLine], schools: SchoolList, disputed: Collection[str]
) -> SchoolTotals:
    known = schools.all(laestab)
    last = known[-1] if known else None
    named = next((ln.school for ln in lines if ln.school), "(not in the Schools table)")
    authority = len(laestab) == LA_DIGITS
    sums = totals(lines)
    return SchoolTotals(
        laestab=laestab,
        school=last.name if last else named,
        type=last.type if last else "other authority" if authority else "",
        trust=last.trust if last else "",
        placements=len({line.row for line in lines}),
        asked=sums["asked"],
        billable=sums["billable"],
        held=sums["held"],
        credits=sum((ln.amount for ln in lines if ln.amount < 0), ZERO),
        posted=sums["posted"],
        disputed=sum((x.amount for x in lines if disputed and normal(x.ref) in disputed), ZERO),
        to_post=sums["billable"],
        total=sum(sums.values(), ZERO),
    )
