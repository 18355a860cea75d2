"""The Dashboard: totals over the output tables by plain formulas, and native Excel charts.

Each formula is written with the value it comes to, so that a viewer that does not calculate
shows the right numbers too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from workbook_builder.charts import add_charts
from workbook_builder.looks import DATE_FORMAT, LINE, MONEY_FORMAT, ROLES, Looks
from workbook_builder.sheets import ROW_HEIGHT, page_setup
from xl_recoup.contract import CHARGES, COMPONENTS, SCHOOL_SUMMARY, SCHOOL_TYPES, STATUSES, Role

NAME = "Dashboard"
PURPOSE = "Totals and charts over Charges and Schools summary; they follow those sheets."
SPLIT = ("billable", "asked", "held", "posted")
SUMMARY_SPLIT = ("Billable", "Asked", "Held", "Posted")
TOP = 10
# Rows counted from 0; each block has a title, a heading row and its rows.
KEY_ROW, STATUS_ROW = 3, 12
COMPONENT_ROW = STATUS_ROW + len(STATUSES) + 5
TYPE_ROW = COMPONENT_ROW + len(COMPONENTS) + 5
CHARGED = ("maintained", "academy", "free school", "other authority")
"""The types that a charge can fall on; the others are shown, and come to nothing."""
TYPES = (*CHARGED, *(t for t in SCHOOL_TYPES if t not in CHARGED))
TOP_ROW = TYPE_ROW + len(TYPES) + 5
Line = Mapping[str, Any]


@dataclass(slots=True)
class Values:
    """What a filled book holds, from which the formulas' values are worked out."""

    charges: list[Line] = field(default_factory=list)
    summary: list[Line] = field(default_factory=list)
    severities: list[str] = field(default_factory=list)
    as_at: date | None = None

    def total(self, status: str = "", component: str = "", sign: int = 0) -> float:
        """Return the sum of amounts of a status and component; `sign` takes charges or credits."""
        amounts = [
            _number(line["Amount"])
            for line in self.charges
            if (not status or line["Status"] == status)
            and (not component or line["Component"] == component)
        ]
        return round(sum(a for a in amounts if not sign or a * sign > 0), 2)

    def lines(self, status: str = "") -> int:
        """Return how many charge lines there are, of one status or of all."""
        return sum(not status or line["Status"] == status for line in self.charges)

    def of_type(self, school_type: str, heading: str) -> float:
        """Return a column's sum in the summary, for one type of school."""
        rows = [r for r in self.summary if r["Type"] == school_type]
        return round(sum(_number(r[heading]) for r in rows), 2)


def _number(value: Any) -> float:
    return float(value) if isinstance(value, int | float) else 0.0


def dashboard_values(filled_book: Path) -> Values:
    """Read what the Dashboard adds up from a book whose outputs are filled."""
    book = load_workbook(filled_book, data_only=True)
    charges = _rows(book[CHARGES.sheet], "Charge ref")
    summary = _rows(book[SCHOOL_SUMMARY.sheet], "LAESTAB")
    findings = _rows(book["Exceptions"], "Severity")
    stated = {r["Setting"]: r["Value"] for r in _rows(book["Settings"], "Setting")}
    as_at = stated.get("As-at date")
    if isinstance(as_at, datetime):
        as_at = as_at.date()
    return Values(charges, summary, _severities(findings),
                  as_at if isinstance(as_at, date) else None)  # fmt: skip


def _severities(causes: list[Line]) -> list[str]:
    return [str(row["Severity"]) for row in causes for _ in range(int(_number(row["Count"])))]


def _rows(sheet: Any, key: str) -> list[Line]:
    rows = sheet.iter_rows(min_row=4, values_only=True)
    headings = next(rows)
    found = (dict(zip(headings, row, strict=True)) for row in rows)
    return [row for row in found if row.get(key) not in (None, "")]


class _Block:
    """Writes the cells of one block of figures."""

    def __init__(self, sheet: Worksheet, looks: Looks) -> None:
        self.sheet, self._looks = sheet, looks

    def _format(self, **more: Any) -> Format:
        return self._looks.make(bottom=1, bottom_color=LINE, **more)

    def title(self, row: int, text: str) -> None:
        """Write a block's title."""
        form = self._looks.make(bold=True, font_size=12, font_color="#17395C")
        self.sheet.set_row(row, 22)
        self.sheet.write_string(row, 0, text, form)

    def headings(self, row: int, texts: tuple[str, ...]) -> None:
        """Write a block's headings."""
        look = ROLES[Role.OUTPUT]
        self.sheet.set_row(row, 20)
        for column, text in enumerate(texts):
            form = self._looks.make(
                bold=True, font_color=look.ink, bg_color=look.fill, bottom=2,
                bottom_color=look.tab, **_side(bool(column)),
            )  # fmt: skip
            self.sheet.write_string(row, column, text, form)

    def label(self, row: int, text: str, *, bold: bool = False) -> None:
        """Write a row's name."""
        self.sheet.write_string(row, 0, text, self._format(bold=bold, **_side(False)))

    def formula(
        self, row: int, column: int, text: str, value: Any, form: str, *, bold: bool = False
    ) -> None:
        """Write a formula with the value it has."""
        shown = "General" if form == "@" else form
        cell = self._format(num_format=shown, bold=bold, **_side(form != "@"))
        self.sheet.write_formula(row, column, f"={text}", cell, value)


