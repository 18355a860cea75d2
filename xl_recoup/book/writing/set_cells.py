"""Put values into single cells of a sheet that is the team's own; nothing around them changes."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from xl_recoup.addresses import Address, Range
from xl_recoup.book.package.looks_and_links import plain_styles
from xl_recoup.book.package.package import Package, Sheet
from xl_recoup.book.package.xmltext import attribute, opening, range_of
from xl_recoup.book.reading.grid import CellText, Grid, Row
from xl_recoup.book.writing.cell_xml import CellWriter
from xl_recoup.book.writing.draft import Draft
from xl_recoup.book.writing.our_formats import styled
from xl_recoup.errors import Refused
from xl_recoup.tables import CellWrites, OutCell

_SPANS = re.compile(rb"\sspans\s*=\s*[\"'](\d+):(\d+)[\"']")


def set_cells(draft: Draft, write: CellWrites) -> None:
    """Write cells into the draft; Refused where one holds a formula, is merged, or has no row."""
    sheet = sheet_named(draft.package, write.sheet)
    grid = Grid(draft.editable(sheet.part), sheet.part)
    _refuse_merged(grid, write)
    values = _by_row(write)
    writer = CellWriter(grid.prefix.decode("ascii"), draft.package.date_1904)
    dated = _Dated(draft)

    def changed(row: Row) -> tuple[bytes, bytes]:
        cells, new = grid.cells(row), values.pop(row.number)
        _refuse_formulas(write, row, cells, new)
        return _widened(row.attributes, new), _cells(grid, row, cells, new, writer, dated)

    data = with_rows(grid, sorted(values), changed)
    if values:
        raise Refused(f"The rows of the sheet {write.sheet} are not where they were. Run it again.")
    draft.put(sheet.part, data)


def _by_row(write: CellWrites) -> dict[int, dict[int, OutCell]]:
    values: dict[int, dict[int, OutCell]] = {}
    for (number, column), value in write.cells.items():
        values.setdefault(number, {})[column] = value
    return values


def with_rows(
    grid: Grid, numbers: Sequence[int], changed: Callable[[Row], tuple[bytes, bytes]]
) -> bytes:
    """Return a sheet with some rows changed: each one's attributes, and what it holds."""
    pieces: list[bytes] = []
    at, data, p = 0, grid.data, grid.prefix
    for row in grid.chosen(numbers):
        attributes, inner = changed(row)
        empty_tag = row.inner_end == row.end
        if attributes != row.attributes or (inner and empty_tag):
            pieces += (data[at : row.start], b"<%srow%s>%s</%srow>" % (p, attributes, inner, p))
            at = row.end
        else:
            pieces += (data[at : row.inner_start], inner)
            at = row.inner_end
    return b"".join([*pieces, data[at:]])


def sheet_named(package: Package, name: str) -> Sheet:
    """Return a sheet by its name; Refused where there is none."""
    sheet = next((s for s in package.sheets if s.name.casefold() == name.casefold()), None)
    if sheet is None:
        raise Refused(f"There is no sheet named {name}.")
    return sheet


def _cells(
    grid: Grid,
    row: Row,
    cells: Sequence[CellText],
    values: Mapping[int, OutCell],
    writer: CellWriter,
    dated: _Dated,
) -> bytes:
    """Return a row's cells with the new values among them, in the style of the old ones."""
    made = {cell.column: grid.placed(cell, row.number) for cell in cells}
    styles = {cell.column: attribute(cell.attributes, b"s") or b"" for cell in cells}
    for column, value in values.items():
        style = dated(styles[column] if column in styles else grid.column_style(column), value)
        if value is None and not style:
            made[column] = b""
        elif value is not None or column in styles:
            head = f'<{writer.prefix}c r="{Address(column, row.number)}"'
            head += f' s="{style.decode()}"' if style else ""
            made[column] = writer.column([value], head, f"{head}/>")[0].encode()
    return b"".join(made[column] for column in sorted(made))


class _Dated:
    """Gives a cell whose style has no format at all one that shows a day as a day."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._known: dict[bytes, bytes] = {}

    def __call__(self, style: bytes, value: OutCell) -> bytes:
        if not isinstance(value, date) or not (style or b"0").isdigit():
            return style
        if style not in self._known:
            number = int(style or 0)
            plain = str(number) in plain_styles(self._draft.package)
            given = styled(self._draft, number, "day") if plain else number
            self._known[style] = str(given).encode() if given else style
        return self._known[style]


def _widened(attributes: bytes, values: Mapping[int, OutCell]) -> bytes:
    """Leave out a row's stated span where a value goes beyond it; it is only a hint."""
    spans = _SPANS.search(attributes)
    if spans and not (int(spans[1]) <= min(values) and max(values) <= int(spans[2])):
        return attributes.replace(spans[0], b"", 1)
    return attributes


def _refuse_formulas(
    write: CellWrites, row: Row, cells: list[CellText], values: Mapping[int, OutCell]
) -> None:
    for cell in cells:
        if cell.column in values and re.search(rb"<(?:[\w.\-]+:)?f[\s/>]", cell.inner or b""):
            raise Refused(
                f"{write.sheet} {Address(cell.column, row.number)} holds a formula, which is"
                " never replaced. Set the column to ignored in the Mapping."
            )


def _refuse_merged(grid: Grid, write: CellWrites) -> None:
    for item in opening(grid.prefix, b"mergeCell").finditer(grid.data, grid.end):
        merged = range_of(item[1])
        if merged and any(Range(c, r, c, r).meets(merged) for r, c in write.cells):
            raise Refused(
                f"The cells {merged} of the sheet {write.sheet} are merged, and a charge belongs in"
                " one of them. Unmerge them."
            )


def without_cells(package: Package, write: CellWrites, *, as_column: bool) -> bytes:
    """Return a sheet with these cells emptied.

    A cell without a style goes altogether; with `as_column`, so does one styled as its column.
    """
    sheet = sheet_named(package, write.sheet)
    grid = Grid(package.bytes_of(sheet.part), sheet.part)
    values = _by_row(write)

    def emptied(row: Row) -> tuple[bytes, bytes]:
        kept = []
        for cell in grid.cells(row):
            style = attribute(cell.attributes, b"s")
            if cell.column not in values[row.number]:
                kept.append(cell.text)
            elif style and not (as_column and grid.column_style(cell.column) == style):
                place = str(Address(cell.column, row.number)).encode()
                kept.append(b'<%sc r="%s" s="%s"/>' % (grid.prefix, place, style))
        return row.attributes, b"".join(kept)

    return with_rows(grid, sorted(values), emptied)
