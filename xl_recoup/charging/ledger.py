"""What is posted is never changed: a fresh calculation gives only the difference to it.

For every charge of every school, posted lines + corrections = the fresh calculation, whatever came
in between: a late date, an overturned exclusion, a corrected rate, a deleted row.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from xl_recoup.contract import normal
from xl_recoup.money import ZERO, pounds
from xl_recoup.records import ChargeLine, Entry, RowKey

CORRECTION = "Correction"
LEDGER_SHEET = "Ledger"
Key = tuple[str, str]


def after_posting(
    fresh: Sequence[ChargeLine], entries: Sequence[Entry], service_year: str
) -> list[ChargeLine]:
    """Return the lines to show: what is posted, what corrects it, and what is new.

    `fresh` is a full calculation without regard to the ledger. Lines that were never posted stay
    as they are, in their place.
    """
    posted: dict[Key, list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.service_year == service_year:
            posted[_key(entry)].append(entry)
    if not posted:
        return list(fresh)
    lines: list[ChargeLine] = []
    done: set[Key] = set()
    by_ref: dict[str, list[Key]] = defaultdict(list)
    for key in posted:
        by_ref[key[0]].append(key)
    for line in fresh:
        key = (normal(line.ref), line.laestab)
        for other in by_ref.get(key[0], []):
            if other != key and other not in done:
                done.add(other)
                lines += _moved(line, posted[other])
        if key in posted:
            done.add(key)
            lines += _against(line, posted[key])
        else:
            lines.append(_renamed(line) if by_ref.get(key[0]) else line)
    for key, group in posted.items():
        if key not in done:
            lines += _deleted(group)
    return lines


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


def _key(entry: Entry) -> Key:
    """Return the charge and the school that an entry stands for."""
    return normal(entry.of), entry.laestab


def _decimal(number: Decimal | int | None) -> Decimal | None:
    return None if number is None else Decimal(number)


def _against(line: ChargeLine, group: list[Entry]) -> list[ChargeLine]:
    """Return a posted charge, the correction to what is fresh, and what is not billable of it."""
    shown = [_posted(group, line.row)]
    due = line.amount if line.status == "billable" else ZERO
    share = line.authority_share if line.status == "billable" else ZERO
    error = line.status == "held" and not line.denominator
    why = f"now {line.reason}" if line.status != "billable" else f"fresh: {line.working}"
    correction = _correction(group, line.row, due, share, why, held=line.reason if error else "")
    if correction:
        shown.append(replace(correction, draft_rate=line.draft_rate))
    if line.status in ("asked", "held") and (line.amount or not correction):
        shown.append(_renamed(line))
    return shown


def _moved(line: ChargeLine, group: list[Entry]) -> list[ChargeLine]:
    why = f"the charge now falls on {line.school or line.laestab or 'nobody'}"
    error = line.status == "held" and not line.denominator
    correction = _correction(group, line.row, ZERO, ZERO, why, held=line.reason if error else "")
    return [_posted(group, line.row), *([correction] if correction else [])]


def _deleted(group: list[Entry]) -> list[ChargeLine]:
    row = RowKey(LEDGER_SHEET, group[0].row)
    correction = _correction(
        group, row, ZERO, ZERO, "the placement, or this part of it, is no longer in the workbook"
    )
    return [_posted(group, row), *([correction] if correction else [])]


def _renamed(line: ChargeLine) -> ChargeLine:
    """Return a fresh line beside a posted one, with a reference of its own."""
    tag = line.status if line.status in ("asked", "held") else line.laestab
    return replace(line, ref=f"{line.ref}/{tag}", of=line.of or line.ref)


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
    group: list[Entry], row: RowKey, due: Decimal, share: Decimal, why: str, held: str = ""
) -> ChargeLine | None:
    """Return the line that brings what is posted to what is due, or None where they agree."""
    posted = sum((e.amount for e in group), ZERO)
    borne = sum((e.authority_share for e in group), ZERO)
    difference = due - posted
    if not difference and share == borne:
        return None
    first = group[0]
    number = sum(e.component == CORRECTION for e in group) + 1
    return ChargeLine(
        ref=f"{first.of}/{first.laestab}/C{number}",
        placement_ref=first.placement_ref, row=row, laestab=first.laestab, school=first.school,
        scheme=first.scheme, component=CORRECTION, legal_basis=first.legal_basis,
        start=first.start, end=first.end, base=difference, units=Decimal(1),
        denominator=Decimal(1), amount=difference, authority_share=share - borne,
        status="held" if held else "billable", reason=held, route=first.route,
        cfr_code=first.cfr_code, s251_line=first.s251_line, service_year=first.service_year,
        working=(
            f"{pounds(due)} due − {pounds(posted)} posted = {pounds(difference)}, correcting"
            f" {first.of}; {why}"
        ),
        of=first.of,
    )  # fmt: skip
