"""Digests of the input tables, by which changes since a run, or since a posting, are seen."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from itertools import zip_longest

from xl_recoup import contract
from xl_recoup.contract import normal
from xl_recoup.contract.cell_values import is_blank
from xl_recoup.contract.looked_up_names import position, without_it
from xl_recoup.tables import Cell, CellError, ShownAs, Table, WorkbookTables

DIGEST_LENGTH = 16
DIGESTED = {
    "Settings digest": "Settings",
    "Schools digest": "Schools",
    "Agreements digest": "Agreements",
    "Providers digest": "Providers",
    "Schemes digest": "Schemes",
    "Rates digest": "Rates",
    "Calendar digest": "Calendar",
    "Placements digest": "Placements",
    "Changes digest": "PlacementChanges",
    "Queries digest": "Queries",
    "Periods digest": "Periods",
    "Codes digest": "Codes",
    "Ledger extract digest": "LedgerExtract",
    "Signed off digest": "SignedOff",
}
ADDED_LATER = (
    "Periods digest",
    "Codes digest",
    "Ledger extract digest",
    "Signed off digest",
    "Accepted missing",
    "Record digest",
)
"""Columns that the run log of an older workbook need not have."""


def digests(book: WorkbookTables) -> dict[str, str]:
    """Return a digest of each input table, by its heading in the run log.

    It rests on what the cells hold, not on how they look, and is the same after Excel saves. That
    a number is a per cent or a day belongs to what its cell holds. A school's name
    that is looked up is no input.
    """
    return {
        heading: _digest(
            [t for n, t in book.tables.items() if contract.is_placements_table(n)]
            if name == "Placements"
            else [t for t in [book.find(name)] if t is not None]
        )
        for heading, name in DIGESTED.items()
    }


def _digest(tables: list[Table]) -> str:
    if not tables:
        return ""
    hasher = hashlib.sha256()
    for table in tables:
        named = position(table.headings) if contract.is_placements_table(table.name) else None
        headings = [h for i, h in enumerate(table.headings) if i != named]
        rows = table.rows if named is None else [without_it(row, named) for row in table.rows]
        hasher.update(repr([normal(table.name), *map(normal, headings)]).encode())
        columns = map(_column, zip_longest(*without_blank_end(rows)))
        for cells in zip(*columns, strict=True):
            hasher.update("\x1f".join(cells).encode())
            hasher.update(b"\x1e")
    return hasher.hexdigest()[:DIGEST_LENGTH]


def without_blank_end(rows: Iterable[Iterable[Cell]]) -> list[list[Cell]]:
    """Return rows without the blank ones at the end."""
    kept = [list(row) for row in rows]
    while kept and all(is_blank(cell) for cell in kept[-1]):
        kept.pop()
    return kept


def _column(cells: Sequence[Cell]) -> list[str]:
    """Return the canonical text of a column's cells, each content worked out once."""
    # 1, TRUE and what is shown as 100% are equal in Python and not in a cell.
    if {bool, ShownAs} & set(map(type, cells)):
        return [_canonical(cell) for cell in cells]
    texts = {cell: _canonical(cell) for cell in set(cells)}
    return list(map(texts.__getitem__, cells))


def _canonical(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return f"s{cell}" if cell else ""
    if isinstance(cell, bool | CellError):
        return f"e{cell}"
    if isinstance(cell, ShownAs) and cell.guise.how == "per cent":
        return f"p{float(cell)!r}"
    if isinstance(cell, int | float):
        return f"n{float(cell) + 0.0!r}"  # 0 has no sign
    return f"d{cell.isoformat()}"
