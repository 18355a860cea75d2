"""What is posted is never changed: a fresh calculation gives only the difference to it.

For every charge of every school, posted lines + corrections = the fresh calculation, whatever came
in between: a late date, an overturned exclusion, a corrected rate, a deleted row.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from itertools import count
from typing import NamedTuple

from xl_recoup.contract import normal
from xl_recoup.money import ZERO, pounds
from xl_recoup.money import share as part_of
from xl_recoup.records import Booking, ChargeLine, Entry, RowKey

CORRECTION = "Correction"
LEDGER_SHEET = "Ledger"
OWN_BOOKS = "budget adjustment"
"""The route inside the authority's own books. Every other one is a debt of somebody else, so a
charge that changes sides, as a school's that converts, is reversed here and raised there. So is one
whose VAT changes: a credit note bears the VAT of the invoice that it is against."""
Numbers = Counter[tuple[str, str]]
"""Corrections so far, by charge and school: each has a number of its own."""


class Key(NamedTuple):
    """What is corrected against each other: one charge of one school, on one side of the books."""

    charge: str
    laestab: str
    own_books: bool
    vat: Decimal | None
    """Per cent; None where the ledger does not say, as one of an earlier version."""


@dataclass(frozen=True, slots=True)
class Row:
    """What a placement's row gives now: where it stands, and why nothing of it is charged."""

    key: RowKey
    error: str = ""
    nil: str = ""


def after_posting(
    fresh: Sequence[ChargeLine], entries: Sequence[Entry], service_year: str
) -> list[ChargeLine]:
    """Return the lines to show: what is posted, what corrects it, and what is new.

    `fresh` is a full calculation without regard to the ledger. Lines that were never posted stay
    as they are, in their place.
    """
    posted: dict[Key, list[Entry]] = defaultdict(list)
    numbers: Numbers = Counter()
    for entry in entries:
        if entry.service_year == service_year:
            vat = None if entry.vat is None else entry.vat_percentage
            key = Key(normal(entry.of), entry.laestab, entry.route == OWN_BOOKS, vat)
            posted[key].append(entry)
            numbers[key.charge, key.laestab] += entry.component == CORRECTION
    if not posted:
        return list(fresh)
    lines: list[ChargeLine] = []
    done: set[Key] = set()
    by_charge: dict[str, list[Key]] = defaultdict(list)
    for key in posted:
        by_charge[key.charge].append(key)
    known = {normal(e.ref) for e in entries}
    for line in fresh:
        groups = by_charge.get(normal(line.ref), [])
        same = _same(line, groups)
        for key in groups:
            if key != same and key not in done:
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
        lines += _gone(group, rows.get(_placement(group[0].of)), numbers)
    return lines


def _same(line: ChargeLine, groups: Sequence[Key]) -> Key | None:
    """Return the posted charge that a fresh line is; what is not billable is on neither side."""
    of_school = [k for k in groups if k.laestab == line.laestab]
    if line.status != "billable":
        return of_school[0] if of_school else None
    own_books = line.route == OWN_BOOKS
    return next(
        (k for k in of_school if k.own_books == own_books and k.vat in (None, _vat(line, k.vat))),
        None,
    )


def _vat(line: ChargeLine, posted: Decimal | None) -> Decimal | None:
    """Return the percentage of VAT on a line; what was posted, where the line does not say."""
    if line.route == OWN_BOOKS:
        return ZERO
    return posted if line.booking is None else line.booking.vat_percentage


def _placement(charge_ref: str) -> str:
    return normal(charge_ref.rpartition("/")[0])


def _rows(fresh: Sequence[ChargeLine]) -> dict[str, Row]:
    """Return every placement's row by the part of its charges' references that is its own."""
    rows: dict[str, Row] = {}
    for line in fresh:
        name = _placement(line.ref)
        before = rows.get(name)
        nil = line.reason if line.status == "nil" and before is None else ""
        error = line.reason if _is_error(line) else before.error if before else ""
        rows[name] = Row(line.row, error, nil)
    return rows


def _is_error(line: ChargeLine) -> bool:
    """Say whether a line stands for a row that has an error: held, and not priced."""
    return line.status == "held" and not line.denominator


def entries_for(
    lines: Iterable[ChargeLine], *, first_number: int, period: str, at: datetime,
    prepared_by: str, approved_by: str,
) -> list[Entry]:  # fmt: skip
    """Return the ledger entries that posting the billable lines adds."""
    billable = [line for line in lines if line.status == "billable"]
    return [
        Entry(
            number=number, period=period, posted_at=at, prepared_by=prepared_by,
            approved_by=approved_by, of=line.of or line.ref, ref=line.ref,
            placement_ref=line.placement_ref, laestab=line.laestab, school=line.school,
            scheme=line.scheme, component=line.component, legal_basis=line.legal_basis,
            start=line.start, end=line.end, base=line.base, units=_decimal(line.units),
            denominator=_decimal(line.denominator), amount=line.amount,
            authority_share=line.authority_share, route=line.route, cfr_code=line.cfr_code,
            s251_line=line.s251_line, working=line.working, service_year=line.service_year,
            draft_rate=line.draft_rate,
        )
        for number, line in enumerate(billable, first_number)
    ]  # fmt: skip


def _decimal(number: Decimal | int | None) -> Decimal | None:
    return None if number is None else Decimal(number)


def _against(line: ChargeLine, group: list[Entry], numbers: Numbers) -> list[ChargeLine]:
    """Return a posted charge, the correction to what is fresh, and what is not billable of it."""
    shown = [_posted(group, line.row)]
    due = line.amount if line.status == "billable" else ZERO
    share = line.authority_share if line.status == "billable" else ZERO
    why = f"now {line.reason}" if line.status != "billable" else f"fresh: {line.working}"
    held = line.reason if _is_error(line) else ""
    correction = _correction(group, line.row, numbers, due, share, why, held)
    if correction:
        shown.append(replace(correction, draft_rate=line.draft_rate))
    if line.status in ("asked", "held") and (line.amount or not correction):
        shown.append(_renamed(line))
    return shown


