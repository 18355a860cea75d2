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
    ROLES,
    WRAPPED,
    Looks,
    is_centred,
    is_numeric,
    number_format,
    width,
)
from workbook_builder.sources import FIRST_ROW, HEADING_ROW, SourceCell, TableContent
from xl_recoup.addresses import column_letters
from xl_recoup.contract import Column, Role

LAST_OUTPUT_ROW = 19999
FILLED_BY_THE_TEAM = ("Documents", "Settlements")
"""Records that people complete."""
LINE_HEIGHT = 15
ROW_HEIGHT = 18  # points; calm to read, and rows that a run adds have it too
A3, A4 = 8, 9

TITLES = {
    "Settings": "Settings", "Schools": "Schools", "Agreements": "Agreements",
    "Providers": "Providers of alternative provision", "Schemes": "Charging schemes",
    "Rates": "Rates", "Calendar": "School terms and closures", "Changes": "Changes in placements",
    "Scenarios": "What might be decided", "Queries": "Queries on charges",
    "Periods": "Accounting periods", "Codes": "Account codes",
    "Approvers": "Who may approve a posting",
    "Services": "Services: what they cost and what pays for them",
    "Charges": "Charges", "Exceptions": "Exceptions", "Signed off": "Warnings signed off",
    "Since last run": "What moved since the last run",
    "To do today": "What waits for a person",
    "Recovery figures": "Answers of schools, debt by age, what is to do",
    "Check results": "What was checked", "Schools summary": "Summary by school",
    "Journal": "Journal", "Invoices": "Invoices, credit notes and net-off advices, line by line",
    "Ledger": "Ledger of what is posted", "Documents": "Documents: invoices and credit notes",
    "Settlements": "Settlements: paid, netted off, written off", "Aged debt": "Aged debt",
    "Letters": "Letters that left", "Ledger extract": "Extract of the finance system's ledger",
    "Reconciliation": "Reconciliation with the finance system",
    "Exclusions register": "The exclusions team's register, pasted in",
    "Provider rolls": "The providers' rolls, pasted in",
    "Place-plus": "Place-plus funding, reconciled to the pupils counted",
    "Service position": "Position of each service",
    "Expected placements": "New placements that are expected",
    "Forecast": "Forecast to 31 March", "Demand": "Demand for places",
    "Year end": "Year end: totals for the CFR and S251 returns",
    "Forum report": "Report to the Schools Forum",
    "Run log": "Run log", "Last run": "What the last run saw",
    "Placements": "Placements: exclusions and leavers",
    "Placements BTA": "Placements: Bromley Trust Alternative Provision Academy",
    "Placements HHT": "Placements: Home and Hospital Tuition Service",
}  # fmt: skip
HINTS = {
    "Providers": "Code is what placement sheets name; Places commissioned is the authority's own.",
    "Forum report": "No school and no pupil is named: fit to be published as it stands.",
    "Schemes": "PEX and LEAVER follow the regulations; other schemes are local. EX- are examples.",
    "Rates": "Draft rates are used, with a warning, and posted only if that is asked for."
    " Bromley's own values and area cost adjustment are not published here: enter them.",
    "Calendar": "Indicative dates: replace them with the authority's and the academies' own.",
    "Schools": "Cost centres are for the authority to fill in. Rows named “invented” are examples.",
    "Agreements": "Until a school has answered, what it owes is asked for and not billable.",
    "Scenarios": "Examples for medical tuition: type your own, and press Compare. What comes of it"
    " stands on the sheets Scenario totals and Scenario schools.",
    "Expected placements": "Examples: type your own. Average amount blank: the average of what the"
    " scheme has charged so far in the year.",
    "Forecast": "A month is its first day. What is asked without an agreement is not in it.",
    "Periods": "A posting names one of these periods. Its last day is the accounting date of the"
    " journal; what begins later waits for the next period, and a closed one takes no posting.",
    "Codes": "Placeholders: enter the authority's own codes before anything goes to the finance"
    " system. A scheme's own codes, and a school's own cost centre, go before these.",
    "Approvers": "Examples: enter the authority's own. The approver posts, signed in as Login;"
    " somebody else has recalculated before.",
    "Ledger": "Posting adds rows; nothing here is ever changed or deleted, by hand either.",
    "Documents": "Posting adds rows. Fill in PO number, Issued on and Finance reference; change"
    " nothing else.",
    "Settlements": "The team adds a row for each payment, net-off or write-off.",
    "Letters": "The command statements adds rows; nothing here is ever changed or deleted, by hand"
    " either.",
    "Ledger extract": "Paste what the finance system shows; left empty, nothing is reconciled.",
}


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
    sheet.set_row(1, 20)
    sheet.set_row(2, 24)
    sheet.write_string(0, 0, TITLES[content.sheet], looks.title())
    sheet.write_string(1, 0, content.purpose or content.spec.purpose, looks.purpose())
    hint = HINTS.get(content.sheet, ROLES[role].explanation)
    sheet.write_string(2, 0, f"{ROLES[role].word}. {hint}", looks.role_word(role))


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
        -(-len(c.heading) // max(1, int(width(content.sheet, c)) - 2)) for c in content.columns
    )
    sheet.set_row(HEADING_ROW, 6 + 14 * min(4, max(2, longest)))


def _add_table(sheet: Worksheet, looks: Looks, content: TableContent, last_row: int) -> None:
    spec = content.spec
    columns = [
        {
            "header": c.heading,
            "header_format": looks.heading(
                spec.role, numeric=is_numeric(spec, c), centred=is_centred(spec, c)
            ),
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
    sheet.table_cells = {}  # only XlsxWriter's own check for overlaps reads it; it grows large


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
    sheet.set_selection(FIRST_ROW, 0, FIRST_ROW, 0)
