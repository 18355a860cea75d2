"""Findings of one code and one cause as one: what a person corrects together is told once.

One cause is: one check, one sheet, and the same words but for what is the row's own, such as its
dates, amounts, references and cells. Where a check names what is unknown (a school, a scheme, a
provider), that name is the cause: rows that lack one school are one, rows of two schools two.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import groupby

from xl_recoup.addresses import Address, Range
from xl_recoup.checks.catalogue import CATALOGUE
from xl_recoup.records import Finding, Severity, State, short_record
from xl_recoup.words import listed

SHOWN = 5
"""How many stretches of cells a message names; of the rest it says how many there are."""

_DATE = (
    r"\b\d{1,2} (?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sep|Oct|Nov|Dec)[a-z]* \d{4}\b"
    r"|\b(?:Satur|Sun)day\b"
)
_CELL = r"\b[A-Z]{1,3}\d+(?::[A-Z]{1,3}\d+)?(?!\w)"
_AT_A_CELL = rf"\bat [^.,;:“]{{1,40}}? {_CELL}"
_OF_A_RATE = r"\brate of [^.;]+? \([a-z0-9-]+\)"
_OF_AN_AGREEMENT = r"\bagreement of .+? on \S+"
_ITS_OWN = re.compile(
    "|".join(
        (
            _DATE,
            _AT_A_CELL,
            "“[^”]*”",
            _OF_A_RATE,
            _OF_AN_AGREEMENT,
            r"\S*\d\S*",
        )
    )
)
_ITS_PLACE = re.compile(f"{_DATE}|{_AT_A_CELL}|{_CELL}")


@short_record
class Cause:
    """Findings with one cause, in the order of the workbook: at least one."""

    findings: tuple[Finding, ...]

    @property
    def first(self) -> Finding:
        """The finding whose cell a person is shown."""
        return self.findings[0]

    @property
    def count(self) -> int:
        """How many findings have this cause."""
        return len(self.findings)

    @property
    def new(self) -> int:
        """How many of them are new since the last run."""
        return sum(f.state is State.NEW for f in self.findings)

    @property
    def state(self) -> State:
        """New if one of them is new; what is signed off is never in one cause with the rest."""
        return State.NEW if self.new else self.first.state

    @property
    def message(self) -> str:
        """What the first finding says, and at which cells of the sheet the same was found."""
        others = dict.fromkeys(f.place.cell for f in self.findings)
        others.pop(self.first.place.cell)
        if not others:
            return self.first.message
        return f"{self.first.message} Likewise at {_cells(list(others))}."


def by_cause(findings: Iterable[Finding]) -> list[Cause]:
    """Return findings by their cause: errors first, what is signed off last.

    What is new since the last run stands before what is known. Within these they stand in the order
    in which they are given; what is signed off of a cause is told apart from what is not.
    """
    causes: dict[tuple[bool, Severity, str, str, str], list[Finding]] = {}
    for finding in findings:
        signed = finding.state is State.SIGNED_OFF
        words = what_it_says(finding)
        key = (signed, finding.severity, finding.code, finding.place.sheet, words)
        causes.setdefault(key, []).append(finding)
    return sorted((Cause(tuple(found)) for found in causes.values()), key=_rank)


def worth_telling(causes: Iterable[Cause], number: int | None = None) -> list[Cause]:
    """Return causes as a person is told them: what is new since the last run first.

    Among the new errors stand before warnings, and so they do after them; what is signed off is
    last. With `number` they are the first so many, without warnings that were known before.
    """
    told = sorted(causes, key=lambda cause: not cause.new)
    if number is None:
        return told
    return [c for c in told if c.new or c.first.severity is Severity.ERROR][:number]


def _rank(cause: Cause) -> tuple[bool, bool, bool]:
    signed, warns = cause.state is State.SIGNED_OFF, cause.first.severity is not Severity.ERROR
    return signed, warns, not cause.new


def what_it_says(finding: Finding) -> str:
    """Return a finding's words without its place and without what is only its own row's."""
    words = finding.message.removeprefix(f"{finding.place}: ")
    known = CATALOGUE.get(finding.code)
    return _bare(words, known is not None and known.names_the_cause)


@lru_cache(maxsize=65_536)  # a run asks for the same words several times
def _bare(words: str, names_the_cause: bool) -> str:
    return (_ITS_PLACE if names_the_cause else _ITS_OWN).sub("#", words)


def _cells(cells: list[str]) -> str:
    """Return cells for a sentence: `C34 to C56 and D7`, or how many where there are many."""
    stretches = [_words(stretch) for stretch in _stretches(cells)]
    if len(stretches) <= SHOWN:
        return listed([words for words, _ in stretches])
    more = sum(count for _, count in stretches[SHOWN:])
    return listed([*(words for words, _ in stretches[:SHOWN]), f"{more:,} more"])


def _words(stretch: list[str]) -> tuple[str, int]:
    words = stretch[0] if len(stretch) == 1 else f"{stretch[0]} to {stretch[-1]}"
    return words, len(stretch)


def _stretches(cells: list[str]) -> Iterator[list[str]]:
    """Yield the cells in stretches of one column, one row below the other."""
    placed = [(cell, _address(cell)) for cell in cells]
    numbered = enumerate(placed)
    for _, group in groupby(numbered, lambda at: (at[1][1].column, at[1][1].row - at[0])):
        yield [cell for _, (cell, _) in group]


def _address(cell: str) -> Address:
    block = Range.parse(cell)
    return block.start if block else Address(0, 0)
