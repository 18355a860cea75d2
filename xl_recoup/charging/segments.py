"""A placement under a local scheme, cut where anything that matters changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import cast

from xl_recoup.closed_lists import ChangeKind
from xl_recoup.policy import change_list
from xl_recoup.policy.scheme_list import Scheme
from xl_recoup.policy.school_list import School
from xl_recoup.policy.whole_policy import Policy
from xl_recoup.records import Placement

DAY = timedelta(days=1)
FULL_TIME = Decimal(5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A stretch of a placement, both days counted, in which nothing changes."""

    start: date
    end: date
    school: School
    scheme: Scheme | None
    year_group: int | None
    days_per_week: Decimal
    ehcp: bool
    looked_after: bool
    provider: str
    paused: bool
    closed: bool
    """True where the school has closed and no successor answers."""


def segments(p: Placement, start: date, end: date, policy: Policy) -> list[Segment]:
    """Return the stretches of a placement from `start` to `end`, in order and without gaps.

    It is cut at dated changes, at the validity of the scheme's rows and of rates, where a school
    converts or closes, and where an agreement of it begins or ends. Raises SchemeOverlap.
    """
    if end < start:
        return []
    cuts = sorted(d for d in _cuts(p, policy) if start < d <= end)
    starts = [start, *dict.fromkeys(cuts)]
    ends = [*(d - DAY for d in starts[1:]), end]
    made = [_segment(p, s, e, policy) for s, e in zip(starts, ends, strict=True)]
    return _joined(made, p, policy)


def _cuts(p: Placement, policy: Policy) -> set[date]:
    found: set[date] = set()
    for change in policy.changes.of(p.placement_ref):
        found |= _edges(change.start, change.end)
    for scheme in policy.schemes.rows_of(p.scheme):
        found |= _edges(scheme.valid_from, scheme.valid_to)
        for rate in policy.rates.of_factors(scheme.rate, scheme.school_rate, scheme.extra_rate):
            found |= _edges(rate.valid_from, rate.valid_to)
    laestabs = [p.home_school]
    for laestab in laestabs:
        for school in policy.schools.all(laestab):
            found |= _edges(school.open_from, school.open_to)
            if school.successor and school.successor not in laestabs:
                laestabs.append(school.successor)
            for agreement in policy.agreements.of(school):
                found |= _edges(agreement.start, agreement.end)
    return found


def _edges(first: date | None, last: date | None) -> set[date]:
    edges = set()
    if first is not None and first > date.min:
        edges.add(first)
    if last is not None and last < date.max:
        edges.add(last + DAY)
    return edges


def _segment(p: Placement, start: date, end: date, policy: Policy) -> Segment:
    def now(what: ChangeKind, default: object) -> object:
        change = policy.changes.value(p.placement_ref, what, start)
        return default if change is None else change.value

    year_group = cast("int | None", now(change_list.YEAR_GROUP, p.year_group))
    school = policy.schools.answering(p.home_school, start)
    return Segment(
        start=start,
        end=end,
        school=school,
        scheme=policy.schemes.the_terms(p.scheme, start, year_group),
        year_group=year_group,
        days_per_week=cast("Decimal", now(change_list.DAYS_PER_WEEK, p.days_per_week or FULL_TIME)),
        ehcp=cast("bool", now(change_list.EHCP, p.ehcp)),
        looked_after=cast("bool", now(change_list.LOOKED_AFTER, p.looked_after)),
        provider=cast("str", now(change_list.PROVIDER, p.provider)),
        closed=school.closed_before(start),
        paused=policy.changes.paused(p.placement_ref, start),
    )


def _joined(made: list[Segment], p: Placement, policy: Policy) -> list[Segment]:
    """Join neighbours between which nothing that matters changed."""
    joined: list[Segment] = []
    for segment in made:
        last = joined[-1] if joined else None
        if last is not None and _alike(last, segment, p, policy):
            joined[-1] = Segment(
                **{f: getattr(last, f) for f in Segment.__dataclass_fields__ if f != "end"},
                end=segment.end,
            )
        else:
            joined.append(segment)
    return joined


def _alike(a: Segment, b: Segment, p: Placement, policy: Policy) -> bool:
    same = all(
        getattr(a, f) == getattr(b, f)
        for f in Segment.__dataclass_fields__
        if f not in ("start", "end")
    )
    return (
        same
        and _standing(a, p, policy) == _standing(b, p, policy)
        and _rates(a, policy) == (_rates(b, policy))
    )


def _standing(s: Segment, p: Placement, policy: Policy) -> object:
    return policy.agreements.binding(s.school, p.scheme, s.start)


def _rates(s: Segment, policy: Policy) -> list[object]:
    if s.scheme is None:
        return []
    names = (s.scheme.rate, s.scheme.school_rate, s.scheme.extra_rate)
    return [r for r in policy.rates.of_factors(*names) if r.covers(s.start)]
