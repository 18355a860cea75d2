"""What a Mapping leaves open, said on every run until a person decides."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from xl_recoup.adopt.mapping import MappingRow
from xl_recoup.contract import normal
from xl_recoup.contract.mapping import COLUMN, PROPOSED, SHEET, SUGGESTED, UNMAPPED
from xl_recoup.tables import Remark

SHOWN = 6


def open_remarks(
    rows: Sequence[MappingRow], sheets: Iterable[str], ours: Collection[str]
) -> list[Remark]:
    """Return what nobody has decided: rows not confirmed, columns and sheets not mapped.

    `ours` are the sheets that hold tables of the contract.
    """
    return [*_unconfirmed(rows), *_unmapped(rows), *_unknown_sheets(rows, sheets, ours)]


def _unconfirmed(rows: Sequence[MappingRow]) -> list[Remark]:
    waiting = [r for r in rows if r.status == PROPOSED]
    if not waiting or waiting[0].place is None:
        return []
    n = len(waiting)
    rows_are = "1 row of the Mapping is" if n == 1 else f"{n:,} rows of the Mapping are"
    place = waiting[0].place
    return [
        Remark(
            "S40", place.sheet, place.cell,
            f"{rows_are} proposed and used, but nobody has confirmed them. Check each, and set"
            " Status to confirmed, or run adopt with --confirm.",
        )
    ]  # fmt: skip


def _unmapped(rows: Sequence[MappingRow]) -> list[Remark]:
    by_sheet: dict[str, list[MappingRow]] = {}
    for row in rows:
        if row.kind == COLUMN and row.status in (UNMAPPED, SUGGESTED):
            by_sheet.setdefault(row.sheet, []).append(row)
    return [unmapped_remark(sheet, [(r.words, r.cell) for r in open_]) for sheet, open_ in
            by_sheet.items()]  # fmt: skip


def unmapped_remark(sheet: str, columns: Sequence[tuple[str, str]]) -> Remark:
    """Return the remark on columns that are not read; each by its heading and cell."""
    shown = [f"“{words}” ({cell})" for words, cell in columns[:SHOWN]]
    more = len(columns) - len(shown)
    listed = ", ".join(shown) + (f" and {more} more" if more else "")
    are = "column is" if len(columns) == 1 else "columns are"
    return Remark(
        "S43", sheet, columns[0][1],
        f"the {are} not mapped, so not read: {listed}. Fill in Heading on the sheet Mapping"
        " and set Status to confirmed, or set it to ignored.",
    )  # fmt: skip


def replaced_remark(table: str, sheet: str, row: int, instead: str) -> Remark:
    """Return the remark on a table of ours that a mapped sheet stands in for."""
    return Remark(
        "S45", sheet, f"A{row}",
        f"the table {table} is not read, because the Mapping takes it from the sheet {instead}."
        " Delete this sheet, or set the other to ignored in the Mapping.",
    )  # fmt: skip


def _unknown_sheets(
    rows: Sequence[MappingRow], sheets: Iterable[str], ours: Collection[str]
) -> list[Remark]:
    known = {normal(r.sheet) for r in rows if r.kind == SHEET} | {normal(s) for s in ours}
    return [
        Remark(
            "S44", sheet, "A1",
            "the Mapping does not know this sheet, so nothing on it is read. Use adopt again: it"
            " proposes how to read the sheet, or sets it aside.",
        )
        for sheet in sheets
        if normal(sheet) not in known
    ]  # fmt: skip
