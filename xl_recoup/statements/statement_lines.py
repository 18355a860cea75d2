"""The lines of statements: from the ledger what is posted, from the run what is not; pure."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from xl_recoup.accounts.bookings import Item
from xl_recoup.accounts.documents import by_entry_of
from xl_recoup.charging.divided_amounts import Part, split
from xl_recoup.charging.units_of_lines import UnitsOfLines
from xl_recoup.closed_lists import DOCUMENT_ROUTES, Component, Status
from xl_recoup.contract import Document, normal
from xl_recoup.errors import Refused
from xl_recoup.records import ChargeLine, Entry
from xl_recoup.run.result import Result
from xl_recoup.statements.parties import Parties
from xl_recoup.statements.parts import academy_year_ends
from xl_recoup.statements.reader_words import (
    authority_words,
    base_words,
    clean,
    for_reader,
    is_of_findings,
    sum_words,
    units_words,
)
from xl_recoup.statements.statement_records import LineKind, Movement, StatementLine


@dataclass(slots=True)
class LineMaker:
    """Makes the lines of one run's statements."""

    result: Result
    parties: Parties
    since: str = ""
    """The posting period from which on posted lines are new; before it they are brought forward."""
    _pos: dict[str, str] = field(init=False)
    _documents: dict[int, Document] = field(init=False)
    _units: UnitsOfLines = field(init=False)
    _first_new: int | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        self._pos = {normal(p.placement_ref): p.po_number for p in self.result.rows}
        self._units = UnitsOfLines(self.result.policy, self.result.rows)
        self._documents = by_entry_of(self.result.items.accounts.documents)
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
        item = self.result.items.of_entry(entry)
        document = self._documents.get(entry.number) if entry.route in DOCUMENT_ROUTES else None
        refs = {normal(entry.ref), normal(entry.of)}
        kind: LineKind = _movement(entry.component, entry.amount) if new else "opening"
        line = self._line(entry, kind, "posted", item)
        return replace(
            line,
            posted_in=clean(entry.period),
            charged_on=item.accounting_date or self.result.policy.as_at,
            document=clean(document.number) if document else "",
            po=clean(document.po_number) if document and document.po_number else line.po,
            disputed=bool(refs & self.result.disputed),
        )

    def fresh(self, line: ChargeLine) -> StatementLine | None:
        """Return a line of the run that is not posted; None for one already posted, or nil.

        None, too, for what errors in the workbook hold, be it a row without an amount or the taking
        back of what was posted for it: neither is known to be the school's.
        """
        if line.status == "posted" or line.status == "nil":
            return None
        if line.status == "held" and is_of_findings(line.reason):
            return None
        kind: LineKind = _movement(line.component, line.amount)
        if line.status != "billable":
            kind = line.status
        return replace(
            self._line(line, kind, line.status, self.result.items.of_line(line)),
            reason=for_reader(line.reason),
            disputed=normal(line.ref) in self.result.disputed,
        )

    def _line(
        self, item: Entry | ChargeLine, kind: LineKind, status: Status, booked: Item
    ) -> StatementLine:
        reading = self.result.policy.options.complete_weeks
        shares = self._shares(item)
        return StatementLine(
            kind=kind,
            ref=clean(item.ref),
            placement_ref=clean(item.placement_ref),
            scheme=clean(item.scheme),
            component=clean(item.component),
            legal_basis=clean(item.legal_basis),
            authority=authority_words(item.working),
            working=sum_words(item.working),
            base_words=base_words(item.working, item.base),
            units_words=units_words(item.working, item.units, item.denominator, reading),
            net=item.amount,
            vat=booked.vat,
            vat_code=clean(booked.vat_code),
            status=status,
            start=item.start,
            end=item.end,
            base=item.base,
            route=item.route,
            po=clean(self._pos.get(normal(item.placement_ref), "")),
            corrects=clean(item.of) if item.component == "Correction" else "",
            draft_rate=item.draft_rate,
            parts=shares if self._of_academy(item) else (),
            shares=shares,
        )

    def _shares(self, item: Entry | ChargeLine) -> tuple[Part, ...]:
        if item.start is None or item.end is None or item.end < item.start:
            return ()
        ends = academy_year_ends(item.start, item.end)
        units_to = self._units.of(item) if ends else None
        return split(item.amount, item.start, item.end, ends, units_to)

    def _of_academy(self, item: Entry | ChargeLine) -> bool:
        school = self.parties.school(item.laestab, self.day_of(item))
        return school is not None and school.is_academy


def _movement(component: Component, amount: Decimal) -> Movement:
    if component == "Correction":
        return "correction"
    return "credit" if amount < 0 else "new"
