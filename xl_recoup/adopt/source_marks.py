"""What a sheet says that was turned, or read as rates, beside what was taken over from it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import NamedTuple

from xl_recoup.addresses import Address, column_letters
from xl_recoup.adopt.rate_matrix import Matrix, rate_matrix
from xl_recoup.adopt.turned_lists import Across, list_across
from xl_recoup.adopt.year_group_rates import Number
from xl_recoup.contract import normal
from xl_recoup.contract.cell_values import is_blank, read_date, text_of
from xl_recoup.contract.number_cells import read_number
from xl_recoup.money import decimal_of
from xl_recoup.tables import Cell, CellError, SheetView, Table

_LENGTH = 12
Lines = Iterable[tuple[str, ...]]


class Otherwise(NamedTuple):
    """What a source says otherwise than what was taken over: cells of both, and what is new."""

    pairs: list[tuple[str, str]]
    new: list[str]
    """Cells of the source for which there is no row."""
    gone: list[str]
    """Cells of what was taken over that the source has no more."""

    def __bool__(self) -> bool:
        return bool(self.pairs or self.new or self.gone)


class Seen(NamedTuple):
    """A source as it is now: its mark, the mark of what was taken over, and how both differ."""

    mark: str
    taken: str
    otherwise: Otherwise
    across: Across | None = None
    matrix: Matrix | None = None

    def safe(self, mark: str) -> bool:
        """Say whether nothing was typed over since it had this mark, so it can be taken anew."""
        return self.taken == mark != "" and not self.otherwise.gone


def seen_pupils(view: SheetView, table: Table) -> Seen | None:
    """Return a list with a pupil in each column as it is now, beside its turned list.

    None where it can't be read as one.
    """
    across = list_across(view)
    if across is None:
        return None
    mark = across_mark(across)
    taken = "" if view.formulas else _table_mark(across, table)
    return Seen(mark, taken, _pupils(across, table), across)


def seen_rates(view: SheetView, rates: Table) -> Seen | None:
    """Return a matrix of rates as it is now, beside Rates; None where it can't be read as one."""
    mine = {k: c for k, c in rate_rows(rates).items() if c.source.startswith(f"{view.name} ")}
    matrix = rate_matrix(view, rates, next((k[0] for k in mine), ""))
    if matrix is None:
        return None
    taken = _mark((*k, _plain(c.amount)) for k, c in mine.items())
    return Seen(matrix_mark(matrix), taken, _numbers(matrix, rates, mine), matrix=matrix)


def across_mark(across: Across) -> str:
    """Return the mark of a list with a pupil in each column, whatever the order of its pupils."""
    return _mark(_line(across.headings, cells) for cells in across.pupils.values())


def matrix_mark(matrix: Matrix) -> str:
    """Return the mark of the rates of a matrix."""
    return _mark((*rate_key(r), _plain(float(r.amount))) for r in matrix.rates)


def _mark(lines: Lines) -> str:
    hasher = hashlib.sha256("\x1e".join(sorted("\x1f".join(line) for line in lines)).encode())
    return hasher.hexdigest()[:_LENGTH]


def _line(headings: Iterable[str], cells: Sequence[Cell]) -> tuple[str, ...]:
    pairs = zip(headings, cells, strict=False)
    return tuple(sorted(f"{normal(h)}={said}" for h, c in pairs if (said := _plain(c))))


def _plain(cell: Cell) -> str:
    """Return what a cell holds as it is compared: a number and a day in one form each."""
    if isinstance(cell, CellError):
        return cell.code
    if isinstance(cell, datetime):
        return (cell.date() if cell.time() == time() else cell).isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, bool) or is_blank(cell):
        return "" if is_blank(cell) else str(cell)
    return f"{decimal_of(cell).normalize():f}" if isinstance(cell, int | float) else text_of(cell)


