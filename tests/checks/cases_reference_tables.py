"""Cases of the checks across the reference tables (`xl_recoup.checks.tables`)."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.checks.case import Args, Case, Cases, changed, rows
from tests.support.books import CALENDAR, RATES, SCHOOLS, pex, rate

FSM = 3  # the place of free school meals in the rates, row 8 of the sheet
ELM, HOLLY = 2, 5  # an academy and a special school, rows 7 and 10
LAC = 16
_NEXT = {"Valid from": date(2026, 4, 1), "Valid to": date(2027, 3, 31)}
_WHOLE = [*RATES[:FSM], *RATES[FSM + 1 :]]


def _rates(*more: dict[str, Any], base: list[dict[str, Any]] = RATES) -> Args:
    return rows(pex(), Rates=[*base, *more])


def _fsm(**cells: Any) -> Args:
    return rows(pex(), Rates=changed(RATES, FSM, **cells))


def _school(index: int, **cells: Any) -> Args:
    return rows(pex(), Schools=changed(SCHOOLS, index, **cells))


def _term(calendar: str, first: date, last: date) -> dict[str, Any]:
    return {"Calendar": calendar, "Kind": "term", "From": first, "To": last}


_SUMMER, _WINTER = date(2025, 8, 31), date(2025, 9, 1)
_SHORT = [row for i, row in enumerate(CALENDAR) if i != 1]

CASES: Cases = {
    "A20": Case(
        passes=_rates(rate("fsm", "all", 500, **{"Valid from": date(2026, 4, 1)},
                           **{"Valid to": date(2027, 3, 31)})),
        once=_rates(rate("fsm", "all", 500, **{"Valid from": date(2026, 3, 31)},
                         **{"Valid to": date(2027, 3, 31)})),
        at="Rates C23",
        several=_rates(rate("mobility", "ks3", 900), rate("fsm", "primary", 500)),
    ),
    "A21": Case(
        passes=_fsm(Status="approved"),
        once=_fsm(Status="draft"),
        at="Rates C8",
        several=rows(pex(), Rates=changed(changed(RATES, FSM, Status=None), 0, Status="draft")),
    ),
    "A39": Case(
        passes=_rates(rate("pupil_premium_lac", "all", 0, **_NEXT), rate("idaci_g", "all", 0)),
        once=rows(pex(), Rates=changed(RATES, LAC, Amount=0)),
        at="Rates C21",
        several=rows(pex(), Rates=changed(changed(RATES, LAC, Amount=0), 0, Amount=0)),
    ),
    "A22": Case(
        passes=_rates(
            rate("fsm", "all", 495, **{"Valid to": _SUMMER}),
            rate("fsm", "all", 500, **{"Valid from": _WINTER}),
            base=_WHOLE,
        ),
        once=_fsm(**{"Valid from": date(2025, 4, 2)}),
        at="Rates C8",
        several=_rates(
            rate("fsm", "all", 495, **{"Valid to": _SUMMER}),
            rate("fsm", "all", 500, **{"Valid from": date(2025, 9, 3)}),
            rate("idaci_a", "all", 900, **{"Valid to": date(2026, 3, 30)}),
            base=_WHOLE,
        ),
    ),
    "A23": Case(
        passes=_rates(rate("IDACI A", "all", 900)),
        once=_rates(rate("lump_sum", "all", 900)),
        at="Rates C23",
        several=_rates(rate("idaci_h", "all", 900), rate("minimum per pupil", "all", 900)),
    ),
    "A24": Case(
        passes=_fsm(Basis=None),
        once=rows(
            pex(), Rates=changed(RATES, FSM, Basis=None), settings={"Area cost adjustment": 1.08}
        ),
        at="Rates C8",
        several=rows(
            pex(), Rates=changed(changed(RATES, FSM, Basis=None), 4, Basis=None),
            settings={"Area cost adjustment": "1.08"},
        ),
    ),
    "A25": Case(
        passes=rows(pex()),
        once=rows(pex(), Calendar=_SHORT),
        at="Calendar A5",
        several=rows(
            pex(),
            Calendar=[
                *CALENDAR,
                _term("Long summer", date(2025, 4, 1), date(2025, 6, 30)),
                _term("Long summer", date(2025, 9, 8), date(2026, 3, 31)),
                _term("Open day", date(2025, 9, 1), date(2025, 9, 1)),
            ],
        ),
    ),
    "A26": Case(
        passes=_school(HOLLY, Calendar="la"),
        once=_school(HOLLY, Calendar="Trust"),
        at="Schools A10",
        several=rows(
            pex(),
            Schools=changed(changed(SCHOOLS, HOLLY, Calendar="Trust"), ELM, Calendar="Trust"),
        ),
    ),
    "A67": Case(
        passes=_rates(rate("basic_entitlement", "primary", 3847, School="305/4001")),
        once=_rates(rate("basic_entitlement", "primary", 3900, School="3054011")),
        at="Rates K23",
        several=rows(
            pex(), Schools=changed(SCHOOLS, HOLLY, Successor="3057009"),
            Rates=[*RATES, rate("fsm", "all", 500, School="3054011")],
        ),
    ),
    "A27": Case(
        passes=rows(
            pex(),
            Schools=[
                *changed(SCHOOLS, HOLLY, **{"Open to": _SUMMER}),
                SCHOOLS[HOLLY] | {"Open from": _WINTER},
            ],
        ),
        once=rows(
            pex(),
            Schools=[
                *changed(SCHOOLS, HOLLY, **{"Open to": _SUMMER}),
                SCHOOLS[HOLLY] | {"Open from": _SUMMER},
            ],
        ),
        at="Schools A11",
        several=rows(pex(), Schools=[*SCHOOLS, SCHOOLS[HOLLY], SCHOOLS[HOLLY]]),
    ),
    "A28": Case(
        passes=_school(HOLLY, LAESTAB="3037001", Type="other authority"),
        once=_school(HOLLY, LAESTAB="3037001"),
        at="Schools A10",
        several=rows(
            pex(),
            Schools=changed(
                changed(SCHOOLS, HOLLY, LAESTAB="3037001"), ELM, Type="other authority"
            ),
            Agreements=[],
        ),
    ),
    "A29": Case(
        passes=_school(ELM, Settlement="invoice"),
        once=_school(ELM, Settlement="budget adjustment"),
        at="Schools A7",
        several=rows(
            pex(),
            Schools=[
                *changed(SCHOOLS, ELM, Settlement="budget adjustment"),
                SCHOOLS[ELM] | {"LAESTAB": "3054009", "Settlement": "net-off", "Trust": None},
            ],
        ),
    ),
    "A35": Case(
        passes=_rates(rate("idaci_a", "all", 900)),
        once=_rates(rate("idaci_a", "all", 900, **{"Valid to": date(2025, 3, 31)})),
        at="Rates C23",
        several=_rates(
            rate("idaci_a", "all", 900, **{"Valid to": date(2025, 3, 31)}),
            rate("idaci_b", "all", 900, **{"Valid to": date(2024, 3, 31)}),
        ),
    ),
}  # fmt: skip
