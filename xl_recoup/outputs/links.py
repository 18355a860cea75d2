"""Links from one sheet to a place on another, as formulas that say where they lead."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from xl_recoup.addresses import Address, column_letters
from xl_recoup.records import Place
from xl_recoup.tables import Formula


def link(sheet: str, cells: str, shown: str) -> Formula:
    """Return a link to cells of a sheet, with the words that are seen."""
    target = "#'{}'!{}".format(sheet.replace("'", "''"), cells)
    escaped = [text.replace('"', '""') for text in (target, shown)]
    return Formula('HYPERLINK("{}","{}")'.format(*escaped), shown)


def link_to(place: Place, out_of_sight: Mapping[str, Collection[int]]) -> Formula:
    """Return a link to where something stands; a sheet without a cell means its first one.

    `out_of_sight` are the columns of each sheet, counted from 1, that are hidden or folded away: a
    link to one of them begins at the last cell before it that is seen, so that it lands in sight.
    """
    cells = in_sight(place.cell or "A1", out_of_sight.get(place.sheet, ()))
    return link(place.sheet, cells, str(place))


def in_sight(cell: str, away: Collection[int]) -> str:
    """Return the cell, or where its column is `away` a block from the nearest seen before it."""
    address = Address.parse(cell)
    if address is None or address.column not in away:
        return cell
    seen = next((n for n in range(address.column, 0, -1) if n not in away), None)
    return cell if seen is None else f"{column_letters(seen)}{address.row}:{cell}"
