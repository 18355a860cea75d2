"""The accounting tables of one workbook: codes, documents, settlements, what was pasted in.

Positive pounds: the school pays.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from typing import NamedTuple

from xl_recoup.closed_lists import AccountUse
from xl_recoup.contract import (
    Document,
    ExpectedPlacement,
    ExtractRow,
    Letter,
    RecoveryRow,
    ServiceLine,
    Settlement,
    normal,
)
from xl_recoup.records import Place, short_record


class Noted(NamedTuple):
    """What an audit function found: the place, and a sentence without it."""

    place: Place
    words: str


@short_record
class Code:
    """Where an amount is booked; an empty part is not known and blocks the export."""

    cost_centre: str = ""
    subjective: str = ""


@short_record
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
    letters: tuple[Letter, ...] = ()
    letters_unread: tuple[Place, ...] = ()
    """Cells of Letters that can't be read: until they are, no letter may be numbered."""
    services: tuple[ServiceLine, ...] = ()
    """What services cost, and what pays for them besides schools."""
    expected: tuple[ExpectedPlacement, ...] = ()
    """The new placements that the team expects."""
    recovery: tuple[RecoveryRow, ...] = ()
    """What people did about debts and requests."""
    recovery_unread: tuple[tuple[str, Place], ...] = ()
    """Rows of Recovery that can't be read: the reference, as far as it can, and the cell."""
    unread: tuple[Place, ...] = ()
    """Cells of Documents that can't be read: until they are, no document may be numbered."""

    def code(self, use: AccountUse) -> Code:
        """Return the account code of a use, empty where there is none."""
        return self.codes.get(normal(use), Code())


NO_ACCOUNTS = Accounts()
