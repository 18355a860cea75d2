"""The report to the Forum as text for a terminal, and as JSON."""

from __future__ import annotations

from decimal import Decimal

from xl_recoup.contract import FORUM_REPORT
from xl_recoup.forum.report import ForumReport
from xl_recoup.money import plain, pounds
from xl_recoup.words import long_date


def title_of(report: ForumReport, authority: str) -> str:
    """Return what the report is, of which year and as at which day."""
    return (
        f"{authority}: recoupment for alternative provision {report.year}, as at"
        f" {long_date(report.as_at)}"
    )


def report_text(report: ForumReport, authority: str) -> str:
    """Return the report as lines of columns."""
    rows = [list(FORUM_REPORT.headings[:-1])]
    for row in report.rows:
        cells = row.cells[:-1]
        rows.append([pounds(c) if isinstance(c, Decimal) else str(c) for c in cells])
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    lines = [
        "  ".join(
            cell.ljust(width) if i < 2 else cell.rjust(width)
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
    return "\n".join([title_of(report, authority), "", *lines])


def report_json(report: ForumReport) -> list[dict[str, str | int | None]]:
    """Return the report's rows by heading; amounts are text such as `12.50`."""
    return [
        {
            heading: plain(cell) if isinstance(cell, Decimal) else cell
            for heading, cell in zip(FORUM_REPORT.headings, row.cells, strict=True)
        }
        for row in report.rows
    ]
