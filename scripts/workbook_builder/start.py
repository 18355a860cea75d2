"""The Start sheet: how this workbook stands, the four steps, and a link to every sheet."""

from __future__ import annotations

from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from workbook_builder.looks import LINK, QUIET, ROLES, Looks
from workbook_builder.sheets import ROW_HEIGHT, SECTION_HEIGHT, page_setup
from workbook_builder.sources import read_rows
from xl_recoup import __version__
from xl_recoup.contract import WHAT_MOVED, YEAR_SO_FAR, YEAR_SO_FAR_ROWS, Role, TableSpec
from xl_recoup.contract.sheet_list import SHEET_GROUPS, SHEET_LIST, ListedSheet
from xl_recoup.contract.start_tables import THIS_WORKBOOK, THIS_WORKBOOK_ROWS
from xl_recoup.run.what_moved import LINES

FILLED_BEFORE = ("Periods", "Approvers", "Codes")
"""Sheets that the first posting shows and needs: people type them before it."""

NAME = "Start"

TO_TICK = ("to do", "done")
"""What is said beside each step."""


def write_start(book: Workbook, looks: Looks, sheets: list[str], folder: Path) -> Worksheet:
    """Write the first sheet; `sheets` are the names of every other one that it leads to."""
    sheet = book.add_worksheet(NAME)
    sheet.set_tab_color("#17395C")
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 29)
    sheet.set_column(2, 2, 130)
    sheet.set_row(0, 34)
    texts = read_rows(folder / "start.csv")
    sheet.write_string(0, 0, "Recoupment for alternative provision", looks.title())
    sheet.write_string(1, 0, _one(texts, "purpose"), looks.purpose())
    row = _this_workbook(sheet, looks, 3)
    row = _filled_lines(sheet, looks, row, WHAT_MOVED, LINES)
    row = _filled_lines(sheet, looks, row, YEAR_SO_FAR, YEAR_SO_FAR_ROWS)
    row = _steps(sheet, looks, row, texts)
    for group in SHEET_GROUPS:
        named = [s for s in SHEET_LIST if s.group == group and s.name in sheets]
        row = _links(sheet, looks, row, f"Sheets: {group}", named)
    row = _legend(sheet, looks, row)
    row = _section(sheet, looks, row, "Good to know", texts, "note")
    sheet.write_string(row, 0, f"Version {__version__}", looks.make(font_color="#5B6472"))
    page_setup(sheet, wide=False)
    sheet.fit_to_pages(1, 1)
    return sheet


def _one(texts: list[dict[str, str]], kind: str) -> str:
    return next(t["text"] for t in texts if t["kind"] == kind)


def _heading_form(looks: Looks) -> Format:
    return looks.section(bottom=1, bottom_color="#9DB4CC")


def _heading(sheet: Worksheet, looks: Looks, row: int, text: str) -> int:
    form = _heading_form(looks)
    sheet.set_row(row, SECTION_HEIGHT)
    sheet.write_string(row, 0, text, form)
    for column in (1, 2):
        sheet.write_blank(row, column, None, form)
    return row + 1


def _this_workbook(sheet: Worksheet, looks: Looks, row: int) -> int:
    """Make the table in which a run says how the workbook stands: what, where, how."""
    form = _heading_form(looks)
    sheet.set_row(row, SECTION_HEIGHT)
    sheet.add_table(row, 0, row + THIS_WORKBOOK_ROWS, len(THIS_WORKBOOK.columns) - 1, {
        "name": THIS_WORKBOOK.name, "style": None, "autofilter": False,
        "title": THIS_WORKBOOK.headings[0], "description": THIS_WORKBOOK.purpose,
        "columns": [{"header": h, "header_format": form} for h in THIS_WORKBOOK.headings],
    })  # fmt: skip
    looks_of = (
        looks.make(bold=True, indent=1),
        looks.make(font_color=LINK, underline=1),
        looks.make(),
    )
    for line in range(row + 1, row + THIS_WORKBOOK_ROWS + 1):
        sheet.set_row(line, ROW_HEIGHT)
        for column, look in enumerate(looks_of):
            sheet.write_blank(line, column, None, look)
    return row + THIS_WORKBOOK_ROWS + 2


