"""Cases of the checks on schemes (`xl_recoup.checks.schemes`)."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.checks.case import Args, Case, Cases, rows
from tests.support.books import OTHER_MAINTAINED, RATES, SCHEMES, pex, rate
from xl_recoup.tables import Cell

DAILY: dict[str, Any] = {
    "Scheme": "DAILY", "Kind": "local", "In use": "Y", "Measure": "school days agreed",
    "Denominator": 1, "Base": "named rate", "Rate": "day_rate", "Agreement needed": "none",
}  # fmt: skip
_RATES = [*RATES, rate("day_rate", "all", 100, Basis=None, Unit="per day")]
_PRIMARY, _SECONDARY = {"Lowest year": "R", "Highest year": "6"}, {"Lowest year": "7"}
_CODES = {"CFR code": "I01", "S251 line": "1.2.7"}


def _schemes(*more: dict[str, Any], base: list[dict[str, Any]] = SCHEMES) -> Args:
    return rows(pex(), Schemes=[*base, *more], Rates=_RATES)


def placed(n: int, first: date, last: date | None = None, **cells: Any) -> dict[str, Cell]:
    """Return a placement of the first pupil under the local scheme."""
    return pex(1, **{"Placement ref": f"P00{n}", "Scheme": "DAILY", "Roll status": "dual"},
               **{"Exclusion date": None, "Decision date": None},
               **{"Start date": first, "End date": last}) | cells  # fmt: skip


def _both(*more: dict[str, Cell], **statutory: Any) -> Args:
    """Return an exclusion whose sum counts from 14 October 2025, with placements beside it."""
    excluded = pex(1, **statutory)
    return rows(excluded, *more, Schemes=[*SCHEMES, DAILY], Rates=_RATES)


_SEPTEMBER, _NOVEMBER, _CHRISTMAS = date(2025, 9, 8), date(2025, 11, 3), date(2025, 12, 19)
_BACK = {"Reinstated on": _NOVEMBER}

CASES: Cases = {
    "A64": Case(
        passes=_schemes(DAILY | {"Tier to": 2}, DAILY | {"Tier from": 3}),
        once=_schemes(DAILY | {"Tier to": 2}, DAILY | {"Tier from": 4}),
        at="Schemes S9",
        several=_schemes(DAILY | {"Tier from": 2, "Tier to": 3}, DAILY | {"Tier from": 5}),
    ),
    "A60": Case(
        passes=_schemes(
            DAILY | _PRIMARY | {"Valid to": _CHRISTMAS},
            DAILY | _PRIMARY | {"Valid from": date(2025, 12, 20)},
            DAILY | _SECONDARY, DAILY | {"In use": "N"},
        ),
        once=_schemes(DAILY | {"Valid to": _CHRISTMAS}, DAILY | {"Valid from": _CHRISTMAS}),
        at="Schemes A9",
        several=_schemes(
            DAILY | _PRIMARY, DAILY | _SECONDARY, DAILY | {"Lowest year": "6", "Highest year": "7"},
            DAILY | _PRIMARY,
        ),
    ),
    "A61": Case(
        passes=rows(pex()),
        once=_schemes(base=[SCHEMES[0] | {"In use": "N"}, *SCHEMES[1:]]),
        at="Schemes D5",
        several=_schemes(
            base=[SCHEMES[0] | {"School share": 50}, SCHEMES[1] | {"Kind": "local"}, SCHEMES[2]]
        ),
    ),
    "A62": Case(
        passes=_schemes(DAILY, DAILY | {"Scheme": "OFF", "In use": "N", "Rate": "nowhere"}),
        once=_schemes(DAILY | {"Rate": "day rates"}),
        at="Schemes L8",
        several=_schemes(DAILY | {"Extra rate": "lunch", "School rate": "school_day"}),
    ),
    "A63": Case(
        passes=_both(
            placed(2, _SEPTEMBER, date(2025, 10, 3)), placed(3, _NOVEMBER), **_BACK
        ),
        once=_both(placed(2, _SEPTEMBER, date(2025, 10, 3)), placed(3, _NOVEMBER)),
        at="Placements J7",
        several=_both(
            placed(2, _SEPTEMBER, date(2025, 10, 14)),
            placed(3, _NOVEMBER, UPN=None, Pupil=None),
            placed(4, _NOVEMBER, _CHRISTMAS, **{"Home school": OTHER_MAINTAINED}),
        ),
        lines_differ="a return ends the statutory charge",
    ),
}  # fmt: skip
