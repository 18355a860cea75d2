"""What their spellings and the sheets' own names mean: constants and values of the Mapping."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from rapidfuzz import fuzz, process

from xl_recoup.addresses import Range
from xl_recoup.adopt.compared_words import name_key
from xl_recoup.adopt.day_columns import in_order
from xl_recoup.adopt.heading_lines import in_column
from xl_recoup.adopt.kept_rows import STRONG, keep_rows
from xl_recoup.adopt.known_headings import CHARGES, SPECS
from xl_recoup.adopt.known_spellings import (
    BLANK,
    is_guess,
    known_flag,
    known_spelling,
    means_nothing,
)
from xl_recoup.adopt.made_references import DATED_BY
from xl_recoup.adopt.mapping_rows import MappingRow
from xl_recoup.adopt.names import SCHOOL_HEADINGS, Names
from xl_recoup.adopt.table_areas import PLACEMENTS, Area
from xl_recoup.closed_lists import MappingStatus
from xl_recoup.contract import Column, Kind
from xl_recoup.contract.cell_values import is_blank, read_cell, text_of
from xl_recoup.contract.mapping_table import (
    CONSTANT,
    DAY,
    MADE,
    PROPOSED,
    SUGGESTED,
    UNMAPPED,
    VALUE,
    WHERE_BLANK,
)
from xl_recoup.tables import Cell, SheetView, WrongOrder

MOST = 60
"""Spellings of one column that are listed; a column with more is a column of something else."""
ALIKE_NAME = 80
_TEXTS = ("Scheme", "Provider", *SCHOOL_HEADINGS)


def propose_values(
    view: SheetView, area: Area, columns: Sequence[MappingRow], names: Names, date_1904: bool
) -> list[MappingRow]:
    """Return a row for each spelling in the mapped columns that is not one of ours."""
    lines = data_lines(view, area, columns)
    specs = {c.heading: c for c in SPECS[area.table].columns}
    rows: list[MappingRow] = []
    for row in columns:
        column = specs.get(row.heading)
        if row.table != area.table or column is None or row.means == DAY or column.private:
            continue
        free = column.kind in (Kind.TEXT, Kind.NOTE, Kind.UPN) and row.heading not in _TEXTS
        if free and (area.table, row.heading) != ("Rates", "Factor"):
            continue
        unknown = {
            text_of(cell): None
            for cell in _cells(_read(lines, row, columns), row)
            if not _is_ours(area.table, column, in_order(cell, row.means), names, date_1904)
        }
        if sum(not names.within_authority(text) for text in unknown) <= MOST:
            rows += [_meaning(area.table, column, text, names) for text in unknown if text]
    return rows


def data_lines(view: SheetView, area: Area, columns: Sequence[MappingRow]) -> list[Sequence[Cell]]:
    """Return the lines of an area that are rows of its table."""
    return [view.rows[n - 1] for n in data_rows(view, area, columns)[0]]


def data_rows(
    view: SheetView, area: Area, columns: Sequence[MappingRow]
) -> tuple[list[int], list[int], list[int]]:
    """Return the numbers of an area's rows of its table, of titles, and of the columns read."""
    kinds = {c.heading: c.kind for c in SPECS[area.table].columns}
    read = {b.first_column: r for r in columns if r.heading and (b := Range.parse(r.cell))}
    strong = frozenset(c for c, r in read.items() if kinds.get(r.heading) in STRONG)
    words = {column: row.words for column, row in read.items()}
    first = area.block.last_row + 1
    kept = keep_rows(view, first, area.last_row, words, strong)
    numbers = [n for n in range(first, kept.last_row + 1) if n not in kept.skipped]
    filled = [
        n
        for n in numbers
        if any(c <= len(view.rows[n - 1]) and not is_blank(view.rows[n - 1][c - 1]) for c in read)
    ]
    return filled, kept.titles, list(read)


def _read(
    lines: Sequence[Sequence[Cell]], row: MappingRow, columns: Sequence[MappingRow]
) -> Sequence[Sequence[Cell]]:
    """Return the lines in which a column is read: of a second one, where the first is blank."""
    if row.means != WHERE_BLANK:
        return lines
    firsts = [r for r in columns if r.heading == row.heading and r.means != WHERE_BLANK]
    return [line for line in lines if not any(True for r in firsts for _ in _cells([line], r))]


