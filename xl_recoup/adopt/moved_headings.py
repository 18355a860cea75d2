"""Finding mapped headings again: somebody may have inserted a row or a column since."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xl_recoup.addresses import Range
from xl_recoup.adopt.heading_lines import Heading, headings_in
from xl_recoup.adopt.mapping_rows import MappingRow
from xl_recoup.contract import normal
from xl_recoup.tables import SheetView

SEARCHED = 80


@dataclass(frozen=True, slots=True)
class Located:
    """Where a mapped sheet's headings stand now: the block, and the column of each row's."""

    block: Range
    columns: dict[MappingRow, int]
    missing: list[MappingRow]
    others: list[Heading]
    """Headings that no row of the Mapping names."""

    @property
    def first_row(self) -> int:
        """The first row below the headings."""
        return self.block.last_row + 1


def locate(view: SheetView, block: Range, rows: Sequence[MappingRow]) -> Located:
    """Find each row's heading by its words: at its place, else elsewhere in the sheet's top."""
    # Somebody may have put rows above the headings: the line that has most of them is theirs now.
    best = _at(view, block.first_row, block, rows)
    if not best.missing:
        return best
    for top in range(1, min(SEARCHED, len(view.rows)) + 1):
        found = _at(view, top, block, rows)
        if len(found.missing) < len(best.missing):
            best = found
    return best


def _at(view: SheetView, top: int, block: Range, rows: Sequence[MappingRow]) -> Located:
    height = block.last_row - block.first_row + 1
    line = headings_in(view, top, height)
    columns: dict[MappingRow, int] = {}
    missing: list[MappingRow] = []
    for row in rows:
        meant = Range.parse(row.cell)
        place = meant.first_column if meant else 0
        same = [h.column for h in line if normal(h.text) == normal(row.words)]
        if not same:
            missing.append(row)
        else:
            columns[row] = min(same, key=lambda c: abs(c - place))
    named = set(columns.values())
    others = [
        h for h in line if h.column not in named and (h.column in block.columns or not missing)
    ]
    found = block._replace(first_row=top, last_row=top + height - 1)
    return Located(found, columns, missing, others)
