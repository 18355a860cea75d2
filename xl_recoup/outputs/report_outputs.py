"""The report tables as rows to be written: place-plus, and the report to the Forum."""

from __future__ import annotations

from collections.abc import Container

from xl_recoup.charging.place_plus import Reconciliation, reconciliations
from xl_recoup.contract import FORUM_REPORT, PLACE_PLUS, normal
from xl_recoup.forum.report import ForumReport, forum_report
from xl_recoup.money import ZERO
from xl_recoup.outputs.table_write import table_write
from xl_recoup.run.result import Result
from xl_recoup.tables import Formula, OutCell, TableWrite

_PLACE = "PlacePlus[[#This Row],[{}]]".format
PLACE_PLUS_CHECK = (
    f"ROUND(ROUND({_PLACE('Base')}*{_PLACE('Units')}*{_PLACE('Percentage')}/100,2)"
    f"-{_PLACE('Amount')},2)"
)
"""Recomputes the amount from the columns beside it; shows 0.00."""


def writes(result: Result, there: Container[str]) -> list[TableWrite]:
    """Return the report tables that a run fills: those that are `there`, by normal name."""
    made = []
    if normal(PLACE_PLUS.name) in there:
        made.append(place_plus_write(reconciliations(result.policy, result.rows)))
    if normal(FORUM_REPORT.name) in there:
        made.append(forum_write(forum_report(result)))
    return made


def place_plus_write(done: list[Reconciliation]) -> TableWrite:
    """Return the PlacePlus table: three lines for each commission that is counted."""
    check = Formula(PLACE_PLUS_CHECK, ZERO)
    rows: list[tuple[OutCell, ...]] = [
        (
            r.commission.provider,
            r.commission.name or None,
            line.what,
            r.counted_on,
            r.pupils,
            line.base,
            line.units,
            line.percentage,
            line.amount,
            line.working,
            check,
        )
        for r in done
        for line in r.lines
    ]
    return table_write(PLACE_PLUS, rows)


def forum_write(report: ForumReport) -> TableWrite:
    """Return the writing of the ForumReport table."""
    return table_write(FORUM_REPORT, [row.cells for row in report.rows])
