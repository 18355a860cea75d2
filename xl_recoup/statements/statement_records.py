"""What a statement holds: frozen records, pounds as `Decimal`, no pupil but a placement reference.

Nothing here knows a UPN, initials, a date of birth or a note, so no writer can print one.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal, get_args

from xl_recoup.charging.divided_amounts import Part
from xl_recoup.closed_lists import Blank, DebtAge, DocumentKind, Route, Status
from xl_recoup.money import ZERO
from xl_recoup.records import record, short_record
from xl_recoup.statements.sending import Paper, Party
from xl_recoup.words import long_date

Movement = Literal["opening", "new", "correction", "credit"]
IN_BALANCE: tuple[Movement, ...] = get_args(Movement)
LineKind = Literal[Movement, "asked", "held"]
"""What a line does: it makes the balance, or it is shown beside it."""


@record
class StatementLine:
    """One charge on a statement; `net` > 0: the school pays or loses, < 0: a credit."""

    kind: LineKind
    ref: str
    placement_ref: str
    scheme: str
    component: str
    legal_basis: str
    authority: str
    """The citation or the agreement with its date, as the workbook's working ends."""
    working: str
    """The sum in words, without the authority."""
    base_words: str
    """The base factor by factor."""
    units_words: str
    """Weeks or other units with the reading: `20 of 52 complete weeks (inclusive)`."""
    net: Decimal
    status: Status
    start: date | None = None
    end: date | None = None
    base: Decimal | None = None
    vat: Decimal = ZERO
    vat_code: str = ""
    reason: str = ""
    route: Route | Blank = ""
    posted_in: str = ""
    charged_on: date | None = None
    """The accounting date of its posting; None where it is not posted."""
    document: str = ""
    po: str = ""
    corrects: str = ""
    disputed: bool = False
    draft_rate: bool = False
    parts: tuple[Part, ...] = ()
    """An academy's dated line, split at its year end; one part where it doesn't cross one."""
    shares: tuple[Part, ...] = ()
    """The same of every dated line, also of a school that was no academy when it began."""

    @property
    def gross(self) -> Decimal:
        """Net and VAT."""
        return self.net + self.vat

    @property
    def in_balance(self) -> bool:
        """Say whether the line counts towards the closing balance."""
        return self.kind in IN_BALANCE


ON_ITS_DOCUMENTS = "Paid on the trust's own documents"


@record
class Sums:
    """The account, gross: opening + new + corrections + credits + settled = closing.

    Each figure has the sign by which it is added: what the school is given is below 0.
    """

    opening: Decimal = ZERO
    new: Decimal = ZERO
    corrections: Decimal = ZERO
    credits: Decimal = ZERO
    settled: Decimal = ZERO
    """Paid or netted off."""
    disputed: Decimal = ZERO
    """Part of the closing balance, not taken from it."""
    vat: Decimal = ZERO
    """Of the lines of the balance; part of the figures above."""
    asked: Decimal = ZERO
    """Beside the balance, never in it; likewise `held`."""
    held: Decimal = ZERO

    @property
    def closing(self) -> Decimal:
        """What is owed; below 0 in the school's favour."""
        return self.opening + self.new + self.corrections + self.credits + self.settled

    def __add__(self, other: Sums) -> Sums:
        return Sums(**{f: getattr(self, f) + getattr(other, f) for f in Sums.__annotations__})


@short_record
class YearEnd:
    """What belongs to the year that ends on a day, and what of it was charged by then; net."""

    day: date
    whose: str
    service: Decimal
    charged: Decimal
    forecast: bool
    """True where the day is still to come at the statement's date."""

    @property
    def accrual(self) -> Decimal:
        """To be accrued; below 0 it was charged in advance."""
        return self.service - self.charged


@short_record
class QueryShown:
    """A query on a charge of the statement."""

    ref: str
    charge_ref: str
    opened: date | None
    closed: date | None
    amount: Decimal | None


@record
class OpenDocument:
    """An invoice or credit note on which something is outstanding."""

    number: str
    kind: DocumentKind
    issued: date | None
    due: date | None
    """The day by which it is to be paid; None where it is not issued, or is a credit note."""
    gross: Decimal
    outstanding: Decimal
    age: DebtAge


@record
class Section:
    """One school's account."""

    laestab: str
    name: str
    type: str
    lines: tuple[StatementLine, ...]
    sums: Sums
    year_ends: tuple[YearEnd, ...]
    by_route: tuple[tuple[str, Decimal], ...]
    queries: tuple[QueryShown, ...] = ()

    def of_kind(self, *kinds: LineKind) -> tuple[StatementLine, ...]:
        """Return the lines of some kinds, in order."""
        return tuple(line for line in self.lines if line.kind in kinds)


@record
class Statement:
    """One statement, as it is sent: to a school, or to a trust with a section for each school."""

    number: str
    version: int
    period_start: date
    period_end: date
    as_at: date
    paper: Paper
    party: Party
    entity: str
    """The legal entity that owes."""
    sections: tuple[Section, ...]
    sums: Sums
    schemes: tuple[tuple[str, str], ...]
    """Code and name of each scheme named in it."""
    settled_together: Decimal = ZERO
    """Paid on the trust's own documents, so for no one school; signed as in the sums."""
    open_documents: tuple[OpenDocument, ...] = ()
    request_version: int = 1

    @property
    def request_number(self) -> str:
        """The number of the request for a contribution that goes with it."""
        return f"{self.number}-request"

    @property
    def title(self) -> str:
        """The document's title."""
        return f"Recoupment statement {self.number}, version {self.version}: {self.party.name}"

    @property
    def subtitle(self) -> str:
        """What stands below the title of its first page: whose it is, and of which year."""
        return f"{self.party.name} · financial year {self.paper.financial_year}"

    @property
    def footer(self) -> str:
        """What stands at the foot of each page."""
        return f"Statement {self.number} · version {self.version} · as at {long_date(self.as_at)}"

    @property
    def accounts(self) -> tuple[tuple[str, str, Sums], ...]:
        """Name, LAESTAB and account of each school, and of what the trust settled for all."""
        schools = [(x.name, x.laestab, x.sums) for x in self.sections]
        if self.settled_together:
            schools.append((ON_ITS_DOCUMENTS, "", Sums(settled=self.settled_together)))
        return tuple(schools)

    def of_kind(self, *kinds: LineKind) -> tuple[StatementLine, ...]:
        """Return the lines of some kinds, section by section."""
        return tuple(line for s in self.sections for line in s.of_kind(*kinds))
