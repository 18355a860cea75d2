"""What writing some tables would do to a workbook, found without writing anything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from xl_recoup.addresses import Range
from xl_recoup.book.package.package import Package, folded, places_of
from xl_recoup.book.package.table_part import TablePart
from xl_recoup.book.writing.not_followed import told
from xl_recoup.book.writing.write_tables import Write, build
from xl_recoup.tables import CellWrites


@dataclass(frozen=True)
class Change:
    """A table that would be written: where it is now (None: nowhere) and where it would be."""

    before: TablePart | None
    after: TablePart


class CellsChanged(NamedTuple):
    """Cells of a sheet that would be filled: how many, and the block in which they stand."""

    sheet: str
    number: int
    within: Range


@dataclass(frozen=True)
class Preview:
    """What would change: tables, single cells, and parts of the file by name."""

    tables: tuple[Change, ...]
    changed: tuple[str, ...]
    added: tuple[str, ...]
    removed: tuple[str, ...]
    cells: tuple[CellsChanged, ...]
    """Single cells of the team's own sheets that would be filled."""
    told: tuple[str, ...]
    """What a person should know of what stays as it is, one sentence each."""


def preview(package: Package, writes: Sequence[Write]) -> Preview:
    """Return what these writes would change; Refused as writing them would be."""
    draft, written = build(package, writes)
    before, after = places_of(package), places_of(Package([*draft.members()], package.comment))
    old = {folded(member.name): member.name for member in package.members}
    new = {folded(member.name): member.name for member in draft.members()}
    names = [each.table.casefold() for each in written]
    cells = [write for write in writes if isinstance(write, CellWrites)]
    return Preview(
        tables=tuple(
            Change(before[n].table if n in before else None, after[n].table) for n in names
        ),
        changed=tuple(old[key] for key in old if key in new and key in draft.new_contents()),
        added=tuple(name for key, name in new.items() if key not in old),
        removed=tuple(name for key, name in old.items() if key not in new),
        cells=tuple(_block(w) for w in cells if w.cells),
        told=tuple(told(package, draft.moves, [w.sheet for w in cells], draft.back)),
    )


def _block(write: CellWrites) -> CellsChanged:
    rows, columns = zip(*write.cells, strict=True)
    within = Range(min(columns), min(rows), max(columns), max(rows))
    return CellsChanged(write.sheet, len(write.cells), within)
