"""Are the figures that the Dashboard and its charts keep those of these tables?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import zip_longest

from xl_recoup.addresses import Address
from xl_recoup.book.package.number_formats import pound_styles
from xl_recoup.book.package.package import Package, places_of
from xl_recoup.book.package.serial_days import day_of
from xl_recoup.book.reading.read_tables import dialect_of
from xl_recoup.book.writing.chart_caches import charts_of, comparable
from xl_recoup.book.writing.draft import Draft
from xl_recoup.book.writing.formula_tree import NotKnown, Value, looks_at_cells, tree_of
from xl_recoup.book.writing.own_sheet import OwnSheet, own_sheet
from xl_recoup.book.writing.stored_value import same
from xl_recoup.book.writing.table_columns import TableColumns
from xl_recoup.book.writing.totals_values import totals
from xl_recoup.contract.cell_values import text_of
from xl_recoup.money import pounds
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
    found = list(_totals(draft, columns, {write.table: write.pounds for write in writes}))
    sheet = own_sheet(draft, columns)
    if sheet is not None:
        money = _of_pounds(package, sheet)
        found += _cells(sheet, dialect_of(package).day_styles, money)
        found += _charts(draft, sheet, money)
    found = list(dict.fromkeys(found))  # each bar of a chart keeps a copy of the same names
    if len(found) > SHOWN:
        found[SHOWN:] = [f"{len(found) - SHOWN:,} more totals and figures of charts differ."]
    return found


def _of_pounds(package: Package, sheet: OwnSheet) -> frozenset[Address]:
    """Return the cells with a formula that are shown as pounds."""
    part = package.linked(package.workbook, "styles")
    styles = pound_styles(package.tree_of(part)) if part and package.has(part) else frozenset()
    return frozenset(address for address, style in sheet.styles.items() if style in styles)


def _totals(
    draft: Draft, columns: TableColumns, pounds_of: Mapping[str, frozenset[str]]
) -> Iterator[str]:
    everywhere = frozenset[str]().union(*pounds_of.values())
    for total in totals(draft, columns, [*pounds_of]):
        if total.stored is not None and not _close(total.stored, total.value):
            money = total.heading in everywhere
            yield (
                f"{total.sheet.name} {total.address}: the total of {total.heading} is"
                f" {_said(total.stored, money)} where the inputs give {_said(total.value, money)}."
            )


def _cells(sheet: OwnSheet, day_styles: frozenset[int], money: frozenset[Address]) -> Iterator[str]:
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
                have, want = (_said(each, address in money) for each in (stored, value))
            yield f"{where}: {what} is {have} where the inputs give {want}."
    for address, stored in sheet.stored.items():
        typed = address not in sheet.formulas and isinstance(stored, int | float)
        beside = (address._replace(row=address.row + step) for step in (-1, 1))
        if typed and any(place in known for place in beside):
            yield (
                f"{sheet.sheet.name} {address}: a value was typed over the formula of"
                f" {_label(sheet, address)}."
            )


def _charts(draft: Draft, sheet: OwnSheet, money: frozenset[Address]) -> Iterator[str]:
    for title, copies in charts_of(draft, sheet):
        name = f"the chart “{title}”"
        for copy in copies:
            cells = [Address(c, r) for r in copy.cells.rows for c in copy.cells.columns]
            for address, have, want in zip_longest(cells, copy.kept, copy.now, fillvalue=""):
                if comparable(have) != comparable(want):
                    had, given = (_said(comparable(x), address in money) for x in (have, want))
                    yield (
                        f"{sheet.sheet.name} {copy.cells}: {name} shows {had} where the inputs give"
                        f" {given}."
                    )
                    break


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


def _said(value: Cell | Value, money: bool = False) -> str:
    """Return a value in a sentence; two numbers that are one and the same are spelt alike."""
    if value is None or value == "":
        return "blank"
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return text_of(value)
    number = round(Decimal(repr(value)) if isinstance(value, float) else Decimal(value), _DIGITS)
    return pounds(number) if money else text_of(float(number))


def _day(value: Cell | Value, sheet: OwnSheet) -> str:
    day = None
    if isinstance(value, int | float | Decimal):
        day = day_of(float(value), sheet.since_1904)
    return text_of(day) if day else _said(value)
