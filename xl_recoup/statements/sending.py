"""Who sends statements and notices, to whom, and on which terms."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from xl_recoup.policy.options import Options
from xl_recoup.policy.whole_policy import Policy
from xl_recoup.statements.reader_words import clean

TO_BE_ENTERED = "to be entered"
READINGS = {
    "inclusive": "both the first and the last day count",
    "exclusive": "the first day does not count",
    "calendar": "whole weeks from Monday to Sunday count",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Who sends a statement. What is left out is said to be so."""

    contact: str = TO_BE_ENTERED
    email: str = ""
    telephone: str = ""
    address: tuple[str, ...] = ()
    department: str = "Finance: alternative provision recoupment"

    @classmethod
    def of(cls, options: Options) -> Sender:
        """Return who sends a workbook's statements, by its settings."""
        lines = (clean(part).strip() for part in options.contact_address.split(";"))
        return cls(
            contact=clean(options.contact) or TO_BE_ENTERED,
            email=clean(options.contact_email),
            telephone=clean(options.contact_telephone),
            address=tuple(line for line in lines if line),
        )


@dataclass(frozen=True, slots=True)
class Party:
    """Who owes: a school, or a trust that several schools share."""

    key: str
    """The school's LAESTAB, or the trust's name in letters, digits and hyphens."""
    name: str
    trust: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """What a statement and a notice both say of themselves."""

    authority: str
    financial_year: str
    sender: Sender
    address: tuple[str, ...]
    """The reader's."""
    issued: date
    reply_by: date
    """Until when queries and objections are expected."""
    weeks_reading: str
    """How complete weeks are counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """The terms on which statements or notices are sent; what is left out is the workbook's."""

    sender: Sender | None = None
    issued: date | None = None
    """The day of issue; else the as-at date."""
    reply_days: int | None = None
    """So many days later queries and objections are due; else the setting Query days."""
    addresses: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """By the key of a party."""
    number_of: Callable[[Party], str] | None = None
    """Gives a statement its number; else it is made of authority, year and party."""
    version: int = 1
    since: str = ""
    """The posting period from which on posted lines count as new.

    Blank: what waits to be posted is new and all that is posted is brought forward; where nothing
    waits, the last posting is new.
    """
    settled: Mapping[str, Decimal] | None = None
    """Pounds paid or netted off, by LAESTAB."""

    def paper(self, policy: Policy, key: str) -> Paper:
        """Return what a paper to the party of this key says of itself."""
        options, issued = policy.options, self.issued or policy.as_at
        return Paper(
            authority=clean(options.authority),
            financial_year=str(policy.period),
            sender=self.sender or Sender.of(options),
            address=tuple(clean(part) for part in self.addresses.get(key, ())),
            issued=issued,
            reply_by=issued + timedelta(days=self.reply_days or options.query_days),
            weeks_reading=f"{options.complete_weeks}: {READINGS[options.complete_weeks]}",
        )


AS_THE_WORKBOOK_SAYS = Sending()
