"""What the team had in rows that are gone, as lines for the sheet Kept notes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from xl_recoup.book.package.package import TablePlace
from xl_recoup.book.writing.draft import Draft
from xl_recoup.book.writing.kept_again import RETURNED, Back
from xl_recoup.book.writing.kept_words import RowLook, kept_lines, lines_write
from xl_recoup.book.writing.new_sheet import add_table
from xl_recoup.book.writing.our_formats import styled
from xl_recoup.book.writing.put_back import dress
from xl_recoup.book.writing.set_cells import set_cells
from xl_recoup.book.writing.sheet_patch import Written
from xl_recoup.book.writing.table_patch import patch_table
from xl_recoup.book.writing.wider_table import widened
from xl_recoup.contract import KEPT_NOTES, normal
from xl_recoup.tables import CellWrites, OutCell

_TEXT = 4
"""Where the text is among our columns, counted from 0."""


def keep(
    draft: Draft,
    places: Mapping[str, TablePlace],
    back: Sequence[Back],
    given: Sequence[Sequence[OutCell]] = (),
) -> list[Written]:
    """Write into the draft what is kept of rows that are gone, and which lines were put back.

    Lines that are `given` stand before those of the rows.
    """
    kept = [(move.table, move.kept) for move in draft.moves]
    lines = kept_lines(kept, given)
    done = [each.line.row for each in back if not each.why_not]
    if not lines and not done:
        return []
    place = places.get(KEPT_NOTES.name.casefold())
    if place is None:
        written = [add_table(draft, write) for write in lines]
    else:
        place = widened(draft, place, lines[0] if lines else lines_write([]))
        written = [patch_table(draft, place, write) for write in lines]
        at = [normal(h) for h in place.table.headings].index(normal(RETURNED))
        column = place.table.ref.first_column + at
        if done:
            marks = dict.fromkeys(((row, column) for row in done), "returned")
            set_cells(draft, CellWrites(place.sheet.name, dict(marks)))
    for each in written:
        texts = [(row[_TEXT], 0) for row in given]
        texts += [(one.text, one.style) for _, found in kept for one in found]
        _show(draft, each, texts, place)
    return written


def _show(
    draft: Draft,
    written: Written,
    texts: Sequence[tuple[OutCell, int]],
    place: TablePlace | None,
) -> None:
    """Let what is kept show what it was: a day as a day, a colour as that colour.

    `texts` are what is kept, each with the style whose fill it had, 0 for none.
    """
    column = _TEXT + 1
    if place is not None:
        at = [normal(h) for h in place.table.headings].index("text")
        column = place.table.ref.first_column + at
    looks = {
        row: RowLook(fills={column: style})
        for row, (_, style) in enumerate(texts, written.first_row)
        if style
    }
    days = [row for row, (text, _) in enumerate(texts, written.first_row) if isinstance(text, date)]
    if looks:
        dress(draft, written.sheet_part, looks)
    if days:
        as_day = {row: RowLook(fills={column: 0}) for row in days}
        dress(draft, written.sheet_part, as_day, lambda style, _: styled(draft, style, "day"))
