"""Where a workbook holds data about one pupil: cells of tables and sheets, by their addresses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from xl_recoup.addresses import Address
from xl_recoup.contract import normal
from xl_recoup.contract.cell_words import text_of
from xl_recoup.contract.columns import Kind
from xl_recoup.contract.upn import checked_upn
from xl_recoup.pupils.stand_ins import spec_of
from xl_recoup.tables import Cell, Table

REFERENCES = ("placement_ref", "episode_ref")
_WORD = re.compile(r"[^\W\d_]{2,}")
_SHORTEST = 3
"""Letters of a reference that is looked for inside other texts too: `7` would be everywhere."""


class Held(NamedTuple):
    """One cell that holds data about the pupil."""

    sheet: str
    cell: str
    table: str
    heading: str


class Traces(NamedTuple):
    """By what a pupil is found: the UPN, and the references of the pupil's rows."""

    upn: str
    references: frozenset[str]
    names: frozenset[str] = frozenset()
    """What stands under Pupil in those rows: whole names, or initials."""

    def pattern(self) -> re.Pattern[str]:
        """Return the pattern of a text that holds any of them."""
        known = [self.upn, *(r for r in self.references if len(r) >= _SHORTEST)]
        words = "|".join(re.escape(word) for word in sorted(known, key=len, reverse=True))
        return re.compile(rf"(?<![\w-])(?:{words})(?![\w-])", re.IGNORECASE)

    def are_in(self, cell: Cell, pattern: re.Pattern[str]) -> bool:
        """Say whether a cell names the pupil."""
        if cell is None or isinstance(cell, bool):
            return False
        text = text_of(cell)
        return normal(text) in self.references or pattern.search(text) is not None

    def may_name(self, cell: Cell, *, initials: bool) -> bool:
        """Say whether a text has the whole name in it, or is the name or the initials alone."""
        if not isinstance(cell, str):
            return False
        words = frozenset(word.casefold() for word in _WORD.findall(cell))
        if any(len(name) > 1 and name <= words for name in map(_words_of, self.names)):
            return True
        return initials and _letters(cell) in {_letters(n) for n in self.names} - {""}


def traces_of(upn: str, tables: Iterable[Table]) -> Traces:
    """Return what names the pupil: rows of the UPN, and rows of one episode without any UPN."""
    plain = checked_upn(upn)[0]
    found: set[str] = set()
    names: set[str] = set()
    rows = [row for table in tables for row in _rows(table)]
    own = [row for row in rows if plain and _upn(row) == plain]
    episodes = {normal(text_of(row["episode_ref"])) for row in own if row.get("episode_ref")}
    for row in rows:
        of_episode = normal(text_of(row.get("episode_ref"))) in episodes - {""}
        if row in own or (of_episode and not _upn(row)):
            found |= {normal(text_of(row.get(name))) for name in REFERENCES}
            names.add(text_of(row.get("pupil")))
    return Traces(plain, frozenset(found - {""}), frozenset(names - {""}))


def _words_of(name: str) -> frozenset[str]:
    """Return the words of a whole name; initials have none."""
    return frozenset(word.casefold() for word in _WORD.findall(name))


def _letters(text: str) -> str:
    """Return the letters of a short text, so that M.P. is MP; nothing for one letter alone."""
    letters = "".join(filter(str.isalpha, text)).casefold()
    return letters if len(letters) > 1 else ""


def letters_about(table: Table, traces: Traces) -> Iterator[str]:
    """Yield the files of the letters on record that speak of the pupil's placements."""
    pattern = traces.pattern()
    headings = [normal(heading) for heading in table.headings]
    if {"placements", "file"} <= set(headings):
        spoken, file = headings.index("placements"), headings.index("file")
        for row in table.rows:
            if traces.are_in(row[spoken], pattern) and row[file] is not None:
                yield text_of(row[file])


def namesakes_on(
    sheet: str, rows: Sequence[Sequence[Cell]], traces: Traces, ours: Sequence[Table]
) -> Iterator[Held]:
    """Yield the cells of a sheet that may name the pupil: the name in a text, or alone in a cell.

    In our own tables initials alone are not looked for: there they are other pupils' as often.
    """
    for number, row in enumerate(rows, 1):
        for column, cell in enumerate(row, 1):
            inside = any(_is_in(table, number, column) for table in ours)
            if traces.may_name(cell, initials=not inside):
                yield Held(sheet, str(Address(column, number)), "", "")


def _is_in(table: Table, row: int, column: int) -> bool:
    across = 0 <= column - table.first_column < len(table.headings)
    return across and 0 <= row - table.first_row < len(table.rows)


def cells_of(table: Table, traces: Traces) -> Iterator[Held]:
    """Yield every filled cell of those rows of a table that name the pupil."""
    pattern = traces.pattern()
    for at, row in enumerate(table.rows):
        if any(traces.are_in(cell, pattern) for cell in row):
            for column, cell in enumerate(row):
                if cell is not None:
                    heading = table.headings[column]
                    yield Held(table.sheet, table.address(at, column), table.name, heading)


def cells_on(sheet: str, rows: Sequence[Sequence[Cell]], traces: Traces) -> Iterator[Held]:
    """Yield the cells of a whole sheet, from row 1 and column A, that name the pupil."""
    pattern = traces.pattern()
    known: dict[Cell, bool] = {}
    for number, row in enumerate(rows, 1):
        for column, cell in enumerate(row, 1):
            if cell is None:
                continue
            if cell not in known:
                known[cell] = traces.are_in(cell, pattern)
            if known[cell]:
                yield Held(sheet, str(Address(column, number)), "", "")


def _rows(table: Table) -> Iterator[Mapping[str, Cell]]:
    spec = spec_of(table.name)
    if spec is None or not any(c.kind is Kind.UPN for c in spec.columns):
        return
    fields = {normal(c.heading): c.field for c in spec.columns}
    names = [fields.get(normal(heading), "") for heading in table.headings]
    for row in table.rows:
        yield dict(zip(names, row, strict=True))


def _upn(row: Mapping[str, Cell]) -> str:
    return checked_upn(text_of(row.get("upn")))[0] if row.get("upn") else ""