def _steps(sheet: Worksheet, looks: Looks, row: int, texts: list[dict[str, str]]) -> int:
    """Write the way through a first run, and beside each step where it is ticked off."""
    first = row = _heading(sheet, looks, row, "The four steps")
    sheet.write_string(row - 1, 1, "Done?", _heading_form(looks))
    for text in (t for t in texts if t["kind"] == "step"):
        sheet.set_row(row, ROW_HEIGHT)
        sheet.write_string(row, 0, text["name"], looks.make(bold=True, indent=1))
        sheet.write_string(row, 1, TO_TICK[0], looks.make(bg_color=ROLES[Role.INPUT].fill))
        sheet.write_string(row, 2, text["text"], looks.make())
        row += 1
    sheet.data_validation(first, 1, row - 1, 1, {
        "validate": "list", "source": list(TO_TICK),
        "error_title": "Not in the list", "error_message": "Choose from the list.",
    })  # fmt: skip
    done = {"type": "cell", "criteria": "==", "value": f'"{TO_TICK[1]}"'}
    sheet.conditional_format(
        first, 1, row - 1, 1, done | {"format": looks.difference(font_color="#1E6B3A", bold=True)}
    )
    return row + 1


def _filled_lines(sheet: Worksheet, looks: Looks, row: int, spec: TableSpec, lines: int) -> int:
    """Make a small table of lines that a run fills; it has as many as it will have."""
    heading = spec.headings[0]
    form = looks.section()
    sheet.set_row(row, SECTION_HEIGHT)
    sheet.add_table(row, 0, row + lines, 0, {
        "name": spec.name, "style": None, "autofilter": False,
        "title": heading, "description": spec.purpose,
        "columns": [{"header": heading, "header_format": form}],
    })  # fmt: skip
    for line in range(1, lines + 1):
        sheet.write_blank(row + line, 0, None, looks.make(indent=1))
    return row + lines + 2


def _section(
    sheet: Worksheet, looks: Looks, row: int, title: str, texts: list[dict[str, str]], kind: str
) -> int:
    row = _heading(sheet, looks, row, title)
    for text in (t for t in texts if t["kind"] == kind):
        sheet.set_row(row, ROW_HEIGHT)
        sheet.write_string(row, 0, text["name"], looks.make(bold=True, indent=1))
        sheet.write_string(row, 1, text["text"], looks.make())
        row += 1
    return row + 1


def _legend(sheet: Worksheet, looks: Looks, row: int) -> int:
    row = _heading(sheet, looks, row, "Colours and words")
    for role, look in ROLES.items():
        form = looks.make(bold=True, bg_color=look.fill, font_color=look.ink, indent=1,
                          left=5, left_color=look.tab)  # fmt: skip
        sheet.set_row(row, ROW_HEIGHT)
        sheet.write_string(row, 0, look.word.split(" – ")[0], form)
        sheet.write_string(row, 1, _told(role), looks.make())
        row += 1
    return row + 1


def _told(role: Role) -> str:
    look = ROLES[role]
    return f"{look.word.split(' – ')[1].capitalize()}. {look.explanation}"


def _links(sheet: Worksheet, looks: Looks, row: int, title: str, named: list[ListedSheet]) -> int:
    """Write a group of sheets: a link to each, what it is for, when it appears if it is hidden."""
    row = _heading(sheet, looks, row, title)
    link = looks.make(indent=1, font_color=LINK, underline=1)
    for each in named:
        sheet.set_row(row, ROW_HEIGHT)
        place = place_of(each.name)
        sheet.write_url(row, 0, f"internal:{place}", link, each.name, f"Go to {each.name}")
        if when := _appears(each):  # an empty text is no blank cell
            sheet.write_string(row, 1, when, looks.make(font_color=QUIET, italic=True))
        sheet.write_string(row, 2, f"{each.words[0].upper()}{each.words[1:]}", looks.make())
        row += 1
    return row + 1


def place_of(sheet: str) -> str:
    """Return the name of the place to which a link to a sheet leads, whatever it is renamed to."""
    return f"Go_to_{sheet.replace(' ', '_').replace('-', '_')}"


def _appears(sheet: ListedSheet) -> str:
    if sheet.daily:
        return ""
    if sheet.name in FILLED_BEFORE:
        return "fill in before posting"
    if sheet.shown == "its first row":
        return "when it has rows"
    return "by Show sheets" if sheet.shown == "on request" else f"from {sheet.shown}"
