"""Put a run's rows into a table that the workbook has."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from xl_recoup.book.package.package import TablePlace
from xl_recoup.book.package.table_part import TablePart
from xl_recoup.book.writing.draft import Draft
from xl_recoup.book.writing.follow import names_following
from xl_recoup.book.writing.second_process import SecondProcess
from xl_recoup.book.writing.sheet_patch import SheetPatcher, Written, places_of
from xl_recoup.book.writing.table_resizing import resized, with_formulas
from xl_recoup.book.writing.totals_row import refuse_if_meant
from xl_recoup.tables import Formula, OutCell, TableWrite


def patch_table(
    draft: Draft, place: TablePlace, write: TableWrite, second: SecondProcess | None = None
) -> Written:
    """Write one table into the draft; Refused, with nothing changed, where that is not safe.

    Where another process has put the rows into the sheet already, what it made is taken.
    """
    sheet, table = place.sheet, place.table
    made = second.made(draft, place, write) if second else None
    if made is not None:
        move, written = made.move, made.written
        draft.put_made(sheet.part, made.sheet)
    else:
        data = draft.editable(sheet.part)
        patcher = SheetPatcher(draft.package, place, data, write.headings, append=write.append)
        data, move, written = patcher.patched(write.rows, partial(refuse_if_meant, draft, sheet))
        draft.put(sheet.part, data)
    part = resized(draft.editable(table.part), table, move.new_last)
    places = places_of(table, write.headings)
    draft.put(table.part, with_formulas(part, _formulas(table, write, places)))
    book = draft.package.workbook
    draft.put(book, names_following(draft.editable(book), move))
    draft.moves.append(move)
    return written


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
