"""Cases of the row checks on what the sum needs and turns on (`xl_recoup.checks.needs`)."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.checks.case import Args, Case, Cases, changed, rows
from tests.support.books import (
    CALENDAR,
    MAINTAINED_SECONDARY,
    RATES,
    SCHEMES,
    SCHOOLS,
    SIXTH_FORM,
    leaver,
    pex,
    rate,
)

_WITHOUT_EAL = [r for r in RATES if r["Factor"] != "eal"]
_FOREIGN = {"LAESTAB": "3032001", "School": "Kentish School", "Type": "other authority"}
_ABROAD = {"Admitting school": "3032001", "Admitted on": date(2025, 11, 3)}
_TO_CHRISTMAS = CALENDAR[:3]
_LATE = {"Exclusion date": date(2025, 12, 17), "Decision date": None}
_APRIL = {"Exclusion date": date(2025, 4, 23), "Decision date": date(2025, 5, 6)}
_MARCH = {"Exclusion date": date(2025, 3, 24), "Decision date": date(2025, 4, 2)}
_YEAR_11 = {"Home school": SIXTH_FORM, "Year group": "11", "Date of birth": date(2008, 10, 1)}
_YEAR_10 = _YEAR_11 | {"Year group": "10", "Date of birth": date(2009, 10, 1)}
_YEAR_6 = {"Year group": "6", "Date of birth": date(2013, 10, 1)}
_YEAR_5 = {"Year group": "5", "Date of birth": date(2014, 10, 1)}
_NO_HIGHEST = changed(SCHOOLS, 0, **{"Highest year": None})
_DAILY = {
    "Scheme": "DAILY", "Kind": "local", "In use": "Y", "Measure": "school days attended",
    "Denominator": 1, "Base": "named rate", "Rate": "day_rate", "Agreement needed": "none",
}  # fmt: skip
_HOURLY = _DAILY | {"Measure": "hours"}
_AGREED = _DAILY | {"Base": "agreed amount", "Rate": None}
_DAY_RATE = rate("day_rate", "all", 100, Basis=None, Unit="per day")
_PLACED = {
    "Scheme": "DAILY", "Roll status": "dual", "Exclusion date": None, "Decision date": None,
    "Start date": date(2025, 11, 3), "Days attended": 12,
}  # fmt: skip


def _daily(*cells: dict[str, Any], schemes: tuple[dict[str, Any], ...] = (_DAILY,)) -> Args:
    placed = [pex(n, **_PLACED | own) for n, own in enumerate(cells, 1)]
    return rows(*placed, Schemes=[*SCHEMES, *schemes], Rates=[*RATES, _DAY_RATE])


_ADMITTED = {"Admitting school": MAINTAINED_SECONDARY, "Admitted on": date(2025, 6, 2)}

CASES: Cases = {
    "R60": Case(
        passes=rows(pex()),
        once=rows(pex(**{"Exclusion date": None})),
        at="Placements L5",
        several=rows(
            pex(1, **{"Decision date": None}),
            leaver(2, **{"Left roll on": None}),
            settings={"Count starts": "decision date"},
        ),
    ),
    "R61": Case(
        passes=rows(pex()),
        once=rows(pex(**{"Year group": None})),
        at="Placements F5",
        several=rows(pex(1, **{"Year group": None}), leaver(2, **{"Year group": ""})),
    ),
    "R62": Case(
        passes=rows(pex(), Calendar=_TO_CHRISTMAS),
        once=rows(pex(**_LATE), Calendar=_TO_CHRISTMAS),
        at="Placements L5",
        several=rows(
            pex(1),
            pex(2, **{"Home school": SIXTH_FORM}),
            leaver(3, **_YEAR_11, **{"Left roll on": date(2025, 4, 23)}),
            Calendar=[
                *changed(CALENDAR[:1], 0, Calendar="Fir calendar", Kind="break"),
                CALENDAR[0],
            ],
            Schools=changed(SCHOOLS, 3, Calendar="Fir calendar", **{"Leaving years": "11, 13"}),
            settings={"Leavers' year ends": "end of summer term"},
        ),
        count=3,
    ),
    "R63": Case(
        passes=rows(pex(EAL="N"), Rates=_WITHOUT_EAL),
        once=rows(pex(EAL="Y"), Rates=_WITHOUT_EAL),
        at="Placements F5",
        several=rows(
            pex(1, EAL="Y"),
            pex(2, FSM="Y", FSM6="Y"),
            Rates=changed(_WITHOUT_EAL, 3, Amount="n/a"),
        ),
    ),
    "R64": Case(
        passes=rows(pex(Mobility="N"), Rates=[*RATES, rate("mobility", "primary", 900)]),
        once=rows(pex(Mobility="Y"), Rates=[*RATES, rate("mobility", "primary", 900)]),
        at="Placements F5",
        several=rows(pex(1), pex(2), Rates=[*RATES, rate("basic_entitlement", "all", 5000)]),
    ),
    "R69": Case(
        passes=rows(pex(**_YEAR_5, **_APRIL)),
        once=rows(pex(**_YEAR_5, **_APRIL), Schools=_NO_HIGHEST),
        at="Placements G5",
        several=rows(*(pex(n, **_YEAR_5, **_APRIL) for n in (1, 2)), Schools=_NO_HIGHEST),
    ),
    "R70": Case(
        passes=_daily({}, schemes=(_DAILY, _DAILY | {"In use": "N"})),
        once=_daily({}, schemes=(_DAILY, _DAILY)),
        at="Placements J5",
        several=_daily({}, {}, schemes=(_DAILY, _DAILY | {"Valid from": date(2026, 1, 5)})),
    ),
    "R71": Case(
        passes=_daily({"Days attended": 0}),
        once=_daily({"Days attended": None}),
        at="Placements U5",
        several=_daily({"Days attended": None}, {"Days attended": ""}),
    ),
    "R80": Case(
        passes=_daily({"Hours": 10}, schemes=(_HOURLY,)),
        once=_daily({"Hours": None}, schemes=(_HOURLY,)),
        at="Placements AR5",
        several=_daily({"Hours": None}, {"Hours": ""}, schemes=(_HOURLY,)),
    ),
    "R81": Case(
        passes=_daily({"Agreed amount": 80}, schemes=(_AGREED,)),
        once=_daily({}, schemes=(_AGREED,)),
        at="Placements AQ5",
        several=_daily({}, {"Agreed amount": ""}, schemes=(_AGREED,)),
    ),
    "R82": Case(
        passes=_daily({}, schemes=(_DAILY | {"Valid from": date(2025, 11, 3)},)),
        once=_daily({}, schemes=(_DAILY | {"Valid from": date(2025, 11, 4)},)),
        at="Placements J5",
        several=_daily({}, {}, schemes=(_DAILY | {"Valid to": date(2025, 8, 31)},)),
    ),
    "R65": Case(
        passes=rows(pex(**_YEAR_10, **_APRIL)),
        once=rows(pex(**_YEAR_11, **_APRIL)),
        at="Placements F5",
        several=rows(*(pex(n, **_YEAR_11, **_APRIL) for n in (1, 2))),
    ),
    "R66": Case(
        passes=rows(pex(**_YEAR_5, **_MARCH)),
        once=rows(pex(**_YEAR_6, **_MARCH)),
        at="Placements L5",
        several=rows(*(pex(n, **_YEAR_6, **_MARCH) for n in (1, 2))),
    ),
    "R67": Case(
        passes=rows(pex(**_YEAR_5, **_APRIL, **_ADMITTED)),
        once=rows(pex(**_YEAR_6, **_APRIL, **_ADMITTED)),
        at="Placements W5",
        several=rows(
            pex(1, **_YEAR_6, **_APRIL, **_ADMITTED),
            pex(2, **_YEAR_6, **_APRIL, **{"Reinstated on": date(2025, 6, 2)}),
        ),
        lines_differ="only a pupil of a leaving year is charged to July",
    ),
    "R68": Case(
        passes=rows(pex(**{"Old authority": "305"})),
        once=rows(pex(**{"Old authority": "303"})),
        at="Placements G5",
        several=rows(
            pex(1, **{"Home school": "3032001"}),
            pex(2, **{"Home school": "3032001"}),
            Schools=[*SCHOOLS, _FOREIGN],
        ),
        lines_differ="the authority pays, not a school",
    ),
    "R72": Case(
        passes=rows(pex(**_ABROAD, **{"Old authority": "305"}), Schools=[*SCHOOLS, _FOREIGN]),
        once=rows(pex(**_ABROAD), Schools=[*SCHOOLS, _FOREIGN]),
        at="Placements W5",
        several=rows(
            *(pex(n, **_ABROAD) for n in (1, 2)),
            leaver(3, **_ABROAD),
            Schools=[*SCHOOLS, _FOREIGN],
        ),
        lines_differ="the other authority is paid once it is asked for",
    ),
}
