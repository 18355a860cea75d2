"""References made from day and school, for a sheet on which the team keeps none.

The day is that of the exclusion, else of leaving the roll, else of the start. Nothing of the pupil
is in a reference; where day and school are the same, the UPNs give the order and nothing else, so
that sorting the sheet moves no reference.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

from xl_recoup.adopt.remarks import rows_said
from xl_recoup.contract import normal
from xl_recoup.contract.cell_values import is_blank, read_date, read_laestab, text_of
from xl_recoup.contract.mapping_table import MADE
from xl_recoup.tables import Cell, CellError, Remark, Table

DATED_BY = ("Exclusion date", "Left roll on", "Start date")
"""The headings whose day is in a made reference; the first that holds one counts."""
_REF = "Placement ref"
_ORDERED_BY = ("UPN", "Start date", "Provider", "Pupil")


def make_references(
    tables: Mapping[str, Table], date_1904: bool
) -> tuple[dict[str, Table], list[Remark]]:
    """Return the tables with made references in place of the mark, and what to say of them."""
    groups: dict[str, list[tuple[tuple[str, ...], str, int]]] = defaultdict(list)
    for name, table in tables.items():
        at = {h: i for i, h in enumerate(table.headings)}
        if _REF in at:
            for number, row in enumerate(table.rows):
                if row[at[_REF]] == MADE:
                    said = {h: row[i] for h, i in at.items()}
                    order = tuple(normal(text_of(said.get(h))) for h in _ORDERED_BY)
                    groups[_base(said, date_1904)].append((order, name, number))
    made: dict[str, dict[int, str]] = defaultdict(dict)
    numbered: dict[str, list[int]] = defaultdict(list)
    for base, members in groups.items():
        # By the pupils, not by their rows: sorting the sheet must move no reference.
        for count, (_, name, number) in enumerate(sorted(members, key=lambda m: m[0]), 1):
            made[name][number] = base if count == 1 else f"{base}-{count}"
            if len(members) > 1:
                numbered[name].append(number)
    changed = {name: _with(tables[name], refs) for name, refs in made.items()}
    return {**tables, **changed}, [_remark(tables[n], rows) for n, rows in numbered.items()]


def _base(said: Mapping[str, Cell], date_1904: bool) -> str:
    """Return day and school, `250922-3055413`; without a day `undated`, and the school if known."""
    parts = ["undated"]
    for heading in DATED_BY:
        cell = said.get(heading)
        if not is_blank(cell) and not isinstance(cell, CellError):
            day = read_date(cell, date_1904)[0]
            if day is not None:
                parts = [f"{day:%y%m%d}"]
                break
    school = said.get("Home school")
    if not is_blank(school) and not isinstance(school, CellError):
        number = read_laestab(school)[0]
        parts += [str(number)] if number else []
    return "-".join(parts)


def _with(table: Table, refs: Mapping[int, str]) -> Table:
    at = table.headings.index(_REF)
    rows = [
        (*row[:at], refs[n], *row[at + 1 :]) if n in refs else row
        for n, row in enumerate(table.rows)
    ]
    return replace(table, rows=rows)


def _remark(table: Table, numbers: list[int]) -> Remark:
    rows = sorted(table.first_row + n for n in numbers)
    share, their = ("shares", "its") if len(rows) == 1 else ("share", "their")
    return Remark(
        "S46",
        table.sheet,
        f"{table.letters(0)}{rows[0]}",
        f"{rows_said(rows)} {share} {their} day and school with others, so the references made of"
        " these are numbered in the order of the UPNs, and one more such pupil may move a number."
        " Add a column with a reference for each placement before anything is posted.",
    )
