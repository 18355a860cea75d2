"""Which ledger entries stand: what was taken back, and what takes it back, count for nothing."""

from __future__ import annotations

from collections.abc import Iterable

from xl_recoup.records import Entry


def standing(entries: Iterable[Entry]) -> list[Entry]:
    """Return the entries that were not taken back and take nothing back, in their order."""
    held = list(entries)
    gone = {e.takes_back for e in held if e.takes_back is not None}
    return [e for e in held if e.takes_back is None and e.number not in gone]
