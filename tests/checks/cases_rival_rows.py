"""Cases of the checks of rows that claim one thing (`xl_recoup.checks.rival_rows`)."""

from __future__ import annotations

from datetime import date

from tests.checks.case import Case, Cases, rows
from tests.checks.cases_scheme_terms import DAILY, placed
from tests.support.books import OTHER_MAINTAINED, RATES, SCHEMES, pex, pupil_upn, rate
from xl_recoup.tables import Cell

_SAME: dict[str, Cell] = {"UPN": pupil_upn(1, 20), "Pupil": "P.1"}
_LATER: dict[str, Cell] = {
    "Exclusion date": date(2025, 11, 10), "Decision date": date(2025, 11, 19),
}  # fmt: skip
_UNDER_A_SCHEME = {
    "Schemes": [*SCHEMES, DAILY],
    "Rates": [*RATES, rate("day_rate", "all", 100, Basis=None, Unit="per day")],
}
_NOVEMBER, _CHRISTMAS = date(2025, 11, 3), date(2025, 12, 19)

CASES: Cases = {
    "A01": Case(
        passes=rows(pex(1), pex(1, **{"Placement ref": "P002", "Episode ref": "E002"}, **_LATER)),
        once=rows(pex(1), pex(1, **{"Placement ref": "P002"})),
        at="Placements A5", beside="Placements A6",
        several=rows(pex(1), pex(1), pex(1, **{"Placement ref": "P002", "Notes": "again"})),
        count=3,
    ),
    "A02": Case(
        passes=rows(pex(1), pex(2)),
        once=rows(pex(1), pex(2, **{"Placement ref": " p001"})),
        at="Placements A5", beside="Placements A6",
        several=rows(*(pex(n, **{"Placement ref": "P001"}) for n in (1, 2, 3))),
        count=3,
    ),
    "A03": Case(
        passes=rows(pex(1), pex(2, Scheme="LOCAL", **{"Episode ref": "E001"}, **_SAME)),
        once=rows(pex(1), pex(2, **{"Episode ref": "e001", "Start date": date(2025, 11, 10)},
                              **_SAME)),
        at="Placements J5", beside="Placements J6",
        several=rows(
            *(pex(n, **{"Episode ref": "E001"}) for n in (1, 2)),
            pex(3, **_SAME, **{"Start date": date(2025, 11, 10)}),
        ),
        count=4,
    ),
    "A10": Case(
        passes=rows(
            placed(1, _NOVEMBER, date(2025, 11, 28)),
            placed(2, date(2025, 11, 29), _CHRISTMAS),
            placed(3, _NOVEMBER, Provider="AP2"),
            placed(4, _NOVEMBER) | {"Home school": OTHER_MAINTAINED},
            placed(5, _NOVEMBER, **{"Cancelled on": _NOVEMBER}),
            Providers=[{"Code": c, "Provider": c} for c in ("AP1", "AP2")], **_UNDER_A_SCHEME,
        ),
        once=rows(
            placed(1, _NOVEMBER, _CHRISTMAS), placed(2, _CHRISTMAS), **_UNDER_A_SCHEME
        ),
        at="Placements R5", beside="Placements R6",
        several=rows(
            placed(1, _NOVEMBER, _CHRISTMAS), placed(2, _CHRISTMAS),
            placed(3, date(2026, 1, 5), UPN=None, Pupil=None), **_UNDER_A_SCHEME,
        ),
        count=3,
    ),
}  # fmt: skip
