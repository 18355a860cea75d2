"""A run in words: its rows, totals, findings and charges, as a person reads them."""

from __future__ import annotations

from collections.abc import Sequence

from xl_recoup.checks.causes import Cause
from xl_recoup.closed_lists import Status
from xl_recoup.money import pounds
from xl_recoup.records import Finding, Severity, State
from xl_recoup.reporting.explanation import Explanation
from xl_recoup.run.controls import total_of
from xl_recoup.run.result import Result
from xl_recoup.words import counted, long_date

STATUS_WORDS: dict[Status, str] = {
    "billable": "may be charged now",
    "asked": "asked for, without a binding agreement",
    "held": "held: not final yet, or the row needs correcting",
    "posted": "posted to the ledger",
}


def totals_text(result: Result) -> list[tuple[str, str, str]]:
    """Return the totals for the screen: what, how much, in words."""
    rows = [
        (status, pounds(result.totals[status]), words) for status, words in STATUS_WORDS.items()
    ]
    return [*rows, ("total", pounds(total_of(result.totals)), "billable + asked + held + posted")]


def rows_text(result: Result) -> str:
    """Return one sentence on the rows read."""
    t = result.tally
    return (
        f"{counted(t.read, 'placement')} read as at {long_date(result.policy.as_at)} for"
        f" {result.policy.period}: {t.charged:,} charged, {t.nil:,} nil, {t.held:,} held."
    )


def one_line(result: Result) -> str:
    """Return a run in one line, for one workbook among many."""
    sums = ", ".join(f"{status} {pounds(result.totals[status])}" for status in STATUS_WORDS)
    return f"{counted(result.tally.read, 'placement')}; {sums}; {findings_text(result.findings)}"


def findings_text(findings: Sequence[Finding]) -> str:
    """Return one sentence on the findings."""
    errors = sum(f.severity is Severity.ERROR for f in findings)
    warnings = len(findings) - errors
    new, signed = (sum(f.state is s for f in findings) for s in (State.NEW, State.SIGNED_OFF))
    of_them = [f"{new:,} new since the last run"] if new else []
    of_them += [f"{signed:,} signed off"] if signed else []
    more = f"; {' and '.join(of_them)}" if of_them else ""
    return f"{counted(errors, 'error')}, {counted(warnings, 'warning')}{more}."


def how_often(cause: Cause) -> str:
    """Return how often a cause was found, and what of it is new or signed off: ` 25 times, 2 new`.

    What is known and was found once needs no word.
    """
    words = [f"{cause.count:,} times"] if cause.count > 1 else []
    if cause.new:
        words.append("new" if cause.new == cause.count else f"{cause.new:,} new")
    if cause.state is State.SIGNED_OFF:
        words.append("signed off")
    return f"  {', '.join(words)}" if words else ""


def explanation_text(explanation: Explanation) -> str:
    """Return what `explain` prints: each line with its working, then what was found."""
    parts = []
    for line in explanation.lines:
        who = f"{line.school} ({line.laestab})" if line.school else line.laestab
        head = f"{line.ref}  {line.component}  {pounds(line.amount)}  {line.status}"
        via = f" by {line.route}" if line.route else ""
        reason = f"\n  Why {line.status}: {line.reason}" if line.reason else ""
        where = f"\n  From {line.row.sheet}, row {line.row.row}" if line.row.row else ""
        parts.append(f"{head}\n  {who}{via}; {line.legal_basis}\n  {line.working}{reason}{where}")
    for finding in explanation.findings:
        parts.append(f"{finding.severity.value} {finding.code}  {finding.message}")
    return "\n\n".join(parts)
