"""Rates as a matrix, phases or year groups one way and years the other: a rate in each cell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from xl_recoup.addresses import Address
from xl_recoup.adopt.heading_lines import LOOKED_AT
from xl_recoup.adopt.known_headings import known_heading
from xl_recoup.adopt.known_spellings import known_spelling
from xl_recoup.adopt.year_group_rates import Number, Scope, by_phase, scope_of
from xl_recoup.closed_lists import RateStatus
from xl_recoup.contract import RATES, normal
from xl_recoup.contract.cell_values import is_blank, read_date, text_of
from xl_recoup.contract.number_cells import read_number
from xl_recoup.tables import Cell, OutCell, SheetView, Table
from xl_recoup.words import counted, listed, some

_YEAR = re.compile(r"(20\d\d)\s*[-/–]\s*(?:20)?(\d\d)")
_BASIC = "basic_entitlement"
_SCOPES = 3
DRAFT: RateStatus = "draft"
_NEAR = Decimal("0.15")
"""By how much a number may differ from the program's own rate, to be taken for the same factor."""


@dataclass(slots=True)
class Matrix:
    """The numbers of a matrix, the rates of phases that they make, and what can't be read."""

    sheet: str
    numbers: list[Number] = field(default_factory=list)
    rates: list[Number] = field(default_factory=list)
    held: list[str] = field(default_factory=list)
    """Numbers of year groups that are no rate of a phase: their cells, and why."""
    unread: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    """Labels beside numbers that name no factor, phase or year group: their cells."""
    by_numbers: bool = False
    """True where no factor is named, and the numbers are near the basic entitlement's."""

    def sentence(self) -> str:
        """Return what a person is told."""
        factors = listed(sorted({r.factor.replace("_", " ") for r in self.numbers}))
        years = listed(sorted({_year_name(r.valid_from) for r in self.numbers}))
        taken = (
            " It names no factor; its numbers are near the basic entitlement's."
            if self.by_numbers
            else ""
        )
        unread = f" {listed(self.unread)} can't be read: enter it by hand." if self.unread else ""
        if self.unknown:
            unread += (
                f" The numbers beside {some(self.unknown)} are not read: no factor, phase or year"
                " group of Rates is named there."
            )
        held = "".join(f" Not taken over: {h}. Enter by hand what holds." for h in self.held)
        if not self.rates:
            return (
                f"{self.sheet} looks like rates as a matrix.{taken} None of its"
                f" {counted(len(self.numbers), 'number')} ({factors}; {years}) can be taken over,"
                f" and the added sheet of rates has no row for these.{held}{unread}"
            )
        fewer = (
            f" as {counted(len(self.rates), 'rate')} of phases"
            if len(self.rates) != len(self.numbers)
            else ""
        )
        return (
            f"{self.sheet} looks like rates as a matrix.{taken} Its"
            f" {counted(len(self.numbers), 'number')} ({factors}; {years}) stand{fewer} on the"
            " added sheet of rates, one in a row, as drafts: check them against the cells under"
            f" Source and set Status to approved.{held}{unread}"
        )


def rate_matrix(view: SheetView, known: Table | None, factor: str = "") -> Matrix | None:
    """Return the rates of a sheet that has them as a matrix, or None.

    Down its side stand phases, year groups or factors, across its top financial years; or phases
    or year groups across and years down. Where no factor is named, `known` rates tell whether the
    numbers are the basic entitlement's, or it is `factor`; else they are nobody's, and nothing is
    read.
    """
    for top, row in enumerate(view.rows[:LOOKED_AT]):
        across = {c: _label(cell) for c, cell in enumerate(row) if not is_blank(cell)}
        years = {c: y for c, t in across.items() if (y := _year(t))}
        plain = any(_of_years(t) for t in across.values())
        scopes = {c: s for c, t in across.items() if (s := scope_of(t, plain=plain))}
        if years:
            found = _years_across(view, top, years)
        elif len(set(scopes.values())) >= _SCOPES:
            found = _scopes_across(view, top, scopes)
        else:
            continue
        scoped = {(n.phase, n.years) for n in found.numbers if n.phase or n.years}
        if len(scoped) >= _SCOPES and _told(found, view, known, factor):
            found.rates, found.held = by_phase(found.numbers)
            return found
    return None


