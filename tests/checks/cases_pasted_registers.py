"""Cases of the completeness checks (`xl_recoup.checks.registers`)."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.checks.case import Args, Case, Cases, rows
from tests.support.books import OTHER_MAINTAINED, leaver, pex, pupil_upn, table
from xl_recoup.contract import EXCLUSIONS_REGISTER, PROVIDER_ROLLS

_DAY, _NOVEMBER, _CHRISTMAS = date(2025, 10, 6), date(2025, 11, 3), date(2025, 12, 19)
_STAY = {"Start date": _NOVEMBER, "End date": _CHRISTMAS}


def _entry(n: int, /, **cells: Any) -> dict[str, Any]:
    return {"UPN": pupil_upn(n, 20), "School": 3052001, "Exclusion date": _DAY} | cells


def _roll(n: int, /, **cells: Any) -> dict[str, Any]:
    return {"Provider": "ap1", "UPN": pupil_upn(n, 20)} | _STAY | cells


def _register(*entries: dict[str, Any], placed: Any = None) -> Args:
    given = placed or [pex(1), pex(2)]
    there = {"ExclusionsRegister": table(EXCLUSIONS_REGISTER.name, entries,
                                         EXCLUSIONS_REGISTER.headings)}  # fmt: skip
    return rows(*given, replace=there)


def _rolls(*entries: dict[str, Any], placed: Any = None, **more: Any) -> Args:
    given = placed or [pex(1, **_STAY), pex(2, **_STAY)]
    there = {"ProviderRolls": table(PROVIDER_ROLLS.name, entries, PROVIDER_ROLLS.headings)}
    return rows(*given, replace=there, **more)


_MOVED = [{"Placement ref": "P002", "From": date(2025, 12, 1), "What changes": "Provider",
           "New value": "AP2"}]  # fmt: skip
_BOTH = [{"Code": "AP1"}, {"Code": "AP2"}]

_FOUR = [pex(1), pex(2), leaver(3), pex(4, UPN=None)]

CASES: Cases = {
    "A90": Case(
        passes=_register(
            _entry(1),
            _entry(2),
            _entry(3, Cancelled="Y"),
            _entry(4, **{"Exclusion date": date(2024, 10, 7)}),
        ),
        once=_register(_entry(1), _entry(2), _entry(3)),
        at="ExclusionsRegister A7",
        several=_register(
            _entry(1), _entry(2, UPN=None), _entry(1, **{"Exclusion date": _NOVEMBER})
        ),
    ),
    "A91": Case(
        passes=_register(_entry(1), _entry(2), placed=_FOUR),
        once=_register(_entry(1), placed=_FOUR),
        at="Placements C6",
        several=_register(_entry(9)),
    ),
    "A92": Case(
        passes=_register(_entry(1), _entry(2, School=None)),
        once=_register(_entry(1), _entry(2, **{"Exclusion date": date(2025, 10, 7)})),
        at="Placements L6",
        several=_register(_entry(1, School=OTHER_MAINTAINED), _entry(2, Cancelled="Y")),
    ),
    "A93": Case(
        passes=_rolls(
            _roll(1),
            _roll(2),
            _roll(2, Provider="AP2"),
            _roll(9, **{"Start date": date(2024, 9, 2), "End date": date(2025, 3, 31)}),
            PlacementChanges=_MOVED,
            Providers=_BOTH,
        ),
        once=_rolls(
            _roll(1),
            _roll(2),
            _roll(2, Provider="AP2"),
            _roll(9),
            PlacementChanges=_MOVED,
            Providers=_BOTH,
        ),
        at="ProviderRolls B8",
        several=_rolls(_roll(1), _roll(2, UPN=None), _roll(2, Provider="Elsewhere")),
    ),
    "A94": Case(
        passes=_rolls(_roll(1), _roll(2)),
        once=_rolls(_roll(1)),
        at="Placements I6",
        several=_rolls(_roll(9)),
    ),
    "A95": Case(
        passes=_rolls(_roll(1), _roll(2)),
        once=_rolls(_roll(1), _roll(2, **{"End date": date(2025, 11, 28)})),
        at="Placements S6",
        several=_rolls(
            _roll(1, **{"Start date": date(2025, 11, 10)}), _roll(2, **{"End date": None})
        ),
    ),
}
