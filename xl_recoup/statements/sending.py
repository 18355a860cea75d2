"""Who sends statements and notices, to whom, and on which terms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal

from xl_recoup.contract import School
from xl_recoup.policy.options import Options
from xl_recoup.policy.whole_policy import Policy
from xl_recoup.records import record, short_record
from xl_recoup.statements.reader_words import clean

TO_BE_ENTERED = "to be entered"
"""What a draft says in place of what the workbook lacks."""
ANYBODY = "the finance lead"
READINGS = {
    "inclusive": "both the first and the last day count",
    "exclusive": "the first day does not count",
    "calendar": "whole weeks from Monday to Sunday count",
}


@record
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
        return cls(
            contact=clean(options.contact) or TO_BE_ENTERED,
            email=clean(options.contact_email),
            telephone=clean(options.contact_telephone),
            address=address_lines(options.contact_address),
        )


@short_record
class Party:
    """Who owes: a school, or a trust that several schools share."""

    key: str
    """The school's LAESTAB, or the trust's name in letters, digits and hyphens."""
    name: str
    trust: bool


@record
class Paper:
    """What a statement and a notice both say of themselves."""

    authority: str
    financial_year: str
    sender: Sender
    contact: str
    """Whom at the school or trust the letter is for; "" where the workbook names nobody."""
    address: tuple[str, ...]
    """The reader's; none where the workbook has none."""
    issued: date
    """The day on which the letter was written."""
    reply_days: int
    weeks_reading: str
    """How complete weeks are counted."""

    @property
    def attention(self) -> str:
        """The first line of the address."""
        return f"For the attention of {self.contact or ANYBODY}"

    @property
    def reply_by(self) -> date:
        """The day by which queries and objections are expected."""
        return self.issued + timedelta(days=self.reply_days)


@record
class Sending:
    """The terms on which statements or notices are sent; what is left out is the workbook's."""

    sender: Sender | None = None
    issued: date | None = None
    """The day on which it is written; else the as-at date."""
    reply_days: int | None = None
    """So many days later queries and objections are due; else the setting Query days."""
    since: str = ""
    """The posting period from which on posted lines count as new.

    Blank: what waits to be posted is new and all that is posted is brought forward; where nothing
    waits, the last posting is new.
    """
    settled: Mapping[str, Decimal] | None = None
    """Pounds paid or netted off, by LAESTAB; on a trust's own documents by the trust's name."""

    def paper(self, policy: Policy, schools: Iterable[School]) -> Paper:
        """Return what a letter about these schools, of one party, says of itself.

        It goes to the contact and the address that their rows name; where several schools of a
        trust name different ones, to none.
        """
        options, rows = policy.options, tuple(schools)
        return Paper(
            authority=clean(options.authority),
            financial_year=str(policy.period),
            sender=self.sender or Sender.of(options),
            contact=_one_of(s.contact for s in rows),
            address=address_lines(_one_of(s.address for s in rows)),
            issued=self.issued or policy.as_at,
            reply_days=self.reply_days or options.query_days,
            weeks_reading=f"{options.complete_weeks}: {READINGS[options.complete_weeks]}",
        )


AS_THE_WORKBOOK_SAYS = Sending()


def address_lines(text: str) -> tuple[str, ...]:
    """Return the lines of an address that stands in one cell, divided by semicolons."""
    lines = (clean(part).strip() for part in text.replace("\n", ";").split(";"))
    return tuple(line for line in lines if line)


def _one_of(texts: Iterable[str]) -> str:
    """Return the text that all who say one say; "" where they differ."""
    found = {clean(text).strip() for text in texts} - {""}
    return found.pop() if len(found) == 1 else ""