def _years_across(view: SheetView, top: int, years: dict[int, tuple[date, date]]) -> Matrix:
    found, width = Matrix(view.name), min(years)
    plain = any(_of_years(_label(c)) for c in view.rows[top][:width])
    for n, label in _labels(view, top, width):
        what = _factor_and_scope(label, plain)
        if what is not None:
            for column, year in years.items():
                _add(found, view, (n, column), *what, year)
        elif any(isinstance(_cell(view, n, c), float | int) for c in years):
            found.unknown.append(str(Address(1 + _first(view, n), n + 1)))
    return found


def _scopes_across(view: SheetView, top: int, scopes: dict[int, Scope]) -> Matrix:
    found = Matrix(view.name)
    titles = [
        view.name,
        *(text_of(c) for row in view.rows[:top] for c in row if isinstance(c, str)),
    ]
    named = next((y for t in titles if (y := _year(t))), None)
    for n, label in _labels(view, top, min(scopes)):
        year = _year(label) or named
        factor = known_spelling("Rates", "Factor", _YEAR.sub("", label).strip()) or ""
        if year is None or (not factor and not _year(label)):
            if any(isinstance(_cell(view, n, c), float | int) for c in scopes):
                found.unknown.append(str(Address(1 + _first(view, n), n + 1)))
            continue
        for column, scope in scopes.items():
            _add(found, view, (n, column), factor, scope, year)
    return found


def _labels(view: SheetView, top: int, width: int) -> Iterator[tuple[int, str]]:
    """Yield the rows below a line that have words in front of its columns, with these."""
    for n, row in enumerate(view.rows[top + 1 :], top + 1):
        words = " ".join(t for c in row[:width] if (t := _label(c)))
        if words:
            yield n, words


