"""What is posted is never changed: a fresh calculation gives only the difference to it.

For every charge of every school, posted lines + corrections = the fresh calculation, whatever came
in between: a late date, an overturned exclusion, a corrected rate, a deleted row.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from itertools import count
from typing import NamedTuple

from xl_recoup.accounts.corrections import Due, Numbers, Posted, corrected
from xl_recoup.accounts.gathering import by_stretch
from xl_recoup.accounts.posted_stretches import placement_of, posted_stretches
from xl_recoup.closed_lists import NOT_BILLABLE
from xl_recoup.contract import normal
from xl_recoup.money import ZERO
from xl_recoup.records import (
    ChargeLine,
    Entry,
    PricedCharge,
    RowKey,
    alike,
    short_record,
)

LEDGER_SHEET = "Ledger"


class Key(NamedTuple):
    """What is corrected against each other: one charge of one school, on one side of the books.

    A budget adjustment stays inside the authority's own books. Every other route is a debt of
    somebody else, so a charge that changes sides, as a school's that converts, is reversed here and
    raised there. So is one whose VAT changes: a credit note bears the VAT of its invoice.
    """

    charge: str
    laestab: str
    own_books: bool
    vat: Decimal | None
    """Per cent; None where the ledger does not say, as one of an earlier version."""


@short_record
class Row:
    """What a placement's row gives now: where it stands, and why nothing of it is charged."""

    key: RowKey
    error: str = ""
    nil: str = ""


def after_posting(
    fresh: Sequence[ChargeLine],
    entries: Sequence[Entry],
    service_year: str,
    why_not_taken_out: str = "",
) -> list[ChargeLine]:
    """Return the lines to show: what is posted, what corrects it, and what is new.

    `fresh` is a full calculation without regard to the ledger. Lines that were never posted stay
    as they are, in their place. `why_not_taken_out` is the code of the error because of which a
    placement that is not there is not taken for one that was taken out.
    """
    posted: dict[Key, Posted] = defaultdict(Posted)
    numbers: Numbers = Counter()
    for entry in entries:
        if entry.service_year == service_year:
            vat = None if entry.vat is None else entry.vat_percentage
            key = Key(normal(entry.of), entry.laestab, _own_books(entry), vat)
            posted[key].append(entry)
            numbers[key.charge, key.laestab] += entry.component == "Correction"
    if not posted:
        return list(fresh)
    fresh = by_stretch(fresh, posted_stretches(entries, service_year))
    lines: list[ChargeLine] = []
    done: set[Key] = set()
    by_charge: dict[str, list[Key]] = defaultdict(list)
    for key in posted:
        by_charge[key.charge].append(key)
    known = {normal(e.ref) for e in entries}
    same_as = [_same(line, by_charge.get(normal(line.ref), [])) for line in fresh]
    goes_on = set(same_as)
    for line, same in zip(fresh, same_as, strict=True):
        groups = by_charge.get(normal(line.ref), [])
        for key in groups:
            if key not in goes_on and key not in done:
                done.add(key)
                lines += _moved(line, posted[key], numbers)
        if same is not None:
            done.add(same)
            lines += _against(line, posted[same], numbers)
        else:
            lines.append(_renamed(line, known) if groups else line)
    left = [group for key, group in posted.items() if key not in done]
    rows = _rows(fresh) if left else {}
    for group in left:
        row = rows.get(placement_of(group.first.of))
        if row is None and why_not_taken_out:
            row = Row(RowKey(LEDGER_SHEET, group.first.row), why_not_taken_out)
        lines += _gone(group, row, numbers)
    return lines


def _own_books(charge: PricedCharge) -> bool:
    return charge.route == "budget adjustment"


def _same(line: ChargeLine, groups: Sequence[Key]) -> Key | None:
    """Return the posted charge that a fresh line is; what is not billable is on neither side."""
    of_school = [k for k in groups if k.laestab == line.laestab]
    if line.status != "billable":
        return of_school[0] if of_school else None
    own_books = _own_books(line)
    return next(
        (k for k in of_school if k.own_books == own_books and k.vat in (None, _vat(line, k.vat))),
        None,
    )


