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
_DAYS = _PAUSE | {"What changes": "Days per week", "New value": 2}
_MOVE = _PAUSE | {"What changes": "Provider", "New value": "AP1"}
_ENDED = {"Start date": date(2025, 9, 8), "End date": date(2025, 12, 19)}


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
    "R28": Case(
        passes=_changed(_DAYS, _DAYS | {"From": date(2025, 11, 4)}, _DAYS),
        once=_changed(_DAYS, _DAYS | {"New value": 3}),
        at="Placements A5",
        several=_changed(
            _DAYS,
            _DAYS | {"New value": 3},
            _DAYS | {"Placement ref": "P002"},
            _DAYS | {"Placement ref": "P002", "Chargeable": "N"},
        ),
    ),
    "R29": Case(
        passes=_changed(_MOVE),
        once=_changed(_MOVE | {"New value": "TBA"}),
        at="Placements I5",
        several=_changed(
            _MOVE | {"New value": "TBA"}, _MOVE | {"New value": "TBA", "Placement ref": "P002"}
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
    "A38": Case(
        passes=_changed(_MOVE),
        once=_changed(_MOVE, _PAUSE),
        at="PlacementChanges E6",
        several=rows(
            pex(1, **_ENDED),
            pex(2, **_ENDED),
            PlacementChanges=[
                _MOVE | {"From": date(2026, 1, 5)},
                _MOVE,
                _MOVE | {"Placement ref": "P002", "From": date(2025, 6, 2), "To": date(2025, 7, 4)},
            ],
        ),
    ),
}
