"""How people spell the values that our lists hold, from `spellings.toml`, and how they tick."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from xl_recoup.adopt.compared_words import heading_key

BLANK = "(blank)"
"""What a spelling means that stands for nothing at all."""

_YES, _NO = "x, 1, t, tick, ticked", "0, f, none, nil, not applicable, no"
_CLOSED, _OPEN, _NOTHING = (
    frozenset(said.split(", "))
    for said in (
        "holiday, holidays, closed, closure, inset, bank, easter, christmas, half",
        "term, autumn, spring, summer",
        "n/a, na, -, –, —, none, n.a., not applicable, nil, --, ongoing, current, on going,"
        " still attending, continuing, open",
    )
)
_WORTH = {
    "1": "✓, ✔, x, y, yes, 1, true, /, full, full day, all day, am/pm, •, am & pm, am+pm, √, ü, p",
    "0.5": "am, pm, 0.5, half, ½, half day",
    "0": ", n, no, 0, false, -, –, ✗, ✘",
}
"""How much of a day the marks of a grid stand for."""
_GUESSED = {"x", "p", "no", "yes", "d", "0", "1", "t", "f", "off", "on"}
"""Spellings that mean one thing in most workbooks and another in some: suggested, not proposed."""

_FLAGS = {
    heading_key(s): flag for flag, said in (("Y", _YES), ("N", _NO)) for s in said.split(", ")
}
_TICKS = {mark: worth for worth, marks in _WORTH.items() for mark in marks.split(", ")}


def known_spelling(table: str, heading: str, text: str) -> str | None:
    """Return what a spelling in a column means, or None where it is not a known one."""
    words = heading_key(text)
    found = _known().get((table, heading), {}).get(words)
    if found is None and (table, heading) == ("Calendar", "Kind"):
        if words & _CLOSED:
            return "closure"
        return "term" if words & _OPEN else None
    return found


def known_flag(text: str) -> str | None:
    """Return `Y` or `N` for how flags are written beside the ways that are read anyway."""
    return _FLAGS.get(heading_key(text))


def means_nothing(text: str) -> bool:
    """Say whether a word stands for an empty cell, such as `n/a` or, for an end, `ongoing`."""
    return text.strip().casefold() in _NOTHING


def is_guess(text: str) -> bool:
    """Say whether a spelling is too short to be more than a guess."""
    return text.strip().casefold() in _GUESSED


def tick_of(text: str) -> str:
    """Return how much of a day a cell of a grid stands for: `1`, `0.5`, `0`, or "" for unknown."""
    return _TICKS.get(text.strip().casefold(), "")


@cache
def _known() -> Mapping[tuple[str, str], Mapping[frozenset[str], str]]:
    """Return what each spelling means, by table and heading: read when a word is not ours."""
    import tomllib

    file = Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")
    spellings: dict[str, dict[str, dict[str, list[str]]]] = tomllib.loads(file)
    return {
        (table, heading): {
            heading_key(s): ours for ours, many in known.items() for s in (ours, *many)
        }
        for table, headings in spellings.items()
        for heading, known in headings.items()
    }
