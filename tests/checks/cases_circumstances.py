"""Cases of the row checks on a pupil's circumstances (`xl_recoup.checks.circumstances`)."""

from __future__ import annotations

from datetime import date

from tests.checks.case import Case, Cases, changed, placements, rows
from tests.support.books import ACADEMY, AGREEMENTS, leaver, pex

_SECONDARY = {"Home school": ACADEMY, "Year group": "8", "Date of birth": date(2012, 10, 1)}
_ORDERED = changed(AGREEMENTS, 0, **{"PO required": "Y"})

CASES: Cases = {
    "R17": Case(
        passes=rows(pex()),
        once=rows(pex(FSM6=None)),
        at="Placements AC5",
        several=rows(pex(1, FSM6=None), leaver(2, FSM6=None)),
    ),
    "R20": Case(
        passes=rows(pex(FSM="Y", FSM6="Y")),
        once=rows(pex(FSM="Y")),
        at="Placements AC5",
        several=rows(pex(1, FSM="Y"), pex(2, FSM="Y", FSM6="N")),
        lines_differ="FSM6 has a factor and a premium of its own",
    ),
    "R21": Case(
        passes=rows(pex(**{"Looked after": "Y"})),
        once=rows(pex(**{"Looked after": "Y", "Previously looked after": "Y"})),
        at="Placements AI5",
        several=rows(
            *(pex(n, **{"Looked after": "Y", "Previously looked after": "Y"}) for n in (1, 2))
        ),
    ),
    "R22": Case(
        passes=rows(pex(FSM6="Y")),
        once=rows(pex(FSM6="Y", **{"Looked after": "Y"})),
        at="Placements AH5",
        several=rows(*(pex(n, FSM6="Y", **{"Looked after": "Y"}) for n in (1, 2))),
        lines_differ="the care status decides whose the premium is",
    ),
    "R23": Case(
        passes=rows(pex(1, **{"Days per week": 0.5}), pex(2, **{"Days per week": 5})),
        once=rows(pex(**{"Days per week": 5.5})),
        at="Placements T5",
        several=rows(pex(1, **{"Days per week": 0}), pex(2, **{"Days per week": -3})),
    ),
    "R24": Case(
        passes=rows(pex(1, **{"Days attended": 0}), pex(2, **{"Days attended": 366})),
        once=rows(pex(**{"Days attended": 367})),
        at="Placements U5",
        several=rows(pex(1, **{"Days attended": -0.5}), pex(2, **{"Days attended": 1000})),
    ),
    "R25": Case(
        passes=rows(pex(**_SECONDARY, **{"PO number": "PO 17"}), Agreements=_ORDERED),
        once=rows(pex(**_SECONDARY), Agreements=_ORDERED),
        at="Placements AP5",
        several=rows(pex(1, **_SECONDARY), pex(2, **_SECONDARY), Agreements=_ORDERED),
    ),
    "R26": Case(
        passes=rows(pex(1), pex(2)),
        once=rows(pex(1), leaver(2), leaver(3)),
        at="Placements J6",
        several=rows(
            leaver(1),
            leaver(2),
            replace={"Placements_B": placements(leaver(3), leaver(4), name="Placements_B")},
        ),
        lines_differ="the pupils of the two left in different ways",
    ),
}
