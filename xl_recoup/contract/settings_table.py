"""Settings: the authority, the year and every choice that the regulations leave open.

What may stand under Setting, and which values each allows, is `policy.options`.
"""

from __future__ import annotations

from xl_recoup.contract.columns import Column, Kind, Role, TableSpec

C, K = Column, Kind

SETTINGS = TableSpec(
    "Settings",
    "Settings",
    Role.INPUT,
    "The authority, the year and every choice that the regulations leave open.",
    (
        C("Setting", "setting"),
        C("Value", "value"),
        C("Allowed", "allowed"),
        C("Note", "note"),
        C("Reason", "reason", K.NOTE, note="why another reading than the law's is chosen"),
        C("Approved by", "approved_by"),
    ),
    required=("Setting", "Value"),
)
