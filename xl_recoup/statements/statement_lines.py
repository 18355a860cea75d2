"""The lines of statements: from the ledger what is posted, from the run what is not; pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from xl_recoup.closed_lists import Component
from xl_recoup.contract import normal
from xl_recoup.errors import Refused
from xl_recoup.records import ChargeLine, Entry
from xl_recoup.run.result import Result
from xl_recoup.statements.parties import Parties
from xl_recoup.statements.parts import academy_year_ends, split
from xl_recoup.statements.reader_words import (
    authority_words,
    base_words,
    clean,
    for_reader,
    reason_words,
    units_words,
)
from xl_recoup.statements.statement_records import DocumentInfo, Part, StatementLine

NOTHING_KNOWN = DocumentInfo()
READINGS = {
    "inclusive": "both the first and the last day count",
    "exclusive": "the first day does not count",
    "calendar": "whole weeks from Monday to Sunday count",
}


@dataclass(slots=True)
class LineMaker:
    """Makes the lines of one run's statements."""

    result: Result
    parties: Parties
    documents: Mapping[str, DocumentInfo]
    since: str = ""
    """The posting period from which on posted lines are new; before it they are brought forward."""
    _pos: dict[str, str] = field(init=False)
    _documents: dict[str, DocumentInfo] = field(init=False)
    _first_new: int | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        self._pos = {normal(p.placement_ref): p.po_number for p in self.result.rows}
        self._documents = {normal(ref): info for ref, info in self.documents.items()}
        if self.since:
            wanted = normal(self.since)
            found = [e.number for e in self.result.entries if normal(e.period) == wanted]
            if not found:
                raise Refused(f"Nothing has been posted under the period {self.since}.")
            self._first_new = min(found)

    def day_of(self, item: Entry | ChargeLine) -> date:
        """Return the day on which a line fell due, which decides who owes it."""
        return item.start or self.result.policy.period.start

    def posted(self, entry: Entry) -> StatementLine:
        """Return a posted line: brought forward, or a movement since the period named.

        It counts as charged on its accounting date, as in the journal.
        """
        new = self._first_new is not None and entry.number >= self._first_new
        booked = self.result.items.of_entry(entry).accounting_date
        refs = {normal(entry.ref), normal(entry.of)}
        return self._line(
            entry,
            kind=_movement(entry.component, entry.amount) if new else "opening",
            status="posted", reason="", posted_in=clean(entry.period),
            charged_on=booked or self.result.policy.as_at,
            disputed=bool(refs & self.result.disputed),
        )  # fmt: skip

    def fresh(self, line: ChargeLine) -> StatementLine | None:
        """Return a line of the run that is not posted; None for one already posted, or nil."""
        if line.status in ("posted", "nil"):
            return None
        billable = line.status == "billable"
        return self._line(
            line,
            kind=_movement(line.component, line.amount) if billable else line.status,
            status=line.status, reason=reason_words(line.reason), posted_in="", charged_on=None,
            disputed=normal(line.ref) in self.result.disputed,
        )  # fmt: skip

    def _line(
        self, item: Entry | ChargeLine, *, kind: str, status: str, reason: str, posted_in: str,
        charged_on: date | None, disputed: bool,
    ) -> StatementLine:  # fmt: skip
        reading = self.result.policy.options.complete_weeks
        about = self._documents.get(normal(item.ref), NOTHING_KNOWN)
        vat, vat_code = self._vat(item, about)
        return StatementLine(
            kind=kind, ref=clean(item.ref), placement_ref=clean(item.placement_ref),
            scheme=clean(item.scheme), component=clean(item.component),
            legal_basis=clean(item.legal_basis), authority=authority_words(item.working),
            working=for_reader(item.working), base_words=base_words(item.working, item.base),
            units_words=units_words(item.working, item.units, item.denominator, reading),
            net=item.amount, vat=vat, vat_code=vat_code, status=status, start=item.start,
            end=item.end, base=item.base, reason=reason, route=item.route, posted_in=posted_in,
            charged_on=charged_on, document=clean(about.number),
            po=clean(about.po or self._pos.get(normal(item.placement_ref), "")),
            corrects=clean(item.of) if item.component == "Correction" else "",
            disputed=disputed, draft_rate=item.draft_rate, parts=self._parts(item),
        )  # fmt: skip

    def _vat(self, item: Entry | ChargeLine, about: DocumentInfo) -> tuple[Decimal, str]:
        items = self.result.items
        booked = items.of_entry(item) if isinstance(item, Entry) else items.of_line(item)
        vat = booked.vat if about.vat is None else about.vat
        return vat, clean(booked.vat_code)

    def _parts(self, item: Entry | ChargeLine) -> tuple[Part, ...]:
        if item.start is None or item.end is None or item.end < item.start:
            return ()
        school = self.parties.school(item.laestab, item.start)
        if school is None or not school.is_academy:
            return ()
        ends = academy_year_ends(item.start, item.end)
        return split(item.amount, item.start, item.end, ends)


def _movement(component: Component, amount: Decimal) -> str:
    if component == "Correction":
        return "correction"
    return "credit" if amount < 0 else "new"
