"""The use case on one page: read → check → charge → reconcile → (the doors) write.

`calculate` touches nothing: it takes tables and dates, and gives a result. Every door, the
command line, the ribbon and the attach door, calls it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date
from typing import Literal

from xl_recoup.accounts.after_posting import after_posting
from xl_recoup.accounts.journal import journal_controls
from xl_recoup.accounts.posted_stretches import posted_stretches
from xl_recoup.accounts.standing_entries import standing
from xl_recoup.addresses import Address, Range
from xl_recoup.charging.gap import Gap
from xl_recoup.charging.placement_lines import (
    held_for_errors,
    local_lines,
    statutory_lines,
    statutory_part,
)
from xl_recoup.charging.rows_in_ledger import with_posted_references
from xl_recoup.charging.summary import by_school, tally, totals
from xl_recoup.charging.tiers import tiered_lines
from xl_recoup.checks import Facts, Moment, catalogue, run_checks
from xl_recoup.checks.run_so_far import CHANGED_BY_HAND
from xl_recoup.checks.standing import noted_findings, stated, told, weigh
from xl_recoup.checks.told_findings import Told
from xl_recoup.contract import LAST_RUN, PROVIDER_ROLLS, normal
from xl_recoup.errors import Refused
from xl_recoup.intake.inputs import Digests, Inputs, understand
from xl_recoup.policy.whole_policy import Policy
from xl_recoup.records import ChargeLine, Finding, Placement
from xl_recoup.run.at_year_end import AtYearEnd
from xl_recoup.run.charged_amounts import charged_amounts
from xl_recoup.run.chased_now import recovery_troubles
from xl_recoup.run.controls import ControlFailed, reconcile, refuse_imbalance, total_of
from xl_recoup.run.result import Progress, Result, disputed_refs, silent
from xl_recoup.run.since_last_run import since_last_run
from xl_recoup.scenarios.changed_tables import every_scenario
from xl_recoup.tables import WorkbookTables

Charged = Callable[[Sequence[ChargeLine], frozenset[str], Policy], None]
"""Gets the lines of Charges, which are disputed and on what policy they rest, before the run has
looked them over."""

Run = Literal["new", "same", "posted"]
"""A run of its own, the last one made again, or the one that shows what was just posted."""


def calculate(
    book: WorkbookTables,
    *,
    as_at: date | None,
    today: date,
    progress: Progress = silent,
    charged: Charged | None = None,
    digests: Digests | None = None,
    what: Run = "new",
    accept_missing: Collection[str] = (),
) -> Result:
    """Check and charge a workbook's tables; nothing is written.

    `as_at` goes before the workbook's own As-at date, which goes before `today`, the day of the run
    or, for the same run, of the last one, made again: what that found new is new. `charged`
    gets the lines of Charges as soon as they are there; `digests` gives those of the tables;
    `accept_missing` names what may be gone since the last run. A posted run shows what was
    just posted: what had moved before is accepted by that.
    Raises Refused where a table or setting leaves nothing sensible to do, ControlFailed where the
    books do not balance.
    """
    progress("understanding the tables")
    inputs = understand(book, as_at, today, digests, accept_missing)
    facts = facts_of(inputs, today)
    facts.scenario_troubles = [t for changed in every_scenario(book) for t in changed.troubles]
    progress(f"checking {len(facts.rows):,} placements")
    findings = run_checks(facts, Moment.READ)
    assess(facts, facts.rows)
    findings += run_checks(facts, Moment.ASSESSED)
    progress("charging")
    _charge_all(facts)
    disputed = disputed_refs(facts.policy)
    if charged is not None:
        charged(facts.lines, disputed, facts.policy)
    if inputs.accounts.accounts.recovery:
        facts.recovery_troubles = recovery_troubles(facts.items, today)
    findings += run_checks(facts, Moment.CHARGED)
    found = _standing(facts, findings, same_run=what == "same")
    progress("reconciling")
    counted = tally(facts.rows, facts.lines)
    schools = by_school(facts.lines, facts.policy.schools, disputed)
    sums = totals(facts.lines)
    try:
        reconcile(facts.rows, facts.lines, counted, schools)
        refuse_imbalance(journal_controls(facts.items, facts.journal))
    except ControlFailed:
        altered = [f.message for f in findings if f.code == CHANGED_BY_HAND]
        if not altered:
            raise
        raise Refused(altered[0]) from None  # no fault of the program: two posted lines are one now
    since = since_last_run(
        book,
        inputs,
        facts.lines,
        total_of(sums),
        lambda other, day: charged_amounts(_lines(other, day, today, inputs.accepted_missing)),
        same_run=what == "same",
        posted=what == "posted",
    )
    counts = Counter(one.finding.code for one in found)
    return Result(
        policy=facts.policy,
        rows=facts.rows,
        lines=facts.lines,
        findings=in_order([one.finding for one in found], inputs.sheets),
        checks=[(c, counts[c.code]) for c in catalogue()],
        tally=counted,
        totals=sums,
        schools=schools,
        items=facts.items,
        journal=facts.journal,
        headings={normal(n): frozenset(map(normal, t.headings)) for n, t in inputs.tables.items()},
        sheets={normal(name): t.sheet for name, t in inputs.tables.items()},
        out_of_sight=_out_of_sight(inputs),
        digests=inputs.digests,
        entries=inputs.entries,
        posted_as_at=inputs.last_posting.as_at if inputs.last_posting else None,
        before=inputs.before,
        seen=inputs.seen,
        heads={name: record.head for name, record in inputs.sealed.items()},
        noted=[*noted_findings(found, facts.weighed), *since.noted],
        movements=since.movements,
        moved=since.lines,
        since_accepted=since.accepted,
        accepted_missing=inputs.accepted_missing,
        made_on=today,
        missing=inputs.missing,
        own_columns=inputs.own_columns,
        rolls=inputs.rows(PROVIDER_ROLLS.name),
        at_year_end=AtYearEnd(facts, _assess_and_charge),
        date_1904=book.date_1904,
        sheet_names=inputs.sheet_names,
        keeps_record=not book.locked or book.find(LAST_RUN.name) is not None,
    )


def _out_of_sight(inputs: Inputs) -> dict[str, frozenset[int]]:
    away: dict[str, frozenset[int]] = {}
    for t in inputs.tables.values():
        away[t.sheet] = away.get(t.sheet, frozenset()) | t.hidden_columns | t.folded_columns
    return away


def facts_of(inputs: Inputs, today: date) -> Facts:
    """Return what a run begins with: of rows with one reference, the posted one keeps it."""
    placements = inputs.placements
    placements.rows = with_posted_references(
        placements.rows, inputs.policy, standing(inputs.entries)
    )
    return Facts(inputs, today)


def _charge_all(facts: Facts) -> None:
    facts.fresh = charge(facts, facts.rows)
    facts.lines = after_posting(
        facts.fresh, facts.standing, str(facts.policy.period), facts.why_not_taken_out
    )


def _assess_and_charge(facts: Facts) -> None:
    """Charge rows whose errors are known, whatever was posted."""
    assess(facts, facts.rows)
    facts.fresh = charge(facts, facts.rows)


def _lines(
    book: WorkbookTables, as_at: date, today: date, accepted: Collection[str]
) -> list[ChargeLine]:
    """Return what a workbook charges, without anything else of a run."""
    inputs = understand(book, as_at, today)
    if still := [name for name in accepted if name in inputs.missing]:
        inputs = understand(book, as_at, today, accept_missing=still)
    facts = facts_of(inputs, today)
    run_checks(facts, Moment.READ)
    assess(facts, facts.rows)
    run_checks(facts, Moment.ASSESSED)
    _charge_all(facts)
    return facts.lines


def _standing(facts: Facts, findings: list[Finding], *, same_run: bool) -> list[Told]:
    """Weigh the sign-offs, look at their table, and say how each finding stands."""
    inputs = facts.inputs
    names = inputs.sheet_names
    found = told(findings, facts.rows, inputs.cells, names)
    facts.weighed = weigh(inputs.reference.sign_offs, found, inputs.before, names)
    found += told(run_checks(facts, Moment.FOUND), facts.rows, inputs.cells, names)
    return stated(found, facts.weighed, inputs.before, same_run=same_run)


def assess(facts: Facts, rows: Iterable[Placement]) -> None:
    """Weigh each sound row: what the law makes of it, or its lines under a scheme of ours.

    Of a scheme whose rows go by number all must be given, or none.
    """
    statutory, by_number = facts.statutory_keys, []
    posted = posted_stretches(facts.standing, str(facts.policy.period))
    for p in rows:
        if p.key in facts.error_codes:
            continue
        if p.key not in statutory and facts.policy.schemes.go_by_number(p.scheme):
            by_number.append(p)
            continue
        try:
            if p.key not in statutory:
                facts.ready_lines[p.key] = local_lines(
                    p, facts.policy, posted=posted.get(normal(p.ref), ())
                )
                continue
            assessment, between = statutory_part(p, facts.policy)
            if assessment is not None:
                facts.assessments[p.key] = assessment
            if between:
                facts.ready_lines[p.key] = between
        except Gap as gap:
            facts.gaps[p.key] = gap
    for p, number, lines in tiered_lines(by_number, facts.policy, posted):
        facts.numbers[p.key] = number
        if isinstance(lines, Gap):
            facts.gaps[p.key] = lines
        else:
            facts.ready_lines[p.key] = lines


def charge(facts: Facts, rows: Iterable[Placement]) -> list[ChargeLine]:
    """Return the lines of rows that were weighed, whatever was posted."""
    lines: list[ChargeLine] = []
    for p in rows:
        codes = facts.error_codes.get(p.key)
        if codes:
            lines.append(held_for_errors(p, codes, facts.policy))
            continue
        if p.key in facts.assessments:
            lines += statutory_lines(facts.assessments[p.key])
        lines += facts.ready_lines.get(p.key, ())
    return lines


def in_order(findings: Iterable[Finding], sheets: Sequence[str]) -> list[Finding]:
    """Return findings in the order of the workbook: by sheet, row and column.

    First of all stands what makes everything doubtful: that posted records were changed.
    """
    order = {sheet: i for i, sheet in enumerate(sheets)}

    def key(f: Finding) -> tuple[bool, int, int, int, str]:
        block = Range.parse(f.place.cell)
        cell = block.start if block else Address(0, 0)
        sheet, sound = order.get(f.place.sheet, len(order)), f.code != CHANGED_BY_HAND
        return sound, sheet, cell.row, cell.column, f.code

    return sorted(findings, key=key)
