"""The record that a run leaves for the next one: what every part of it wants to know again."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from xl_recoup.contract import LAST_RUN
from xl_recoup.intake.last_run_record import Remembered
from xl_recoup.outputs.moved_tables import noted_movements
from xl_recoup.outputs.table_write import table_write
from xl_recoup.run.result import Result
from xl_recoup.tables import TableWrite


def _seen(result: Result) -> Iterable[Remembered]:
    return result.seen


def _noted(result: Result) -> Iterable[Remembered]:
    return result.noted


NOTED: tuple[Callable[[Result], Iterable[Remembered]], ...] = (_seen, _noted, noted_movements)
"""What each part of a run wants the next run to know; a part adds its function here."""


def remembered(result: Result) -> list[Remembered]:
    """Return all that a run notes for the next. Raises ValueError where a name is noted twice."""
    rows = [row for note in NOTED for row in note(result)]
    if len({(row.kind, row.name) for row in rows}) < len(rows):
        raise ValueError("of one kind a name is noted twice")
    return rows


def last_run_write(rows: Iterable[Remembered]) -> TableWrite:
    """Return the writing of what was noted, in place of what the run before had noted."""
    write = table_write(LAST_RUN, [tuple(cell or None for cell in row) for row in rows])
    return replace(write, hidden=True)
