"""The Dashboard: totals over the output tables by plain formulas, and native Excel charts.

The values stored with the formulas are those of a book that no run has filled; every run stores its
own (`book/writing/own_sheet.py`), so that a viewer that does not calculate shows them too.
"""

from __future__ import annotations

from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from workbook_builder.charts import Beside, add_charts, place_forecast
from workbook_builder.looks import DATE_FORMAT, LINE, MONEY_FORMAT, ROLES, Looks
from workbook_builder.recovery_block import recovery_rows
from workbook_builder.sheets import ROW_HEIGHT, SECTION_HEIGHT, page_setup
from xl_recoup.contract import COMPONENTS, SCHOOL_TYPES, STATUSES, Role
from xl_recoup.contract.dashboard import LAST_AS_AT, PURPOSE, SHEET

WHOLE_POUNDS = "£#,##0;-£#,##0"
"""Pence are for Charges: here sums are compared."""
HELPER = 25  # column Z
"""A hidden column, to the right of everything, in which a row is looked up for the others."""
SPLIT = ("billable", "asked", "held", "posted")
SUMMARY_SPLIT = ("Billable", "Asked", "Held", "Posted")
TOP = 10
# Rows counted from 0; each block has a title, a heading row and its rows.
HEADLINE_ROW, KEY_ROW, STATUS_ROW = 3, 5, 14
COMPONENT_ROW = STATUS_ROW + len(STATUSES) + 5
TYPE_ROW = COMPONENT_ROW + len(COMPONENTS) + 5
CHARGED = ("maintained", "academy", "free school", "other authority")
"""The types that a charge can fall on; the others are shown, and come to nothing."""
TYPES = (*CHARGED, *(t for t in SCHOOL_TYPES if t not in CHARGED))
TOP_ROW = TYPE_ROW + len(TYPES) + 5
MONTHS = ("April", "May", "June", "July", "August", "September", "October", "November", "December",
          "January", "February", "March")  # fmt: skip
FORECAST_SPLIT = ("Posted", "To post", "Expected")
FORECAST_ROW = TOP_ROW + TOP + 4
SERVICES = 5
"""How many rows of the services' positions are shown."""
POSITION_ROW = FORECAST_ROW + len(MONTHS) + 5
RECOVERY_ROW = POSITION_ROW + SERVICES + 4
POSITION_SPLIT = ("Cost", "Gap", "Gap if all paid", "Closing percentage")
_UNSIGNED_WARNINGS = (
    'SUMIFS(Exceptions[Count],Exceptions[Severity],"warning")'
    '-SUMIFS(Exceptions[Count],Exceptions[Severity],"warning",Exceptions[State],"signed off")'
)
"""Somebody has read what is signed off, and taken it on themselves."""


class _Block:
    """Writes the cells of one block of figures."""

    def __init__(self, sheet: Worksheet, looks: Looks) -> None:
        self.sheet, self._looks, self.titled = sheet, looks, ""

    def _format(self, **more: Any) -> Format:
        return self._looks.make(bottom=1, bottom_color=LINE, **more)

    def title(self, row: int, text: str) -> None:
        """Write a block's title."""
        self.titled = text
        self.sheet.set_row(row, SECTION_HEIGHT)
        self.sheet.write_string(row, 0, text, self._looks.section())

    def table(self, row: int, name: str, texts: tuple[str, ...], rows: int) -> None:
        """Write a block's headings, and mark it as a table of so many rows, its total included."""
        look = ROLES[Role.OUTPUT]
        self.sheet.set_row(row, ROW_HEIGHT)
        forms = [
            self._looks.make(
                bold=True, font_color=look.ink, bg_color=look.fill, bottom=2,
                bottom_color=look.tab, **_side(bool(column)),
            )
            for column in range(len(texts))
        ]  # fmt: skip
        columns = [{"header": t, "header_format": f} for t, f in zip(texts, forms, strict=True)]
        self.sheet.add_table(row, 0, row + rows, len(texts) - 1, {
            "name": name, "columns": columns, "style": None, "autofilter": False,
            "title": self.titled, "description": PURPOSE,
        })  # fmt: skip

    def label(self, row: int, text: str, *, bold: bool = False) -> None:
        """Write a row's name."""
        self.sheet.write_string(row, 0, text, self._format(bold=bold, **_side(False)))

    def formula(
        self, row: int, column: int, text: str, form: str, *, bold: bool = False, value: Any = 0
    ) -> None:
        """Write a formula with the value that it has before the first run."""
        shown = "General" if form == "@" else form
        cell = self._format(num_format=shown, bold=bold, **_side(form != "@"))
        self.sheet.write_formula(row, column, f"={text}", cell, value)


def _side(right: bool) -> dict[str, Any]:
    return {"align": "right" if right else "left", "indent": 1}


