"""Numbers in a working that nobody calculates with: days, years, citations, what is a name."""

from __future__ import annotations

import re

_MONTHS = "January February March April May June July August September October November December"
DAY = rf"\d{{1,2}} (?:{_MONTHS.replace(' ', '|')})"
DATE = rf"{DAY} \d{{4}}"

_NAMES = re.compile(
    "|".join((
        DATE,
        DAY,  # the local readings: leavers' year ends 31 August
        r"\b\d{4}-\d{2}\b",  # a financial year
        r"\breg(?:s|ulation)? \d+[A-Z]?(?:\(\d+\))*",
        r"\bSI \d{4}/\d+",
        r"\bsection \d+(?:\(\d+\))*",
        r"\bSchedule \d+",
        r"\bAct \d{4}",
        r"\bYear \d+",
        r"\bitem \d+",  # of a meeting
        r"\bauthorit(?:y|ies) \d{3}\b",
        r"\b\d+ days' notice",
        r"\([EF] is 0\)|\bbears 0 weeks\b|\b(?:is|come to) £0\.00",  # why nothing is due
        # A word that holds a letter: FSM6, PEX-2526-057/BS, day_place_2, S1.
        r"[\w/.'-]*[^\W\d_][\w/.'-]*",
    ))
)  # fmt: skip


def numbers_left(text: str) -> list[str]:
    """Return the numbers of a text that are no day, year, citation or part of a name."""
    return re.findall(r"£?\d[\d,.]*%?", _NAMES.sub(" ", text))


def changed(text: str) -> list[str]:
    """Return a text again for each of its numbers that is no name, its first digit another."""
    names = [range(*found.span()) for found in _NAMES.finditer(text)]
    others: list[str] = []
    for found in re.finditer(r"\d[\d,]*(?:\.\d+)?", text):
        if not any(found.start() in span for span in names):
            first = found.start()
            other = "8" if text[first] == "9" else str(int(text[first]) + 1)
            others.append(text[:first] + other + text[first + 1 :])
    return others
