"""What others keep and the team pastes in: compared with the placements, and no part of any sum."""

from __future__ import annotations

from xl_recoup.contract.columns import Column, Kind, Role, TableSpec

C, K = Column, Kind

EXCLUSIONS_REGISTER = TableSpec(
    "ExclusionsRegister",
    "Exclusions register",
    Role.INPUT,
    "The exclusions team's own register, pasted in: is every permanent exclusion of the year among"
    " the placements, and every placement's exclusion in the register? Left empty, nothing is"
    " compared.",
    (
        C("UPN", "upn", K.UPN, private=True),
        C("School", "school", K.LAESTAB),
        C("Exclusion date", "exclusion_date", K.DATE),
        C("Cancelled", "cancelled", K.FLAG, note="Y: withdrawn, so no placement is expected"),
        C("Note", "note", K.NOTE, private=True),
    ),
    required=("UPN", "Exclusion date"),
)

PROVIDER_ROLLS = TableSpec(
    "ProviderRolls",
    "Provider rolls",
    Role.INPUT,
    "The rolls that providers send, pasted in: is everyone who is taught there among the"
    " placements, on the same days? Providers without a row are not compared.",
    (
        C("Provider", "provider"),
        C("UPN", "upn", K.UPN, private=True),
        C("Start date", "start_date", K.DATE),
        C("End date", "end_date", K.DATE),
        C("Note", "note", K.NOTE, private=True),
    ),
    required=("Provider", "UPN", "Start date"),
)

REGISTER_SPECS = (EXCLUSIONS_REGISTER, PROVIDER_ROLLS)
"""What is compared with the placements, where it is pasted in."""
