"""The lines that a reference stands for, and what was found on their rows."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from decimal import Decimal

from xl_recoup.contract import normal
from xl_recoup.errors import Refused
from xl_recoup.money import pounds
from xl_recoup.records import ChargeLine, Finding
from xl_recoup.run.result import Result
from xl_recoup.words import listed

MOST = 5
"""Of how many charges of one amount the references are given."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """Charge lines with their findings."""

    lines: list[ChargeLine]
    findings: list[Finding]


def explain(result: Result, ref: str, name: str) -> Explanation:
    """Return what a charge or placement reference stands for in the workbook called `name`.

    Raises Refused, with the nearest references, where there is none of that name.
    """
    wanted = normal(ref)
    if not wanted:
        raise Refused(
            "Say which charge: give its Charge ref, or the Placement ref for all of them."
        )
    lines = [ln for ln in result.lines if wanted in (normal(ln.ref), normal(ln.placement_ref))]
    if not lines:
        known = {ln.placement_ref for ln in result.lines} | {ln.ref for ln in result.lines}
        alike = [k for k in sorted(known) if _plainly(k) == _plainly(ref)]
        near = alike or difflib.get_close_matches(ref, sorted(known), n=3)
        hint = f" Did you mean {' or '.join(near)}?" if near else ""
        raise Refused(
            f"No charge or placement in {name} has the reference {ref}."
            f"{_of_that_amount(result.lines, ref) or hint}"
        )
    rows = {ln.row for ln in lines}
    return Explanation(lines, [f for f in result.findings if f.row in rows])


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
