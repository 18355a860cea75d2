"""What refers to the rows of tables from elsewhere in a workbook: followed part by part.

Names, formulas of other sheets, charts, drawings, columns of other tables and the sources of pivot
tables are changed where they mean the rows, and nowhere else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from xl_recoup.addresses import Address, Range
from xl_recoup.book.package.package import folded
from xl_recoup.book.package.xmltext import (
    attribute,
    element,
    escaped,
    opening,
    plain,
    prefix_of,
    with_attribute,
)
from xl_recoup.book.reading.grid import Grid
from xl_recoup.book.writing.draft import Draft
from xl_recoup.book.writing.follow import escaped_name
from xl_recoup.book.writing.formula_places import (
    cells_followed,
    groups_written_out,
    rules_followed,
)
from xl_recoup.book.writing.guards import check_part
from xl_recoup.book.writing.reference_text import followed
from xl_recoup.book.writing.rows_by_address import parts_naming
from xl_recoup.book.writing.sheet_patch import Written
from xl_recoup.book.writing.table_move import Move
from xl_recoup.errors import Refused

_CHART_FORMULA = re.compile(rb"(<(?:[\w.\-]+:)?f(?=[\s>])[^<>]*>)([^<]+)(?=</)")
_LINKS = re.compile(rb"(\s(?:textlink|fmlaLink|fmlaRange|fmlaTxbx)\s*=\s*\")([^\"]*)(?=\")")
_TABLE_FORMULA = re.compile(
    rb"(<(?:[\w.\-]+:)?(?:calculatedColumnFormula|totalsRowFormula)(?=[\s>])[^<>]*>)([^<]+)(?=</)"
)


def follow_everywhere(draft: Draft, written: Sequence[Written]) -> None:
    """Let everything in the draft that means the rows of tables follow them.

    What can't is noted with its place in the move of its table.
    """
    for at, move in enumerate(draft.moves):
        if move.moves:
            lost = list(_followed(draft, move, written))
            draft.moves[at] = replace(move, lost=(*move.lost, *lost))
    _pivots(draft, written)


def _followed(draft: Draft, move: Move, written: Sequence[Written]) -> Iterator[tuple[str, str]]:
    """Follow one table; give sheet and cell, or what else it is, of each formula that can't."""
    yield from _names(draft, move)
    sheets = {folded(sheet.part): sheet.name for sheet in draft.package.sheets}
    for part in parts_naming(draft.package, move.sheet):
        key = folded(part)
        if key in draft.made_elsewhere() or not draft.has(part):
            continue  # it was found there that no formula names another sheet
        try:
            data = draft.editable(part)
        except Refused:
            continue
        if key in sheets:
            if not move.means(sheets[key]):
                yield from _sheet(draft, part, data, sheets[key], move, written)
        elif "/charts/" in f"/{key}":
            yield from _texts(draft, part, data, _CHART_FORMULA, move, "a chart")
        elif "/drawings/" in f"/{key}":
            yield from _texts(draft, part, data, _LINKS, move, "a drawing")
    for part in _others(draft):
        pattern, what = (_TABLE_FORMULA, "a table") if "table" in part else (_LINKS, "a control")
        yield from _texts(draft, part, draft.content(part), pattern, move, what)


def _others(draft: Draft) -> Iterator[str]:
    for member in draft.package.members:
        key = folded(member.name)
        if key.endswith(".xml") and ("/tables/" in key or "/ctrlprops/" in key) and draft.has(key):
            yield member.name


def _names(draft: Draft, move: Move) -> Iterator[tuple[str, str]]:
    """Let names follow; one with a free row means other cells in every cell, and stays."""
    book = draft.package.workbook
    data = draft.editable(book)
    lost: list[str] = []

    def change(found: re.Match[bytes]) -> bytes:
        raw = (found[2] or b"").decode("utf-8", "surrogateescape")
        said = plain(raw)
        after = followed(said, move, own=False, fixed=True, as_column=True)
        if after.lost:
            name = attribute(found[1], b"name") or b""
            lost.append(plain(name.decode("utf-8", "replace")))
        if after.text == said:
            return found[0]
        tag = prefix_of(data) + b"definedName"
        stated = escaped_name(after.text).encode("utf-8", "surrogateescape")
        return b"<%s%s>%s</%s>" % (tag, found[1], stated, tag)

    draft.put(book, element(prefix_of(data), b"definedName").sub(change, data))
    yield from (("", f"the name {name}") for name in lost)


