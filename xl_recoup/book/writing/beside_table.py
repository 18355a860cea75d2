"""The columns beside a table whose cells go with its rows, and those that stand by themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from xl_recoup.addresses import Range
from xl_recoup.book.package.table_part import TablePart
from xl_recoup.book.package.xmltext import attribute, opening, plain, range_of
from xl_recoup.book.reading.grid import Grid
from xl_recoup.book.writing.old_rows import OldRows
from xl_recoup.book.writing.table_move import runs

_SAID = re.compile(r"<(?:[\w.\-]+:)?f(?:\s[^<>]*)?>([^<]+)<")


def beside(
    old: OldRows, table: TablePart, others: Sequence[TablePart]
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return the columns beside a table whose cells go with its rows, and those whose cells stay.

    Columns side by side go or stay together. They go where one of them has a heading in the table's
    row of headings, or where none of their formulas means more than its own row: what adds up rows
    is a box that stands by itself. Where a formula or a merged cell covers several rows, they stay;
    other tables are in neither.
    """
    grid, data = old.grid, table.ref._replace(first_row=table.first_row, last_row=table.last_row)
    texts: dict[int, list[tuple[int, str]]] = {}
    for number in data.rows:
        for column, text in old.rows[number].others if number in old.rows else ():
            if column not in table.ref.columns:
                texts.setdefault(column, []).append((number, text))
    for other in others:
        level = table.ref._replace(first_column=1, last_column=other.ref.last_column)
        if other.part != table.part and other.ref.meets(level):
            for column in other.ref.columns:
                texts.pop(column, None)
    headed, stuck = _headed(grid, table), _stuck(grid, data)
    goes: list[int] = []
    stays: list[int] = []
    for first, last in runs(sorted(texts)):
        columns = range(first, last + 1)
        several = any(_means_more(text, row) for c in columns for row, text in texts[c])
        stay = bool(stuck & {*columns}) or (several and not headed & {*columns})
        (stays if stay else goes).extend(columns)
    return tuple(goes), tuple(stays)


def _stuck(grid: Grid, data: Range) -> set[int]:
    """Return the columns in which something covers several rows of the data."""
    return {
        column
        for covered in _covering(grid)
        if covered.first_row < covered.last_row
        and covered.meets(data._replace(first_column=1, last_column=covered.last_column))
        for column in covered.columns
    }


def _means_more(cell: str, row: int) -> bool:
    """Say whether a cell's formula means other rows than its own."""
    found = _SAID.search(cell)
    if found is None:
        return False
    formula = plain(found[1])
    rows = re.findall(r"[A-Za-z]\$?(\d+)", re.sub(r'"[^"]*"', "", formula))
    whole_column = "[" in formula and "#This Row" not in formula
    return whole_column or any(int(each) != row for each in rows)


def _covering(grid: Grid) -> Iterator[Range]:
    """Give what formulas and merged cells cover."""
    for item in opening(grid.prefix, b"mergeCell").finditer(grid.data, grid.end):
        if (block := range_of(item[1])) is not None:
            yield block
    groups = re.compile(rb"<%sf\s[^<>]*\bref\s*=[^<>]*>" % re.escape(grid.prefix))
    for item in groups.finditer(grid.data, grid.start, grid.end):
        block = range_of(item[0][:-1])
        if block is not None and attribute(item[0], b"t") != b"shared":
            yield block


def _headed(grid: Grid, table: TablePart) -> set[int]:
    if not table.heading_rows:
        return set()
    texts = (b"s", b"inlineStr")  # a formula's text is of another type, and no heading
    rows = grid.chosen([table.ref.first_row])
    return {
        cell.column
        for row in rows
        for cell in grid.cells(row)
        if (cell.inner or b"").strip() and attribute(cell.attributes, b"t") in texts
    }
