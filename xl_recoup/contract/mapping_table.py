"""The Mapping table: how a workbook of the team's own is read, as a person confirms it in Excel."""

from __future__ import annotations

from xl_recoup.closed_lists import (
    MAPPING_KINDS,
    MAPPING_STATUSES,
    MappingKind,
    MappingStatus,
)
from xl_recoup.contract.columns import Column, Kind, Role, TableSpec

C, K = Column, Kind

SHEET: MappingKind = "sheet"
ROWS: MappingKind = "marked rows"
COLUMN: MappingKind = "column"
CONSTANT: MappingKind = "constant"
VALUE: MappingKind = "value"

PROPOSED: MappingStatus = "proposed"
SUGGESTED: MappingStatus = "suggested"
UNMAPPED: MappingStatus = "unmapped"
DAY = "day"
"""What a column of a grid means: one day of the week, ticked or not."""
WHERE_BLANK = "where blank"
"""What a second column for a heading means: it is read where the first one is blank."""
LEFT_OUT, READ = "left out", "read"
"""What rows mean that are marked: struck through, coloured, below a note, again elsewhere."""
WHERE_OTHER = "where it differs"
"""What a column of schools for Admitting school means: read where it is not the Home school."""
DAY_FIRST, MONTH_FIRST = "day first", "month first"
"""What a column of dates typed as text means: which of the two stands in front."""
MONTH_FIRST_ALL = "month first, real dates too"
"""The same, and Excel has turned day and month about in what it took for dates."""
DAY_ORDERS = (DAY_FIRST, MONTH_FIRST, MONTH_FIRST_ALL)
MADE = "(date and school)"
"""What the constant of Placement ref means on a sheet without references: they are made."""
CONFIRMED: MappingStatus = "confirmed"
IGNORED: MappingStatus = "ignored"

MAPPING = TableSpec(
    "Mapping",
    "Mapping",
    Role.INPUT,
    "How the team's own sheets are read. Correct Table, Heading and Means where they are wrong, and"
    " set Status to confirmed, or to ignored where something is of no concern.",
    (
        C("Kind", "kind", K.CHOICE, MAPPING_KINDS),
        C("Sheet", "sheet"),
        C("Cell", "cell"),
        C("Their words", "words"),
        C("Table", "table"),
        C("Heading", "heading"),
        C("Means", "means"),
        C("Status", "status", K.CHOICE, MAPPING_STATUSES),
        C("Score", "score", K.NUMBER, note="of 100"),
        C("Reason", "reason"),
    ),
    required=("Kind", "Sheet", "Cell", "Their words", "Table", "Heading", "Means", "Status"),
)
