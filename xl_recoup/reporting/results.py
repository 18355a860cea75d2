"""Results for people and programs: JSON, text for a terminal, and tables for analysis."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from xl_recoup.closed_lists import Status
from xl_recoup.money import plain, pounds
from xl_recoup.records import ChargeLine, Finding, Severity
from xl_recoup.reporting.explanation import Explanation
from xl_recoup.run.controls import total_of
from xl_recoup.run.result import Result
from xl_recoup.words import counted, long_date

if TYPE_CHECKING:
    pass

Json = dict[str, Any]
STATUS_WORDS: dict[Status, str] = {
    "billable": "may be charged now",
    "asked": "asked for, without a binding agreement",
    "held": "held: not final yet, or the row needs correcting",
    "posted": "posted to the ledger",
}


def result_json(result: Result, output: str | None) -> Json:
    """Return the object that `--json` prints, by the contract's names."""
    t = result.tally
    return {
        "rows": {"read": t.read, "charged": t.charged, "nil": t.nil, "held": t.held},
        "totals": {status: plain(amount) for status, amount in result.totals.items()},
        "findings": [finding_json(f) for f in result.findings],
        "checks": [{"code": c.code, "title": c.title, "findings": n} for c, n in result.checks],
        "as_at": result.policy.as_at.isoformat(),
        "financial_year": str(result.policy.period),
        "output": output,
    }


def finding_json(finding: Finding) -> Json:
    """Return one finding as JSON."""
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "sheet": finding.place.sheet,
        "cell": finding.place.cell,
        "message": finding.message,
    }


def line_json(line: ChargeLine) -> Json:
    """Return one charge line as JSON, amounts as text so that no penny is lost."""
    return {
        "charge_ref": line.ref,
        "placement_ref": line.placement_ref,
        "laestab": line.laestab,
        "school": line.school,
        "scheme": line.scheme,
        "component": line.component,
        "legal_basis": line.legal_basis,
        "from": line.start.isoformat() if line.start else None,
        "to": line.end.isoformat() if line.end else None,
        "base": None if line.base is None else f"{line.base:f}",
        "units": None if line.units is None else str(line.units),
        "denominator": None if line.denominator is None else str(line.denominator),
        "amount": plain(line.amount),
        "status": line.status,
        "route": line.route,
        "reason": line.reason,
        "working": line.working,
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
    noun = "placement" if t.read == 1 else "placements"
    return (
        f"{t.read:,} {noun} read as at {long_date(result.policy.as_at)} for"
        f" {result.policy.period}: {t.charged:,} charged, {t.nil:,} nil, {t.held:,} held."
    )


def findings_text(findings: Sequence[Finding]) -> str:
    """Return one sentence on the findings."""
    errors = sum(f.severity is Severity.ERROR for f in findings)
    warnings = len(findings) - errors
    return f"{counted(errors, 'error')}, {counted(warnings, 'warning')}."


def explanation_text(explanation: Explanation) -> str:
    """Return what `explain` prints: each line with its working, then what was found."""
    parts = []
    for line in explanation.lines:
        who = f"{line.school} ({line.laestab})" if line.school else line.laestab
        head = f"{line.ref}  {line.component}  {pounds(line.amount)}  {line.status}"
        via = f" by {line.route}" if line.route else ""
        reason = f"\n  Why {line.status}: {line.reason}" if line.reason else ""
        parts.append(f"{head}\n  {who}{via}; {line.legal_basis}\n  {line.working}{reason}")
    for finding in explanation.findings:
        parts.append(f"{finding.severity.value} {finding.code}  {finding.message}")
    return "\n\n".join(parts)
