"""What the team had in rows that are gone, as lines for the sheet Kept notes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from xl_recoup.book.writing.table_move import Kept, Move
from xl_recoup.contract import KEPT_NOTES
from xl_recoup.tables import TableWrite

_WIDTHS = {"Table": 18.0, "Key": 26.0, "Kind": 12.0, "Column": 22.0, "Text": 80.0}


def kept_notes(moves: Sequence[Move]) -> list[TableWrite]:
    """Return the lines to be added for these tables, in one write; none where no row is gone."""
    return kept_lines((move.table, move.kept) for move in moves)


def kept_lines(kept: Iterable[tuple[str, Sequence[Kept]]]) -> list[TableWrite]:
    """Return the lines for what was kept of each of some tables, by the table's name."""
    rows = [
        (table, each.key or None, each.kind, each.column or None, each.text or None)
        for table, found in kept
        for each in found
    ]
    if not rows:
        return []
    spec = KEPT_NOTES
    return [
        TableWrite(
            spec.name,
            spec.headings,
            rows,
            spec.sheet,
            spec.sheet,
            spec.purpose,
            append=True,
            widths=_WIDTHS,
        )
    ]
