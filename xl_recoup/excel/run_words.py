"""What the box says after a run: the totals, what moved, the first errors."""

from __future__ import annotations

from xl_recoup.checks.causes import by_cause
from xl_recoup.records import Severity
from xl_recoup.reporting.results import findings_text, rows_text, totals_text
from xl_recoup.run.result import Result

SHOWN = 5
"""Errors that a message shows; the rest stand on the Exceptions sheet."""


def run_words(result: Result) -> str:
    """Return a run in words, for a box of readable size."""
    totals = [f"{what}: {amount}" for what, amount, _ in totals_text(result)]
    causes = by_cause(result.findings)
    errors = [cause.message for cause in causes if cause.first.severity is Severity.ERROR]
    shown = [f"• {message}" for message in errors[:SHOWN]]
    if len(errors) > SHOWN:
        shown.append(f"… and {len(errors) - SHOWN:,} more.")
    moved = [*result.moved, ""] if result.moved else []
    found = findings_text(result.findings)
    return "\n".join([rows_text(result), *totals, "", *moved, found, *shown])