def _label(cell: Cell) -> str:
    """Return what a cell says as a label; a whole number may be a year group."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return text_of(cell) if isinstance(cell, str | int) else ""


def _of_years(text: str) -> bool:
    """Say whether a heading says that year groups stand below it or beside it."""
    return known_heading("Placements", [text]) == "Year group"


def _cell(view: SheetView, row: int, column: int) -> Cell:
    line: Sequence[Cell] = view.rows[row]
    return line[column] if column < len(line) else None


def _first(view: SheetView, row: int) -> int:
    return next(i for i, cell in enumerate(view.rows[row]) if _label(cell))


def _add(
    found: Matrix,
    view: SheetView,
    at: tuple[int, int],
    factor: str,
    scope: Scope,
    year: tuple[date, date],
) -> None:
    row, column = at
    cell = _cell(view, row, column)
    if is_blank(cell):
        return
    where = str(Address(column + 1, row + 1))
    value, _ = read_number(cell)
    if not isinstance(value, Decimal) or value < 0:
        found.unread.append(where)
    else:
        found.numbers.append(Number(factor, *scope, value, *year, where))


def _told(found: Matrix, view: SheetView, known: Table | None, given: str) -> bool:
    """Say whether it is known of what the numbers are the rates; name the factor where it is."""
    if all(n.factor for n in found.numbers):
        return True
    titles = [view.name, *(text_of(c) for row in view.rows[:LOOKED_AT] for c in row[:1])]
    named = {f for t in titles if (f := known_spelling("Rates", "Factor", _words(t)))}
    if any(n.factor for n in found.numbers) or len(named) > 1:
        return False
    factor = named.pop() if named else given or _by_numbers(found, known)
    found.by_numbers = not any(known_spelling("Rates", "Factor", _words(t)) for t in titles)
    found.numbers = [n._replace(factor=factor) for n in found.numbers]
    return bool(factor)


def _words(title: str) -> str:
    """Return a title without its year and the words that say that these are rates."""
    return re.sub(r"\b(rates?|values?|factors?)\b", "", _YEAR.sub("", title), flags=re.I).strip()


def _by_numbers(found: Matrix, known: Table | None) -> str:
    """Return the basic entitlement where each number of a known day is near that of the rates."""
    rates = list(_basic(known)) if known is not None else []
    near = 0
    for n in found.numbers:
        same = [a for p, a, start in rates if p in n.phases and start == n.valid_from]
        if same and any(abs(a - n.amount) > _NEAR * a for a in same):
            return ""
        near += bool(same)
    return _BASIC if near >= _SCOPES else ""


def _basic(known: Table) -> Iterator[tuple[str, Decimal, date]]:
    at = [known.headings.index(h) for h in ("Factor", "Phase", "Amount", "Valid from")]
    for row in known.rows:
        factor, phase, amount, start = (row[i] for i in at)
        number, day = read_number(amount)[0], read_date(start)[0]
        if normal(text_of(factor)) == _BASIC and number is not None and day is not None:
            yield normal(text_of(phase)), number, day


def _factor_and_scope(label: str, plain: bool) -> tuple[str, Scope] | None:
    """Return what a label such as `FSM6 secondary` says; None where a part of it is not known."""
    words = label.split()
    for cut in range(len(words) + 1):
        for whom, factor in ((words[:cut], words[cut:]), (words[cut:], words[:cut])):
            scope = scope_of(" ".join(whom), plain=plain) if whom else None
            f = known_spelling("Rates", "Factor", _words(" ".join(factor))) if factor else ""
            if (scope or not whom) and (f or not factor) and (scope or f):
                return f or "", scope or Scope("all", frozenset())
    return None


def _year_name(start: date) -> str:
    return f"{start.year}-{(start.year + 1) % 100:02}"


def _year(text: str) -> tuple[date, date] | None:
    """Return the first and last day of the financial year that a text names, or None."""
    found = _YEAR.search(text)
    if found is None or (int(found[1]) + 1) % 100 != int(found[2]):
        return None
    return date(int(found[1]), 4, 1), date(int(found[1]) + 1, 3, 31)


def with_matrices(
    rows: Sequence[Sequence[OutCell]], matrices: Sequence[Matrix]
) -> list[list[OutCell]]:
    """Return the program's own rates, those of matrices in place of the same factor and year."""
    made: list[list[OutCell]] = []
    taken: set[tuple[OutCell, OutCell]] = set()
    for matrix in matrices:
        taken |= {(n.factor, n.valid_from) for n in matrix.numbers}
        for rate in matrix.rates:
            made.append(rate_row(rate, matrix.sheet))
    factor, start = (RATES.headings.index(h) for h in ("Factor", "Valid from"))
    return [*(list(r) for r in rows if (r[factor], r[start]) not in taken), *made]


def rate_row(rate: Number, sheet: str) -> list[OutCell]:
    """Return a rate of a matrix as a row of Rates, a draft whose source are its cells."""
    cells: dict[str, OutCell] = {
        "Factor": rate.factor,
        "Phase": rate.phase,
        "Amount": rate.amount,
        "Unit": "per pupil per year",
        "Valid from": rate.valid_from,
        "Valid to": rate.valid_to,
        "Status": DRAFT,
        "Source": f"{sheet} {rate.cell}",
    }
    return [cells.get(h) for h in RATES.headings]


def was_read(sheet: str, rates: Table | None) -> bool:
    """Say whether a list of rates has numbers of a matrix on this sheet, by their sources."""
    if rates is None or "Source" not in rates.headings:
        return False
    at = rates.headings.index("Source")
    return any(text_of(row[at]).startswith(f"{sheet} ") for row in rates.rows)
