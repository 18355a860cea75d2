"""What is taken over of a monthly list, read back before it is written: is it understood so?"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from decimal import Decimal

from xl_recoup.adopt.monthly_list import Proposed
from xl_recoup.adopt.taking_over import Taken, writes_of
from xl_recoup.contract import is_placements_table
from xl_recoup.tables import Cell, CellWrites, Formula, OutCell, Table, TableWrite, WorkbookTables

NOT_READ_BACK = (
    "written, it would not be read as the list says it: enter it by hand, in the words of the sheet"
)


def read_back(
    made: Taken, found: Sequence[Proposed], after: Callable[[Taken], Sequence[Proposed]]
) -> Taken:
    """Return what can be taken over: what, once written, the list no longer says otherwise.

    `after` gives the proposals that there would be afterwards.
    """
    known = {p.code for p in found}
    while made.taken:
        later = after(made)
        left = {p.code for p in later}
        rows = {p.row.key for p in later if p.code not in known and p.row is not None}
        failed = {
            p.code
            for p in made.taken
            if p.code in left or (p.row is not None and p.row.key in rows)
        }
        if not failed:
            break
        made = made.without(failed, NOT_READ_BACK)
    return made


def with_taken(book: WorkbookTables, made: Taken, told: Collection[str]) -> WorkbookTables:
    """Return the tables of a workbook as they would be once this is written."""
    tables = dict(book.tables)
    for write in writes_of(made, book, told):
        if isinstance(write, TableWrite):
            tables[write.table] = _longer(tables[write.table], write)
            continue
        for name, table in book.tables.items():
            if is_placements_table(name) and table.sheet == write.sheet:
                tables[name] = _changed(tables[name], write)
    return replace(book, tables=tables)


def _longer(table: Table, write: TableWrite) -> Table:
    at = {heading: i for i, heading in reversed(list(enumerate(table.headings)))}
    rows = [list(row) for row in table.rows]
    for values in write.rows:
        row: list[Cell] = [None] * len(table.headings)
        for heading, value in zip(write.headings, values, strict=True):
            row[at[heading]] = _cell(value)
        rows.append(row)
    return replace(table, rows=rows)


def _changed(table: Table, write: CellWrites) -> Table:
    columns = table.column_numbers or tuple(
        range(table.first_column, table.first_column + len(table.headings))
    )
    rows = [list(row) for row in table.rows]
    for (number, column), value in write.cells.items():
        if 0 <= number - table.first_row < len(rows) and column in columns:
            rows[number - table.first_row][columns.index(column)] = _cell(value)
    return replace(table, rows=rows)


def _cell(value: OutCell) -> Cell:
    if isinstance(value, Formula):
        return _cell(value.value)
    return float(value) if isinstance(value, Decimal) else value
