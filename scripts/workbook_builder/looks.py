"""How the workbook looks: colours, formats, column widths. Nothing here knows a value.

Blue, orange and grey stay apart for people who see colours differently; every meaning that has
a colour is also written as a word.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from xl_recoup.contract import Column, Kind, Role, TableSpec
from xl_recoup.contract.looked_up_names import HOME_SCHOOL_NAME

FONT = "Calibri"
SIZE, SECTION_SIZE, TITLE_SIZE = 12, 14, 18
"""Points of what stands in cells, of a heading over a part of a sheet, of a sheet's title."""
FONTS = {"font_name": FONT, "font_size": SIZE}
"""The font of the style Normal, in whose digits Excel counts the width of columns."""
INK, QUIET, LINE, LINK, NAVY = "#1F2937", "#5B6472", "#D5DAE1", "#0B57A4", "#17395C"
DATE_FORMAT, TIME_FORMAT = "dd/mm/yyyy", "dd/mm/yyyy hh:mm"
MONEY_FORMAT, COUNT_FORMAT = "#,##0.00", "#,##0"


@dataclass(frozen=True, slots=True)
class RoleLook:
    """How sheets of one role are told apart: tab, heading colours, table style and a word."""

    tab: str
    fill: str
    ink: str
    table_style: str
    word: str
    explanation: str


ROLES = {
    Role.INPUT: RoleLook(
        "#2E6DA4", "#DCEAF7", "#17395C", "Table Style Light 2",
        "INPUT – fill in", "Type or paste here. Values only, no formulas.",
    ),
    Role.OUTPUT: RoleLook(
        "#D98A1F", "#FBE9CF", "#5C3A06", "Table Style Light 7",
        "OUTPUT – filled by a run; do not type here", "A run replaces what stands here.",
    ),
    Role.RECORD: RoleLook(
        "#6B7280", "#E5E7EB", "#2B3038", "Table Style Light 1",
        "RECORD – only ever added to", "A run adds a row; earlier rows never change.",
    ),
}  # fmt: skip

MONEY = {
    "Amount", "Authority share", "Base", "Check", "Asked", "Billable", "Held", "Credits", "Posted",
    "Disputed", "To post", "Total", "Debit", "Credit", "Net", "VAT", "Gross", "Set off", "Settled",
    "Outstanding", "Not issued", "0 to 30 days", "31 to 60 days", "61 to 90 days", "Over 90 days",
    "In the ledger", "Difference", "Cost", "DSG", "Authority contribution", "Other income",
    "Recouped elsewhere", "Received", "Gap", "Gap if all paid", "Closing percentage",
    "Before", "Now", "Expected", "Budget", "Variance", "To accrue", "Income", "Average",
    "Occupancy", "Days stayed", "On roll",
}  # fmt: skip
COUNTS = {"Placements", "Rows read", "Charged", "Nil", "Held rows", "Errors", "Warnings",
          "Findings", "Days", "Entry"}  # fmt: skip
COUNTED = {("Demand", heading) for heading in ("Started", "Ended", "Peak", "Places")}
COUNTED |= {("RecoveryFigures", "Number")}
SUMMED = {("Demand", "Charged")}
OUTPUT_DATES = {"From", "To", "As-at date", "Accounting date", "Issued on", "Made on", "Date",
                "Counted on", "As at", "Written on", "Since", "On"}  # fmt: skip
MONTH_FORMAT = "mmm yyyy"
OUTPUT_MONTHS = {("Forecast", "Month"), ("Demand", "Month")}
OUTPUT_TIMES = {"Run at", "Posted at"}
CENTRED = {("Charges", "Disputed"), ("Charges", "Draft rate"), ("Placements", "IDACI band")}
OUTPUT_TEXT = {
    "LAESTAB", "Charge ref", "Charge", "Placement ref", "CFR code", "S251 line", "Cell",
    "Cost centre", "Subjective", "VAT code", "Journal line", "Reversal of", "Document", "Original",
    "PO number", "Ledger entries", "Finance reference", "Reference", "Extract row", "Period",
}  # fmt: skip

