"""Cases of the row checks on dates (`xl_recoup.checks.dates`)."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.checks.case import Case, Cases, rows
from tests.support.books import OTHER_MAINTAINED, Row, leaver, pex

EXCLUDED, BEFORE = date(2025, 10, 6), date(2025, 10, 3)


def _order(at: str, heading: str, on: date, too_early: date, **also: Any) -> Case:
    """Return a case of two dates: the same day passes, an earlier one does not."""

    def row(n: int, day: date) -> Row:
        return pex(n, **{heading: day}, **also)

    return Case(
        passes=rows(row(1, on)),
        once=rows(row(1, too_early)),
        at=f"Placements {at}5",
        several=rows(row(1, too_early), row(2, too_early), row(3, on)),
    )


_ADMITTED = {"Admitting school": OTHER_MAINTAINED, "Admitted on": date(2025, 11, 10)}

CASES: Cases = {
    "R30": _order("S", "End date", date(2025, 10, 20), date(2025, 10, 17),
                  **{"Start date": date(2025, 10, 20)}),
    "R31": _order("M", "Decision date", EXCLUDED, BEFORE),
    "R32": _order("N", "Cancelled on", EXCLUDED, BEFORE),
    "R33": _order("P", "Review decided on", EXCLUDED, BEFORE, **{"Review status": "closed"}),
    "R34": _order("V", "Reinstated on", EXCLUDED, BEFORE),
    "R35": _order("X", "Admitted on", EXCLUDED, BEFORE, **{"Admitting school": OTHER_MAINTAINED}),
    "R36": _order("AA", "Order date", EXCLUDED, BEFORE, **{"Adjustment order": "Y"}),
    "R37": _order("Y", "Left admitting school on", date(2025, 11, 10), date(2025, 11, 7),
                  **_ADMITTED),
    "R38": Case(
        passes=rows(leaver(**{"Reinstated on": date(2025, 10, 14)})),
        once=rows(leaver(**{"Reinstated on": date(2025, 10, 13)})),
        at="Placements V5",
        several=rows(*(leaver(n, **{"Reinstated on": date(2025, 10, 13)}) for n in (1, 2))),
    ),
    "R73": _order("AN", "Educated from", EXCLUDED, BEFORE),
    "R39": _order("Q", "Left roll on", EXCLUDED, BEFORE),
    "R40": Case(
        passes=rows(pex(**{"Adjustment order": "Y", "Order date": date(2025, 12, 1)})),
        once=rows(pex(**{"Adjustment order": "Y"})),
        at="Placements AA5",
        several=rows(*(pex(n, **{"Adjustment order": "Y"}) for n in (1, 2))),
    ),
    "R41": Case(
        passes=rows(pex()),
        once=rows(pex(**{"Order date": date(2025, 12, 1)})),
        at="Placements Z5",
        several=rows(
            *(pex(n, **{"Order date": date(2025, 12, 1), "Adjustment order": "N"}) for n in (1, 2))
        ),
    ),
    "R42": Case(
        passes=rows(pex(**_ADMITTED)),
        once=rows(pex(**{"Admitted on": date(2025, 11, 10)})),
        at="Placements W5",
        several=rows(*(pex(n, **{"Admitted on": date(2025, 11, 10)}) for n in (1, 2))),
    ),
    "R43": Case(
        passes=rows(pex(**_ADMITTED)),
        once=rows(pex(**{"Admitting school": OTHER_MAINTAINED})),
        at="Placements X5",
        several=rows(*(pex(n, **{"Admitting school": OTHER_MAINTAINED}) for n in (1, 2))),
    ),
    "R44": Case(
        passes=rows(pex(**{"Adjustment order": "Y", "Order date": date(2025, 12, 1)})),
        once=rows(
            pex(
                **{"Adjustment order": "Y", "Order date": date(2025, 12, 1)},
                **{"Reinstated on": date(2025, 11, 10)},
            )
        ),
        at="Placements Z5",
        several=rows(
            *(
                pex(
                    n,
                    **{"Adjustment order": "Y", "Order date": date(2025, 12, 1)},
                    **{heading: date(2025, 11, 10)},
                )
                for n, heading in ((1, "Reinstated on"), (2, "Cancelled on"))
            )
        ),
        lines_differ="the pupil's return gives a credit",
    ),
    "R45": Case(
        passes=rows(
            pex(**{"Review status": "closed", "Review decided on": date(2025, 11, 10)})
        ),
        once=rows(pex(**{"Review status": "closed"})),
        at="Placements P5",
        several=rows(
            pex(1, **{"Review status": "closed"}),
            pex(2, **{"Review status": "open", "Review decided on": date(2025, 11, 10)}),
        ),
    ),
    "R46": Case(
        passes=rows(pex(**{"Notice sent on": date(2026, 1, 31)})),
        once=rows(pex(**{"Notice sent on": date(2026, 2, 1)})),
        at="Placements AO5",
        several=rows(
            pex(1, **{"Exclusion date": date(2026, 10, 5), "Decision date": date(2026, 10, 14)}),
            pex(2, **{"Educated from": date(2052, 1, 1)}),
        ),
        count=3,
    ),
    "R47": Case(
        passes=rows(
            pex(1, **{"Date of birth": date(2026, 1, 31)}),
            pex(2, **{"Date of birth": date(2005, 1, 1)}),
        ),
        once=rows(pex(1, **{"Date of birth": date(2026, 2, 1)}), pex(2)),
        at="Placements E5",
        several=rows(
            pex(1, **{"Date of birth": date(1916, 10, 1)}),
            pex(2, **{"Date of birth": date(2004, 12, 31)}),
        ),
    ),
    "R48": Case(
        passes=rows(pex(**{"Exclusion date": date(2025, 10, 3)})),
        once=rows(pex(**{"Exclusion date": date(2025, 10, 4)})),
        at="Placements L5",
        several=rows(
            pex(1, **{"Exclusion date": date(2025, 10, 5)}),
            pex(2, **{"Exclusion date": date(2025, 10, 22), "Decision date": None}),
        ),
        lines_differ="the working names the date of the exclusion",
    ),
}  # fmt: skip
