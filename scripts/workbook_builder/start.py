"""The Start sheet: what this is, the four steps, the legend, and a link to every sheet."""

from __future__ import annotations

from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from workbook_builder.looks import LINK, ROLES, Looks
from workbook_builder.sheets import page_setup
from workbook_builder.sources import read_rows
from xl_recoup import __version__
from xl_recoup.contract import WHAT_MOVED, YEAR_SO_FAR, YEAR_SO_FAR_ROWS, Role, TableSpec
from xl_recoup.run.what_moved import LINES

NAME = "Start"

ONE_LINE = 150
"""Characters of a line beside the name of a sheet."""


def write_start(
    book: Workbook, looks: Looks, sheets: list[tuple[str, str, Role | None]], folder: Path
) -> Worksheet:
    """Write the first sheet; `sheets` names every other one with its purpose and role."""
    sheet = book.add_worksheet(NAME)
    sheet.set_tab_color("#17395C")
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 18)
    sheet.set_column(2, 2, 140)
    sheet.set_row(0, 34)
    texts = read_rows(folder / "start.csv")
    sheet.write_string(0, 0, "Recoupment for alternative provision", looks.title())
    sheet.write_string(1, 0, _one(texts, "purpose"), looks.purpose())
    row = _filled_lines(sheet, looks, 3, WHAT_MOVED, LINES)
    row = _filled_lines(sheet, looks, row, YEAR_SO_FAR, YEAR_SO_FAR_ROWS)
    row = _section(sheet, looks, row, "The four steps", texts, "step")
    row = _legend(sheet, looks, row)
    row = _links(sheet, looks, row, sheets)
    row = _section(sheet, looks, row, "Good to know", texts, "note")
    sheet.write_string(row, 0, f"Version {__version__}", looks.make(font_color="#5B6472"))
    page_setup(sheet, wide=False)
    sheet.fit_to_pages(1, 1)
    sheet.set_selection(0, 0, 0, 0)
    return sheet


def _one(texts: list[dict[str, str]], kind: str) -> str:
    return next(t["text"] for t in texts if t["kind"] == kind)


def _heading(sheet: Worksheet, looks: Looks, row: int, text: str) -> int:
    form = looks.make(bold=True, font_size=12, font_color="#17395C", bottom=1,
                      bottom_color="#9DB4CC")  # fmt: skip
    sheet.set_row(row, 22)
    sheet.write_string(row, 0, text, form)
    for column in (1, 2):
        sheet.write_blank(row, column, None, form)
    return row + 1


def _filled_lines(sheet: Worksheet, looks: Looks, row: int, spec: TableSpec, lines: int) -> int:
    """Make a small table of lines that a run fills; it has as many as it will have."""
    heading = spec.headings[0]
    form = looks.make(bold=True, font_size=12, font_color="#17395C")
    sheet.set_row(row, 22)
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
        sheet.set_row(row, 18)
        sheet.write_string(row, 0, text["name"], looks.make(bold=True, indent=1))
        sheet.write_string(row, 1, text["text"], looks.make())
        row += 1
    return row + 1


def _legend(sheet: Worksheet, looks: Looks, row: int) -> int:
    row = _heading(sheet, looks, row, "Colours and words")
    for role, look in ROLES.items():
        form = looks.make(bold=True, bg_color=look.fill, font_color=look.ink, indent=1,
                          left=5, left_color=look.tab)  # fmt: skip
        sheet.set_row(row, 20)
        sheet.write_string(row, 0, look.word.split(" – ")[0], form)
        sheet.write_string(row, 1, _told(role), looks.make())
        row += 1
    return row + 1


def _told(role: Role) -> str:
    look = ROLES[role]
    return f"{look.word.split(' – ')[1].capitalize()}. {look.explanation}"


def _short(purpose: str) -> str:
    """Return what fits a line of this sheet: the first sentence of a long purpose."""
    return purpose if len(purpose) <= ONE_LINE else f"{purpose.partition('. ')[0].rstrip('.')}."


def _links(
    sheet: Worksheet, looks: Looks, row: int, sheets: list[tuple[str, str, Role | None]]
) -> int:
    row = _heading(sheet, looks, row, "The sheets")
    link = looks.make(indent=1, font_color=LINK, underline=1)
    for name, purpose, role in sheets:
        sheet.set_row(row, 18)
        sheet.write_url(row, 0, f"internal:'{name}'!A1", link, name, f"Go to {name}")
        look = ROLES[role or Role.OUTPUT]
        word = look.word.split(" – ")[0]
        sheet.write_string(row, 1, word, looks.make(font_color=look.ink, bold=True))
        sheet.write_string(row, 2, _short(purpose), looks.make())
        row += 1
    return row + 1
