"""What is posted here against what the finance system shows: a pasted extract, line by line.

An extract may quote a document (or its finance reference), a charge or a journal line. A document
may stand there gross or net, in one line or in several that add up to it. The extract of an income
account shows credits: where most lines agree only with the sign turned, all are turned. A line that
says that money came is a receipt, and nothing that was posted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Literal

from xl_recoup.accounts.bookings import Items
from xl_recoup.accounts.documents import by_entry_of, known_as, status_of
from xl_recoup.accounts.journal import JournalLine
from xl_recoup.accounts.receipts import says_receipt
from xl_recoup.closed_lists import ExtractResult
from xl_recoup.contract import ExtractRow, normal
from xl_recoup.money import ZERO
from xl_recoup.records import Place, record, short_record


@record
class Match:
    """One line of the reconciliation; `posted` and `found` in pounds, None where there is none."""

    result: ExtractResult
    reference: str
    posted: Decimal | None
    found: Decimal | None
    advice: str
    day: date | None = None
    place: Place | None = None

    @property
    def difference(self) -> Decimal:
        """What the finance system has more than is posted here; money that came is no posting."""
        if self.result == "receipt":
            return ZERO
        return (self.found or ZERO) - (self.posted or ZERO)


@short_record
class _Unit:
    """Something that the extract may show: a document, a charge or a journal line."""

    name: str
    amounts: tuple[Decimal, ...]
    """What it may amount to; the first is shown."""
    entries: frozenset[int]
    kind: Literal["document", "charge", "line"]
    wanted: bool = True
    """False where its absence means nothing."""


def reconcile_extract(items: Items, lines: Sequence[JournalLine] = ()) -> list[Match]:
    """Return how each line of the extract fits what is posted, and what is missing there.

    `lines` is the journal, for extracts that quote its line numbers. Without an extract there is
    nothing to reconcile.
    """
    extract = items.accounts.extract
    if extract is None:
        return []
    units = _units(items, lines)
    grouped: dict[_Unit, list[ExtractRow]] = defaultdict(list)
    places: dict[_Unit, list[int]] = defaultdict(list)
    came = {i: _receipt(row) for i, row in enumerate(extract) if says_receipt(row)}
    for place, row in enumerate(extract):
        unit = units.get(normal(row.reference))
        if unit is not None and place not in came:
            grouped[unit].append(row)
            places[unit].append(place)
    sign = _sign(grouped)
    found: dict[int, Match] = {}
    seen: set[int] = set()
    documented: set[int] = set()
    for unit in sorted(grouped, key=lambda u: u.kind != "document"):
        rows = grouped[unit]
        if unit.kind == "charge" and unit.entries <= documented:
            why = "its document is there too"
            matches = [_duplicate(row, unit, why, row.amount * sign) for row in rows]
        else:
            matches = _compared(unit, rows, sign if unit.kind != "line" else 1)
        found |= dict(zip(places[unit], matches, strict=True))
        seen |= unit.entries
        if unit.kind == "document":
            documented |= unit.entries
    found |= came
    made = [found.get(i) or _not_ours(row) for i, row in enumerate(extract)]
    return made + _missing(units, grouped, seen)


def _units(items: Items, lines: Sequence[JournalLine]) -> Mapping[str, _Unit]:
    """Return what the extract may show, by reference in normal form."""
    documents = items.accounts.documents
    units: dict[str, _Unit] = {}
    for document in documents:
        unit = _Unit(
            document.number,
            (document.gross, document.net),
            frozenset(document.entries),
            "document",
            status_of(document) != "ready, not issued",
        )
        units |= dict.fromkeys(sorted(known_as(document)), unit)
    by_entry = by_entry_of(documents)
    for item in items.posted:
        number = item.number or 0
        amounts, entries = (item.gross, item.amount), frozenset({number})
        document_of = by_entry.get(number)
        wanted = document_of is None or status_of(document_of) != "ready, not issued"
        units.setdefault(normal(item.ref), _Unit(item.ref, amounts, entries, "charge", wanted))
    by_mark = {item.mark: item.number or 0 for item in items.posted}
    for line in lines:
        held = frozenset({by_mark[line.mark]} if line.mark in by_mark else ())
        unit = _Unit(line.number, (line.signed,), held, "line", False)
        units.setdefault(normal(line.number), unit)
    return units


def _sign(grouped: Mapping[_Unit, Sequence[ExtractRow]]) -> int:
    """Return -1 where more units agree with the sign turned than as they stand."""
    rows = [(u, row) for u, held in grouped.items() if u.kind != "line" for row in held]
    as_is = sum(row.amount in unit.amounts for unit, row in rows)
    return -1 if sum(-row.amount in unit.amounts for unit, row in rows) > as_is else 1


def _compared(unit: _Unit, rows: Sequence[ExtractRow], sign: int) -> list[Match]:
    amounts = [row.amount * sign for row in rows]
    together = sum(amounts, ZERO)
    if together in unit.amounts:
        share = "" if len(rows) == 1 else f"{len(rows)} lines that add up to {unit.name}"
        return [
            _match("matched", row, a if len(rows) > 1 else together, a, share)
            for row, a in zip(rows, amounts, strict=True)
        ]
    matches: list[Match] = []
    right = next((a for a in amounts if a in unit.amounts), None)
    posted = unit.amounts[0] if right is None else None  # once, so that differences add up
    for row, amount in zip(rows, amounts, strict=True):
        if amount == right and all(m.result != "matched" for m in matches):
            matches.append(_match("matched", row, amount, amount, ""))
        elif amount in unit.amounts:
            matches.append(_duplicate(row, unit, "it is there already", amount))
        else:
            advice = f"Correct the finance system, or ask why {unit.name} stands there otherwise."
            matches.append(_match("different", row, posted, amount, advice))
            posted = None
    return matches


def _match(
    result: ExtractResult, row: ExtractRow, posted: Decimal | None, found: Decimal, advice: str
) -> Match:
    return Match(
        result=result,
        reference=row.reference,
        posted=posted,
        found=found,
        advice=advice,
        day=row.day,
        place=row.place,
    )


def _duplicate(row: ExtractRow, unit: _Unit, why: str, amount: Decimal) -> Match:
    advice = f"Reverse it in the finance system: {why} ({unit.name})."
    return _match("duplicate", row, None, amount, advice)


def _receipt(row: ExtractRow) -> Match:
    advice = "Money that came: see the sheet Proposed settlements."
    return _match("receipt", row, None, row.amount, advice)


def _not_ours(row: ExtractRow) -> Match:
    advice = "No document, charge or journal line has this reference. Find out whose it is."
    return _match("not ours", row, None, row.amount, advice)


def _missing(
    units: Mapping[str, _Unit], grouped: Mapping[_Unit, object], seen: set[int]
) -> list[Match]:
    """Return what is wanted and not there: whole documents, else the charges that lack."""
    missing: list[Match] = []
    told: set[int] = set()
    for unit in dict.fromkeys(units.values()):
        if not unit.wanted or unit in grouped or unit.entries & (told | seen):
            continue
        told |= unit.entries
        missing.append(
            Match(
                result="missing in the ledger",
                reference=unit.name,
                posted=unit.amounts[0],
                found=None,
                advice="It is posted here and not in the finance system. Ask for it to be entered.",
            )
        )
    return missing
