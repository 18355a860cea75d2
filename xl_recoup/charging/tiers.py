"""Schemes whose rows go by number: a school's first placements of the year, and later ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from xl_recoup.charging.gap import Gap
from xl_recoup.charging.placement_lines import local_lines
from xl_recoup.charging.service import begun_on, deciding_row, first_day
from xl_recoup.contract import Scheme, normal
from xl_recoup.policy.scheme_list import SchemeOverlap
from xl_recoup.policy.whole_policy import Policy
from xl_recoup.records import ChargeLine, Placement, PostedStretch


def tiered_lines(
    placements: Iterable[Placement],
    policy: Policy,
    posted: Mapping[str, Sequence[PostedStretch]],
) -> Iterator[tuple[Placement, int, list[ChargeLine] | Gap]]:
    """Yield each placement under such a scheme, its number, and its lines, or why it has none.

    A school's placements whose units count from a day in the workbook's year are numbered by their
    start, then by their reference, per LAESTAB that answers on that day. Only what is charged,
    asked or held takes a number: not what is nil, cancelled or has an error. `posted` is what the
    ledger has, by the placement's reference in normal form.
    """
    taken: Counter[tuple[str, str]] = Counter()
    dated = [(*_days_of(p, policy), p) for p in placements]
    for _, begun, p in sorted(dated, key=lambda row: (row[0], normal(row[2].ref))):
        key = (normal(p.scheme), policy.schools.answering(p.home_school, begun).laestab)
        number = taken[key] + 1
        try:
            if begun < policy.period.start:
                _refuse_unless_event(p, policy)
            lines = local_lines(p, policy, number, posted.get(normal(p.ref), ()))
        except Gap as gap:
            yield p, number, gap
            continue
        if begun >= policy.period.start and p.cancelled_on is None:
            taken[key] += any(line.status != "nil" for line in lines)
        yield p, number, lines


def _days_of(p: Placement, policy: Policy) -> tuple[date, date]:
    """Return the first day of a placement, and the day from which its units are charged."""
    row = _dating_row(p, policy)
    first = first_day(p, row) if row else p.served_from
    begun = begun_on(p, row) if row else first
    return first or date.max, begun or policy.period.start


def _dating_row(p: Placement, policy: Policy) -> Scheme | None:
    """Return the row by which a placement is put in order; of rows that overlap, the earliest.

    These are told, and the placement is held, once it has its number.
    """
    try:
        return deciding_row(p, policy, 1)
    except SchemeOverlap:
        return next(row for row in policy.schemes.rows_of(p.scheme) if row.in_use)


def _refuse_unless_event(p: Placement, policy: Policy) -> None:
    """Raise Gap for a placement of an earlier year whose number there decides what is due."""
    if any(s.measure != "event" for s in policy.schemes.rows_of(p.scheme)):
        said = (
            f"the rows of the scheme {p.scheme} go by the number of the school's placement in the"
            " year, and which number it had in the year in which it began is not known"
        )
        raise Gap("no terms", "scheme", said)
