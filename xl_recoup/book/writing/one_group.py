"""A long table's formula that looks along its own row, stored once for all rows.

`Charges[[#This Row],[Base]]` in every row of a long table is a tenth of its sheet. The same formula
by cells, `P5`, is stored as one group of cells, as Excel stores one that is filled down.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from xl_recoup.addresses import Range, column_letters
from xl_recoup.book.package.table_part import TablePart
from xl_recoup.book.package.xmltext import escaped
from xl_recoup.book.writing.cell_xml import CellWriter
from xl_recoup.book.writing.old_rows import OldRows
from xl_recoup.contract import normal
from xl_recoup.contract.own_row import ROW, by_cells
from xl_recoup.tables import Columns, Formula, OutCell, columns_of

LONG = 2_000
"""From so many rows a table is long; a shorter one keeps formulas that name its columns."""
_NUMBER = re.compile(rb"\bsi\s*=\s*[\"'](\d+)")


def is_long(rows: Sequence[Sequence[OutCell]]) -> bool:
    """Say whether a table with these rows is long."""
    return len(rows) >= LONG


def one_formula(rows: Sequence[Sequence[OutCell]], index: int) -> str | None:
    """Return the formula that every row has in a column, or None."""
    first = rows[0][index] if rows else None
    if not isinstance(first, Formula):
        return None
    cells = (row[index] for row in rows)
    same = all(isinstance(cell, Formula) and cell.text == first.text for cell in cells)
    return first.text if same else None


def groups_of(
    rows: Sequence[Sequence[OutCell]], table: TablePart, columns: Sequence[int]
) -> Mapping[int, str]:
    """Return for columns of the sheet their one formula by cells, `\\0` for the row's number.

    `rows` are in the order of `columns`.
    """
    if not is_long(rows):
        return {}
    letters = {
        normal(heading): column_letters(column)
        for column, heading in zip(table.ref.columns, table.headings, strict=True)
    }
    found: dict[int, str] = {}
    for index, column in enumerate(columns):
        formula = one_formula(rows, index)
        said = formula and by_cells(formula, table.name, letters)
        if said:
            found[column] = said
    return found


def put_in_groups(
    rows: Sequence[Sequence[OutCell]], groups: Mapping[int, str], old: OldRows, writer: CellWriter
) -> Sequence[Sequence[OutCell]]:
    """Return rows whose first has each group's formula by cells; the writer knows of the others."""
    if not groups:
        return rows
    region, data = old.region, old.grid.data
    outside = (data[: old.start], data[old.end :])
    taken = [int(number) for part in outside for number in _NUMBER.findall(part)]
    made = list(columns_of(rows))
    for number, (column, said) in enumerate(groups.items(), max(taken, default=-1) + 1):
        index = region.columns.index(column)
        first, *rest = made[index]
        assert isinstance(first, Formula)
        text, prefix = said.replace(ROW, str(region.write_from)), writer.prefix
        ref = Range(column, region.write_from, column, region.write_from + len(rows) - 1)
        group = f'><{prefix}f t="shared"'
        writer.state(first.text, f'{group} si="{number}"/>')
        writer.state(text, f'{group} ref="{ref}" si="{number}">{escaped(text)}</{prefix}f>')
        made[index] = [first._replace(text=text), *rest]
    return Columns(made)
