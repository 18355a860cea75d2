"""Two columns of theirs for one heading of ours: neither, or one where the other is blank."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from xl_recoup.addresses import letters_of
from xl_recoup.adopt.heading_lines import cells_of
from xl_recoup.adopt.mapping_rows import MappingRow
from xl_recoup.adopt.names import SCHOOL_HEADINGS
from xl_recoup.contract.cell_values import is_blank
from xl_recoup.contract.mapping_table import (
    DAY,
    IGNORED,
    PROPOSED,
    SUGGESTED,
    UNMAPPED,
    WHERE_BLANK,
)
from xl_recoup.tables import SheetView
from xl_recoup.words import counted


def without_rivals(rows: list[MappingRow]) -> list[MappingRow]:
    """Return the rows with suggestions unmapped that two columns have for one heading."""
    counts: dict[tuple[str, str, str], int] = defaultdict(int)
    for row in rows:
        if row.status in (SUGGESTED, PROPOSED) and row.means != DAY:
            counts[row.table, row.heading, row.means] += 1
    return [
        replace(
            row,
            heading="",
            means="",
            status=UNMAPPED,
            score=50,
            reason=f"two columns can be {row.heading}: fill in Heading for one of them",
        )
        if row.status == SUGGESTED and counts[row.table, row.heading, row.means] > 1
        else row
        for row in rows
    ]


def where_blank(
    view: SheetView, rows: Sequence[MappingRow], wanted: Sequence[str], numbers: Sequence[int]
) -> list[MappingRow]:
    """Map a second column for a school that has the school where the first one has none.

    `wanted` gives for each row the heading of ours that its words are known for, `numbers` the
    sheet's rows that are placements.
    """
    found = list(rows)
    for heading in SCHOOL_HEADINGS:
        first = next((r for r in rows if r.heading == heading), None)
        if first is None:
            continue
        gaps = [is_blank(c) for c in cells_of(view, first.cell, numbers)]
        for index, (row, known) in enumerate(zip(rows, wanted, strict=True)):
            if known != heading or row.status != IGNORED:
                continue
            held = cells_of(view, row.cell, numbers)
            n = sum(g and not is_blank(c) for g, c in zip(gaps, held, strict=True))
            if n:
                found[index] = replace(
                    row,
                    heading=heading,
                    means=WHERE_BLANK,
                    status=PROPOSED,
                    score=90,
                    reason=f"read where column {letters_of(first.cell)} is blank:"
                    f" {counted(n, 'row')} {'has' if n == 1 else 'have'} the school only here",
                )
    return found