def _vat(line: ChargeLine, posted: Decimal | None) -> Decimal | None:
    """Return the percentage of VAT on a line; what was posted, where the line does not say."""
    if _own_books(line):
        return ZERO
    return posted if line.booking is None else line.booking.vat_percentage


def _rows(fresh: Sequence[ChargeLine]) -> dict[str, Row]:
    """Return every placement's row by the part of its charges' references that is its own."""
    rows: dict[str, Row] = {}
    for line in fresh:
        name = placement_of(line.ref)
        before = rows.get(name)
        nil = line.reason if line.status == "nil" and before is None else ""
        rows[name] = Row(line.row, _error(line) or (before.error if before else ""), nil)
    return rows


def _error(line: ChargeLine) -> str:
    """Return the error of the row that a line stands for, or "": such a line has no price."""
    return line.reason if line.status == "held" and not line.denominator else ""


def entries_for(
    lines: Iterable[ChargeLine],
    *,
    first_number: int,
    period: str,
    at: datetime,
    prepared_by: str,
    approved_by: str,
) -> list[Entry]:
    """Return the ledger entries that posting the billable lines adds."""
    billable = [line for line in lines if line.status == "billable"]
    return [
        Entry(
            **alike(_as_posted(line), PricedCharge),
            number=number,
            period=period,
            posted_at=at,
            prepared_by=prepared_by,
            approved_by=approved_by,
        )
        for number, line in enumerate(billable, first_number)
    ]


def _as_posted(line: ChargeLine) -> ChargeLine:
    """Return a line as the ledger holds it: its units as decimals, and the charge that it is of."""
    units, denominator = (None if n is None else Decimal(n) for n in (line.units, line.denominator))
    return replace(line, of=line.of or line.ref, units=units, denominator=denominator)


def _against(line: ChargeLine, group: Posted, numbers: Numbers) -> list[ChargeLine]:
    """Return a posted charge, the correction to what is fresh, and what is not billable of it."""
    due = Due(line.row, f"now {line.reason}", _error(line), draft_rate=line.draft_rate)
    if line.status == "billable":
        due = due._replace(
            why=f"fresh: {line.working}", amount=line.amount, authority_share=line.authority_share
        )
    shown = corrected(group, due, numbers)
    if line.status in NOT_BILLABLE and (line.amount or len(shown) == 1):
        shown.append(_renamed(line))
    return shown


def _moved(line: ChargeLine, group: Posted, numbers: Numbers) -> list[ChargeLine]:
    """Return a posted charge and its reversal: it falls on another school, or another side."""
    first = group.first
    if line.laestab != first.laestab:
        why = f"the charge now falls on {line.school or line.laestab or 'nobody'}"
    elif line.status != "billable":
        why = f"now {line.reason}"
    elif _own_books(line) != _own_books(first):
        why = f"now settled by {line.route}, no longer by {first.route}"
    else:
        rate, before = (_vat(line, None) or ZERO).normalize(), first.vat_percentage.normalize()
        why = f"now with VAT of {rate:f}%, no longer of {before:f}%"
    return corrected(group, Due(line.row, why, _error(line)), numbers)


def _gone(group: Posted, row: Row | None, numbers: Numbers) -> list[ChargeLine]:
    """Return a posted charge that a fresh calculation does not have, and its reversal."""
    if row is None:
        row, why = Row(RowKey(LEDGER_SHEET, group.first.row)), "the placement was taken out"
    elif row.error:
        why = f"not calculated now: {row.error}"
    else:
        why = f"now {row.nil}" if row.nil else "the placement no longer gives this charge"
    return corrected(group, Due(row.key, why, row.error), numbers)


def _renamed(line: ChargeLine, known: Collection[str] = ()) -> ChargeLine:
    """Return a fresh line beside a posted one, with a reference of its own."""
    tag = line.status if line.status in NOT_BILLABLE else line.laestab
    ref = f"{line.ref}/{tag}"
    if normal(ref) in known:
        ref = f"{ref}-{line.route.replace(' ', '-')}"
    free = (name for n in count(1) if normal(name := ref if n == 1 else f"{ref}-{n}") not in known)
    return replace(line, ref=next(free), of=line.of or line.ref)
