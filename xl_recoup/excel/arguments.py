"""What Excel hands to a custom function, understood: cells, columns, whole tables; and results.

An argument is a single value or rows of values, as Excel gives a cell or a range. A function of
single values is applied to each cell of its arguments: single values, columns, rows and blocks are
stretched to one shape, and the result has that shape.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from operator import itemgetter
from typing import Any, TypeVar

import xlwings as xw

from xl_recoup.contract import Kind, TableSpec, normal
from xl_recoup.contract.cell_values import is_blank, read_as, text_of
from xl_recoup.excel.open_cells import cell_of, rows_of
from xl_recoup.tables import Cell, CellError, Table

Held = TypeVar("Held")
Cells = Any
"""A cell's value, or rows of them."""
Grid = list[list[Cell]]
ERROR_TEXTS = frozenset(
    {"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA"}
)


class ExcelError(str):
    """An error among a function's results, which the wrapper in Excel makes a real one."""

    __slots__ = ()


VALUE = ExcelError("#VALUE!")
NOT_AVAILABLE = ExcelError("#N/A")


class BadArgument(ValueError):
    """An argument that the function can't be worked out for; the cell shows `#VALUE!`."""


def grid(cells: Cells) -> Grid:
    """Return rows of cells: a single value is one row of one, a single row is one row."""
    if isinstance(cells, xw.Range):
        return _read_in_place(cells)
    rows = cells if isinstance(cells, list | tuple) else [cells]
    if not rows or not all(isinstance(row, list | tuple) for row in rows):
        rows = [rows]
    return [[_cell(cell) for cell in row] for row in rows]


def _cell(value: Any) -> Cell:
    match value:
        case Decimal():  # a cell with a currency format
            return float(value)
        case str():
            return CellError(value) if value in ERROR_TEXTS else value or None
        case None | int() | float() | date() | CellError():
            return value
    raise BadArgument(f"{type(value).__name__} is not what a cell can hold")


def each(compute: Callable[..., Any], *arguments: Cells) -> Any:
    """Apply a function of single cells to each cell of its arguments.

    A single value gives a single result, and raises BadArgument where it has none; in rows of
    results, the cells that have none are `#VALUE!`.
    """
    grids = [grid(a) for a in arguments]
    height = max(len(g) for g in grids)
    width = max(len(g[0]) for g in grids)
    for g in grids:
        if len(g) not in (1, height) or any(len(row) not in (1, width) for row in g):
            raise BadArgument("the ranges have different sizes")
    if (height, width) == (1, 1):
        return compute(*(g[0][0] for g in grids))
    return [
        [_tried(compute, [_at(g, i, j) for g in grids]) for j in range(width)]
        for i in range(height)
    ]


def _at(cells: Grid, i: int, j: int) -> Cell:
    row = cells[i if len(cells) > 1 else 0]
    return row[j if len(row) > 1 else 0]


def _tried(compute: Callable[..., Any], cells: Sequence[Cell]) -> Any:
    try:
        return compute(*cells)
    except BadArgument:
        return VALUE


def parts_of(cells: Cells, headings: Sequence[str], table: str) -> list[tuple[Cell, ...]]:
    """Return of each row of a table with its headings the cells under these headings: two or more.

    Of a range of cells in Excel only these columns are read. Raises BadArgument where one is
    missing.
    """
    area = cells if isinstance(cells, xw.Range) else None
    first = grid(area[0, :] if area else _first_row(cells))[0]
    seen = ["" if cell is None else normal(text_of(cell)) for cell in first]
    lacking = [h for h in headings if normal(h) not in seen]
    if lacking:
        raise BadArgument(
            f"this is not the table {table} with its headings, {table}[#All]: no column is headed"
            f" {lacking[0]}"
        )
    places = [seen.index(normal(h)) for h in headings]
    if area is not None:
        return list(zip(*(_column(area, at) for at in places), strict=True))
    try:
        return list(map(itemgetter(*places), cells[1:]))
    except (IndexError, TypeError):
        raise BadArgument("the rows of the table have different lengths") from None


def _first_row(cells: Cells) -> Cells:
    rows = isinstance(cells, list | tuple) and cells and isinstance(cells[0], list | tuple)
    if not rows:
        raise BadArgument("a single cell or row is no table with its headings")
    return [cells[0]]


def _column(area: xw.Range, at: int) -> list[Cell]:
    if area.shape[0] < 2:  # headings alone
        return []
    return [cell for (cell,) in _read_in_place(area[1:, at])]


def _read_in_place(area: xw.Range) -> Grid:
    """Return what a range in Excel holds; days are their serial numbers."""
    return [[cell_of(v) for v in row] for row in rows_of(area.api.Value2, *area.shape)]


class InPlace:
    """Has Excel hand over a range as it is, to be read where needed, and anything else as rows."""

    @staticmethod
    def reader(options: dict[str, Any]) -> Callable[[Any], None]:
        """Return what xlwings does with the argument."""
        usual = xw.conversion.accessors[None].reader(options)

        def read(context: Any) -> None:
            if context.range is None:
                usual(context)
            else:
                context.value = context.range

        return read


def single(cells: Cells, what: str) -> Cell:
    """Return the one cell of an argument that has to be one."""
    rows = grid(cells)
    if (len(rows), len(rows[0])) != (1, 1):
        raise BadArgument(f"{what} must be a single cell")
    return rows[0][0]


def day(cell: Cell, what: str) -> date:
    """Return a day: a date, a serial number, or text that can be read in one way."""
    return _read(cell, Kind.DATE, date, what)


def number(cell: Cell, what: str) -> Decimal:
    """Return a number, exactly as the cell shows it."""
    if isinstance(cell, str):
        raise BadArgument(f"{what} is text, not a number")
    return _read(cell, Kind.NUMBER, Decimal, what)


def text(cell: Cell, what: str) -> str:
    """Return a text, trimmed; a blank is none."""
    if isinstance(cell, CellError):
        raise BadArgument(f"{what} is an error")
    return text_of(cell)


def _read(cell: Cell, kind: Kind, held: type[Held], what: str) -> Held:
    if is_blank(cell):
        raise BadArgument(f"{what} is blank")
    value, issue = read_as(kind, cell)
    if issue is not None and issue.fault:
        raise BadArgument(f"{what} {issue.words}")
    assert isinstance(value, held)
    return value


def table(cells: Cells, spec: TableSpec) -> Table:
    """Return a range with its headings, such as `Rates[#All]`, as the contract's table."""
    rows = grid(cells)
    headings = tuple("" if cell is None else text_of(cell) for cell in rows[0])
    known = {normal(h) for h in headings}
    lacking = [h for h in spec.required if normal(h) not in known]
    if lacking:
        raise BadArgument(
            f"{spec.name} has no column headed {lacking[0]}: give the table with its headings,"
            f" {spec.name}[#All]"
        )
    return Table(spec.name, spec.sheet, headings, 2, rows[1:])
