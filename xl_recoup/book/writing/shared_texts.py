"""Texts that come again and again in a long table, stored once among the workbook's shared strings.

What a cell elsewhere uses keeps its number and its text. A new text gets the number of one that no
cell uses, else one at the end: what earlier runs needed is used again, so the list does not grow.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence, Set
from itertools import count
from typing import NamedTuple

from xl_recoup.book.package.package import Package
from xl_recoup.book.package.shared_strings import used_strings
from xl_recoup.book.package.xmltext import as_utf8
from xl_recoup.book.writing.cell_xml import is_plain
from xl_recoup.book.writing.old_rows import OldRows
from xl_recoup.book.writing.one_group import is_long
from xl_recoup.errors import Refused
from xl_recoup.tables import OutCell, columns_of


class SharedTexts(NamedTuple):
    """Texts that cells name by their number."""

    numbers: Mapping[str, int]
    """Each of them with its number."""
    new: Mapping[int, str]
    """Those that are not in the list yet, or under another number."""


NOTHING: SharedTexts = SharedTexts({}, {})


def share(
    package: Package, part: str, beside: Set[int], rows: Sequence[Sequence[OutCell]]
) -> SharedTexts:
    """Return which texts of a long table's rows are stored once, and under which numbers.

    `part` is the table's sheet; cells in it that are not written use the numbers `beside`.
    """
    strings = package.few_strings
    if not is_long(rows) or not strings.can_be_changed:
        return NOTHING
    texts = _repeated(rows)
    numbers = dict(strings.numbers_of(texts))
    lacking = [text for text in texts if text not in numbers]
    if not lacking:
        return SharedTexts(numbers, {})
    try:
        taken = beside | _used_elsewhere(package, part) | set(numbers.values())
    except Refused:  # nobody knows which are free
        return SharedTexts(numbers, {})
    free = (number for number in count() if number not in taken)
    new = dict(zip(free, lacking, strict=False))
    return SharedTexts(numbers | {text: number for number, text in new.items()}, new)


def _repeated(rows: Sequence[Sequence[OutCell]]) -> list[str]:
    """Return the texts that come more than once, in the order in which they come."""
    times: Counter[str] = Counter()
    for column in columns_of(rows):
        times.update(cell for cell in column if type(cell) is str)
    return [text for text, number in times.items() if number > 1 and is_plain(text)]


def used_beside(old: OldRows) -> set[int]:
    """Return the numbers that cells of a table's sheet use which are not written anew."""
    data = old.grid.data
    others = {id(row): row.others for row in old.rows.values() if row.others}
    said = "".join(text for row in others.values() for _, text in row)
    totals = b"".join(cell.text for cell in old.totals)
    pieces = (data[: old.start], data[old.end :], totals, said.encode("utf-8", "surrogateescape"))
    return set[int]().union(*map(used_strings, pieces))


def _used_elsewhere(package: Package, part: str) -> set[int]:
    """Return the numbers that cells of the other sheets use."""
    used: set[int] = set()
    for sheet in package.sheets:
        if sheet.part != part and package.has(sheet.part):
            used |= used_strings(as_utf8(package.glance(sheet.part), sheet.part))
    return used