def _sheet(
    draft: Draft, part: str, data: bytes, name: str, move: Move, written: Sequence[Written]
) -> Iterator[tuple[str, str]]:
    lost: list[str] = []
    data = groups_written_out(data, prefix_of(data), move, own=False)
    grid = Grid(data, part)
    rows = cells_followed(
        data[grid.start : grid.end], grid.prefix, move, own=False, lost=lost.append
    )
    tail = rules_followed(data[grid.end :], move, own=False, lost=lost.append)
    draft.put(part, data[: grid.start] + rows + tail)
    ours = [w for w in written if folded(w.sheet_part) == folded(part)]
    for cell in lost:
        address = Address.parse(cell)
        if address is None or not any(_is_ours(address, each) for each in ours):
            yield name, cell


def _is_ours(address: Address, written: Written) -> bool:
    rows = range(written.first_row, written.first_row + len(written.rows))
    return address.column in written.columns and address.row in rows


def _texts(
    draft: Draft, part: str, data: bytes, pattern: re.Pattern[bytes], move: Move, what: str
) -> Iterator[tuple[str, str]]:
    lost = False

    def change(found: re.Match[bytes]) -> bytes:
        nonlocal lost
        said = plain(found[2].decode("utf-8", "surrogateescape"))
        after = followed(said, move, own=False, as_column=True)
        lost = lost or after.lost
        if after.text == said:
            return found[0]
        return found[1] + escaped(after.text).encode("utf-8", "surrogateescape")

    new = pattern.sub(change, data)
    if new != data:
        check_part(data, part)
        draft.put(part, new)
    if lost:
        yield "", f"{what} ({part.rpartition('/')[2]})"


def _pivots(draft: Draft, written: Sequence[Written]) -> None:
    """Let pivot tables on written tables follow them, and read them again when Excel opens."""
    package = draft.package
    changed = {w.table.casefold() for w in written if draft.changed(w.sheet_part)}
    for link in package.links(package.workbook):
        if link.kind != "pivotCacheDefinition" or not draft.has(link.target):
            continue
        try:
            data = draft.editable(link.target)
        except Refused:
            continue
        prefix = prefix_of(data)
        source = opening(prefix, b"worksheetSource").search(data)
        if source is None:
            continue
        on = _source_on(draft, source[1])
        new = data
        if on is not None and on[1] is not None:
            attributes = with_attribute(source[1], b"ref", str(on[1]).encode())
            tag = b"<%sworksheetSource%s%s>" % (prefix, attributes, source[2])
            new = data[: source.start()] + tag + data[source.end() :]
        if on is not None and on[0] in changed:
            root = opening(prefix, b"pivotCacheDefinition").search(new)
            if root and attribute(root[1], b"refreshOnLoad") not in (b"1", b"true"):
                attributes = with_attribute(root[1], b"refreshOnLoad", b"1")
                tag = b"<%spivotCacheDefinition%s%s>" % (prefix, attributes, root[2])
                new = new[: root.start()] + tag + new[root.end() :]
        draft.put(link.target, new)


def _source_on(draft: Draft, attributes: bytes) -> tuple[str, Range | None] | None:
    """Return the written table that a pivot table rests on, and its cells now where they moved."""
    name, sheet, ref = (
        plain((attribute(attributes, each) or b"").decode("utf-8", "replace"))
        for each in (b"name", b"sheet", b"ref")
    )
    block = Range.parse(ref) if ref else None
    for move in draft.moves:
        if name.casefold() == move.table.casefold():
            return move.table.casefold(), None
        if block is not None and move.means(sheet) and block.meets(move.whole):
            now = move.applied(block)
            return move.table.casefold(), now if now != block else None
    return None
