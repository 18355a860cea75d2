"""The accounting tables understood: codes, documents, settlements, the finance system's extract.

Frozen records; nothing here reads or computes. Positive pounds: the school pays.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from xl_recoup.closed_lists import AccountUse, DocumentKind, Route, SettlementMethod
from xl_recoup.contract import normal
from xl_recoup.records import Place


class Noted(NamedTuple):
    """What an audit function found: the place, and a sentence without it."""

    place: Place
    words: str


@dataclass(frozen=True, slots=True)
class Code:
    """Where an amount is booked; an empty part is not known and blocks the export."""

    cost_centre: str = ""
    subjective: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """An invoice, credit note (its pounds negative) or net-off advice."""

    number: str
    kind: DocumentKind
    route: Route
    period: str
    party: str
    laestab: str
    entries: tuple[int, ...]
    """The numbers of the ledger entries that stand on it."""
    net: Decimal
    vat: Decimal
    gross: Decimal
    original: str = ""
    po_required: bool = False
    po_number: str = ""
    made_on: date | None = None
    issued_on: date | None = None
    finance_reference: str = ""
    place: Place = Place("Documents")  # noqa: RUF009 – frozen


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """A payment, net-off or write-off against a document."""

    document: str
    day: date
    amount: Decimal
    method: SettlementMethod = "payment"
    place: Place = Place("Settlements")  # noqa: RUF009


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtractRow:
    """One line of the finance system, as it was pasted in."""

    reference: str
    amount: Decimal
    day: date | None = None
    place: Place = Place("Ledger extract")  # noqa: RUF009


@dataclass(frozen=True, slots=True)
class Accounts:
    """The accounting tables of one workbook."""

    codes: Mapping[str, Code] = field(default_factory=dict)
    """By use in normal form."""
    accounting_dates: Mapping[str, date] = field(default_factory=dict)
    """The last day of each period that Periods gives one, by its normal name."""
    documents: tuple[Document, ...] = ()
    settlements: tuple[Settlement, ...] = ()
    extract: tuple[ExtractRow, ...] | None = None
    """None where nothing was pasted in."""
    unread: tuple[Place, ...] = ()
    """Cells of Documents that can't be read: until they are, no document may be numbered."""

    def code(self, use: AccountUse) -> Code:
        """Return the account code of a use, empty where there is none."""
        return self.codes.get(normal(use), Code())


NO_ACCOUNTS = Accounts()


def entries_in(words: str) -> tuple[int, ...] | None:
    """Read entry numbers as `entries_words` writes them; None where they can't be read."""
    numbers: list[int] = []
    for part in words.split(","):
        match = re.fullmatch(
            r"(\d{1,9})(?:\s*(?:to|–|-)\s*(\d{1,9}))?", part.strip(), re.IGNORECASE
        )
        if match is None:
            return None
        first, last = int(match[1]), int(match[2] or match[1])
        if last < first or last - first > 1_000_000:
            return None
        numbers += range(first, last + 1)
    return tuple(numbers)