WIDTHS = {
    "School": 34, "Provider": 14, "Working": 96, "Message": 96, "Notes": 30, "Note": 60,
    "Source": 48, "Evidence": 60, "Name": 38, "Party": 32, "Setting": 24, "Value": 26,
    "Allowed": 46, "Trust": 34, "School name": 50, "Reason": 32, "Placement ref": 16,
    "Episode ref": 12, "UPN": 16,
    "Pupil": 8, "Scheme": 11, "Charge ref": 26, "Component": 20, "Route": 18, "Type": 15,
    "Factor": 26, "Unit": 19, "Approved by": 24, "Settlement": 18, "Phase": 14, "Kind": 20,
    "Legal basis": 14, "Status": 18, "Sheet": 16, "Cell": 9, "Code": 12, "Go to": 18,
    "What is checked": 90, "Result": 16, "Stage": 11, "Severity": 11, "Run at": 18, "Run by": 18,
    "Calendar": 13, "Leaving years": 13, "What changes": 18, "New value": 16, "PO number": 13,
    "Low prior attainment": 11, "Previously looked after": 12, "Reserved SEN place": 10,
    "Left admitting school on": 13, "VAT code": 17, "Home school": 12, "Exclusion date": 14,
    "Use": 28, "Cost centre": 18, "Subjective": 22, "Period": 24, "Closed by": 20,
    "Journal line": 31, "Reversal of": 31, "Charge": 27, "Document": 16, "Original": 16,
    "Narrative": 26, "Ledger entries": 24, "Finance reference": 18, "Reference": 22,
    "Description": 50, "What to do": 90, "Posted at": 18, "Prepared by": 18, "Method": 13,
    "Rate in words": 46, "Scheme name": 26, "Reason in words": 28, "Account": 26,
    "Provider name": 44, "Service name": 44, "Code in words": 44, "Extract row": 18,
    "Breakdown": 14, "Denominator": 13, HOME_SCHOOL_NAME: 32,
}  # fmt: skip
WRAPPED = {
    "Working", "Message", "Reason", "School", "School name", "Note", "Notes", "Source", "Evidence",
    "Description", "What to do", "What is checked", "Party", "Narrative", "What changed", "Trust",
    "Value", "What it counts", "Scheme name", "Reason in words", "Account", "Provider name",
    "Service name", "Code in words", "Posting", "Accepted",
}  # fmt: skip
"""Columns whose texts go on in a second line; the row becomes as high as they are."""
SHEET_WIDTHS = {
    ("Settings", "Note"): 78, ("Providers", "Kind"): 22,
    ("Agreements", "Scheme"): 10, ("Calendar", "Kind"): 11, ("Calendar", "Name"): 46,
    ("Rates", "School"): 10, ("Rates", "Source"): 34, ("Rates", "Factor"): 23,
    ("Rates", "Phase"): 11, ("Rates", "Rate in words"): 39, ("Settings", "Reason"): 31,
    ("Charges", "Status"): 10, ("Rates", "Status"): 11, ("Check results", "Code"): 9,
    ("Exceptions", "Code"): 9,
    ("Exceptions", "What is checked"): 32, ("Schemes", "Kind"): 11, ("Schemes", "Note"): 80,
    ("Schemes", "Source"): 64, ("Agreements", "Note"): 60,
    ("Queries", "Amount"): 13, ("Ledger extract", "Amount"): 14, ("Settlements", "Amount"): 14,
    ("Ledger", "Period"): 14, ("Ledger", "Approved by"): 14, ("Ledger", "Prepared by"): 14,
    ("Ledger", "Scheme name"): 22,
    ("Letters", "Number"): 46, ("Letters", "Version"): 9, ("Letters", "Kind"): 13,
    ("Letters", "File"): 60, ("Letters", "Replaces"): 10,
    ("Run log", "Run by"): 16, ("Run log", "Rows read"): 8, ("Run log", "Charged"): 10,
    ("Run log", "Nil"): 7, ("Run log", "Held rows"): 8, ("Run log", "Errors"): 9,
    ("Run log", "Warnings"): 11, ("Run log", "Posting"): 24, ("Run log", "Accepted"): 24,
    ("Since last run", "What changed"): 40,
    ("Scenarios", "Scenario"): 30, ("Scenarios", "Changes"): 14, ("Scenarios", "Item"): 20,
    ("Scenarios", "Column"): 22,
    ("Journal", "Type"): 11, ("Reconciliation", "Result"): 24, ("Documents", "Party"): 36,
    ("Documents", "Period"): 16, ("Invoices", "Party"): 50, ("Aged debt", "Party"): 34,
    ("Aged debt", "Kind"): 15, ("Aged debt", "Days"): 8, ("Forum report", "Group"): 54,
    ("Forum report", "Pupils"): 14, ("Place-plus", "Line"): 12, ("Place-plus", "Provider"): 16,
    ("Place-plus", "Name"): 54, ("Providers", "Places commissioned"): 15, ("Codes", "Note"): 80,
    ("To do today", "What"): 22, ("To do today", "Reference"): 28, ("To do today", "Where"): 20,
    ("To do today", "Party"): 28, ("To do today", "Since"): 12, ("To do today", "Next step"): 18,
    ("To do today", "Days"): 8, ("To do today", "What to do"): 72,
    ("Recovery figures", "Subject"): 30, ("Recovery figures", "Figure"): 26,
    ("Recovery figures", "What it counts"): 90,
    ("Demand", "Note"): 47, ("Demand", "Provider name"): 36, ("Forecast", "Note"): 34,
    ("Year end", "Note"): 42, ("Year end", "Code in words"): 34, ("Year end", "School"): 30,
    ("Year end", "DSG block"): 18, ("Reconciliation", "What to do"): 76,
    ("Place-plus", "Working"): 56, ("Schools summary", "Trust"): 33, ("Year end", "Code"): 10,
    ("Placements", "Notes"): 16, ("Placements", "Provider"): 11,
    ("Placements", "Placement ref"): 14, ("Placements", "Exclusion date"): 12,
    ("Placements", "Left roll on"): 12, ("Placements", "Start date"): 12,
    ("Placements", "End date"): 12, ("Placements", "Admitted on"): 12,
    ("Providers", "Provider"): 54, ("Schemes", "Scheme"): 17, ("Schemes", "Name"): 46,
    ("Schemes", "Measure"): 21, ("Settings", "Allowed"): 48, ("Settings", "Approved by"): 20,
}  # fmt: skip
_BY_KIND = {
    Kind.DATE: 13, Kind.FLAG: 10, Kind.LAESTAB: 12, Kind.CHOICE: 13, Kind.NUMBER: 11,
    Kind.PERCENTAGE: 11, Kind.YEAR_GROUP: 10, Kind.LA_NUMBER: 13, Kind.UPN: 16,
}  # fmt: skip


