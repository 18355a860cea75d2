"""What moved since the last run as rows to be written, and whether those in a workbook are true."""

from __future__ import annotations

import hashlib
from collections.abc import Container, Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal

from xl_recoup.contract import MOVEMENTS, WHAT_MOVED, normal
from xl_recoup.contract.cell_values import is_blank, text_of
from xl_recoup.intake.last_run_record import Remembered
from xl_recoup.outputs.table_write import table_write
from xl_recoup.run.movements import Movement
from xl_recoup.run.result import Result
from xl_recoup.tables import Cell, OutCell, TableWrite, WorkbookTables

SHOWN = "movements"
"""The record's kind of the digest of the table, by which it is known again."""


def writes(result: Result, there: Container[str]) -> list[TableWrite]:
    """Return the tables of what moved; the three lines only where their table is `there`."""
    made = []
    if result.movements is not None:
        made.append(movements_write(result.movements))
    if normal(WHAT_MOVED.name) in there and result.moved:
        made.append(table_write(WHAT_MOVED, [(line,) for line in result.moved]))
    return made


def movements_write(moved: Iterable[Movement]) -> TableWrite:
    """Return the Movements table."""
    return table_write(MOVEMENTS, [_row(movement) for movement in moved])


def _row(m: Movement) -> tuple[OutCell, ...]:
    return (
        m.laestab or None,
        m.school or None,
        m.reason.value,
        m.placement_ref or None,
        m.before.total,
        m.now.total,
        m.difference,
        *m.by,
        m.changed or None,
    )


def noted_movements(result: Result) -> Iterator[Remembered]:
    """Yield by what the next run, or a check, knows the table again."""
    if result.movements is None:
        yield from (row for row in result.before.rows if row.kind == SHOWN)
        return
    yield Remembered(SHOWN, "digest", _digest(movements_write(result.movements).rows))


def drift(book: WorkbookTables, result: Result) -> list[str]:
    """Return in a sentence whether the table is not as the last run left it; else nothing."""
    known = result.before.of(SHOWN).get("digest")
    if result.movements is not None or known is None:
        return []
    table = book.find(MOVEMENTS.name)
    if table is None:
        return [f"The table {MOVEMENTS.name} is missing."]
    at = {normal(h): i for i, h in enumerate(table.headings)}
    places = [at.get(normal(h)) for h in MOVEMENTS.headings]
    rows = [[None if i is None else row[i] for i in places] for row in table.rows]
    if _digest(row for row in rows if not all(map(is_blank, row))) == known:
        return []
    return [f"{table.sheet}: the table {MOVEMENTS.name} is not as the last run left it."]


def _digest(rows: Iterable[Sequence[OutCell | Cell]]) -> str:
    hasher = hashlib.sha256()
    for row in rows:
        hasher.update("\x1f".join(map(_text, row)).encode())
        hasher.update(b"\x1e")
    return hasher.hexdigest()[:16]


def _text(cell: OutCell | Cell) -> str:
    if isinstance(cell, Decimal | int | float) and not isinstance(cell, bool):
        return f"{cell:.2f}"
    return text_of(cell) if cell is None or isinstance(cell, str | bool | date) else str(cell)
