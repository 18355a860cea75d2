"""The output tables of the contract: what a run fills, and the line that it adds to the run log.

`PlacePlus` reconciles commissioned places to the pupils on a count date, from Providers.
`ForumReport` is for the Schools Forum: no school and no pupil is in it.
"""

from __future__ import annotations

from xl_recoup.contract.columns import Column, Kind, Role, TableSpec, filled
from xl_recoup.contract.forecast_tables import DEMAND, FORECAST, YEAR_END, YEAR_SO_FAR
from xl_recoup.contract.recovery_output_tables import RECOVERY_OUTPUTS
from xl_recoup.contract.start_tables import THIS_WORKBOOK

C = Column
TO_POST = "to post"
"""The period of what is not posted yet."""
FORUM_AMOUNTS = ("Asked", "Billable", "Held", "Posted", "Disputed")


CHARGES = TableSpec(
    "Charges",
    "Charges",
    Role.OUTPUT,
    "One row per charge line: what, how much, why, and under what authority. Filled by a run.",
    filled(
        "Charge ref, School, Component, Amount, Status, Reason, Working, Placement ref, LAESTAB, "
        "Scheme, Legal basis, From, To, Base, Units, Denominator, Authority share, Route, "
        "CFR code, S251 line, Check, Service year, Draft rate, Disputed"
    ),
    keys=(("Charge ref",),),
)

EXCEPTIONS = TableSpec(
    "Exceptions",
    "Exceptions",
    Role.OUTPUT,
    "What is wrong, errors first: one row for each cause, with how often it was found and a link to"
    " the first cell. Errors are not charged until corrected.",
    filled("Severity, Code, Count, State, Go to, Sheet, Cell, Placement ref, Item, Message"),
    added_later=("Count", "State", "Item"),
    keys=(
        ("Code", "Placement ref", "Item", "Sheet", "Cell"),
        ("Code", "Placement ref", "Item"),
        ("Code", "Sheet", "Cell"),
    ),
)

CHECK_RESULTS = TableSpec(
    "CheckResults",
    "Check results",
    Role.OUTPUT,
    "Every check that was made, what it looked at, and whether it passed.",
    filled("Code, Stage, Severity, What is checked, Findings, Result"),
    keys=(("Code",),),
)

MOVEMENTS = TableSpec(
    "Movements",
    "Since last run",
    Role.OUTPUT,
    "What moved since the last run, by school and placement, with the reason. Before, Now and"
    " Difference are billable, posted, asked and held together; Billable (with posted), Asked and"
    " Held share the difference out. Each column adds up to the difference of its total.",
    filled(
        "LAESTAB, School, Reason, Placement ref, Before, Now, Difference, Billable, Asked, Held, "
        "What changed"
    ),
    keys=(
        ("LAESTAB", "Reason", "Placement ref", "What changed"),
        ("LAESTAB", "Reason", "Placement ref"),
    ),
)

WHAT_MOVED = TableSpec(
    "WhatMoved",
    "Start",
    Role.OUTPUT,
    "What moved since the last run, in three lines. Filled by a run.",
    filled("Since the last run"),
)
"""Stands on the sheet Start, and is filled where it stands there."""

SERVICE_POSITION = TableSpec(
    "ServicePosition",
    "Service position",
    Role.OUTPUT,
    "What each service costs, what pays for it, what is short. Gap: cost less DSG, contribution,"
    " other income, recouped elsewhere, posted and billable; negative is left over. Closing"
    " percentage: by how much the charges would have to rise for the gap to be 0.",
    filled(
        "Service, Financial year, Basis, Cost, DSG, Authority contribution, Other income, "
        "Recouped elsewhere, Posted, Billable, Asked, Held, Received, Gap, Gap if all paid, "
        "Closing percentage"
    ),
    keys=(("Service", "Financial year", "Basis"),),
)

SCHOOL_SUMMARY = TableSpec(
    "SchoolSummary",
    "Schools summary",
    Role.OUTPUT,
    "What each school is asked for, owes and is credited. Filled by a run.",
    filled(
        "LAESTAB, School, Type, Trust, Placements, Asked, Billable, Held, Credits, Posted, "
        "Disputed, To post, Total, Check"
    ),
    keys=(("LAESTAB",), ("School",)),
)

JOURNAL = TableSpec(
    "Journal",
    "Journal",
    Role.OUTPUT,
    "What goes to the ledger, by route; debits equal credits for every charge. Filled by a run.",
    filled(
        "Journal line, Type, Accounting date, Period, Service year, Route, Cost centre, "
        "Subjective, CFR code, S251 line, Debit, Credit, VAT code, Charge ref, LAESTAB, "
        "Narrative, Reversal of"
    ),
    keys=(
        ("Charge ref", "Period", "Type", "Cost centre", "Subjective", "VAT code"),
        ("Charge ref", "Type"),
    ),
)

INVOICES = TableSpec(
    "Invoices",
    "Invoices",
    Role.OUTPUT,
    "Every charge that stands on an invoice, credit note or net-off advice, with its VAT; and what"
    " is still to be posted. Filled by a run.",
    filled(
        "Document, Kind, Status, Route, Period, Party, LAESTAB, School, Charge ref, Scheme, "
        "Narrative, Net, VAT code, VAT percentage, VAT, Gross, Original, PO required, "
        "PO number, Issued on, Check"
    ),
    keys=(("Document", "Charge ref"), ("Charge ref",)),
)

