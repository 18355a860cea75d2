"""What a run fills of recovery: what waits for a person, receipts, figures."""

from __future__ import annotations

from xl_recoup.contract.columns import Role, TableSpec, filled

ACCEPT = "Accept"
"""The heading under which a person says that a proposed settlement is right."""

TO_DO = TableSpec(
    "ToDo",
    "To do today",
    Role.OUTPUT,
    "What waits for a person as at the last run's day: errors first, then letters, decisions and"
    " what is overdue. Filled by a run.",
    filled("What, Reference, Party, Amount, Since, Stage, Next step, On, Days, Where, What to do"),
    keys=(("Reference", "Where"), ("What", "Party")),
)

PROPOSED_SETTLEMENTS = TableSpec(
    "ProposedSettlements",
    "Proposed settlements",
    Role.OUTPUT,
    "Receipts in the ledger extract, set beside the documents. Write Y under Accept where a row is"
    " right, then press Enter receipts: it goes to the sheet Settlements. Filled by a run.",
    filled(
        "Document, Date, Method, Amount, Reference, Note, Proposal, Outstanding, "
        "Outstanding after, Extract row, Why, Accept"
    ),
    keys=(("Reference", "Date", "Amount"), ("Extract row",)),
)

RECOVERY_FIGURES = TableSpec(
    "RecoveryFigures",
    "Recovery figures",
    Role.OUTPUT,
    "How many have answered, signed and refused and what that is worth; debt by age; what is to do"
    " today. Filled by a run.",
    filled("Subject, Figure, Number, Amount, What it counts"),
    keys=(("Subject", "Figure"),),
)
RECOVERY_OUTPUTS = (TO_DO, PROPOSED_SETTLEMENTS, RECOVERY_FIGURES)
"""What a run fills, on sheets that it adds once there is something to recover."""
