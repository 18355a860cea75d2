"""Two columns of theirs that can both be one of ours and do not agree: a question, not a choice."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from xl_recoup.addresses import letters_of
from xl_recoup.adopt.compared_words import heading_key
from xl_recoup.adopt.day_columns import in_order
from xl_recoup.adopt.heading_lines import cells_of
from xl_recoup.adopt.known_headings import KNOWN
from xl_recoup.adopt.mapping_rows import MappingRow
from xl_recoup.adopt.names import Names
from xl_recoup.adopt.remarks import rows_said
from xl_recoup.contract import Column, Kind, normal
from xl_recoup.contract.cell_values import is_blank, read_cell, read_date, text_of
from xl_recoup.contract.mapping_table import (
    IGNORED,
    PROPOSED,
    SUGGESTED,
    UNMAPPED,
    WHERE_BLANK,
    WHERE_OTHER,
)
from xl_recoup.tables import Cell, CellError, SheetView

HOME, ADMITTING, ADMITTED = "Home school", "Admitting school", "Admitted on"
_WHERE_NOW = frozenset(
    heading_key(words)
    for words in (
        "school", "school name", "name of school", "dfe number", "dfe", "laestab", "base school",
        "laestab number", "school laestab", "school dfe number", "current school",
        "school dfe", "dfe no of school", "present school",
    )
)  # fmt: skip
"""Headings over schools that may as well be where the pupil is now."""
_NOW_ALONE = frozenset(heading_key(words) for words in ("current school", "present school"))
_ALIKE: Mapping[Kind, str] = {
    Kind.DATE: "dates",
    Kind.LAESTAB: "schools",
    Kind.FLAG: "answers",
    Kind.YEAR_GROUP: "year groups",
}
"""Kinds of columns of which two are compared, and what stands in both."""
_SOMETHING_ELSE = heading_key(
    "expected planned proposed estimated target due next previous prior former last current now"
    " present sibling siblings authority letter notice review meeting hearing decision upheld"
)
"""Words of a column that is beside the one that is meant, and not another form of it."""
_LEAST_WORDS = defaultdict(lambda: 2, {"Looked after": 1, "Year group": 1})
"""So many words a known heading has at least, to be known again among others."""
FEWEST, MOST_OF, SOME_OF = 2, 0.9, 0.3
"""So many cells, and such a share of them, make a column one of schools; fewer under that word."""
_SCHOOL = re.compile(r"\b(school|academy|setting|establishment)\b")
_EARLIER_SCHOOL = re.compile(
    r"\b(previous|prior|former|last|excluding|original|referring|sending|from) (mainstream )?"
    r"(school|academy|setting|establishment)( name| dfe| laestab| number)*$"
)
"""Words over the school that a pupil came from, even where none of its names is understood."""
Values = dict[int, object]
"""What a column means, by the sheet's row, where it holds anything that can be read."""


def asked_of_two(
    view: SheetView,
    rows: Sequence[MappingRow],
    numbers: Sequence[int],
    columns: Mapping[str, Column],
    names: Names,
    date_1904: bool,
) -> list[MappingRow]:
    """Return the rows with what two columns both can be taken back to a suggestion or a question.

    `numbers` are the sheet's rows that are placements. Of two columns under known headings one
    fits better and the other was set aside: that stays so where they say the same. A column of
    schools under unknown words is a rival of one whose words may say where the pupil is now; one
    whose words are those of a known heading and more, *Actual start date*, is a rival of that one.
    """
    found = list(rows)
    for at, row in enumerate(rows):
        column = columns.get(row.heading)
        if row.status not in (PROPOSED, SUGGESTED) or column is None:
            continue
        if column.kind not in _ALIKE or row.means == WHERE_BLANK:
            continue
        values = _values(view, row, numbers, _reader(column, row, names, date_1904))
        for other, rival in enumerate(rows):
            closer = _set_aside(rival, row) or _says_more(rival, row)
            if not closer and not (
                row.heading == HOME and _unknown_schools(view, rival, numbers, names)
            ):
                continue
            reader = _reader(column, row, names, date_1904)
            if row.heading == HOME and not closer:
                reader = partial(_school_or_words, names)
            theirs = _values(view, rival, numbers, reader)
            differ = [n for n in values if n in theirs and values[n] != theirs[n]]
            if differ and (closer or heading_key(row.words) in _WHERE_NOW):
                kind = column.kind
                found[at], found[other] = _question(view, found, at, other, numbers, differ, kind)
                break
        else:
            if row.heading == HOME and heading_key(row.words) in _NOW_ALONE:
                why = "its words may say where the pupil is now: is this the school that excluded?"
                found[at] = replace(row, status=SUGGESTED, score=50, reason=why)
    return found