def width(sheet: str, column: Column) -> float:
    """Return a column's width in characters."""
    heading = column.heading
    sheet = "Schemes" if sheet == "Scheme examples" else sheet
    if (sheet, heading) in SHEET_WIDTHS:
        return SHEET_WIDTHS[sheet, heading]
    if heading.endswith("digest"):
        return 18
    if heading in MONEY and heading != "Check":
        return 13
    kind_width = _BY_KIND.get(column.kind)
    return WIDTHS.get(heading, kind_width or 12)


def number_format(spec: TableSpec, column: Column) -> str:
    """Return the number format of a column's cells; `@` keeps identifiers as text."""
    heading, kind = column.heading, column.kind
    if spec.role is not Role.INPUT:
        return _output_format(spec.name, heading)
    if kind is Kind.DATE:
        return DATE_FORMAT
    if kind in (Kind.NUMBER, Kind.PERCENTAGE):
        return MONEY_FORMAT if heading == "Amount" else "General"
    if heading == HOME_SCHOOL_NAME:
        return "General"  # a text would show its formula
    return "General" if kind in (Kind.YEAR_GROUP, Kind.FLAG, Kind.CHOICE) else "@"


def _output_format(table: str, heading: str) -> str:
    if (table, heading) in OUTPUT_MONTHS:
        return MONTH_FORMAT
    if heading in OUTPUT_DATES:
        return DATE_FORMAT
    if heading in OUTPUT_TIMES:
        return TIME_FORMAT
    if (table, heading) in COUNTED or (heading in COUNTS and (table, heading) not in SUMMED):
        return COUNT_FORMAT
    if (table, heading) in SUMMED or (
        heading in MONEY and (table, heading) != ("Charges", "Disputed")
    ):
        return MONEY_FORMAT
    return "@" if heading in OUTPUT_TEXT else "General"


