"""The output and record tables of the contract: what a run fills."""

from __future__ import annotations

from xl_recoup.contract.columns import Column, Role, TableSpec

C = Column

CHARGES = TableSpec(
    "Charges", "Charges", Role.OUTPUT,
    "One row per charge line: what, how much, why, and under what authority. Filled by a run.",
    tuple(
        C(heading, heading.lower().replace(" ", "_"))
        for heading in (
            "Charge ref", "Placement ref", "LAESTAB", "School", "Scheme", "Component",
            "Legal basis", "From", "To", "Base", "Units", "Denominator", "Amount",
            "Authority share", "Status", "Route", "Reason", "CFR code", "S251 line", "Working",
            "Check", "Service year", "Draft rate", "Disputed",
        )
    ),
)  # fmt: skip

EXCEPTIONS = TableSpec(
    "Exceptions", "Exceptions", Role.OUTPUT,
    "One row per finding, with a link to the cell. Errors are not charged until corrected.",
    tuple(
        C(heading, heading.lower().replace(" ", "_"))
        for heading in (
            "Severity", "Code", "Go to", "Sheet", "Cell", "Placement ref", "Message",
        )
    ),
)  # fmt: skip

CHECK_RESULTS = TableSpec(
    "CheckResults",
    "Check results",
    Role.OUTPUT,
    "Every check that was made, what it looked at, and whether it passed.",
    tuple(
        C(heading, heading.lower().replace(" ", "_"))
        for heading in ("Code", "Stage", "Severity", "What is checked", "Findings", "Result")
    ),
)

SCHOOL_SUMMARY = TableSpec(
    "SchoolSummary", "Schools summary", Role.OUTPUT,
    "What each school is asked for, owes and is credited. Filled by a run.",
    tuple(
        C(heading, heading.lower().replace(" ", "_"))
        for heading in (
            "LAESTAB", "School", "Type", "Trust", "Placements", "Asked", "Billable", "Held",
            "Credits", "Posted", "Disputed", "To post", "Total", "Check",
        )
    ),
)  # fmt: skip

RUN_LOG = TableSpec(
    "RunLog", "Run log", Role.RECORD,
    "One row per run: when, which version, who, as at which day, on what inputs, with what totals.",
    tuple(
        C(heading, heading.lower().replace(" ", "_"))
        for heading in (
            "Run at", "Version", "Run by", "As-at date", "Financial year", "Rows read", "Charged",
            "Nil", "Held rows", "Billable", "Asked", "Held", "Posted", "Total", "Errors",
            "Warnings", "Settings digest", "Schools digest", "Agreements digest",
            "Providers digest", "Schemes digest", "Rates digest", "Calendar digest",
            "Placements digest", "Changes digest", "Queries digest",
            "Periods digest", "Codes digest", "Ledger extract digest",
        )
    ),
)  # fmt: skip