def _set_aside(rival: MappingRow, row: MappingRow) -> bool:
    """Say whether a column was set aside for the better fit of another."""
    return rival.status == IGNORED and rival.reason.startswith(f"{row.heading} is taken from")


def _says_more(rival: MappingRow, row: MappingRow) -> bool:
    """Say whether a column that is not read bears the words of a known heading, and others."""
    if rival.status != UNMAPPED or rival.heading:
        return False
    words = heading_key(rival.words)
    return not words & _SOMETHING_ELSE and any(
        heading == row.heading and len(known) >= _LEAST_WORDS[heading] and known < words
        for known, heading in KNOWN[row.table].items()
    )


def _unknown_schools(
    view: SheetView, rival: MappingRow, numbers: Sequence[int], names: Names
) -> bool:
    """Say whether a column under unknown words holds schools and nothing else."""
    if rival.status != UNMAPPED or rival.heading:
        return False
    held = [c for c in cells_of(view, rival.cell, numbers) if not is_blank(c)]
    if len(held) < FEWEST:
        return False
    if _EARLIER_SCHOOL.search(normal(rival.words)):  # whatever its spellings
        return True
    known = names.count_schools(held)
    least = SOME_OF if _SCHOOL.search(normal(rival.words)) else MOST_OF
    return known >= max(FEWEST, least * len(held))


def _school_or_words(names: Names, cell: Cell) -> object:
    """Return the school that a cell names; its words where nobody knows which it is."""
    return names.number(cell) or normal(text_of(cell)) or None


def _reader(
    column: Column, row: MappingRow, names: Names, date_1904: bool
) -> Callable[[Cell], object]:
    """Return what reads a cell of a date or school column; None where it can't be read."""
    if column.kind is Kind.DATE:
        return lambda cell: read_date(in_order(cell, row.means), date_1904)[0]
    if column.kind is Kind.LAESTAB:
        return lambda cell: names.number(cell) or None
    return lambda cell: read_cell(cell, column, date_1904)[0]


def _values(
    view: SheetView,
    row: MappingRow,
    numbers: Sequence[int],
    read: Callable[[Cell], object],
) -> Values:
    cells = zip(numbers, cells_of(view, row.cell, numbers), strict=True)
    held = {n: read(c) for n, c in cells if not is_blank(c) and not isinstance(c, CellError)}
    return {n: value for n, value in held.items() if value is not None}


def _question(
    view: SheetView,
    rows: Sequence[MappingRow],
    at: int,
    other: int,
    numbers: Sequence[int],
    differ: Sequence[int],
    kind: Kind,
) -> tuple[MappingRow, MappingRow]:
    """Return the two rows as a question, or as what the sheet's own dates make likely."""
    row, rival = rows[at], rows[other]
    both = f"columns {letters_of(row.cell)} and {letters_of(rival.cell)}"
    where = f"{rows_said(differ)} {'differs' if len(differ) == 1 else 'differ'}"
    if row.heading == HOME and _moved_on(view, rows, numbers, differ):
        why = (
            f"{both} are both schools, and {where}, where the pupil was admitted to another school"
        )
        home = replace(
            rival, table=row.table, heading=HOME, status=SUGGESTED, score=60,
            reason=f"{why}: is this the school that excluded?",
        )  # fmt: skip
        now = replace(
            row, heading=ADMITTING, means=WHERE_OTHER, status=SUGGESTED, score=60,
            reason=f"{why}: is this where the pupil is now? It is read where it is another school",
        )  # fmt: skip
        return now, home
    what = _ALIKE[kind]
    ask = f"which is the {row.heading}? Fill in Heading for it, and set the other to ignored"
    why = f"{both} are both {what} that can be the {row.heading}, and {where}: {ask}"
    return _asked(row, why), _asked(rival, why)


def _asked(row: MappingRow, why: str) -> MappingRow:
    return replace(row, heading="", means="", status=UNMAPPED, score=50, reason=why)


def _moved_on(
    view: SheetView, rows: Sequence[MappingRow], numbers: Sequence[int], differ: Sequence[int]
) -> bool:
    """Say whether two schools differ just where the pupil was admitted to one that is not named."""
    admitted = next((r for r in rows if r.heading == ADMITTED and not r.means), None)
    if admitted is None or any(r.heading == ADMITTING for r in rows):
        return False
    cells = zip(numbers, cells_of(view, admitted.cell, numbers), strict=True)
    return [n for n, cell in cells if not is_blank(cell)] == list(differ)
