"""Put values into single cells of a sheet that is the team's own; nothing around them changes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from xl_recoup.addresses import Address, Range
from xl_recoup.book.package.package import Package, Sheet
from xl_recoup.book.package.xmltext import attribute, opening, range_of
from xl_recoup.book.reading.grid import CellText, Grid, Row
from xl_recoup.book.writing.cell_xml import CellWriter
from xl_recoup.book.writing.draft import Draft
from xl_recoup.errors import Refused
from xl_recoup.tables import CellWrites, OutCell

_SPANS = re.compile(rb"\sspans\s*=\s*[\"'](\d+):(\d+)[\"']")


@dataclass(frozen=True)
class CellsWritten:
    """What was put where: the part, and the shared strings that the old cells used."""

    part: str
    replaced: frozenset[int]


def set_cells(draft: Draft, write: CellWrites) -> CellsWritten:
    """Write cells into the draft; Refused where one holds a formula, is merged, or has no row."""
    sheet = sheet_named(draft.package, write.sheet)
    data = draft.editable(sheet.part)
    grid = Grid(data, sheet.part)
    _refuse_merged(grid, write)
    by_row: dict[int, dict[int, OutCell]] = {}
    for (number, column), value in write.cells.items():
        by_row.setdefault(number, {})[column] = value
    styles = column_styles(grid)
    writer = CellWriter(grid.prefix.decode("ascii"), draft.package.date_1904)
    pieces: list[bytes] = []
    replaced: set[int] = set()
    at = 0
    for row in grid.chosen(sorted(by_row)):
        values = by_row.pop(row.number)
        cells = grid.cells(row)
        _refuse_formulas(write, row, cells, values)
        replaced |= {_string(c) for c in cells if c.column in values} - {-1}
        pieces += (data[at : row.start], _row(grid, row, cells, values, styles, writer))
        at = row.end
    if by_row:
        raise Refused(f"The rows of the sheet {write.sheet} are not where they were. Run it again.")
    draft.put(sheet.part, b"".join([*pieces, data[at:]]))
    return CellsWritten(sheet.part, frozenset(replaced))


def sheet_named(package: Package, name: str) -> Sheet:
    """Return a sheet by its name; Refused where there is none."""
    sheet = next((s for s in package.sheets if s.name.casefold() == name.casefold()), None)
    if sheet is None:
        raise Refused(f"There is no sheet named {name}.")
    return sheet


def column_styles(grid: Grid) -> Mapping[int, bytes]:
    """Return the style that each column gives to cells that are not there."""
    found: dict[int, bytes] = {}
    for item in opening(grid.prefix, b"col").finditer(grid.data, 0, grid.start):
        style = attribute(item[1], b"style")
        low, high = attribute(item[1], b"min") or b"", attribute(item[1], b"max") or b""
        if style and style.isdigit() and low.isdigit() and high.isdigit():
            found |= dict.fromkeys(range(int(low), min(int(high), 400) + 1), style)
    return found


def _row(
    grid: Grid, row: Row, cells: list[CellText], values: Mapping[int, OutCell],
    styles: Mapping[int, bytes], writer: CellWriter,
) -> bytes:  # fmt: skip
    p = grid.prefix
    made = {c.column: _placed(p, c, row.number) for c in cells}
    for column, value in values.items():
        old = next((c for c in cells if c.column == column), None)
        style = attribute(old.attributes, b"s") if old else styles.get(column)
        if value is None and old is None:
            continue
        head = f'<{p.decode()}c r="{Address(column, row.number)}"' + (
            f' s="{style.decode()}"' if style else ""
        )
        text = writer.column([value], head, f"{head}/>")[0].encode()
        made[column] = b"" if value is None and not style else text
    inner = b"".join(made[column] for column in sorted(made))
    attributes = row.attributes
    spans = _SPANS.search(attributes)
    if spans and values and not (int(spans[1]) <= min(values) and max(values) <= int(spans[2])):
        attributes = attributes.replace(spans[0], b"", 1)
    return b"<%srow%s>%s</%srow>" % (p, attributes, inner, p)


def _placed(prefix: bytes, cell: CellText, row: int) -> bytes:
    """Return a cell as it stands, with its place stated."""
    if cell.stated:
        return cell.text
    start = len(prefix) + 2
    place = f' r="{Address(cell.column, row)}"'.encode()
    return cell.text[:start] + place + cell.text[start:]


def _string(cell: CellText) -> int:
    """Return the shared string that a cell uses, or -1."""
    if attribute(cell.attributes, b"t") != b"s":
        return -1
    found = re.search(rb">\s*(\d+)\s*</", cell.inner or b"")
    return int(found[1]) if found else -1


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
    data = package.bytes_of(sheet.part)
    grid = Grid(data, sheet.part)
    styles = column_styles(grid)
    by_row: dict[int, set[int]] = {}
    for number, column in write.cells:
        by_row.setdefault(number, set()).add(column)
    pieces: list[bytes] = []
    at = 0
    for row in grid.chosen(sorted(by_row)):
        kept = []
        for cell in grid.cells(row):
            style = attribute(cell.attributes, b"s")
            if cell.column not in by_row[row.number]:
                kept.append(cell.text)
            elif style and not (as_column and styles.get(cell.column) == style):
                place = str(Address(cell.column, row.number)).encode()
                kept.append(b'<%sc r="%s" s="%s"/>' % (grid.prefix, place, style))
        inner = b"".join(kept)
        pieces += (data[at : row.inner_start], inner)
        at = row.inner_end
    return b"".join([*pieces, data[at:]])
