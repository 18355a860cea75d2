"""Numbers and versions of letters, by what the sheet Letters says has left; pure.

A number is a party's and a kind's own; its version counts up when what it says differs from what
left last, and names what it replaces. The same content sent again is the same version.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Container, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from xl_recoup.closed_lists import LetterKind
from xl_recoup.contract import Letter, normal
from xl_recoup.errors import Refused
from xl_recoup.policy.account_records import Accounts

LONGEST_CELL = 32_767


class Standing(NamedTuple):
    """How a letter stands on record: which version it is, and when that was written."""

    version: int
    written_on: date
    left: Letter | None = None
    """The same content as it left before; None where it is new."""

    @property
    def replaces(self) -> int:
        """The version that it replaces, or 0."""
        return 0 if self.left else self.version - 1


@dataclass(slots=True)
class Register:
    """The letters that left, and today's day for those that are new."""

    today: date
    letters: tuple[Letter, ...] = ()
    _last: dict[str, Letter] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        for letter in self.letters:
            number = normal(letter.number)
            if number not in self._last or letter.version > self._last[number].version:
                self._last[number] = letter

    @classmethod
    def of(cls, accounts: Accounts, today: date) -> Register:
        """Return the register of a workbook.

        Raises Refused where a row of Letters can't be read: its number might be given twice.
        """
        if accounts.letters_unread:
            raise Refused(
                f"{accounts.letters_unread[0]} can't be read, so nobody can tell which letters"
                " left, and none is written. Correct the row of Letters."
            )
        return cls(today, accounts.letters)

    def standing(self, number: str, content: str) -> Standing:
        """Return how a letter of this number stands that has this content (its digest)."""
        last = self._last.get(normal(number))
        if last is None:
            return Standing(1, self.today)
        if last.content_digest == content:
            return Standing(int(last.version), last.written_on, last)
        return Standing(int(last.version) + 1, self.today)

    def running_number(self, stem: str, placements: Collection[str], told: Container[str]) -> str:
        """Return `stem-1`, `stem-2`, …: the number of a letter about these placements.

        It is the last one's number where that spoke of one of them and nobody has said that it
        reached the school: none of its placements is among those `told` (in normal form).
        """
        start = f"{normal(stem)}-"
        ends = [
            int(number.removeprefix(start))
            for number in self._last
            if number.startswith(start) and number.removeprefix(start).isdecimal()
        ]
        if not ends:
            return f"{stem}-1"
        last = max(ends)
        before = {normal(p) for p in self._last[f"{start}{last}"].placements.split(", ")}
        same = before & {normal(p) for p in placements} and not any(p in told for p in before)
        return f"{stem}-{last if same else last + 1}"


def content_of(data: Mapping[str, Any]) -> str:
    """Return the digest of what a letter says, from the data of its template."""
    return hashlib.sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()


def placements_words(refs: Iterable[str]) -> str:
    """Return placement references for one cell, each once, in order."""
    return ", ".join(sorted(set(refs) - {""}))[:LONGEST_CELL]


def row_of(
    standing: Standing,
    *,
    number: str,
    kind: LetterKind,
    party: str,
    as_at: date,
    content: str,
    placements: Iterable[str],
) -> Letter:
    """Return a new letter's row for the sheet Letters, before its file is made."""
    return Letter(
        number=number,
        version=Decimal(standing.version),
        kind=kind,
        party=party,
        as_at=as_at,
        written_on=standing.written_on,
        replaces=f"version {standing.replaces}" if standing.replaces else "",
        content_digest=content,
        placements=placements_words(placements),
    )
