"""A workbook that is only its tables: the simplest place that can be read from and written to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from xl_recoup.contract import normal
from xl_recoup.errors import Refused
from xl_recoup.posting.entries import with_columns
from xl_recoup.tables import Formula, OutCell, Table, TableWrite, WorkbookTables

HEADING_ROW = 4


class MemoryBook:
    """Tables in memory, replaced and added to as a workbook's would be."""

    def __init__(self, tables: WorkbookTables) -> None:
        """Hold these tables."""
        self.tables = tables

    def write(self, writes: Sequence[TableWrite]) -> None:
        """Put rows into tables: all of them, or none."""
        tables = dict(self.tables.tables)
        sheets = list(self.tables.sheets)
        for write in writes:
            old = self.tables.find(write.table)
            if old is None:
                sheet = write.sheet or write.table
                old = Table(write.table, sheet, write.headings, HEADING_ROW + 1, [])
                sheets.append(sheet)
            tables[old.name] = _written(old, write)
        self.tables = WorkbookTables(tables, tuple(sheets), self.tables.date_1904)


def _written(old: Table, write: TableWrite) -> Table:
    old = with_columns(old, write)
    places = [_place(old, heading) for heading in write.headings]
    kept = [list(row) for row in old.rows]
    if write.append and len(kept) == 1 and not any(cell is not None for cell in kept[0]):
        kept = []
    rows = kept[:] if write.append else []
    formulas = {a for a in old.formulas if write.append}
    texts = {a: t for a, t in old.formula_texts.items() if write.append}
    for given in write.rows or ([] if write.append else [[None] * len(places)]):
        beside = len(rows)
        row: list[Any] = kept[beside] if beside < len(kept) else [None] * len(old.headings)
        for place, cell in zip(places, given, strict=True):
            row[place] = _seen(cell)
            if isinstance(cell, Formula):
                address = old.address(beside, place)
                formulas.add(address)
                texts[address] = cell.text
        rows.append(row)
    return replace(old, rows=rows, formulas=frozenset(formulas), formula_texts=texts)


def _place(table: Table, heading: str) -> int:
    alike = [i for i, h in enumerate(table.headings) if normal(h) == normal(heading)]
    if not alike:
        raise Refused(f"The table {table.name} has no column {heading}.")
    return alike[0]


def _seen(cell: OutCell) -> Any:
    """Return what is read of a written cell."""
    if isinstance(cell, Formula):
        cell = cell.value
    if cell is None or isinstance(cell, str | bool) or hasattr(cell, "year"):
        return cell or None
    number = float(cell)
    return int(number) if number.is_integer() else number
