"""The headings that councils use for what our tables hold, from `headings.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from xl_recoup import contract
from xl_recoup.adopt.compared_words import heading_key
from xl_recoup.contract import TableSpec

CHARGES = "Charges"
_IN_PLACE, _NO_CONCERN = "In place", "Of no concern"
Aliases = Mapping[str, Sequence[str]]
ALIASES: Mapping[str, Aliases] = tomllib.loads(
    Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")
)
SPECS: Mapping[str, TableSpec] = {
    s.name: s
    for s in (
        contract.PLACEMENTS,
        contract.SCHOOLS,
        contract.RATES,
        contract.CALENDAR,
        contract.PROVIDERS,
        contract.AGREEMENTS,
    )
}
"""The tables of ours that a team's own sheet can be."""


def _keys(table: str) -> dict[frozenset[str], str]:
    """Return our headings by the words of each way to write them; our own words go first."""
    ours = [] if table in (_IN_PLACE, _NO_CONCERN) else [(h, h) for h in ALIASES[table]]
    theirs = [(heading, alias) for heading, many in ALIASES[table].items() for alias in many]
    keys: dict[frozenset[str], str] = {}
    for heading, words in (*ours, *theirs):
        keys.setdefault(heading_key(words), heading)
    return keys


KNOWN: Mapping[str, Mapping[frozenset[str], str]] = {name: _keys(name) for name in ALIASES}


def known_heading(table: str, texts: Iterable[str]) -> str | None:
    """Return our heading that one of these ways to write a heading stands for, or None."""
    known = KNOWN[table]
    return next((known[k] for t in texts if (k := heading_key(t)) in known), None)


def known_fill(texts: Iterable[str]) -> str | None:
    """Return what of a charge a heading beside the placements stands for: heading/component."""
    return known_heading(_IN_PLACE, texts)


def is_of_no_concern(texts: Iterable[str]) -> bool:
    """Say whether a heading beside the placements is one that no charge rests on."""
    return known_heading(_NO_CONCERN, texts) is not None


def alike_words(table: str) -> dict[str, str]:
    """Return every way to write a heading of a table, each with our heading, for suggestions."""
    return {
        alias: heading
        for heading, aliases in ALIASES[table].items()
        for alias in (heading, *aliases)
        if len(alias) > 3
    }
