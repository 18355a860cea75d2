"""What a Mapping leaves open, and which rows it leaves out: said on every run."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from xl_recoup.adopt.kept_rows import Kept
from xl_recoup.adopt.mapping_rows import MappingRow
from xl_recoup.adopt.table_areas import PLACEMENTS, find_areas
from xl_recoup.contract import normal
from xl_recoup.contract.mapping_table import COLUMN, PROPOSED, SHEET, SUGGESTED, UNMAPPED
from xl_recoup.tables import Remark, SheetView
from xl_recoup.words import counted, some

SHOWN = 6


def open_remarks(
    rows: Sequence[MappingRow], sheets: Iterable[str], ours: Collection[str]
) -> list[Remark]:
    """Return what nobody has decided: rows not confirmed, columns and sheets not mapped.

    `ours` are the sheets that hold tables of the contract.
    """
    aside = {normal(r.sheet) for r in rows if r.kind == SHEET} - {
        normal(r.sheet) for r in rows if r.kind == SHEET and r.used
    }
    read = [r for r in rows if normal(r.sheet) not in aside]
    return [
        *_undecided_sheets(rows),
        *_unconfirmed(read),
        *_unmapped(read),
        *_unknown_sheets(rows, sheets, ours),
    ]


def _unconfirmed(rows: Sequence[MappingRow]) -> list[Remark]:
    waiting = [r for r in rows if r.status == PROPOSED]
    if not waiting or waiting[0].place is None:
        return []
    sheet, cell = waiting[0].place
    are, them, each = ("is", "it", "it") if len(waiting) == 1 else ("are", "them", "each")
    words = (
        f"{counted(len(waiting), 'row')} of the Mapping {are} proposed and used, but nobody has"
        f" confirmed {them}. Check {each}, and set Status to confirmed, or run adopt with"
        " --confirm."
    )
    return [Remark("S40", sheet, cell, words)]


def _unmapped(rows: Sequence[MappingRow]) -> list[Remark]:
    by_sheet: dict[str, list[MappingRow]] = {}
    for row in rows:
        if row.kind == COLUMN and row.status in (UNMAPPED, SUGGESTED):
            by_sheet.setdefault(row.sheet, []).append(row)
    return [
        unmapped_remark(sheet, [(r.words, r.cell) for r in unread])
        for sheet, unread in by_sheet.items()
    ]


def unread_sheets(views: Iterable[SheetView]) -> list[Remark]:
    """Return what to say of sheets of a workbook of ours that look like placements, in no table."""
    return [
        Remark(
            "S31",
            view.name,
            str(area.block.start),
            "nothing on this sheet is read, though it has the headings of placements: placements"
            " are read from tables named Placements or Placements_ and a word. Select the list,"
            " choose Insert > Table and name it so under Table Design, unless what stands here is"
            " kept aside on purpose.",
        )
        for view in views
        for area in find_areas(view, ())
        if area.table == PLACEMENTS
    ]


def unmapped_remark(sheet: str, columns: Sequence[tuple[str, str]]) -> Remark:
    """Return the remark on columns that are not read; each by its heading and cell."""
    shown = [f"“{words}” ({cell})" for words, cell in columns[:SHOWN]]
    more = len(columns) - len(shown)
    listed = ", ".join(shown) + (f" and {more} more" if more else "")
    are = "column is" if len(columns) == 1 else "columns are"
    return Remark(
        "S43",
        sheet,
        columns[0][1],
        f"the {are} not mapped, so not read: {listed}. Fill in Heading on the sheet Mapping"
        " and set Status to confirmed, or set it to ignored.",
    )


def replaced_remark(table: str, sheet: str, row: int, instead: str) -> Remark:
    """Return the remark on a table of ours that a mapped sheet stands in for."""
    return Remark(
        "S45",
        sheet,
        f"A{row}",
        f"the table {table} is not read, because the Mapping takes it from the sheet {instead}."
        " Delete this sheet, or set the other to ignored in the Mapping.",
    )


def _unknown_sheets(
    rows: Sequence[MappingRow], sheets: Iterable[str], ours: Collection[str]
) -> list[Remark]:
    known = {normal(r.sheet) for r in rows if r.kind == SHEET} | {normal(s) for s in ours}
    words = (
        "the Mapping does not know this sheet, so nothing on it is read. Use adopt again: it"
        " proposes how to read the sheet, or sets it aside."
    )
    return [Remark("S44", sheet, "A1", words) for sheet in sheets if normal(sheet) not in known]


def row_remarks(sheet: str, kept: Kept) -> list[Remark]:
    """Return what to say of rows that were left out, and of rows below an Excel table."""
    remarks = [
        Remark(
            "S41",
            sheet,
            f"A{numbers[0]}",
            f"{rows_said(numbers)}: taken for {what}, so not read as a placement. If"
            f" {'it' if len(numbers) == 1 else 'one'} is a placement, fill in its pupil, school"
            " and dates.",
        )
        for numbers, what in (
            (kept.totals, "a total"),
            (kept.titles, "a title or a note"),
            (kept.repeated, "the headings again"),
        )
        if numbers
    ]
    if kept.below:
        stand, are, them, rows = ("stand", "are", "them", "the rows")
        if len(kept.below) == 1:
            stand, are, them, rows = ("stands", "is", "it", "the row")
        words = (
            f"{rows_said(kept.below)} {stand} below the table {kept.frame} and {are} not read,"
            " because the table ends above. Drag its lower right corner down over"
            f" {them}, or clear {rows}."
        )
        remarks.append(Remark("S30", sheet, f"A{kept.below[0]}", words))
    return remarks


def left_out_remark(sheet: str, mark: str, numbers: Sequence[int], undecided: bool) -> Remark:
    """Return what to say of rows that are left out because of how they are marked."""
    it = "it counts" if len(numbers) == 1 else "they count"
    where = f"A{numbers[0]}"
    if not undecided:
        words = f"{rows_said(numbers)}: {mark}, so not read as a placement, as the Mapping says."
        return Remark(
            "S41", sheet, where, f"{words} Change its Means to read where {it} after all."
        )
    words = (
        f"{rows_said(numbers)}: {mark}, so not read as a placement; nobody has said yet that {it}"
        " no more. Say so on the sheet Mapping: Means left out or read, Status confirmed; adopt"
        " adds the row where there is none."
    )
    return Remark("S47", sheet, where, words)


def _undecided_sheets(rows: Sequence[MappingRow]) -> list[Remark]:
    return [
        Remark(
            "S47",
            r.sheet,
            r.cell.partition(":")[0] or "A1",
            f"this sheet holds placements and is not read: {r.reason}. Set its row of the Mapping"
            " to confirmed where they count, else to ignored.",
        )
        for r in rows
        if r.kind == SHEET and r.table and r.status == UNMAPPED
    ]


def rows_said(numbers: Sequence[int]) -> str:
    """Return rows for a sentence: `row 14`, `rows 14 and 20`, `rows 3, 4, 5, 6, 7 and 2 more`."""
    return f"row{'' if len(numbers) == 1 else 's'} {some([str(n) for n in numbers])}"
