"""Put a run's rows into a table that the workbook has."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass
from io import BytesIO

from xl_recoup.book import guards
from xl_recoup.book.cellxml import CellWriter
from xl_recoup.book.draft import Draft
from xl_recoup.book.follow import Move, dimension_covering, names_following, tail_following
from xl_recoup.book.grid import Grid
from xl_recoup.book.oldrows import Region
from xl_recoup.book.package import Sheet
from xl_recoup.book.refs import Range
from xl_recoup.book.rowpatch import RowPatcher
from xl_recoup.book.strings import used_strings
from xl_recoup.book.tableparts import TablePart, resized, with_formulas
from xl_recoup.book.totals import refuse_if_meant
from xl_recoup.book.xmltext import damaged, escaped, opening, prefix_of
from xl_recoup.contract import normal
from xl_recoup.errors import Refused
from xl_recoup.tables import Formula, OutCell, TableWrite


@dataclass(frozen=True)
class Written:
    """What was written where, for the check afterwards: `rows` in the order of `columns`."""

    table: str
    sheet_part: str
    table_part: str
    ref: Range
    first_row: int
    columns: tuple[int, ...]
    rows: Sequence[Sequence[OutCell]]
    replaced: Set[int] = frozenset()
    """The shared strings that the cells in their place used."""


def patch_table(draft: Draft, sheet: Sheet, tables: list[TablePart], table: TablePart,
                write: TableWrite) -> Written:  # fmt: skip
    """Write one table into the draft; Refused, with nothing changed, where that is not safe."""
    places = _places(table, write)
    order = sorted(range(len(places)), key=places.__getitem__)
    columns = tuple(table.ref.first_column + places[i] for i in order)
    rows = write.rows if order == list(range(len(order))) else [
        [row[i] for i in order] for row in write.rows
    ]  # fmt: skip
    data = _open_grid(draft.editable(sheet.part), sheet.part)
    grid = Grid(data, sheet.part)
    region = _region(table, write, columns, grid)
    guards.check_table(table, region)
    guards.check_neighbours(region, table, tables)
    guards.check_grid(grid, region)
    writer = CellWriter(grid.prefix.decode("ascii"), draft.package.date_1904)
    old = table.ref._replace(first_row=table.first_row, last_row=table.last_row)
    move = Move(
        table.name, sheet.name, table.ref, old, region.new_last, region.totals, table.filtered
    )
    if region.totals:
        refuse_if_meant(draft, sheet, move)
    patcher = RowPatcher(grid, region, writer, move)
    replaced = used_strings(data, *patcher.replaced)
    ref = table.ref.ending(region.new_last + table.totals_rows)
    patched = BytesIO()  # a big sheet is not to be in memory in many pieces
    patched.write(dimension_covering(data[: grid.start], grid.prefix, ref))
    patched.writelines(patcher.patched(rows))
    patched.write(tail_following(data[grid.end :], grid.prefix, move))
    draft.put(sheet.part, patched.getvalue())
    part = resized(draft.editable(table.part), table, region.new_last)
    draft.put(table.part, with_formulas(part, _formulas(table, write, places)))
    book = draft.package.workbook
    draft.put(book, names_following(draft.editable(book), move))
    draft.moves.append(move)
    return Written(
        table.name, sheet.part, table.part, ref, region.write_from, columns, rows, replaced
    )


def _places(table: TablePart, write: TableWrite) -> list[int]:
    """Return for each of our headings its place in the table."""
    exact = {heading: i for i, heading in reversed(list(enumerate(table.headings)))}
    alike = {normal(heading): i for i, heading in reversed(list(enumerate(table.headings)))}
    places = []
    for heading in write.headings:
        place = exact.get(heading, alike.get(normal(heading)))
        if place is None:
            raise Refused(
                f"The table {table.name} on the sheet {table.sheet} has no column {heading}. "
                "Add a column with that heading."
            )
        places.append(place)
    if len(set(places)) != len(places):
        raise ValueError(f"two headings for one column of {table.name}")
    return places


def _open_grid(data: bytes, part: str) -> bytes:
    """Return the sheet with a block for rows, also where it has an empty one."""
    found = opening(prefix_of(data), b"sheetData").search(data)
    if found is None:
        raise damaged(part)
    if not found[2]:
        return data
    tag = prefix_of(data) + b"sheetData"
    block = b"<%s%s></%s>" % (tag, found[1], tag)
    return data[: found.start()] + block + data[found.end() :]


def _region(table: TablePart, write: TableWrite, columns: tuple[int, ...], grid: Grid) -> Region:
    first, old_last = table.first_row, max(table.last_row, table.first_row)
    write_from = first
    if write.append and not (old_last == first and _blank_row(grid, table)):
        write_from = old_last + 1
    new_last = max(write_from + len(write.rows) - 1, first)
    fills = {
        table.ref.first_column + i: escaped(formula)
        for i, formula in enumerate(table.formulas)
        if formula
    }
    return Region(
        table=table.name, sheet=table.sheet, first_row=first, old_last=old_last,
        new_last=new_last, write_from=write_from, columns=columns,
        width=range(table.ref.first_column, table.ref.last_column + 1), fills=fills,
        array_fills=frozenset(table.ref.first_column + i for i in table.array_formulas),
        totals=bool(table.totals_rows) and new_last != old_last,
    )  # fmt: skip


def _blank_row(grid: Grid, table: TablePart) -> bool:
    """Say whether the table's only row is blank."""
    width = range(table.ref.first_column, table.ref.last_column + 1)
    for row in grid.rows():
        if row.number >= table.first_row:
            cells = grid.cells(row) if row.number == table.first_row else []
            return not any(c.column in width and (c.inner or b"").strip() for c in cells)
    return True


def _formulas(table: TablePart, write: TableWrite, places: list[int]) -> dict[int, str]:
    """Return the formulas that Excel should fill new rows with, where they are not set yet."""
    if write.append:
        return {}
    found = {place: one_formula(write.rows, index) for index, place in enumerate(places)}
    return {p: text for p, text in found.items() if text is not None and table.formulas[p] != text}


def one_formula(rows: Sequence[Sequence[OutCell]], index: int) -> str | None:
    """Return the formula that every row has in a column, or None."""
    first = rows[0][index] if rows else None
    if not isinstance(first, Formula):
        return None
    cells = (row[index] for row in rows)
    same = all(isinstance(cell, Formula) and cell.text == first.text for cell in cells)
    return first.text if same else None
