"""The rows of a table in an open workbook put where their keys are now, by moving whole rows.

Excel moves everything with a row: what the team typed beside it, notes, links, colours, heights,
what is hidden and grouped, and the references to it. It is done only where the team has some of it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from xl_recoup.book.writing.kept_again import new_keys
from xl_recoup.book.writing.row_keys import Keys, key_of, matched, old_row
from xl_recoup.book.writing.table_move import Kept
from xl_recoup.contract import normal
from xl_recoup.errors import Refused
from xl_recoup.excel.excel_frames import ExcelFrame
from xl_recoup.excel.kept_of_rows import beside, kept_of, places_of_headings, typed_columns
from xl_recoup.excel.open_cells import Rows, cell_of
from xl_recoup.tables import TableWrite

Step = tuple[int, int]
"""A row that is moved and the row that it becomes; a new row comes from row 0."""
_FROM_ABOVE, _FROM_BELOW = 0, 1  # Excel's xlFormatFromLeftOrAbove, xlFormatFromRightOrBelow


@dataclass(frozen=True)
class Reordering:
    """How a table's rows have to move before they are filled."""

    frame: ExcelFrame
    steps: tuple[Step, ...]
    added: int
    """How many rows are put in between."""
    gone: tuple[int, ...]
    """Where the rows whose key is gone stand afterwards: below all others."""
    kept: tuple[Kept, ...]
    """What the team had in those."""

    def move(self) -> None:
        """Move the rows."""
        for step in self.steps:
            _take(self.frame, *step)

    def back(self) -> None:
        """Move them back, as well as Excel lets us."""
        with suppress(Exception):  # the error that brought us here is the one to be told
            for was, now in reversed(self.steps):
                if was:
                    _take(self.frame, now, was)
                else:
                    _row(self.frame, now).Delete()

    def forget(self) -> None:
        """Take away the rows whose key is gone, once all is written."""
        for row in reversed(self.gone):
            _row(self.frame, row).Delete()


def reorderings(
    frames: Sequence[ExcelFrame], writes: Sequence[TableWrite]
) -> dict[str, Reordering]:
    """Return how the rows of each of a workbook's tables have to move, by the name in its write."""
    wanted = {write.table.casefold(): write for write in writes if write.keys}
    found = {}
    for frame in frames:
        write = wanted.get(frame.name.casefold())
        moves = reordering(frame, write, frames) if write is not None else None
        if write is not None and moves is not None:
            found[write.table] = moves
    return found


def reordering(
    frame: ExcelFrame, write: TableWrite, others: Sequence[ExcelFrame]
) -> Reordering | None:
    """Return how rows have to move; None where they stay, or the team has nothing of its own there.

    Raises Refused where rows have to move and another table stands on the sheet.
    """
    if not write.keys or write.append or frame.last_row < frame.first_row:
        return None
    rows = range(frame.first_row, frame.last_row + 1)
    held = frame.block(rows[0], rows[-1]).values()
    old, new = old_keys(frame, write, held), _new_keys(frame, write)
    places = matched(old, new)
    known = [row for row in rows if any(old[row])]
    if all(places.get(row) == row for row in known) or not _has_own(frame, write, held):
        return None
    if any(o is not frame and o.sheet_name == frame.sheet_name for o in others):
        raise Refused(
            f"Rows of the table {frame.name} on the sheet {frame.sheet_name} have to move with what"
            " stands beside them, and Excel moves no rows where another table is on the sheet. Move"
            " that table to a sheet of its own and run again."
        )
    gone = [row for row in rows if row not in places]
    back = {now: row for row, now in places.items()}
    wanted = [back.get(number, 0) for number in new] or [0]
    while not gone and not wanted[-1]:
        wanted.pop()  # below the last row nothing is put in between: the table is made longer
    steps = tuple(_steps(list(rows), wanted, rows[0]))
    below = rows[0] + len(wanted)
    return Reordering(
        frame,
        steps,
        added=wanted.count(0),
        gone=tuple(range(below, below + len(gone))),
        kept=tuple(kept_of(frame, write, held, [row for row in gone if any(old[row])])),
    )


