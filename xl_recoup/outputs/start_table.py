"""How this workbook stands, for the sheet Start: the last run, what waits, what comes next."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from xl_recoup.checks.causes import by_cause
from xl_recoup.closed_lists import Status
from xl_recoup.contract import CHARGES, EXCEPTIONS, PLACEMENTS, TO_DO, TableSpec, normal
from xl_recoup.contract.start_tables import THIS_WORKBOOK
from xl_recoup.money import ZERO, pounds
from xl_recoup.outputs.links import link, link_to
from xl_recoup.outputs.recovery_outputs import begins
from xl_recoup.outputs.table_write import table_write
from xl_recoup.records import Finding, Severity, State
from xl_recoup.run.result import Result
from xl_recoup.run.to_do import ASK, CHASE, SEND, to_do
from xl_recoup.tables import Formula, OutCell, TableWrite
from xl_recoup.words import counted, long_date

Line = tuple[str, OutCell, str]
"""What is said of, where to go, how it stands."""
NOTHING = "Nothing."


def this_workbook_write(result: Result, *, at: datetime, who: str) -> TableWrite:
    """Return the writing of the lines; a run at this time and by this person has just ended."""
    errors = [f for f in result.findings if f.severity is Severity.ERROR]
    warnings = [
        f
        for f in result.findings
        if f.severity is Severity.WARNING and f.state is not State.SIGNED_OFF
    ]
    waiting = Counter(item.what for item in to_do(result))
    lines: list[Line] = [
        ("In one sentence", None, sentence(result, len(errors))),
        ("Last run", None, f"{long_date(at.date())}, {at:%H:%M}, by {who}"),
        ("As at", None, long_date(result.policy.as_at)),
        _found(
            result, "Errors to correct", len(errors), "What they hold is not charged until then."
        ),
        _found(result, "Warnings to read", len(warnings), "They change nothing by themselves."),
        _to_post(result),
        _letters(result, waiting),
        _next_step(result, errors, waiting),
    ]
    return table_write(THIS_WORKBOOK, lines)


def sentence(result: Result, errors: int) -> str:
    """Return in one sentence what the workbook comes to."""
    totals = result.totals
    said_of: tuple[tuple[Status, str], ...] = (
        ("billable", "is billable"),
        ("asked", "is asked for and not agreed"),
        ("posted", "is posted"),
    )
    parts = [
        f"{pounds(totals[status])} {words}"
        for status, words in said_of
        if totals[status] or status == "billable"
    ]
    said = f"As at {long_date(result.policy.as_at)}, {_joined(parts)}"
    return f"{said}; {counted(errors, 'error')} to correct." if errors else f"{said}."


def _joined(parts: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(parts[:-1]), parts[-1]]))


def _found(result: Result, what: str, number: int, words: str) -> Line:
    if not number:
        return what, None, "None."
    return what, _to_table(result, EXCEPTIONS), f"{number:,}. {words}"


def _to_post(result: Result) -> Line:
    items = result.items.to_post
    if not items:
        return "Waits to be posted", None, NOTHING
    amount = sum((item.amount for item in items), ZERO)
    words = f"{pounds(amount)} in {counted(len(items), 'line')}."
    return "Waits to be posted", _to_table(result, CHARGES), words


def _letters(result: Result, waiting: Counter[str]) -> Line:
    kinds = (
        (waiting[ASK], "request to a school", "requests to schools"),
        (waiting[CHASE], "reminder of a request", "reminders of requests"),
        (waiting[SEND], "reminder of a document", "reminders of documents"),
    )
    said = [counted(number, one, many) for number, one, many in kinds if number]
    if not said:
        return "Letters to send", None, NOTHING
    in_sight = normal(TO_DO.name) in result.headings and begins(result)
    listed = _to_table(result, TO_DO) if in_sight else None
    return "Letters to send", listed, f"{_joined(said)}."


def _next_step(result: Result, errors: list[Finding], waiting: Counter[str]) -> Line:
    what = "Next step"
    if not result.rows:
        return what, _to_table(result, PLACEMENTS), "Type or paste placements, then recalculate."
    if errors:
        place = by_cause(errors)[0].first.place
        words = "Correct the first error, and the others on Exceptions; then recalculate."
        return what, link_to(place, result.out_of_sight), words
    if waiting[ASK] or waiting[CHASE] or waiting[SEND]:
        return what, None, "Send the letters: the buttons Statements and Reminders."
    if result.items.to_post:
        agreed = "Look through the charges with the schools' totals; then post the period."
        return what, _to_table(result, CHARGES), agreed
    return what, None, "Nothing waits. Recalculate when placements or the as-at date change."


def _to_table(result: Result, spec: TableSpec) -> Formula:
    """Return a link to the sheet on which a table stands, whatever a team calls it."""
    sheet = result.sheets.get(normal(spec.name), spec.sheet)
    return link(sheet, "A1", sheet)
