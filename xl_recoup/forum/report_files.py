"""The report to the Forum as text for a terminal, and as a file: CSV, or a printable workbook."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from openpyxl import Workbook

from xl_recoup.book.package.output_mark import is_unchanged_output, marked
from xl_recoup.contract import FORUM_REPORT
from xl_recoup.disk.targets import write_output
from xl_recoup.errors import Refused
from xl_recoup.forum.report import ForumReport
from xl_recoup.forum.suppression import TOTAL
from xl_recoup.harmless_text import begin_alike, csv_bytes
from xl_recoup.money import plain, pounds
from xl_recoup.statements.printable_sheets import HEADING, PrintedSheet, saved
from xl_recoup.words import long_date

WIDTHS = (15, 40, 13, 14, 14, 14, 14, 14, 40)
FORMATS = (".csv", ".xlsx")


ABOUT = "What rests on fewer than 5 pupils, and what would give that away, is not shown."


def rounding_words(report: ForumReport) -> str:
    """Return how the figures are rounded, in a sentence that follows others; "" where exact."""
    if report.rounding == "exact":
        return ""
    return " Pounds are to the nearest thousand and pupils to the nearest five, so sums may differ."


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


def write_report(
    report: ForumReport, authority: str, target: Path, *, replace: bool = False
) -> list[str]:
    """Write the report to a file ending in .csv or .xlsx, whole or not at all.

    A report that the program wrote there before is replaced and kept beside, dated; with `replace`
    so is any other file. Returns what a person should know. Raises Refused for another ending or
    another file, FileUnavailable where it can't be written.
    """
    suffix = target.suffix.casefold()
    if suffix not in FORMATS:
        raise Refused(f"{target.name} must end in {' or '.join(FORMATS)}. Name another file.")
    if suffix == ".csv":
        data = csv_bytes(FORUM_REPORT.headings, [row.cells for row in report.rows])
    else:
        data = marked(_workbook(report, authority))

    def ours(path: Path, held: bytes) -> bool:
        return begin_alike(held, data) if suffix == ".csv" else is_unchanged_output(path, held)

    return write_output(target, data, ours=ours, replace=replace)


def _workbook(report: ForumReport, authority: str) -> bytes:
    book = Workbook()
    book.worksheets[0].title = FORUM_REPORT.sheet
    page = PrintedSheet(book.worksheets[0], WIDTHS)
    title = title_of(report, authority)
    page.line(title, HEADING)
    page.line(f"In pounds. {ABOUT}{rounding_words(report)}")
    page.gap()
    page.headings(FORUM_REPORT.headings)
    headings_in = page.row
    for row in report.rows:
        page.values(row.cells, total=row.group == TOTAL)
    page.set_up(footer=title, repeat=headings_in)
    return saved(book, title=title, author=authority, made_on=report.as_at)
