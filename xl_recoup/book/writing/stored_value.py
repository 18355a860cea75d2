"""Formulas with another stored value: what they say, and all else of their cells, stays."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from xl_recoup.book.package.xmltext import element
from xl_recoup.book.reading.grid import CellText, Grid, Row
from xl_recoup.book.writing.cell_xml import plain_number, stored_text
from xl_recoup.book.writing.formula_tree import Value
from xl_recoup.book.writing.set_cells import with_rows
from xl_recoup.tables import Cell, CellError

_TYPE = re.compile(rb"\st\s*=\s*(?:\"[^\"]*\"|'[^']*')")


def with_values(grid: Grid, rows: Mapping[int, Mapping[int, Value]]) -> bytes:
    """Return a sheet with other stored values for formulas, by row and column."""

    def changed(row: Row) -> tuple[bytes, bytes]:
        values = rows[row.number]
        return row.attributes, b"".join(
            _with_value(grid.prefix, c, values[c.column]) if c.column in values else c.text
            for c in grid.cells(row)
        )

    return with_rows(grid, sorted(rows), changed)


def _with_value(prefix: bytes, cell: CellText, value: Value) -> bytes:
    """Return a cell with its formula as it stands and this value."""
    p, formula = prefix, element(prefix, b"f").search(cell.inner or b"")
    assert formula is not None
    kind, text = _kind_and_text(value)
    attributes = _TYPE.sub(b"", cell.attributes) + kind
    return b"<%sc%s>%s<%sv>%s</%sv></%sc>" % (p, attributes, formula[0], p, text, p, p)


def same(stored: Cell, value: Value) -> bool:
    """Say whether a stored value is the one that a formula comes to."""
    if stored is None or value is None:
        return stored is None and value in (None, "")
    if isinstance(stored, int | float) and not isinstance(stored, bool):
        return isinstance(value, Decimal) and Decimal(repr(stored)) == value
    return type(stored) is type(value) and stored == value


def _kind_and_text(value: Value) -> tuple[bytes, bytes]:
    """Return a cell's type attribute and the text of its value."""
    match value:
        case bool():
            return b' t="b"', b"%d" % value
        case Decimal():
            return b"", plain_number(value).encode()
        case CellError(code):
            return b' t="e"', code.encode()
        case _:
            return b' t="str"', stored_text(value or "").encode()
