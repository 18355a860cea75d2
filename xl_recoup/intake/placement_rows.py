"""Every placement sheet understood: one record per row, each with a reference of its own."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from xl_recoup.contract import PLACEMENTS, is_placements_table, normal
from xl_recoup.intake.row_reading import CellIssue, TableReading, rows_in_turn
from xl_recoup.records import Placement
from xl_recoup.tables import WorkbookTables


@dataclass(slots=True)
class PlacementBook:
    """All placement rows of a workbook, in the order of its sheets and rows."""

    rows: list[Placement] = field(default_factory=list)
    readings: list[TableReading] = field(default_factory=list)

    @property
    def issues(self) -> list[CellIssue]:
        """Every cell with something the matter."""
        return [issue for reading in self.readings for issue in reading.issues]


def read_placements(book: WorkbookTables) -> PlacementBook:
    """Read all tables named `Placements` or `Placements_…`."""
    result = PlacementBook()
    seen: Counter[str] = Counter()
    for name, table in book.tables.items():
        if not is_placements_table(name):
            continue
        reading, rows = rows_in_turn(table, PLACEMENTS, book.date_1904)
        result.readings.append(reading)
        for row in rows:
            given = str(row.get("placement_ref", ""))
            result.rows.append(
                Placement(
                    key=row.key,
                    ref=_unique(given, f"{row.key.sheet} row {row.key.row}", seen),
                    columns=reading.columns,
                    unreadable=row.unreadable,
                    **row.values,
                )
            )
    return result


def _unique(given: str, place: str, seen: Counter[str]) -> str:
    """Return a reference that no row before has: a repeated one is numbered."""
    ref = given or f"no reference, {place}"
    key = normal(ref)
    seen[key] = count = seen[key] + 1
    return ref if count == 1 else _unique(f"{ref}#{count}", place, seen)
