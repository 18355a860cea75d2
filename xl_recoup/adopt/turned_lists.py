"""A list with a pupil in each column, turned: a sheet of its own with a row for each."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from datetime import datetime, time
from decimal import Decimal
from typing import NamedTuple

from xl_recoup.adopt.heading_lines import LOOKED_AT
from xl_recoup.adopt.known_headings import known_heading
from xl_recoup.adopt.table_areas import EVENT, FEWEST, IDENTITY, PLACEMENTS, find_areas
from xl_recoup.contract import normal
from xl_recoup.contract.cell_values import is_blank, text_of
from xl_recoup.tables import Cell, CellError, Frame, OutCell, SheetView, TableWrite
from xl_recoup.words import counted

TABLE = "Turned_"
"""How the names of tables begin that hold a turned list."""
_SIDE = 6
"""Columns from the left in which headings that stand below each other are looked for."""
_ENDING = " turned"
_LONGEST = 31 - len(_ENDING)
_HEADING_ROW = 4
_PURPOSE = (
    "The pupils of {sheet}, turned: each has a row. From now on this sheet counts; where {sheet} is"
    " changed afterwards, every run says so."
)


class Across(NamedTuple):
    """A list with a pupil in each column: its headings with their rows, its pupils' cells.

    Rows and columns are counted from 1; each pupil has a cell for each heading.
    """

    headings: dict[str, int]
    pupils: dict[int, list[Cell]]


class Turned(NamedTuple):
    """A list with a row for each pupil: the sheet as it will be, its writing, what is said."""

    view: SheetView
    write: TableWrite
    said: str


def headings_down(view: SheetView) -> int:
    """Return the column, counted from 1, in which headings stand one below another; 0: in none."""
    for column in range(min(_SIDE, width_of(view))):
        texts = [text_at(view, n, column) for n in range(min(LOOKED_AT, len(view.rows)))]
        known = {h for t in texts if t and (h := known_heading(PLACEMENTS, [t]))}
        if len(known) >= FEWEST and known & IDENTITY and len(known & EVENT) >= 2:
            return column + 1
    return 0


def list_across(view: SheetView) -> Across | None:
    """Return a list with a pupil in each column; None where a sheet holds none.

    None, too, where it is an Excel table, or a heading comes twice.
    """
    column = 0 if view.frames else headings_down(view)
    if not column or any(area.table == PLACEMENTS for area in find_areas(view, ())):
        return None
    lines = [(t, n) for n in range(len(view.rows)) if (t := text_at(view, n, column - 1))]
    first = next((i for i, (t, _) in enumerate(lines) if known_heading(PLACEMENTS, [t])), 0)
    lines = lines[first:]
    if len({normal(text) for text, _ in lines}) < len(lines):
        return None
    rows = [(n, view.rows[n]) for _, n in lines]
    width = max(len(row) for _, row in rows)
    pupils = {
        i + 1: [row[i] if i < len(row) else None for _, row in rows] for i in range(column, width)
    }
    held = {i: cells for i, cells in pupils.items() if not all(is_blank(cell) for cell in cells)}
    return Across({text: n + 1 for text, n in lines}, held) if held else None


def turned(view: SheetView, sheets: Collection[str]) -> Turned | None:
    """Return a list turned about; None where its headings stand in a row, or it can't be turned.

    It can't where it is an Excel table, a heading comes twice, a cell holds a formula or an error,
    or the workbook has a
    sheet of that name: `sheets` are those that it has.
    """
    if view.formulas or any(is_turned_of(s, view.name) for s in sheets):
        return None
    found = list_across(view)
    if found is None:
        return None
    pupils, headings = [*found.pupils.values()], tuple(found.headings)
    if any(isinstance(cell, CellError) for p in pupils for cell in p):
        return None
    name, purpose = turned_name(view.name), _PURPOSE.format(sheet=view.name)
    table = table_of_turned(view.name)
    last = _HEADING_ROW + len(pupils)
    return Turned(
        SheetView(
            name,
            [[name], [purpose], [], list(headings), *pupils],
            frames=(Frame(table, _HEADING_ROW, 1, len(headings), last),),
        ),
        TableWrite(table, headings, turned_rows(found), name, name, purpose),
        f"{view.name} seems to have one pupil in each column. {counted(len(pupils), 'pupil')} of it"
        f" stand on the new sheet {name}, each in a row. Look at them and confirm that sheet on the"
        f" sheet Mapping; from then on it counts, and {view.name} is not read.",
    )


def turned_rows(found: Across) -> list[list[OutCell]]:
    """Return the pupils of a list as rows that can be written."""
    return [[_written(cell) for cell in cells] for cells in found.pupils.values()]


def turned_name(sheet: str) -> str:
    """Return the name of the sheet on which a list is turned."""
    return f"{sheet[:_LONGEST]}{_ENDING}"


def table_of_turned(sheet: str) -> str:
    """Return the name of the table that holds a sheet's list, turned."""
    return TABLE + re.sub(r"\W", "_", sheet, flags=re.ASCII)


def is_turned_of(sheet: str, other: str) -> bool:
    """Say whether a sheet bears the name of another one that was turned."""
    return normal(sheet) == normal(turned_name(other))


def is_turned(sheet: str) -> bool:
    """Say whether a sheet bears the name of a turned list."""
    return sheet.endswith(_ENDING)


def _written(cell: Cell) -> OutCell:
    """Return a cell as it is written again."""
    if isinstance(cell, datetime):
        return cell.date() if cell.time() == time() else cell
    if isinstance(cell, float):
        return int(cell) if cell.is_integer() else Decimal(repr(float(cell)))
    return None if is_blank(cell) or isinstance(cell, CellError) else cell


def width_of(view: SheetView) -> int:
    """Return how many columns the first rows of a sheet have."""
    return max((len(row) for row in view.rows[:LOOKED_AT]), default=0)


def text_at(view: SheetView, row: int, column: int) -> str:
    """Return the text of a cell; "" where it holds none, or lies outside."""
    line: Sequence[Cell] = view.rows[row]
    cell = line[column] if column < len(line) else None
    return text_of(cell) if isinstance(cell, str) else ""
