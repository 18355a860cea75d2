"""What a scenario changes in pounds: by scheme and status, school, type, phase and trust."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import NamedTuple

from xl_recoup.closed_lists import STATUSES, Status
from xl_recoup.comparison.compare import Outcome
from xl_recoup.contract import normal
from xl_recoup.money import ZERO
from xl_recoup.run.result import Result


class SchemeDifference(NamedTuple):
    """What one scheme comes to in one status under a scenario, in pounds."""

    scheme: str
    status: Status
    amount: Decimal
    difference: Decimal


class SchoolDifference(NamedTuple):
    """What one school comes to under a scenario, in pounds: a difference below 0 is a gain."""

    laestab: str
    school: str
    type: str
    phase: str
    trust: str
    amount: Decimal
    difference: Decimal
    billable: Decimal
    asked: Decimal
    billable_if_all_agree: Decimal


class GroupDifference(NamedTuple):
    """What the schools of one group come to: what they pay more or less, and how many do."""

    group: str
    amount: Decimal
    difference: Decimal
    pay_more: int
    pay_less: int


def total_difference(today: Outcome, outcome: Outcome) -> dict[Status, Decimal]:
    """Return by status how far the totals under a scenario are from those of today."""
    return {s: outcome.result.totals[s] - today.result.totals[s] for s in STATUSES}


def by_scheme(today: Outcome, outcome: Outcome) -> list[SchemeDifference]:
    """Return what each scheme comes to in each status that has a sum, now or under a scenario."""
    now, then = _by_scheme(today.result), _by_scheme(outcome.result)
    keys = {key for key in (*now, *then) if now[key] or then[key]}
    return [
        SchemeDifference(*key, then[key], then[key] - now[key])
        for key in sorted(keys, key=lambda key: (key[0], STATUSES.index(key[1])))
    ]


def _by_scheme(result: Result) -> dict[tuple[str, Status], Decimal]:
    sums: dict[tuple[str, Status], Decimal] = defaultdict(lambda: ZERO)
    for line in result.lines:
        sums[line.scheme, line.status] += line.amount
    return sums


def by_school(today: Outcome, outcome: Outcome) -> list[SchoolDifference]:
    """Return what each school with a line, now or under a scenario, comes to; by LAESTAB."""
    now = {s.laestab: s for s in today.result.schools}
    then = {s.laestab: s for s in outcome.result.schools}
    agreed = {s.laestab: s for s in outcome.if_all_agree.schools}
    found = []
    for laestab in sorted({*now, *then}):
        one, was = then.get(laestab), now.get(laestab)
        known = one or was
        assert known is not None
        rows = outcome.result.policy.schools.all(laestab)
        amount = one.total if one else ZERO
        found.append(
            SchoolDifference(
                laestab,
                known.school,
                known.type,
                rows[-1].phase if rows else "",
                known.trust,
                amount,
                amount - (was.total if was else ZERO),
                one.billable if one else ZERO,
                one.asked if one else ZERO,
                agreed[laestab].billable if laestab in agreed else ZERO,
            )
        )
    return found


def by_group(
    schools: Iterable[SchoolDifference], group: Callable[[SchoolDifference], str]
) -> list[GroupDifference]:
    """Return the sums of groups of schools; schools without a group have "" as theirs."""
    grouped: dict[str, list[SchoolDifference]] = defaultdict(list)
    for school in schools:
        grouped[group(school)].append(school)
    return [
        GroupDifference(
            key,
            sum((s.amount for s in grouped[key]), ZERO),
            sum((s.difference for s in grouped[key]), ZERO),
            sum(s.difference > 0 for s in grouped[key]),
            sum(s.difference < 0 for s in grouped[key]),
        )
        for key in sorted(grouped, key=normal)
    ]
