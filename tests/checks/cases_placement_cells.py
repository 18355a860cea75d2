"""Cases of the checks on single placement cells (`xl_recoup.checks.cells`)."""

from __future__ import annotations

from datetime import date

from tests.checks.case import Case, Cases, rows
from tests.support.books import pex, pupil_upn
from xl_recoup.tables import CellError, Guise, ShownAs

_RIGHT = pupil_upn(1, 20)
_WRONG = ("B" if _RIGHT[0] != "B" else "C") + _RIGHT[1:]

PER_CENT = Guise("per cent")

CASES: Cases = {
    "S01": Case(
        passes=rows(pex(EAL=None)),
        once=rows(pex(EAL=CellError("#REF!"))),
        at="Placements AE5",
        several=rows(
            pex(1, FSM=CellError("#DIV/0!"), EAL=CellError("#REF!")),
            pex(2, **{"Year group": CellError("#N/A")}),
        ),
        count=3,
    ),
    "S02": Case(
        passes=rows(pex(**{"Exclusion date": "28/02/2025"})),
        once=rows(pex(**{"Exclusion date": "31/02/2025"})),
        at="Placements L5",
        several=rows(
            pex(1, **{"Exclusion date": "n/a", "Start date": 12}),
            pex(2, **{"End date": "31/02/2016"}),
        ),
        count=3,
    ),
    "S03": Case(
        passes=rows(pex(1, **{"Start date": "03/11/2025"}), pex(2)),
        once=rows(
            pex(1, **{"Start date": "03/11/2025"}),
            pex(2, **{"Decision date": "11/13/2025"}),
            pex(3, **{"Start date": "03/04/05"}),
        ),
        at="Placements R7",
        several=rows(pex(1, **{"Start date": "3-11-14"}), pex(2, **{"End date": "1.2.14"})),
    ),
    "S04": Case(
        passes=rows(pex(**{"Days per week": 3})),
        once=rows(pex(**{"Days per week": "three"})),
        at="Placements T5",
        several=rows(
            pex(1, **{"Days per week": "3 or 4", "Days attended": date(2025, 10, 6)}),
            pex(2, **{"Days per week": True}),
        ),
        count=3,
    ),
    "S13": Case(
        passes=rows(pex(**{"Days per week": 3})),
        once=rows(pex(**{"Days per week": ShownAs(0.5, PER_CENT)})),
        at="Placements T5",
        several=rows(
            pex(1, **{"Agreed amount": ShownAs(5.4, Guise("word", "k"))}),
            pex(2, Hours=ShownAs(0.4375, Guise("time"))),
        ),
    ),
    "S05": Case(
        passes=rows(pex(FSM6="Yes")),
        once=rows(pex(FSM6="maybe")),
        at="Placements AC5",
        several=rows(pex(1, FSM6="?", EHCP=2), pex(2, Mobility="Ja")),
        count=3,
    ),
    "S06": Case(
        passes=rows(pex(**{"IDACI band": "g"})),
        once=rows(pex(**{"IDACI band": "H"})),
        at="Placements AD5",
        several=rows(
            pex(1, **{"Roll status": "gone", "Old authority": "Kent"}),
            pex(2, **{"Review status": "pending"}),
        ),
        count=3,
    ),
    "S07": Case(
        passes=rows(pex(**{"Home school": "305/2001"})),
        once=rows(pex(**{"Home school": "305201"})),
        at="Placements G5",
        several=rows(
            pex(1, **{"Home school": "Oak Primary"}),
            pex(2, **{"Admitting school": "305-02002", "Admitted on": date(2025, 11, 10)}),
        ),
    ),
    "S08": Case(
        passes=rows(pex(**{"Year group": "Year 4"})),
        once=rows(pex(**{"Year group": 14})),
        at="Placements F5",
        several=rows(pex(1, **{"Year group": 0}), pex(2, **{"Year group": "four"})),
    ),
    "S09": Case(
        passes=rows(pex(UPN=_RIGHT)),
        once=rows(pex(UPN=_WRONG)),
        at="Placements C5",
        several=rows(pex(1, UPN=_WRONG), pex(2, UPN=_RIGHT[:-1]), pex(3, UPN="E000200005001")),
        count=3,
    ),
    "S10": Case(
        passes=rows(pex(**{"Days per week": 3})),
        once=rows(pex(**{"Days per week": "3"})),
        at="Placements T5",
        several=rows(*(pex(n, **{"Days per week": "2.5"}) for n in (1, 2, 3))),
        count=1,
        says="here and in 2 more cells of the column, Days per week is a number",
    ),
    "S11": Case(
        passes=rows(pex(**{"Exclusion date": date(2025, 10, 6)})),
        once=rows(pex(**{"Exclusion date": "6 October 2025"})),
        at="Placements L5",
        several=rows(
            *(pex(n, **{"Exclusion date": "2025-10-06"}) for n in (1, 2)),
            pex(3, **{"Date of birth": "13/10/2016"}),
        ),
        count=2,
        says="here and in 1 more cell of the column, Exclusion date is a date",
    ),
    "S16": Case(
        passes=rows(pex(**{"Exclusion date": date(2025, 10, 6)})),
        once=rows(pex(**{"Exclusion date": "6.10.25"})),
        at="Placements L5",
        several=rows(
            *(pex(n, **{"Exclusion date": "06/10/2025"}) for n in (1, 2)),
            pex(3, **{"Date of birth": "01/10/2016"}),
        ),
        count=2,
        says="it was read with the day first, “06/10/2025” as 6 October 2025",
    ),
    "S17": Case(
        passes=rows(pex(1), pex(2, Notes="Total of two visits")),
        once=rows(pex(1), pex(2, Notes="Total of two visits"), {"Placement ref": "Total"}),
        at="Placements A7",
        several=rows(pex(1), {"Pupil": "TOTALS:", "Days per week": 3}, {"UPN": "Grand total"}),
    ),
    "S12": Case(
        passes=rows(pex(**{"Date of birth": date(2016, 10, 1)})),
        once=rows(pex(**{"Date of birth": "31/02/2016"})),
        at="Placements E5",
        several=rows(
            pex(1, Notes=CellError("#NAME?"), Pupil=CellError("#REF!")),
            pex(2, **{"Decision date": "soon", "PO number": CellError("#N/A")}),
        ),
        count=4,
    ),
}