def _side(right: bool) -> dict[str, Any]:
    return {"align": "right" if right else "left", "indent": 1}


def write_dashboard(book: Workbook, looks: Looks, values: Values) -> Worksheet:
    """Write the Dashboard with the values that its formulas come to."""
    sheet = book.add_worksheet(NAME)
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
    block = _Block(sheet, looks)
    _key_figures(block, values)
    _by_status(block, values)
    _by_component(block, values)
    _by_type(block, values)
    _top_schools(block, values)
    add_charts(book, sheet, {
        "status": (STATUS_ROW + 2, len(STATUSES)),
        "component": (COMPONENT_ROW + 2, len(COMPONENTS)),
        "type": (TYPE_ROW + 2, len(CHARGED)),
        "top": (TOP_ROW + 2, TOP),
    })  # fmt: skip
    page_setup(sheet, wide=True)
    sheet.fit_to_pages(1, 1)
    sheet.freeze_panes(3, 0)
    return sheet


def _key_figures(block: _Block, values: Values) -> None:
    block.title(KEY_ROW, "Key figures")
    errors, warnings = values.severities.count("error"), values.severities.count("warning")
    as_at = (values.as_at - date(1899, 12, 30)).days if values.as_at else ""
    checks = round(sum(abs(_number(line["Check"])) for line in values.charges), 2)
    rows = (
        ("As-at date", 'INDEX(Settings[Value],MATCH("As-at date",Settings[Setting],0))', as_at,
         DATE_FORMAT),
        ("Billable, after credits", 'SUMIFS(Charges[Amount],Charges[Status],"billable")',
         values.total("billable"), MONEY_FORMAT),
        ("Asked for, not agreed", 'SUMIFS(Charges[Amount],Charges[Status],"asked")',
         values.total("asked"), MONEY_FORMAT),
        ("Charge lines", 'COUNTIF(Charges[Charge ref],"?*")', values.lines(), "#,##0"),
        ("Errors to correct", 'SUMIFS(Exceptions[Count],Exceptions[Severity],"error")', errors,
         "#,##0"),
        ("Warnings to read", 'SUMIFS(Exceptions[Count],Exceptions[Severity],"warning")', warnings,
         "#,##0"),
        ("Sum of all checks (should be 0.00)",
         'SUMIF(Charges[Check],">0")-SUMIF(Charges[Check],"<0")', checks, MONEY_FORMAT),
    )  # fmt: skip
    for row, (name, formula, value, form) in enumerate(rows, KEY_ROW + 1):
        block.label(row, name)
        block.formula(row, 1, formula, value, form, bold=True)


def _by_status(block: _Block, values: Values) -> None:
    block.title(STATUS_ROW, "By status")
    block.headings(STATUS_ROW + 1, ("Status", "Charges", "Credits", "Net", "Lines"))
    first = STATUS_ROW + 2
    for row, status in enumerate(STATUSES, first):
        name = f"$A{row + 1}"
        block.label(row, status)
        for column, (sign, test) in enumerate(((1, ">0"), (-1, "<0")), 1):
            block.formula(
                row, column,
                f'SUMIFS(Charges[Amount],Charges[Status],{name},Charges[Amount],"{test}")',
                values.total(status, sign=sign), MONEY_FORMAT,
            )  # fmt: skip
        block.formula(row, 3, f"B{row + 1}+C{row + 1}", values.total(status), MONEY_FORMAT)
        block.formula(row, 4, f"COUNTIF(Charges[Status],{name})", values.lines(status), "#,##0")
    last = first + len(STATUSES)
    block.label(last, "Total", bold=True)
    totals = (values.total(sign=1), values.total(sign=-1), values.total(), values.lines())
    for column, value in enumerate(totals, 1):
        letter = "ABCDE"[column]
        block.formula(last, column, f"SUM({letter}{first + 1}:{letter}{last})", value,
                      MONEY_FORMAT if column < 4 else "#,##0", bold=True)  # fmt: skip


