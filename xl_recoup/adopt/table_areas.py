"""Where a sheet holds a table of ours: told by how many of its headings are known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from xl_recoup.addresses import Range
from xl_recoup.adopt.heading_lines import LOOKED_AT, Heading, headings_in, plain_line
from xl_recoup.adopt.known_headings import SPECS, known_heading
from xl_recoup.contract.cell_values import is_blank, text_of
from xl_recoup.contract.upn import is_upn
from xl_recoup.tables import Frame, SheetView

PLACEMENTS = "Placements"
IDENTITY = {"UPN", "Pupil", "Date of birth", "Year group"}
EVENT = {"Exclusion date", "Left roll on", "Start date", "Provider", "Days per week", "Home school"}
NEEDED = {
    "Schools": {"LAESTAB", "School", "Type"},
    "Rates": {"Factor", "Phase", "Amount", "Valid from"},
    "Calendar": {"From", "To", "Name"},
    "Providers": {"Code", "Provider"},
    "Agreements": {"Party", "Scheme", "Status"},
}
"""Headings without which a sheet is not taken for such a table."""
FEWEST = 4
FEWEST_UPNS = 3


@dataclass(frozen=True, slots=True)
class Area:
    """A table on a sheet: what it may be, its headings, and the row of its last cell."""

    table: str
    sheet: str
    block: Range
    headings: tuple[Heading, ...]
    known: int
    last_row: int
    by_upns: bool = False
    """True where it was told by a column of UPNs, not by its headings."""


def find_areas(view: SheetView, frames: Sequence[Frame]) -> list[Area]:
    """Return the tables that a sheet seems to hold, best first; `frames` are its Excel tables."""
    found = [a for frame in frames for a in _in_frame(view, frame)]
    taken = [range(f.first_column, f.last_column + 1) for f in view.frames]
    for top in range(1, min(LOOKED_AT, len(view.rows)) + 1):
        for height in (1, 2):
            if not plain_line(view, top) or (height == 2 and not plain_line(view, top + 1)):
                continue
            line = [
                h for h in headings_in(view, top, height) if not any(h.column in t for t in taken)
            ]
            found += _in_line(view, range(top, top + height), line)
    chosen: list[Area] = []
    for area in sorted(
        found, key=lambda a: (-a.known, a.block.last_row - a.block.first_row, a.block.first_row)
    ):
        if not any(_share_columns(area, other) for other in chosen):
            chosen.append(area)
    if not any(a.table == PLACEMENTS for a in chosen):
        chosen += [a for a in _by_upns(view) if not any(_share_columns(a, o) for o in chosen)]
    return chosen


def _share_columns(a: Area, b: Area) -> bool:
    """Say whether two areas share columns, so that only one of them can be meant."""
    return (
        a.block.first_column <= b.block.last_column and b.block.first_column <= a.block.last_column
    )


def _in_frame(view: SheetView, frame: Frame) -> Iterator[Area]:
    columns = range(frame.first_column, frame.last_column + 1)
    line = headings_in(view, frame.heading_row, 1, columns)
    area = _area(view, line, range(frame.heading_row, frame.heading_row + 1), frame.last_row)
    if area:
        yield area


def _in_line(view: SheetView, rows: range, line: list[Heading]) -> list[Area]:
    """Return what a line of headings is: one table, or several side by side."""
    last = len(view.rows)
    several = [area for run in _runs(line) if (area := _area(view, run, rows, last))]
    if len({area.table for area in several}) > 1:
        return several
    whole = _area(view, line, rows, last)
    return [whole] if whole else []


def _runs(line: list[Heading]) -> Iterator[list[Heading]]:
    """Yield the headings that stand side by side, without a gap."""
    run: list[Heading] = []
    for head in line:
        if run and head.column > run[-1].column + 1:
            yield run
            run = []
        run.append(head)
    if run:
        yield run


def _area(view: SheetView, line: Sequence[Heading], rows: range, last_row: int) -> Area | None:
    """Return the table that these headings in one or two rows belong to, or None."""
    best, most = "", 0
    for table in SPECS:
        known = _known(table, line)
        if table == PLACEMENTS:
            fits = len(known) >= FEWEST and bool(known & IDENTITY) and len(known & EVENT) >= 2
        else:
            fits = known >= NEEDED[table]
        if fits and len(known) > most:
            best, most = table, len(known)
    if not best:
        return None
    block = Range(line[0].column, rows[0], line[-1].column, rows[-1])
    return Area(best, view.name, block, tuple(line), most, last_row)


def _known(table: str, line: Sequence[Heading]) -> set[str]:
    """Return which headings of a table stand in a line."""
    return {known for h in line if (known := known_heading(table, h.forms))}


def _by_upns(view: SheetView) -> Iterator[Area]:
    """Yield the area over a column of valid UPNs, whatever its headings say."""
    for column in range(len(view.rows[0]) if view.rows else 0):
        hits = [
            number
            for number, row in enumerate(view.rows, 1)
            if isinstance(row[column], str) and is_upn(text_of(row[column]))
        ]
        if len(hits) < FEWEST_UPNS:
            continue
        for top in range(hits[0] - 1, 0, -1):
            line = headings_in(view, top, 1)
            if len(line) >= FEWEST and not is_blank(view.rows[top - 1][column]):
                known = len(_known(PLACEMENTS, line))
                block = Range(line[0].column, top, line[-1].column, top)
                yield Area(
                    PLACEMENTS, view.name, block, tuple(line), known, len(view.rows), by_upns=True
                )
                return
