"""The lines that a reference stands for, and what was found on their rows."""

from __future__ import annotations

import difflib
import re
from datetime import date
from decimal import Decimal

from xl_recoup.contract import normal
from xl_recoup.errors import Refused
from xl_recoup.money import ZERO, pounds
from xl_recoup.records import ChargeLine, Finding, short_record
from xl_recoup.run.as_last_run import as_last_run, rows_as_last_run
from xl_recoup.run.of_some_rows import Asked, Part
from xl_recoup.run.result import Progress, Result, silent
from xl_recoup.tables import WorkbookTables
from xl_recoup.words import counted, listed

MOST = 5
"""Of how many charges of one amount the references are given."""


@short_record
class Explanation:
    """Charge lines with their findings."""

    lines: list[ChargeLine]
    findings: list[Finding]


def explain(result: Result, ref: str, name: str) -> Explanation:
    """Return what a charge or placement reference stands for in the workbook called `name`.

    Raises Refused, with the nearest references, where there is none of that name.
    """
    found = _of_reference(result, ref)
    if not found.lines:
        known = {ln.placement_ref for ln in result.lines} | {ln.ref for ln in result.lines}
        alike = [k for k in sorted(known) if _plainly(k) == _plainly(ref)]
        near = alike or difflib.get_close_matches(ref, sorted(known), n=3)
        hint = f" Did you mean {' or '.join(near)}?" if near else ""
        raise Refused(
            f"No charge or placement in {name} has the reference {ref}."
            f"{_of_that_school(result.lines, ref) or _of_that_amount(result.lines, ref) or hint}"
        )
    return found


def explain_alone(
    book: WorkbookTables,
    asked: Asked,
    name: str,
    *,
    as_at: date | None,
    today: date,
    progress: Progress = silent,
) -> Explanation:
    """Return what `explain` does, or the lines and findings of one row, without charging the rest.

    As at the last run's day unless told otherwise. Raises Refused as `explain` does.
    """
    if not asked.ref and asked.row:
        part = rows_as_last_run(book, asked, as_at=as_at, today=today, progress=progress)
        return Explanation(
            [line for line in part.lines if line.row == asked.row],
            [finding for finding in part.findings if finding.row == asked.row],
        )
    _refuse_blank(asked.ref)
    part = rows_as_last_run(book, asked, as_at=as_at, today=today, progress=progress)
    found = _of_reference(part, asked.ref)
    if found.lines:
        return found
    progress("looking for one like it")
    return explain(as_last_run(book, as_at=as_at, today=today), asked.ref, name)


def _of_reference(made: Result | Part, ref: str) -> Explanation:
    """Return the lines of a reference, if there are any, with the findings on their rows."""
    wanted = _refuse_blank(ref)
    lines = [ln for ln in made.lines if wanted in (normal(ln.ref), normal(ln.placement_ref))]
    rows = {ln.row for ln in lines}
    return Explanation(lines, [f for f in made.findings if f.row in rows])


def _refuse_blank(ref: str) -> str:
    """Return a reference as it is compared."""
    wanted = normal(ref)
    if not wanted:
        raise Refused(
            "Say which charge: give its Charge ref, or the Placement ref for all of them."
        )
    return wanted


def _of_that_school(lines: list[ChargeLine], typed: str) -> str:
    """Return what a school comes to whose number or name was typed, with its largest charges."""
    wanted = _plainly(typed)
    found = [ln for ln in lines if wanted in (_plainly(ln.laestab), _plainly(ln.school))]
    weighty = [ln for ln in found if ln.amount]
    if not weighty:
        return ""
    largest = sorted(weighty, key=lambda ln: -abs(ln.amount))[:MOST]
    named = listed([f"{ln.ref} ({pounds(ln.amount)})" for ln in largest])
    sums: dict[str, Decimal] = {}
    for ln in weighty:
        sums[ln.status] = sums.get(ln.status, ZERO) + ln.amount
    said = listed([f"{pounds(amount)} {status}" for status, amount in sorted(sums.items())])
    charges = counted(len(weighty), "charge")
    return (
        f" {found[0].school or typed} has {charges}: {said}. The largest: {named}. Explain one of"
        " these, or filter Charges by School."
    )


def _of_that_amount(lines: list[ChargeLine], typed: str) -> str:
    """Return which charges come to what was typed, in pounds, or in whole pounds alone."""
    figures = typed.replace(",", "").replace("£", "").replace("−", "-").strip()
    if not re.fullmatch(r"-?\d+(\.\d\d)?", figures):
        return ""
    amount, whole = abs(Decimal(figures)), "." not in figures
    found = [ln for ln in lines if (int(abs(ln.amount)) if whole else abs(ln.amount)) == amount]
    found = [ln for ln in found if ln.amount]
    if not found:
        return ""
    named = listed([f"{ln.ref} ({pounds(ln.amount)}, {ln.school})" for ln in found[:MOST]])
    more = f", and {len(found) - MOST} more" if len(found) > MOST else ""
    return f" That sum is {named}{more}: explain {'that' if len(found) == 1 else 'one of these'}."


def _plainly(ref: str) -> str:
    """Return a reference without what is easily left out: capitals, signs, zeros before numbers."""
    return re.sub(r"0*(\d+)|[^a-z0-9]", lambda m: m[1] or "", normal(ref))
