"""Rows of a monthly list that a person takes over: which cells of the placements they change."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from xl_recoup.addresses import Address
from xl_recoup.adopt.monthly_list import Proposed
from xl_recoup.contract import PLACEMENTS, Kind, is_placements_table, normal
from xl_recoup.contract.cell_values import is_blank
from xl_recoup.contract.looked_up_names import (
    names_on_schools,
    with_looked_up,
)
from xl_recoup.records import Placement
from xl_recoup.tables import CellWrites, OutCell, Table, TableWrite, WorkbookTables
from xl_recoup.words import listed

_COLUMNS = {c.field: c for c in PLACEMENTS.columns}
_FLAGS = {True: "Y", False: "N"}
_YEARS = {0: "R", -1: "N"}
_PLAIN = (Kind.DATE, Kind.NUMBER)
"""What is written alike in every team's words."""


@dataclass(slots=True)
class Taken:
    """What is taken over and what can't be, each with why; and the writing of the first."""

    taken: list[Proposed] = field(default_factory=list)
    refused: list[tuple[Proposed, str]] = field(default_factory=list)
    cells: dict[str, dict[tuple[int, int], OutCell]] = field(default_factory=dict)
    rows: dict[str, list[Proposed]] = field(default_factory=dict)
    """New rows, by the table that they go to."""

    def without(self, failed: Collection[str], why: str) -> Taken:
        """Return the same without the proposals of these codes, which are refused."""
        rest = Taken(refused=[*self.refused])
        for p in self.taken:
            if p.code in failed:
                rest.refused.append((p, why))
            else:
                rest.taken.append(p)
        gone = {_cell(p)[1:] for p in self.taken if p.code in failed and p.about}
        for sheet, cells in self.cells.items():
            rest.cells[sheet] = {at: v for at, v in cells.items() if (sheet, *at) not in gone}
        for table, rows in self.rows.items():
            rest.rows[table] = [p for p in rows if p.code not in failed]
        return rest


def likely_sheet(book: WorkbookTables, placements: Sequence[Placement], p: Proposed) -> str:
    """Return the sheet on which a new row belongs, "" where more than one may be meant.

    It is the only sheet of placements, or the one that has all rows of its provider.
    """
    sheets = {t.sheet for n, t in book.tables.items() if is_placements_table(n)}
    if p.change != "new" or p.row is None:
        return ""
    if len(sheets) > 1:
        wanted = normal(p.row.provider)
        sheets = {o.key.sheet for o in placements if wanted and normal(o.provider) == wanted}
    return sheets.pop() if len(sheets) == 1 else ""


def take_over(
    book: WorkbookTables,
    chosen: Iterable[tuple[Proposed, str]],
    told: Collection[str],
) -> Taken:
    """Return what taking over these proposals means, each with the sheet for a new row.

    `told` are the fields that the list has columns for. Nothing is guessed: what is missing on the
    list has no End date, and what can be several placements is for a person.
    """
    made = Taken()
    tables = [t for n, t in book.tables.items() if is_placements_table(n)]
    at: dict[tuple[str, str, int, int], list[Proposed]] = defaultdict(list)
    for p, sheet in chosen:
        why = _why_not(p)
        if not why and p.about:
            why = _why_not_cell(p, tables)
        elif not why:
            why = _why_not_row(p, sheet, tables, told)
        if why:
            made.refused.append((p, why))
        elif p.about:
            at[_cell(p)].append(p)
        else:
            made.taken.append(p)
            made.rows.setdefault(_of_sheet(tables, sheet)[0].name, []).append(p)
    for (_, sheet, row, column), proposals in at.items():
        if len({repr(getattr(p.row, p.about)) for p in proposals}) > 1:
            rivals = listed([p.list_place for p in proposals])
            made.refused += [(p, f"{rivals} of the list say different things") for p in proposals]
            continue
        made.taken += proposals
        table = _table_of(proposals[0], tables)
        value = _value(proposals[0], proposals[0].about, table)
        made.cells.setdefault(sheet, {})[row, column] = value
    return made


def writes_of(
    made: Taken, book: WorkbookTables, told: Collection[str]
) -> list[TableWrite | CellWrites]:
    """Return the writing of what is taken over: single cells, and rows below the tables."""
    names = names_on_schools(book)
    writes: list[TableWrite | CellWrites] = [
        CellWrites(sheet, cells) for sheet, cells in made.cells.items() if cells
    ]
    for name, rows in made.rows.items():
        if not rows:
            continue
        table = book.tables[name]
        fields = [f for f in _fields(table) if f in told]
        headings = tuple(_fields(table)[f] for f in fields)
        cells = [[_value(p, f, table) for f in fields] for p in rows]
        write = TableWrite(name, headings, cells, append=True)
        writes.append(with_looked_up(write, table, names))
    return writes


