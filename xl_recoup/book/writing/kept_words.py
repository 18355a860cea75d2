"""What lines of the sheet Kept notes say, for files and for Excel alike: no file is needed here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from xl_recoup.book.writing.table_move import Kept
from xl_recoup.contract import KEPT_NOTES, normal
from xl_recoup.tables import OutCell, TableWrite

FILLED = "something else stands there by now"
NO_COLUMN = "its column is gone"
BY_ADDRESS = "a formula that names cells has to be typed again"
_WIDTHS = {"Table": 18.0, "Key": 26.0, "Kind": 12.0, "Column": 22.0, "Text": 80.0}
_LEVEL = re.compile(r"grouped(?: \((\d)\))?")
_HEIGHT = re.compile(r"([\d.]+) points high")


@dataclass
class RowLook:
    """How a row is to look: hidden, grouped, high, and the style whose fill each column takes."""

    hidden: bool = False
    level: int = 0
    height: str = ""
    fills: dict[int, int] = field(default_factory=dict)


def look_said(words: str) -> RowLook:
    """Return how a row is to look from what the sheet Kept notes says of it."""
    level, height = _LEVEL.search(words), _HEIGHT.search(words)
    return RowLook(
        hidden="hidden" in words,
        level=int(level[1] or 1) if level else 0,
        height=height[1] if height else "",
    )


def is_kept_notes(write: TableWrite) -> bool:
    """Say whether lines for the sheet Kept notes are given: they go before those of lost rows."""
    return normal(write.table) == normal(KEPT_NOTES.name)


def kept_lines(
    kept: Iterable[tuple[str, Sequence[Kept]]], given: Sequence[Sequence[OutCell]] = ()
) -> list[TableWrite]:
    """Return the lines for what was kept of each of some tables, by the table's name.

    Lines that are `given` stand before them.
    """
    rows: list[Sequence[OutCell]] = [
        *given,
        *(
            (
                *(table, each.key or None, each.kind, each.column or None),
                *(None if each.text == "" else each.text, None),
            )
            for table, found in kept
            for each in found
        ),
    ]
    return [lines_write(rows)] if rows else []


def lines_write(rows: Sequence[Sequence[OutCell]]) -> TableWrite:
    """Return the writing of some lines below those that the sheet has."""
    spec = KEPT_NOTES
    return TableWrite(
        spec.name,
        spec.headings,
        rows,
        spec.sheet,
        spec.sheet,
        spec.purpose,
        append=True,
        added_later=frozenset(spec.added_later),
        widths=_WIDTHS,
    )
