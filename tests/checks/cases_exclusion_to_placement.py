"""Cases of the checks on the days from an exclusion to its placement."""

from __future__ import annotations

from datetime import date, timedelta

from tests.checks.case import Case, Cases, rows
from tests.checks.cases_placement_dates import BEFORE, EXCLUDED
from tests.support.books import leaver, pex

_BEFORE = {"Exclusion date": date(2025, 1, 13), "Decision date": date(2025, 1, 22)}
CASES: Cases = {
    "R49": Case(
        passes=rows(pex(**{"Start date": date(2025, 10, 14)})),
        once=rows(pex(**{"Start date": date(2025, 10, 13)})),
        at="Placements R5",
        several=rows(*(pex(n, **{"Start date": EXCLUDED}) for n in (1, 2))),
    ),
    "R50": Case(
        passes=rows(pex(**{"Start date": EXCLUDED})),
        once=rows(pex(**{"Start date": date(2025, 10, 5)})),
        at="Placements R5",
        several=rows(*(pex(n, **{"Start date": BEFORE}) for n in (1, 2))),
    ),
    "R51": Case(
        passes=rows(pex(**{"Start date": EXCLUDED + timedelta(120)})),
        once=rows(pex(**{"Start date": EXCLUDED + timedelta(121)})),
        at="Placements L5",
        several=rows(
            pex(1, **{"Exclusion date": date(2025, 1, 13), "Start date": date(2026, 1, 20)}),
            leaver(2, **{"Start date": date(2026, 10, 13)}),
        ),
    ),
    "R18": Case(
        passes=rows(pex(**_BEFORE, **{"Reinstated on": date(2026, 1, 14)})),
        once=rows(pex(**_BEFORE, **{"Reinstated on": date(2026, 1, 15)})),
        at="Placements V5",
        several=rows(
            pex(1, **_BEFORE | {"Decision date": date(2026, 1, 20)}),
            pex(2, **_BEFORE, **{"Admitting school": "3052002", "Admitted on": date(2026, 1, 30)}),
        ),
    ),
    "R19": Case(
        passes=rows(pex(**{"End date": date(2028, 3, 31), "Start date": EXCLUDED})),
        once=rows(pex(**{"End date": date(2062, 7, 1), "Start date": EXCLUDED})),
        at="Placements S5",
        several=rows(
            pex(1, **{"Exclusion date": date(1925, 10, 6), "Decision date": None}),
            pex(2, **{"Exclusion date": date(2016, 9, 6), "Decision date": None}),
        ),
    ),
}
