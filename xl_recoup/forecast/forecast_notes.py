"""What is said beside the figures of a forecast: where they come from, and what is not in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from xl_recoup.accounts.expected_placements import NewPlacements
from xl_recoup.accounts.year_months import last_day, months_of
from xl_recoup.closed_lists import Measure
from xl_recoup.contract import normal
from xl_recoup.money import ZERO, pounds
from xl_recoup.records import ChargeLine, Placement
from xl_recoup.run.result import Result
from xl_recoup.words import counted, long_date, some

TOLD_MEASURES: tuple[Measure, ...] = ("hours", "school days attended")
"""What a placement's row tells as one number, which grows as somebody enters it."""
Notes = dict[tuple[date, str], list[str]]
"""By month and scheme in normal form."""


def notes_of(result: Result, new: Sequence[NewPlacements], schemes: Mapping[str, str]) -> Notes:
    """Return the notes of the forecast's rows.

    Beside each month that is not over stands what new placements are expected; beside March what is
    asked, what will still be held, and what could not be priced so far.
    """
    notes: Notes = defaultdict(list)
    policy = result.policy
    for each in new:
        notes[each.month, normal(each.scheme)].append(each.words)
    months = months_of(policy)
    for month in months:
        for key in schemes:
            if last_day(month) > policy.as_at and not notes[month, key]:
                notes[month, key].append("no new placements are entered in Expected placements")
    last = months[-1]
    for key in schemes:
        notes[last, key] += _at_the_end(key, result)
    return notes


def _at_the_end(scheme: str, result: Result) -> Iterable[str]:
    policy, later = result.policy, result.charges_at_year_end
    lines = [line for line in later.lines if normal(line.scheme) == scheme]
    apart = []
    asked = sum((line.amount for line in lines if line.status == "asked"), ZERO)
    if asked:
        apart.append(f"{pounds(asked)} asked without an agreement, no debt")
    waiting = sum((x.amount for x in lines if _waits(x)), ZERO)
    if waiting:
        apart.append(f"{pounds(waiting)} still held then, and accrued")
    held = {x.row for x in lines if x.status == "held" and not _waits(x)}
    if held:
        apart.append(f"{counted(len(held), 'placement')} with an error")
    here = [p for p in result.rows if normal(p.scheme) == scheme]
    told = [p for p in here if _is_told(p, result)]
    if told:
        apart.append(f"hours or days not told yet of {counted(len(told), 'open placement')}")
    if apart:
        yield f"not counted: {', '.join(apart)}"
    unpriced = [p.ref for p in here if p.ref in later.not_priced]
    if unpriced:
        end, why = long_date(policy.period.end), later.not_priced[unpriced[0]]
        yield f"as today, since it can't be priced to {end}: {some(unpriced)} ({why})"


def _waits(line: ChargeLine) -> bool:
    """Say whether a line merely waits, for a day or a review."""
    return line.status == "held" and line.component != "Correction" and bool(line.amount)


def _is_told(p: Placement, result: Result) -> bool:
    """Say whether a placement goes on, and is charged by what somebody tells of it."""
    policy = result.policy
    if p.cancelled_on or policy.as_at >= policy.period.end:
        return False
    if p.end_date is not None and p.end_date <= policy.as_at:
        return False
    rows = policy.schemes.rows_of(p.scheme)
    return any(s.in_use and s.measure in TOLD_MEASURES for s in rows)
