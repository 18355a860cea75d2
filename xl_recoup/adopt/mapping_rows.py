"""The Mapping table as records: read from the workbook, and written for a person to correct."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import cast

from xl_recoup.addresses import letters_of
from xl_recoup.closed_lists import MAPPING_KINDS, MAPPING_STATUSES, MappingKind, MappingStatus
from xl_recoup.contract import MAPPING, normal
from xl_recoup.contract.cell_values import is_blank, text_of
from xl_recoup.contract.mapping_table import (
    COLUMN,
    CONFIRMED,
    CONSTANT,
    IGNORED,
    PROPOSED,
    ROWS,
    SHEET,
    SUGGESTED,
    UNMAPPED,
    VALUE,
)
from xl_recoup.errors import Refused
from xl_recoup.records import Place
from xl_recoup.tables import Cell, CellError, OutCell, Table, TableWrite

WIDTHS = {
    "Kind": 13.0,
    "Sheet": 20.0,
    "Cell": 10.0,
    "Their words": 34.0,
    "Table": 12.0,
    "Heading": 24.0,
    "Means": 24.0,
    "Status": 12.0,
    "Score": 7.0,
    "Reason": 70.0,
}
CHOICES = {"Kind": MAPPING_KINDS, "Status": MAPPING_STATUSES}
ORDER = {SHEET: 0, ROWS: 1, COLUMN: 2, CONSTANT: 3, VALUE: 4}


@dataclass(frozen=True, slots=True)
class MappingRow:
    """One row of the Mapping; `place` is where it stands, once it stands somewhere."""

    kind: MappingKind
    sheet: str = ""
    cell: str = ""
    words: str = ""
    table: str = ""
    heading: str = ""
    means: str = ""
    status: MappingStatus = UNMAPPED
    score: int | None = None
    reason: str = ""
    place: Place | None = None

    @property
    def used(self) -> bool:
        """True where a run goes by this row."""
        return self.status in (PROPOSED, CONFIRMED)

    @property
    def key(self) -> tuple[str, ...]:
        """What makes it the same row when a workbook is looked at again."""
        words = normal(self.words)
        if self.kind == SHEET:
            return self.kind, normal(self.sheet), self.table
        if self.kind == ROWS:
            return self.kind, normal(self.sheet), words
        if self.kind == COLUMN:
            return self.kind, normal(self.sheet), words, letters_of(self.cell)
        if self.kind == CONSTANT:
            return self.kind, normal(self.sheet), normal(self.heading)
        return self.kind, normal(self.sheet), normal(self.table), normal(self.heading), words


def read_mapping(table: Table) -> list[MappingRow]:
    """Return the rows of a Mapping table.

    Raises Refused, naming the cells, where a kind or status is none that there is, or a cell holds
    an error.
    """
    positions = {normal(h): i for i, h in enumerate(table.headings)}
    missing = [h for h in MAPPING.required if normal(h) not in positions]
    if missing:
        raise Refused(
            f"The table Mapping on the sheet {table.sheet} has no column headed"
            f" {' or '.join(missing)}. Restore the heading in row {table.first_row - 1}."
        )
    rows = []
    for number, cells in enumerate(table.rows, table.first_row):
        if all(is_blank(cell) for cell in cells):
            continue
        said = {h: cells[i] for h, i in positions.items()}
        rows.append(_row(said, table, number, positions))
    return rows


def _row(said: dict[str, Cell], table: Table, number: int, positions: dict[str, int]) -> MappingRow:
    def where(heading: str) -> str:
        return table.address(number - table.first_row, positions[normal(heading)])

    def text(heading: str) -> str:
        cell = said.get(normal(heading))
        if isinstance(cell, CellError):
            raise Refused(
                f"{table.sheet} {where(heading)}: the Mapping holds the error {cell.code}. Type the"
                " value."
            )
        return text_of(cell)

    row = MappingRow(  # its kind and status are looked at below
        kind=cast("MappingKind", normal(text("Kind"))),
        sheet=text("Sheet"),
        cell=text("Cell"),
        words=text("Their words"),
        table=text("Table"),
        heading=text("Heading"),
        means=text("Means"),
        status=cast("MappingStatus", normal(text("Status"))),
        reason=text("Reason"),
        score=int(text("Score")) if text("Score").isdecimal() else None,
        place=Place(table.sheet, where("Status")),
    )
    for what, value, known in (
        ("Kind", row.kind, MAPPING_KINDS),
        ("Status", row.status, MAPPING_STATUSES),
    ):
        if value not in known:
            raise Refused(
                f"{table.sheet} {where(what)}: the Mapping's {what} can't be “{value}”. Choose one"
                f" of {', '.join(known)}."
            )
    return row


def mapping_write(rows: Iterable[MappingRow]) -> TableWrite:
    """Return the writing of the Mapping table, in place of what is there."""
    ordered = sorted(rows, key=lambda r: ORDER[r.kind])
    cells: list[tuple[OutCell, ...]] = []
    for r in ordered:
        texts = (r.kind, r.sheet, r.cell, r.words, r.table, r.heading, r.means, r.status)
        cells.append((*(text or None for text in texts), r.score, r.reason or None))
    return TableWrite(
        table=MAPPING.name,
        headings=MAPPING.headings,
        rows=cells,
        sheet=MAPPING.sheet,
        title=MAPPING.sheet,
        purpose=MAPPING.purpose,
        widths=WIDTHS,
        choices=CHOICES,
    )


def confirmed(rows: Sequence[MappingRow]) -> list[MappingRow]:
    """Return the rows with everything that is proposed or suggested confirmed.

    A sheet that was left out, by its name, is ignored from then on.
    """
    return [replace(r, status=_confirmed(r)) for r in rows]


def _confirmed(row: MappingRow) -> MappingStatus:
    if row.kind == SHEET and row.table and row.status == UNMAPPED:
        return IGNORED
    return CONFIRMED if row.status in (PROPOSED, SUGGESTED) else row.status


def joined(before: Sequence[MappingRow], found: Sequence[MappingRow]) -> list[MappingRow]:
    """Return the rows that are there, and below them those found that are new.

    A sheet that somebody ignored brings nothing back, and a heading that is mapped needs no
    constant.
    """
    known = {r.key for r in before}
    ignored = {normal(r.sheet) for r in before if r.kind == SHEET and r.status == IGNORED}
    filled = {(normal(r.sheet), normal(r.heading)) for r in before if r.heading and r.used}
    new = [
        r
        for r in found
        if r.key not in known
        and not (r.sheet and normal(r.sheet) in ignored)
        and not (r.kind == CONSTANT and (normal(r.sheet), normal(r.heading)) in filled)
    ]
    return [*before, *new]
