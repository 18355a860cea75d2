"""A sheet that has to be made for a table, in a file or in Excel: its name and how it looks."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from datetime import date
from decimal import Decimal
from itertools import chain, count
from typing import Literal

from xl_recoup.tables import Formula, OutCell, TableWrite

HEADING_ROW = 4
USUAL_WIDTH = 14.0
TABLE_STYLE = "TableStyleLight1"
Shown = Literal["day", "pounds", ""]
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_LONGEST_NAME = 31
_RESERVED = "history"  # Excel keeps this name for itself


def free_name(write: TableWrite, used: Collection[str]) -> str:
    """Return a name for the sheet that Excel takes and that is not in use."""
    title = _NOT_IN_NAMES.sub(" ", write.sheet or write.table)
    wanted = title.strip("' ")[:_LONGEST_NAME] or "Table"
    taken = {name.casefold() for name in used} | {_RESERVED}
    endings = chain([""], (f" {number}" for number in count(2)))
    names = (f"{wanted[: _LONGEST_NAME - len(ending)]}{ending}" for ending in endings)
    return next(name for name in names if name.casefold() not in taken)


def shown_as(write: TableWrite, heading: str, values: Sequence[OutCell]) -> Shown:
    """Return how a column shows what it holds or, where that is nothing, what it will hold."""
    held = [v.value if isinstance(v, Formula) else v for v in values]
    kinds = {type(v) for v in held} - {type(None)}
    if kinds:
        days = all(issubclass(kind, date) for kind in kinds)
        return "day" if days else "pounds" if kinds == {Decimal} else ""
    return "pounds" if heading in write.pounds else "day" if heading in write.days else ""
