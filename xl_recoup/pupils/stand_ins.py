"""The tables of a workbook without pupils: stand-ins where a run tells pupils apart, else blanks.

What goes is named by the contract (private columns, notes) or by nobody (a team's own columns), so
only what the contract knows to be harmless stays. What stays is looked through for what has gone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from xl_recoup.contract import ALL_SPECS, MAPPING, PLACEMENTS, is_placements_table, normal
from xl_recoup.contract.cell_words import text_of
from xl_recoup.contract.columns import Column, Kind, TableSpec
from xl_recoup.contract.upn import checked_upn, stand_in_upn
from xl_recoup.money import decimal_of
from xl_recoup.tables import Cell, CellError, OutCell, ShownAs, Table, TableWrite

LEFT_OUT = "(left out)"
LAST_RUN, RECORD_DIGEST = "LastRun", "Record digest"
"""The record of the last run, and the column of the run log that vouches for it: left out."""
_UPN = re.compile(r"(?<![A-Z0-9])[A-Z][0-9]{11}[0-9A-Z](?![A-Z0-9])", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]{2,}")
_DAY = re.compile(r"\b(\d{1,2})[/.](\d{1,2})[/.](\d{4})\b|\b(\d{4})-(\d\d)-(\d\d)\b")
SPECS = {normal(spec.name): spec for spec in ALL_SPECS}


def spec_of(table: str) -> TableSpec | None:
    """Return what the contract says of a table of this name; None where it is the team's own."""
    return PLACEMENTS if is_placements_table(table) else SPECS.get(normal(table))


class StandIns:
    """Who is who in one workbook: a number for each pupil, and what must not be said of any."""

    def __init__(self, tables: Mapping[str, Table]) -> None:
        """Learn from all tables what is private in them."""
        self._pupils: dict[str, int] = {}
        self._initials: dict[str, int] = {}
        self._texts: set[str] = set()
        self._names: dict[str, set[frozenset[str]]] = {}
        self._born: set[date] = set()
        for table in tables.values():
            for column, cells in _columns(table):
                if column is not None and (column.private or column.kind is Kind.NOTE):
                    self._learn(column, cells)

    def _learn(self, column: Column, cells: Sequence[Cell]) -> None:
        for cell in {c for c in cells if isinstance(c, str | date)}:
            if isinstance(cell, date):
                day = cell.date() if isinstance(cell, datetime) else cell
                self._born.add(day)
                continue
            text = text_of(cell)
            if len(text) > 3:
                self._texts.add(text.casefold())
            words = frozenset(word.casefold() for word in _WORD.findall(text))
            if column.field == "pupil" and any(len(word) > 2 for word in words):
                for word in words:
                    self._names.setdefault(word, set()).add(words)

    def write_of(self, table: Table) -> TableWrite | None:
        """Return a table with stand-ins; None for one that says nothing without its pupils."""
        spec = spec_of(table.name)
        if spec is None or normal(spec.name) in (normal(MAPPING.name), normal(LAST_RUN)):
            return None
        headings, columns = [], []
        for number, (column, cells) in enumerate(_columns(table), 1):
            headings.append(column.heading if column else f"Column {number} {LEFT_OUT}")
            columns.append([self._shown(column, cell) for cell in cells])
        rows = [list(row) for row in zip(*columns, strict=True)]
        days = frozenset(c.heading for c in spec.columns if c.kind is Kind.DATE)
        return TableWrite(
            table.name, tuple(headings), rows, table.sheet, table.sheet, spec.purpose, days=days
        )

    def _shown(self, column: Column | None, cell: Cell) -> OutCell:
        if column is None or cell is None or column.heading == RECORD_DIGEST:
            return None
        if column.kind is Kind.UPN:
            return self._upn(text_of(cell))
        if column.field == "pupil":
            letters = "".join(filter(str.isalnum, text_of(cell).casefold()))
            number = self._initials.setdefault(letters, len(self._initials) + 1)
            return f"P{number}" if letters else None
        if column.private:
            return None
        if column.kind is Kind.NOTE:
            return LEFT_OUT if text_of(cell) else None  # a check may ask whether there is one
        return self._harmless(cell) if isinstance(cell, str) else _out(cell)

    def _upn(self, text: str) -> str | None:
        plain, fault = checked_upn(text)
        if not plain or (fault and len(plain) < 6):
            return plain or None  # UN1 to UN5 stand for no UPN
        made = stand_in_upn(self._pupils.setdefault(plain, len(self._pupils) + 1))
        if not fault:
            return made
        return ("L" if made[0] == "K" else "K") + made[1:]  # what is wrong stays wrong

    def _harmless(self, text: str) -> str:
        """Return a text that stays; left out where it repeats what has gone."""
        if text_of(text).casefold() in self._texts or _UPN.search(text):
            return LEFT_OUT
        if self._names:
            words = frozenset(word.casefold() for word in _WORD.findall(text))
            if any(name <= words for word in words for name in self._names.get(word, ())):
                return LEFT_OUT
        return LEFT_OUT if self._born and self._born & set(_days(text)) else text


def _columns(table: Table) -> Iterator[tuple[Column | None, list[Cell]]]:
    """Yield each column of a table with its cells; None for one that the contract does not know."""
    spec = spec_of(table.name)
    known = {} if spec is None else {normal(c.heading): c for c in spec.columns}
    for at, heading in enumerate(table.headings):  # of two with one heading the first one counts
        yield known.pop(normal(heading), None), [row[at] for row in table.rows]


def _days(text: str) -> Iterator[date]:
    for found in _DAY.finditer(text):
        day, month, year, *iso = found.groups()
        parts = (year, month, day) if year else tuple(iso)
        try:
            yield date(*map(int, parts))
        except ValueError:
            continue


def _out(cell: Cell) -> OutCell:
    if isinstance(cell, CellError):
        return str(cell)
    if isinstance(cell, ShownAs) and cell.guise.how == "per cent":
        return decimal_of(cell) * 100
    if isinstance(cell, float):
        return decimal_of(cell) if cell == cell else None
    return cell if not isinstance(cell, Decimal) else Decimal(cell)