def _by_component(block: _Block, values: Values) -> None:
    block.title(COMPONENT_ROW, "By component and status, after credits")
    heads = ("Component", *(s.capitalize() for s in SPLIT), "Total")
    block.headings(COMPONENT_ROW + 1, heads)
    first = COMPONENT_ROW + 2
    for row, component in enumerate(COMPONENTS, first):
        block.label(row, component)
        for column, status in enumerate(SPLIT, 1):
            block.formula(
                row, column,
                f"SUMIFS(Charges[Amount],Charges[Component],$A{row + 1},"
                f'Charges[Status],"{status}")',
                values.total(status, component), MONEY_FORMAT,
            )  # fmt: skip
        value = round(sum(values.total(s, component) for s in SPLIT), 2)
        block.formula(row, 5, f"SUM(B{row + 1}:E{row + 1})", value, MONEY_FORMAT, bold=True)
    last = first + len(COMPONENTS)
    block.label(last, "Total", bold=True)
    sums = [round(sum(values.total(s, c) for c in COMPONENTS), 2) for s in SPLIT]
    for column, value in enumerate((*sums, round(sum(sums), 2)), 1):
        letter = "ABCDEF"[column]
        block.formula(last, column, f"SUM({letter}{first + 1}:{letter}{last})", value,
                      MONEY_FORMAT, bold=True)  # fmt: skip


def _by_type(block: _Block, values: Values) -> None:
    block.title(TYPE_ROW, "By type of school")
    block.headings(TYPE_ROW + 1, ("Type", *SUMMARY_SPLIT))
    first, last = TYPE_ROW + 2, TYPE_ROW + 2 + len(TYPES)
    for row, school_type in enumerate(TYPES, first):
        block.label(row, school_type)
        for column, heading in enumerate(SUMMARY_SPLIT, 1):
            block.formula(
                row, column,
                f"SUMIFS(SchoolSummary[{heading}],SchoolSummary[Type],$A{row + 1})",
                values.of_type(school_type, heading), MONEY_FORMAT,
            )  # fmt: skip
    block.label(last, "Total", bold=True)
    for column, heading in enumerate(SUMMARY_SPLIT, 1):
        letter = "ABCDE"[column]
        value = round(sum(values.of_type(t, heading) for t in TYPES), 2)
        block.formula(last, column, f"SUM({letter}{first + 1}:{letter}{last})", value,
                      MONEY_FORMAT, bold=True)  # fmt: skip


def _top_schools(block: _Block, values: Values) -> None:
    """Write the schools with the largest totals; column G holds the row in the summary.

    Two schools with the same total are told apart by looking for the second below the first.
    """
    block.title(TOP_ROW, "The ten schools with the largest totals")
    block.headings(TOP_ROW + 1, ("School", *SUMMARY_SPLIT, "Total", "Summary row"))
    ranked = _ranked(values)
    for place in range(1, TOP + 1):
        row = TOP_ROW + 1 + place
        line, at = ranked[place - 1] if place <= len(ranked) else ({}, "")
        n = row + 1
        block.formula(row, 5, f'IFERROR(LARGE(SchoolSummary[Total],{place}),"")',
                      _shown(line, "Total"), MONEY_FORMAT, bold=True)  # fmt: skip
        match = f'IFERROR(MATCH(F{n},SchoolSummary[Total],0),"")'
        if place > 1:
            below = (
                f"G{n - 1}+MATCH(F{n},INDEX(SchoolSummary[Total],G{n - 1}+1):"
                "INDEX(SchoolSummary[Total],ROWS(SchoolSummary[Total])),0)"
            )
            match = f'IF(F{n}="","",IF(F{n}=F{n - 1},{below},MATCH(F{n},SchoolSummary[Total],0)))'
        block.formula(row, 6, match, at, "0")
        for column, heading in enumerate(("School", *SUMMARY_SPLIT)):
            block.formula(
                row, column, f'IF($G{n}="","",INDEX(SchoolSummary[{heading}],$G{n}))',
                _shown(line, heading), "@" if heading == "School" else MONEY_FORMAT,
            )  # fmt: skip


def _ranked(values: Values) -> list[tuple[Line, int]]:
    numbered = [(row, at) for at, row in enumerate(values.summary, 1)]
    with_total = [(r, at) for r, at in numbered if isinstance(r["Total"], int | float)]
    return sorted(with_total, key=lambda pair: (-pair[0]["Total"], pair[1]))


def _shown(line: Line, heading: str) -> Any:
    value = line.get(heading, "")
    return 0 if line and value is None else value
