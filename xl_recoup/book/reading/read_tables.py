"""Read every table of a workbook file, cell by cell, with nothing interpreted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

from xl_recoup.addresses import Range
from xl_recoup.book.package.cell_marks import cell_marks
from xl_recoup.book.package.number_formats import looks
from xl_recoup.book.package.package import Package, open_package
from xl_recoup.book.package.serial_days import day_styles
from xl_recoup.book.package.shared_strings import read_strings
from xl_recoup.book.package.table_part import TablePart
from xl_recoup.book.package.workbook_part import structure_locked
from xl_recoup.book.package.xmltext import damaged, holds, root_at
from xl_recoup.book.reading.grid import Grid
from xl_recoup.book.reading.hidden_columns import columns_out_of_sight
from xl_recoup.book.reading.limits import Limits, refuse_styles
from xl_recoup.book.reading.marked_rows import marked_rows
from xl_recoup.book.reading.rows_below import filled_rows, numbers_below
from xl_recoup.book.reading.seen_headings import headings_seen
from xl_recoup.book.reading.sheet_cells import Block, BlockReader, Dialect
from xl_recoup.contract import is_placements_table
from xl_recoup.errors import Refused
from xl_recoup.tables import LOOKED_AT_BELOW, Cell, Table, WorkbookTables

Wanted = Callable[[str], bool]
"""Says of a table's name whether its rows are needed."""


def read_workbook(
    path: Path, *, wanted: Wanted | None = None, formula_texts: bool = False
) -> WorkbookTables:
    """Return every table of a workbook; Refused in one sentence when the file can't be used.

    Tables that are not `wanted` come without rows: their headings, their place and their filter
    are known, and their cells are not looked at. With `formula_texts`, tables also give the text
    of each formula.
    """
    package = open_package(path)
    try:
        return tables_of(package, wanted, formula_texts)
    except Refused as refusal:
        raise Refused(f"{path.name} can't be used. {refusal}") from refusal


def tables_of(
    package: Package, wanted: Wanted | None = None, formula_texts: bool = False
) -> WorkbookTables:
    """Return every table of an opened package, as `read_workbook` does."""
    tables: dict[str, Table] = {}
    dialect: Dialect | None = None
    limits = Limits()
    for sheet in package.sheets:
        reader: BlockReader | None = None
        parts = package.tables_on(sheet)
        for part in parts:
            limits.another_table(part.name)
            if part.name in tables:
                raise Refused(f"Two tables have the name {part.name}. Rename one of them in Excel.")
            if wanted is not None and not wanted(part.name):
                tables[part.name] = _unread(part)
                continue
            if reader is None:
                dialect = dialect or dialect_of(package)
                data = in_one_dialect(package.text_of(sheet.part), sheet.part)
                reader = BlockReader(Grid(data, sheet.part), dialect, formula_texts)
            tables[part.name] = _table(part, reader, [p.ref for p in parts])
            if dialect and dialect.marks.struck and is_placements_table(part.name):
                struck, _ = marked_rows(reader.grid, dialect.marks, part.ref.columns)
                tables[part.name] = replace(tables[part.name], struck=struck)
        package.forget(sheet.part)
    return WorkbookTables(
        tables,
        tuple(s.name for s in package.sheets),
        package.date_1904,
        locked=structure_locked(package.bytes_of(package.workbook)),
    )


def dialect_of(package: Package) -> Dialect:
    """Return the workbook's strings, what its styles show, and its date system."""
    strings = package.linked(package.workbook, "sharedStrings")
    styles = package.linked(package.workbook, "styles")
    held: list[str] = []
    if strings and package.has(strings):
        held = read_strings(in_one_dialect(package.text_of(strings), strings))
        package.forget(strings)
    if styles and package.has(styles):
        tree = package.tree_of(styles)
        refuse_styles(tree)
        return Dialect(held, day_styles(tree), package.date_1904, looks(tree), cell_marks(tree))
    return Dialect(held, frozenset(), package.date_1904)


def in_one_dialect(data: bytes, part: str) -> bytes:
    """Return a part without comments and character blocks, which no spreadsheet program writes."""
    root = root_at(data)
    if holds(data, b"<?", root):  # an instruction for programs, in the middle of a value perhaps
        raise damaged(part)
    if not holds(data, b"<!", root):
        return data
    # What looks like a cell in a comment is none; only for reading, as prefixes change on the way.
    try:
        return ElementTree.canonicalize(data.decode("utf-8")).encode()
    except (ElementTree.ParseError, ValueError) as error:
        raise damaged(part) from error


def _unread(part: TablePart) -> Table:
    """Return a table of which only the part is known, not the sheet."""
    return Table(
        part.name,
        part.sheet,
        part.headings,
        part.first_row,
        (),
        first_column=part.ref.first_column,
        filtered=part.filtered,
    )


def _table(part: TablePart, reader: BlockReader, frames: Sequence[Range]) -> Table:
    # A table may be drawn down to the sheet's last row, far below all that was ever typed.
    last, filled = part.last_row, reader.grid.last_filled_row()
    last = filled if last > filled + LOOKED_AT_BELOW else last
    ref = Range(part.ref.first_column, part.first_row, part.ref.last_column, last)
    block = reader.read(ref) if last >= part.first_row else Block([])
    sight = columns_out_of_sight(reader.grid, part.ref)
    return Table(
        name=part.name,
        sheet=part.sheet,
        headings=headings_seen(part, reader),
        first_row=part.first_row,
        rows=block.rows,
        first_column=part.ref.first_column,
        hidden_rows=frozenset(block.hidden_rows),
        hidden_columns=sight.hidden,
        folded_columns=sight.folded,
        formulas=frozenset(block.formulas),
        valueless=frozenset(block.valueless),
        filtered=part.filtered,
        formula_texts=block.formula_texts,
        below=_below(part.ref, reader, frames),
    )


def _below(ref: Range, reader: BlockReader, frames: Sequence[Range]) -> dict[int, Sequence[Cell]]:
    """Return the filled rows close below a table, down to the next table there."""
    if reader.grid.last_row() <= ref.last_row:
        return {}
    numbers = numbers_below(ref, reader.grid.last_filled_row(), frames)
    if not numbers:
        return {}
    block = reader.read(Range(ref.first_column, numbers[0], ref.last_column, numbers[-1]))
    return filled_rows(numbers, block.rows)
