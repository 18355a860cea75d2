"""Row checks on a placement beside the terms of its local scheme: what it says, and leaves out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from xl_recoup.charging.gap import Gap
from xl_recoup.charging.placement_lines import local_lines
from xl_recoup.checks.catalogue import ERROR, WARNING, Hit, Moment, Stage, check
from xl_recoup.checks.run_so_far import Facts
from xl_recoup.closed_lists import Blank, Measure
from xl_recoup.contract import Change, Scheme, normal
from xl_recoup.contract.scheme_words import AGREED_AMOUNT
from xl_recoup.money import ZERO, pounds
from xl_recoup.policy.change_list import ChangeList
from xl_recoup.policy.measures import PER_SCHOOL_DAY
from xl_recoup.policy.rate_table import phases_of
from xl_recoup.policy.whole_policy import Policy
from xl_recoup.records import ChargeLine, Placement
from xl_recoup.words import long_date, year_name

OLDEST = 13
COLUMN_OF: dict[Measure | Blank, tuple[str, str]] = {
    "hours": ("hours", "Hours"),
    "school days attended": ("days_attended", "Days attended"),
}
"""The column of the placements that a measure is told in: its field and heading."""


def _in_use(facts: Facts, p: Placement) -> list[Scheme]:
    """Return the rows of a placement's scheme that are in use and valid in the workbook's year."""
    period = facts.policy.period
    return [
        s
        for s in facts.policy.schemes.rows_of(p.scheme)
        if s.in_use
        and s.is_local
        and (s.valid_from is None or s.valid_from <= period.end)
        and (s.valid_to is None or period.start <= s.valid_to)
    ]


def _asks_for_amount(scheme: Scheme) -> bool:
    return scheme.base == "agreed amount" or scheme.extra_rate == AGREED_AMOUNT


@check("R74", WARNING, Stage.ROW, "An agreed amount that nothing asks for")
def amount_not_asked_for(facts: Facts) -> Iterator[Hit]:
    """Agreed amount is filled in, and no term of the placement's scheme charges it."""
    for p in facts.rows:
        if p.agreed_amount is None or p.scheme not in facts.policy.schemes:
            continue
        if not any(map(_asks_for_amount, _in_use(facts, p))):
            yield Hit(
                p.place("agreed_amount"),
                f"an amount is agreed for this pupil, but the scheme {p.scheme} does not charge it,"
                " so it changes nothing. Clear the cell, or say agreed amount under Base or Extra"
                " rate on Schemes.",
                p.key,
            )


@check("R75", WARNING, Stage.ROW, "Hours that no measure asks for")
def hours_not_asked_for(facts: Facts) -> Iterator[Hit]:
    """Hours is filled in, and no row of the placement's scheme measures hours."""
    for p in facts.rows:
        if p.hours is None or p.scheme not in facts.policy.schemes:
            continue
        if not any(s.measure == "hours" for s in _in_use(facts, p)):
            yield Hit(
                p.place("hours"),
                f"hours are entered, but the scheme {p.scheme} does not measure hours, so they"
                " change nothing. Clear the cell, or correct the Scheme or its Measure.",
                p.key,
            )


@check("A65", ERROR, Stage.ACROSS, "A scheme's measure without its column")
def measure_without_column(facts: Facts) -> Iterator[Hit]:
    """A scheme goes by a column of its placements, and their table does not have it."""
    places = {row.place("code"): row for row in facts.inputs.rows("Schemes")}
    lacking: dict[tuple[str, str], str] = {}
    for p in facts.rows:
        for field in ("hours", "days_attended", "agreed_amount"):
            if field not in p.columns:
                lacking.setdefault((normal(p.scheme), field), p.key.sheet)
    for scheme in facts.policy.schemes.rows:
        for field, heading, said in _needs(scheme) if scheme.in_use and scheme.is_local else ():
            sheet = lacking.get((normal(scheme.code), field))
            if sheet is not None:
                yield Hit(
                    places[scheme.place].place(said),
                    f"the scheme {scheme.code} goes by the column {heading} of its placements,"
                    f" which the sheet {sheet} does not have, so those placements are held. Add the"
                    " column there and fill it in.",
                )


