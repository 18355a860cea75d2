"""Writing one table sheet: title, purpose, heading row, rows, drop-downs, marks and printing."""

from __future__ import annotations

from datetime import date
from itertools import repeat
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from workbook_builder.dropdowns import add_dropdowns
from workbook_builder.first_sight import folded
from workbook_builder.looks import (
    DATE_FORMAT,
    MONEY_FORMAT,
    ROLES,
    WRAPPED,
    Looks,
    is_centred,
    is_numeric,
    number_format,
    width,
)
from workbook_builder.sheet_words import HINTS, TITLES, WORDS
from workbook_builder.sources import FIRST_ROW, HEADING_ROW, SourceCell, TableContent
from xl_recoup.addresses import column_letters
from xl_recoup.contract import Column, Role

LAST_OUTPUT_ROW = 19999
TOTALS_ROW = HEADING_ROW - 1
TOTALS = {
    "SchoolSummary": "Asked, Billable, Held, Credits, Posted, Disputed, To post, Total",
    "Journal": "Debit, Credit",
    "Invoices": "Net, VAT, Gross",
    "AgedDebt": "Gross, Set off, Settled, Outstanding",
    "Movements": "Before, Now, Difference",
    "Ledger": "Amount",
    "Documents": "Net, VAT, Gross",
}
"""What is added up above the headings, of the rows that a filter leaves in sight. Charges has none:
there a sum over what is owed and what is merely asked would mean nothing."""
FILLED_BY_THE_TEAM = ("Documents", "Settlements")
"""Records that people complete."""
LINE_HEIGHT = 15.75  # points of a line of 12-point text
ROW_HEIGHT = 20  # calm to read, and rows that a run adds have it too
SECTION_HEIGHT = 26
A3, A4 = 8, 9


def write_table_sheet(
    book: Workbook, looks: Looks, content: TableContent, *, blank_formats: bool = True
) -> Worksheet:
    """Write an input table, or an output table of one blank row where there are no rows.

    `blank_formats` gives the empty cells of the table their format too; a very large book leaves
    that out.
    """
    spec, role = content.spec, content.spec.role
    sheet = book.add_worksheet(content.sheet)
    rows = content.rows or [[None] * len(content.columns)]
    formats = [looks.cell(spec, c) for c in content.columns]
    _write_top(sheet, looks, content)
    _write_totals(sheet, looks, content)
    _set_columns(sheet, looks, content)
    for index, row in enumerate(rows, FIRST_ROW):
        for number, (value, form) in enumerate(zip(row, formats, strict=True)):
            if isinstance(value, date) and content.name == "Settings":
                form = looks.cell(spec, content.columns[number], num_format=DATE_FORMAT)
            if value is not None or blank_formats:
                write_cell(sheet, index, number, value, form)
        lines = max(map(_lines, row, repeat(content.sheet), content.columns))
        if lines > 1:
            sheet.set_row(index, LINE_HEIGHT * lines)
        if index - FIRST_ROW in content.hidden:
            sheet.set_row(index, ROW_HEIGHT, None, {"hidden": True})
    _add_table(sheet, looks, content, FIRST_ROW + len(rows) - 1)
    _mark_text_numbers(sheet, content)
    if role is Role.INPUT or content.name in FILLED_BY_THE_TEAM:
        add_dropdowns(sheet, content)
    if role is not Role.INPUT:
        add_marks(sheet, looks, content)
    page_setup(sheet, wide=seen(content) > 12)
    sheet.repeat_rows(HEADING_ROW)
    sheet.freeze_panes(FIRST_ROW, 1 if len(content.columns) > 8 else 0)
    return sheet


def _lines(value: SourceCell, sheet: str, column: Column) -> int:
    """Return how many lines a text needs in its column."""
    if not isinstance(value, str) or column.heading not in WRAPPED:
        return 1
    return -(-len(value) // int(width(sheet, column)))


def seen(content: TableContent) -> int:
    """Return how many columns of a table are not folded away."""
    stretches = folded(content.name, content.columns)
    return len(content.columns) - sum(last - first + 1 for first, last in stretches)


def write_cell(sheet: Worksheet, row: int, column: int, value: SourceCell, form: Any) -> None:
    """Write one value as its own kind: text stays text, a day a day, a number a number."""
    if value is None:
        sheet.write_blank(row, column, None, form)
    elif isinstance(value, str):
        sheet.write_string(row, column, value, form)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value, form)
    else:
        sheet.write_number(row, column, value, form)


def _write_top(sheet: Worksheet, looks: Looks, content: TableContent) -> None:
    role = content.spec.role
    sheet.set_tab_color(ROLES[role].tab)
    sheet.hide_gridlines(2)
    if not any(c.heading in WRAPPED for c in content.columns):
        sheet.set_default_row(ROW_HEIGHT)  # else each row is as high as its text
    sheet.set_row(0, 32)
    sheet.set_row(1, 21)
    sheet.set_row(2, 24)
    sheet.write_string(0, 0, TITLES[content.sheet], looks.title())
    sheet.write_string(1, 0, content.purpose or content.spec.purpose, looks.purpose())
    hint = HINTS.get(content.sheet, ROLES[role].explanation)
    word = WORDS.get(content.sheet, ROLES[role].word)
    sheet.write_string(2, 0, f"{word}. {hint}", looks.role_word(role))