def write_dashboard(book: Workbook, looks: Looks) -> Worksheet:
    """Write the Dashboard as it is before the first run."""
    sheet = book.add_worksheet(SHEET)
    look = ROLES[Role.OUTPUT]
    sheet.set_tab_color(look.tab)
    sheet.hide_gridlines(2)
    sheet.set_default_row(ROW_HEIGHT)
    sheet.set_column(0, 0, 50)
    sheet.set_column(1, 6, 14)
    sheet.set_row(0, 32)
    sheet.write_string(0, 0, "Dashboard", looks.title())
    sheet.write_string(1, 0, PURPOSE, looks.purpose())
    word = "OUTPUT – formulas and charts; do not type here. Pounds: what schools pay is positive."
    sheet.write_string(2, 0, word, looks.role_word(Role.OUTPUT))
    sheet.set_row(HEADLINE_ROW, 26)
    said = "INDEX(ThisWorkbook[How it stands],1)"
    headline = looks.section(indent=1)
    sheet.write_formula(HEADLINE_ROW, 0, f'=IF({said}="","",{said})', headline, "")
    block = _Block(sheet, looks)
    _key_figures(block)
    _by_status(block)
    _by_component(block)
    _by_type(block)
    _top_schools(block)
    _forecast(block)
    _positions(block)
    recovery_rows(block, RECOVERY_ROW, WHOLE_POUNDS)
    add_charts(book, sheet, {
        "status": Beside(KEY_ROW, COMPONENT_ROW, STATUS_ROW + 2, len(STATUSES)),
        "component": Beside(COMPONENT_ROW, TYPE_ROW, COMPONENT_ROW + 2, len(COMPONENTS)),
        "type": Beside(TYPE_ROW, TOP_ROW, TYPE_ROW + 2, len(CHARGED)),
        "top": Beside(TOP_ROW, FORECAST_ROW, TOP_ROW + 2, TOP),
        "forecast": Beside(FORECAST_ROW, POSITION_ROW, FORECAST_ROW + 2, len(MONTHS)),
    })  # fmt: skip
    sheet.set_column(HELPER, HELPER, 14, None, {"hidden": True})
    page_setup(sheet, wide=True)
    sheet.fit_to_pages(1, 1)
    sheet.freeze_panes(3, 0)
    return sheet


def draw_forecast(book: Workbook, sheet: Worksheet, column: int) -> None:
    """Draw the chart of the forecast on the sheet Forecast, from a column on."""
    place_forecast(book, sheet, FORECAST_ROW + 2, len(MONTHS), column)


def _key_figures(block: _Block) -> None:
    block.title(KEY_ROW, "Key figures")
    rows = (
        ("As-at date", LAST_AS_AT, DATE_FORMAT),
        ("Billable, after credits", 'SUMIFS(Charges[Amount],Charges[Status],"billable")',
         WHOLE_POUNDS),
        ("Asked for, not agreed", 'SUMIFS(Charges[Amount],Charges[Status],"asked")', WHOLE_POUNDS),
        ("Charge lines", 'COUNTIF(Charges[Charge ref],"?*")', "#,##0"),
        ("Errors to correct", 'SUMIFS(Exceptions[Count],Exceptions[Severity],"error")', "#,##0"),
        ("Warnings to read", _UNSIGNED_WARNINGS, "#,##0"),
        ("Sum of all checks (should be 0.00)",
         'SUMIF(Charges[Check],">0")-SUMIF(Charges[Check],"<0")', MONEY_FORMAT),
    )  # fmt: skip
    for row, (name, formula, form) in enumerate(rows, KEY_ROW + 1):
        block.label(row, name)
        block.formula(row, 1, formula, form, bold=True, value="" if form == DATE_FORMAT else 0)


def _by_status(block: _Block) -> None:
    block.title(STATUS_ROW, "By status")
    heads = ("Status", "Charges", "Credits", "Net", "Lines")
    block.table(STATUS_ROW + 1, "DashboardStatus", heads, len(STATUSES) + 1)
    first = STATUS_ROW + 2
    for row, status in enumerate(STATUSES, first):
        name = f"$A{row + 1}"
        block.label(row, status)
        for column, test in enumerate((">0", "<0"), 1):
            block.formula(
                row, column,
                f'SUMIFS(Charges[Amount],Charges[Status],{name},Charges[Amount],"{test}")',
                WHOLE_POUNDS,
            )  # fmt: skip
        block.formula(row, 3, f"B{row + 1}+C{row + 1}", WHOLE_POUNDS)
        block.formula(row, 4, f"COUNTIF(Charges[Status],{name})", "#,##0")
    _totals(block, first, first + len(STATUSES), (*[WHOLE_POUNDS] * 3, "#,##0"))


def _totals(block: _Block, first: int, last: int, forms: tuple[str, ...]) -> None:
    """Write the sums of the columns above, in the row `last`."""
    block.label(last, "Total", bold=True)
    for column, form in enumerate(forms, 1):
        letter = "ABCDEF"[column]
        block.formula(last, column, f"SUM({letter}{first + 1}:{letter}{last})", form, bold=True)


