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


def traces_of(upn: str, tables: Iterable[Table]) -> Traces:
    """Return what names the pupil: rows of the UPN, and rows of one episode without any UPN."""
    plain = checked_upn(upn)[0]
    found: set[str] = set()
    rows = [row for table in tables for row in _rows(table)]
    own = [row for row in rows if plain and _upn(row) == plain]
    episodes = {normal(text_of(row["episode_ref"])) for row in own if row.get("episode_ref")}
    for row in rows:
        of_episode = normal(text_of(row.get("episode_ref"))) in episodes - {""}
        if row in own or (of_episode and not _upn(row)):
            found |= {normal(text_of(row.get(name))) for name in REFERENCES}
    return Traces(plain, frozenset(found - {""}))


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