def is_numeric(spec: TableSpec, column: Column) -> bool:
    """Say whether a column's cells stand on the right."""
    return (
        column.kind in (Kind.NUMBER, Kind.PERCENTAGE)
        or column.heading in ("Units", "Denominator", "Percentage", "VAT percentage", "Pupils")
        or (number_format(spec, column) in (MONEY_FORMAT, COUNT_FORMAT))
    )


def is_centred(spec: TableSpec, column: Column) -> bool:
    """Say whether a column's cells stand in the middle: short marks and days."""
    return (
        column.kind in (Kind.FLAG, Kind.YEAR_GROUP)
        or number_format(spec, column) in (DATE_FORMAT, MONTH_FORMAT)
        or (spec.name, column.heading) in CENTRED
    )


class Looks:
    """The formats of one workbook, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Format] = {}

    def make(self, **properties: Any) -> Format:
        """Return the format with these properties, in the workbook's own font."""
        full = {"font_name": FONT, "font_size": SIZE, "font_color": INK, "valign": "vcenter"}
        full |= properties
        key = tuple(sorted(full.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(full)
        return self._made[key]

    def difference(self, **properties: Any) -> Format:
        """Return a format for a conditional mark: only what differs from the cell."""
        key = (("mark", True), *sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(properties)
        return self._made[key]

    def title(self) -> Format:
        """Return the format of a sheet's one-line title."""
        return self.make(font_size=TITLE_SIZE, font_color=NAVY)

    def purpose(self) -> Format:
        """Return the format of the line below the title."""
        return self.make(font_color=QUIET)

    def section(self, **more: Any) -> Format:
        """Return the format of a heading over a part of a sheet."""
        return self.make(bold=True, font_size=SECTION_SIZE, font_color=NAVY, **more)

    def role_word(self, role: Role) -> Format:
        """Return the format of the word that says what a sheet is for."""
        return self.make(bold=True, font_color=ROLES[role].ink)

    def heading(self, role: Role, *, numeric: bool = False, centred: bool = False) -> Format:
        """Return the format of a heading cell."""
        look = ROLES[role]
        place = {"align": "center" if centred else "left", "indent": 0 if centred else 1}
        if numeric:
            place = {"align": "right", "indent": 1}
        return self.make(
            bold=True, text_wrap=True, font_color=look.ink, bg_color=look.fill, bottom=2,
            bottom_color=look.tab, **place,
        )  # fmt: skip

    def cell(self, spec: TableSpec, column: Column, **more: Any) -> Format:
        """Return the format of a data cell of a column."""
        form = number_format(spec, column)
        properties: dict[str, Any] = {"num_format": form, "bottom": 1, "bottom_color": LINE}
        if is_numeric(spec, column):
            properties |= {"align": "right", "indent": 1}
        elif is_centred(spec, column):
            properties["align"] = "center"
        else:
            properties |= {"align": "left", "indent": 1}
        if column.heading in WRAPPED:
            properties |= {"text_wrap": True}
        if column.heading == HOME_SCHOOL_NAME:
            properties |= {"italic": True}
        if column.heading in ("Go to", "Where"):
            properties |= {"font_color": LINK, "underline": 1}
        return self.make(**(properties | more))
