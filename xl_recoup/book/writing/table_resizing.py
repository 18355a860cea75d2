"""The table part: how its range and its formulas are changed."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from xl_recoup.book.package.table_part import TablePart
from xl_recoup.book.package.xmltext import (
    element,
    escaped,
    opening,
    prefix_of,
    range_of,
    with_attribute,
)


def resized(data: bytes, table: TablePart, last_row: int) -> bytes:
    """Return the table part with its data ending at `last_row`; nothing else changes."""
    prefix = prefix_of(data)
    shift = last_row - table.last_row
    if not shift:
        return data
    ends = {table.last_row: last_row, table.ref.last_row: table.ref.last_row + shift}
    for name in (b"table", b"autoFilter", b"sortState", b"sortCondition"):
        data = opening(prefix, name).sub(_moving(prefix + name, ends, table), data)
    return data


def _moving(
    tag: bytes, ends: Mapping[int, int], table: TablePart
) -> Callable[[re.Match[bytes]], bytes]:
    def move(found: re.Match[bytes]) -> bytes:
        ref = range_of(found[1])
        if ref is None or ref.last_row not in ends:
            return found[0]
        end = max(ends[ref.last_row], ref.first_row)
        whole = ref.ending(end)
        text = str(whole) if tag.endswith(b"sortCondition") else whole.full
        return b"<%s%s%s>" % (tag, with_attribute(found[1], b"ref", text.encode()), found[2])

    return move


def with_formulas(data: bytes, formulas: Mapping[int, str]) -> bytes:
    """Return the table part with these columns' formulas, by index, for Excel to fill down."""
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


def _column(prefix: bytes, found: re.Match[bytes], formula: str) -> bytes:
    name = prefix + b"calculatedColumnFormula"
    stated = b"<%s>%s</%s>" % (name, escaped(formula).encode(), name)
    held = element(prefix, b"calculatedColumnFormula").sub(b"", found[2] or b"")
    tag = prefix + b"tableColumn"
    return b"<%s%s>%s%s</%s>" % (tag, found[1].rstrip(), stated, held, tag)
