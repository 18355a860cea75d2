"""Number formats for our columns where their cells have none: a day that shows as 45944 is none."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Literal

from xl_recoup.book.package.looks_and_links import plain_styles
from xl_recoup.book.package.package import Package
from xl_recoup.book.writing.cell_styles import FORMATS, with_format
from xl_recoup.book.writing.draft import Draft
from xl_recoup.book.writing.old_rows import OldRow, OldRows, Styles
from xl_recoup.tables import Digits, OutCell, columns_of

Kind = Literal["day", "pounds"]
Formatted = Callable[[int, Kind], int]
"""Gives for a style the one that is like it and shows days or pounds."""


def give_formats(
    package: Package,
    old: OldRows,
    rows: Sequence[Sequence[OutCell]],
    pounds: frozenset[int],
    formatted: Formatted,
) -> None:
    """Let our cells show days as days and pounds as pounds, where they have no format at all.

    `pounds` are the sheet's columns that hold them; `rows` are in the order of our columns.
    """
    kinds = _kinds(old.region.columns, rows, pounds)
    if not kinds:
        return
    plain = plain_styles(package)
    if not plain:
        return
    known: dict[Styles, Styles] = {}

    def changed(styles: Styles) -> Styles:
        if styles and styles not in known:
            new = list(styles)
            for index, kind in kinds.items():
                number = new[index][4:-1] or "0"
                if number in plain:
                    given = formatted(int(number), kind)
                    new[index] = f' s="{given}"' if given else new[index]
            known[styles] = tuple(new)
        return known.get(styles, styles)

    old.default = changed(old.default)
    first = old.region.write_from
    again: dict[int, OldRow] = {}  # rows that are alike share one
    for row in {id(row): row for row in old.rows.values()}.values():
        styles = changed(row.styles)
        if styles != row.styles:
            again[id(row)] = replace(row, styles=styles)
    if again:
        for number, row in old.rows.items():
            if number >= first:
                old.rows[number] = again.get(id(row), row)


def _kinds(
    columns: Sequence[int], rows: Sequence[Sequence[OutCell]], pounds: frozenset[int]
) -> Mapping[int, Kind]:
    """Return which of our columns show what, by their place among ours."""
    found: dict[int, Kind] = {}
    for index, values in enumerate(columns_of(rows) if rows else ()):
        held = set(map(type, values)) - {type(None)}
        if held and all(issubclass(kind, date) for kind in held):
            found[index] = "day"
        elif held and columns[index] in pounds and held <= {Decimal, Digits}:
            found[index] = "pounds"
    return found


def styled(draft: Draft, base: int, kind: Kind) -> int:
    """Return the style that is like another and shows days or pounds; it may be added."""
    part = draft.package.linked(draft.package.workbook, "styles")
    if part is None or not draft.has(part):
        return base
    data, number = with_format(draft.editable(part), part, base, FORMATS[kind])
    draft.put(part, data)
    return number
