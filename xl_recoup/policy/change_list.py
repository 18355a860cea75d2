"""Dated changes inside a placement: days per week, pause, provider, EHCP, care, year group."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from xl_recoup.closed_lists import ChangeKind
from xl_recoup.contract import Change, normal


class ChangeList:
    """All changes of a workbook, by placement."""

    def __init__(self, changes: Iterable[Change] = ()) -> None:
        self.rows = tuple(changes)
        self._by_ref: dict[str, list[Change]] = defaultdict(list)
        for change in self.rows:
            self._by_ref[normal(change.placement_ref)].append(change)

    def of(self, placement_ref: str) -> list[Change]:
        """Return a placement's changes, the earliest first."""
        found = self._by_ref.get(normal(placement_ref)) if self._by_ref else None
        return sorted(found, key=lambda c: c.start) if found else []

    def value(self, placement_ref: str, what: ChangeKind, day: date) -> Change | None:
        """Return the latest change of a kind in force on a day, or None."""
        found = [c for c in self.of(placement_ref) if c.what == what and c.covers(day)]
        return found[-1] if found else None

    def paused(self, placement_ref: str, day: date) -> bool:
        """Say whether nothing is charged on a day, because a change in force is not chargeable."""
        return any(
            c.covers(day) and not c.chargeable for c in self._by_ref.get(normal(placement_ref), [])
        )