def _steps(now: list[int], wanted: Sequence[int], first: int) -> Iterator[Step]:
    """Give the moves that make the rows as wanted, 0 for a new one; what is left comes after."""
    stay = _longest_rising([row for row in wanted if row])
    for at, row in enumerate(wanted):
        if at < len(now) and now[at] == row and row:
            continue
        if not row:
            now.insert(at, 0)
            yield 0, first + at
        elif row in stay and not any(r in stay for r in now[at : now.index(row)]):
            # What stands before it goes elsewhere later on, or is gone.
            yield from _past(now, at, row, first)
        else:
            was = now.index(row)
            now.insert(at, now.pop(was))
            yield first + was, first + at


def _past(now: list[int], at: int, row: int, first: int) -> Iterator[Step]:
    """Move what stands before a row that stays to the end, one by one."""
    while now[at] != row:
        now.append(now.pop(at))
        yield first + at, first + len(now) - 1


def _longest_rising(rows: Sequence[int]) -> set[int]:
    """Return the rows of the longest stretch that is in order already: they need not move."""
    ends: list[int] = []
    before: dict[int, int] = {}
    for row in rows:
        at = bisect_left(ends, row)
        before[row] = ends[at - 1] if at else 0
        ends[at : at + 1] = [row]
    found, row = set(), ends[-1] if ends else 0
    while row:
        found.add(row)
        row = before[row]
    return found


def _row(frame: ExcelFrame, row: int) -> Any:
    return frame.sheet.range(f"{row}:{row}").api


def _take(frame: ExcelFrame, was: int, now: int) -> None:
    """Put a row in a place, or a new row where it comes from row 0."""
    if was:
        frame.sheet.range(f"{was}:{was}").api.Cut()
        target = now + 1 if now > was else now
        frame.sheet.range(f"{target}:{target}").api.Insert()
        return
    like = _FROM_BELOW if now == frame.first_row else _FROM_ABOVE
    frame.sheet.range(f"{now}:{now}").api.Insert(CopyOrigin=like)


def old_keys(frame: ExcelFrame, write: TableWrite, held: Rows) -> dict[int, Keys]:
    """Return the keys of the rows that a table has, by the sheet's rows."""
    at, date_1904 = places_of_headings(frame, write), bool(frame.sheet.book.api.Date1904)
    keys = [[at[normal(h)] for h in key] for key in write.keys if all(normal(h) in at for h in key)]
    first = bool(write.known_as) and all(normal(h) in at for h in write.keys[0])
    return {
        row: old_row([key_of([cell_of(values[i]) for i in key], date_1904) for key in keys], first)
        for row, values in enumerate(held, frame.first_row)
    }


def _new_keys(frame: ExcelFrame, write: TableWrite) -> dict[int, Keys]:
    made = new_keys(write, frame.headings, bool(frame.sheet.book.api.Date1904))
    return {frame.first_row + row: keys for row, keys in made.items()}


def _has_own(frame: ExcelFrame, write: TableWrite, held: Rows) -> bool:
    """Say whether the team has anything of its own in, on or beside the rows."""
    if any(row[i] not in (None, "") for i in typed_columns(frame, write) for row in held):
        return True
    state, data = frame.sheet.api, frame.block(frame.first_row, frame.last_row)
    if state.Comments.Count or state.Hyperlinks.Count:
        return True
    if any(any(cell not in (None, "") for cell in row) for row in beside(frame).values()):
        return True
    look = data.cells.api
    looks = (look.RowHeight, look.EntireRow.Hidden, look.EntireRow.OutlineLevel)
    return None in looks or any(
        frame.block(frame.first_row, frame.last_row, i, 1).cells.api.Interior.ColorIndex is None
        for i in range(frame.width)
    )
