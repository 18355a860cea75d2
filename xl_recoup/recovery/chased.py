"""What is chased: documents that are to be paid, and requests that are to be answered."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from xl_recoup.closed_lists import ChasedKind, RecoveryStage
from xl_recoup.money import ZERO
from xl_recoup.records import Place, record


@record
class Chased:
    """A document with money outstanding, or a request with charges that wait for an answer."""

    reference: str
    names: frozenset[str]
    """All references, in normal form, under which people may write of it."""
    kind: ChasedKind
    party: str
    laestab: str
    """"" for a trust."""
    gross: Decimal
    """Pounds that the document is over, or that were asked for."""
    amount: Decimal
    """Pounds that are outstanding, or that wait for an answer."""
    disputed: Decimal = ZERO
    """Pounds of them on which a query is open: they are not pressed for."""
    began: date
    """The day on which the document was issued, or the request written."""
    due: date
    """The day by which it is to be paid or answered."""
    net_off_agreed: bool = False
    """Whether an agreement lets the authority take the money off what it pays."""
    credit: Decimal = ZERO
    """Pounds that the authority owes the same party on credit notes, set off against nothing."""
    covered: bool = False
    """Whether that is as much as all that is pressed for with the party: there is no debt."""
    lines: int = 0
    """How many charges a request is about."""
    place: Place = Place("")
    """Where it stands in the workbook."""

    @property
    def pressed(self) -> Decimal:
        """Pounds that are pressed for."""
        return self.amount - self.disputed


@record
class Step:
    """Something that was done about it, by a letter or by a person."""

    stage: RecoveryStage
    on: date
    next_on: date | None = None
    """Nothing is to be done before this day."""


@record
class Chase:
    """How far something is pressed on a day, and what is next."""

    chased: Chased
    stage: RecoveryStage
    """The last stage that it came to."""
    since: date
    next_step: RecoveryStage | None
    """None where nothing follows from itself; `why` says what is waited for."""
    next_on: date | None
    """The day from which the next step is due."""
    why: str = ""
    held: bool = False
    """True where a row about it is wrong: nothing is sent until that is corrected."""
    steps: tuple[Step, ...] = ()
    """What was done, in order of days."""

    def is_due(self, day: date) -> bool:
        """Say whether the next step is to be taken on a day."""
        return self.next_step is not None and self.next_on is not None and self.next_on <= day

    def on_of(self, stage: RecoveryStage) -> date | None:
        """Return the day on which it came to a stage, if it did."""
        return next((step.on for step in self.steps if step.stage == stage), None)
