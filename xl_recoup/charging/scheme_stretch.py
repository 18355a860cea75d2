"""A placement under a local scheme, cut into stretches where anything changes that its lines show.

What a stretch is priced from is defined once (`unit_price`): it cuts the stretches here, and prices
them afterwards.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import cast

from xl_recoup.charging.case import Case
from xl_recoup.charging.gap import Gap
from xl_recoup.charging.service import Service
from xl_recoup.charging.unit_price import Pupil, UnitPrice, unit_price
from xl_recoup.closed_lists import ChangeKind, Measure
from xl_recoup.contract import Scheme, School
from xl_recoup.records import record
from xl_recoup.words import long_date

DAY = timedelta(days=1)
FULL_WEEK = Decimal(5)
WHOLE_MEASURES: tuple[Measure, ...] = ("event", "hours", "school days attended")
"""What is told for the year as a whole, on its first stretch: no rate or agreement cuts it."""


@record
class Stretch:
    """A stretch of a placement under a scheme, both its days counted, in which nothing changes."""

    start: date
    end: date
    school: School
    scheme: Scheme
    """The row of the scheme that is valid for it."""
    pupil: Pupil
    days_per_week: Decimal
    ehcp: bool
    provider: str
    paused: bool
    closed: bool
    """True where the school has closed and no successor answers."""
    number: int | None = None
    """That of the placement among its school's of the year, where the row goes by it."""

    @property
    def is_whole(self) -> bool:
        """True where its units are told for the year as a whole."""
        return self.scheme.measure in WHOLE_MEASURES

    def until(self, day: date) -> Stretch:
        """Return the part to a day, counted: all of it where it ends earlier."""
        return self if self.end <= day else replace(self, end=day)

    def why_nil(self) -> str:
        """Return why nothing is charged for it, whatever units it holds, or ""."""
        if not self.scheme.in_use:
            return f"the scheme {self.scheme.code} is not in use for this stretch (Schemes: In use)"
        if self.paused:
            return "paused, or marked as not chargeable (Changes)"
        if self.ehcp and self.scheme.ehcp == "no charge":
            return "a pupil with an EHCP is not charged under this scheme"
        if not self.ehcp and self.scheme.ehcp == "only with EHCP":
            return "only a pupil with an EHCP is charged under this scheme"
        return ""


def stretches(
    case: Case, service: Service, number: int | None = None, cuts: Collection[date] = ()
) -> list[Stretch]:
    """Return the stretches of a placement from its start to the service's end, without gaps.

    It is cut at dated changes, at the validity of the scheme's rows, where a school converts or
    closes, where an agreement of it on the scheme begins or ends, where what it is priced from
    changes in the workbook's year, at the year's beginning and the notice's end, and at `cuts`: the
    days on which something posted begins, or ended the day before. Raises SchemeOverlap, and Gap
    where no row of the scheme is valid.
    """
    turns = _turns(case) | {service.begun, service.start} | set(cuts)
    starts = [service.first, *sorted(day for day in turns if service.first < day <= service.end)]
    ends = [*(day - DAY for day in starts[1:]), service.end]
    kept = {service.begun, service.start, *cuts}
    joined: list[Stretch] = []
    for first, last in zip(starts, ends, strict=True):
        stretch = _stretch(case, service, number, first, last)
        if joined and _goes_on(case, service, joined[-1], stretch, kept):
            joined[-1] = replace(joined[-1], end=last)
        else:
            joined.append(stretch)
    return joined


def price_of(case: Case, stretch: Stretch) -> UnitPrice:
    """Return what a stretch is priced from; raises RateGap, RateOverlap or Gap."""
    return unit_price(case.at(stretch.school), stretch.scheme, stretch.pupil, stretch.start)


def _turns(case: Case) -> set[date]:
    """Return the days on which something that may matter begins, or has ended the day before."""
    p, policy = case.placement, case.policy
    spans: list[tuple[date | None, date | None]]
    spans = [(c.start, c.end) for c in policy.changes.of(p.placement_ref)]
    spans += [(row.valid_from, row.valid_to) for row in policy.schemes.rows_of(p.scheme)]
    spans += [(s.open_from, s.open_to) for s in _schools(case)]
    rates = set(policy.rates.stretches.turns)
    earlier = {_a_year_before(turn) for turn in rates if turn.year > date.min.year}
    return _edges(spans) | rates | earlier | _agreement_turns(case, _schools(case))


def _a_year_before(day: date) -> date:
    """Return the day whose next year's rates are those of `day`."""
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


def _schools(case: Case) -> list[School]:
    """Return every row of the home school and of those that succeed it."""
    rows: list[School] = []
    laestabs = [case.placement.home_school]
    for laestab in laestabs:
        for school in case.policy.schools.all(laestab):
            rows.append(school)
            if school.successor and school.successor not in laestabs:
                laestabs.append(school.successor)
    return rows


def _agreement_turns(case: Case, schools: Sequence[School]) -> set[date]:
    code, agreements = case.placement.scheme, case.policy.agreements
    return _edges([(a.start, a.end) for s in schools for a in agreements.concerning(s, code)])


def _edges(spans: Collection[tuple[date | None, date | None]]) -> set[date]:
    begun = {first for first, _ in spans if first is not None}
    return begun | {last + DAY for _, last in spans if last is not None and last < date.max}


def _stretch(case: Case, service: Service, number: int | None, start: date, end: date) -> Stretch:
    p, policy = case.placement, case.policy

    def now(what: ChangeKind, default: object) -> object:
        change = policy.changes.value(p.placement_ref, what, start)
        return default if change is None else change.value

    year_group = cast("int | None", now("Year group", p.year_group))
    school = policy.schools.answering(p.home_school, start)
    scheme = policy.schemes.the_terms(p.scheme, start, year_group, number)
    if scheme is None and start < service.start:  # earlier years count by this year's terms
        scheme = policy.schemes.the_terms(p.scheme, service.start, year_group, number)
    if scheme is None:
        raise no_terms(p.scheme, start)
    return Stretch(
        start=start,
        end=end,
        school=school,
        scheme=scheme,
        pupil=Pupil(
            year_group=year_group,
            looked_after=cast("bool", now("Looked after", p.looked_after)),
        ),
        days_per_week=cast("Decimal", now("Days per week", p.days_per_week or FULL_WEEK)),
        ehcp=cast("bool", now("EHCP", p.ehcp)),
        provider=cast("str", now("Provider", p.provider)),
        closed=school.closed_before(start),
        paused=policy.changes.paused(p.placement_ref, start),
        number=number if scheme.has_tiers else None,
    )


def _goes_on(
    case: Case, service: Service, before: Stretch, after: Stretch, kept: Collection[date]
) -> bool:
    """Say whether nothing that matters changed between two neighbours."""
    if after.is_whole and after.start > service.start:
        alike = replace(before, start=after.start, end=after.end, days_per_week=after.days_per_week)
        return alike == after
    if after.start in kept or replace(before, start=after.start, end=after.end) != after:
        return False
    if after.start in _agreement_turns(case, [after.school]):
        return False
    if before.start < service.start or before.why_nil():
        return True
    return price_of(case, before) == price_of(case, after)


def no_terms(code: str, day: date) -> Gap:
    """Return the gap of a placement for which no row of its scheme is valid on a day."""
    said = f"no row of the scheme {code} is valid for the pupil on {long_date(day)}"
    return Gap("no terms", "scheme", said)