def _by_component(block: _Block) -> None:
    block.title(COMPONENT_ROW, "By component and status, after credits")
    heads = ("Component", *(s.capitalize() for s in SPLIT), "Total")
    block.table(COMPONENT_ROW + 1, "DashboardComponents", heads, len(COMPONENTS) + 1)
    first = COMPONENT_ROW + 2
    for row, component in enumerate(COMPONENTS, first):
        block.label(row, component)
        for column, status in enumerate(SPLIT, 1):
            block.formula(
                row, column,
                f"SUMIFS(Charges[Amount],Charges[Component],$A{row + 1},"
                f'Charges[Status],"{status}")',
                WHOLE_POUNDS,
            )  # fmt: skip
        block.formula(row, 5, f"SUM(B{row + 1}:E{row + 1})", WHOLE_POUNDS, bold=True)
    _totals(block, first, first + len(COMPONENTS), (WHOLE_POUNDS,) * 5)


def _by_type(block: _Block) -> None:
    block.title(TYPE_ROW, "By type of school")
    block.table(TYPE_ROW + 1, "DashboardTypes", ("Type", *SUMMARY_SPLIT), len(TYPES) + 1)
    first = TYPE_ROW + 2
    for row, school_type in enumerate(TYPES, first):
        block.label(row, school_type)
        for column, heading in enumerate(SUMMARY_SPLIT, 1):
            block.formula(
                row, column,
                f"SUMIFS(SchoolSummary[{heading}],SchoolSummary[Type],$A{row + 1})", WHOLE_POUNDS,
            )  # fmt: skip
    _totals(block, first, first + len(TYPES), (WHOLE_POUNDS,) * 4)


def _top_schools(block: _Block) -> None:
    """Write the schools with the largest totals; the hidden column has the row in the summary.

    Two schools with the same total are told apart by looking for the second below the first.
    """
    block.title(TOP_ROW, "The ten schools with the largest totals")
    block.table(TOP_ROW + 1, "DashboardSchools", ("School", *SUMMARY_SPLIT, "Total"), TOP)
    for place in range(1, TOP + 1):
        row = TOP_ROW + 1 + place
        n = row + 1
        block.formula(row, 5, f'IFERROR(LARGE(SchoolSummary[Total],{place}),"")', WHOLE_POUNDS,
                      bold=True, value="")  # fmt: skip
        match = f'IF(F{n}="","",MATCH(F{n},SchoolSummary[Total],0))'
        if place > 1:
            below = (
                f"Z{n - 1}+MATCH(F{n},INDEX(SchoolSummary[Total],Z{n - 1}+1):"
                "INDEX(SchoolSummary[Total],ROWS(SchoolSummary[Total])),0)"
            )
            match = f'IF(F{n}="","",IF(F{n}=F{n - 1},{below},MATCH(F{n},SchoolSummary[Total],0)))'
        block.formula(row, HELPER, match, "0", value="")
        for column, heading in enumerate(("School", *SUMMARY_SPLIT)):
            block.formula(
                row, column, f'IF($Z{n}="","",INDEX(SchoolSummary[{heading}],$Z{n}))',
                "@" if heading == "School" else WHOLE_POUNDS, value="",
            )  # fmt: skip


def _forecast(block: _Block) -> None:
    """Write the forecast by month; the hidden column has the month's first row in the table."""
    block.title(FORECAST_ROW, "Forecast to 31 March")
    heads = ("Month", *FORECAST_SPLIT, "Total")
    block.table(FORECAST_ROW + 1, "DashboardForecast", heads, len(MONTHS) + 1)
    first = FORECAST_ROW + 2
    for row, month in enumerate(MONTHS, first):
        n = row + 1
        block.label(row, month)
        day = f"INDEX(Forecast[Month],$Z{n})"
        for column, heading in enumerate(FORECAST_SPLIT, 1):
            block.formula(
                row, column, f"IF($Z{n}=0,0,SUMIFS(Forecast[{heading}],Forecast[Month],{day}))",
                WHOLE_POUNDS,
            )  # fmt: skip
        block.formula(row, 4, f"SUM(B{n}:D{n})", WHOLE_POUNDS, bold=True)
        above = f"Z{n - 1}+COUNTIF(Forecast[Month],INDEX(Forecast[Month],Z{n - 1}))"
        start = f"IF(Z{n - 1}=0,0,{above})"
        if row == first:
            start = "IF(COUNT(Forecast[Month])=0,0,1)"
        block.formula(row, HELPER, start, "0")
    _totals(block, first, first + len(MONTHS), (WHOLE_POUNDS,) * 4)


def _positions(block: _Block) -> None:
    """Write the first rows of the services' positions."""
    block.title(POSITION_ROW, "Position of the services: what each costs, what is short")
    heads = ("Service", "Year", "Basis", *POSITION_SPLIT)
    block.table(POSITION_ROW + 1, "DashboardServices", heads, SERVICES)
    for number in range(1, SERVICES + 1):
        row = POSITION_ROW + 1 + number
        for column, heading in enumerate(("Service", "Financial year", "Basis", *POSITION_SPLIT)):
            cell = f"INDEX(ServicePosition[{heading}],{number})"
            form = WHOLE_POUNDS if heading in POSITION_SPLIT else "@"
            form = "0.0" if heading == "Closing percentage" else form
            block.formula(row, column, f'IFERROR(IF({cell}="","",{cell}),"")', form, value="")