def _cells(lines: Iterable[Sequence[Cell]], row: MappingRow) -> Iterable[Cell]:
    return (cell for cell in in_column(lines, row.cell) if not is_blank(cell))


def _is_ours(table: str, column: Column, cell: Cell, names: Names, date_1904: bool) -> bool:
    if table == PLACEMENTS and column.heading in _TEXTS:
        return names.knows(column.heading, text_of(cell) if isinstance(cell, str) else cell)
    if table == "Rates" and column.heading == "Factor":
        return known_spelling(table, "Factor", text_of(cell)) is None
    if isinstance(cell, WrongOrder):  # an error of its cell, which no spelling cures
        return True
    issue = read_cell(cell, column, date_1904)[1]
    return issue is None or not issue.fault or not isinstance(cell, str | int | float)


def _meaning(table: str, column: Column, text: str, names: Names) -> MappingRow:
    heading = column.heading
    base = MappingRow(VALUE, words=text, table=table, heading=heading)
    spelling = known_spelling(table, heading, text)
    if column.kind is Kind.FLAG:
        spelling = spelling or known_flag(text)
    if spelling is None and means_nothing(text) and column.kind is not Kind.LAESTAB:
        spelling = BLANK
    if spelling is not None:
        status = SUGGESTED if is_guess(text) else PROPOSED
        score = 60 if is_guess(text) else 95
        return replace(base, means=spelling, status=status, score=score, reason="a known spelling")
    if heading in SCHOOL_HEADINGS and table == PLACEMENTS:
        if number := names.within_authority(text):
            why = f"the number within the authority, of {names.written(number)}"
            return replace(base, means=number, status=SUGGESTED, score=75, reason=why)
        keys = {n: name_key(n) for n in names.school_names}
        found = process.extractOne(
            name_key(text), keys, scorer=fuzz.token_set_ratio, score_cutoff=ALIKE_NAME
        )
        number = names.laestab(found[2]) if found else ""
        if found and number:
            score, why = int(found[1] * 0.8), f"alike: {found[2]}"
            return replace(base, means=number, status=SUGGESTED, score=score, reason=why)
    what = {"Provider": "provider's code", "Scheme": "scheme's code"}.get(heading, "value of ours")
    if heading in SCHOOL_HEADINGS:
        what = "LAESTAB"
    why = f"not known: fill in Means with a {what}, or correct the cells"
    return replace(base, status=UNMAPPED, score=0, reason=why)


def propose_constants(area: Area, columns: Sequence[MappingRow], names: Names) -> list[MappingRow]:
    """Return a row for each value that holds for a whole sheet."""
    have = {r.heading for r in columns if r.table != CHARGES}
    whole = MappingRow(CONSTANT, area.sheet, area.block.full, table=area.table)
    return [
        replace(whole, heading=heading, means=means, status=status, score=score, reason=reason)
        for heading, means, status, score, reason in _constants(area, have, names)
        if heading not in have
    ]


def _constants(
    area: Area, have: set[str], names: Names
) -> Iterable[tuple[str, str, MappingStatus, int, str]]:
    """Give heading, meaning, status, score and reason of what may hold for a sheet."""
    if area.table == PLACEMENTS:
        if have & set(DATED_BY):
            why = "no column has one: made as 250922-3055413; sorting moves none"
            yield "Placement ref", MADE, SUGGESTED, 50, why
        else:
            why = "no column holds a reference for each placement: add one to the sheet"
            yield "Placement ref", "", UNMAPPED, 0, why
        code = names.providers.get(name_key(area.sheet))
        if code:
            yield "Provider", code, PROPOSED, 95, "the sheet's name is a provider's"
        if "Exclusion date" in have:
            why = "no column says the scheme, and the sheet has dates of exclusion"
            yield "Scheme", "PEX", SUGGESTED, 70, why
        else:
            why = "no column says the scheme: fill in Means with its code"
            yield "Scheme", "", UNMAPPED, 0, why
    elif area.table == "Calendar":
        why = "no column names a calendar: the authority's own"
        yield "Calendar", "LA", PROPOSED, 90, why
        yield "Kind", "", UNMAPPED, 0, "no column says term or closure"
    elif area.table == "Agreements":
        yield "Scheme", "all", SUGGESTED, 50, "no column says the scheme"
