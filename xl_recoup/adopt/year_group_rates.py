"""Rates that a matrix gives by year groups: one for a key stage where all of its years agree."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple

from xl_recoup.adopt.known_spellings import known_spelling
from xl_recoup.closed_lists import RATE_PHASES, RatePhase
from xl_recoup.contract import normal
from xl_recoup.words import listed, year_name

RECEPTION, NURSERY, OLDEST = 0, -1, 14
_STAGES: Mapping[RatePhase, frozenset[int]] = {
    "primary": frozenset(range(1, 7)),
    "ks3": frozenset(range(7, 10)),
    "ks4": frozenset({10, 11}),
    "post-16": frozenset({12, 13}),
}
"""The years that must all be there, with one rate, before it is the rate of a phase."""
_NOT_NEEDED: Mapping[RatePhase, frozenset[int]] = {
    "primary": frozenset({RECEPTION}),
    "post-16": frozenset({14}),
}
"""Years of a phase that a list may leave out; where they stand there they have to agree."""
_SECONDARY: RatePhase = "secondary"
_WHOLE: Mapping[RatePhase, frozenset[int]] = {
    **{p: years | _NOT_NEEDED.get(p, frozenset()) for p, years in _STAGES.items()},
    _SECONDARY: frozenset(range(7, 12)),
}
"""The years that a phase is for."""
_PHASES: Mapping[str, RatePhase] = {phase: phase for phase in RATE_PHASES}
_KEY_STAGES = {
    "ks1": frozenset({1, 2}),
    "ks2": frozenset(range(3, 7)),
}
_WORDS = re.compile(
    r"\b(national curriculum years?|nc years?|year groups?|years?|yrs?|y|ncy)\b\.?(?!$)"
    r"|\byr?(?=\d)|\by(?=r\b)"
)
_TWO_STAGES = re.compile(r"\b(?:ks|key stages?)\s*(\d)\s*(?:/|-|–|&|\+|and|to)\s*(\d)\b")
_RECEPTION = re.compile(r"\b(reception|foundation stage|foundation|eyfs)\b")
_NURSERY = re.compile(r"\b(nursery|pre-?school)\b")
_PART = re.compile(r"(n|r|\d{1,2})(?:\s*(?:-|–|—|to|through)\s*(r|\d{1,2}))?")
_BETWEEN = re.compile(r"\s*(?:,|&|\+|/|and)\s*")


Phase = RatePhase | Literal[""]


class Number(NamedTuple):
    """A number of a matrix as it stands there: of a phase, or of year groups."""

    factor: str
    phase: Phase
    """The phase that its label names; "" where it names year groups."""
    years: frozenset[int]
    amount: Decimal
    valid_from: date
    valid_to: date
    cell: str

    @property
    def phases(self) -> list[RatePhase]:
        """Return the phases that it touches."""
        if self.phase:
            return [self.phase]
        return [p for p in _STAGES if self.years & _WHOLE[p]]


class Scope(NamedTuple):
    """Whom a label is about: a phase of ours, or year groups."""

    phase: Phase
    years: frozenset[int]


_NO: frozenset[int] = frozenset()


def scope_of(text: str, *, plain: bool = False) -> Scope | None:
    """Return whom a label such as `KS3`, `Y7`, `Years 7 to 9` or `R-6` is about, or None.

    With `plain` a number alone is a year group, as below a heading that says so.
    """
    words = _TWO_STAGES.sub(r"ks\1 ks\2", normal(text))
    stage = _KEY_STAGES.get(words.replace("key stage", "ks").replace(" ", ""))
    years = stage or _years(words, plain)
    if years:
        return Scope("", years)
    phase = _phase(words)
    if phase is not None:
        return Scope(phase, _NO)
    parts = re.sub(r"[()\[\]:]", " ", words).split()
    for cut in range(1, len(parts)):  # `Key Stage 3 (Year 7)` says the stage beside the year
        for stage_words, year_words in ((parts[:cut], parts[cut:]), (parts[cut:], parts[:cut])):
            named = _phase(" ".join(stage_words))
            within = _years(" ".join(year_words), False)
            if within and named is not None and within <= _WHOLE.get(named, _NO):
                return Scope("", within)
    return None


def _phase(words: str) -> RatePhase | None:
    return _PHASES.get(known_spelling("Rates", "Phase", words) or "")


def _years(words: str, plain: bool) -> frozenset[int]:
    """Return the year groups that words name; none where they say anything else."""
    said = _NURSERY.sub("n", _RECEPTION.sub("r", words))
    rest = _WORDS.sub("", said)
    if rest == words and not plain and not re.fullmatch(r"r\s*(-|–|to)\s*\d{1,2}", rest):
        return _NO
    found: set[int] = set()
    for part in _BETWEEN.split(" ".join(rest.split())):
        match = _PART.fullmatch(part)
        if match is None:
            return _NO
        first, last = (_year(t) for t in (match[1], match[2] or match[1]))
        if not first <= last <= OLDEST:
            return _NO
        found |= set(range(first, last + 1))
    return frozenset(found)


def _year(text: str) -> int:
    return {"n": NURSERY, "r": RECEPTION}[text] if text in ("n", "r") else int(text)


class Settled(NamedTuple):
    """The numbers that are rates of a phase, and sentences on those that can't be."""

    rates: list[Number]
    held: list[str]


def by_phase(numbers: Sequence[Number]) -> Settled:
    """Return numbers as rates of our phases; those are held that have no single phase to go to.

    A phase has a rate where each of its year groups has one and all have the same.
    """
    groups: dict[tuple[str, date], list[Number]] = defaultdict(list)
    for number in numbers:
        groups[number.factor, number.valid_from].append(number)
    rates: list[tuple[int, Number]] = []
    held: list[str] = []
    for group in groups.values():
        for phase in dict.fromkeys(p for n in group for p in n.phases):
            mine = [n for n in group if phase in n.phases]
            why = _why_not(phase, mine)
            if why:
                held.append(f"{listed([n.cell for n in mine])} ({why})")
            else:
                cells = ", ".join(n.cell for n in mine)
                made = mine[0]._replace(phase=phase, years=_NO, cell=cells)
                rates.append((numbers.index(mine[0]), made))
        nobodys = [n.cell for n in group if not n.phases]
        if nobodys:
            held.append(f"{listed(nobodys)} (no phase of Rates is for these years)")
    return Settled([made for _, made in sorted(rates, key=lambda r: r[0])], held)


def _why_not(phase: RatePhase, mine: Sequence[Number]) -> str:
    """Return why numbers can't be the rate of a phase, or ""."""
    if len({n.amount for n in mine}) > 1:
        return f"{phase} has one rate in Rates, and they differ"
    if any(n.phase for n in mine):
        return ""
    years = frozenset(y for n in mine for y in n.years)
    lacking = sorted(_STAGES[phase] - years)
    if lacking:
        return f"the rate of {phase} is for {listed([year_name(y) for y in lacking])} too"
    return ""
