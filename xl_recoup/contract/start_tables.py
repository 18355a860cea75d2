"""The table on the sheet Start that says how this workbook stands."""

from __future__ import annotations

from xl_recoup.contract.columns import Column, Role, TableSpec

THIS_WORKBOOK = TableSpec(
    "ThisWorkbook",
    "Start",
    Role.OUTPUT,
    "How this workbook stands after its last run, and what comes next. Filled by a run.",
    (
        Column("This workbook", "this_workbook"),
        Column("Go to", "go_to"),
        Column("How it stands", "how_it_stands"),
    ),
)
"""Stands on the sheet Start, and is filled where it stands there."""
THIS_WORKBOOK_ROWS = 8
"""How many lines it always has; the first is one sentence, which the Dashboard shows as well."""
