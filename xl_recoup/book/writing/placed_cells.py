"""Cells of the team's own put into another row, as text."""

from __future__ import annotations

import re

from xl_recoup.addresses import Address
from xl_recoup.book.package.xmltext import escaped, plain
from xl_recoup.book.writing.reference_text import followed
from xl_recoup.book.writing.table_move import Move

_PLACE = re.compile(r"(<[^<>]*?\sr\s*=\s*[\"'])([A-Za-z]{1,3})\d+")
_FORMULA = re.compile(r"(<(?:[\w.\-]+:)?f(?=[\s>/])[^<>]*?)(/?>)(?:([^<]*)(?=</))?")
_COVERED = re.compile(r"(\sref\s*=\s*[\"'])[A-Za-z]{1,3}\d+(?=[\"'])")


def placed(text: str, column: int, row: int, move: Move, lost: list[str]) -> str:
    """Return a cell as it stands in a row, its formula following the rows that it names.

    The address of one whose formula can't follow is added to `lost`.
    """
    place = Address(column, row)
    text = _PLACE.sub(rf"\g<1>\g<2>{row}", text, count=1)

    def replaced(found: re.Match[str]) -> str:
        start = _COVERED.sub(rf"\g<1>{place}", found[1])
        if not found[3]:
            return start + found[2] + (found[3] or "")
        said = plain(found[3])
        after = followed(said, move, own=True)
        if after.lost:
            lost.append(str(place))
        return start + found[2] + (found[3] if after.text == said else escaped(after.text))

    return _FORMULA.sub(replaced, text, count=1)
