"""What the workbook holds, understood: frozen, typed records. Pounds are `Decimal`, days `date`."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from xl_recoup.closed_lists import (
    Blank,
    Component,
    IdaciBand,
    LegalBasis,
    ReviewStatus,
    RollStatus,
    Route,
    Status,
)

T = TypeVar("T")

if TYPE_CHECKING:
    from typing import dataclass_transform

    @dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(field,))
    def record(kind: type[T]) -> type[T]:
        """Make a record whose fields are given by their names."""

    @dataclass_transform(frozen_default=True, field_specifiers=(field,))
    def short_record(kind: type[T]) -> type[T]:
        """Make a record of few fields, which may be given in their order."""
else:
    # Frozen for the type checker. At run time a frozen dataclass sets each field by a call, which
    # takes a tenth of a whole run over ten thousand placements, and the class itself takes twice as
    # long to make, at every start. So would methods that Python writes and compiles for each class
    # where one for all of them does: how it is compared and shown.

    def record(kind):
        return _with_methods(dataclass(slots=True, kw_only=True, eq=False, repr=False)(kind))

    def short_record(kind):
        return _with_methods(dataclass(slots=True, eq=False, repr=False)(kind))

    def _with_methods(kind):
        said = attrgetter(*[f.name for f in fields(kind) if f.compare])

        def equal(self, other):
            return said(self) == said(other) if type(other) is type(self) else NotImplemented

        kind.__eq__, kind.__repr__ = equal, _shown
        if "__hash__" not in kind.__dict__:
            kind.__hash__ = lambda self: hash(said(self))
        return kind

    def _shown(self):
        said = ", ".join(f"{f.name}={getattr(self, f.name)!r}" for f in fields(self) if f.repr)
        return f"{type(self).__name__}({said})"


class Severity(Enum):
    """An error holds the row; a warning never changes a line."""

    ERROR = "error"
    WARNING = "warning"


class State(Enum):
    """How a finding stands against those of the last run, and what was signed."""

    NEW = "new"
    KNOWN = "known"
    SIGNED_OFF = "signed off"


class Place(NamedTuple):
    """Where something stands: a sheet and a cell such as `F14` (a whole table has no cell)."""

    sheet: str
    cell: str = ""

    def __str__(self) -> str:
        return f"{self.sheet} {self.cell}".rstrip()


@short_record
class Finding:
    """One thing that a check found; `row` names the placement row it concerns, if any."""

    code: str
    severity: Severity
    place: Place
    message: str
    row: RowKey | None = None
    item: str = ""
    """What its row is called: a placement's reference, a rate, a party; blank outside of rows."""
    state: State = State.KNOWN
    rows: frozenset[RowKey] = frozenset()
    """The placement rows that it holds, where one thing is the cause of what is wrong with many."""


class RowKey(NamedTuple):
    """A placement row by its place: the sheet and Excel's row number."""

    sheet: str
    row: int


