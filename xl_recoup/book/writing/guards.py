"""What makes a table unsafe to write: found before anything is changed, said in a sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence

from xl_recoup.addresses import LAST_ROW, Address, Range
from xl_recoup.book.package.table_part import TablePart
from xl_recoup.book.package.xmltext import attribute, holds, is_utf8, opening, range_of, root_at
from xl_recoup.book.reading.grid import Grid
from xl_recoup.book.writing.row_region import Region
from xl_recoup.contract import normal
from xl_recoup.errors import Refused


def check_part(data: bytes, part: str) -> None:
    """Refuse a part that can't be changed in place: another encoding, comments, raw text blocks."""
    if not is_utf8(data):
        raise Refused(
            f"The part {part} of the file is not in UTF-8, so it can't be changed safely. Open the "
            "workbook in Excel and save it again."
        )
    root = root_at(data)
    if holds(data, b"<!", root) or holds(data, b"<?", root) or b"<!DOCTYPE" in data[:root]:
        raise Refused(
            f"The part {part} of the file holds comments or raw blocks that Excel never writes. "
            "Open the workbook in Excel and save it again."
        )


def check_table(table: TablePart, region: Region) -> None:
    """Refuse a table that something else fills, or that outgrows the sheet."""
    if table.linked:
        raise Refused(
            f"The table {table.name} on the sheet {table.sheet} is filled by a query or an XML "
            "map, which would overwrite what is written there. Unlink it in Excel."
        )
    if region.new_last > LAST_ROW - table.totals_rows:
        raise Refused(f"The table {table.name} needs more rows than an Excel sheet has.")


def check_headings(table: TablePart, seen: Sequence[str], places: Sequence[int]) -> None:
    """Refuse a table whose heading cells say otherwise than its part, for a column that is ours."""
    for place in places:
        if normal(seen[place]) != normal(table.headings[place]):
            cell = Address(table.ref.first_column + place, table.ref.first_row)
            stands = f"“{seen[place]}” stands" if seen[place] else "nothing stands"
            raise Refused(
                f"In {cell} of the sheet {table.sheet} {stands} where the table {table.name} has "
                f"its column {table.headings[place]}. Put the columns back under their headings."
            )


def check_neighbours(region: Region, table: TablePart, others: list[TablePart]) -> None:
    """Refuse to grow into another table of the sheet."""
    taken = Range(region.width[0], region.old_last, region.width[-1], region.deepest)
    for other in others:
        if (
            other.part != table.part
            and region.new_last > region.old_last
            and other.ref.meets(taken)
        ):
            raise Refused(
                f"The rows below the table {table.name} are in the way: the table {other.name} "
                f"starts at row {other.ref.first_row} of the sheet {table.sheet}. Move it."
            )


def has_formulas(sheet: bytes) -> bool:
    """Say whether a sheet may hold formulas."""
    return b"<f" in sheet or b":f" in sheet


def check_grid(grid: Grid, region: Region) -> None:
    """Refuse merged cells and formula groups that our cells would break."""
    ours = [Range(c, region.write_from, c, region.deepest) for c in region.columns]
    if region.totals:  # all of that row moves, and what grows over its place is filled
        ours.append(Range(region.width[0], region.old_last + 1, region.width[-1], region.deepest))
    for item in opening(grid.prefix, b"mergeCell").finditer(grid.data, grid.end):
        merged = range_of(item[1])
        if merged and any(merged.meets(cells) for cells in ours):
            raise Refused(
                f"The cells {merged} of the sheet {region.sheet} are merged and lie in the way of "
                f"the table {region.table}. Unmerge them."
            )
    # A formula with `ref` covers more than its own cell: an array, a data table, a shared group.
    groups = re.compile(rb"<%sf\s[^<>]*\bref\s*=[^<>]*>" % re.escape(grid.prefix))
    for item in groups.finditer(grid.data, grid.start, grid.end):
        covered = range_of(item[0][:-1])
        if covered is None or not any(covered.meets(cells) for cells in ours):
            continue
        if region.totals and _in_totals(covered, region):
            continue
        holder = _holder(grid.data, item.start())
        if not _within(covered, region):
            shared = attribute(item[0], b"t") == b"shared"
            if shared and not (holder and any(holder.meets(cells) for cells in ours)):
                continue  # the group's first cell stays, so the rest of it stays whole
            raise Refused(
                f"A formula of the sheet {region.sheet} covers {covered}, partly inside the table "
                f"{region.table} and partly outside. Enter it cell by cell, or move it."
            )


def _within(covered: Range, region: Region) -> bool:
    rows_inside = region.write_from <= covered.first_row and covered.last_row <= region.deepest
    return rows_inside and all(column in region.columns for column in covered.columns)


def _in_totals(covered: Range, region: Region) -> bool:
    """Say whether a formula covers cells of the totals row alone, with which it moves."""
    row = Range(region.width[0], region.old_last + 1, region.width[-1], region.old_last + 1)
    return row.joined(covered) == row


def _holder(data: bytes, at: int) -> Range | None:
    """Return the place of the cell in which a formula stands."""
    start = data.rfind(b"<", 0, at)
    return range_of(data[start:at], b"r")
