"""Cases of the checks on whole tables (`xl_recoup.checks.sheets`)."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.checks.case import Case, Cases, placements, rows, sheet
from tests.support.books import AGREEMENTS, CALENDAR, RATES, SCHEMES, SCHOOLS, pex, rate, table
from xl_recoup.contract import CHARGES, EXCEPTIONS, PLACEMENTS
from xl_recoup.contract import SCHOOLS as SCHOOLS_SPEC

_PUPILS = [pex(n) for n in (1, 2, 3)]
_OWN = [row | {"Our colour": "green"} for row in _PUPILS]  # the team's own column, AR
_MANY = [pex(n) for n in range(1, 9)]
_SCHOOL = {"LAESTAB": "3052003", "School": "Ivy Primary", "Type": "maintained"}
_TERM = CALENDAR[0] | {"Calendar": "Trust"}
_HEADINGS = PLACEMENTS.headings


def _spelt(**instead: str) -> tuple[str, ...]:
    return tuple(instead.get(h.replace(" ", "_"), h) for h in _HEADINGS)


def _cells(**row: object) -> tuple[Any, ...]:
    return tuple(row.get(h) for h in _HEADINGS)


def _headed(headings: tuple[str, ...]) -> dict[str, object]:
    new = dict(zip(_HEADINGS, headings, strict=True))
    renamed = [{new[h]: cell for h, cell in row.items()} for row in _PUPILS]
    # Not a sheet of ours, on which each column is expected.
    given = table("Placements_North", renamed, headings, "Placements")
    return {"replace": {"Placements": None, "Placements_North": given}}


CASES: Cases = {
    "S20": Case(
        passes=sheet(*_PUPILS, {}, hidden_rows=frozenset({8})),
        once=sheet(*_PUPILS, hidden_rows=frozenset({6})),
        at="Placements A6",
        several=sheet(*_MANY, hidden_rows=frozenset({5, 6, 7, 8, 10, 11, 12})),
        count=1,
        says="rows 5, 6, 7, 8, 10 and 2 more are hidden",
    ),
    "S48": Case(
        passes=sheet(*_PUPILS, {}, struck=frozenset({8})),
        once=sheet(*_PUPILS, struck=frozenset({6})),
        at="Placements A6",
        several=sheet(*_MANY, struck=frozenset({5, 6, 7})),
        count=1,
        says="rows 5, 6 and 7 are struck through, but charged like the others",
    ),
    "S21": Case(
        passes=sheet(*_OWN, hidden_columns=frozenset({46})),
        once=sheet(*_OWN, hidden_columns=frozenset({12})),
        at="Placements L4",
        several=sheet(*_OWN, hidden_columns=frozenset({28, 12, 13})),
        count=1,
        says="columns L, M and AB are hidden",
    ),
    "S22": Case(
        passes=sheet(*_PUPILS),
        once=sheet(*_PUPILS, filtered=True),
        at="Placements A4",
        several={
            "replace": {
                "Placements": placements(*_PUPILS, filtered=True),
                "Schools": table("Schools", SCHOOLS, SCHOOLS_SPEC.headings, filtered=True),
            }
        },
    ),
    "S23": Case(
        passes=sheet(_PUPILS[0], _PUPILS[1], {}),
        once=sheet(_PUPILS[0], {"Notes": " \u00a0 "}, _PUPILS[1]),
        at="Placements A6",
        several=sheet(_PUPILS[0], {}, {}, _PUPILS[1]),
        count=1,
        says="rows 6 and 7 of the table Placements are blank",
        lines_differ="a blank row moves the rows below it",
    ),
    "S24": Case(
        passes=sheet(*_OWN, valueless=frozenset({"AT5"})),
        once=sheet(
            pex(1, **{"Exclusion date": None}),
            pex(2),
            valueless=frozenset({"L5"}),
            formulas=frozenset({"L5"}),
        ),
        at="Placements L5",
        several=sheet(
            pex(1, **{"Exclusion date": None, "Year group": None}),
            pex(2, EAL=None),
            valueless=frozenset({"L5", "F5", "AE6"}),
        ),
        count=3,
    ),
    "S25": Case(
        passes=sheet(*_OWN, formulas=frozenset({"AT5"})),
        once=sheet(*_OWN, formulas=frozenset({"L5"})),
        at="Placements L5",
        several=sheet(*_OWN, formulas=frozenset({"L7", "AB6", "M6"})),
        count=1,
        says="this is one of 3 formulas",
    ),
    "S26": Case(
        passes=_headed(_spelt(Notes="Comments")),
        once=_headed(_spelt(Service_child="Service childs")),
        at="Placements AJ4",
        several=_headed(
            _spelt(Service_child="Service childs", Mobility="Mobilty", Looked_after="LAC")
        ),
        count=3,
        says="the column headed “LAC” is not read, because no such heading is known. Change it to",
    ),
    "S27": Case(
        passes=rows(pex(), Schools=[*SCHOOLS, _SCHOOL]),
        once=rows(pex(), Schools=[*SCHOOLS, _SCHOOL | {"Type": "grammar"}]),
        at="Schools D11",
        several=rows(
            pex(),
            Schools=[*SCHOOLS, _SCHOOL | {"School": None}, _SCHOOL | {"Leaving years": "6, top"}],
            Agreements=[*AGREEMENTS, AGREEMENTS[0] | {"Status": "maybe"}],
            Providers=[{"Code": "AP1"}, {"Code": "AP2", "Places commissioned": "a few"}],
            Schemes=[*SCHEMES, {"Scheme": "OTHER", "Valid from": "soon"}],
            Rates=[
                *RATES,
                rate("fsm", "all", -1),
                rate("mobility", "all", 1, Basis="gross"),
                rate("eal", "all", 1, **{"Valid from": None}),
            ],
            Calendar=[
                *CALENDAR,
                _TERM | {"Kind": "holiday"},
                _TERM | {"From": date(2025, 9, 1), "To": date(2025, 8, 31)},
                _TERM | {"To": date(2027, 9, 1)},
            ],
            Queries=[{"Query ref": "Q1", "Charge ref": "P001/BS", "Opened": "last week"}],
            PlacementChanges=[
                {"Placement ref": "P001", "From": "31/06/2025", "What changes": "pause"},
                {"Placement ref": "P001", "From": date(2025, 6, 30), "What changes": "EHCP"},
            ],
        ),
        count=14,
    ),
    "S30": Case(
        passes=sheet(*_PUPILS, below={8: _cells(Notes="Total"), 9: _cells(Pupil="by hand")}),
        once=sheet(*_PUPILS, below={9: _cells(**pex(4))}),
        at="Placements A9",
        several=sheet(*_PUPILS, below={8: _cells(**pex(4)), 9: _cells(**pex(5))}),
        count=1,
        says="rows 8 and 9 stand below the table Placements",
    ),
    "S31": Case(
        passes=rows(pex(), replace={"Notes": table("Notes", [], ("Home school", "Scheme"))}),
        once=rows(pex(), replace={"Placements2": placements(pex(2), name="Placements2")}),
        at="Placements2 A4",
        several=rows(
            pex(),
            replace={
                "Term": placements(pex(2), name="Term"),
                "Jottings": table("Jottings", [], ("Pupil",), sheet="Placements – spring"),
            },
        ),
    ),
    "S28": Case(
        passes=rows(pex(), replace={"Charges": table("Charges", [], CHARGES.headings)}),
        once=rows(
            pex(), replace={"Charges": table("Charges", [], CHARGES.headings, filtered=True)}
        ),
        at="Charges A4",
        several=rows(
            pex(),
            replace={
                spec.name: table(spec.name, [], spec.headings, filtered=True)
                for spec in (CHARGES, EXCEPTIONS)
            },
        ),
    ),
}
