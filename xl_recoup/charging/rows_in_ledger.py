"""Which placement row the ledger knows: the one with its reference, its school and its first day.

Where several rows have one reference, that one keeps it, whatever the order of the rows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from xl_recoup.charging.case import Case
from xl_recoup.charging.gap import Gap
from xl_recoup.charging.service import begun_on, deciding_row
from xl_recoup.charging.status import is_statutory, takes_effect
from xl_recoup.charging.week_count import count_start
from xl_recoup.contract import normal
from xl_recoup.policy.scheme_list import SchemeOverlap
from xl_recoup.policy.whole_policy import Policy
from xl_recoup.records import Entry, Placement

PostedDays = Mapping[str, frozenset[tuple[str, date]]]
"""Schools and first days of what is posted, by placement reference in normal form."""


def posted_days_of(entries: Iterable[Entry]) -> PostedDays:
    """Return what is posted of each placement: for which school, and from which day."""
    found: dict[str, set[tuple[str, date]]] = defaultdict(set)
    for e in entries:
        if e.placement_ref and e.start is not None:
            found[normal(e.placement_ref)].add((e.laestab, e.start))
    return {ref: frozenset(days) for ref, days in found.items()}


def posted_as(p: Placement, policy: Policy, posted: PostedDays, *, sole: bool = False) -> bool:
    """Say whether a row is posted: under its reference, for its school, from its first day.

    Where it is the `sole` row with its reference, a later day and the admitting school will do:
    what is charged begins later where nothing is due at first, or is a credit alone.
    """
    known = posted.get(normal(p.placement_ref))
    days = _first_days(p, policy)
    if not known or not days:
        return False
    named = [p.home_school, p.admitting_school if sole else ""]
    schools = {*named, p.old_authority, p.intermediate_authority} - {""}
    for school in named:
        if school in policy.schools:
            schools |= {policy.schools.answering(school, day).laestab for day in days}
    return any(
        school in schools and (day in days or (sole and day >= min(days))) for school, day in known
    )


def _first_days(p: Placement, policy: Policy) -> set[date]:
    """Return the days on which a charge of a row may begin; none where they can't be told."""
    day: date | None
    try:
        if is_statutory(p):
            day = takes_effect(p)
            if day is not None and p.home_school in policy.schools:
                day = count_start(Case.on(p, policy, day), day)[0]
        else:
            scheme = deciding_row(p, policy, 1)
            day = begun_on(p, scheme) if scheme else p.served_from
    except (Gap, SchemeOverlap):
        return set()
    days = {d for d in (day, p.educated_from, p.order_date) if d is not None}
    return days | {max(d, policy.period.start) for d in days}


def with_posted_references(
    rows: list[Placement], policy: Policy, entries: Iterable[Entry]
) -> list[Placement]:
    """Return rows of which the posted one keeps a reference that several have."""
    groups: dict[str, list[int]] = defaultdict(list)
    for n, p in enumerate(rows):
        if p.placement_ref:
            groups[normal(p.placement_ref)].append(n)
    repeated = [group for group in groups.values() if len(group) > 1]
    if not repeated:
        return rows
    posted, result = posted_days_of(entries), list(rows)
    for group in repeated:
        plain = next(n for n in group if normal(rows[n].ref) == normal(rows[n].placement_ref))
        first = [plain, *group]  # of rows alike in all, the one that has the reference keeps it
        known = next((n for n in first if posted_as(rows[n], policy, posted)), None)
        if known is not None and known != plain:
            result[known] = replace(rows[known], ref=rows[known].placement_ref)
            result[plain] = replace(rows[plain], ref=rows[known].ref)
    return result
