"""Formulas that rest on what was written and are not ours: who opens the file works them out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from xl_recoup.addresses import Address, Range
from xl_recoup.book.package.package import Sheet, folded
from xl_recoup.book.package.table_part import read_table_part
from xl_recoup.book.package.xmltext import as_utf8, children, plain, range_of
from xl_recoup.book.reading.grid import Grid
from xl_recoup.book.writing.draft import Draft
from xl_recoup.book.writing.formula_references import FORMULAS, REFERENCE
from xl_recoup.book.writing.sheet_patch import Written
from xl_recoup.errors import Refused

_WORD = r"(?<![\w.\\])(?:{})(?![\w.\\])"
NAMED = 3
"""How many sheets are named in the sentence."""


def left_to_excel(draft: Draft, written: Sequence[Written]) -> list[str]:
    """Return a sentence on the formulas that keep an old value, or nothing where there are none."""
    package = draft.package
    parts = [(w, read_table_part(draft.content(w.table_part), w.table_part, "")) for w in written]
    # Of the tables themselves a run knows every cell; of their totals rows it may not.
    filled = {folded(w.sheet_part): part.ref.ending(part.last_row) for w, part in parts}
    # Sheets that were made by this writing hold no formulas of anybody else.
    names = [s.name for s in package.sheets if folded(s.part) in filled]
    rests = _resting(draft, [w.table for w in written], names)
    found = []
    for sheet in package.sheets:
        known = draft.known(sheet.part)
        table = filled.get(folded(sheet.part))
        cells = [a for a in _cells(draft, sheet, rests, table) if a not in known]
        if cells:
            more = f" and {len(cells) - 1:,} more" if len(cells) > 1 else ""
            found.append(f"{sheet.name} {cells[0]}{more}")
    if not found:
        return []
    named = "; ".join(found[:NAMED]) + ("; and others" if len(found) > NAMED else "")
    return [
        "Formulas that rest on what was written show what they showed before until the workbook is"
        f" opened in Excel, which works them out anew: {named}."
    ]


def _resting(draft: Draft, tables: Sequence[str], sheets: Sequence[str]) -> re.Pattern[str]:
    """Return what a formula says that rests on these tables or sheets, or on a name for them."""
    columns = _WORD.format("|".join(map(re.escape, tables))) + r"(?=\[)"
    names = "|".join(re.escape(name.replace("'", "''")) for name in sheets)
    cells = rf"'(?:{names})'!|(?<![\w.])(?:{names})!"
    direct = re.compile(f"{columns}|{cells}" if names else columns, re.IGNORECASE)
    holders = children(draft.package.book, "definedNames")
    named = [
        re.escape(item.get("name", ""))
        for holder in holders
        for item in children(holder, "definedName")
        if direct.search(item.text or "") and not item.get("name", "").startswith("_xlnm.")
    ]
    if not named:
        return direct
    return re.compile(f"{direct.pattern}|{_WORD.format('|'.join(named))}", re.IGNORECASE)


def _cells(
    draft: Draft, sheet: Sheet, rests: re.Pattern[str], table: Range | None
) -> Iterator[Address]:
    """Give the cells of a sheet, outside its table if that was written, whose formulas rest so."""
    package = draft.package
    if sheet.kind != "worksheet" or not package.has(sheet.part):
        return
    made = draft.made_elsewhere().get(folded(sheet.part))
    try:
        data = as_utf8(made.around if made else draft.content(sheet.part), sheet.part)
        grid = Grid(data, sheet.part)
    except Refused:
        return
    means = _meaning(rests, table)
    pieces = _outside(grid, None if made else table)
    formulas = (f for start, end in pieces for f in _formulas(grid, start, end))
    for found in formulas:
        # Nothing stands between a cell's start tag and its formula, so the tag before is the cell's
        cell = range_of(data[data.rfind(b"<", 0, found.start()) : found.start()], b"r")
        if cell is not None and means(plain(found[2].decode("utf-8", "replace"))):
            yield cell.start


def _outside(grid: Grid, table: Range | None) -> list[tuple[int, int]]:
    """Return where in the bytes the rows of a sheet stand but for those of its table."""
    if table is None:
        return [(grid.start, grid.end)]
    data = table._replace(first_row=table.first_row + 1)  # what is on the headings' row is not ours
    rows = list(grid.chosen([data.first_row, data.last_row]))
    if [row.number for row in rows] != sorted({data.first_row, data.last_row}):
        return []  # a row of the table is not in the file: nobody knows what is outside
    return [(grid.start, rows[0].start), (rows[-1].end, grid.end)]


def _formulas(grid: Grid, start: int, end: int) -> Iterator[re.Match[bytes]]:
    for mark in (b"<%sf>", b"<%sf "):  # nearly every sheet has none: quickly seen
        if grid.data.find(mark % grid.prefix, start, end) >= 0:
            yield from FORMULAS.finditer(grid.data, start, end)
            return


def _meaning(rests: re.Pattern[str], table: Range | None) -> Callable[[str], bool]:
    def means(formula: str) -> bool:
        if rests.search(formula):
            return True
        if table is None:
            return False
        blocks = (Range.parse(p[2]) for p in REFERENCE.finditer(formula) if p[2] and not p[1])
        return any(block is not None and block.meets(table) for block in blocks)

    return means
