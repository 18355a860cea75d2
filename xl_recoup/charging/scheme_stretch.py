"""A placement under a local scheme, cut into stretches where anything that matters changes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import cast

from xl_recoup.charging.case import Case
from xl_recoup.closed_lists import ChangeKind
from xl_recoup.contract import Agreement, Rate, Scheme, School

DAY = timedelta(days=1)
FULL_TIME = Decimal(5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A stretch of a placement under a scheme, both its days counted, in which nothing changes."""

    start: date
    end: date
    school: School
    scheme: Scheme | None
    """The row of the scheme that is valid for it; None where there is none."""
    year_group: int | None
    days_per_week: Decimal
    ehcp: bool
    looked_after: bool
    provider: str
    paused: bool
    closed: bool
    """True where the school has closed and no successor answers."""

    @property
    def terms(self) -> Scheme:
        """The row of the scheme, where it is known that there is one."""
        assert self.scheme is not None
        return self.scheme

    def since(self, day: date) -> Stretch:
        """Return the part from a day on: all of it where it starts later."""
        return self if day <= self.start else replace(self, start=day)

    def until(self, day: date) -> Stretch:
        """Return the part to a day, counted: all of it where it ends earlier."""
        return self if self.end <= day else replace(self, end=day)


def stretches(case: Case, start: date, end: date) -> list[Stretch]:
    """Return the stretches of a placement from `start` to `end`, in order and without gaps.

    It is cut at dated changes, at the validity of the scheme's rows and of rates, where a school
    converts or closes, and where an agreement of it begins or ends. Raises SchemeOverlap.
    """
    if end < start:
        return []
    starts = [start, *sorted(day for day in _turns(case) if start < day <= end)]
    ends = [*(day - DAY for day in starts[1:]), end]
    joined: list[Stretch] = []
    for first, last in zip(starts, ends, strict=True):
        stretch = _stretch(case, first, last)
        if joined and _alike(case, joined[-1], stretch):
            joined[-1] = replace(joined[-1], end=last)
        else:
            joined.append(stretch)
    return joined


def _turns(case: Case) -> set[date]:
    """Return the days on which something that matters begins, or has ended the day before."""
    p, policy = case.placement, case.policy
    spans: list[tuple[date | None, date | None]]
    spans = [(c.start, c.end) for c in policy.changes.of(p.placement_ref)]
    for scheme in policy.schemes.rows_of(p.scheme):
        spans.append((scheme.valid_from, scheme.valid_to))
        spans += [(rate.valid_from, rate.valid_to) for rate in _rates(case, scheme)]
    laestabs = [p.home_school]
    for laestab in laestabs:
        for school in policy.schools.all(laestab):
            spans.append((school.open_from, school.open_to))
            spans += [(a.start, a.end) for a in policy.agreements.of(school)]
            if school.successor and school.successor not in laestabs:
                laestabs.append(school.successor)
    begun = {first for first, _ in spans if first is not None}
    return begun | {last + DAY for _, last in spans if last is not None and last < date.max}


def _stretch(case: Case, start: date, end: date) -> Stretch:
    p, policy = case.placement, case.policy

    def now(what: ChangeKind, default: object) -> object:
        change = policy.changes.value(p.placement_ref, what, start)
        return default if change is None else change.value

    year_group = cast("int | None", now("Year group", p.year_group))
    school = policy.schools.answering(p.home_school, start)
    return Stretch(
        start=start,
        end=end,
        school=school,
        scheme=policy.schemes.the_terms(p.scheme, start, year_group),
        year_group=year_group,
        days_per_week=cast("Decimal", now("Days per week", p.days_per_week or FULL_TIME)),
        ehcp=cast("bool", now("EHCP", p.ehcp)),
        looked_after=cast("bool", now("Looked after", p.looked_after)),
        provider=cast("str", now("Provider", p.provider)),
        closed=school.closed_before(start),
        paused=policy.changes.paused(p.placement_ref, start),
    )


def _alike(case: Case, before: Stretch, after: Stretch) -> bool:
    """Say whether nothing that matters changed between two neighbours."""
    same = replace(before, start=after.start, end=after.end) == after
    return same and _agreed_at_rates(case, before) == _agreed_at_rates(case, after)


def _agreed_at_rates(case: Case, stretch: Stretch) -> tuple[Agreement | None, list[Rate]]:
    rates = _rates(case, stretch.scheme) if stretch.scheme else []
    agreement = case.at(stretch.school).agreement_on(stretch.start)
    return agreement, [rate for rate in rates if rate.covers(stretch.start)]


def _rates(case: Case, scheme: Scheme) -> list[Rate]:
    names = (scheme.rate, scheme.school_rate, scheme.extra_rate)
    return case.policy.rates.of_factors(*names)
