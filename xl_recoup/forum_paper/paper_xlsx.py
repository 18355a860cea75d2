"""The paper's tables as a workbook to be published: cover, notes, one table a sheet from A1.

By the guidance for published statistics in spreadsheets: a title in A1, how many tables there are
below it, headings with their units, no blank rows or columns, nothing merged, `[c]` for what is
confidential and `[z]` where there can be no figure.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, NamedStyle
from openpyxl.worksheet.table import Table, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from xl_recoup.addresses import column_letters
from xl_recoup.forum.report import HIDDEN, ForumReport
from xl_recoup.forum_paper.charged_section import report_table
from xl_recoup.forum_paper.paper_parts import ForumPaper, PaperCell, PaperTable
from xl_recoup.forum_paper.paper_pdf import subtitle
from xl_recoup.statements.printable_sheets import FACE, saved
from xl_recoup.statements.reader_words import clean

CONFIDENTIAL, NOT_APPLICABLE = "[c]", "[z]"
HEAD = 3
"""The row of a table's headings, below its title and what the sheet holds."""
SHORTHAND = (
    (CONFIDENTIAL, "Not shown: rests on fewer than 5 pupils, or would give such a figure away"),
    (NOT_APPLICABLE, "There can be no figure"),
)
POUNDS, NUMBER = '#,##0.00;"−"#,##0.00', "#,##0"
WIDE, USUAL = 46.0, 18.0
HEADING = "Heading 1"
"""Excel's name of the style by which readers of the screen find a title."""
TITLE, BOLD, PLAIN = Font(FACE, 15, bold=True), Font(FACE, 12, bold=True), Font(FACE, 12)


def paper_xlsx(paper: ForumPaper, report: ForumReport) -> bytes:
    """Return the tables of the paper, and the whole report, as a workbook; same data, same bytes"""
    book = Workbook()
    book.add_named_style(NamedStyle(HEADING, font=TITLE, builtinId=16))
    tables = [report_table(report), *(t for s in paper.sections for t in s.tables)]
    cover, notes = book.worksheets[0], book.create_sheet("Notes")
    cover.title = "Cover"
    _cover(cover, paper, tables)
    _lines(notes, "Notes", ["This worksheet contains one table."])
    _fill(
        notes, "notes", ("Note", "What it says"),
        [(f"{n}", words) for n, words in enumerate(paper.notes, 1)] + list(SHORTHAND),
    )  # fmt: skip
    notes.column_dimensions["B"].width = 100.0
    for number, table in enumerate(tables, 1):
        sheet = book.create_sheet(f"Table {number}")
        about = "This worksheet contains one table. Some cells hold [c] or [z]: see Notes."
        _lines(sheet, f"Table {number}: {table.name}", [about])
        _fill(sheet, f"table_{number}", table.headings, table.rows)
    return saved(book, title=paper.title, author=paper.authority, made_on=paper.as_at)


def _cover(sheet: Worksheet, paper: ForumPaper, tables: Sequence[PaperTable]) -> None:
    lines = [
        subtitle(paper),
        f"Published by {paper.authority}",
        *([f"Questions to {paper.contact}"] if paper.contact else []),
        *paper.in_short,
        "Worksheets: Notes",
        *(f"Table {n}: {t.name}" for n, t in enumerate(tables, 1)),
    ]
    _lines(sheet, paper.title, lines)
    sheet.column_dimensions["A"].width = 100.0


def _lines(sheet: Worksheet, title: str, lines: Sequence[str]) -> None:
    """Write a title into A1 and lines below it, without a gap."""
    for row, words in enumerate([title, *lines], 1):
        cell = sheet.cell(row, 1, clean(words))
        cell.data_type = "s"
        if row == 1:
            cell.style = HEADING
        else:
            cell.font = PLAIN
        cell.alignment = Alignment(vertical="top", wrap_text=sheet.title == "Cover" and row > 1)


def _fill(
    sheet: Worksheet, name: str, headings: Sequence[str], rows: Sequence[Sequence[PaperCell]]
) -> None:
    """Write a table below the lines of a sheet."""
    for number, row in enumerate([headings, *rows]):
        for place, value in enumerate(row, 1):
            cell = sheet.cell(HEAD + number, place, _value(value))
            cell.font = PLAIN if number else BOLD
            words = isinstance(cell.value, str)
            if words:
                cell.data_type = "s"
            elif isinstance(value, Decimal):
                cell.number_format = POUNDS
            else:
                cell.number_format = NUMBER
            side = (
                "right"
                if place > 1
                and name != "notes"
                and not (words and place == 2 and (headings[1] == "Group"))
                else "left"
            )
            cell.alignment = Alignment(side, "top", wrap_text=number == 0 or name == "notes")
    for place, heading in enumerate(headings, 1):
        wide = place == 1 or heading == "Group"
        sheet.column_dimensions[column_letters(place)].width = WIDE if wide else USUAL
    made = Table(displayName=name, ref=f"A{HEAD}:{column_letters(len(headings))}{HEAD + len(rows)}")
    made.tableStyleInfo = TableStyleInfo("TableStyleLight1", showRowStripes=False)
    sheet.add_table(made)
    sheet.freeze_panes = f"B{HEAD + 1}"


def _value(cell: PaperCell) -> str | int | Decimal:
    if cell is None:
        return NOT_APPLICABLE
    if isinstance(cell, str):
        return CONFIDENTIAL if cell == HIDDEN else clean(cell)
    return cell
