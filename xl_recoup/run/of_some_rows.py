"""The charges of some rows, as a run of the whole workbook gives them, without charging the rest.

Every row is read and checked, since any may be a rival of any. Charged are the rows asked about and
those that their lines, or what is found on them, go by: rows and posted lines of one reference, the
statutory rows of one pupil, episode or school, and all of a scheme whose rows go by number.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from xl_recoup.accounts.after_posting import after_posting
from xl_recoup.accounts.posted_stretches import placement_of
from xl_recoup.checks import Facts, Moment, catalogue, run_checks
from xl_recoup.checks.standing import stated, told, weigh
from xl_recoup.contract import School, normal
from xl_recoup.intake.inputs import understand
from xl_recoup.records import ChargeLine, Entry, Finding, Placement, RowKey
from xl_recoup.run.calculate import assess, charge, facts_of, in_order
from xl_recoup.run.result import Progress, silent
from xl_recoup.tables import WorkbookTables

OF_ONE_ROW = frozenset((
    "R17", "R60", "R61", "R62", "R63", "R64", "R65", "R66", "R67", "R68", "R69", "R70", "R71",
    "R76", "R80", "R81", "R82", "A40", "A44", "A80", "A81",
))  # fmt: skip
"""Checks after the reading whose findings on a row go by that row and its own lines."""
OF_ROWS_TOGETHER = {
    "R77": "the rows of one reference",
    "A41": "the statutory rows of one pupil",
    "A42": "the statutory rows of one school",
    "A63": "the statutory rows of one pupil or episode",
}
"""Checks after the reading whose findings on a row go by others too, and by which."""
OF_NO_ROW = frozenset((
    "A11", "A12", "A13", "A14", "A15", "A43", "A47", "A56", "A57", "A58", "A59", "A70", "A71",
    "A72", "A73", "A74", "A75", "A76", "A77", "A79", "A96",
))  # fmt: skip
"""Checks after the reading that say nothing of a row of placements."""


class Asked(NamedTuple):
    """What somebody asks about: a row by its place, or whatever a reference stands for."""

    ref: str = ""
    """A charge's or a placement's; it goes before the row."""
    row: RowKey | None = None


class Part(NamedTuple):
    """Lines and findings of the rows asked about, and of some others."""

    lines: Sequence[ChargeLine]
    findings: Sequence[Finding]


class _Needed(NamedTuple):
    """Rows of one reference with those asked about, their posted lines, and all rows to weigh."""

    named: Sequence[Placement]
    entries: Sequence[Entry]
    weighed: Sequence[Placement]


def bounded() -> bool:
    """Say whether it is known of every check after the reading which rows it looks at."""
    late = {c.code for c in catalogue() if c.moment is not Moment.READ}
    return late <= OF_ONE_ROW | OF_ROWS_TOGETHER.keys() | OF_NO_ROW


def calculate_rows(
    book: WorkbookTables,
    asked: Asked,
    *,
    as_at: date | None,
    today: date,
    same_run: bool,
    progress: Progress = silent,
) -> Part | None:
    """Return what `calculate` gives of the rows asked about; None where that takes every row.

    The controls, which are of all rows, are not made: nothing is written from this.
    Raises Refused as `calculate` does.
    """
    if not bounded():
        return None
    progress("understanding the tables")
    facts = facts_of(understand(book, as_at, today), today)
    progress(f"checking {len(facts.rows):,} placements")
    findings = run_checks(facts, Moment.READ)
    needed = _needed(facts, asked)
    assess(facts, needed.weighed)
    findings += run_checks(facts, Moment.ASSESSED)
    progress("charging")
    facts.fresh = charge(facts, needed.weighed)
    named = {p.key for p in needed.named}
    facts.lines = after_posting(
        [line for line in facts.fresh if line.row in named],
        needed.entries,
        str(facts.policy.period),
        facts.why_not_taken_out,
    )
    findings += run_checks(facts, Moment.CHARGED, without=OF_NO_ROW)
    rows = named | {line.row for line in facts.lines}
    return Part(facts.lines, _stated(facts, findings, rows, same_run=same_run))


def _stated(
    facts: Facts, findings: Sequence[Finding], rows: set[RowKey], *, same_run: bool
) -> list[Finding]:
    """Return the findings on some rows, with their states: sign-offs cover others of one code."""
    inputs, names = facts.inputs, facts.inputs.sheet_names
    codes = {f.code for f in findings if f.row in rows}
    alike = told([f for f in findings if f.code in codes], facts.rows, inputs.cells, names)
    weighed = weigh(inputs.reference.sign_offs, alike, inputs.before, names)
    found = stated(alike, weighed, inputs.before, same_run=same_run)
    return in_order((one.finding for one in found if one.finding.row in rows), inputs.sheets)


def _needed(facts: Facts, asked: Asked) -> _Needed:
    named, entries = _of_one_name(facts, asked)
    schemes = facts.policy.schemes
    keys = {p.key for p in named}
    upns = {p.upn for p in named if p.upn}
    episodes = {normal(p.episode_ref) for p in named if p.episode_ref}
    by_number = {normal(p.scheme) for p in named if schemes.go_by_number(p.scheme)}
    statutory = [p for p in named if p.key in facts.statutory_keys]
    schools = _answering_together(facts.policy.schools.rows, {p.home_school for p in statutory})

    def goes_with(p: Placement) -> bool:
        if p.key not in facts.statutory_keys:
            return bool(by_number) and normal(p.scheme) in by_number
        return p.home_school in schools or p.upn in upns or normal(p.episode_ref or "") in episodes

    return _Needed(named, entries, [p for p in facts.rows if p.key in keys or goes_with(p)])


def _of_one_name(facts: Facts, asked: Asked) -> tuple[list[Placement], list[Entry]]:
    """Return the rows that are asked about, with all that shares a reference with one of them.

    A row may be posted under the reference of another, and that one under a third's.
    """
    rows = [(_names(p.ref, p.placement_ref), p) for p in facts.rows]
    entries = [
        (_names(e.placement_ref, placement_of(e.of), placement_of(e.ref)), e)
        for e in facts.standing
    ]
    known: set[str] = set()
    for names, p in rows:
        if p.key == asked.row if not asked.ref else _stands_for(asked.ref, names):
            known |= names
    for names, e in entries:
        if asked.ref and _stands_for(asked.ref, names | _names(e.ref, e.of)):
            known |= names
    linked = _linked(known, (names for names, _ in (*rows, *entries)))
    return [p for names, p in rows if names & linked], [e for names, e in entries if names & linked]


def _names(*refs: str) -> set[str]:
    return {normal(ref) for ref in refs if ref}


def _stands_for(ref: str, names: Iterable[str]) -> bool:
    """Say whether a reference is one of these names, or may be of a charge of one."""
    wanted = normal(ref)
    return any(wanted.startswith(name) for name in names)


def _linked(known: set[str], groups: Iterable[set[str]]) -> set[str]:
    """Return these names and all that stand in one group with one of them, or with such a one."""
    beside: dict[str, set[str]] = defaultdict(set)
    for names in groups:
        if len(names) > 1:
            for name in names:
                beside[name] |= names
    found, new = set(known), list(known)
    while new:
        more = beside[new.pop()] - found
        found |= more
        new += more
    return found


def _answering_together(schools: Iterable[School], some: set[str]) -> set[str]:
    """Return these schools and all of which one may answer for another, after it was closed."""
    return _linked(some, ({s.laestab, s.successor} for s in schools if s.successor))
