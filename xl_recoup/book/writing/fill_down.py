"""Formulas of the team's own columns, filled down into new rows as Excel does."""

from __future__ import annotations

import re

from xl_recoup.addresses import LAST_COLUMN, LAST_ROW, column_letters, column_number

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


def moved_down(formula: str, rows: int, columns: int = 0) -> str:
    """Return a formula as it stands so many rows further down: B2 becomes B3, B$2 stays.

    With `columns`, also so many columns further to the right: B2 becomes C2, $B2 stays.
    """

    def move(found: re.Match[str]) -> str:
        if not found[1]:
            return found[0]
        row = int(found[3]) + (0 if found[2] else rows)
        letters = found[1]
        if columns and not letters.startswith("$"):
            number = column_number(letters) + columns
            letters = column_letters(number) if 0 < number <= LAST_COLUMN else ""
        return f"{letters}{found[2]}{row}" if letters and 0 < row <= LAST_ROW else "#REF!"

    return _PIECE.sub(move, formula)
