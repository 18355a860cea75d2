"""The report tables of the contract: filled by a run where a workbook has them.

`PlacePlus` reconciles commissioned places to the pupils on a count date, from Providers.
`ForumReport` is for the Schools Forum: no school and no pupil is in it.
"""

from __future__ import annotations

from xl_recoup.contract.columns import Column, Kind, Role, TableSpec

C, K = Column, Kind

FORUM_AMOUNTS = ("Asked", "Billable", "Held", "Posted", "Disputed")

PLACE_PLUS = TableSpec(
    "PlacePlus", "Place-plus", Role.OUTPUT,
    "What commissioned places cost in a year, and what comes back where they stand empty. It is"
    " between the authority and the provider, and charges no school. Filled by a run.",
    tuple(
        C(heading, heading.lower().replace(" ", "_"))
        for heading in (
            "Provider", "Name", "Line", "Counted on", "Pupils", "Base", "Units", "Percentage",
            "Amount", "Working", "Check",
        )
    ),
)  # fmt: skip

FORUM_REPORT = TableSpec(
    "ForumReport", "Forum report", Role.OUTPUT,
    "For the Schools Forum: what is asked, billable, held, posted and disputed, without names."
    " Numbers of pupils below 5 are not shown. Filled by a run.",
    (
        C("Breakdown", "breakdown"),
        C("Group", "group"),
        C("Pupils", "pupils"),
        *(C(heading, heading.lower(), K.NUMBER) for heading in FORUM_AMOUNTS),
        C("Note", "note"),
    ),
)  # fmt: skip
