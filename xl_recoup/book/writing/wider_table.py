"""A table made wider by columns that a later edition of the contract added, on its right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from xl_recoup.addresses import LAST_COLUMN, Range
from xl_recoup.book.package.package import TablePlace
from xl_recoup.book.package.xmltext import (
    attribute,
    damaged,
    element,
    escaped,
    opening,
    prefix_of,
    replaced,
    whole_number,
    with_attribute,
    with_changed,
)
from xl_recoup.book.reading.grid import Grid
from xl_recoup.book.writing.draft import Draft
from xl_recoup.book.writing.set_cells import set_cells
from xl_recoup.contract import normal
from xl_recoup.errors import Refused
from xl_recoup.tables import CellWrites, TableWrite


def widened(draft: Draft, place: TablePlace, write: TableWrite) -> TablePlace:
    """Return where a table stands once it has the columns of `write` that were added later.

    Refused, with nothing changed, where cells or another table are in the way.
    """
    table = place.table
    have = {normal(heading) for heading in table.headings}
    missing = [h for h in write.headings if h in write.added_later and normal(h) not in have]
    if not missing or not table.heading_rows:
        return place
    added = table.ref.beside(len(missing))
    ref = table.ref.joined(added)
    _refuse_in_the_way(draft, place, added, missing)
    row = table.ref.first_row
    cells = dict(zip(((row, c) for c in added.columns), missing, strict=True))
    set_cells(draft, CellWrites(place.sheet.name, dict(cells)))
    draft.put(table.part, _with_columns(draft.editable(table.part), table.part, ref, missing))
    wider = replace(
        table,
        ref=ref,
        headings=(*table.headings, *missing),
        formulas=(*table.formulas, *[None] * len(missing)),
    )
    on_sheet = [wider if other.part == table.part else other for other in place.on_sheet]
    return TablePlace(place.sheet, wider, on_sheet)


def _refuse_in_the_way(
    draft: Draft, place: TablePlace, added: Range, missing: Sequence[str]
) -> None:
    table, sheet = place.table, place.sheet
    other = next((t for t in place.on_sheet if t.part != table.part and t.ref.meets(added)), None)
    grid = Grid(draft.editable(sheet.part), sheet.part)
    filled = any(
        cell.column in added.columns and (cell.inner or b"").strip()
        for row in grid.chosen(list(added.rows))
        for cell in grid.cells(row)
    )
    if other is not None or filled or added.last_column > LAST_COLUMN:
        raise Refused(
            f"The table {table.name} on the sheet {sheet.name} needs {len(missing)} more"
            f" column{'s' if len(missing) > 1 else ''} ({', '.join(missing)}), but the cells"
            f" {added} beside it are filled. Move what stands there."
        )


def _with_columns(data: bytes, part: str, ref: Range, missing: Sequence[str]) -> bytes:
    prefix = prefix_of(data)
    holder = element(prefix, b"tableColumns").search(data)
    if holder is None or holder[2] is None:
        raise damaged(part)
    columns = list(opening(prefix, b"tableColumn").finditer(holder[0]))
    ids = [whole_number(attribute(c[1], b"id"), part) for c in columns]
    new = b"".join(
        b'<%stableColumn id="%d" name="%s"/>' % (prefix, number, escaped(heading).encode())
        for number, heading in enumerate(missing, max(ids, default=0) + 1)
    )
    tag = prefix + b"tableColumns"
    attributes = with_attribute(holder[1], b"count", b"%d" % (len(columns) + len(missing)))
    data = replaced(data, holder, b"<%s%s>%s%s</%s>" % (tag, attributes, holder[2], new, tag))

    def wider(raw: bytes) -> bytes:
        held = Range.parse(raw.decode("ascii", "replace"))
        return raw if held is None else held._replace(last_column=ref.last_column).full.encode()

    for name in (b"table", b"autoFilter"):
        data = with_changed(data, prefix + name, b"ref", wider)
    return data