def _needs(scheme: Scheme) -> Iterator[tuple[str, str, str]]:
    """Yield the columns that a scheme needs: field, heading, and its own field that says so."""
    if scheme.measure in COLUMN_OF:
        yield *COLUMN_OF[scheme.measure], "measure"
    if _asks_for_amount(scheme):
        said = "base" if scheme.base == "agreed amount" else "extra_rate"
        yield "agreed_amount", "Agreed amount", said


def _charged(facts: Facts, p: Placement) -> list[ChargeLine]:
    lines = facts.ready_lines.get(p.key, []) if p.key not in facts.statutory_keys else []
    return [line for line in lines if line.status != "nil"]


@check("R76", WARNING, Stage.ROW, "Days per week blank under a scheme by days", Moment.ASSESSED)
def days_per_week_blank(facts: Facts) -> Iterator[Hit]:
    """The scheme charges by days per week, and none are entered: five are taken."""
    for p in facts.rows if facts.ready_lines else ():
        if p.days_per_week is not None:
            continue
        by_days = [s for s in _in_use(facts, p) if s.by_days or s.measure in PER_SCHOOL_DAY]
        changes = facts.policy.changes
        if by_days and any(
            line.start is None
            or changes.value(p.placement_ref, "Days per week", line.start) is None
            for line in _charged(facts, p)
        ):
            yield Hit(
                p.place("days_per_week"),
                f"Days per week is blank, but {p.scheme} charges by them, so five were taken. Enter"
                " the days agreed.",
                p.key,
            )


@check("R77", WARNING, Stage.ROW, "Year group kept over 1 September", Moment.ASSESSED)
def year_group_kept(facts: Facts) -> Iterator[Hit]:
    """A place goes on over 1 September in the year group entered, and the next has another rate.

    A scheme's line stays in its year group unless Changes says otherwise. The finding gives the
    difference in pounds. Where rows go by the number of a school's placement, it keeps its number.
    """
    older = dict(_older(facts))
    if not older:
        return
    policy = facts.policy
    moved = [change for changes in older.values() for change in changes]
    then = replace(policy, changes=ChangeList([*policy.changes.rows, *moved]))
    for p in facts.rows:
        if p.placement_ref not in older:
            continue
        last = older[p.placement_ref][-1]
        said = _difference(p, facts, then)
        if said:
            assert p.year_group is not None
            assert isinstance(last.value, int)
            yield Hit(
                p.place("year_group"),
                f"the place goes on over {long_date(last.start)} in {year_name(p.year_group)}, as"
                f" Changes has no other Year group; in {year_name(last.value)} {said}. If the pupil"
                " moved up, enter it on Changes from that day.",
                p.key,
            )


def _older(facts: Facts) -> Iterator[tuple[str, list[Change]]]:
    """Yield the references of places that go on over 1 September, with the year groups then.

    Only of those for which another year group may have another price.
    """
    for p in facts.rows if facts.ready_lines else ():
        year_group, policy = p.year_group, facts.policy
        first, lines = p.served_from, _charged(facts, p)
        if year_group is None or first is None or not lines or not p.placement_ref:
            continue
        if any(c.what == "Year group" for c in policy.changes.of(p.placement_ref)):
            continue
        last = max(line.end or first for line in lines)
        turns = [date(year, 9, 1) for year in range(first.year, last.year + 1)]
        turns = [day for day in turns if first < day <= last]
        years = [min(year_group + n, OLDEST) for n in range(1, len(turns) + 1)]
        rows = _in_use(facts, p)
        ranged = any(s.lowest_year is not None or s.highest_year is not None for s in rows)
        if turns and (ranged or any(phases_of(year) != phases_of(year_group) for year in years)):
            yield (
                p.placement_ref,
                [_change(p, *moved) for moved in zip(turns, years, strict=True)],
            )


def _change(p: Placement, day: date, year: int) -> Change:
    place, ref = p.place("year_group"), p.placement_ref
    return Change(place=place, placement_ref=ref, start=day, what="Year group", value=year)


def _difference(p: Placement, facts: Facts, then: Policy) -> str:
    """Return what the school would be charged in the older year groups, "" where it is the same."""
    number = facts.numbers.get(p.key)
    now = sum((line.amount for line in local_lines(p, facts.policy, number)), ZERO)
    try:
        other = sum((line.amount for line in local_lines(p, then, number)), ZERO)
    except Gap as gap:
        return f"nothing is known of the charge ({gap.message})"
    if other == now:
        return ""
    more = "more" if other > now else "less"
    return f"the school would be charged {pounds(abs(other - now))} {more}"
