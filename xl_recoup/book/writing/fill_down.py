"""Formulas of the team's own columns, filled down into new rows as Excel does."""

from __future__ import annotations

import re

from xl_recoup.addresses import LAST_ROW

# Texts, table references in brackets and quoted sheet names come first, so that what looks like a
# cell in them is passed over: "B2", Table[B2], 'B2'!. As raw XML, quotes may be written `&quot;`.
# A reference is not part of a longer word or name (`LOG10(`, `Rate2`, `B2.5`), nor of an entity.
_PIECE = re.compile(
    r"\"[^\"]*\"|&quot;.*?&quot;|'[^']*'|\[(?:[^\[\]]|\[[^\]]*\])*\]"
    r"|(?<![\w.$&;#])(\$?[A-Za-z]{1,3})(\$?)(\d{1,7})(?![\w(.])"
)


def refers_by_row(formula: str) -> bool:
    """Say whether a formula holds references to cells, such as B2, that move with its row."""
    return any(found[1] and not found[2] for found in _PIECE.finditer(formula))


def moved_down(formula: str, rows: int) -> str:
    """Return a formula as it stands so many rows further down: B2 becomes B3, B$2 stays."""

    def move(found: re.Match[str]) -> str:
        if not found[1] or found[2]:
            return found[0]
        row = int(found[3]) + rows
        return f"{found[1]}{row}" if 0 < row <= LAST_ROW else "#REF!"

    return _PIECE.sub(move, formula)
