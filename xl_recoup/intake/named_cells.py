"""What stands at a place of a workbook: what people call its row, and a digest of its cell.

So that a finding can be told again in a later run, wherever its row has moved to.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import NamedTuple

from xl_recoup.addresses import Address, Range, column_letters
from xl_recoup.contract import normal
from xl_recoup.contract.cell_values import text_of
from xl_recoup.intake.seen_tables import seen_spec
from xl_recoup.records import Place
from xl_recoup.tables import Cell, ShownAs, Table, WorkbookTables

DIGEST_LENGTH = 16
NAMED_BY = {"Rates": ("Factor", "Phase", "School")}
"""Columns that name a row together, where the first one alone does not."""


class NamedCell(NamedTuple):
    """What the row of a cell is called, and what the cell holds."""

    item: str
    """Blank outside of the rows of tables."""
    digest: str
    """Of what the cell holds, whatever that is: personal data, too."""


NOWHERE = NamedCell("", "")
CellsByPlace = Callable[[Place], NamedCell]


def short_digest(*parts: str) -> str:
    """Return a digest of texts."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:DIGEST_LENGTH]


def named_cells(book: WorkbookTables) -> CellsByPlace:
    """Return what tells for each place of a workbook what its row is called and its cell holds."""
    by_sheet: dict[str, list[Table]] = {}
    for table in book.tables.values():
        by_sheet.setdefault(table.sheet, []).append(table)
    names: dict[str, list[int]] = {}

    def at(place: Place) -> NamedCell:
        block = Range.parse(place.cell)
        if block is None:
            return NOWHERE
        for table in by_sheet.get(place.sheet, ()):
            index = block.first_row - table.first_row
            column = _column(table, block.start)
            if 0 <= index < len(table.rows) and column is not None:
                row = table.rows[index]
                if table.name not in names:
                    names[table.name] = _naming_columns(table)
                called = " ".join(text_of(row[i]) for i in names[table.name] if row[i] is not None)
                return NamedCell(called or str(block.start), _digest(row[column]))
        return NOWHERE

    return at


def _digest(cell: Cell) -> str:
    return short_digest(text_of(cell), *(cell.guise if isinstance(cell, ShownAs) else ()))


def _column(table: Table, cell: Address) -> int | None:
    """Return the position of a cell's column in a table."""
    for i in range(len(table.headings)):
        if table.letters(i) == column_letters(cell.column):
            return i
    return None


def _naming_columns(table: Table) -> list[int]:
    """Return the positions of the columns that name a row; none where those are personal data."""
    spec = seen_spec(table.name)
    if spec is None:
        return []
    wanted = NAMED_BY.get(spec.name, (spec.columns[0].heading,))
    private = {c.heading for c in spec.columns if c.private}
    positions = {normal(h): i for i, h in reversed(list(enumerate(table.headings)))}
    known = [h for h in wanted if h not in private and normal(h) in positions]
    return [positions[normal(h)] for h in known]
