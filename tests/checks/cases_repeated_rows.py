"""Cases of the checks across rows (`xl_recoup.checks.across`)."""

from __future__ import annotations

from datetime import date

from tests.checks.case import Case, Cases, rows
from tests.support.books import MAINTAINED_SECONDARY, OTHER_MAINTAINED, pex, pupil_upn
from xl_recoup.tables import Cell

_SAME: dict[str, Cell] = {"UPN": pupil_upn(1, 20), "Pupil": "P.1"}
_LATER: dict[str, Cell] = {
    "Exclusion date": date(2025, 11, 10), "Decision date": date(2025, 11, 19),
}  # fmt: skip
_ADMITTED: dict[str, Cell] = {
    "Admitting school": OTHER_MAINTAINED, "Admitted on": date(2025, 10, 20),
}  # fmt: skip
_EXCLUDED_THERE = pex(2, **_SAME, **_LATER, **{"Home school": OTHER_MAINTAINED})


def _stay(first: date, last: date | None) -> dict[str, Cell]:
    return {"Start date": first, "End date": last}


_AUTUMN = _stay(date(2025, 10, 14), date(2025, 12, 19))
_AFTER = _stay(date(2025, 12, 20), None)

CASES: Cases = {
    "A98": Case(
        passes=rows(pex(Pupil="A.B.C.")),
        once=rows(pex(Pupil="A.B. & C.D.")),
        at="Placements D5",
        several=rows(pex(1, Pupil="A.B./C.D."), pex(2), pex(3, Pupil="A.B. C.D.")),
    ),
    "A04": Case(
        passes=rows(pex(1), pex(2, UPN=_SAME["UPN"], Pupil="p 1", **_LATER)),
        once=rows(pex(1), pex(2, UPN=_SAME["UPN"], **_LATER)),
        at="Placements D6",
        several=rows(
            pex(1), pex(2, UPN=_SAME["UPN"]),
            pex(3, **_SAME, **{"Date of birth": date(2016, 11, 1)}),
        ),
    ),
    "A05": Case(
        passes=rows(pex(1), pex(2)),
        once=rows(pex(1), pex(2, Pupil="P 1")),
        at="Placements C6",
        several=rows(pex(1), pex(2, Pupil="p1"), pex(3, Pupil="P. 1")),
    ),
    "A06": Case(
        passes=rows(pex(1, **_AUTUMN), pex(2, **_SAME, **_LATER, **_AFTER)),
        once=rows(
            pex(1, **_AUTUMN),
            pex(2, **_SAME, **_LATER, **_AFTER | {"Start date": date(2025, 12, 19)}),
        ),
        at="Placements R6",
        several=rows(
            pex(1, **_stay(date(2025, 10, 14), None)),
            pex(2, **_SAME, **_stay(date(2025, 11, 10), date(2025, 11, 14))),
            pex(3, **_SAME, **_stay(date(2026, 1, 5), date(2026, 1, 9))),
        ),
    ),
    "A07": Case(
        passes=rows(pex(1), pex(2, **_LATER)),
        once=rows(pex(1), pex(2, **_SAME, **_LATER)),
        at="Placements L6",
        several=rows(
            pex(1), pex(2, **_SAME, **_LATER),
            pex(3, **_SAME, **{"Exclusion date": date(2026, 1, 12), "Decision date": None}),
        ),
    ),
    "A08": Case(
        passes=rows(pex(1, **{"Looked after": "Y"}), pex(2, FSM6="Y", **_LATER)),
        once=rows(pex(1, **{"Looked after": "Y"}), pex(2, FSM6="Y", **_SAME, **_LATER)),
        at="Placements AH6",
        several=rows(
            pex(1, **{"Looked after": "Y"}), pex(2, FSM6="Y", **_SAME),
            pex(3, **_SAME, **{"Previously looked after": "Y"}),
        ),
    ),
    "A66": Case(
        passes=rows(pex(1, **_ADMITTED), _EXCLUDED_THERE | {"UPN": pupil_upn(2, 20)}),
        once=rows(pex(1, **_ADMITTED), _EXCLUDED_THERE),
        at="Placements Y5",
        several=rows(
            pex(1, **_ADMITTED), _EXCLUDED_THERE,
            pex(3, **_ADMITTED, UPN=pupil_upn(3, 20)),
            pex(4, UPN=pupil_upn(3, 20), **_LATER, **{"Home school": MAINTAINED_SECONDARY}),
        ),
    ),
    "A09": Case(
        passes=rows(pex(1), pex(2, **_LATER, **{"Home school": OTHER_MAINTAINED})),
        once=rows(pex(1), pex(2, **_SAME, **_LATER, **{"Home school": OTHER_MAINTAINED})),
        at="Placements W5",
        several=rows(
            pex(1), pex(2, **_SAME, **{"Exclusion date": date(2025, 10, 7)}),
            pex(3, **_SAME, **_LATER, **{"Home school": OTHER_MAINTAINED}),
        ),
    ),
}  # fmt: skip
