"""The period that a posting goes to: one of the table Periods, open, and not posted to before."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Sequence
from datetime import date

from xl_recoup.accounts.accruals import OPENING, YEAR_END
from xl_recoup.accounts.standing_entries import standing
from xl_recoup.contract import TO_POST, Period, normal
from xl_recoup.errors import Refused
from xl_recoup.records import ChargeLine, Entry
from xl_recoup.words import listed

_KEPT = re.compile(rf"{TO_POST}$|{YEAR_END.casefold()}\b|{OPENING.casefold()}\b")
"""Periods, in normal form, that the journal names by itself."""


def open_period(periods: Sequence[Period], name: str) -> Period:
    """Return the period of that name.

    Raises Refused where it is none of the table, where two rows are, where it is closed or has no
    last day, and where its name is one that the accounts keep for themselves.
    """
    if not name.strip():
        raise Refused("Say which period is posted: --period NAME, a row of the sheet Periods.")
    if _KEPT.match(normal(name)):
        raise Refused(
            f"The journal itself uses “{name.strip()}” for what is not posted or falls on a"
            " year's end, so no posting period can have that name. Give another, such as"
            " “Spring 2026”."
        )
    found = [p for p in periods if normal(p.period) == normal(name)]
    if not found:
        raise Refused(_unknown(periods, name.strip()))
    period = found[0]
    if len(found) > 1:
        raise Refused(
            f"{found[1].place}: Periods has two rows for {period.period}, so it is not known when"
            " it ends. Delete one of them."
        )
    if period.status == "closed":
        by = f" by {period.closed_by}" if period.closed_by else ""
        raise Refused(
            f"The period {period.period} was closed{by}. Post to an open one; the lines keep their"
            " own service year."
        )
    if period.end is None:
        raise Refused(
            f"{period.place}: the period {period.period} has no last day, so it is not known which"
            " lines belong to it. Enter it under To."
        )
    return period


def _unknown(periods: Sequence[Period], name: str) -> str:
    names = [p.period for p in periods if p.status != "closed"]
    near = difflib.get_close_matches(name, [p.period for p in periods], n=1)
    if near:
        meant = f"Did you mean {near[0]}?"
    elif names:
        meant = f"The open periods are {listed(names)}."
    else:
        meant = "No period there is open."
    return (
        f"{name} is no period of the sheet Periods. {meant} A new period is a row there, with its"
        " last day."
    )


def refuse_posted(entries: Iterable[Entry], period: Period) -> None:
    """Raise Refused where something was posted to a period and was not taken back."""
    if normal(period.period) in {normal(e.period) for e in standing(entries)}:
        raise Refused(
            f"The period {period.period} has been posted already. What has changed since goes to"
            " another period of the sheet Periods."
        )


def in_time(lines: Iterable[ChargeLine], until: date | None) -> tuple[list[ChargeLine], ...]:
    """Return the billable lines that begin by a day, and those that begin after it."""
    kept: list[ChargeLine] = []
    left: list[ChargeLine] = []
    for line in lines:
        if line.status == "billable":
            late = until is not None and line.start is not None and line.start > until
            (left if late else kept).append(line)
    return kept, left
