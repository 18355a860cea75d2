"""A posted charge as a line, and the line that brings it to what is due."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from xl_recoup.accounts.posted_stretches import posted_days
from xl_recoup.contract import normal
from xl_recoup.money import ZERO, pounds, share
from xl_recoup.records import Booking, ChargeLine, Entry, PricedCharge, RowKey, alike

Numbers = Counter[tuple[str, str]]
"""Corrections so far, by charge and school: each has a number of its own."""


class Posted(list[Entry]):
    """The entries of one charge of one school: the charge as it was posted, and its corrections."""

    @property
    def first(self) -> Entry:
        """The entry that the others correct."""
        return self[0]

    @property
    def amount(self) -> Decimal:
        """What is posted by now, in pounds."""
        return sum((e.amount for e in self), ZERO)

    @property
    def authority_share(self) -> Decimal:
        """What the authority bears of it by now, in pounds."""
        return sum((e.authority_share for e in self), ZERO)


class Due(NamedTuple):
    """What a posted charge comes to now, by which row, and why that is another sum."""

    row: RowKey
    why: str
    error: str = ""
    """Why what is right is not known: then the correction is held."""
    amount: Decimal = ZERO
    authority_share: Decimal = ZERO
    draft_rate: bool = False


def corrected(group: Posted, due: Due, numbers: Numbers) -> list[ChargeLine]:
    """Return what is posted, and the line that brings it to what is due unless they agree."""
    shown, posted = _posted(group, due.row), group.amount
    difference, more_borne = due.amount - posted, due.authority_share - group.authority_share
    if not difference and not more_borne:
        return [shown]
    charge = normal(shown.of), shown.laestab
    numbers[charge] += 1
    bears = ""
    if more_borne:
        more = "more" if more_borne > 0 else "less"
        borne = _due_less_posted(due.authority_share, group.authority_share)
        bears = f"; the authority bears {pounds(abs(more_borne))} {more} ({borne})"
    correction = replace(
        shown,
        ref=f"{shown.of}/{shown.laestab}/C{numbers[charge]}",
        component="Correction",
        base=difference,
        units=Decimal(1),
        denominator=Decimal(1),
        amount=difference,
        authority_share=more_borne,
        status="held" if due.error else "billable",
        reason=due.error,
        working=(
            f"{_due_less_posted(due.amount, posted)} = {pounds(difference)}, correcting"
            f" {shown.of}{bears}; {due.why}"
        ),
        booking=_booking(group, due.amount),
        draft_rate=due.draft_rate,
    )
    return [shown, correction]


def _due_less_posted(due: Decimal, posted: Decimal) -> str:
    less = f"({pounds(posted)})" if posted < 0 else pounds(posted)
    return f"{pounds(due)} due − {less} posted"


def _posted(group: Posted, row: RowKey) -> ChargeLine:
    """Return what is posted of a charge as one line; with its corrections, it has no units."""
    amount, one = group.amount, Decimal(1)
    first = replace(
        group.first, amount=amount, authority_share=group.authority_share, draft_rate=False
    )
    days = posted_days(group)
    if days:
        first = replace(first, start=min(a for a, _ in days), end=max(b for _, b in days))
    if len(group) > 1:
        working = _history(group)
        first = replace(first, base=amount, units=one, denominator=one, working=working)
    reason = f"posted in {', '.join(dict.fromkeys(e.period for e in group))}"
    return ChargeLine(**alike(first, PricedCharge), row=row, status="posted", reason=reason)


def _history(group: Posted) -> str:
    parts = "; ".join(f"{pounds(e.amount)} in {e.period} ({e.ref})" for e in group)
    return f"Posted: {parts}; together {pounds(group.amount)}."


def _booking(group: Posted, due: Decimal) -> Booking | None:
    """Return the booking of a correction: that of what it corrects, with the VAT that is left.

    The VAT of a charge and its corrections is always that of what is due: nothing is left over of
    a charge that is taken back.
    """
    first = group.first
    if first.vat is None:
        return None
    left = share(due, first.vat_percentage, 100) - sum((e.vat or ZERO for e in group), ZERO)
    return Booking(first.cost_centre, first.subjective, first.vat_code, first.vat_percentage, left)
