"""Are the figures that the Dashboard and its charts keep those of these tables?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import zip_longest

from xl_recoup.addresses import Address
from xl_recoup.book.package.package import Package, places_of
from xl_recoup.book.package.serial_days import day_of
from xl_recoup.book.reading.read_tables import dialect_of
from xl_recoup.book.writing.chart_caches import charts_of, title_of
from xl_recoup.book.writing.draft import Draft
from xl_recoup.book.writing.formula_tree import NotKnown, Value, looks_at_cells, tree_of
from xl_recoup.book.writing.own_sheet import OwnSheet, own_sheet
from xl_recoup.book.writing.stored_value import same
from xl_recoup.book.writing.table_columns import TableColumns
from xl_recoup.book.writing.totals_values import totals
from xl_recoup.contract.cell_values import text_of
from xl_recoup.tables import Cell, TableWrite

SHOWN = 10
_DIGITS = 6
"""Excel adds up in binary: what it stores may differ beyond these."""


def stale_figures(package: Package, writes: Sequence[TableWrite]) -> list[str]:
    """Return one sentence for each figure that is not what these tables give, the first ten.

    Formulas that are the team's own, and figures that another program dropped, are not looked at.
    """
    draft = Draft(package)
    columns = TableColumns(draft, writes, places_of(package))
    found = list(_totals(draft, columns, [write.table for write in writes]))
    sheet = own_sheet(draft, columns)
    if sheet is not None:
        found += [*_cells(sheet, dialect_of(package).day_styles), *_charts(draft, sheet)]
    if len(found) > SHOWN:
        found[SHOWN:] = [f"{len(found) - SHOWN:,} more totals and figures of charts differ."]
    return found


def _totals(draft: Draft, columns: TableColumns, tables: Sequence[str]) -> Iterator[str]:
    for total in totals(draft, columns, tables):
        if total.stored is not None and not _close(total.stored, total.value):
            yield (
                f"{total.sheet.name} {total.address}: the total of {total.heading} is"
                f" {_said(total.stored)} where the inputs give {_said(total.value)}."
            )


def _cells(sheet: OwnSheet, day_styles: frozenset[int]) -> Iterator[str]:
    known = sheet.known()
    for address, value in known.items():
        where, what = f"{sheet.sheet.name} {address}", _label(sheet, address)
        stored = sheet.stored.get(address)
        if not looks_at_cells(tree_of(sheet.formulas[address])):
            yield (
                f"{where}: the formula of {what} was replaced by another one, which looks at"
                " nothing."
            )
        elif str(address) not in sheet.valueless and not _close(stored, value):
            if sheet.styles[address] in day_styles:
                have, want = _day(stored, sheet), _day(value, sheet)
            else:
                have, want = _said(stored), _said(value)
            yield f"{where}: {what} is {have} where the inputs give {want}."
    for address, stored in sheet.stored.items():
        typed = address not in sheet.formulas and isinstance(stored, int | float)
        beside = (address._replace(row=address.row + step) for step in (-1, 1))
        if typed and any(place in known for place in beside):
            yield (
                f"{sheet.sheet.name} {address}: a value was typed over the formula of"
                f" {_label(sheet, address)}."
            )


def _charts(draft: Draft, sheet: OwnSheet) -> Iterator[str]:
    for _, data, copies in charts_of(draft, sheet):
        name = f"the chart “{title_of(data)}”"
        for copy in copies:
            pairs = list(zip_longest(copy.kept, copy.now, fillvalue=""))
            have, want = next((p for p in pairs if p[0] != p[1]), ("", ""))
            if copy.differs:
                yield (
                    f"{sheet.sheet.name} {copy.cells}: {name} shows {have or 'nothing'} where the"
                    f" inputs give {want or 'nothing'}."
                )


def _label(sheet: OwnSheet, address: Address) -> str:
    """Return what a figure is called: the words at the beginning of its row, and its heading."""
    try:
        row = sheet.cell(Address(1, address.row))
    except NotKnown:
        row = None
    above = (sheet.stored.get(address._replace(row=r)) for r in range(address.row - 1, 0, -1))
    heading = next((cell for cell in above if isinstance(cell, str)), "")
    words = [word for word in (row, heading) if isinstance(word, str) and word]
    if address.column > 1 and words:
        return ", ".join(words)
    return "this text" if isinstance(row, str) else "this figure"


def _close(stored: Cell, value: Value) -> bool:
    if isinstance(stored, float) and isinstance(value, Decimal):
        return round(Decimal(repr(stored)), _DIGITS) == round(value, _DIGITS)
    return same(stored, value)


def _said(value: Cell | Value) -> str:
    if value is None or value == "":
        return "blank"
    return text_of(float(value) if isinstance(value, Decimal) else value)


def _day(value: Cell | Value, sheet: OwnSheet) -> str:
    day = None
    if isinstance(value, int | float | Decimal):
        day = day_of(float(value), sheet.since_1904)
    return text_of(day) if day else _said(value)
