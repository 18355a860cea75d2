"""Formulas that a sheet stores as one group, written out cell by cell."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from xl_recoup.addresses import Address, Range
from xl_recoup.book.package.xmltext import ATTRIBUTES, attribute, element, escaped, plain, range_of
from xl_recoup.book.reading.grid import cell_pattern
from xl_recoup.book.writing.fill_down import moved_down


class _Group(NamedTuple):
    """The first cell of a group, and its formula as Excel shows it."""

    start: Address
    text: str


def written_out(
    data: bytes,
    prefix: bytes,
    wanted: Callable[[str], bool],
    ours: Callable[[Range], bool] = lambda _: False,
) -> bytes:
    """Return a sheet without its groups of formulas, each cell with its own, where one is `wanted`.

    `wanted` is asked of the first formula of each group; of none whose cells are `ours`, for those
    are written anew.
    """
    stated = re.compile(b"<%sf(?=\\s)(%s)>([^<]+)</" % (prefix, ATTRIBUTES))
    starts = [
        (range_of(found[1]), plain(found[2].decode("utf-8", "surrogateescape")))
        for found in stated.finditer(data)
        if attribute(found[1], b"t") == b"shared"
    ]
    others = [text for block, text in starts if block is None or not ours(block)]
    if not any(map(wanted, others)):
        return data
    groups: dict[bytes, _Group] = {}
    formula = element(prefix, b"f")

    def note(cell: re.Match[bytes]) -> bytes:
        found = formula.search(cell[2]) if cell[2] and b"shared" in cell[2] else None
        if found is None or attribute(found[1], b"t") != b"shared":
            return cell[0]
        place = Address.parse((attribute(cell[1], b"r") or b"").decode("ascii", "replace"))
        number = attribute(found[1], b"si") or b""
        said = plain((found[2] or b"").decode("utf-8", "surrogateescape"))
        block = range_of(found[1])
        if said and place and block is not None and not ours(block) and wanted(said):
            groups[number] = _Group(place, said)
        group = groups.get(number)
        if group is None or place is None:
            return cell[0]
        down, right = place.row - group.start.row, place.column - group.start.column
        text = escaped(said or moved_down(group.text, down, right))
        alone = b"<%sf>%s</%sf>" % (prefix, text.encode("utf-8", "surrogateescape"), prefix)
        at = cell[0].index(found[0])
        return cell[0][:at] + alone + cell[0][at + len(found[0]) :]

    return cell_pattern(prefix).sub(note, data)
