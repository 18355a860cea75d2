"""What the box says after a run: the totals, what moved, what is new, the first errors."""

from __future__ import annotations

from xl_recoup.checks.causes import Cause, by_cause, worth_telling
from xl_recoup.records import Severity
from xl_recoup.reporting.results import findings_text, rows_text, totals_text
from xl_recoup.run.result import Result

SHOWN = 5
"""Findings that a message shows; the rest stand on the Exceptions sheet."""


def run_words(result: Result) -> str:
    """Return a run in words, for a box of readable size."""
    totals = [f"{what}: {amount}" for what, amount, _ in totals_text(result)]
    told = worth_telling(by_cause(result.findings), len(result.findings))
    shown = [f"• {_new(cause)}{cause.message}" for cause in told[:SHOWN]]
    if len(told) > SHOWN:
        shown.append(f"… and {len(told) - SHOWN:,} more.")
    moved = [*result.moved, ""] if result.moved else []
    found = findings_text(result.findings)
    return "\n".join([rows_text(result), *totals, "", *moved, found, *shown])


def _new(cause: Cause) -> str:
    """Return the word before what is new since the last run; a warning is told by no other."""
    if not cause.new:
        return ""
    return "New: " if cause.first.severity is Severity.ERROR else "New warning: "