def _table_mark(across: Across, table: Table) -> str:
    """Return the mark of a turned list as its sheet has it now; "" where it lacks a heading."""
    at = {normal(h): i for i, h in enumerate(table.headings)}
    if table.formulas or any(normal(h) not in at for h in across.headings):
        return ""
    places = [at[normal(h)] for h in across.headings]
    rows = [[row[i] if i < len(row) else None for i in places] for row in table.rows]
    return _mark(line for row in rows if (line := _line(across.headings, row)))


def _pupils(across: Across, table: Table) -> Otherwise:
    """Return the cells of pupils that differ; a pupil's row is the one that is most like."""
    at = {normal(h): i for i, h in enumerate(table.headings)}
    rows = {
        n: {h: _plain(row[i] if i < len(row) else None) for h, i in at.items()}
        for n, row in enumerate(table.rows)
        if not all(is_blank(cell) for cell in row)
    }
    wanted = {
        column: {normal(h): _plain(c) for h, c in zip(across.headings, cells, strict=True)}
        for column, cells in across.pupils.items()
    }
    likes = sorted(
        (-_alike(said, row), column, n)
        for column, said in wanted.items()
        for n, row in rows.items()
        if 2 * _alike(said, row) >= sum(map(bool, said.values()))
    )
    of: dict[int, int] = {}
    for _, column, n in likes:
        if column not in of and n not in of.values():
            of[column] = n
    found = Otherwise([], [], [])
    for column, said in wanted.items():
        if column not in of:
            found.new.append(f"the pupil of column {column_letters(column)}")
            continue
        n = of[column]
        for heading, row in across.headings.items():
            there = at.get(normal(heading))
            if there is None:
                if said[normal(heading)]:
                    found.new.append(str(Address(column, row)))
            elif said[normal(heading)] != rows[n][normal(heading)]:
                found.pairs.append((str(Address(column, row)), table.address(n, there)))
    return found


def _alike(one: Mapping[str, str], other: Mapping[str, str]) -> int:
    return sum(bool(said) and other.get(heading) == said for heading, said in one.items())


class RateRow(NamedTuple):
    """A row of Rates: where it stands, its amount, and its source."""

    position: int
    amount: Cell
    cell: str
    source: str

    def matches(self, amount: Decimal) -> bool:
        """Say whether it has this amount."""
        number, _ = read_number(self.amount)
        return number is not None and number == amount


RateKey = tuple[str, str, str]


def rate_key(rate: Number) -> RateKey:
    """Return what tells the rate of a matrix for the same one: factor, phase and first day."""
    return normal(rate.factor), normal(rate.phase), rate.valid_from.isoformat()


def rate_rows(table: Table) -> dict[RateKey, RateRow]:
    """Return the rows of Rates that hold for every school."""
    at = {normal(h): i for i, h in enumerate(table.headings)}
    found: dict[RateKey, RateRow] = {}
    for n, row in enumerate(table.rows):

        def cell(heading: str, row: Sequence[Cell] = row) -> Cell:
            i = at.get(normal(heading), len(row))
            return row[i] if i < len(row) else None

        start, said = read_date(cell("Valid from"))[0], [cell(h) for h in ("Factor", "Phase")]
        if (
            start is None
            or any(isinstance(c, CellError) for c in said)
            or not is_blank(cell("School"))
        ):
            continue
        key = (normal(text_of(said[0])), normal(text_of(said[1])), start.isoformat())
        where = table.address(n, at["amount"]) if "amount" in at else ""
        found[key] = RateRow(n, cell("Amount"), where, text_of(cell("Source")))
    return found


def _numbers(matrix: Matrix, rates: Table, mine: Mapping[RateKey, RateRow]) -> Otherwise:
    """Return the cells of rates that differ; other rows of Rates than its own may hold them."""
    rows, found = rate_rows(rates), Otherwise([], [], [])
    now = {rate_key(r): r for r in matrix.rates}
    for key, rate in now.items():
        row = rows.get(key)
        if row is None:
            found.new.append(rate.cell)
        elif not row.matches(rate.amount):
            found.pairs.append((rate.cell, row.cell))
    found.gone.extend(row.cell for key, row in mine.items() if key not in now)
    return found
