"""A table with all that a team has in and beside its rows, and how it stands after writing."""

from __future__ import annotations

import random
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table, TableFormula, TableStyleInfo

from xl_recoup.tables import TableWrite

HEADINGS = ("Ref", "Amount", "Status", "Owner", "Twice")
OURS = HEADINGS[:3]
FIRST = 5
TWICE = "Charges[[#This Row],[Amount]]*2"
BESIDE = 6
"""The column beside the table in which notes are typed."""
COLOURS = ("00000000", "FFFFFF00", "FF00FF00")


@dataclass(frozen=True)
class Row:
    """What the team has in one row."""

    owner: str | None = None
    beside: str | None = None
    note: str | None = None
    link: str | None = None
    fill: int = 0
    our_fill: int = 0
    hidden: bool = False
    height: float | None = None
    level: int = 0
    checked: bool = False
    """Whether a validation of its own is on its owner."""


PLAIN = Row()


def random_row(dice: random.Random, key: str) -> Row:
    """Return a row in which the team did something, or nothing."""
    if dice.random() < 0.4:
        return PLAIN
    some = dice.random
    return Row(
        owner=f"owner of {key}" if some() < 0.5 else None,
        beside=f"beside {key}" if some() < 0.4 else None,
        note=f"note on {key}" if some() < 0.4 else None,
        link=f"https://example.org/{key}" if some() < 0.3 else None,
        fill=dice.randrange(3) if some() < 0.4 else 0,
        our_fill=dice.randrange(3) if some() < 0.4 else 0,
        hidden=some() < 0.2,
        height=dice.choice([20, 30]) if some() < 0.3 else None,
        level=1 if some() < 0.2 else 0,
        checked=some() < 0.2,
    )


def make(path: Path, rows: dict[str, Row]) -> Path:
    """Make a workbook with the table on its first sheet and sums of it on the second."""
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = "Charges"
    for column, heading in enumerate((*HEADINGS, "Beside"), 1):
        sheet.cell(FIRST - 1, column, heading)
    for number, (key, row) in enumerate(rows.items(), FIRST):
        for column, value in enumerate((key, number, "billable"), 1):
            sheet.cell(number, column, value)
        sheet.cell(number, 5, f"={TWICE}")
        dress(sheet, number, row)
    last = FIRST + len(rows) - 1
    table = Table(displayName="Charges", ref=f"A{FIRST - 1}:E{last}")
    table.tableStyleInfo = TableStyleInfo(name="TableStyleMedium9")
    any_table: Any = table
    any_table._initialise_columns()
    for column, heading in zip(table.tableColumns, HEADINGS, strict=True):
        column.name = heading
    table.tableColumns[4].calculatedColumnFormula = TableFormula(attr_text=TWICE)
    sheet.add_table(table)
    sums = book.create_sheet("Sums")
    sums["A1"] = f"=SUM(Charges!B{FIRST}:B{last})"
    for number, key in enumerate(rows, 2):
        sums[f"A{number}"], sums[f"B{number}"] = f"=Charges!A{FIRST + number - 2}", key
    book.save(path)
    return path


def dress(sheet: Any, number: int, row: Row) -> None:
    """Do to a row of a sheet what the team did."""
    sheet.cell(number, 4).value = row.owner
    sheet.cell(number, BESIDE).value = row.beside
    if row.note:
        sheet.cell(number, 2).comment = Comment(row.note, "A. Officer")
    if row.link:
        sheet.cell(number, 1).hyperlink = row.link
        sheet.cell(number, 1).style = "Normal"
    for column, fill in ((4, row.fill), (2, row.our_fill)):
        if fill:
            sheet.cell(number, column).fill = PatternFill("solid", fgColor=COLOURS[fill])
    dimension = sheet.row_dimensions[number]
    dimension.hidden, dimension.height, dimension.outlineLevel = row.hidden, row.height, row.level
    if row.checked:
        rule = DataValidation(type="list", formula1=f'"{sheet.cell(number, 1).value},x"')
        rule.add(f"D{number}")
        sheet.add_data_validation(rule)


def standing(path: Path) -> dict[str, Row]:
    """Return what stands in each row of the table, by its key."""
    return standing_in(openpyxl.load_workbook(path))


def standing_in(book: Any, *, calculated: bool = True) -> dict[str, Row]:
    """Return the same of a workbook that a library has opened.

    Not `calculated`, nobody has filled the calculated column down, as Excel does.
    """
    sheet: Any = book["Charges"]
    last = int(sheet.tables["Charges"].ref.rpartition("E")[2])
    checked = {}
    for rule in sheet.data_validations.dataValidation:
        for cells in rule.sqref.ranges:
            checked[cells.coord] = rule.formula1
    found = {}
    for number in range(FIRST, last + 1):
        key = sheet.cell(number, 1).value
        note, dimension = sheet.cell(number, 2).comment, sheet.row_dimensions[number]
        link = sheet.cell(number, 1).hyperlink
        colours = [sheet.cell(number, c).fill.fgColor.rgb for c in (4, 2)]
        assert not calculated or sheet.cell(number, 5).value == f"={TWICE}", (key, number)
        is_checked = f"D{number}" in checked
        if is_checked:
            assert checked[f"D{number}"] == f'"{key},x"'
        found[key] = Row(
            owner=sheet.cell(number, 4).value,
            beside=sheet.cell(number, BESIDE).value,
            note=note.text if note else None,
            link=link.target if link else None,
            fill=COLOURS.index(colours[0]),
            our_fill=COLOURS.index(colours[1]),
            hidden=bool(dimension.hidden),
            height=dimension.height,
            level=dimension.outlineLevel or 0,
            checked=is_checked,
        )
    return found


def kept(path: Path) -> set[tuple[str, str, str]]:
    """Return what is on the sheet Kept notes: key, kind and text of cells, notes and links."""
    return kept_in(openpyxl.load_workbook(path))


def kept_in(book: Any) -> set[tuple[str, str, str]]:
    """Return the same of a workbook that a library has opened."""
    if "Kept notes" not in book.sheetnames:
        return set()
    sheet: Any = book["Kept notes"]
    rows = sheet.iter_rows(min_row=5, values_only=True)
    return {(r[1], r[2], r[4]) for r in rows if r[2] not in ("format", "fill")}


def lost_with(key: str, row: Row) -> set[tuple[str, str, str]]:
    """Return what has to be kept where a row goes."""
    said = (("cell", row.owner), ("cell", row.beside), ("note", row.note), ("link", row.link))
    return {(key, kind, text) for kind, text in said if text}


def reordered(dice: random.Random, keys: list[str], new: list[str]) -> list[str]:
    """Return keys in another order, some of them gone and new ones among them."""
    after = list(keys)
    what = dice.choice(("shuffle", "sort", "keep", "reverse", "move one"))
    if what == "shuffle":
        dice.shuffle(after)
    elif what in ("sort", "reverse"):
        after.sort(reverse=what == "reverse")
    elif what == "move one" and after:
        after.insert(dice.randrange(len(after)), after.pop(dice.randrange(len(after))))
    for key in [k for k in after if dice.random() < dice.choice((0.0, 0.0, 0.2, 0.6))]:
        after.remove(key)
    for key in new:
        after.insert(dice.randrange(len(after) + 1), key)
    # The validation of the only row of a table is taken for the column's, as it has to be.
    return after if len(after) > 1 else []


def write_of(keys: list[str]) -> TableWrite:
    """Return the table with rows of these keys."""
    rows = [(key, Decimal(len(key)) / 4, "held") for key in keys]
    return TableWrite("Charges", OURS, rows, keys=(("Ref",),))
