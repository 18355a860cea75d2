"""Cases of the checks on placements under local schemes (`xl_recoup.checks.local_scheme_rows`)."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.checks.case import Args, Case, Cases, placements
from tests.support.books import MAINTAINED_SECONDARY, RATES, SCHEMES, pex, rate
from xl_recoup.contract import PLACEMENTS
from xl_recoup.tables import Table

_RATES = [*RATES, rate("hour", "all", 75, Basis=None, Unit="per hour")]
_LATER = date(2025, 11, 3)


def _scheme(**cells: Any) -> dict[str, Any]:
    return {
        "Scheme": "OWN", "Kind": "local", "In use": "Y", "Measure": "hours", "Denominator": 1,
        "Base": "named rate", "Rate": "hour", "Agreement needed": "none",
    } | {k.replace("_", " "): v for k, v in cells.items()}  # fmt: skip


def _place(n: int = 1, /, **cells: Any) -> dict[str, Any]:
    return pex(n, **{"Placement ref": f"P00{n}", "Scheme": "OWN", "Roll status": "dual"},
               **{"Exclusion date": None, "Decision date": None, "Start date": _LATER},
               **{"End date": date(2025, 12, 19), "Year group": "9", "UPN": None},
               **{"Date of birth": date(2011, 10, 1), "Home school": MAINTAINED_SECONDARY},
               ) | {k.replace("_", " "): v for k, v in cells.items()}  # fmt: skip


def _book(*given: dict[str, Any], scheme: dict[str, Any] | None = None, **more: Any) -> Args:
    return {"placements": list(given), "Schemes": [*SCHEMES, scheme or _scheme()],
            "Rates": _RATES, **more}  # fmt: skip


def _without(heading: str, *given: dict[str, Any]) -> dict[str, Table]:
    """Return placements whose table lacks a column."""
    whole = placements(*given)
    at = PLACEMENTS.headings.index(heading)
    kept = [i for i in range(len(whole.headings)) if i != at]
    table = Table(
        "Placements", "Placements", tuple(whole.headings[i] for i in kept), 5,
        [tuple(row[i] for i in kept) for row in whole.rows],
    )  # fmt: skip
    return {"Placements": table}


_AGREED = _scheme(Measure="event", Base="agreed amount", Rate=None)
_DAYS = _scheme(Measure="school days agreed")
_FIVE: dict[str, Any] = {"Days per week": 5}
_BASIC = _scheme(Measure="school weeks", Denominator=38, Base="basic entitlement", Rate=None)
_OPEN: dict[str, Any] = {"Start date": date(2025, 6, 2)}
_STAYS = {"Placement ref": "P001", "From": date(2025, 9, 1), "What changes": "Year group",
          "New value": "9"}  # fmt: skip

CASES: Cases = {
    "R74": Case(
        passes=_book(_place(Hours=10)),
        once=_book(_place(Hours=10, Agreed_amount=500)),
        at="Placements AQ5",
        several=_book(
            _place(1, Hours=10, Agreed_amount=0),
            pex(2, **{"Agreed amount": 4000}),
            _place(3, Hours=1),
        ),
    ),
    "R75": Case(
        passes=_book(_place(Agreed_amount=500), scheme=_AGREED),
        once=_book(_place(Agreed_amount=500, Hours=10), scheme=_AGREED),
        at="Placements AR5",
        several=_book(pex(1, Hours=3), pex(2, Hours=0)),
    ),
    "A65": Case(
        passes=_book(_place(Hours=10), scheme=_scheme()),
        once=_book(scheme=_scheme(), replace=_without("Hours", _place())),
        at="Schemes I8",
        several=_book(
            scheme=_scheme(Measure="school days attended"),
            replace=_without("Days attended", _place()),
        ),
        count=1,
        says="Days attended",
    ),
    "R76": Case(
        passes=_book(_place(**_FIVE), scheme=_DAYS),
        once=_book(_place(), scheme=_DAYS),
        at="Placements T5",
        several=_book(
            _place(1), _place(2), scheme=_scheme(Measure="complete weeks", By_days_per_week="Y")
        ),
    ),
    "R77": Case(
        passes=_book(_place(**_OPEN), scheme=_BASIC, PlacementChanges=[_STAYS]),
        once=_book(_place(**_OPEN), scheme=_BASIC),
        at="Placements F5",
        several=_book(_place(1, **_OPEN), _place(2, **_OPEN), scheme=_BASIC),
    ),
}
