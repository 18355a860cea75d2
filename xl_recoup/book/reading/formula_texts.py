"""The text of formulas as they stand in a sheet, those of shared groups included."""

from __future__ import annotations

import re
from functools import cached_property

from xl_recoup.book.package.xmltext import ATTRIBUTES, attribute, decoded, element, plain
from xl_recoup.book.reading.grid import Grid


class FormulaTexts(dict[bytes, str]):
    """What a formula element says, worked out once for each; a shared one says its group's."""

    def __init__(self, grid: Grid) -> None:
        """Read the formulas of one sheet."""
        super().__init__()
        self._grid = grid
        self._element = element(grid.prefix, b"f")

    def __missing__(self, formula: bytes) -> str:
        found = self._element.match(formula)
        text = "" if found is None else _said(found[2])
        if found is not None and not text and attribute(found[1], b"t") == b"shared":
            text = self._groups.get(attribute(found[1], b"si") or b"", "")
        self[formula] = text
        return text

    @cached_property
    def _groups(self) -> dict[bytes, str]:
        """The text of each shared group, from the cell where it starts."""
        tag = self._grid.prefix + b"f"
        # The first cell of a group states the text, `<f t="shared" ref="B2:B9" si="0">A2*2</f>`;
        # the others only name it, `<f t="shared" si="0"/>`. Attributes come in any order.
        stated = re.compile(b"<%s(?=\\s)(%s)>([^<]+)</%s" % (tag, ATTRIBUTES, tag))
        groups: dict[bytes, str] = {}
        for found in stated.finditer(self._grid.data, self._grid.start, self._grid.end):
            group = attribute(found[1], b"si")
            if group is not None and attribute(found[1], b"t") == b"shared":
                groups.setdefault(group, _said(found[2]))
        return groups


def _said(raw: bytes | None) -> str:
    return decoded(plain((raw or b"").decode("utf-8", "replace"))).strip()
