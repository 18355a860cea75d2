"""What is filled because somebody asks what the year will come to, whatever the workbook holds."""

from __future__ import annotations

from dataclasses import replace

from xl_recoup.contract import (
    EXPECTED_PLACEMENTS,
    SERVICES,
    YEAR_END,
    YEAR_SO_FAR,
    TableSpec,
    normal,
)
from xl_recoup.outputs.as_written import noted_again
from xl_recoup.outputs.report_outputs import YEAR_AHEAD, has_content
from xl_recoup.outputs.table_write import table_write
from xl_recoup.outputs.year_so_far import year_so_far_of
from xl_recoup.run.result import Result
from xl_recoup.tables import TableWrite, WorkbookTables

TYPED: tuple[TableSpec, ...] = (SERVICES, EXPECTED_PLACEMENTS)
"""What people enter for it: a workbook that lacks these gets them empty."""
WIDTHS = {"Service": 14.0, "Line": 22.0, "Note": 50.0, "Name": 36.0, "Scheme": 16.0}


def year_ahead_writes(book: WorkbookTables, result: Result) -> list[TableWrite]:
    """Return the tables of the year ahead, and empty ones where people enter what it rests on.

    With them goes what the next run is to know of them. The year's end waits for something posted,
    unless the workbook has its sheet already.
    """
    due = has_content(result)
    made = [
        make(result)
        for spec, make in YEAR_AHEAD.items()
        if spec is not YEAR_END or spec.name in due or book.find(spec.name) is not None
    ]
    made += [_empty(spec) for spec in TYPED if book.find(spec.name) is None]
    if normal(YEAR_SO_FAR.name) in result.headings:
        made.append(year_so_far_of(result))
    return [*made, *noted_again(result.before, made, date_1904=result.date_1904)]


def _empty(spec: TableSpec) -> TableWrite:
    choices = {c.heading: c.allowed for c in spec.columns if c.allowed}
    return replace(
        table_write(spec, []), choices=choices, pounds=frozenset({"Amount", "Average amount"}),
        widths=WIDTHS,
    )  # fmt: skip