def _write_totals(sheet: Worksheet, looks: Looks, content: TableContent) -> None:
    """Write the sums above the headings, where the table may grow as it likes below."""
    wanted = [h.strip() for h in TOTALS.get(content.name, "").split(",") if h]
    if not wanted:
        return
    away = {n for a, b in folded(content.name, content.columns) for n in range(a, b + 1)}
    first = content.headings.index(wanted[0])
    beside = next(n for n in range(first - 1, 0, -1) if n not in away)
    bold = {"bold": True, "align": "right", "indent": 1}
    sheet.write_string(TOTALS_ROW, beside, "Total in sight", looks.make(**bold))
    form = looks.make(num_format=MONEY_FORMAT, **bold)
    for heading in wanted:
        formula = f"=SUBTOTAL(109,{content.name}[{heading}])"
        sheet.write_formula(TOTALS_ROW, content.headings.index(heading), formula, form, 0)


def _set_columns(sheet: Worksheet, looks: Looks, content: TableContent) -> None:
    """Set widths, and the number format for rows that are yet to be typed below the table."""
    stretches = folded(content.name, content.columns)
    away = {n for first, last in stretches for n in range(first, last + 1)}
    marked = {last + 1 for _, last in stretches}  # where Excel shows the + that unfolds
    for number, column in enumerate(content.columns):
        form = looks.make(num_format=number_format(content.spec, column))
        group = {"level": 1, "hidden": True} if number in away else {}
        group |= {"collapsed": True} if number in marked else {}
        sheet.set_column(number, number, width(content.sheet, column), form, group)
    if len(content.columns) in marked:
        sheet.set_column(
            len(content.columns), len(content.columns), None, None, {"collapsed": True}
        )
    longest = max(
        -(-len(c.heading) // max(1, int(width(content.sheet, c)) - 2))
        for number, c in enumerate(content.columns)
        if number not in away
    )
    sheet.set_row(HEADING_ROW, 6 + LINE_HEIGHT * min(4, max(2, longest)))


def _add_table(sheet: Worksheet, looks: Looks, content: TableContent, last_row: int) -> None:
    spec = content.spec
    columns = [
        {
            "header": c.heading,
            "header_format": looks.heading(
                spec.role, numeric=is_numeric(spec, c), centred=is_centred(spec, c)
            ),
            **({"formula": content.formulas[c.heading]} if c.heading in content.formulas else {}),
        }
        for c in content.columns
    ]
    result = sheet.add_table(
        HEADING_ROW, 0, last_row, len(columns) - 1,
        {
            "name": content.name, "columns": columns, "style": ROLES[spec.role].table_style,
            "title": TITLES[content.sheet], "description": content.purpose or spec.purpose,
        },
    )  # fmt: skip
    if result:
        raise ValueError(f"the table {content.name} was not made (XlsxWriter said {result})")
    _fill_down(sheet, looks, content)
    sheet.table_cells = {}  # only XlsxWriter's own check for overlaps reads it; it grows large


def _fill_down(sheet: Worksheet, looks: Looks, content: TableContent) -> None:
    """Write the formulas of a table's own columns with what they come to."""
    for heading, formula in content.formulas.items():
        at = content.headings.index(heading)
        form = looks.cell(content.spec, content.columns[at])
        for index, row in enumerate(content.rows, FIRST_ROW):
            sheet.write_formula(index, at, f"={formula}", form, row[at])


def _mark_text_numbers(sheet: Worksheet, content: TableContent) -> None:
    """Tell Excel that identifiers are text on purpose, so that it draws no green corners."""
    area = f"A{FIRST_ROW + 1}:{column_letters(len(content.columns))}{LAST_OUTPUT_ROW + 1}"
    sheet.ignore_errors({"number_stored_as_text": area})


# Marks on outputs -------------------------------------------------------------------------------


MARKS: dict[str, dict[str, Any]] = {
    "billable": {"bg_color": "#DCEAF7", "font_color": "#17395C", "bold": True},
    "asked": {"bg_color": "#FBE9CF", "font_color": "#5C3A06"},
    "held": {"bg_color": "#FFF6C9", "font_color": "#5A4A00", "italic": True},
    "posted": {"bg_color": "#E5E7EB", "font_color": "#2B3038"},
    "nil": {"font_color": "#6B7280", "italic": True},
    "error": {"bg_color": "#F6D5C3", "font_color": "#7A2A05", "bold": True},
    "warning": {"bg_color": "#FFF6C9", "font_color": "#5A4A00"},
}
MARKED_WORDS = {
    ("Charges", "Status"): ("billable", "asked", "held", "posted", "nil"),
    ("Exceptions", "Severity"): ("error", "warning"),
}


def add_marks(sheet: Worksheet, looks: Looks, content: TableContent) -> None:
    """Mark statuses, severities and checks; the cell's own word says the same as its colour."""
    for number, column in enumerate(content.columns):
        first = f"${column_letters(number + 1)}{FIRST_ROW + 1}"
        for word in MARKED_WORDS.get((content.name, column.heading), ()):
            rule = {"type": "cell", "criteria": "==", "value": f'"{word}"'}
            _mark(sheet, looks, number, rule, word)
        if column.heading == "Check":
            test = f"=IF(ISNUMBER({first}),ROUND({first},2)<>0,FALSE)"
            _mark(sheet, looks, number, {"type": "formula", "criteria": test}, "error")
        if (content.name, column.heading) == ("CheckResults", "Result"):
            rule = {"type": "text", "criteria": "containing", "value": "finding"}
            _mark(sheet, looks, number, rule, "warning")


def _mark(sheet: Worksheet, looks: Looks, number: int, rule: dict[str, Any], look: str) -> None:
    area = (FIRST_ROW, number, LAST_OUTPUT_ROW, number)
    sheet.conditional_format(*area, rule | {"format": looks.difference(**MARKS[look])})


def page_setup(sheet: Worksheet, *, wide: bool) -> None:
    """Print landscape, one page wide, the heading row on each page, name and page at the foot."""
    sheet.set_landscape()
    sheet.set_paper(A3 if wide else A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.set_footer("&L&9&A&C&9Recoupment for alternative provision&R&9Page &P of &N")
