"""What each placement comes to at each school, as a run notes it for the next one."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from datetime import date
from decimal import Decimal
from operator import attrgetter
from typing import NamedTuple

from xl_recoup.closed_lists import Status
from xl_recoup.contract import Change, normal
from xl_recoup.intake.last_run_record import PLACEMENT, LastRunRecord, Remembered
from xl_recoup.money import ZERO, plain
from xl_recoup.policy.change_list import ChangeList
from xl_recoup.records import ChargeLine, Placement

NOT_CHARGING = {"key", "ref", "columns", "unreadable", "end_date", "pupil", "notes", "po_number"}
_cells = attrgetter(*(f.name for f in fields(Placement) if f.name not in NOT_CHARGING))


class Amounts(NamedTuple):
    """Pounds by how they stand; what is posted counts as billable."""

    billable: Decimal = ZERO
    asked: Decimal = ZERO
    held: Decimal = ZERO

    @property
    def total(self) -> Decimal:
        """Billable, posted, asked and held together."""
        return self.billable + self.asked + self.held

    def plus(self, other: Amounts) -> Amounts:
        """Return the sums of two."""
        return Amounts(*(a + b for a, b in zip(self, other, strict=True)))

    def less(self, other: Amounts) -> Amounts:
        """Return the differences of two."""
        return Amounts(*(a - b for a, b in zip(self, other, strict=True)))


NOTHING = Amounts()
BySchool = Mapping[str, Amounts]
Charged = Mapping[str, BySchool]
"""Amounts by the placement's reference in normal form, then by LAESTAB; nothing that is 0."""
_BUCKETS: Mapping[Status, int] = {"billable": 0, "posted": 0, "asked": 1, "held": 2}


class Noted(NamedTuple):
    """What a run noted of one placement."""

    ref: str
    """The reference as it was written."""
    digest: str
    """Of its row without its end, and of its dated changes."""
    end: str
    """Its End date, as 2026-01-31; blank where it had none."""
    amounts: BySchool


def charged_amounts(lines: Iterable[ChargeLine]) -> Charged:
    """Return what each placement comes to at each school."""
    sums: dict[str, dict[str, list[Decimal]]] = defaultdict(dict)
    for line in lines:
        bucket = _BUCKETS.get(line.status)
        if bucket is not None and line.amount:
            of_ref = sums[normal(line.placement_ref)]
            of_ref.setdefault(line.laestab, [ZERO, ZERO, ZERO])[bucket] += line.amount
    return {
        ref: {laestab: Amounts(*three) for laestab, three in schools.items() if any(three)}
        for ref, schools in sums.items()
    }


def rows_noted(rows: Iterable[Placement], changes: ChangeList) -> dict[str, tuple[str, str]]:
    """Return the digest and the end of each placement's row, by its reference in normal form."""
    found: dict[str, tuple[str, str]] = {}
    for p in rows:
        ref = normal(p.placement_ref)
        told = [_change(c) for c in changes.of(p.placement_ref)]
        text = repr((_cells(p), sorted(told), sorted(p.unreadable)))
        if ref in found:
            text = f"{found[ref][0]} {text}"
        digest = hashlib.sha256(text.encode()).hexdigest()[:16]
        found[ref] = (digest, p.end_date.isoformat() if isinstance(p.end_date, date) else "")
    return found


def _change(change: Change) -> str:
    return repr((change.start, change.end, change.what, change.value, change.chargeable))


def noted_charges(
    charged: Charged, rows: Mapping[str, tuple[str, str]], names: Mapping[str, str]
) -> Iterator[Remembered]:
    """Yield what the next run is to know of each placement; `names` has references as written."""
    for ref in sorted(rows.keys() | charged.keys()):
        digest, end = rows.get(ref, ("", ""))
        amounts = [
            f"{laestab or '-'}={'/'.join(map(plain, three))}"
            for laestab, three in sorted(charged.get(ref, {}).items())
        ]
        value = " ".join([digest or "-", end or "-", *amounts])
        yield Remembered(PLACEMENT, names.get(ref, ref) or "-", value)


def charges_before(before: LastRunRecord) -> dict[str, Noted]:
    """Return what the last run noted of each placement, by reference in normal form."""
    found = {}
    for name, value in before.of(PLACEMENT).items():
        ref = "" if name == "-" else name
        digest, end, *parts = value.split(" ")
        amounts = dict(_amounts(part) for part in parts)
        found[normal(ref)] = Noted(ref, digest, "" if end == "-" else end, amounts)
    return found


def _amounts(part: str) -> tuple[str, Amounts]:
    laestab, _, three = part.rpartition("=")
    return "" if laestab == "-" else laestab, Amounts(*map(Decimal, three.split("/")))
