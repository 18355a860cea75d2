"""What a case of a check is: three workbooks in memory, one sound, one with one fault, one more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.support.books import Row, table
from xl_recoup.contract import PLACEMENTS
from xl_recoup.tables import Table

Args = dict[str, Any]
"""Keyword arguments of `tests.support.books.run`."""


@dataclass(frozen=True, kw_only=True)
class Case:
    """Workbooks that a check passes and finds fault with.

    `once` gives one finding, at the place `at`, and one at `beside`, where the fault is of two rows
    that can't both be right; `several` gives `count` findings. A check that
    reports once for many cells gives one there, whose message holds the words `says`. A warning
    leaves the charge lines of `once` as they are in `passes`, unless `lines_differ` says why the
    two workbooks can't have the same ones.
    """

    passes: Args
    once: Args
    at: str
    several: Args
    beside: str = ""
    count: int = 2
    says: str = ""
    lines_differ: str = ""


Cases = Mapping[str, Case]


def rows(*placements: Row, **more: Any) -> Args:
    """Return a workbook with these placements; `more` goes to `run` as it is."""
    return {"placements": list(placements), **more}


def placements(*given: Row, name: str = "Placements", **more: Any) -> Table:
    """Return a placements table, with further headings where rows have them."""
    own = {h: None for row in given for h in row if h not in PLACEMENTS.headings}
    return table(name, given, (*PLACEMENTS.headings, *own), **more)


def sheet(*given: Row, **more: Any) -> Args:
    """Return a workbook whose placements table has hidden rows, formulas and the like."""
    return {"replace": {"Placements": placements(*given, **more)}}


def changed(given: list[dict[str, Any]], index: int, **cells: Any) -> list[dict[str, Any]]:
    """Return reference rows of which one, counted from 0, has other cells."""
    return [row | cells if i == index else row for i, row in enumerate(given)]
