"""Cases of the row checks on who and where (`xl_recoup.checks.identity`)."""

from __future__ import annotations

from datetime import date
from typing import Any

from stdnum.gb import upn

from tests.checks.case import Case, Cases, changed, rows
from tests.support.books import MAINTAINED, OTHER_MAINTAINED, SCHOOLS, leaver, pex, pupil_upn


def _temporary(letter: str) -> str:
    digits = f"30520012001{letter}"
    return upn.calc_check_digit(digits) + digits


def _school_again(heading: str, day: date) -> list[dict[str, Any]]:
    """Return schools with a second row for the first, both bounded by a day under a heading."""
    return [*changed(SCHOOLS, 0, **{"Open to": day}), SCHOOLS[0] | {heading: day}]


_LATER = _school_again("Open from", date(2025, 12, 31))
_LATER[-1]["Open from"] = date(2026, 1, 1)
_TWICE = _school_again("Open to", date(2025, 12, 31))
_ADMITTED = {"Admitting school": OTHER_MAINTAINED, "Admitted on": date(2025, 11, 10)}

CASES: Cases = {
    "R01": Case(
        passes=rows(pex()),
        once=rows(pex(**{"Placement ref": None})),
        at="Placements A5",
        several=rows(*(pex(n, **{"Placement ref": " "}) for n in (1, 2))),
    ),
    "R02": Case(
        passes=rows(pex()),
        once=rows(pex(**{"Home school": None})),
        at="Placements G5",
        several=rows(*(pex(n, **{"Home school": None}) for n in (1, 2))),
    ),
    "R03": Case(
        passes=rows(pex(**{"Home school": 3052001.0})),
        once=rows(pex(**{"Home school": "3052010"})),
        at="Placements G5",
        several=rows(*(pex(n, **{"Home school": "3052010"}) for n in (1, 2))),
    ),
    "R04": Case(
        passes=rows(pex(**_ADMITTED)),
        once=rows(pex(**_ADMITTED | {"Admitting school": "3052010"})),
        at="Placements W5",
        several=rows(*(pex(n, **_ADMITTED | {"Admitting school": "3052010"}) for n in (1, 2))),
    ),
    "R05": Case(
        passes=rows(pex(Scheme="pex")),
        once=rows(pex(Scheme=None)),
        at="Placements J5",
        several=rows(pex(1, Scheme=None), pex(2, Scheme="  ")),
    ),
    "R06": Case(
        passes=rows(pex(Scheme="LOCAL")),
        once=rows(pex(Scheme="TURNAROUND")),
        at="Placements J5",
        several=rows(pex(1, Scheme="PEXX"), pex(2, Scheme="Permanent exclusion")),
    ),
    "R07": Case(
        passes=rows(pex(Provider="ap1")),
        once=rows(pex(Provider="AP9")),
        at="Placements I5",
        several=rows(pex(1, Provider="AP9"), pex(2, Provider="First Provider")),
    ),
    "R08": Case(
        passes=rows(pex()),
        once=rows(pex(UPN=None)),
        at="Placements C5",
        several=rows(pex(1, UPN=None), pex(2, UPN="UN3")),
    ),
    "R09": Case(
        passes=rows(pex()),
        once=rows(pex(UPN=_temporary("A"))),
        at="Placements C5",
        several=rows(pex(1, UPN=_temporary("A")), pex(2, UPN=_temporary("B"))),
    ),
    "R10": Case(
        passes=rows(pex(UPN=pupil_upn(1, 18))),
        once=rows(pex(UPN=pupil_upn(1, 17))),
        at="Placements C5",
        several=rows(pex(1, UPN=pupil_upn(1, 17)), pex(2, UPN=pupil_upn(2, 27))),
    ),
    "R11": Case(
        passes=rows(pex(**{"Date of birth": date(2016, 9, 1)})),
        once=rows(pex(**{"Date of birth": date(2016, 8, 31)})),
        at="Placements F5",
        several=rows(
            pex(1, **{"Year group": "6"}),
            pex(2, **{"Date of birth": date(2021, 9, 1), "Year group": "R"}),
            leaver(3, **{"Date of birth": date(2006, 1, 1)}),
        ),
        count=3,
    ),
    "R12": Case(
        passes=rows(pex(), Schools=changed(SCHOOLS, 0, **{"Lowest year": "4"})),
        once=rows(pex(), Schools=changed(SCHOOLS, 0, **{"Lowest year": "5"})),
        at="Placements F5",
        several=rows(pex(1, **{"Year group": "7"}), pex(2, **{"Year group": 11})),
    ),
    "R13": Case(
        passes=rows(pex(), Schools=changed(SCHOOLS, 0, **{"Open from": date(2025, 10, 6)})),
        once=rows(pex(), Schools=changed(SCHOOLS, 0, **{"Open from": date(2025, 10, 7)})),
        at="Placements G5",
        several=rows(
            pex(1),
            leaver(2, **{"Home school": OTHER_MAINTAINED}),
            Schools=[
                *changed(SCHOOLS[:1], 0, **{"Open to": date(2025, 8, 31)}),
                *changed(SCHOOLS[1:2], 0, **{"Open from": date(2026, 1, 1)}),
            ],
            Agreements=[],
        ),
    ),
    "R14": Case(
        passes=rows(pex(**_ADMITTED)),
        once=rows(pex(**_ADMITTED | {"Admitting school": MAINTAINED})),
        at="Placements W5",
        several=rows(*(pex(n, **_ADMITTED | {"Admitting school": MAINTAINED}) for n in (1, 2))),
        lines_differ="the credit goes to the school that is entered",
    ),
    "R15": Case(
        passes=rows(pex(**{"Roll status": "off roll"})),
        once=rows(pex(**{"Roll status": "dual"})),
        at="Placements K5",
        several=rows(pex(1, **{"Roll status": "on roll"}), leaver(2, **{"Roll status": "dual"})),
    ),
    "R16": Case(
        passes=rows(pex(), Schools=_LATER),
        once=rows(pex(), Schools=_TWICE),
        at="Placements G5",
        several=rows(pex(1), pex(2), Schools=_TWICE),
    ),
}
