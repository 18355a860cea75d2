"""A cell as words: what a reader of the sheet sees in it."""

from __future__ import annotations

import re
from datetime import date, datetime

from xl_recoup.money import decimal_of
from xl_recoup.tables import Cell, ShownAs

# `Total`, `Totals:`, `Grand total`, `Sub-total`, `T O T A L` at the start of a cell, not `Totally`;
# `Count`, `Sum:`, `Average`, `Number of pupils` as all that it holds.
_TOTAL = re.compile(
    r"\s*(?:(?:grand |sub[- ]?|overall )?(?:totals?|t o t a l)\b"
    r"|(?:count|sum|average|mean|(?:number|no\.?) of (?:pupils|children|placements))[\s:.]*$)",
    re.IGNORECASE,
)


def is_total(text: str) -> bool:
    """Say whether a text is what stands in front of a sum."""
    return bool(_TOTAL.match(text))


def is_blank(cell: Cell) -> bool:
    """Say whether a cell holds nothing that a reader would see."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def text_of(cell: Cell) -> str:
    """Return a cell as text: trimmed, a whole number without its decimals, a per cent as one."""
    if isinstance(cell, str):
        return " ".join(cell.split())  # at spaces of every kind, those that break no line too
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, ShownAs) and cell.guise.how == "per cent":
        return f"{(decimal_of(cell) * 100).normalize():f}%"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime | date):
        return f"{cell:%d/%m/%Y}"
    return "" if cell is None else str(cell)


def quoted(cell: Cell) -> str:
    """Return what a cell holds, quoted and shortened for a message."""
    text = text_of(cell)
    return f"“{text[:40]}…”" if len(text) > 41 else f"“{text}”"


def holds(cell: Cell) -> str:
    """Return the beginning of what is said of a cell that quotes it."""
    return f"holds {quoted(cell)}, which "
