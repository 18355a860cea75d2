"""What moved since the last run, in three lines: how much, for which reasons, at which schools."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from xl_recoup.money import ZERO, pounds
from xl_recoup.run.charged_amounts import NOTHING, Amounts
from xl_recoup.run.movements import Movement
from xl_recoup.words import counted, listed, long_date

SHOWN = 4
LINES = 3


def first_run_lines(total: Decimal, *, locked: bool = False) -> tuple[str, ...]:
    """Return the three lines of a run that has none to compare with.

    `locked` is True where there never will be one, since the workbook takes no hidden sheet.
    """
    why = "There is no earlier run to compare with."
    if locked:
        why = (
            "No run can be compared with the one before: the workbook's structure is protected, so"
            " it does not keep what a run saw, and what is deleted goes unnoticed. Lift Review >"
            " Protect Workbook for one run."
        )
    return f"In all {pounds(total)}. {why}", *_lists([], [])


def moved_lines(moved: Sequence[Movement], total: Decimal, before: date) -> tuple[str, ...]:
    """Return the three lines of a run; `before` is the day as at which the last one judged."""
    since = f"since the last run, as at {long_date(before)}"
    if not moved:
        return f"In all {pounds(total)}: nothing has moved {since}.", *_lists([], [])
    sums = NOTHING
    for movement in moved:
        sums = sums.plus(movement.by)
    by_reason: dict[str, list[Movement]] = defaultdict(list)
    by_school: dict[str, list[Movement]] = defaultdict(list)
    for movement in moved:
        by_reason[movement.reason.value].append(movement)
        by_school[movement.school or movement.laestab or "no school"].append(movement)
    reasons = [
        f"{reason} {_signed(_sum(found))} ({counted(_placements(found), 'placement')})"
        for reason, found in _largest(by_reason)
    ]
    schools = [f"{school} {_signed(_sum(found))}" for school, found in _largest(by_school)]
    first = f"In all {pounds(total)}: {_signed(sums.total)} {since} ({_parts(sums)})."
    if not any(sums):
        first = f"In all {pounds(total)}: single lines have moved {since}, and no total."
    return first, *_lists(reasons, schools)


def _lists(reasons: Sequence[str], schools: Sequence[str]) -> tuple[str, str]:
    return f"Reasons: {_some(reasons)}.", f"Schools: {_some(schools)}."


def _some(parts: Sequence[str]) -> str:
    more = [f"{len(parts) - SHOWN:,} more"] if len(parts) > SHOWN else []
    return listed([*parts[:SHOWN], *more]) if parts else "none"


def _largest(groups: dict[str, list[Movement]]) -> list[tuple[str, list[Movement]]]:
    """Return groups by how much moved in them, the largest first; then by name."""
    return sorted(groups.items(), key=lambda g: (-_moved(g[1]), g[0]))


def _moved(found: Sequence[Movement]) -> Decimal:
    return sum((abs(part) for m in found for part in m.by), ZERO)


def _sum(found: Sequence[Movement]) -> Decimal:
    return sum((m.difference for m in found), ZERO)


def _placements(found: Sequence[Movement]) -> int:
    return len({m.placement_ref for m in found})


def _parts(sums: Amounts) -> str:
    return ", ".join(f"{name} {_signed(part)}" for name, part in sums._asdict().items() if part)


def _signed(amount: Decimal) -> str:
    return f"+{pounds(amount)}" if amount > 0 else pounds(amount)