AGED_DEBT = TableSpec(
    "AgedDebt",
    "Aged debt",
    Role.OUTPUT,
    "What is outstanding on each document as at the as-at date, by age. Filled by a run.",
    filled(
        "Document, Kind, Party, Status, Issued on, Gross, Set off, Settled, Outstanding, "
        "Days, Not issued, 0 to 30 days, 31 to 60 days, 61 to 90 days, Over 90 days, Check"
    ),
    keys=(("Document",),),
)

RECONCILIATION = TableSpec(
    "Reconciliation",
    "Reconciliation",
    Role.OUTPUT,
    "The ledger extract against what is posted: matched, missing in the ledger, not ours,"
    " different, duplicate. Filled by a run.",
    filled("Result, Reference, Posted, In the ledger, Difference, Date, Extract row, What to do"),
    keys=(("Reference", "Result", "Extract row"), ("Reference", "Result"), ("Reference",)),
)

PLACE_PLUS = TableSpec(
    "PlacePlus",
    "Place-plus",
    Role.OUTPUT,
    "What commissioned places cost in a year, and what comes back where they stand empty. It is"
    " between the authority and the provider, and charges no school. Filled by a run.",
    filled(
        "Provider, Name, Line, Counted on, Pupils, Base, Units, Percentage, Amount, Working, Check"
    ),
    keys=(("Provider", "Line"),),
)

FORUM_REPORT = TableSpec(
    "ForumReport",
    "Forum report",
    Role.OUTPUT,
    "For the Schools Forum: what is asked, billable, held, posted and disputed, without names."
    " What rests on fewer than 5 pupils is not shown. Filled by a run.",
    (
        C("Breakdown", "breakdown"),
        C("Group", "group"),
        C("Pupils", "pupils"),
        *(C(heading, heading.lower(), Kind.NUMBER) for heading in FORUM_AMOUNTS),
        C("Note", "note"),
    ),
    keys=(("Breakdown", "Group"),),
)

SCENARIO_TOTALS = TableSpec(
    "ScenarioTotals",
    "Scenario totals",
    Role.OUTPUT,
    "What each scheme would bring under each scenario, by status, and the difference to the"
    " workbook as it is. Filled by Compare.",
    filled("Scenario, Scheme, Status, Amount, Difference"),
    keys=(("Scenario", "Scheme", "Status"),),
)

SCENARIO_SCHOOLS = TableSpec(
    "ScenarioSchools",
    "Scenario schools",
    Role.OUTPUT,
    "What each school would pay under each scenario, and the difference to the workbook as it is: a"
    " school with a difference below 0 gains. Filled by Compare.",
    filled(
        "Scenario, LAESTAB, School, Type, Phase, Amount, Difference, Trust, Billable, Asked,"
        " Billable if all agree"
    ),
    keys=(("Scenario", "LAESTAB"), ("Scenario", "School")),
)
SCENARIO_OUTPUTS = (SCENARIO_TOTALS, SCENARIO_SCHOOLS)
"""What comparing fills, on sheets that it adds: a run leaves them alone."""

RUN_LOG = TableSpec(
    "RunLog",
    "Run log",
    Role.RECORD,
    "One row per run: when, which version, who, as at which day, on what inputs, with what totals.",
    filled(
        "Run at, Version, Run by, As-at date, Financial year, Rows read, Charged, Nil, "
        "Held rows, Billable, Asked, Held, Posted, Total, Errors, Warnings, Settings digest, "
        "Schools digest, Agreements digest, Providers digest, Schemes digest, Rates digest, "
        "Calendar digest, Placements digest, Changes digest, Queries digest, Periods digest, "
        "Codes digest, Ledger extract digest, Signed off digest, Accepted missing, Record digest, "
        "Posting, Accepted, "
        "Ledger head, Documents head, Letters head"
    ),
    added_later=(
        *("Accepted missing", "Record digest"),
        *("Posting", "Accepted", "Ledger head", "Documents head", "Letters head"),
    ),
)

LAST_RUN = TableSpec(
    "LastRun",
    "Last run",
    Role.OUTPUT,
    "What the last run saw, for the next one to compare with. A run fills it; it stays hidden.",
    filled("Kind, Name, Value"),
)
"""The record of the last run: a very hidden sheet, that no person reads or fills."""

OUTPUT_SPECS = (
    CHARGES,
    EXCEPTIONS,
    MOVEMENTS,
    THIS_WORKBOOK,
    WHAT_MOVED,
    YEAR_SO_FAR,
    CHECK_RESULTS,
    SCHOOL_SUMMARY,
    JOURNAL,
    INVOICES,
    AGED_DEBT,
    RECONCILIATION,
    PLACE_PLUS,
    SERVICE_POSITION,
    FORECAST,
    DEMAND,
    YEAR_END,
    FORUM_REPORT,
    *RECOVERY_OUTPUTS,
)
"""What a run replaces."""
OPTIONAL_SPECS = (
    JOURNAL,
    INVOICES,
    AGED_DEBT,
    RECONCILIATION,
    PLACE_PLUS,
    SERVICE_POSITION,
    FORECAST,
    DEMAND,
    YEAR_END,
    FORUM_REPORT,
    THIS_WORKBOOK,
    WHAT_MOVED,
    YEAR_SO_FAR,
    *RECOVERY_OUTPUTS,
)
"""Outputs that are filled where a workbook has them, and not added where it lacks them."""
