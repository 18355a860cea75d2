"""One column of theirs as it is looked at: its heading, a sample of its cells, and what fits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from xl_recoup.addresses import column_letters
from xl_recoup.adopt.heading_lines import Heading
from xl_recoup.adopt.known_spellings import known_flag, known_spelling, means_nothing
from xl_recoup.adopt.names import SCHOOL_HEADINGS, Names
from xl_recoup.adopt.table_areas import PLACEMENTS, Area
from xl_recoup.contract import Column, Kind
from xl_recoup.contract.cell_values import is_blank, read_cell, text_of
from xl_recoup.contract.typed_days import typed_day
from xl_recoup.tables import Cell, SheetView

SAMPLE = 300


@dataclass(slots=True)
class Seen:
    """A column of theirs: its heading, a sample of what it holds, and what that could be."""

    head: Heading
    cells: list[Cell]
    rows: list[int]
    """The sheet's rows of the sample."""
    formula_rows: list[int]
    heading: str = ""
    fit: float = 0.0

    @property
    def letters(self) -> str:
        """The column's letters."""
        return column_letters(self.head.column)


def seen_column(view: SheetView, area: Area, head: Heading) -> Seen:
    """Return a column of an area as it is looked at, with a sample of what is filled."""
    cells: list[Cell] = []
    rows: list[int] = []
    formulas: list[int] = []
    letters = column_letters(head.column)
    for number in range(area.block.last_row + 1, min(area.last_row, len(view.rows)) + 1):
        row = view.rows[number - 1]
        cell = row[head.column - 1] if head.column <= len(row) else None
        if f"{letters}{number}" in view.formulas:
            formulas.append(number)
        if not is_blank(cell) and len(cells) < SAMPLE:
            cells.append(cell)
            rows.append(number)
    return Seen(head, cells, rows, formulas)


def fit(table: str, column: Column, cells: Sequence[Cell], names: Names, date_1904: bool) -> float:
    """Return which share of these cells can be what a column holds; 1 for an empty column."""
    if not cells:
        return 1.0
    good = sum(_fits(table, column, cell, names, date_1904) for cell in cells)
    return good / len(cells)


def _fits(table: str, column: Column, cell: Cell, names: Names, date_1904: bool) -> bool:
    heading = column.heading
    if table == PLACEMENTS and heading in SCHOOL_HEADINGS:
        known = names.knows(heading, cell) or isinstance(cell, str)
        return known or bool(names.within_authority(cell))
    _, issue = read_cell(cell, column, date_1904)
    if issue is None or not issue.fault:
        return not (column.kind is Kind.TEXT and isinstance(cell, bool))
    text = text_of(cell)
    if means_nothing(text) or known_spelling(table, heading, text):
        return True
    if column.kind is Kind.DATE:
        return isinstance(cell, str) and typed_day(cell).month_first is not None
    return column.kind is Kind.FLAG and known_flag(text) is not None


def is_money(s: Seen) -> bool:
    """Say whether a column holds numbers and nothing else."""
    numbers = [c for c in s.cells if isinstance(c, int | float) and not isinstance(c, bool)]
    return len(numbers) == len(s.cells) > 0


def holds_days(s: Seen) -> bool:
    """Say whether a column holds days, or texts that may be some."""
    return any(isinstance(c, date | str) for c in s.cells)
