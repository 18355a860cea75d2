"""What the AP team's monthly list says otherwise than the placements, for a person to decide on."""

from __future__ import annotations

from xl_recoup.contract.columns import Column, Role, TableSpec, filled

TAKE_OVER, CODE, SHEET, OUTCOME = "Take over", "Code", "Sheet", "What came of it"
PUPIL = "Pupil on the list"
"""The headings by which a decision is read: a Y, the proposal's code, the sheet for a row."""

MONTHLY_PROPOSALS = TableSpec(
    "MonthlyProposals",
    "Monthly proposals",
    Role.OUTPUT,
    "What the AP team's list says otherwise than the placements. Write Y under Take over where the"
    " list is right, then let it be taken over; nothing else is changed.",
    (
        Column(TAKE_OVER, "take_over"),
        *filled(
            "What, Placement ref, Column, In the workbook, On the list, Sheet, Cell, Cell of the"
            " list, What came of it, Code"
        ),
        Column(PUPIL, "pupil", private=True),
    ),
    keys=((CODE,),),
)