def _moved(line: ChargeLine, group: list[Entry], numbers: Numbers) -> list[ChargeLine]:
    """Return a posted charge and its reversal: it falls on another school, or another side."""
    if line.laestab != group[0].laestab:
        why = f"the charge now falls on {line.school or line.laestab or 'nobody'}"
    elif line.status == "billable" and (line.route == OWN_BOOKS) != (group[0].route == OWN_BOOKS):
        why = f"now settled by {line.route}, no longer by {group[0].route}"
    elif line.status == "billable":
        rate = (_vat(line, None) or ZERO).normalize()
        before = group[0].vat_percentage.normalize()
        why = f"now with VAT of {rate:f}%, no longer of {before:f}%"
    else:
        why = f"now {line.reason}"
    held = line.reason if _is_error(line) else ""
    correction = _correction(group, line.row, numbers, ZERO, ZERO, why, held)
    return [_posted(group, line.row), *([correction] if correction else [])]


def _gone(group: list[Entry], row: Row | None, numbers: Numbers) -> list[ChargeLine]:
    """Return a posted charge that a fresh calculation does not have, and its reversal."""
    if row is None:
        row, why = Row(RowKey(LEDGER_SHEET, group[0].row)), "the placement was taken out"
    elif row.error:
        why = f"not calculated now: {row.error}"
    else:
        why = f"now {row.nil}" if row.nil else "the placement no longer gives this charge"
    correction = _correction(group, row.key, numbers, ZERO, ZERO, why, row.error)
    return [_posted(group, row.key), *([correction] if correction else [])]


def _renamed(line: ChargeLine, known: Collection[str] = ()) -> ChargeLine:
    """Return a fresh line beside a posted one, with a reference of its own."""
    tag = line.status if line.status in ("asked", "held") else line.laestab
    ref = f"{line.ref}/{tag}"
    if normal(ref) in known:
        ref = f"{ref}-{line.route.replace(' ', '-')}"
    free = (name for n in count(1) if normal(name := ref if n == 1 else f"{ref}-{n}") not in known)
    return replace(line, ref=next(free), of=line.of or line.ref)


def _posted(group: list[Entry], row: RowKey) -> ChargeLine:
    first = group[0]
    amount = sum((e.amount for e in group), ZERO)
    alone = len(group) == 1
    periods = ", ".join(dict.fromkeys(e.period for e in group))
    return ChargeLine(
        ref=first.ref,
        placement_ref=first.placement_ref, row=row, laestab=first.laestab,
        school=first.school, scheme=first.scheme, component=first.component,
        legal_basis=first.legal_basis, start=first.start, end=first.end,
        base=first.base if alone else amount, units=first.units if alone else Decimal(1),
        denominator=first.denominator if alone else Decimal(1), amount=amount,
        authority_share=sum((e.authority_share for e in group), ZERO), status="posted",
        route=first.route, cfr_code=first.cfr_code, s251_line=first.s251_line,
        working=first.working if alone else _history(group),
        service_year=first.service_year, reason=f"posted in {periods}",
        of=first.of,
    )  # fmt: skip


def _history(group: list[Entry]) -> str:
    parts = "; ".join(f"{pounds(e.amount)} in {e.period} ({e.ref})" for e in group)
    return f"Posted: {parts}; together {pounds(sum((e.amount for e in group), ZERO))}."


def _correction(
    group: list[Entry], row: RowKey, numbers: Numbers, due: Decimal, share: Decimal, why: str,
    held: str = "",
) -> ChargeLine | None:  # fmt: skip
    """Return the line that brings what is posted to what is due, or None where they agree."""
    posted = sum((e.amount for e in group), ZERO)
    borne = sum((e.authority_share for e in group), ZERO)
    difference = due - posted
    if not difference and share == borne:
        return None
    first = group[0]
    numbers[normal(first.of), first.laestab] += 1
    number = numbers[normal(first.of), first.laestab]
    less = f"({pounds(posted)})" if posted < 0 else pounds(posted)
    bears = ""
    if share != borne:
        more = "more" if share > borne else "less"
        bears = f"; the authority bears {pounds(abs(share - borne))} {more}"
    return ChargeLine(
        ref=f"{first.of}/{first.laestab}/C{number}",
        placement_ref=first.placement_ref, row=row, laestab=first.laestab, school=first.school,
        scheme=first.scheme, component=CORRECTION, legal_basis=first.legal_basis,
        start=first.start, end=first.end, base=difference, units=Decimal(1),
        denominator=Decimal(1), amount=difference, authority_share=share - borne,
        status="held" if held else "billable", reason=held, route=first.route,
        cfr_code=first.cfr_code, s251_line=first.s251_line, service_year=first.service_year,
        working=(
            f"{pounds(due)} due − {less} posted = {pounds(difference)}, correcting"
            f" {first.of}{bears}; {why}"
        ),
        of=first.of, booking=_booking(group, due),
    )  # fmt: skip


def _booking(group: list[Entry], due: Decimal) -> Booking | None:
    """Return the booking of a correction: that of what it corrects, with the VAT that is left.

    The VAT of a charge and its corrections is always that of what is due: nothing is left over of
    a charge that is taken back.
    """
    first = group[0]
    if first.vat is None:
        return None
    left = part_of(due, first.vat_percentage, 100) - sum((e.vat or ZERO for e in group), ZERO)
    return Booking(first.cost_centre, first.subjective, first.vat_code, first.vat_percentage, left)
