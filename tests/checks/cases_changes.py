"""Cases of the checks on dated changes (`xl_recoup.checks.changes`)."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.checks.case import Args, Case, Cases, rows
from tests.support.books import pex

_PAUSE = {
    "Placement ref": "P001", "From": date(2025, 11, 3), "What changes": "Pause",
    "Evidence": "e-mail of 30 October",
}  # fmt: skip


def _changed(*changes: dict[str, Any]) -> Args:
    return rows(pex(1), pex(2), PlacementChanges=list(changes))


CASES: Cases = {
    "R27": Case(
        passes=_changed(_PAUSE),
        once=_changed(_PAUSE | {"From": "3 Novembre 2025"}),
        at="Placements A5",
        several=_changed(
            _PAUSE | {"What changes": "Days per week", "New value": 9.5},
            _PAUSE | {"What changes": "Days per week", "New value": "some"},
            _PAUSE | {"Placement ref": "p002", "What changes": None},
        ),
    ),
    "A36": Case(
        passes=_changed(_PAUSE | {"Placement ref": " p001"}),
        once=_changed(_PAUSE, _PAUSE | {"Placement ref": "P009"}),
        at="PlacementChanges A6",
        several=_changed(_PAUSE | {"Placement ref": "P009"}, _PAUSE | {"Placement ref": "P1"}),
    ),
    "A37": Case(
        passes=_changed(_PAUSE),
        once=_changed(_PAUSE | {"Evidence": None}),
        at="PlacementChanges E5",
        several=_changed(_PAUSE | {"Evidence": None}, _PAUSE | {"Evidence": " "}),
    ),
}
