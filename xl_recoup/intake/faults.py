"""What is wrong in a reference table, beyond a cell that can't be read."""

from __future__ import annotations

from dataclasses import dataclass

from xl_recoup.records import Place


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong in a reference table: the cell, and words that follow its address."""

    place: Place
    words: str
    table: str
