"""Put a run's rows into a table that the workbook has: its sheet, its part, names that mean it."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from functools import partial

from xl_recoup.addresses import Range
from xl_recoup.book.package.package import TablePlace
from xl_recoup.book.package.shared_strings import with_texts
from xl_recoup.book.package.table_part import TablePart
from xl_recoup.book.package.xmltext import element, escaped, prefix_of, with_changed
from xl_recoup.book.writing.anchored import anchored_followed
from xl_recoup.book.writing.draft import Draft
from xl_recoup.book.writing.one_group import one_formula
from xl_recoup.book.writing.our_formats import styled
from xl_recoup.book.writing.second_process import SecondProcess
from xl_recoup.book.writing.sheet_patch import SheetPatcher, Written, heading_positions
from xl_recoup.book.writing.totals_row import refuse_if_meant
from xl_recoup.tables import TableWrite


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
        patcher = SheetPatcher(
            draft.package,
            place,
            data,
            write.headings,
            append=write.append,
            keys=write.keys,
            known_as=write.known_as,
        )
        data, move, written = patcher.patched(
            write.rows,
            partial(refuse_if_meant, draft, sheet),
            partial(styled, draft),
            write.pounds,
            shared_texts=write.shared_texts,
        )
        draft.put(sheet.part, data)
        if patcher.by_key:
            found = anchored_followed(draft, sheet.part, move)
            kept = (*move.kept, *found.kept)
            move = replace(move, kept=kept, staying=(*move.staying, *found.staying))
    part = _resized(draft.editable(table.part), table, move.new_last)
    positions = heading_positions(table, write.headings)
    formulas = _formulas(table, write, positions, written.grouped)
    draft.put(table.part, _with_formulas(part, formulas))
    strings = draft.package.linked(draft.package.workbook, "sharedStrings")
    if written.texts.new and strings:
        draft.put(strings, with_texts(draft.editable(strings), written.texts.new))
    draft.moves.append(move)
    return written


def _formulas(
    table: TablePart, write: TableWrite, positions: list[int], grouped: Collection[int]
) -> dict[int, str | None]:
    """Return the formulas that Excel should fill new rows with, where they are not set so yet.

    None for the `grouped` columns of the sheet: Excel would mark each of their cells as unlike it.
    """
    if write.append:
        return {}
    found: dict[int, str | None] = {}
    for index, place in enumerate(positions):
        in_group = table.ref.first_column + place in grouped
        text = None if in_group else one_formula(write.rows, index)
        if table.formulas[place] != text and (in_group or text is not None):
            found[place] = text
    return found


def _resized(data: bytes, table: TablePart, last_row: int) -> bytes:
    """Return the table part with its data ending at `last_row`; nothing else changes."""
    prefix = prefix_of(data)
    shift = last_row - table.last_row
    if not shift:
        return data
    ends = {table.last_row: last_row, table.ref.last_row: table.ref.last_row + shift}

    def moved(written: Callable[[Range], str], raw: bytes) -> bytes:
        ref = Range.parse(raw.decode("ascii", "replace"))
        if ref is None or ref.last_row not in ends:
            return raw
        return written(ref.ending(max(ends[ref.last_row], ref.first_row))).encode()

    # Excel writes both corners of a table, a filter and a sorting also where they are one cell.
    for name in (b"table", b"autoFilter", b"sortState"):
        data = with_changed(data, prefix + name, b"ref", partial(moved, lambda ref: ref.full))
    return with_changed(data, prefix + b"sortCondition", b"ref", partial(moved, str))


def _with_formulas(data: bytes, formulas: Mapping[int, str | None]) -> bytes:
    """Return the table part with these columns' formulas, or none, for Excel to fill down."""
    if not formulas:
        return data
    prefix = prefix_of(data)
    pieces: list[bytes] = []
    at = 0
    for index, found in enumerate(element(prefix, b"tableColumn").finditer(data)):
        if index in formulas:
            pieces += (data[at : found.start()], _column(prefix, found, formulas[index]))
            at = found.end()
    return b"".join([*pieces, data[at:]])


def _column(prefix: bytes, found: re.Match[bytes], formula: str | None) -> bytes:
    name, tag = prefix + b"calculatedColumnFormula", prefix + b"tableColumn"
    held = element(prefix, b"calculatedColumnFormula").sub(b"", found[2] or b"")
    if formula is not None:
        held = b"<%s>%s</%s>%s" % (name, escaped(formula).encode(), name, held)
    if not held:
        return b"<%s%s/>" % (tag, found[1].rstrip())
    return b"<%s%s>%s</%s>" % (tag, found[1].rstrip(), held, tag)
