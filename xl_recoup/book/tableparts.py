"""The table part: what it says about a table, and how its range and formulas are changed."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from xl_recoup.book.refs import Range, parse
from xl_recoup.book.xmltext import (
    attribute,
    child,
    children,
    damaged,
    decoded,
    element,
    escaped,
    local,
    opening,
    prefix_of,
    tree,
    with_attribute,
)


@dataclass(frozen=True)
class TablePart:
    """One table as its part describes it."""

    part: str
    sheet: str
    name: str
    id: int
    ref: Range
    headings: tuple[str, ...]
    formulas: tuple[str | None, ...]
    """For each column the formula that Excel fills new rows with, or None."""
    array_formulas: frozenset[int]
    heading_rows: int
    totals_rows: int
    linked: bool
    """True when a query or an XML map fills the table."""
    filtered: bool

    @property
    def first_row(self) -> int:
        """The sheet's row of the first data row."""
        return self.ref.first_row + self.heading_rows

    @property
    def last_row(self) -> int:
        """The sheet's row of the last data row."""
        return self.ref.last_row - self.totals_rows


def read_table_part(data: bytes, part: str, sheet: str) -> TablePart:
    """Return what a table part says; Refused when it is damaged."""
    root = tree(data, part)
    ref = parse(root.get("ref", ""))
    holder = child(root, "tableColumns")
    if local(root) != "table" or ref is None or holder is None:
        raise damaged(part)
    columns = children(holder, "tableColumn")
    formulas = [child(column, "calculatedColumnFormula") for column in columns]
    try:
        number = int(root.get("id", "0"))
        heading_rows = min(int(root.get("headerRowCount", "1")), 1)
        totals_rows = min(int(root.get("totalsRowCount", "0")), 1)
    except ValueError as error:
        raise damaged(part) from error
    if len(columns) != ref.last_column - ref.first_column + 1 or min(heading_rows, totals_rows) < 0:
        raise damaged(part)
    return TablePart(
        part=part,
        sheet=sheet,
        name=decoded(root.get("displayName") or root.get("name") or ""),
        id=number,
        ref=ref,
        headings=tuple(decoded(column.get("name", "")) for column in columns),
        formulas=tuple(None if f is None else (f.text or "") for f in formulas),
        array_formulas=frozenset(
            i for i, f in enumerate(formulas) if f is not None and f.get("array") in ("1", "true")
        ),
        heading_rows=heading_rows,
        totals_rows=totals_rows,
        linked=root.get("tableType", "worksheet") != "worksheet",
        filtered=_filtered(root),
    )


def _filtered(root: Element) -> bool:
    found = child(root, "autoFilter")
    return found is not None and child(found, "filterColumn") is not None


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
        ref = parse((attribute(found[1], b"ref") or b"").decode("ascii", "replace"))
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
