"""Cases of the checks across the charge lines (`xl_recoup.checks.charged`)."""

from __future__ import annotations

from datetime import date

from tests.checks.case import Case, Cases, rows
from tests.support.books import (
    ACADEMY,
    AGREEMENTS,
    MAINTAINED_SECONDARY,
    OTHER_MAINTAINED,
    SCHOOLS,
    pex,
    pupil_upn,
)
from xl_recoup.tables import Cell

_ADMITTED: dict[str, Cell] = {
    "Admitting school": OTHER_MAINTAINED, "Admitted on": date(2025, 10, 14),
}  # fmt: skip
_BACK = {"Reinstated on": date(2025, 10, 20)}
_YEAR_8: dict[str, Cell] = {"Year group": "8", "Date of birth": date(2012, 10, 1)}
_AT_ACADEMY = _YEAR_8 | {"Home school": ACADEMY}
_SPRING: dict[str, Cell] = {
    "Home school": MAINTAINED_SECONDARY, "Year group": "10", "Date of birth": date(2009, 10, 1),
    "UPN": pupil_upn(1, 20), "Pupil": "P.1",
}  # fmt: skip


def _excluded(day: date) -> dict[str, Cell]:
    return _SPRING | {"Exclusion date": day, "Decision date": None}


_QUERY = {"Query ref": "Q1", "Charge ref": "P001/BS"}

_FREE_MEALS = {"FSM": "Y", "FSM6": "Y"}

CASES: Cases = {
    "A40": Case(
        passes=rows(pex(**_ADMITTED)),
        once=rows(pex(**_ADMITTED, **_BACK)),
        at="Placements W5",
        several=rows(*(pex(n, **_ADMITTED, **_BACK) for n in (1, 2))),
        lines_differ="a reinstatement gives a credit of its own",
    ),
    "A41": Case(
        passes=rows(
            pex(1, **_excluded(date(2025, 4, 23))), pex(2, **_excluded(date(2025, 11, 10)))
        ),
        once=rows(
            pex(1, **_excluded(date(2025, 4, 23))), pex(2, **_excluded(date(2025, 6, 10)))
        ),
        at="Placements G6",
        several=rows(
            pex(1, **_excluded(date(2025, 4, 23))), pex(2, **_excluded(date(2025, 4, 30))),
            pex(3, **_excluded(date(2025, 6, 10))),
        ),
        lines_differ="the second exclusion comes earlier and costs more",
    ),
    "A42": Case(
        passes=rows(pex(**_AT_ACADEMY)),
        once=rows(pex(1, **_AT_ACADEMY), pex(2, **_AT_ACADEMY), Agreements=[]),
        at="Placements G5",
        several=rows(
            pex(1, **_AT_ACADEMY), pex(2, **_AT_ACADEMY | {"Home school": "3054009"}),
            Schools=[*SCHOOLS, SCHOOLS[2] | {"LAESTAB": "3054009", "School": "Sorrel School",
                                             "Trust": None}],
            Agreements=[AGREEMENTS[0] | {"Scheme": "LOCAL"}],
        ),
        lines_differ="an agreement makes the charge billable",
    ),
    "A43": Case(
        passes=rows(
            pex(**_FREE_MEALS),
            Queries=[_QUERY, _QUERY | {"Query ref": "Q2", "Charge ref": "p001/pp"}],
        ),
        once=rows(pex(**_FREE_MEALS), Queries=[_QUERY | {"Charge ref": "P009/BS"}]),
        at="Queries B5",
        several=rows(
            pex(**_FREE_MEALS),
            Queries=[
                _QUERY | {"Charge ref": "P009/BS"},
                _QUERY | {"Charge ref": "P008/BS", "Closed": date(2026, 1, 5)},
                _QUERY | {"Charge ref": "P001"},
            ],
        ),
    ),
    "A44": Case(
        passes=rows(pex(**{"Service child": "Y"})),
        once=rows(pex(**{"Service child": "Y", "Looked after": "Y"})),
        at="Placements AH5",
        several=rows(
            *(pex(n, **{"Service child": "Y", "Looked after": "Y"}) for n in (1, 2))
        ),
    ),
}  # fmt: skip
