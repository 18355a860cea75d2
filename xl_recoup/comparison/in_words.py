"""A comparison in words: what each scenario changes, who gains and who loses, what it needs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from xl_recoup.closed_lists import Status
from xl_recoup.comparison.compare import Comparison, Outcome
from xl_recoup.comparison.differences import (
    GroupDifference,
    SchoolDifference,
    by_group,
    by_scheme,
    by_school,
    total_difference,
)
from xl_recoup.comparison.what_it_needs import needs
from xl_recoup.money import ZERO, pounds
from xl_recoup.run.controls import total_of
from xl_recoup.scenarios.reached_tables import TARGETS
from xl_recoup.scenarios.scenario_list import Scenario
from xl_recoup.words import counted, in_figures, listed, long_date

SHOWN: tuple[Status, ...] = ("billable", "asked", "held", "posted")
MOST = 3
"""Schools that are named among those that gain or lose."""
ADDED = (
    "The workbook had no scenarios: it has a sheet Scenarios now. Enter there what might be"
    " decided, a row for each change, and compare again."
)
"""What is told where the workbook had no Scenarios table."""


def compared_text(comparison: Comparison) -> list[str]:
    """Return the comparison as paragraphs, the workbook as it is first."""
    today = comparison.today
    policy = today.result.policy
    head = (
        f"As it is, as at {long_date(policy.as_at)} for {policy.period}: {_total(today)} in all; "
        f"{pounds(today.result.totals['billable'])} may be charged now, and"
        f" {pounds(today.if_all_agree.totals['billable'])} if every school had agreed."
    )
    alone = [o for o in comparison.outcomes if not _range_of(o)]
    told = [outcome_text(today, outcome) for outcome in alone]
    return [head, *told, *sensitivity_text(comparison)]


def sensitivity_text(comparison: Comparison) -> list[str]:
    """Return for each range of a scenario what its numbers come to, a line for each."""
    families: dict[str, list[Outcome]] = {}
    for outcome in comparison.outcomes:
        if _range_of(outcome):
            families.setdefault(_range_of(outcome), []).append(outcome)
    return ["\n  ".join([name, *_steps(comparison.today, some)]) for name, some in families.items()]


def _range_of(outcome: Outcome) -> str:
    return outcome.scenario.of_range if outcome.scenario else ""


def _steps(today: Outcome, outcomes: Sequence[Outcome]) -> Iterable[str]:
    for outcome in outcomes:
        totals, schools = outcome.result.totals, by_school(today, outcome)
        more, less = (sum(s.difference * way > 0 for s in schools) for way in (1, -1))
        number = outcome.scenario.number if outcome.scenario else None
        difference = sum((s.difference for s in schools), ZERO)
        yield (
            f"at {in_figures(number or ZERO)}: {_total(outcome)} in all, {signed(difference)};"
            f" {pounds(totals['billable'])} may be charged now and {pounds(totals['asked'])} is"
            f" asked, {pounds(outcome.if_all_agree.totals['billable'])} if every school had agreed;"
            f" {more:,} of {counted(len(schools), 'school')} pay more, {less:,} less."
        )


def told_in_a_box(comparison: Comparison) -> str:
    """Return the comparison in a few lines, for a box; the sheets have the rest."""
    today = comparison.today
    said = [f"As it is: {_total(today)}."]
    for outcome in comparison.outcomes:
        schools = by_school(today, outcome)
        difference = sum((s.difference for s in schools), ZERO)
        more, less = (sum(s.difference * way > 0 for s in schools) for way in (1, -1))
        said.append(
            f"{outcome.name}: {_total(outcome)}, {signed(difference)}; {more:,} of"
            f" {counted(len(schools), 'school')} pay more, {less:,} less."
        )
    said += left_out_text(comparison)
    end = "The sheets Scenario totals and Scenario schools have the rest; nothing else is changed."
    return "\n".join([*said, "", end])


def left_out_text(comparison: Comparison) -> list[str]:
    """Return what was not run and why: the findings, each in its words."""
    said = [f.message for f in comparison.findings]
    if comparison.left_out:
        one = len(comparison.left_out) == 1
        said.append(
            f"{'This scenario was' if one else 'These scenarios were'} not run:"
            f" {listed(list(comparison.left_out))}."
        )
    return said


def outcome_text(today: Outcome, outcome: Outcome) -> str:
    """Return a scenario in a paragraph of several lines."""
    schools = by_school(today, outcome)
    difference = sum((s.difference for s in schools), ZERO)
    result = outcome.result
    lines = [
        outcome.name,
        *changes_said(outcome.scenario),
        f"{_total(outcome)} in all, {signed(difference)}.",
        _statuses(today, outcome),
        f"If every school had agreed, {pounds(outcome.if_all_agree.totals['billable'])} could be"
        f" charged now instead of {pounds(result.totals['billable'])}.",
        *_who(schools),
        *_groups("By scheme", _schemes(today, outcome)),
        *_groups("By type", by_group(schools, lambda s: s.type)),
        *_groups("By phase", by_group(schools, lambda s: s.phase)),
        *_groups("By trust", by_group(schools, lambda s: s.trust)),
        *needs(today, outcome),
    ]
    return "\n  ".join(lines)


def changes_said(scenario: Scenario | None) -> list[str]:
    """Return the rows of a scenario as they would be told."""
    said = []
    for alteration in scenario.alterations if scenario else ():
        row = alteration.says
        column = row.column or TARGETS[row.changes].usual
        days = [
            f"{word} {long_date(day)}"
            for word, day in (("from", row.start), ("to", row.end))
            if day is not None
        ]
        which = "" if row.changes == "setting" else f", {column}"
        said.append(" ".join([f"{row.item}{which}: {row.value}", *days]))
    return said


def signed(difference: Decimal) -> str:
    """Return a difference in pounds as more or less than today."""
    if not difference:
        return "as today"
    return f"{pounds(abs(difference))} {'more' if difference > 0 else 'less'} than today"


def _total(outcome: Outcome) -> str:
    return pounds(total_of(outcome.result.totals))


def _statuses(today: Outcome, outcome: Outcome) -> str:
    differences = total_difference(today, outcome)
    parts = [
        f"{status} {pounds(outcome.result.totals[status])} ({signed(differences[status])})"
        for status in SHOWN
        if outcome.result.totals[status] or differences[status]
    ]
    return f"{listed(parts)}." if parts else "Nothing is charged."


def _who(schools: Sequence[SchoolDifference]) -> Iterable[str]:
    for word, some in (
        ("less", [s for s in schools if s.difference < 0]),
        ("more", [s for s in schools if s.difference > 0]),
    ):
        if not some:
            continue
        ranked = sorted(some, key=lambda s: (-abs(s.difference), s.laestab))
        total = pounds(abs(sum((s.difference for s in some), ZERO)))
        named = [f"{s.school} ({pounds(abs(s.difference))})" for s in ranked[:MOST]]
        most = f", most of all {listed(named)}" if len(some) > 1 else f": {some[0].school}"
        pay = "pays" if len(some) == 1 else "pay"
        yield f"{counted(len(some), 'school')} {pay} {total} {word}{most}."


def _schemes(today: Outcome, outcome: Outcome) -> list[GroupDifference]:
    sums: dict[str, Decimal] = {}
    for found in by_scheme(today, outcome):
        sums[found.scheme] = sums.get(found.scheme, ZERO) + found.difference
    return [GroupDifference(scheme, ZERO, sums[scheme], 0, 0) for scheme in sums]


def _groups(what: str, groups: Iterable[GroupDifference]) -> Iterable[str]:
    moved = [
        f"{g.group or 'none'} {signed(g.difference).removesuffix(' than today')}"
        for g in groups
        if g.difference
    ]
    if moved:
        yield f"{what}: {listed(moved)}."
