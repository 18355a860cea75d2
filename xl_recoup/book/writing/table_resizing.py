"""The table part: how its range and its formulas are changed."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial

from xl_recoup.addresses import Range
from xl_recoup.book.package.table_part import TablePart
from xl_recoup.book.package.xmltext import element, escaped, prefix_of, with_changed


def resized(data: bytes, table: TablePart, last_row: int) -> bytes:
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
