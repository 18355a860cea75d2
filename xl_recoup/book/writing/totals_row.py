"""A totals row that has to move with its table's end: its cells, and who means them."""

from __future__ import annotations

import re
from collections.abc import Callable

from xl_recoup.addresses import Address
from xl_recoup.book.package.package import Sheet
from xl_recoup.book.package.xmltext import (
    attribute,
    element,
    escaped,
    opening,
    plain,
    prefix_of,
    range_of,
    with_attribute,
)
from xl_recoup.book.reading.grid import CellText
from xl_recoup.book.writing.draft import Draft
from xl_recoup.book.writing.formula_references import blocks_meant, chart_parts, formulas_in
from xl_recoup.book.writing.reference_text import followed
from xl_recoup.book.writing.table_move import Move
from xl_recoup.errors import Refused


def moved_cell(cell: CellText, prefix: bytes, move: Move) -> bytes:
    """Return a totals cell as it stands in its new row; Refused for a shared formula."""
    place = str(Address(cell.column, move.new_last + 1)).encode()
    attributes = with_attribute(cell.attributes, b"r", place)
    if cell.inner is None:
        return b"<%sc%s/>" % (prefix, attributes)
    inner = element(prefix, b"f").sub(_moving(prefix, move), cell.inner)
    return b"<%sc%s>%s</%sc>" % (prefix, attributes, inner, prefix)


def _moving(prefix: bytes, move: Move) -> Callable[[re.Match[bytes]], bytes]:
    def replace(found: re.Match[bytes]) -> bytes:
        attributes, text = found[1], found[2] or b""
        if attribute(attributes, b"t") == b"shared":
            raise Refused(
                f"The totals row of the table {move.table} on the sheet {move.sheet} has to move, "
                "but its formulas are stored as one group. Enter them cell by cell in Excel."
            )
        block = range_of(attributes)
        if block is not None:
            moved = str(move.applied(block) or block).encode()
            attributes = with_attribute(attributes, b"ref", moved)
        said = plain(text.decode("utf-8", "surrogateescape"))
        after = followed(said, move, own=True).text
        if after != said:
            text = escaped(after).encode("utf-8", "surrogateescape")
        return b"<%sf%s>%s</%sf>" % (prefix, attributes, text, prefix)

    return replace


def refuse_if_meant(draft: Draft, sheet: Sheet, move: Move) -> None:
    """Raise Refused where something outside the totals row means one of its cells by address."""
    package = draft.package
    for other in package.sheets:
        if not package.has(other.part):
            continue
        data, own = draft.content(other.part), other == sheet
        for found, formula in formulas_in(data):
            inside = own and _in_totals(data, found.start(), move)
            if not inside and _means(found[1], formula, move, own):
                raise _meant(move, f"a formula on the sheet {other.name}")
    for part in chart_parts(package):
        for found, formula in formulas_in(package.text_of(part)):
            if _means(found[1], formula, move, own=False):
                raise _meant(move, "a chart")
    _refuse_anchored(draft, sheet, move)


def _refuse_anchored(draft: Draft, sheet: Sheet, move: Move) -> None:
    """Raise Refused where a comment or a link sits on a cell of the totals row."""
    package, data = draft.package, draft.content(sheet.part)
    places = {"a link": opening(prefix_of(data), b"hyperlink").findall(data)}
    for link in package.links(sheet.part):
        if link.kind in ("comments", "threadedComment") and package.has(link.target):
            text = package.text_of(link.target)
            name = b"comment" if link.kind == "comments" else b"threadedComment"
            places["a comment"] = opening(prefix_of(text), name).findall(text)
    for what, tags in places.items():
        for attributes, _ in tags:
            block = range_of(attributes)
            if block is not None and block.meets(move.totals_row):
                raise Refused(
                    f"The totals row of the table {move.table} on the sheet {move.sheet} has to "
                    f"move, but {what} sits on its cell {block}. Remove it, or switch the totals "
                    "row off in Excel (Table Design, Total Row)."
                )


def _in_totals(data: bytes, at: int, move: Move) -> bool:
    """Say whether a formula stands in a cell of the totals row."""
    # Nothing stands between a cell's start tag and its formula, so the tag before is the cell's.
    cell = range_of(data[data.rfind(b"<", 0, at) : at], b"r")
    return cell is not None and cell.meets(move.totals_row)


def _means(attributes: bytes, formula: str, move: Move, own: bool) -> bool:
    """Say whether a formula has a reference that begins or ends in the totals row.

    A shared formula means, for its last cell, as many rows further down as its group is high.
    """
    group = range_of(attributes)
    # In the group's last cell, `B2` of its first says `B9`, though no `B9` is written anywhere.
    more = group.last_row - group.first_row if group else 0
    row = move.whole.last_row
    for block in blocks_meant(formula, move, own=own):
        ends = any(end <= row <= end + more for end in (block.first_row, block.last_row))
        if ends and block.ending(block.last_row + more).meets(move.totals_row):
            return True
    return False


def _meant(move: Move, what: str) -> Refused:
    return Refused(
        f"The totals row of the table {move.table} on the sheet {move.sheet} has to move from row "
        f"{move.whole.last_row}, but {what} means it by its address. Write "
        f"{move.table}[[#Totals],[heading]] there instead, or switch the totals row off in Excel "
        "(Table Design, Total Row)."
    )
