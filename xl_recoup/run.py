"""The use case on one page: read → check → charge → reconcile → (the doors) write.

`calculate` touches nothing: it takes tables and dates, and gives a result. Every door, the
command line, the ribbon and the attach door, calls it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from xl_recoup import outputs, outputs_accounts, outputs_reports
from xl_recoup.charging.assessment import Gap
from xl_recoup.charging.items import Items
from xl_recoup.charging.journal import JournalLine, journal_controls
from xl_recoup.charging.ledger import after_posting
from xl_recoup.charging.lines import (
    held_for_errors,
    local_lines,
    statutory_lines,
    statutory_part,
)
from xl_recoup.charging.summary import SchoolTotals, Tally, by_school, tally, totals
from xl_recoup.checks import Check, Facts, Moment, catalogue, run_checks
from xl_recoup.contract import normal
from xl_recoup.controls import reconcile, refuse_imbalance
from xl_recoup.intake.accounts import read_accounts
from xl_recoup.intake.ledger import read_ledger
from xl_recoup.intake.placements import read_placements
from xl_recoup.intake.reference import read_reference
from xl_recoup.policy.book import Policy
from xl_recoup.records import ChargeLine, Entry, Finding, Placement, Severity
from xl_recoup.runlog import run_log_write
from xl_recoup.tables import FillColumn, TableWrite, WorkbookTables, column_number

Progress = Callable[[str], None]
Charged = Callable[[TableWrite], None]
"""Gets the Charges table before the run has looked it over and written it."""


def silent(stage: str) -> None:
    """Say nothing of the progress."""


@dataclass(frozen=True, slots=True)
class Result:
    """What one run found and charged."""

    policy: Policy
    rows: list[Placement]
    lines: list[ChargeLine]
    shown: TableWrite
    """Those lines as the Charges table."""
    findings: list[Finding]
    checks: list[tuple[Check, int]]
    tally: Tally
    totals: dict[str, Decimal]
    schools: list[SchoolTotals]
    items: Items
    """What is booked, with the codes, documents and settlements of the workbook."""
    journal: list[JournalLine]
    headings: Mapping[str, frozenset[str]]
    """The headings of each table of the workbook, all in normal form."""
    digests: dict[str, str] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)
    """What was posted before this run."""
    fills: tuple[FillColumn, ...] = ()
    """Columns of the team's own that show the charges beside the placements."""

    @property
    def errors(self) -> int:
        """The number of error findings."""
        return sum(f.severity is Severity.ERROR for f in self.findings)

    @property
    def disputed(self) -> frozenset[str]:
        """The references, in normal form, of charges with an open query."""
        return disputed_refs(self.policy)


def calculate(
    book: WorkbookTables,
    *,
    as_at: date | None,
    today: date,
    progress: Progress = silent,
    charged: Charged | None = None,
    digests: Callable[[], dict[str, str] | None] | None = None,
) -> Result:
    """Check and charge a workbook's tables; nothing is written.

    `as_at` goes before the workbook's own As-at date, which goes before `today`. `charged` gets the
    Charges table as soon as it is there; `digests` gives those of the tables, if known. Raises
    Refused where a table or setting leaves nothing sensible to do, ControlFailed where the books do
    not balance.
    """
    progress("understanding the tables")
    entries = read_ledger(book)
    reference = read_reference(book, as_at, today)
    facts = Facts(
        book, reference, read_placements(book), read_accounts(book), entries, known_digests=digests
    )
    progress(f"checking {len(facts.rows):,} placements")
    findings = run_checks(facts, Moment.READ)
    _assess(facts)
    findings += run_checks(facts, Moment.ASSESSED)
    progress("charging")
    facts.fresh = _charge(facts)
    facts.lines = after_posting(facts.fresh, entries, str(facts.policy.period))
    disputed = disputed_refs(facts.policy)
    shown = outputs.charges(facts.lines, disputed)
    if charged is not None:
        charged(shown)
    findings += run_checks(facts, Moment.CHARGED)
    progress("reconciling")
    counted = tally(facts.rows, facts.lines)
    schools = by_school(facts.lines, facts.policy.schools, disputed)
    reconcile(facts.rows, facts.lines, counted, schools)
    refuse_imbalance(journal_controls(facts.items, facts.journal))
    counts = Counter(f.code for f in findings)
    return Result(
        policy=facts.policy,
        rows=facts.rows,
        lines=facts.lines,
        shown=shown,
        findings=_sorted(findings, book),
        checks=[(c, counts[c.code]) for c in catalogue()],
        tally=counted,
        totals=totals(facts.lines),
        schools=schools,
        items=facts.items,
        journal=facts.journal,
        headings={normal(n): frozenset(map(normal, t.headings)) for n, t in book.tables.items()},
        digests=facts.digests,
        entries=entries,
        fills=book.fills,
    )


def _assess(facts: Facts) -> None:
    """Weigh every sound row: what the law makes of it, or its lines under a scheme of ours."""
    statutory = facts.statutory_keys
    for p in facts.rows:
        if p.key in facts.error_codes:
            continue
        try:
            if p.key not in statutory:
                facts.ready_lines[p.key] = local_lines(p, facts.policy)
                continue
            assessment, between = statutory_part(p, facts.policy)
            if assessment is not None:
                facts.assessments[p.key] = assessment
            if between:
                facts.ready_lines[p.key] = between
        except Gap as gap:
            facts.gaps[p.key] = gap


def _charge(facts: Facts) -> list[ChargeLine]:
    lines: list[ChargeLine] = []
    for p in facts.rows:
        codes = facts.error_codes.get(p.key)
        if codes:
            lines.append(held_for_errors(p, codes, facts.policy))
            continue
        if p.key in facts.assessments:
            lines += statutory_lines(p, facts.assessments[p.key], facts.policy)
        lines += facts.ready_lines.get(p.key, ())
    return lines


def _sorted(findings: list[Finding], book: WorkbookTables) -> list[Finding]:
    """Return findings in the order of the workbook: by sheet, row and column."""
    order = {sheet: i for i, sheet in enumerate(book.sheets)}

    def key(f: Finding) -> tuple[int, int, int, str]:
        letters = f.place.cell.rstrip("0123456789")
        row = int(f.place.cell[len(letters) :] or 0)
        return order.get(f.place.sheet, len(order)), row, column_number(letters), f.code

    return sorted(findings, key=key)


def disputed_refs(policy: Policy) -> frozenset[str]:
    """Return the references, in normal form, of charges with an open query."""
    return frozenset(normal(q.charge_ref) for q in policy.queries if q.closed is None)


def writes(result: Result) -> list[TableWrite]:
    """Return the output tables of a run, without the run log's line."""
    return [
        result.shown,
        outputs.exceptions(result.findings, result.rows),
        outputs.check_results(result.checks),
        outputs.school_summary(result.schools),
        *outputs_accounts.writes(result.items, result.journal, result.headings),
        *outputs_reports.writes(result, result.headings),
    ]


def writes_with_log(result: Result, *, at: datetime, who: str, version: str) -> list[TableWrite]:
    """Return the output tables of a run and its line in the run log."""
    return [*writes(result), run_log_write(result, at=at, who=who, version=version)]
