"""Does anything in a workbook name single rows of a table by their addresses?

Where it does, the rows have to be told by their keys, so that it can follow.
"""

from __future__ import annotations

from collections.abc import Iterator

from xl_recoup.addresses import Range
from xl_recoup.book.package.package import Package, TablePlace, folded
from xl_recoup.book.package.table_part import TablePart
from xl_recoup.book.package.xmltext import escaped
from xl_recoup.book.writing.anchored import anchored_in
from xl_recoup.book.writing.formula_places import formulas_meant
from xl_recoup.book.writing.formula_references import formulas_in, names_in
from xl_recoup.book.writing.old_rows import OldRows
from xl_recoup.book.writing.reference_text import blocks_of
from xl_recoup.book.writing.row_identity import has_own_content
from xl_recoup.book.writing.table_move import Move
from xl_recoup.errors import Refused

_FOLDERS = ("/charts/", "/worksheets/", "/drawings/", "/chartsheets/")


def parts_naming(package: Package, sheet: str) -> Iterator[str]:
    """Give the parts in which a sheet's name stands before an exclamation mark.

    Those are all in which a formula, a format or a chart may mean cells of it by address.
    """
    for part, names in sheets_named(package).items():
        if sheet in names:
            yield part


def sheets_named(package: Package) -> dict[str, frozenset[str]]:
    """Return which sheets each part names so; each part is looked through once."""
    if package.sheets_named is None:
        marks = {sheet.name: marks_of(sheet.name) for sheet in package.sheets}
        found: dict[str, frozenset[str]] = {}
        for member in package.members:
            key = folded(member.name)
            if not key.endswith(".xml") or not any(folder in f"/{key}" for folder in _FOLDERS):
                continue
            data = package.glance(member.name)
            if b"!" in data:
                data = data.lower()
                found[member.name] = frozenset(
                    name for name, all_marks in marks.items() if any(m in data for m in all_marks)
                )
        package.sheets_named = found
    return package.sheets_named


def marks_of(sheet: str) -> tuple[bytes, ...]:
    """Return how a sheet's name stands before a cell in a formula, in small letters."""
    name = escaped(sheet.replace("'", "''")).replace("&quot;", '"')
    name = name.encode().lower().decode()
    return f"{name}!".encode(), f"{name}'!".encode(), f"{name}&apos;!".encode()


def still_of(table: TablePart, sheet: str) -> Move:
    """Return the move of a table that stays as it is."""
    data = table.ref._replace(
        first_row=table.first_row, last_row=max(table.last_row, table.first_row)
    )
    return Move(table.name, sheet, table.ref, data, data.last_row, totals=False)


def rows_matter(package: Package, place: TablePlace, old: OldRows) -> bool:
    """Say whether it matters which row of a table is which.

    It does where the team has something of its own in the rows, or beside or on them, and where a
    formula anywhere names some of the rows.
    """
    table, grid = place.table, old.grid
    still = still_of(table, place.sheet.name)
    tail = grid.data[grid.end :]
    if has_own_content(old) or anchored_in(package, place.sheet.part, tail, still.data):
        return True
    own = [grid.data[: old.start], grid.data[old.end :]]
    for part in own:
        for text, go_along in formulas_meant(part, still):
            blocks = blocks_of(text, still, own=True)
            if any(_is_part(b, still) and not (free and go_along) for b, free in blocks):
                return True
    return rows_named(package, still)


def rows_named(package: Package, still: Move) -> bool:
    """Say whether a formula anywhere names the sheet and means some rows of a table's data."""

    def meant(formula: str, own: bool) -> bool:
        return any(_is_part(b, still) for b, _ in blocks_of(formula, still, own=own))

    book = package.text_of(package.workbook)
    if any(meant(text, False) for text in names_in(book)):
        return True
    for part in parts_naming(package, still.sheet):
        try:
            formulas = [text for _, text in formulas_in(package.text_of(part))]
        except Refused:
            continue
        if any(meant(text, False) for text in formulas):
            return True
    return False


def _is_part(block: Range, still: Move) -> bool:
    data = still.data
    columns = block.first_column <= still.whole.last_column
    if not columns or block.last_column < still.whole.first_column:
        return False
    if block.first_row < data.first_row or block.last_row > data.last_row:
        return False
    return block.first_row > data.first_row or block.last_row < data.last_row
