"""Whole sheets as cells, for looking at what a workbook of the team's own holds."""

from __future__ import annotations

from collections.abc import Collection

from xl_recoup.addresses import Range
from xl_recoup.book.package.package import Package, Sheet
from xl_recoup.book.package.xmltext import element, opening, range_of
from xl_recoup.book.reading.grid import Grid
from xl_recoup.book.reading.hidden_columns import columns_out_of_sight
from xl_recoup.book.reading.marked_rows import marked_rows
from xl_recoup.book.reading.read_tables import dialect_of, in_one_dialect
from xl_recoup.book.reading.sheet_cells import BlockReader, Dialect
from xl_recoup.tables import Frame, SheetView

LOOKED_AT = 80
"""Rows from the top in which the sheet's width is measured: headings stand there."""
WIDEST = 400


def read_views(package: Package, names: Collection[str] | None = None) -> list[SheetView]:
    """Return the sheets of these names, or all, in the workbook's order.

    Chart sheets are left out. Empty formatted rows below the last filled cell cost nothing.
    """
    dialect: Dialect | None = None
    views = []
    for sheet in package.sheets:
        if sheet.kind != "worksheet" or not package.has(sheet.part):
            continue
        if names is not None and sheet.name not in names:
            continue
        dialect = dialect or dialect_of(package)
        views.append(_view(package, sheet, dialect))
        package.forget(sheet.part)
    return views


def read_tops(package: Package, names: Collection[str]) -> list[SheetView]:
    """Return the first rows of sheets by their names, where headings stand."""
    views = []
    dialect = dialect_of(package) if names else None
    for sheet in package.sheets:
        if dialect is None or sheet.kind != "worksheet" or sheet.name not in names:
            continue
        if package.has(sheet.part):
            grid = Grid(in_one_dialect(package.text_of(sheet.part), sheet.part), sheet.part)
            top = Range(1, 1, min(max(_width(grid), 1), WIDEST), LOOKED_AT)
            views.append(SheetView(sheet.name, BlockReader(grid, dialect).read(top).rows))
            package.forget(sheet.part)
    return views


def _view(package: Package, sheet: Sheet, dialect: Dialect) -> SheetView:
    data = in_one_dialect(package.text_of(sheet.part), sheet.part)
    grid = Grid(data, sheet.part)
    last_row, width = grid.last_filled_row(), _width(grid)
    # A table whose headings are not shown has none to be mapped.
    frames = tuple(
        Frame(t.name, t.first_row - 1, t.ref.first_column, t.ref.last_column, t.last_row)
        for t in package.tables_on(sheet)
        if t.heading_rows
    )
    width = max([width, *(f.last_column for f in frames)])
    ref = Range(1, 1, min(max(width, 1), WIDEST), max(last_row, 1))
    block = BlockReader(grid, dialect).read(ref)
    sight = columns_out_of_sight(grid, ref)
    struck, fills = marked_rows(grid, dialect.marks)
    filter_element = element(grid.prefix, b"autoFilter").search(data, grid.end)
    return SheetView(
        name=sheet.name,
        rows=block.rows,
        merges=_merges(grid),
        frames=frames,
        hidden_rows=frozenset(block.hidden_rows),
        hidden_columns=sight.hidden,
        folded_columns=sight.folded,
        formulas=frozenset(block.formulas),
        valueless=frozenset(block.valueless),
        filtered=bool(filter_element and b"filterColumn" in (filter_element[2] or b"")),
        struck=struck,
        fills=fills,
    )


def _width(grid: Grid) -> int:
    """Return the last column that is filled in the first rows."""
    widest = 0
    for row in grid.rows():
        if row.number > LOOKED_AT:
            break
        filled = [c.column for c in grid.cells(row) if c.inner and c.inner.strip()]
        widest = max([widest, *filled])
    return widest


def _merges(grid: Grid) -> tuple[Range, ...]:
    found = opening(grid.prefix, b"mergeCell").finditer(grid.data, grid.end)
    return tuple(block for m in found if (block := range_of(m[1])) is not None)