@record
class Placement:
    """One row of a placement sheet. A blank flag is False; other blanks are None or ""."""

    key: RowKey
    ref: str
    """The placement reference, made unique: a repeated or missing one is told by its place."""
    columns: dict[str, str]
    """Field name to column letters on its sheet, shared by all rows of the table."""
    unreadable: frozenset[str] = frozenset()
    """Fields whose cell holds something that can't be understood (each has its finding)."""

    placement_ref: str = ""
    episode_ref: str = ""
    upn: str = ""
    pupil: str = ""
    date_of_birth: date | None = None
    year_group: int | None = None
    """Reception is 0, nursery -1, Years 1 to 13 themselves."""
    home_school: str = ""
    reserved_sen_place: bool = False
    provider: str = ""
    scheme: str = ""
    roll_status: RollStatus | Blank = ""
    exclusion_date: date | None = None
    decision_date: date | None = None
    cancelled_on: date | None = None
    review_status: ReviewStatus | Blank = ""
    review_decided_on: date | None = None
    left_roll_on: date | None = None
    start_date: date | None = None
    end_date: date | None = None
    days_per_week: Decimal | None = None
    days_attended: Decimal | None = None
    hours: Decimal | None = None
    agreed_amount: Decimal | None = None
    """Pounds agreed for this pupil: for what a unit or a year is, the scheme says."""
    reinstated_on: date | None = None
    admitting_school: str = ""
    admitted_on: date | None = None
    left_admitting_school_on: date | None = None
    adjustment_order: bool = False
    order_date: date | None = None
    fsm: bool = False
    fsm6: bool = False
    idaci_band: IdaciBand | Blank = ""
    eal: bool = False
    low_prior_attainment: bool = False
    mobility: bool = False
    looked_after: bool = False
    previously_looked_after: bool = False
    service_child: bool = False
    ehcp: bool = False
    old_authority: str = ""
    intermediate_authority: str = ""
    educated_from: date | None = None
    notice_sent_on: date | None = None
    po_number: str = ""
    notes: str = ""

    @property
    def counts_from(self) -> date | None:
        """The day from which it counts, whatever its scheme; None where the row has no such day.

        The day of the exclusion; without one, that of leaving the roll; without either, the start.
        """
        return self.exclusion_date or self.left_roll_on or self.start_date

    @property
    def served_from(self) -> date | None:
        """The day from which it is served under a scheme of the authority's own, if it has one.

        The start; without one, the day of leaving the roll. An exclusion serves nobody.
        """
        return self.start_date or self.left_roll_on

    def place(self, field: str) -> Place:
        """Return the cell of a field, or the row's first cell where the sheet lacks the column."""
        letters = self.columns.get(field) or next(iter(self.columns.values()), "A")
        return Place(self.key.sheet, f"{letters}{self.key.row}")


class Booking(NamedTuple):
    """How a line is booked: where its income goes, and its VAT.

    `vat` is in pounds; None where it is `vat_percentage` of the amount.
    """

    cost_centre: str
    subjective: str
    vat_code: str
    vat_percentage: Decimal
    vat: Decimal | None = None


@record
class Charge:
    """What a line of a run, a ledger entry and what is booked of them say alike.

    `amount` > 0: the school pays or loses; < 0: a credit.
    """

    ref: str
    placement_ref: str
    laestab: str
    school: str
    scheme: str
    component: Component
    amount: Decimal
    start: date | None = None
    route: Route | Blank = ""
    cfr_code: str = ""
    s251_line: str = ""
    service_year: str = ""
    of: str = ""
    """The reference of the charge that a correction, or a line beside a posted one, belongs to."""


def alike(charge: Charge, kind: type[Charge]) -> dict[str, Any]:
    """Return by field what a charge says of all that a kind of charge says."""
    return {name: getattr(charge, name) for name in kind.__dataclass_fields__}


@record
class PricedCharge(Charge):
    """A charge with how its amount came about, as Charges and the Ledger both show it."""

    legal_basis: LegalBasis | Blank = ""
    end: date | None = None
    base: Decimal | None = None
    units: Decimal | int | None = None
    denominator: Decimal | int | None = None
    authority_share: Decimal = Decimal("0.00")
    working: str = ""
    draft_rate: bool = False


@record
class ChargeLine(PricedCharge):
    """One line of the Charges table."""

    row: RowKey
    status: Status
    reason: str = ""
    booking: Booking | None = None
    """As the row of its scheme says, or what it corrects; None: as the scheme's code says."""


@record
class Entry(PricedCharge):
    """One posted line of the Ledger: never changed, only ever added to.

    Every entry has a route, and `of`: the reference of the charge that it is, or corrects.
    """

    route: Route
    number: int
    period: str
    posted_at: datetime | None
    prepared_by: str
    approved_by: str
    cost_centre: str = ""
    """Where the income was booked; so `subjective`."""
    subjective: str = ""
    vat_code: str = ""
    vat_percentage: Decimal = Decimal(0)
    vat: Decimal | None = None
    """In pounds; None where the ledger does not say, as one of an earlier version."""
    takes_back: int | None = None
    """The number of the entry that this one takes back in full."""
    entry_digest: str = ""
    """As the ledger has it; "" where it is not written yet, or by the first edition."""
    row: int = 0
    """The sheet's row, for findings."""


class PostedStretch(NamedTuple):
    """What the ledger has of one stretch of a placement under a scheme: its days and its units."""

    ref: str
    laestab: str
    scheme: str
    start: date
    end: date
    units: Decimal | None
    turns: tuple[date, ...]
    """The days on which something of it begins, or ended the day before."""
