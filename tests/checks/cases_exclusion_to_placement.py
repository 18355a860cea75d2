"""Cases of the checks on the days from an exclusion to its placement."""

from __future__ import annotations

from datetime import date, timedelta

from tests.checks.case import Case, Cases, rows
from tests.checks.cases_placement_dates import BEFORE, EXCLUDED
from tests.support.books import leaver, pex

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
}
