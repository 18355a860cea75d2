"""A posting taken back: equal and opposite entries, after which its lines are billable again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from xl_recoup.accounts.standing_entries import standing
from xl_recoup.contract import normal
from xl_recoup.errors import Refused
from xl_recoup.money import pounds
from xl_recoup.records import Entry


def taken_back(entries: Sequence[Entry], name: str) -> list[Entry]:
    """Return the standing entries of a period, which are to be taken back.

    Raises Refused where there are none, or where a later posting builds on one of them.
    """
    stand = standing(entries)
    wrong = [e for e in stand if normal(e.period) == normal(name)]
    if not wrong:
        posted = list(dict.fromkeys(e.period for e in stand))
        known = f" Posted, and not taken back, are {', '.join(posted)}." if posted else ""
        raise Refused(f"Nothing that stands was posted to {name.strip()}.{known}")
    numbers = {e.number for e in wrong}
    placements = {(normal(e.placement_ref), normal(e.scheme)): e for e in wrong}
    for e in stand:
        earlier = placements.get((normal(e.placement_ref), normal(e.scheme)))
        if e.number not in numbers and earlier is not None and e.number > earlier.number:
            raise Refused(
                f"{wrong[0].period} can't be taken back as it is: {e.ref}, posted to {e.period},"
                f" goes on from {earlier.ref}. Take {e.period} back first."
            )
    return wrong


def opposite_entries(
    wrong: Sequence[Entry], *, first_number: int, period: str, at: datetime, people: tuple[str, str]
) -> list[Entry]:
    """Return the equal and opposite entries; `people` prepared and approved them."""
    prepared_by, approved_by = people
    return [
        replace(
            e,
            number=number,
            period=period,
            posted_at=at,
            prepared_by=prepared_by,
            approved_by=approved_by,
            ref=f"{e.ref}/T{e.number}",
            component="Correction",
            base=-e.amount,
            units=Decimal(1),
            denominator=Decimal(1),
            amount=-e.amount,
            authority_share=-e.authority_share,
            vat=None if e.vat is None else -e.vat,
            working=(
                f"Takes back entry {e.number} in full: {e.ref}, {pounds(e.amount)}, posted to"
                f" {e.period}"
            ),
            draft_rate=False,
            takes_back=e.number,
            entry_digest="",
            row=0,
        )
        for number, e in enumerate(wrong, first_number)
    ]
