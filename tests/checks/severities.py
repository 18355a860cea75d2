"""What the workbook's contract says of each finding: error or warning, and by which of its words.

Written by hand and apart from the checks, so that a changed severity is a decision, not a slip.
"""

from __future__ import annotations

ERRORS = {
    "a missing value that the sum needs": "R01 R02 R05 R40 R42 R43 R60 R61 R69 R71 R80 R81 A24",
    "an unreadable value": "S01 S02 S03 S04 S05 S06 S07 S08 S13 S24 S27 S29 S39 R23 R24 R27",
    "an expected placement that can't be forecast": "A96",
    "an unknown code": "R03 R04 R06 R07 R29 A26 A32 A36 A62 A67",
    "an impossible order of dates": "R30 R31 R32 R33 R34 R35 R36 R37 R38 R39 R73 A33 A35",
    "a gap: no rate, two rates, no calendar": "R28 R62 R63 R64 R70 R82 A20 A60 A64 A65",
    "a wrong check letter in the UPN": "S09",
    "an exact duplicate": "A01 A02 A27 R16",
    "a scenario that can't be run": "A51 A52 A53 A55",
    "a step of recovery that can't be meant": "A11 A12 A13 A14 A15",
    "a second statutory charge for one episode": "A03",
    "a second row of one scheme, provider, pupil and school for one day": "A10",
    "what was posted is no longer what was posted": "A85",
    "what was accepted at a run is no longer what it noted": "A19",
    "what the last run had, and this one lacks": "S32 S34",
    "a column of schools beside other schools than at the last run": "A16",
    "settings by which a workbook would start programs": "S35",
}
WARNINGS = {
    "read all the same, but looks wrong on the sheet": (
        "S10 S11 S12 S14 S15 S16 S17 S20 S21 S22 S23 S25 S26 S28 S30 S31 S33 S36 S48"
    ),
    "a team's own sheets, read through the Mapping": "S40 S41 S42 S43 S44 S45 S46 S47 S49 S50",
    "a future date": "R46",
    "a date that is not a school day, or before it": "R18 R19 R48 R49 R50 R51",
    "an identifier that is missing or does not fit": "R08 R09 R10 R11 R12 R47",
    "what is said of the pupil: FSM6, care, or nothing": "R17 R20 R21 R22 A08 A44",
    "a school closed, or not the right one": "R13 R14 A28",
    "a draft: a rate, or a reading of the law": "A21 R26 R68",
    "a missing PO, evidence or agreement": "R25 A30 A37 A42 A97",
    "a rate, party, factor or charge that nothing may need": "A22 A23 A31 A38 A39 A43 A61 R74 R75",
    "one thing beside another that it does not fit": "R15 R41 R44 R76 R45 A25 A29 A34",
    "perhaps one thing told as two, or forgotten": "A04 A05 A06 A07 A09 A66 A98 R72",
    "a sum that surprises": "R65 R66 R67 A40 A41 A45 A46 A47 A48 A49 A68 R77",
    "what internal audit asks for": (
        "A70 A71 A72 A73 A74 A75 A76 A77 A78 A79 A80 A81 A82 A83 A84 A86 A99"
    ),
    "more about people than the workbook needs": "S37 S38",
    "perhaps charged twice": "A63",
    "a service whose position is not known": "A50",
    "a percentage that may have been meant as a part of 1": "A54",
    "a name, or a column, beside other rows than at the last run": "A17 A18",
    "a sign-off that does not hold": "A56 A57 A58 A59",
    "not the same in somebody else's list": "A90 A91 A92 A93 A94 A95",
}


def _codes(groups: dict[str, str]) -> list[str]:
    return [code for words in groups.values() for code in words.split()]


ERROR_CODES, WARNING_CODES = _codes(ERRORS), _codes(WARNINGS)