def _fields(table: Table) -> dict[str, str]:
    """Return field to the table's own heading."""
    headings = {normal(h): h for h in reversed(table.headings)}
    return {
        f: headings[normal(c.heading)] for f, c in _COLUMNS.items() if normal(c.heading) in headings
    }


def _why_not(p: Proposed) -> str:
    if p.change == "missing":
        return "the list does not say when it ended: ask, and enter its End date by hand"
    if p.change == "unclear" and p.ours is not None:
        return f"{listed(p.unread)} can't be read on the list: put it right there"
    if p.change == "unclear":
        return "the list can mean more than one: decide by hand"
    return ""


def _table_of(p: Proposed, tables: Sequence[Table]) -> Table | None:
    of = p.ours
    if of is None:
        return None
    return next(
        (
            t
            for t in tables
            if t.sheet == of.key.sheet and 0 <= of.key.row - t.first_row < len(t.rows)
        ),
        None,
    )


def _cell(p: Proposed) -> tuple[str, str, int, int]:
    of = p.ours
    assert of is not None
    place = Address.parse(of.place(p.about).cell)
    assert place is not None
    return p.about, of.key.sheet, place.row, place.column


def _why_not_cell(p: Proposed, tables: Sequence[Table]) -> str:
    table, of = _table_of(p, tables), p.ours
    if table is None or of is None or p.about not in of.columns:
        sheet = of.key.sheet if of else "that"
        return (
            f"the sheet {sheet} has no column {p.heading} of its own: add one, or enter it by hand"
        )
    if p.place.rpartition(" ")[2] in table.formulas:
        return f"{p.place} holds a formula, which is never replaced"
    if p.about in of.unreadable:
        return f"{p.place} holds what can't be read: put it right by hand"
    if table.column_numbers and _COLUMNS[p.about].kind not in _PLAIN:
        return f"the sheet {table.sheet} has words of its own: enter it by hand, in these"
    return ""


def _of_sheet(tables: Sequence[Table], sheet: str) -> list[Table]:
    return [t for t in tables if normal(t.sheet) == normal(sheet)]


def _why_not_row(p: Proposed, sheet: str, tables: Sequence[Table], told: Collection[str]) -> str:
    names = listed([t.sheet for t in tables])
    if not sheet:
        return f"say on which sheet it belongs: {names}"
    of = _of_sheet(tables, sheet)
    if len(of) != 1:
        return f"there is no placement sheet named {sheet}: say which of {names}"
    if of[0].column_numbers:
        return (
            f"the sheet {of[0].sheet} is the team's own, in words of its own: enter the row there"
            " by hand"
        )
    row = p.row
    assert row is not None
    unread = [_COLUMNS[f].heading for f in _COLUMNS if f in row.unreadable and f in told]
    if unread:
        return f"{listed(unread)} can't be read on the list: put it right there"
    have = _fields(of[0])
    lacks = [_COLUMNS[f].heading for f in _COLUMNS if f in told and _said(row, f) and f not in have]
    if lacks:
        return (
            f"the sheet {of[0].sheet} has no column {listed(lacks)}, which the list fills: add it"
        )
    return ""


def _said(row: Placement, field: str) -> bool:
    return getattr(row, field) not in (None, "", False)


def _value(p: Proposed, field: str, table: Table | None) -> OutCell:
    """Return a field of the list's row as a cell, in the form that the column's others have."""
    value: str | bool | int | Decimal | date | None = getattr(p.row, field)
    kind = _COLUMNS[field].kind
    if isinstance(value, bool):
        return _FLAGS[value] if value or p.about else None
    if value is None or value == "":
        return None
    if kind is Kind.YEAR_GROUP and isinstance(value, int):
        return _YEARS.get(value, value)
    if isinstance(value, date | Decimal | int):
        return int(value) if isinstance(value, Decimal) and value == int(value) else value
    text = str(value)
    if table is not None and text.isdigit() and not text.startswith("0"):
        return int(text) if _numbers(table, field) else text
    return text


def _numbers(table: Table, field: str) -> bool:
    """Say whether a column holds numbers for the most part."""
    heading = _fields(table).get(field)
    if heading is None:
        return False
    at = table.headings.index(heading)
    held = Counter(
        isinstance(row[at], int | float)
        for row in table.rows
        if at < len(row) and not is_blank(row[at])
    )
    return held[True] > held[False]
